"""A statutory table on its sheet of a form: inputs, totals as formulas, balances in words."""

import functools
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from govgen.datafile.values import Slip, number
from govgen.editions.edition import Balance, Edition
from govgen.editions.layout import Tag, spots
from govgen.editions.node import CellType
from govgen.editions.table import CellRef, Table
from govgen.importers.form.outline import HEAD_ROW, TOP, address
from govgen.workflows.filling_notes import notes_on
from govgen.workflows.sheet.drawing import EDGES, POINTS, Formats, draw, row_heights
from govgen.workflows.sheet.form_data import FormTexts
from govgen.workflows.sheet.form_keys import cell_address

_LARGEST = 999_999_999_999
"""The largest figure that a data file takes has twelve digits."""
_SHEET_CHARACTERS = 130
"""Characters across a printed table."""
_BALANCED = "平衡"
_REMARK = "浅黄色的格可以填写，没有的填 0；合计和勾稽自动算出，不用填。"


@dataclass(frozen=True)
class FormTable:
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
