"""汇总.xlsx: a row a body, a column a cell, sums as formulas, and the statutory tables of both years."""

import datetime
import io
import itertools
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

from govgen.editions.edition import Edition
from govgen.editions.layout import Tag
from govgen.editions.table import CellRef
from govgen.workflows.county.received import Received, Roll
from govgen.workflows.replacing import NotDoneError
from govgen.workflows.sheet.drawing import Formats, draw, formats_of, row_heights

A4 = 9
"""The number of the paper in the file format."""
_BODIES, _TABLES = "各机关", "汇总表"
_HEAD, _HEAD_HEIGHTS = 3, (20, 48, 48)
"""Header rows of the sheet of bodies (table, row, column), and heights for three lines of a narrow cell."""

_WIDTH, _TITLE_HEIGHT = 12, 28
"""All tables are in the same columns, each for a figure of ten digits or five characters; that of the labels
of rows is twice as wide."""


@contextmanager
def new_workbook(year: int) -> Iterator[tuple[Any, io.BytesIO]]:
    """A workbook on a fiscal ``year``, and where its bytes are after the ``with``: equal for equal data.

    Text is written as text, so that a name or paragraph that begins with = is no formula.

    Raises:
        NotDoneError: the extra that writes workbooks is not installed.
    """
    try:
        import xlsxwriter  # noqa: PLC0415  (an extra)
    except ImportError as why:
        raise NotDoneError('写 Excel 表要先安装一个组件：pip install "govgen[excel]"') from why
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        # The time of making would be another one each time.
        created = datetime.datetime(year + 1, 1, 1, tzinfo=datetime.UTC).replace(tzinfo=None)
        book.set_properties({"created": created})
        yield book, out


def write_workbook(
    roll: Roll,
    edition: Edition,
    sums: Mapping[CellRef, Decimal],
    last: Mapping[CellRef, Decimal | None] | None,
) -> bytes:
    """The workbook of the files that pass and of their ``sums``.

    ``last`` are last year's county figures by cell, if there are any.
    """
    with new_workbook(roll.year) as (book, out):
        formats = formats_of(book)
        sources = _bodies_sheet(book.add_worksheet(_BODIES), roll.passing, edition, sums, formats)
        _tables_sheet(book.add_worksheet(_TABLES), edition, formats, sums, sources)
        if last is not None:
            _tables_sheet(book.add_worksheet("上年汇总表"), edition, formats, last, {})
    return out.getvalue()


def is_sums_workbook(raw: bytes) -> bool:
    """Whether ``raw`` is a workbook with the sheets that ``write_workbook`` makes."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as parts:
            listed = parts.read("xl/workbook.xml").decode("utf-8", "replace")
    except (zipfile.BadZipFile, KeyError):
        return False
    return all(f'name="{sheet}"' in listed for sheet in (_BODIES, _TABLES))


def _bodies_sheet(
    sheet: Any,
    items: list[tuple[str, Received]],
    edition: Edition,
    sums: Mapping[CellRef, Decimal],
    formats: Formats,
) -> dict[CellRef, str]:
    """A row for each body and their sums below; where the sum of each cell is, for formulas elsewhere."""
    from xlsxwriter.utility import xl_range, xl_rowcol_to_cell  # noqa: PLC0415  (an extra)

    sheet.set_column(0, 0, 28)
    sheet.freeze_panes(_HEAD, 1)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.repeat_rows(0, _HEAD - 1)
    sheet.repeat_columns(0)
    sheet.merge_range(0, 0, _HEAD - 1, 0, "机关", formats["stub"])
    _heads(sheet, edition, formats)
    for row, (body, item) in enumerate(items, start=_HEAD):
        sheet.write_string(row, 0, body, formats["label"])
        sheet.write_row(row, 1, [value or 0 for value in item.values], formats["data"])
    last = _HEAD + len(items)
    sheet.write_string(last, 0, "合计", formats["total"])
    places = {}
    for column, ref in enumerate(edition.leaf_refs, start=1):
        formula = f"=SUM({xl_range(_HEAD, column, last - 1, column)})" if items else "=0"
        sheet.write_formula(last, column, formula, formats["total"], sums[ref])
        places[ref] = f"'{_BODIES}'!{xl_rowcol_to_cell(last, column)}"
    return places


def _heads(sheet: Any, edition: Edition, formats: Formats) -> None:
    """Table, row and column above the figures, each once over all that it is the head of."""
    names = []
    for ref in edition.leaf_refs:
        table = edition.table_by_id[ref.table]
        *path, name = table.key_paths[ref]
        names.append((table.key, ".".join(path), name))
    for row in range(_HEAD):
        sheet.set_row(row, _HEAD_HEIGHTS[row])
        first = 1
        for words, same in itertools.groupby(each[: row + 1] for each in names):
            last = first + len(list(same)) - 1
            if first < last:
                sheet.merge_range(row, first, row, last, "", formats["label"])
            sheet.write_string(row, first, words[-1], formats["label"])
            first = last + 1


def _tables_sheet(
    sheet: Any,
    edition: Edition,
    formats: Formats,
    values: Mapping[CellRef, Decimal | None],
    sources: Mapping[CellRef, str],
) -> None:
    """The statutory tables one below the other; with ``sources``, figures are formulas over those cells."""
    labels = {table.stub_columns - 1 for table in edition.tables if table.stub_columns > 1}
    columns = range(max(table.width for table in edition.tables))
    widths = [_WIDTH * (2 if column in labels else 1) for column in columns]
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)

    def write(row: int, column: int, ref: CellRef, tag: Tag) -> None:
        leaves = edition.table_by_id[ref.table].leaves_below(ref)
        value = sum((values.get(leaf) or Decimal(0) for leaf in leaves), Decimal(0))
        style = formats["total" if tag.total else "data"]
        if sources:
            formula = "=" + "+".join(sources[leaf] for leaf in leaves)
            sheet.write_formula(row, column, formula, style, value)
        else:
            sheet.write_number(row, column, value, style)

    row = 0
    for table in edition.tables:
        sheet.set_row(row, _TITLE_HEIGHT)
        sheet.write_string(row, 0, table.key, formats["title"])
        for number, height in enumerate(row_heights(table, widths), start=row + 1):
            sheet.set_row(number, height)
        row = draw(sheet, table, (row + 1, 0), formats, write) + 1
