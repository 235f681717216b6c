"""Reads the sheets of a workbook (xlsx, xls, ods) as typed cells, without its formulas and formats."""

import datetime
import io
import re
import zipfile
from decimal import Decimal
from typing import Any, NamedTuple

from govgen.datafile.prose import printed
from govgen.importers.page import RefusedError

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_OLD_STREAM = "Workbook".encode("utf-16-le")
"""The stream of an .xls file; a .doc file has another."""
_CELLS = re.compile(r"xl/worksheets/[^/]+\.xml|content\.xml")
_ERROR_CELL = re.compile(rb"""<(?:\w+:)?c\b[^>]*\bt=["']e["']|value-type=["']error["']""")
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"

_DIRECTORY, _HEAD = 65_536, 200
"""Bytes that are searched for what a ZIP file holds: room for a directory of some hundred parts, and for the
first part's name with its content."""

MAX_ROWS, MAX_COLUMNS, MAX_SHEETS = 2_000, 200, 30
"""A form has nine sheets of at most some hundred rows."""

TEXT, NUMBER, DATE, BOOLEAN, NOTHING = "文字", "数字", "日期", "是非值", ""


class SheetCell(NamedTuple):
    """A cell: what kind of value it holds, and the value as text."""

    kind: str = NOTHING
    text: str = ""


class Workbook(NamedTuple):
    """The rows of each sheet by its name, from the first row and column on.

    ``has_errors``: the reader shows error values (#DIV/0!) as blanks, and some blanks are or may be such.
    """

    sheets: dict[str, list[list[SheetCell]]]
    has_errors: bool = False


def is_workbook(raw: bytes) -> bool:
    """Whether ``raw`` is a spreadsheet, by its content."""
    if raw.startswith(_OLE):
        return _OLD_STREAM in raw
    # The names of a ZIP file's parts are in the directory at its end; an .ods file says its type first.
    return raw.startswith(_ZIP) and (b"xl/workbook.xml" in raw[-_DIRECTORY:] or _ODS in raw[:_HEAD])


def read_workbook(raw: bytes) -> Workbook:
    """Every sheet of a workbook.

    Raises:
        RefusedError: the reader is not installed, or the workbook is damaged or larger than a form can be.
    """
    try:
        from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415  (an extra)
    except ImportError as error:
        raise RefusedError('读 Excel 表要先安装一个组件：pip install "govgen[excel]"') from error
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
        if len(book.sheet_names) > MAX_SHEETS:
            raise RefusedError(f"工作表太多，上限 {MAX_SHEETS} 张")
        sheets = {name: _rows(book.get_sheet_by_name(name)) for name in book.sheet_names}
        return Workbook(sheets, _has_errors(raw))
    except (CalamineError, zipfile.BadZipFile, ValueError) as error:
        raise RefusedError(
            "表格文件已损坏或者加了密码；请用 Excel 或 WPS 打开，去掉密码后另存，再导入"
        ) from error


def _has_errors(raw: bytes) -> bool:
    """Whether a cell has an error value; an .xls file is not searched, so that one always may."""
    if raw.startswith(_OLE):
        return True
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        parts = [name for name in archive.namelist() if _CELLS.fullmatch(name)]
        return any(_ERROR_CELL.search(archive.read(name)) for name in parts)


def _rows(sheet: Any) -> list[list[SheetCell]]:
    if sheet.total_height > MAX_ROWS or sheet.total_width > MAX_COLUMNS:
        raise RefusedError(f"“{sheet.name}”太大，上限 {MAX_ROWS} 行、{MAX_COLUMNS} 列")
    return [[_cell(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]


def _cell(value: object) -> SheetCell:
    if isinstance(value, bool):
        return SheetCell(BOOLEAN, "TRUE" if value else "FALSE")
    if isinstance(value, (int, float)):
        # As a clerk typed it: 12, not 12.0.
        return SheetCell(NUMBER, printed(Decimal(repr(value))).removesuffix(".0"))
    if isinstance(value, (datetime.date, datetime.time, datetime.timedelta)):
        return SheetCell(DATE, str(value).removesuffix(" 00:00:00"))
    return SheetCell(TEXT, str(value)) if value != "" else SheetCell()
