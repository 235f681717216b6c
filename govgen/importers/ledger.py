"""Reads a ledger of applications (申请台账): the columns that a report counts, no names and no subjects."""

import datetime
import re
from collections.abc import Mapping
from typing import NamedTuple

from govgen.importers.form.workbook import DATE, NOTHING, TEXT, SheetCell, Workbook

RECEIVED, APPLICANT, RESULT, CARRIED, DISPUTE = "收到日期", "申请人类型", "办理结果", "结转", "复议诉讼"
NEEDED = (RECEIVED, APPLICANT, RESULT, CARRIED)
_YES, _NO = frozenset({"是", "√", "✓", "1", "结转"}), frozenset({"", "否", "×", "0", "无"})
_DATE = re.compile(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?(?:\s.*)?")


class LedgerRow(NamedTuple):
    """An application by its row in the sheet, from 1. What cannot be read of it is None."""

    number: int
    received: datetime.date | None
    applicant: str
    result: str
    carried: bool | None
    dispute: str


class Ledger(NamedTuple):
    """The applications of a ledger; ``has_disputes`` says that it has a column for what came after them."""

    rows: tuple[LedgerRow, ...]
    has_disputes: bool


def read_ledger(book: Workbook) -> Ledger | None:
    """The ledger in a workbook: the rows below the first that names all its columns; None without one."""
    for rows in book.sheets.values():
        for at, row in enumerate(rows):
            columns = {cell.text.strip(): column for column, cell in enumerate(row) if cell.text.strip()}
            if columns.keys() >= set(NEEDED):
                found = (_row(number, cells, columns) for number, cells in enumerate(rows[at + 1 :], at + 2))
                return Ledger(tuple(row for row in found if row), DISPUTE in columns)
    return None


def _row(number: int, cells: list[SheetCell], columns: Mapping[str, int]) -> LedgerRow | None:
    """A row by its named columns; None where all of these are blank, as below the last row."""
    by_column = dict(enumerate(cells))
    named = {name: by_column.get(columns.get(name, -1), SheetCell()) for name in (*NEEDED, DISPUTE)}
    if all(cell.kind == NOTHING for cell in named.values()):
        return None
    carried = named[CARRIED].text.strip()
    return LedgerRow(
        number,
        _date(named[RECEIVED]),
        named[APPLICANT].text.strip(),
        named[RESULT].text.strip(),
        carried in _YES if carried in _YES | _NO else None,
        named[DISPUTE].text.strip(),
    )


def _date(cell: SheetCell) -> datetime.date | None:
    """The date of a cell, as a date or written as one; a bare number is none."""
    match = _DATE.fullmatch(cell.text.strip()) if cell.kind in {DATE, TEXT} else None
    try:
        return datetime.date(*map(int, match.groups())) if match else None
    except ValueError:  # 30 February
        return None
