"""填报表.xlsx: the statutory tables as drawn, the facts and the prose, for a clerk to fill in."""

import functools
import itertools
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from govgen.datafile.identity import Facts, Kind
from govgen.datafile.values import Slip, number
from govgen.editions.edition import Balance, Edition
from govgen.editions.layout import Tag, spots
from govgen.editions.node import CellType
from govgen.editions.table import CellRef, Table
from govgen.importers.form.outline import (
    FACTS,
    HEAD_ROW,
    HIDDEN,
    INPUT_COLUMN,
    KEY_COLUMN,
    LAST_COLUMN,
    MARK_ROW,
    PROSE,
    TITLE_ROW,
    TOP,
    FormMark,
    address,
    is_fixed,
    prose_keys,
    table_sheets,
)
from govgen.workflows.county.workbook import A4, new_workbook
from govgen.workflows.filling_notes import key_notes, notes_on
from govgen.workflows.replacing import NotDoneError
from govgen.workflows.sheet.drawing import EDGES, POINTS, Formats, draw, formats_of, row_heights
from govgen.workflows.sheet.form_data import FormTexts, cell_address, fact_address, prose_address, shown_facts

_SPARE_PARAGRAPHS = 8
"""Empty rows below a section; where they are too few, a cell may have several paragraphs on lines."""
_LONGEST_CELL = 32_767
"""Characters that a cell of a workbook can hold."""
_LINE_CHARACTERS = 30
"""Characters on a line of the column of prose."""
_KIND = Facts.KEYS["kind"]
_LARGEST = 999_999_999_999
"""The largest figure that a data file takes has twelve digits."""
_SHEET_CHARACTERS = 130
"""Characters across a printed table."""
_BALANCED = "平衡"
_REMARK = "浅黄色的格可以填写，没有的填 0；合计和勾稽自动算出，不用填。"


def write_form(mark: FormMark, edition: Edition, texts: FormTexts, last: FormTexts | None) -> bytes:
    """The form of a body and year with what is known already.

    Raises:
        NotDoneError: a paragraph is longer than a cell can hold.
    """
    with new_workbook(mark.year) as (book, out):
        _FormBook(book, mark, edition, texts, last or {}).write()
    return out.getvalue()


