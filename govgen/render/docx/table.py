"""A table of the page as a Word table: merged cells, repeated head, rows that stay together."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from govgen.render.docx.signature import CHARACTER, FREE_LINE, length
from govgen.render.docx.xml import Look, WordElement, keep_with_next, paragraph, w
from govgen.render.html_tree import PlacedCell, classes, column_shares, rows, slots, text

LONG = 20
"""From this many rows on, a table's rows are lower, for it to fit a page."""

ROW, LONG_ROW = 400, 340
"""The least height of a row in twips, in ordinary and in long tables."""

PAGE = 12756
"""The height of the text area in twips (document.xml)."""

TYPE, DENSE_TYPE = (210, 270), (150, 200)
"""A full character and a line of a cell's text in twips, in ordinary and in dense tables (styles.xml)."""

TOGETHER = 12
"""In a longer table, a group of at most this many rows is not broken over pages: a third of a page."""

MARGIN = 57
"""The room in twips between a cell's border and its text at either side (styles.xml); a figure has none."""

DENSE_MARGIN = 30
"""The same in a table of many columns, which is set small."""

_SIZES = ("Longest", "Longer", "Long")
"""The sizes of figures that do not fit a narrow column, by the class of the cell."""

Fill = Callable[[Element, Look, int], list[WordElement]]
"""Writes a cell's content: its element, the look of its paragraphs, the width in twips it has."""


def table(node: Element, width: int, fill: Fill) -> WordElement:
    """The ``w:tbl`` of an HTML table that has rows, ``width`` twips wide."""
    grid = _Grid.of(node, width)
    made = w("tbl", _properties(node, grid), w("tblGrid", *(w("gridCol", w=each) for each in grid.widths)))
    bound = _bound(node, grid)
    for number, (_, head) in enumerate(rows(node)):
        height = w("trHeight", val=_least(node), hRule="atLeast")
        row = w("tr", w("trPr", w("cantSplit"), height, *([w("tblHeader")] if head else [])))
        row.extend(_cells(grid, number, fill, keep=number in bound))
        made.append(row)
    return made


@dataclass(frozen=True, slots=True)
class _Grid:
    """Which cell covers each place of the table, and how wide its columns are."""

    slots: dict[tuple[int, int], PlacedCell]
    widths: list[int]
    stubs: int
    is_dense: bool

    @classmethod
    def of(cls, node: Element, width: int) -> _Grid:
        covered = slots(node)
        columns = 1 + max((column for _, column in covered), default=0)
        headings = filter(_is_row_heading, covered.values())
        stubs = max((cell.column + cell.colspan for cell in headings), default=0)
        return cls(covered, _widths(node, columns, width), stubs, "dense" in classes(node))

    def look(self, cell: PlacedCell | None) -> Look:
        """How a cell's text is set: heads and figures centred, names of rows and prose from the left."""
        small = "Small" if self.is_dense else ""
        if cell is None:
            return Look(f"TableText{small}")
        if _is_figure(cell):
            size = next((size for size in _SIZES if size.lower() in classes(cell.node)), small)
            return Look(f"TableNumber{size}")
        if cell.is_header and not _is_row_heading(cell):
            return Look(f"TableHeading{small}")
        return Look(f"TableText{small}", align="center" if cell.is_header and cell.rowspan > 1 else "")


def _is_row_heading(cell: PlacedCell) -> bool:
    return cell.is_header and cell.node.get("scope") == "row"


def _is_figure(cell: PlacedCell) -> bool:
    return "number" in classes(cell.node)


def _widths(node: Element, columns: int, width: int) -> list[int]:
    """Column widths in twips that sum to ``width``; equal where the page gives none for each column."""
    shares = column_shares(node)
    if len(shares) != columns or not all(shares):
        shares = [1.0] * columns
    edges = [round(width * edge / sum(shares)) for edge in itertools.accumulate(shares, initial=0.0)]
    return [right - left for left, right in itertools.pairwise(edges)]


