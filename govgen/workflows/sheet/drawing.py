"""Draws a statutory table on a worksheet: the place, format and merged range of each cell."""

from collections.abc import Callable, Sequence
from typing import Any

from govgen.editions.layout import Tag, grid, spots
from govgen.editions.table import CellRef, Table

Formats = dict[str, Any]
"""The workbook's formats by the kind of a tag; ``title`` is that of the line above a table."""


def formats_of(book: Any) -> Formats:
    """The formats of a workbook for printed tables: thin borders, wrapped and centred labels."""
    shared = {"border": 1, "text_wrap": True, "align": "center", "valign": "vcenter", "font_name": "宋体"}
    return {
        "title": book.add_format({"bold": True, "font_size": 14, "font_name": "黑体"}),
        "caption": book.add_format({**shared, "bold": True}),
        "label": book.add_format(shared),
        "stub": book.add_format({**shared, "bold": True}),
        "note": book.add_format({**shared, "font_size": 9}),
        "data": book.add_format({**shared, "num_format": "General"}),
        "total": book.add_format({**shared, "bold": True, "bg_color": "#EEEEEE"}),
    }


POINTS, EDGES = 15, 5
"""The height of a line, and what a row takes beside its lines."""


def row_heights(table: Table, widths: Sequence[float]) -> list[float]:
    """The heights in points at which every label of ``table`` is whole, for columns of so many digits.

    Not every program fits a row's height to its text by itself, and none does for merged cells.
    """
    lines = [1] * len(grid(table))
    for row, column, tag in spots(table):
        room = sum(widths[column : column + tag.colspan]) / 2  # a Chinese character is as wide as two digits
        needed = -(-len(tag.text) // max(1, int(room - 1)))
        for part in range(row, row + tag.rowspan):
            lines[part] = max(lines[part], -(-needed // tag.rowspan))
    return [POINTS * number + EDGES for number in lines]


WriteCell = Callable[[int, int, CellRef, Tag], None]
"""Writes the figure of a cell at a row and column of the sheet."""


def draw(sheet: Any, table: Table, at: tuple[int, int], formats: Formats, write: WriteCell) -> int:
    """Draw ``table`` with its top left corner ``at`` a row and column; the first row below it."""
    top, left = at
    for row, column, tag in spots(table):
        first, start = top + row, left + column
        last, end = first + tag.rowspan - 1, start + tag.colspan - 1
        style = formats["total" if tag.total and tag.ref else tag.kind]
        if (first, start) != (last, end):
            sheet.merge_range(first, start, last, end, "", style)
        if tag.ref is None:
            sheet.write_string(first, start, tag.text, style)
        else:
            write(first, start, tag.ref, tag)
    return top + len(grid(table))
