"""The laid-out pages compared with the HTML: each heading, paragraph and cell has its words, in its place."""

from collections.abc import Iterable, Iterator
from typing import Any
from xml.etree.ElementTree import Element

from govgen.render.readback.visible import excerpt, printed_words, units_of, words_of

_SLACK = 0.5
"""In CSS pixels: sums of rounded widths differ by less, and no eye sees it."""


def page_faults(root: Element, pages: Iterable[Any]) -> list[str]:
    """The differences of the pages from the HTML that they were laid out from; empty if there are none.

    Each heading, paragraph and cell has its words, within the page's text area and within its cell.
    """
    wanted = units_of(root)
    shown: dict[Element, list[str]] = {unit: [] for unit in {*wanted.values()}}
    outside: dict[str, list[str]] = {}
    heads: dict[Element, int] = {}
    for number, page in enumerate(pages):
        for box, cell in _texts(page._page_box, number, heads):
            if box.element in wanted:
                shown[wanted[box.element]].append(box.text)
                if place := _place_left(box, cell, page._page_box):
                    outside.setdefault(place, []).append(box.text)
    faults = []
    for unit, words in words_of(wanted).items():
        found = printed_words("".join(shown[unit]))
        if found != words:
            faults.append(f"PDF 里应印“{excerpt(words, found)}”，样式使它印成了“{excerpt(found, words)}”")
    return faults + [
        f"PDF 里有 {len(texts)} 处文字印到了{place}之外，如“{excerpt(texts[0])}”，列宽或样式放不下"
        for place, texts in outside.items()
    ]


def _place_left(box: Any, cell: Any, page_box: Any) -> str:
    """What a text box hangs out of, the page's text area or its table cell; empty for none."""
    left, right = box.position_x, box.position_x + box.width
    middle = box.position_y + box.height / 2
    start, top = page_box.content_box_x(), page_box.content_box_y()
    across = start - _SLACK <= left and right <= start + page_box.width + _SLACK
    if not (across and top <= middle <= top + page_box.height):
        return "版心"
    if cell is None:
        return ""
    x, y, width, height = cell.hit_area()
    inside = x - _SLACK <= left and right <= x + width + _SLACK and y <= middle <= y + height
    return "" if inside else "所在的格子"


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
