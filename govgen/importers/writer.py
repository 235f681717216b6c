"""The data file that an import writes: what was read, what is doubtful, what differed from the format."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from decimal import Decimal

from govgen.datafile.keys import CHANGES, DOUBT
from govgen.datafile.prose import printed
from govgen.datafile.values import PLACEHOLDER
from govgen.datafile.yaml_reader.scalars import scalar
from govgen.editions.key_tree import Slot, slots
from govgen.editions.table import CellRef, Table
from govgen.findings.finding import START
from govgen.importers.page import Note
from govgen.importers.prose import Words
from govgen.importers.tables.result import Alteration, Reading, Taken

_NOT_THERE = "原文里没有找到"
_MAX_NOTES = 60


def write(words: Words, reading: Reading, notes: Iterable[Note], source: str) -> str:
    """The text of a data file; ``source`` is the name of what was read."""
    parts = [*_head(words, notes, source)]
    for ident, key in _prose_and_tables(reading):
        if key is None:
            parts += ["", *_passage("引言", words.passages[ident])] if ident in words.passages else []
        elif ident in reading.edition.table_by_id:
            parts += (
                ["", *_table(reading.edition.table_by_id[ident], reading)] if ident in reading.tables else []
            )
        elif ident in words.passages:
            parts += ["", *_passage(key, words.passages[ident])]
    parts += _list("待核", DOUBT, doubts_of(words, reading))
    parts += _list("原表改动", CHANGES, _changes([*reading.alterations, *words.alterations]))
    return "\n".join(parts) + "\n"


def _head(words: Words, notes: Iterable[Note], source: str) -> Iterator[str]:
    yield f"# 由 {source} 导入"
    yield from (f"# {_one_line(str(note))}" for note in itertools.islice(notes, _MAX_NOTES))
    yield f"机关: {scalar(words.body) if words.body else PLACEHOLDER}"
    yield f"年度: {words.year or PLACEHOLDER}"
    if words.published:
        yield f"发布日期: {words.published.isoformat()}"
    if words.contact:
        yield f"联系方式: {_flow(words.contact)}"
    if words.chart:
        yield f"图表: {words.chart}"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _flow(items: dict[str, str]) -> str:
    return "{" + ", ".join(f"{name}: {scalar(value)}" for name, value in items.items()) + "}"


def _prose_and_tables(reading: Reading) -> Iterator[tuple[str, str | None]]:
    yield "introduction", None
    for section in reading.edition.sections:
        yield section.id, section.key


def _passage(key: str, lines: Iterable[str]) -> Iterator[str]:
    yield f"{key}: |"
    yield from (f"  {line}" for line in lines)


def _table(table: Table, reading: Reading) -> Iterator[str]:
    yield f"{table.key}:"
    writer = _TableWriter(table, reading)
    for slot in slots(table):
        yield from writer.slot(slot, 1, always=True)


class _TableWriter:
    """Writes a table the way clerks do: a row a line, what is 0 left out where that means 0."""

    def __init__(self, table: Table, reading: Reading) -> None:
        self.table = table
        self.cells = reading.cells

    def slot(self, slot: Slot, depth: int, *, always: bool = False) -> Iterator[str]:
        indent = "  " * depth
        name = scalar(slot.heading.name)
        if not any(self._value(ref) is not None for ref in slot.refs):
            yield f"{indent}{name}:"
            return
        if any(part.ref for part in slot.below):
            values = {part.heading.name: self._written(part.ref) for part in slot.below if part.ref}
            items = ", ".join(f"{scalar(key)}: {value}" for key, value in values.items() if value)
            if items or always:
                yield f"{indent}{name}: {{{items}}}"
            return
        below = [line for part in slot.below for line in self.slot(part, depth + 1)]
        if below:
            yield f"{indent}{name}:"
            yield from below
        elif always:
            yield f"{indent}{name}: {{}}"

    def _value(self, ref: CellRef) -> Decimal | None:
        taken = self.cells.get(ref)
        return taken.value if taken else None

    def _written(self, ref: CellRef) -> str:
        """What stands in a cell; empty where it may be left out."""
        value = self._value(ref)
        if value is None:
            return PLACEHOLDER
        if ref in self.table.parts and value == self._sum(ref):
            return ""
        is_implied = value == 0 and not self.table.complete and ref not in self.table.parts
        return "" if is_implied else printed(value)

    def _sum(self, ref: CellRef) -> Decimal | None:
        """What the parts of a total make; None where one is not known."""
        parts = [self._value(part) for part in self.table.parts[ref]]
        known = [part for part in parts if part is not None]
        return sum(known, Decimal(0)) if len(known) == len(parts) else None


def _list(key: str, names: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    """A list of one-line mappings under ``key``, each once; nothing where it is empty."""
    lines = [f"  - {_flow(dict(zip(names, row, strict=True)))}" for row in dict.fromkeys(rows)]
    return ["", f"{key}:", *lines] if lines else []


def doubts_of(words: Words, reading: Reading) -> list[tuple[str, ...]]:
    """What a person must look at: for each the place, what was written, what it was taken for, and why."""
    return list(_doubts(words, reading))


def _doubts(words: Words, reading: Reading) -> Iterator[tuple[str, str, str, str]]:
    if words.year is not None and words.year_is_guess:
        yield "年度", "", str(words.year), "标题和统计期限里没有年度，取正文里出现最多的年份"
    for table in reading.edition.tables:
        if table.id in reading.tables:
            for _, group in itertools.groupby(table.refs, key=lambda ref: ref.row):
                yield from _row_doubts(table, list(group), reading)


def _row_doubts(table: Table, refs: list[CellRef], reading: Reading) -> Iterator[tuple[str, str, str, str]]:
    """A doubt for each cell; one for the whole row where nothing in it could be read."""
    taken = [reading.cells.get(ref, Taken(None, START, "", _NOT_THERE)) for ref in refs]
    if all(cell.value is None for cell in taken):
        first = taken[0]
        yield _row_place(table, refs), first.original, "", first.doubt
        return
    for ref, cell in zip(refs, taken, strict=True):
        if cell.doubt:
            value = "" if cell.value is None else printed(cell.value)
            yield reading.edition.name_of(ref), cell.original, value, cell.doubt


def _row_place(table: Table, refs: list[CellRef]) -> str:
    """The keys that all cells of a row share."""
    paths = [table.key_paths[ref] for ref in refs]
    shared = [names[0] for names in zip(*paths, strict=False) if len(set(names)) == 1]
    return ".".join((table.key, *shared))


def _changes(alterations: Iterable[Alteration]) -> Iterator[tuple[str, str, str, str]]:
    for item in alterations:
        yield item.code, item.where, item.expected, item.original
