"""A data file as literal text and places for values, from which a form's script writes the file anew."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from govgen.datafile.yaml_reader.scalars import scalar
from govgen.datafile.yaml_reader.tree import Entry, Mapping, Scalar
from govgen.editions.key_tree import TableKey, slots
from govgen.editions.table import CellRef, Table
from govgen.importers.form.outline import fact_paths, prose_keys
from govgen.workflows.line_edits import end_of_entry
from govgen.workflows.sheet.form_data import ReadFile, entry_at, prose_entry

_FLOW = re.compile(r"""\{(?:[^{}"'#\n]|"(?:[^"\\\n]|\\.)*"|'[^'\n]*')*\}""")
"""A mapping in braces on one line, without comments and other braces."""

TextPart = dict[str, Any]
"""A place for values: ``was`` is what the file has there, which stays unless a value differs.

``path`` is one value; ``row`` are keys with paths, written in braces; ``prose`` is the path of paragraphs
under the key ``before``; ``parts`` are places below the line ``before``, which is left out with them.
``optional``: nothing is written where there is no value or only zeros. ``whole``: zeros are written.
"""


def fact_address(path: tuple[str, ...]) -> str:
    """How a form names a fact."""
    return f"fact/{'.'.join(path)}"


def cell_address(ref: CellRef) -> str:
    """How a form names a cell."""
    return f"cell/{'.'.join(ref)}"


def prose_address(ident: str) -> str:
    """How a form names the prose of a passage."""
    return f"prose/{ident}"


def parts_of(read: ReadFile) -> list[str | TextPart]:
    """The text of a sound data file in order: literal text, and places for all values of a form."""
    return _Cutting(read).parts()


class _Hole(NamedTuple):
    start: int
    end: int
    part: TextPart


@dataclass(slots=True)
class _Cutting:
    read: ReadFile
    text: str = field(init=False)
    lines: list[str] = field(init=False)
    starts: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self.text = self.read.source.text.rstrip("\n") + "\n"
        self.lines = self.text.split("\n")[:-1]
        self.starts = [0]
        for line in self.lines:
            self.starts.append(self.starts[-1] + len(line) + 1)

    def parts(self) -> list[str | TextPart]:
        found = [*self._facts(), *self._prose(), *self._tables()]
        parts: list[str | TextPart] = []
        at = 0
        for start, end, part in sorted(found, key=lambda hole: hole[:2]):
            parts += [self.text[at:start], part | {"was": self.text[start:end]}]
            at = end
        return [part for part in [*parts, self.text[at:]] if part]

    def _at(self, line: int, column: int = 1) -> int:
        return self.starts[min(line, len(self.starts)) - 1] + column - 1

    def _entry_hole(self, entry: Entry, part: TextPart) -> _Hole:
        """A top-level entry as a whole, without the comments above the next one."""
        starts = sorted(
            other.span.line for other in self.read.source.root if other.span.line > entry.span.line
        )
        end = end_of_entry(self.lines, entry.span.line - 1, starts[0] - 1 if starts else len(self.lines))
        return _Hole(self._at(entry.span.line), self._at(end + 1), part)

    def _line_hole(self, entry: Entry, path: str) -> _Hole | None:
        """A key with its value on a line of its own; None where the value has another form."""
        value = entry.value
        if not isinstance(value, Scalar) or value.mapped or value.span.end_line != entry.span.line:
            return None
        start, end = self._at(entry.span.line), self._at(entry.span.line + 1)
        before = self.text[start : self._at(*value.span[:2])]
        after = self.text[self._at(*value.span[2:]) : end]
        if before.endswith(":"):
            before += " "
        return _Hole(start, end, {"before": before, "path": path, "after": after})

    def _is_block(self, mapping: Mapping) -> bool:
        return bool(mapping.entries) and self.text[self._at(*mapping.span[:2])] != "{"

    def _flow_hole(self, entry: Entry, part: TextPart) -> _Hole | None:
        """The place of a row's value: braces on the key's line, or a blank; None for other forms."""
        value = entry.value
        start = self._at(*value.span[:2])
        if isinstance(value, Mapping) and (match := _FLOW.match(self.text, start)):
            return _Hole(start, match.end(), part)
        if isinstance(value, Scalar) and not value.mapped and value.span.end_line == entry.span.line:
            before = "" if self.text[start - 1] == " " else " "
            return _Hole(start, self._at(*value.span[2:]), part | {"before": before})
        return None

    def _after(self, mapping: Mapping) -> int:
        """The offset of the line below the last one of a block mapping."""
        last = max(self.read_lines(mapping))
        return self._at(last + 1)

    def read_lines(self, mapping: Mapping) -> Iterator[int]:
        for entry in mapping:
            yield entry.value.span.end_line
            if isinstance(entry.value, Mapping):
                yield from self.read_lines(entry.value)

    def _facts(self) -> Iterator[_Hole]:
        root, groups = self.read.source.root, dict[str, list[tuple[str, ...]]]()
        for path in fact_paths():
            groups.setdefault(path[0], []).append(path)
        entries = {key: entry_at(root, key) for key in groups}
        missing = []
        last = 0
        for key, paths in groups.items():
            entry = entries[key]
            if entry is None:
                missing.append(_fact_part(key, paths))
                continue
            found = list(self._fact(entry, paths))
            last = max([last, *(hole.end for hole in found)])
            yield from found
        yield from (_Hole(last, last, part) for part in missing)

    def _fact(self, entry: Entry, paths: list[tuple[str, ...]]) -> Iterator[_Hole]:
        part = _fact_part(paths[0][0], paths)
        whole = self._entry_hole(entry, part)
        if len(paths[0]) == 1:
            yield self._line_hole(entry, fact_address(paths[0])) or whole
        elif isinstance(entry.value, Mapping) and self._is_block(entry.value):
            fine = self._fact_lines(entry.value, paths)
            yield from [whole] if fine is None else fine
        else:
            yield self._flow_hole(entry, {"row": part["row"]}) or whole

    def _fact_lines(self, mapping: Mapping, paths: list[tuple[str, ...]]) -> list[_Hole] | None:
        holes, missing = [], []
        indent = " " * (next(iter(mapping)).span.column - 1)
        for path in paths:
            entry = entry_at(mapping, path[1])
            if entry is None:
                missing.append(_line(f"{indent}{path[1]}: ", fact_address(path)))
            elif hole := self._line_hole(entry, fact_address(path)):
                holes.append(hole)
            else:
                return None
        end = self._after(mapping)
        return [*holes, *(_Hole(end, end, part) for part in missing)]

    def _prose(self) -> Iterator[_Hole]:
        edition, end = self.read.report.edition, len(self.text)
        for ident, key in prose_keys(edition).items():
            entry = prose_entry(self.read.source.root, edition, ident)
            part: TextPart = {"before": scalar(entry.key if entry else key), "prose": prose_address(ident)}
            if ident not in edition.section_by_id:
                part["optional"] = True
            yield self._entry_hole(entry, part) if entry else _Hole(end, end, part)

    def _tables(self) -> Iterator[_Hole]:
        edition, root, end = self.read.report.edition, self.read.source.root, len(self.text)
        for section in edition.sections:
            if section.kind == "table":
                table = edition.table_of(section)
                whole = {"before": f"{table.key}:\n", "parts": list(_canonical(table, slots(table), "  "))}
                whole["empty"] = f"{table.key}: {{}}\n"
                entry = entry_at(root, table.key, section.heading)
                if entry is None:
                    yield _Hole(end, end, whole)
                    continue
                fine = self._fitted(table, slots(table), entry)
                yield from [self._entry_hole(entry, whole)] if fine is None else fine

    def _fitted(self, table: Table, below: Iterable[TableKey], entry: Entry) -> list[_Hole] | None:
        """Places for the rows and cells below a key where they are; None where their form is unusual."""
        mapping = entry.value
        if not isinstance(mapping, Mapping) or not self._is_block(mapping):
            return None
        by_slot = {_answering(below, item): item for item in mapping}
        if None in by_slot or len(by_slot) < len(mapping.entries):
            return None
        holes: list[_Hole] = []
        missing: list[TableKey] = []
        for slot in below:
            item = by_slot.get(slot)
            if item is None:
                missing.append(slot)
            elif (found := self._slot(table, slot, item)) is None:
                return None
            else:
                holes += found
        indent, end = " " * (next(iter(mapping)).span.column - 1), self._after(mapping)
        return [*holes, *(_Hole(end, end, part) for part in _canonical(table, missing, indent))]

    def _slot(self, table: Table, slot: TableKey, entry: Entry) -> list[_Hole] | None:
        if all(ref in table.parts for ref in slot.refs):
            return None
        hole = None
        if slot.ref:
            hole = self._line_hole(entry, cell_address(slot.ref))
        elif row := _row(table, slot):
            hole = self._flow_hole(entry, row)
        return [hole] if hole else self._fitted(table, slot.below, entry)


def _answering(below: Iterable[TableKey], entry: Entry) -> TableKey | None:
    return next((slot for slot in below if slot.heading.answers_to(entry.key)), None)


def _fact_part(key: str, paths: list[tuple[str, ...]]) -> TextPart:
    if len(paths[0]) == 1:
        return _line(f"{key}: ", fact_address(paths[0]))
    row = [(scalar(path[1]), fact_address(path)) for path in paths]
    return {"before": f"{key}: ", "row": row, "after": "\n", "optional": True}


def _line(before: str, path: str) -> TextPart:
    return {"before": before, "path": path, "after": "\n", "optional": True}


def _row(table: Table, slot: TableKey) -> TextPart | None:
    """A row of cells in braces; None where there are groups below."""
    if not all(part.ref for part in slot.below):
        return None
    cells = [(part.heading.name, part.ref) for part in slot.below if part.ref and part.ref not in table.parts]
    part: TextPart = {"row": [(scalar(name), cell_address(ref)) for name, ref in cells]}
    return part | {"whole": True} if table.complete else part


def _canonical(table: Table, below: Iterable[TableKey], indent: str) -> Iterator[TextPart]:
    """Rows and cells as the writer of data files has them."""
    for slot in below:
        if all(ref in table.parts for ref in slot.refs):
            continue
        key = f"{indent}{scalar(slot.heading.name)}:"
        row = _row(table, slot)
        if slot.ref:
            part = _line(f"{key} ", cell_address(slot.ref))
            yield part | {"whole": True} if table.complete else part
        elif row:
            yield {"before": f"{key} ", **row, "after": "\n", "optional": not table.complete}
        else:
            yield {"before": f"{key}\n", "parts": list(_canonical(table, slot.below, f"{indent}  "))}
