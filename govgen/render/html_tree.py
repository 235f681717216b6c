"""HTML as a tree, and its tables as grids, the same for every writer and check."""

import functools
import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

import tinyhtml5

HIDDEN = "visually-hidden"
"""The class of text for assistive technology only; it is no part of the report's text."""

BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "body", "center", "dd", "details", "div", "dl", "dt"}
    | {"fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header"}
    | {"hr", "html", "li", "main", "ol", "p", "pre", "section", "summary", "table", "td", "th", "tr", "ul"}
)
"""Elements that begin and end a paragraph; all others are part of the text around them."""

_SILENT = frozenset({"nav", "noscript", "script", "style", "template", "wbr"})
"""Elements whose text is not printed."""

_NUMBER = re.compile(r"[ \t\n\f\r]*\+?(?=\d)0*([0-9]{0,9})", re.ASCII)
_WIDTH = re.compile(r"width\s*:\s*(\d+(?:\.\d+)?)")
_WIDEST = 1000
"""The HTML standard lets a cell span no more columns."""


def parse(html: str) -> Element:
    """The tree of an HTML document, as WeasyPrint sees it."""
    root: Element = tinyhtml5.parse(html, namespace_html_elements=False)
    return root


@functools.lru_cache(maxsize=1)
def shared_tree(html: str) -> Element:
    """As ``parse``, for readers only: all that check and write one page in turn get the same tree."""
    return parse(html)


def local(name: str) -> str:
    """The name of an element or attribute without its namespace, in small letters."""
    return name.rpartition("}")[2].lower()


def classes(node: Element) -> set[str]:
    """The classes of an element."""
    return set((node.get("class") or "").split())


def main_element(root: Element) -> Element:
    """The report itself; ValueError if the page has no ``<main>``."""
    found = root.find(".//main")
    if found is None:
        raise ValueError("no <main> in the rendered page")
    return found


def is_silent(node: Element) -> bool:
    """Whether a node adds nothing to the printed text: comments, scripts, text for assistive technology."""
    return not isinstance(node.tag, str) or node.tag in _SILENT or HIDDEN in classes(node)


def words(node: Element, skipped: Callable[[Element], bool]) -> Iterator[str]:
    """The text of an element in order, without that of the elements in it that are ``skipped``."""
    yield node.text or ""
    for child in node:
        if not skipped(child):
            yield from words(child, skipped)
        yield child.tail or ""


def text(node: Element) -> str:
    """The words of an element, blanks folded to single spaces, hidden parts left out."""
    return " ".join("".join(words(node, is_silent)).split())


@dataclass(frozen=True, slots=True)
class PlacedCell:
    """A table cell with the first row and column it covers, counted from 0."""

    node: Element
    row: int
    column: int
    rowspan: int
    colspan: int
    head: bool

    @property
    def is_header(self) -> bool:
        """Whether it is a ``<th>``."""
        return self.node.tag == "th"


def rows(table: Element) -> list[tuple[Element, bool]]:
    """The rows of a table in order, each with whether it is in the head."""
    found: list[tuple[Element, bool]] = []
    for part in table:
        if part.tag == "tr":
            found.append((part, False))
        elif part.tag in {"thead", "tbody", "tfoot"}:
            found += [(row, part.tag == "thead") for row in part if row.tag == "tr"]
    return found


def span(cell: Element, name: str) -> int:
    """How many rows or columns a cell covers by ``name``, rowspan or colspan, as a browser reads it."""
    match = _NUMBER.match(cell.get(name) or "")
    if match is None:
        return 1
    # A cell over 0 rows reaches down to the end.
    return min(int(match[1] or 0), _WIDEST) or (_WIDEST if name == "rowspan" else 1)


def column_shares(table: Element) -> list[float]:
    """The widths that the ``<col>`` of a table state for each column; 0 for one without a width."""
    shares: list[float] = []
    for column in (*table.findall("col"), *table.findall("colgroup/col")):
        match = _WIDTH.search(column.get("style") or "")
        shares += [float(match[1]) if match else 0.0] * span(column, "span")
    return shares


def slots(table: Element) -> dict[tuple[int, int], PlacedCell]:
    """The cell that covers each place of a table, by row and column, spans resolved as a browser does.

    Spans that overlap are a fault of the page; the first cell keeps the place.
    """
    found: dict[tuple[int, int], PlacedCell] = {}
    lines = rows(table)
    for number, (line, head) in enumerate(lines):
        column = 0
        for cell in line:
            if cell.tag not in {"td", "th"}:
                continue
            while (number, column) in found:
                column += 1
            wide = span(cell, "colspan")
            tall = min(span(cell, "rowspan"), len(lines) - number)
            placed = PlacedCell(cell, number, column, tall, wide, head)
            for at in itertools.product(range(number, number + tall), range(column, column + wide)):
                found.setdefault(at, placed)
            column += wide
    return found


def place(table: Element) -> list[PlacedCell]:
    """Every cell of a table in order, with its place in the grid."""
    return list(dict.fromkeys(slots(table).values()))
