"""Reads a web page: the paragraphs and tables of its content, without hidden text."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from govgen.importers.formats.html_looks import Sheets, ShownStyle
from govgen.importers.formats.looks import StyledRun
from govgen.importers.formats.text import decoded
from govgen.importers.page import Lines, Page, RefusedError
from govgen.render.html_tree import BLOCKS, parse

MAX_DEPTH = 200
"""Pages of sites nest some thirty elements."""
_CONTENT = ("main", "article")
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.IGNORECASE)


def read_html(raw: bytes) -> Page:
    """The page of a web page: what is in ``<main>`` or ``<article>`` where there is exactly one, else all.

    Raises:
        RefusedError: its elements are nested deeper than a report's can be.
    """
    hint = _CHARSET.search(raw[:4096])
    text, _ = decoded(raw, hint[1].decode("ascii").lower() if hint else "")
    root = parse(text)
    level = [root]
    for _ in range(MAX_DEPTH):
        level = [child for node in level for child in node]
    if level:
        raise RefusedError("网页的标记嵌套太深，不像一份年度报告")
    reader = _Reader(root)
    _cut_to_content(root)
    reader.block(root, ShownStyle())
    return reader.lines.page()


def _cut_to_content(root: Element) -> None:
    """Leave of a page the one ``<main>``, or else the one ``<article>``, with the elements around it."""
    parents = {child: node for node in root.iter() for child in node}
    content = next((found[0] for found in map(list, map(root.iter, _CONTENT)) if len(found) == 1), root)
    while content in parents:
        content.tail, parent = None, parents[content]
        parent.text, parent[:] = None, [content]
        content = parent


class _Reader:
    def __init__(self, root: Element) -> None:
        self.lines = Lines()
        self.sheets = Sheets(root)

    def block(self, node: Element, around: ShownStyle) -> None:
        """Add what is in ``node``: a block ends the line before it, words run together otherwise."""
        shown = self.sheets.seen(node, around)
        if node.tag == "table" and not any(inner is not node for inner in node.iter("table")):
            self.lines.table(self._rows(node, shown))
            return
        loose = [StyledRun(_squeezed(node.text), shown.look)]
        for child in node:
            if any(inner.tag in BLOCKS for inner in child.iter()):
                self.lines.paragraph(loose)
                loose = []
                self.block(child, shown)
            else:
                loose += self._pieces(child, shown)
            loose.append(StyledRun(_squeezed(child.tail), shown.look))
        self.lines.paragraph(loose)

    def _pieces(self, node: Element, around: ShownStyle) -> Iterator[StyledRun]:
        """The words of an element that is no block of its own; line breaks and blocks part them."""
        if not isinstance(node.tag, str):
            return
        gap = "\n" if node.tag in BLOCKS else ""
        shown = self.sheets.seen(node, around)
        yield StyledRun(("\n" if node.tag == "br" else gap) + _squeezed(node.text), shown.look)
        for child in node:
            yield from self._pieces(child, shown)
            yield StyledRun(_squeezed(child.tail), shown.look)
        yield StyledRun(gap, shown.look)

    def _rows(self, table: Element, around: ShownStyle) -> Iterator[list[list[StyledRun]]]:
        """The cells of each row that begin in it; one merged over several rows is in its first only.

        Where the whole table is on the page says nothing about its figures.
        """
        around = around._replace(look=around.look._replace(doubtful=False))
        for row in table.iter("tr"):
            shown = self.sheets.seen(row, around)
            cells = [cell for cell in row if cell.tag in {"td", "th"}]
            present = [cell for cell in cells if self.sheets.of(cell).get("display") != "none"]
            if not shown.look.gone:
                yield [list(self._pieces(cell, shown)) for cell in present]


def _squeezed(text: str | None) -> str:
    return re.sub(r"\s+", " ", text or "")
