"""Reads a form workbook: facts, prose and figures by the labels and places that the edition gives them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from govgen.datafile.values import Slip, number
from govgen.editions.edition import Edition
from govgen.editions.labels import fold
from govgen.editions.layout import Spot, spots
from govgen.editions.loading import edition_for
from govgen.editions.node import CellType
from govgen.editions.table import Table
from govgen.findings.finding import START
from govgen.importers.form.outline import (
    FACTS,
    FORM_VERSION,
    HIDDEN,
    INPUT_COLUMN,
    KEY_COLUMN,
    MARK_ROW,
    PROSE,
    TOP,
    FormMark,
    address,
    fact_paths,
    is_fixed,
    prose_keys,
    table_sheets,
)
from govgen.importers.form.workbook import DATE, NOTHING, NUMBER, TEXT, SheetCell, Workbook
from govgen.importers.page import RefusedError
from govgen.importers.prose import Words
from govgen.importers.tables.result import ReadCell, Reading, Reason

_Key = TypeVar("_Key", str, tuple[str, ...])
_MOST_SHIFTED = 20
"""Rows that a table is searched down from its place, for rows put in above it on an unprotected sheet."""


def read_form(book: Workbook) -> tuple[Words, Reading]:
    """The facts, prose and figures of a filled-in form; cells that are blank or no numbers are doubtful.

    Totals are not read.

    Raises:
        RefusedError: the workbook is no form, or its sheets are not those that it was made with.
    """
    return _FormReader(book, _mark(book)).read()


def _mark(book: Workbook) -> FormMark:
    rows = {row[0].text: row[1].text for row in book.sheets.get(HIDDEN, ()) if len(row) > 1}
    mark = FormMark.of(rows)
    if mark is None:
        raise RefusedError("这个表格不是用 govgen form 生成的填报表；请用 govgen form 生成一份，把数填进去")
    if mark.version != FORM_VERSION:
        raise RefusedError(f"这份填报表是第 {mark.version} 版表样，本程序读第 {FORM_VERSION} 版，请重新生成")
    return mark


@dataclass(frozen=True, slots=True)
class _FormReader:
    book: Workbook
    mark: FormMark

    def read(self) -> tuple[Words, Reading]:
        edition = edition_for(self.mark.year)
        if edition is None or edition.edition != self.mark.edition:
            raise RefusedError(f"填报表写的是{self.mark.edition}年版格式，与 {self.mark.year} 年度适用的不同")
        for sheet in (FACTS, PROSE, *table_sheets(edition)):
            self._check_head(sheet)
        words = Words(body=self.mark.body, year=self.mark.year)
        words.facts = self._facts()
        words.passages = self._prose(edition)
        reading = Reading(edition)
        for sheet, table in table_sheets(edition).items():
            self._table(sheet, table, reading)
        return words, reading

    def _cell(self, sheet: str, row: int, column: int) -> SheetCell:
        rows = self.book.sheets[sheet]
        return rows[row][column] if row < len(rows) and column < len(rows[row]) else SheetCell()

    def _check_head(self, sheet: str) -> None:
        """Stop where a sheet is missing or was made for another body, year or edition."""
        if sheet not in self.book.sheets:
            raise RefusedError(f"少了“{sheet}”这张表，没有读入")
        mark = self._cell(sheet, MARK_ROW, 0).text
        if fold(mark) != fold(self.mark.line):
            place = f"{sheet}!{address(MARK_ROW, 0)}"
            raise RefusedError(f"{place} 写的是“{mark}”，填报表却是为“{self.mark.line}”生成的，没有读入")

    def _facts(self) -> dict[tuple[str, ...], str]:
        """The facts by key path, blank ones left out."""
        facts: dict[tuple[str, ...], str] = {}
        paths = {".".join(path): path for path in fact_paths()}
        for path, text, place in self._inputs(FACTS, paths, "填报表里的项目"):
            if is_fixed(path) and fold(text) != fold(self.mark.rows[path[0]]):
                raise RefusedError(f"{place} 写的是“{text}”，与生成填报表时的“{self.mark.rows[path[0]]}”不同")
            facts[path] = text
        return facts

    def _prose(self, edition: Edition) -> dict[str, tuple[str, ...]]:
        """The paragraphs of each passage; a cell with several lines has several."""
        found: dict[str, tuple[str, ...]] = {}
        idents = {key: ident for ident, key in prose_keys(edition).items()}
        for ident, text, _ in self._inputs(PROSE, idents, "报告里的部分"):
            lines = (line.strip() for line in text.splitlines())
            found[ident] = (*found.get(ident, ()), *(line for line in lines if line))
        return found

    def _inputs(self, sheet: str, keys: Mapping[str, _Key], what: str) -> Iterator[tuple[_Key, str, str]]:
        """What ``keys`` has for the label, the text and the place of each input that is not blank."""
        known = {fold(label): key for label, key in keys.items()}
        for row in range(TOP, len(self.book.sheets[sheet])):
            cell = self._cell(sheet, row, INPUT_COLUMN)
            place = f"{sheet}!{address(row, INPUT_COLUMN)}"
            if cell.kind not in {TEXT, NUMBER, DATE, NOTHING}:
                raise RefusedError(f"{place} 是{cell.kind}，不是文字，没有读入")
            label = self._cell(sheet, row, KEY_COLUMN).text
            if cell.text.strip() and fold(label) not in known:
                raise RefusedError(f"{place} 左边的“{label}”不是{what}，没有读入")
            if cell.text.strip():
                yield known[fold(label)], cell.text.strip(), place

    def _table(self, sheet: str, table: Table, reading: Reading) -> None:
        """The figures of a table; its totals follow from them."""
        top = self._top(sheet, table)
        reading.tables.add(table.id)
        for row, column, tag in spots(table):
            if tag.ref is not None and tag.ref not in table.parts:
                place = f"{sheet}!{address(top + row, column)}"
                cell = self._cell(sheet, top + row, column)
                reading.cells[tag.ref] = self._figure(cell, table.types[tag.ref], place)

    def _top(self, sheet: str, table: Table) -> int:
        """The first row of a table: where all its labels are in their places."""
        labels = [spot for spot in spots(table) if spot.tag.ref is None]

        def astray(top: int) -> list[Spot]:
            found = ((self._cell(sheet, top + row, column).text, tag.text) for row, column, tag in labels)
            return [
                spot for spot, (text, label) in zip(labels, found, strict=True) if fold(text) != fold(label)
            ]

        for top in range(TOP, TOP + _MOST_SHIFTED):
            if not astray(top):
                return top
        row, column, tag = astray(TOP)[0]
        place = f"{sheet}!{address(TOP + row, column)}"
        raise RefusedError(f"{place} 应是“{tag.text}”；表格的行列改动过，没有读入")

    def _figure(self, cell: SheetCell, kind: CellType, place: str) -> ReadCell:
        if cell.kind == NOTHING and not self.book.has_errors:
            return ReadCell(None, START, "", f"{place} 是空白，不知道是 0 还是没有填", Reason.BLANK)
        if cell.kind == NOTHING:
            return ReadCell(None, START, "", f"{place} 是空白或错误值，不是数字")
        if cell.kind != NUMBER:
            return ReadCell(None, START, cell.text, f"{place} 是{cell.kind}“{cell.text}”，不是数字")
        value = number(cell.text, kind)
        if isinstance(value, Slip):
            return ReadCell(None, START, cell.text, f"{place} {value.message}")
        return ReadCell(value, START, cell.text)
