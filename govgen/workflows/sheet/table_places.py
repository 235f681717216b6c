"""The places of a table's cells in the text of a data file, rows that it lacks included."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from govgen.datafile.yaml_reader.scalars import scalar
from govgen.datafile.yaml_reader.tree import Entry, Mapping
from govgen.editions.key_tree import TableKey, slots
from govgen.editions.table import CellRef, Table
from govgen.workflows.sheet.file_text import FileText, Hole, TextPart, indent_of, is_block


@dataclass(frozen=True, slots=True)
class TablePlaces:
    """Finds the places of ``table`` in ``file``; ``numbers`` are those of the edition's cells."""

    file: FileText
    table: Table
    numbers: dict[CellRef, int]

    def holes(self, entry: Entry | None) -> list[Hole]:
        """The place of each row below the table's key where its form allows; else of the table as a whole."""
        parts = list(self._written(slots(self.table), "  "))
        key = f"{self.table.key}:"
        whole: TextPart = {"before": f"{key}\n", "parts": parts, "empty": f"{key} {{}}\n"}
        if entry is None:
            return [self.file.at_end(whole)]
        fitted = self._fitted(slots(self.table), entry)
        return [self.file.entry(entry, whole)] if fitted is None else fitted

    def _fitted(self, below: Iterable[TableKey], entry: Entry) -> list[Hole] | None:
        """Places for the rows and cells below a key; None where what is there cannot be told apart."""
        mapping = entry.value
        if not isinstance(mapping, Mapping) or not is_block(mapping):
            return None
        entries = {}
        for item in mapping:
            slot = next((slot for slot in below if slot.heading.answers_to(item.key)), None)
            if slot is None or slot in entries:
                return None
            entries[slot] = item
        holes: list[Hole] = []
        for slot, item in entries.items():
            found = self._slot(slot, item)
            if found is None:
                return None
            holes += found
        missing = [slot for slot in below if slot not in entries]
        parts = self._written(missing, indent_of(mapping))
        return [*holes, *(self.file.below(mapping, part) for part in parts)]

    def _slot(self, slot: TableKey, entry: Entry) -> list[Hole] | None:
        if self._is_sum(slot):
            return None
        if slot.ref:
            hole = self.file.line(entry, self.numbers[slot.ref])
        else:
            row = self._row(slot)
            hole = self.file.braces(entry, row) if row else None
        if hole:
            return [hole]
        fitted = self._fitted(slot.below, entry)
        return self._anew(slot, entry) if fitted is None else fitted

    def _anew(self, slot: TableKey, entry: Entry) -> list[Hole] | None:
        """The place of an entry as a whole, where there are none within it."""
        indent, rest = " " * (entry.span.column - 1), self.file.rest(entry)
        (part,) = self._written([slot], indent)
        if "parts" in part:
            key = part["before"].rstrip("\n")
            part |= {"before": f"{key}{rest}\n", "empty": f"{key} {{}}{rest}\n"}
        else:
            part |= {"after": f"{rest}\n", "optional": False}
        hole = self.file.lines(entry, part)
        return [hole] if hole else None

    def _is_sum(self, slot: TableKey) -> bool:
        """Whether nothing at a key is for a person to fill in."""
        return all(ref in self.table.parts for ref in slot.refs)

    def _row(self, slot: TableKey) -> TextPart | None:
        """A row of cells in braces; None where there are groups below. Totals are not written."""
        if not all(part.ref for part in slot.below):
            return None
        cells = [part for part in slot.below if not self._is_sum(part)]
        row = [(scalar(part.heading.name), self.numbers[part.ref]) for part in cells if part.ref]
        return {"row": row, **({"whole": True} if self.table.complete else {})}

    def _written(self, below: Iterable[TableKey], indent: str) -> Iterator[TextPart]:
        """Rows and cells as the writer of data files has them."""
        for slot in below:
            if self._is_sum(slot):
                continue
            key = f"{indent}{scalar(slot.heading.name)}:"
            row = self._row(slot)
            optional = {"after": "\n", **({} if self.table.complete else {"optional": True})}
            if slot.ref:
                yield {"before": f"{key} ", "path": self.numbers[slot.ref], **optional}
            elif row:
                yield {"before": f"{key} ", **row, **optional}
            else:
                yield {"before": f"{key}\n", "parts": list(self._written(slot.below, f"{indent}  "))}
