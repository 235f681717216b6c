"""Tables over several pages: closed below the last row of each page, labels of continued groups repeated.

WeasyPrint 70 reckons the rows that it tried on a page and took back among the height of what stays there, and
puts the footer of the table below them; the last row is then drawn as if it reached down to there.
"""

import copy
from collections.abc import Iterable, Iterator
from typing import Any
from xml.etree.ElementTree import Element

from weasyprint.formatting_structure import boxes

from govgen.render import html_tree as dom
from govgen.render.pdf.weasyprint.idents import IDENT

REPEATED, ROWS = "data-repeated", "data-rows"
"""Attributes of a label that is printed again, and of its first cell: how many rows it has on all pages."""

_PARTED = "parted"
"""The class of a table that is too long for one page."""


def close_tables(pages: Iterable[Any]) -> None:
    """Move the footer of each table up to the row above it; ``pages`` are laid out, but not yet drawn."""
    for table in (table for page in pages for table in _tables(page._page_box)):
        *groups, last = table.children
        if groups and last.is_footer and groups[-1].children:
            row = groups[-1].children[-1]
            last.translate(dy=row.position_y + row.height - last.position_y)


def start_at_once(pages: Iterable[Any]) -> bool:
    """Mark tables that are too long for one page, to begin below their heading; whether there are any."""
    parted = [table for table, _ in _continued(pages)]
    for table in parted:
        table.set("class", f"{table.get('class', '')} {_PARTED}")
    return bool(parted)


def repeat_labels(pages: Iterable[Any]) -> bool:
    """Split the row labels that span a page break; whether there are any, so that a new layout is needed."""
    parted = [_part(table, line) for table, line in _continued(pages)]
    return any(parted)


def _part(table: Element, line: Element) -> bool:
    """Split the header cells of ``table`` that span rows before and after ``line``, the first on a page."""
    number = [row for row, _ in dom.rows(table)].index(line)
    parted = [
        cell for cell in dom.place(table) if cell.is_header and cell.row < number < cell.row + cell.rowspan
    ]
    for at, cell in enumerate(parted):
        after = copy.deepcopy(cell.node)
        after.attrib.pop(IDENT, None)
        after.attrib |= {"rowspan": str(cell.row + cell.rowspan - number), REPEATED: ""}
        cell.node.attrib |= {"rowspan": str(number - cell.row), ROWS: cell.node.get(ROWS, str(cell.rowspan))}
        line.insert(at, after)
    line.set("style", f"{line.get('style', '')}; break-before: page")
    return bool(parted)


def _continued(pages: Iterable[Any]) -> list[tuple[Element, Element]]:
    """Each table on a page after its first one, with its first row there that is not of the head."""
    found, begun = [], set()
    for table in (table for page in pages for table in _tables(page._page_box)):
        if table.element in begun:
            body = next(group for group in table.children if not group.is_header)
            found.append((table.element, body.children[0].element))
        begun.add(table.element)
    return found


def _tables(box: Any) -> Iterator[Any]:
    if isinstance(box, boxes.TableBox):
        yield box
        return
    for child in getattr(box, "children", ()):
        yield from _tables(child)
