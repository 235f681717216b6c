"""Writes a filled-in form into an existing data file; every line that does not differ stays byte for byte."""

import difflib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from govgen.datafile.cell import State
from govgen.datafile.prose import printed
from govgen.datafile.writer import fact_lines, passage_lines, table_lines
from govgen.datafile.yaml_reader.scalars import scalar
from govgen.datafile.yaml_reader.tree import Entry
from govgen.editions.table import CellRef, Table
from govgen.findings.finding import Span
from govgen.importers.convert import Imported
from govgen.importers.form.outline import prose_keys
from govgen.workflows.line_edits import Edit, edited, end_of_entry, lines_of
from govgen.workflows.sheet.form_data import (
    FormData,
    ReadFile,
    entry_at,
    prose_entry,
    scalar_at,
    typed_lines,
)


class IntoRefusedError(Exception):
    """A form is not written into a file; the message says why, in Chinese."""


def written_into_file(raw: bytes, name: str, found: Imported) -> tuple[bytes, list[str]]:
    """``raw``, a data file, with what the form says otherwise; and the names of what was changed.

    Single values are replaced in their places first. Where the result does not read as the form says, the
    whole top-level keys are rewritten that differ.

    Raises:
        IntoRefusedError: the form has doubtful cells, is of another body or year, or the file has errors of
            form.
    """
    old = ReadFile.of(raw, name)
    _refuse(old, found)
    wanted = _wanted(found)
    writer = _IntoWriter(old, wanted, lines_of(raw))
    changed = list(writer.names())
    if not changed:
        return raw, []
    for edits in (writer.single, writer.whole):
        after = edited(raw, edits())
        if _says(ReadFile.of(after, name), wanted):
            return after, changed
    raise IntoRefusedError("改后读出的内容与填报表不同，没有改动；请不加 --into 导入成新文件，再核对")


def _refuse(old: ReadFile, found: Imported) -> None:
    doubts = [cell.doubt for cell in found.reading.cells.values() if cell.doubt]
    if doubts:
        places = "；".join(dict.fromkeys(doubts))
        raise IntoRefusedError(f"填报表里有 {len(doubts)} 格不能读成数字，没有改动：{places}")
    if not old.source.is_sound:
        raise IntoRefusedError("数据文件还有写法上的错误，没有改动，请先用 govgen check 查看并改正")
    identity = old.report.identity
    if identity is None or (identity.body, identity.year) != (found.words.body, found.words.year):
        whose = f"{found.words.body} {found.words.year} 年度"
        raise IntoRefusedError(f"填报表是“{whose}”的，数据文件不是，没有改动")


def _wanted(found: Imported) -> FormData:
    cells = found.reading.cells
    figures = {ref: cells[ref].value for ref in found.edition.leaf_refs}
    return FormData(found.words.facts, found.words.passages, figures)


def _says(now: ReadFile, wanted: FormData) -> bool:
    totals_hold = all(
        cell.value == _total(table, ref, wanted)
        for table in now.report.edition.tables
        for ref in table.parts
        if (cell := now.report.cells[ref]) is not None
    )
    return now.source.is_sound and now.data == wanted and totals_hold


def _total(table: Table, ref: CellRef, wanted: FormData) -> Decimal:
    parts = table.parts.get(ref)
    if parts is None:
        return wanted.figures[ref] or Decimal(0)
    return sum((_total(table, part, wanted) for part in parts), Decimal(0))


