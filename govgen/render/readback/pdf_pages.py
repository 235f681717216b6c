"""The laid-out pages compared with the HTML: each heading, paragraph and cell has its words, in its place."""

from collections.abc import Iterable, Iterator
from typing import Any
from xml.etree.ElementTree import Element

from govgen.render.readback.visible import common_prefix, excerpt, reported

_UNITS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "p", "li", "dt", "dd", "pre", "th", "td"})
_WORDLESS = frozenset({"caption", "img", "style"})
_SLACK = 0.5
"""In CSS pixels: sums of rounded widths differ by less, and no eye sees it."""


def page_faults(root: Element, pages: Iterable[Any]) -> list[str]:
    """The differences of the pages from the HTML that they were laid out from; empty if there are none.

    Each heading, paragraph and cell has its words, within the page's text area and within its cell.
    """
    wanted = _wanted(root)
    shown: dict[Element, list[str]] = {unit: [] for unit in {*wanted.values()}}
    outside: dict[str, list[str]] = {}
    heads: dict[Element, int] = {}
    for number, page in enumerate(pages):
        for box, cell in _texts(page._page_box, number, heads):
            if box.element in wanted:
                shown[wanted[box.element]].append(box.text)
                if place := _place_left(box, cell, page._page_box):
                    outside.setdefault(place, []).append(box.text)
    return [*_word_faults(_said(wanted), shown), *_place_faults(outside)]


def _word_faults(said: dict[Element, str], shown: dict[Element, list[str]]) -> Iterator[str]:
    for unit, words in said.items():
        found = _without_blanks("".join(shown[unit]))
        if found != words:
            same = common_prefix(words, found)
            yield f"PDF 里应印“{excerpt(words, same)}”，样式使它印成了“{excerpt(found, same)}”"


def _place_left(box: Any, cell: Any, page_box: Any) -> str:
    """What a text box hangs out of, the page's text area or its table cell; empty for none."""
    left, right = box.position_x, box.position_x + box.width
    middle = box.position_y + box.height / 2
    start, top = page_box.content_box_x(), page_box.content_box_y()
    if not (start - _SLACK <= left and right <= start + page_box.width + _SLACK):
        return "版心"
    if not top <= middle <= top + page_box.height:
        return "版心"
    if cell is None:
        return ""
    x, y, width, height = cell.hit_area()
    inside = x - _SLACK <= left and right <= x + width + _SLACK and y <= middle <= y + height
    return "" if inside else "所在的格子"


def _place_faults(outside: dict[str, list[str]]) -> Iterator[str]:
    for place, words in outside.items():
        yield f"PDF 里有 {len(words)} 处文字印到了{place}之外，如“{excerpt(words[0])}”，列宽或样式放不下"


def _wanted(root: Element) -> dict[Element, Element]:
    """The elements of the report whose words must be printed, each with its heading, paragraph or cell."""
    found: dict[Element, Element] = {}
    for main in root.iter("main"):
        _gather(main, None, found)
    return found


def _gather(node: Element, unit: Element | None, found: dict[Element, Element]) -> None:
    unit = node if node.tag in _UNITS else unit
    if unit is not None:
        found[node] = unit
    for child in reported(node):
        if child.tag not in _WORDLESS:
            _gather(child, unit, found)


def _said(wanted: dict[Element, Element]) -> dict[Element, str]:
    """The words of each heading, paragraph and cell, in document order."""
    words: dict[Element, list[str]] = {}
    for element, unit in wanted.items():
        if element is unit:
            words.setdefault(unit, []).extend(_own(element, unit, wanted))
    return {unit: _without_blanks("".join(parts)) for unit, parts in words.items()}


def _own(element: Element, unit: Element, wanted: dict[Element, Element]) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if wanted.get(child) is unit:
            yield from _own(child, unit, wanted)
        yield child.tail or ""


def _texts(page_box: Any, number: int, heads: dict[Element, int]) -> Iterator[tuple[Any, Any]]:
    """Every visible text box of a page with its table cell, if any; a repeated table head only once."""
    waiting = [(page_box, None)]
    while waiting:
        box, cell = waiting.pop()
        box = getattr(box, "_box", box)
        is_head = box.element is not None and str(box.element_tag) == "thead"
        if getattr(box, "at_keyword", "") or str(box.element_tag) == "li::marker":
            continue
        if is_head and heads.setdefault(box.element, number) != number:
            continue
        if box.style["display"] == ("table-cell",):
            cell = box
        if not hasattr(box, "text"):
            waiting += [(child, cell) for child in reversed(getattr(box, "children", ()))]
        elif box.style["visibility"] == "visible":
            yield box, cell


def _without_blanks(text: str) -> str:
    """Without blanks, and without the zero-width space that WeasyPrint sets for ``<wbr>``."""
    return "".join(text.replace("\u200b", "").split())