class _FormBook:
    def __init__(
        self, book: Any, mark: FormMark, edition: Edition, texts: FormTexts, last: FormTexts
    ) -> None:
        self.book, self.mark, self.edition, self.texts, self.last = book, mark, edition, texts, last
        self.formats = formats_of(book) | _form_formats(book)

    def write(self) -> None:
        """Every sheet in order: facts, then the sections as the edition has them, then the hidden one."""
        self._facts()
        for name, table in table_sheets(self.edition).items():
            sheet = self._sheet(name, table.key)
            _FormTable(sheet, self.edition, table, self.texts, self.last, self.formats).write()
        self._prose()
        hidden = self.book.add_worksheet(HIDDEN)
        for row, (name, value) in enumerate(self.mark.rows.items()):
            hidden.write_row(row, 0, (name, value))
        hidden.hide()

    def _sheet(self, name: str, title: str) -> Any:
        """A protected sheet with its head, printed on A4."""
        sheet = self.book.add_worksheet(name)
        sheet.set_paper(A4)
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        sheet.write_string(TITLE_ROW, 0, title, self.formats["title"])
        sheet.write_string(MARK_ROW, 0, self.mark.line, self.formats["remark"])
        sheet.protect("", {"format_rows": True, "format_columns": True})
        return sheet

    def _listed(self, name: str) -> Any:
        """A sheet with a label, an input and last year's text in each row."""
        sheet = self._sheet(name, name)
        sheet.set_column(KEY_COLUMN, KEY_COLUMN, 20)
        sheet.set_column(INPUT_COLUMN, LAST_COLUMN, 60)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(TITLE_ROW, HEAD_ROW)
        sheet.freeze_panes(TOP, INPUT_COLUMN)
        for column, word in ((KEY_COLUMN, "项目"), (INPUT_COLUMN, "填写"), (LAST_COLUMN, "上年")):
            sheet.write_string(HEAD_ROW, column, word, self.formats["stub"])
        return sheet

    def _facts(self) -> None:
        sheet, notes = self._listed(FACTS), key_notes()
        for row, path in enumerate(shown_facts(self.texts, self.mark.year), start=TOP):
            key, at = ".".join(path), fact_address(path)
            style = "label" if is_fixed(path) else "text"
            self._row(sheet, row, key, self.texts.get(at, ""), style, self.last.get(at, ""))
            sheet.write_comment(row, KEY_COLUMN, notes[key].text)
            if path == (_KIND,):
                rule = {"validate": "list", "source": [kind.value for kind in Kind]}
                sheet.data_validation(row, INPUT_COLUMN, row, INPUT_COLUMN, rule)

    def _prose(self) -> None:
        sheet, notes, row = self._listed(PROSE), notes_on(self.edition).prose, TOP
        for ident, key in prose_keys(self.edition).items():
            now, before = (
                each.get(prose_address(ident), "").splitlines() for each in (self.texts, self.last)
            )
            help_ = str(notes[ident].note) if ident in notes else key_notes()[key].text
            sheet.write_comment(row, KEY_COLUMN, f"{help_}一行写一段。")
            now += [""] * _SPARE_PARAGRAPHS
            for text, last in itertools.zip_longest(now, before, fillvalue=""):
                self._row(sheet, row, key, text, "text", last)
                row += 1

    def _row(self, sheet: Any, row: int, key: str, text: str, style: str, last: str) -> None:
        columns = ((KEY_COLUMN, key, "label"), (INPUT_COLUMN, text, style), (LAST_COLUMN, last, "last"))
        for column, words, format_ in columns:
            if len(words) > _LONGEST_CELL:
                raise NotDoneError(f"“{key}”有一段超过 {_LONGEST_CELL:,} 个字，表格的一格装不下")
            sheet.write(row, column, words, self.formats[format_])
        lines = max(1, *(-(-len(words) // _LINE_CHARACTERS) for words in (text, last)))
        sheet.set_row(row, POINTS * min(lines, 25) + 3)


def _form_formats(book: Any) -> Formats:
    """What a form adds to printed tables: inputs that can be written in, last year's text, remarks."""
    words = {"border": 1, "text_wrap": True, "valign": "top", "font_name": "宋体"}
    number = {**words, "align": "center", "valign": "vcenter", "bg_color": "#FFFBE6", "locked": False}
    return {
        "data": book.add_format({**number, "num_format": "General"}),
        "text": book.add_format({**words, "num_format": "@", "bg_color": "#FFFBE6", "locked": False}),
        "last": book.add_format({**words, "font_color": "#666666"}),
        "remark": book.add_format({"font_name": "宋体", "font_size": 9, "font_color": "#444444"}),
        "wrong": book.add_format({"font_color": "#C00000", "bg_color": "#FFE0E0", "bold": True}),
    }


@dataclass(frozen=True)
class _FormTable:
    """Writes a table on a sheet, with the figures among ``texts``, and those of the ``last`` year."""

    sheet: Any
    edition: Edition
    table: Table
    texts: FormTexts
    last: FormTexts
    formats: Formats

    @functools.cached_property
    def places(self) -> dict[CellRef, tuple[int, int]]:
        """The row and column of each cell on the sheet."""
        return {tag.ref: (TOP + row, column) for row, column, tag in spots(self.table) if tag.ref}

    def write(self) -> None:
        """Write the whole sheet."""
        self.sheet.write_string(HEAD_ROW, 0, _REMARK, self.formats["remark"])
        self._set_up()
        row = draw(self.sheet, self.table, (TOP, 0), self.formats, self._figure)
        self._notes()
        for balance in self.edition.balances:
            if balance.table == self.table.id:
                row = self._balance(balance, row)

    def _set_up(self) -> None:
        """The sizes of columns and rows, what stays in view, and how it is printed."""
        equal = (100 / self.table.width,) * self.table.width
        widths = [width * _SHEET_CHARACTERS / 100 for width in self.table.widths or equal]
        for column, width in enumerate(widths):
            self.sheet.set_column(column, column, width)
        for row, height in enumerate(row_heights(self.table, widths)):
            self.sheet.set_row(TOP + row, height)
        rows, columns = zip(*self.places.values(), strict=True)
        self.sheet.freeze_panes(min(rows), min(columns))
        self.sheet.set_landscape()
        self.sheet.fit_to_pages(1, 1)

    def _figure(self, row: int, column: int, ref: CellRef, tag: Tag) -> None:
        if tag.total:
            formula = "=" + "+".join(address(*self.places[part]) for part in self.table.parts[ref])
            self.sheet.write_formula(row, column, formula, self.formats["total"], self._value(ref))
            return
        self.sheet.write(row, column, self._figure_of(ref), self.formats["data"])
        self.sheet.data_validation(row, column, row, column, _validation(self.table.types[ref]))
        if before := self.last.get(cell_address(ref)):
            self.sheet.write_comment(row, column, f"上年：{before}")

    def _figure_of(self, ref: CellRef) -> Decimal | None:
        value = number(self.texts.get(cell_address(ref), ""), self.table.types[ref])
        return None if isinstance(value, Slip) else value

    def _value(self, ref: CellRef) -> Decimal:
        """What a spreadsheet computes: a blank cell counts as 0."""
        leaves = self.table.leaves_below(ref)
        return sum((self._figure_of(leaf) or Decimal(0) for leaf in leaves), Decimal(0))

    def _notes(self) -> None:
        """The filling notes as comments on the labels; the one on the whole table on its title."""
        notes = notes_on(self.edition)
        self.sheet.write_comment(0, 0, str(notes.tables[self.table.id].note))
        for row, column, tag in spots(self.table):
            if tag.kind == "label" and (note := notes.of_label(self.table.id, tag)):
                self.sheet.write_comment(TOP + row, column, str(note))

    def _balance(self, balance: Balance, row: int) -> int:
        """A row below the table that says of each column whether its sums agree; the row after it."""
        first = min(column for _, column in self.places.values())
        self.sheet.set_row(row, POINTS * 2 + EDGES)
        words = f"{balance.name}：{balance.words}"
        if first > 1:
            self.sheet.merge_range(row, 0, row, first - 1, "", self.formats["note"])
        self.sheet.write_string(row, 0, words, self.formats["note"])
        for sides in balance.sides(self.table):
            column = self.places[sides[0][0]][1]
            left, right = ("+".join(address(*self.places[ref]) for ref in refs) for refs in sides)
            before, after = (sum((self._value(ref) for ref in refs), Decimal(0)) for refs in sides)
            shown = _BALANCED if before == after else f"不平衡，差{abs(before - after):f}"
            formula = f'=IF({left}={right},"{_BALANCED}","不平衡，差"&ABS({left}-({right})))'
            self.sheet.write_formula(row, column, formula, self.formats["label"], shown)
            rule = {"type": "cell", "criteria": "!=", "value": f'"{_BALANCED}"'}
            rule["format"] = self.formats["wrong"]
            self.sheet.conditional_format(row, column, row, column, rule)
        return row + 1


def _validation(kind: CellType) -> dict[str, Any]:
    """What may be typed in a cell, and what is said where something else is."""
    what = "一个数" if kind is CellType.MONEY else "整数"
    least = -_LARGEST if kind is CellType.SIGNED else 0
    return {
        "validate": "decimal" if kind is CellType.MONEY else "integer",
        "criteria": "between",
        "minimum": least,
        "maximum": _LARGEST,
        "error_title": "填错了",
        "error_message": f"这一格填{what}{'' if least else '，不小于 0'}，不带单位；没有的填 0。",
    }
