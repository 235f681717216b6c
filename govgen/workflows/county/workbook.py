"""汇总.xlsx: a row a body, a column a cell, sums as formulas, and the statutory tables of both years."""

import datetime
import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from govgen.editions.edition import Edition
from govgen.editions.layout import Tag
from govgen.editions.table import CellRef
from govgen.workflows.county.received import Received, Roll
from govgen.workflows.sheet.drawing import Formats, draw, formats_of

BODIES, TABLES, LAST = "各机关", "汇总表", "上年汇总表"
_HEAD = 3
"""Header rows of the sheet of bodies: table, row, column."""


@contextmanager
def new_workbook() -> Iterator[tuple[Any, io.BytesIO]]:
    """A workbook, and where its bytes are after the ``with``.

    Text is written as text, so that a name that begins with = is no formula.

    Raises:
        ImportError: the extra that writes workbooks is not installed.
    """
    import xlsxwriter  # noqa: PLC0415  (an extra)

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        yield book, out


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where the sums are: the row below the bodies, one column for each cell that is no total."""

    refs: tuple[CellRef, ...]
    sum_row: int

    def address(self, ref: CellRef) -> str:
        """The cell with the sum of ``ref``, for a formula on another sheet."""
        from xlsxwriter.utility import xl_rowcol_to_cell  # noqa: PLC0415  (an extra)

        return f"'{BODIES}'!{xl_rowcol_to_cell(self.sum_row, 1 + self.refs.index(ref))}"


def write_workbook(
    roll: Roll,
    edition: Edition,
    sums: Mapping[CellRef, Decimal],
    last: Mapping[CellRef, Decimal | None] | None,
) -> bytes:
    """The workbook of the files that pass and of their ``sums``.

    ``last`` are last year's county figures by cell, if there are any.
    """
    with new_workbook() as (book, out):
        book.set_properties({"created": fixed_date(roll.year)})
        formats = formats_of(book)
        layout = _Layout(edition.leaf_refs, _HEAD + len(roll.passing))
        _bodies_sheet(book.add_worksheet(BODIES), roll.passing, edition, layout, formats)
        _sum_row(book.get_worksheet_by_name(BODIES), layout, sums, formats)
        _tables_sheet(book.add_worksheet(TABLES), edition, formats, sums, layout)
        if last is not None:
            _tables_sheet(book.add_worksheet(LAST), edition, formats, last, None)
    return out.getvalue()


def fixed_date(year: int) -> datetime.datetime:
    """A date that depends on the data alone, so that the same data gives the same bytes."""
    return datetime.datetime(year + 1, 1, 1, tzinfo=datetime.UTC).replace(tzinfo=None)


def _bodies_sheet(
    sheet: Any, items: list[tuple[str, Received]], edition: Edition, layout: _Layout, formats: Formats
) -> None:
    sheet.set_column(0, 0, 28)
    sheet.freeze_panes(_HEAD, 1)
    sheet.merge_range(0, 0, _HEAD - 1, 0, "机关", formats["stub"])
    for column, ref in enumerate(layout.refs, start=1):
        path = edition.table_by_id[ref.table].key_paths[ref]
        words = (edition.table_by_id[ref.table].key, ".".join(path[:-1]), path[-1])
        sheet.write_column(0, column, words, formats["label"])
    for row, (body, item) in enumerate(items, start=_HEAD):
        sheet.write_string(row, 0, body, formats["label"])
        sheet.write_row(row, 1, [value or 0 for value in item.values], formats["data"])


def _sum_row(sheet: Any, layout: _Layout, sums: Mapping[CellRef, Decimal], formats: Formats) -> None:
    from xlsxwriter.utility import xl_range  # noqa: PLC0415  (an extra)

    sheet.write_string(layout.sum_row, 0, "合计", formats["total"])
    for column, ref in enumerate(layout.refs, start=1):
        column_range = xl_range(_HEAD, column, layout.sum_row - 1, column)
        formula = f"=SUM({column_range})" if layout.sum_row > _HEAD else "=0"
        sheet.write_formula(layout.sum_row, column, formula, formats["total"], sums[ref])


def _tables_sheet(
    sheet: Any,
    edition: Edition,
    formats: Formats,
    values: Mapping[CellRef, Decimal | None],
    layout: _Layout | None,
) -> None:
    """The statutory tables one below the other; with a ``layout``, figures are formulas over the bodies."""
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)

    def write(row: int, column: int, ref: CellRef, tag: Tag) -> None:
        leaves = edition.table_by_id[ref.table].leaves_below(ref)
        value = sum((values.get(leaf) or Decimal(0) for leaf in leaves), Decimal(0))
        style = formats["total" if tag.total else "data"]
        if layout is None:
            sheet.write_number(row, column, value, style)
        else:
            formula = "=" + "+".join(layout.address(leaf) for leaf in leaves)
            sheet.write_formula(row, column, formula, style, value)

    row = 0
    for table in edition.tables:
        sheet.write_string(row, 0, table.key, formats["title"])
        row = draw(sheet, table, (row + 1, 0), formats, write) + 1
