"""汇总.xlsx: a row a body, a column a cell, sums as formulas, and the statutory tables of both years."""

import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from govgen.editions.edition import Edition
from govgen.editions.layout import Tag
from govgen.editions.table import CellRef
from govgen.workflows.county.received import Roll
from govgen.workflows.reviewed import Reviewed
from govgen.workflows.sheet.drawing import Formats, draw, formats_of

BODIES, TABLES, LAST = "各机关", "汇总表", "上年汇总表"
_HEAD = 3
"""Header rows of the sheet of bodies: table, row, column."""


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where the sums are: the row below the bodies, one column for each cell that is no total."""

    refs: tuple[CellRef, ...]
    sum_row: int

    def address(self, ref: CellRef) -> str:
        """The cell with the sum of ``ref``, for a formula on another sheet."""
        from xlsxwriter.utility import xl_rowcol_to_cell  # noqa: PLC0415  (an extra)

        return f"'{BODIES}'!{xl_rowcol_to_cell(self.sum_row, 1 + self.refs.index(ref))}"


def write_workbook(roll: Roll, edition: Edition, last: Mapping[CellRef, Decimal | None] | None) -> bytes:
    """The workbook of the files that pass. ``last`` are last year's county figures by cell, if there are any.

    Text is written as text, so that a name that begins with = is no formula.
    """
    import xlsxwriter  # noqa: PLC0415  (an extra)

    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"created": fixed_date(roll.year)})
    formats = formats_of(book)
    items = [(body, item) for body, item in roll.by_body.items() if item is not None and item.passes]
    layout = _Layout(edition.leaf_refs, _HEAD + len(items))
    _bodies_sheet(book.add_worksheet(BODIES), items, edition, layout, formats)
    sums = _sums(items, edition)
    _tables_sheet(book.add_worksheet(TABLES), edition, formats, sums, layout)
    if last is not None:
        _tables_sheet(book.add_worksheet(LAST), edition, formats, last, None)
    book.close()
    return out.getvalue()


def fixed_date(year: int) -> Any:
    """A date that depends on the data alone, so that the same data gives the same bytes."""
    import datetime  # noqa: PLC0415

    return datetime.datetime(year + 1, 1, 1, tzinfo=datetime.UTC).replace(tzinfo=None)


def _bodies_sheet(
    sheet: Any, items: list[tuple[str, Reviewed]], edition: Edition, layout: _Layout, formats: Formats
) -> None:
    sheet.set_column(0, 0, 28)
    sheet.freeze_panes(_HEAD, 1)
    sheet.merge_range(0, 0, _HEAD - 1, 0, "机关", formats["stub"])
    for column, ref in enumerate(layout.refs, start=1):
        path = edition.table_by_id[ref.table].key_paths[ref]
        words = (edition.table_by_id[ref.table].key, ".".join(path[:-1]), path[-1])
        for row, word in enumerate(words):
            sheet.write_string(row, column, word, formats["label"])
    for row, (body, item) in enumerate(items, start=_HEAD):
        sheet.write_string(row, 0, body, formats["label"])
        for column, value in enumerate(item.values, start=1):
            sheet.write_number(row, column, value or 0, formats["data"])
    _sum_row(sheet, items, layout, formats)


def _sum_row(sheet: Any, items: list[tuple[str, Reviewed]], layout: _Layout, formats: Formats) -> None:
    from xlsxwriter.utility import xl_range  # noqa: PLC0415  (an extra)

    sheet.write_string(layout.sum_row, 0, "合计", formats["total"])
    for column in range(1, len(layout.refs) + 1):
        total = sum((item.values[column - 1] or Decimal(0) for _, item in items), Decimal(0))
        formula = f"=SUM({xl_range(_HEAD, column, layout.sum_row - 1, column)})" if items else "=0"
        sheet.write_formula(layout.sum_row, column, formula, formats["total"], total)


def _sums(items: Iterable[tuple[str, Reviewed]], edition: Edition) -> dict[CellRef, Decimal]:
    sums = dict.fromkeys(edition.leaf_refs, Decimal(0))
    for _, item in items:
        for ref, value in zip(edition.leaf_refs, item.values, strict=True):
            sums[ref] += value or 0
    return sums


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
