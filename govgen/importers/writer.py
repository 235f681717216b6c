"""Writes the data file of an import: values, doubts (待核) and deviations from the format (原表改动)."""

import itertools
from collections.abc import Iterable, Iterator

from govgen.datafile.prose import printed
from govgen.datafile.values import PLACEHOLDER
from govgen.datafile.writer import fact_lines, flow, list_lines, passage_lines, scalar, table_lines
from govgen.editions.table import CellRef, Table
from govgen.findings.finding import START
from govgen.importers.form.outline import is_fixed
from govgen.importers.formats.looks import SUSPECT
from govgen.importers.page import Note
from govgen.importers.prose import Words
from govgen.importers.tables.result import (
    ReadCell,
    Reading,
    Reason,
    row_place,
    whole_places,
)
from govgen.importers.tables.rows import EMPTY

_NOT_THERE = "原文里没有找到"
_MAX_NOTES = 60


def write(words: Words, reading: Reading, notes: Iterable[Note], source: str) -> str:
    """The text of a data file; ``source`` is the name of what was read."""
    parts = [*_head(words, notes, source)]
    values = {ref: taken.value for ref, taken in reading.cells.items()}
    keys = {"introduction": "引言"} | {section.id: section.key for section in reading.edition.sections}
    for ident, key in keys.items():
        if ident in reading.tables:
            parts += ["", *table_lines(reading.edition.table_by_id[ident], values)]
        elif ident in words.passages:
            parts += ["", *passage_lines(key, words.passages[ident])]
    alterations = (*reading.alterations, *words.alterations)
    changes = [(item.code, item.where, item.expected, item.original) for item in alterations]
    for key, rows in (("待核", doubts_of(words, reading)), ("原表改动", changes)):
        if lines := list_lines(key, rows):
            parts += ["", *lines]
    return "\n".join(parts).replace(SUSPECT, "") + "\n"


def _head(words: Words, notes: Iterable[Note], source: str) -> Iterator[str]:
    yield f"# 由 {source} 导入"
    yield from (f"# {' '.join(str(note).split())}" for note in itertools.islice(notes, _MAX_NOTES))
    yield f"机关: {scalar(words.body) if words.body else PLACEHOLDER}"
    yield f"年度: {words.year or PLACEHOLDER}"
    if words.published:
        yield f"发布日期: {words.published.isoformat()}"
    if words.contact:
        yield f"联系方式: {flow(words.contact)}"
    yield from fact_lines({path: text for path, text in words.facts.items() if not is_fixed(path)})
    if words.chart:
        yield f"图表: {words.chart}"


def doubts_of(words: Words, reading: Reading) -> list[tuple[str, ...]]:
    """The entries of 待核: the place, the original text, the value taken, and the reason."""
    doubts: list[tuple[str, ...]] = []
    if words.year is not None and words.year_is_guess:
        doubts.append(("年度", "", str(words.year), "标题和统计期限里没有年度，取正文里出现最多的年份"))
    for table in reading.edition.tables:
        if table.id in reading.tables:
            doubts += _table_doubts(table, reading)
    return doubts


def _table_doubts(table: Table, reading: Reading) -> Iterator[tuple[str, ...]]:
    """The doubts of a table: one for each cell with a value, one for a part in which nothing could be read.

    The other empty cells of a row are one doubt.
    """
    taken = {ref: reading.cells.get(ref, ReadCell(None, START, "", _NOT_THERE)) for ref in table.refs}
    alike: dict[tuple[str, ...], list[CellRef]] = {}
    for ref, cell in taken.items():
        if cell.value is None:
            why = EMPTY if cell.reason is Reason.BLANK else cell.doubt
            alike.setdefault((why, cell.original, ref.row if cell.original else ""), []).append(ref)
        elif cell.doubt:
            yield reading.edition.name_of(ref), cell.original, printed(cell.value), cell.doubt
    for (why, original, _), refs in alike.items():
        rest: dict[str, list[str]] = {}
        for place, inside in whole_places(table, refs).items():
            if why is EMPTY and place == reading.edition.name_of(inside[0]):
                rest.setdefault(row_place(table, inside[0]), []).append(table.key_paths[inside[0]][-1])
            else:
                yield place, original, "", why
        for place, names in rest.items():
            yield place, "", "", f"{why}：{'、'.join(names)}"