@dataclass(frozen=True, slots=True)
class _IntoWriter:
    """The edits that make ``old`` say what is ``wanted``; ``lines`` are those of the file."""

    old: ReadFile
    wanted: FormData
    lines: list[str]

    def names(self) -> Iterator[str]:
        """The names of all that differs: facts, passages, cells."""
        edition = self.old.report.edition
        yield from (".".join(path) for path in self._facts())
        yield from (prose_keys(edition)[ident] for ident in self._passages())
        yield from (edition.name_of(ref) for table in edition.tables for ref in self._cells(table))

    def single(self) -> list[Edit]:
        """Edits of single values and paragraphs where they have a place; whole keys elsewhere."""
        return list(self._edits(self._fact_edits, self._prose_edits, self._table_edits))

    def whole(self) -> list[Edit]:
        """Edits that rewrite every top-level key with a difference."""
        return list(self._edits(self._no_edits, self._no_edits, self._no_edits))

    @staticmethod
    def _no_edits(_: object) -> list[Edit] | None:
        return None

    def _edits(
        self,
        facts: Callable[[str], list[Edit] | None],
        prose: Callable[[str], list[Edit] | None],
        tables: Callable[[Table], list[Edit] | None],
    ) -> Iterator[Edit]:
        edition, root = self.old.report.edition, self.old.source.root
        for key in dict.fromkeys(path[0] for path in self._facts()):
            texts = {path: text for path, text in self.wanted.facts.items() if path[0] == key}
            yield from facts(key) or self._rewritten(entry_at(root, key), fact_lines(texts))
        for ident in self._passages():
            new = passage_lines(prose_keys(edition)[ident], self.wanted.prose.get(ident, ()))
            lines = new if ident in self.wanted.prose else ()
            yield from prose(ident) or self._rewritten(prose_entry(root, edition, ident), lines)
        for table in edition.tables:
            if self._cells(table):
                values = {ref: _total(table, ref, self.wanted) for ref in table.refs}
                heading = next(item.heading for item in edition.sections if item.key == table.key)
                entry = entry_at(root, table.key, heading)
                yield from tables(table) or self._rewritten(entry, table_lines(table, values))

    def _facts(self) -> list[tuple[str, ...]]:
        old, new = self.old.data.facts, self.wanted.facts
        return [path for path in dict.fromkeys((*old, *new)) if old.get(path) != new.get(path)]

    def _passages(self) -> list[str]:
        old, new = self.old.data.prose, self.wanted.prose
        return [ident for ident in dict.fromkeys((*old, *new)) if old.get(ident) != new.get(ident)]

    def _cells(self, table: Table) -> list[CellRef]:
        """The cells that differ, stated totals included."""
        cells = self.old.report.cells
        return [ref for ref in table.refs if cells[ref].value != _total(table, ref, self.wanted)]

    def _rewritten(self, entry: Entry | None, new: Iterable[str]) -> Iterator[Edit]:
        """The lines of a top-level key replaced; a key that the file lacks comes at its end."""
        start = entry.span.line if entry else len(self.lines) + 1
        if entry:
            starts = sorted(item.span.line for item in self.old.source.root if item.span.line > start)
            end = end_of_entry(self.lines, start - 1, starts[0] - 1 if starts else len(self.lines))
            yield from (Edit.removal(line) for line in range(start, end + 1))
        yield from (Edit.addition(start, 1, line) for line in new)

    def _fact_edits(self, key: str) -> list[Edit] | None:
        edits = []
        for path in self._facts():
            if path[0] == key:
                place = scalar_at(self.old.source.root, path)
                if place is None or place.mapped or path not in self.wanted.facts:
                    return None
                edits.append(_replaced(place.span, scalar(self.wanted.facts[path])))
        return edits

    def _prose_edits(self, ident: str) -> list[Edit] | None:
        entry = prose_entry(self.old.source.root, self.old.report.edition, ident)
        if entry is None or ident not in self.wanted.prose:
            return None
        old, new = typed_lines(entry), self.wanted.prose[ident]
        steps = difflib.SequenceMatcher(None, [text for _, text in old], new, autojunk=False).get_opcodes()
        return [
            edit
            for step, start, end, first, last in steps
            if step != "equal"
            for edit in self._step(old, start, end, new[first:last])
        ]

    def _step(self, old: list[tuple[int, str]], start: int, end: int, new: tuple[str, ...]) -> Iterator[Edit]:
        """Paragraphs from ``start`` up to ``end`` replaced by ``new`` ones with the indent of the block."""
        shown = old[min(start, len(old) - 1)][0]
        column = len(self.lines[shown - 1]) - len(self.lines[shown - 1].lstrip()) + 1
        yield from (Edit.removal(line) for line, _ in old[start:end])
        at = old[start][0] if start < len(old) else old[-1][0] + 1
        yield from (Edit.addition(at, column, text) for text in new)

    def _table_edits(self, table: Table) -> list[Edit] | None:
        edits = []
        for ref in self._cells(table):
            cell = self.old.report.cells[ref]
            if cell.computed:
                continue
            if cell.state is not State.STATED or cell.span.line != cell.span.end_line:
                return None
            edits.append(_replaced(cell.span, printed(_total(table, ref, self.wanted))))
        return edits


def _replaced(span: Span, text: str) -> Edit:
    return Edit(span.line, span.column, span.end_column, text)