def _properties(node: Element, grid: _Grid) -> WordElement:
    caption = node.find("caption")
    words = text(caption) if caption is not None else ""
    first_row = [cell for cell in grid.slots.values() if cell.row == 0]
    titled = bool(first_row) and all(cell.head or cell.is_header for cell in first_row)
    look = w(
        "tblLook",
        firstRow=int(titled),
        lastRow=0,
        firstColumn=int(grid.stubs > 0),
        lastColumn=0,
        noHBand=1,
        noVBand=1,
    )
    made = w(
        "tblPr",
        w("tblStyle", val="StatutoryTable"),
        w("tblW", w=sum(grid.widths), type="dxa"),
        w("jc", val="center"),
        w("tblLayout", type="fixed"),
        look,
    )
    if grid.is_dense:
        made.insert(4, w("tblCellMar", *(w(side, w=DENSE_MARGIN, type="dxa") for side in ("left", "right"))))
    if words:
        made.extend([w("tblCaption", val=words), w("tblDescription", val=words)])
    return made


def _bound(node: Element, grid: _Grid) -> set[int]:
    """The rows that stay with the next one: all of a table that a page holds together with its heading.

    Of a longer one, the head with two rows of the body, the rows of a small merged cell, and the last rows.
    Of a ``flowing`` table, whose rows are texts, none: it begins where the text before it ends.
    """
    if "flowing" in classes(node):
        return set()
    last = len(rows(node)) - 1
    if sum(_heights(node, grid)) + FREE_LINE <= PAGE:
        return set(range(last))
    heads = sum(head for _, head in rows(node))
    bound = {*range(heads + 1), last - 2, last - 1}
    for cell in grid.slots.values():
        if cell.rowspan <= TOGETHER:
            bound |= set(range(cell.row, cell.row + cell.rowspan - 1))
    return bound & {*range(last)}


def _heights(node: Element, grid: _Grid) -> list[int]:
    """The heights of the rows in twips, by the lines of their texts; figures and merged ones take no more."""
    character, line = DENSE_TYPE if grid.is_dense else TYPE
    heights = [_least(node)] * len(rows(node))
    for cell in {*grid.slots.values()}:
        if cell.rowspan == 1 and not _is_figure(cell):
            room = sum(grid.widths[cell.column : cell.column + cell.colspan]) - 2 * MARGIN
            lines = math.ceil(length(text(cell.node)) * character / CHARACTER / max(room, character))
            heights[cell.row] = max(heights[cell.row], lines * line + MARGIN)
    return heights


def _least(node: Element) -> int:
    return LONG_ROW if len(rows(node)) >= LONG else ROW


def _cells(grid: _Grid, row: int, fill: Fill, *, keep: bool) -> Iterator[WordElement]:
    """The cells of a row; a hole in the page's table is a cell too, for Word's rows are of one length."""
    column = 0
    while column < len(grid.widths):
        cell = grid.slots.get((row, column))
        end = column + 1
        while cell is not None and end < len(grid.widths) and grid.slots.get((row, end)) is cell:
            end += 1
        yield _cell(grid, row, slice(column, end), fill, keep=keep)
        column = end


def _cell(grid: _Grid, row: int, columns: slice, fill: Fill, *, keep: bool) -> WordElement:
    cell = grid.slots.get((row, columns.start))
    widths = grid.widths[columns]
    properties = w("tcPr", w("tcW", w=sum(widths), type="dxa"))
    if len(widths) > 1:
        properties.append(w("gridSpan", val=len(widths)))
    if cell is not None and cell.rowspan > 1:
        properties.append(w("vMerge", val="restart") if cell.row == row else w("vMerge"))
    if cell is not None and _is_figure(cell):
        properties.append(w("tcMar", *(w(side, w=0, type="dxa") for side in ("left", "right"))))
    properties.append(w("vAlign", val="center"))
    look = grid.look(cell)
    blocks = fill(cell.node, look, sum(widths) - 2 * MARGIN) if cell is not None and cell.row == row else []
    if not blocks:
        blocks = [paragraph(Look(look.style), [])]
    if keep:
        keep_with_next(blocks)
    return w("tc", properties, *blocks)
