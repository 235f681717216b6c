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
from govgen.importers.tables.result import ReadCell, Reading, Reason, row_place
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
            for _, group in itertools.groupby(table.refs, key=lambda ref: ref.row):
                doubts += _row_doubts(table, list(group), reading)
    return doubts


def _row_doubts(table: Table, refs: list[CellRef], reading: Reading) -> Iterator[tuple[str, str, str, str]]:
    """A doubt for each cell; one for a whole row in which nothing could be read, one for its empty cells."""
    taken = [reading.cells.get(ref, ReadCell(None, START, "", _NOT_THERE)) for ref in refs]
    place = row_place(table, refs[0].row)
    if all(cell.value is None for cell in taken) and len({cell.doubt for cell in taken}) == 1:
        first = taken[0]
        yield place, first.original, "", first.doubt
        return
    blanks = [ref for ref, cell in zip(refs, taken, strict=True) if cell.reason is Reason.BLANK]
    if blanks:
        names = "、".join(table.key_paths[ref][-1] for ref in blanks)
        yield place, "", "", f"{EMPTY}：{names}"
    for ref, cell in zip(refs, taken, strict=True):
        if cell.doubt and ref not in blanks:
            value = "" if cell.value is None else printed(cell.value)
            yield reading.edition.name_of(ref), cell.original, value, cell.doubt
