"""The laid-out pages compared with the HTML: each heading, paragraph and cell has its words on them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from xml.etree.ElementTree import Element

from govgen.render.readback.visible import common_prefix, excerpt, reported

_UNITS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "p", "li", "dt", "dd", "pre", "th", "td"})
_WORDLESS = frozenset({"caption", "img", "style"})


def missing_words(root: Element, pages: Iterable[Any]) -> list[str]:
    """The differences of the pages' words from the HTML that they were laid out from; empty if none."""
    wanted = _wanted(root)
    shown: dict[Element, list[str]] = {unit: [] for unit in {*wanted.values()}}
    heads: dict[Element, int] = {}
    for number, page in enumerate(pages):
        for element, text in _texts(page._page_box, number, heads):
            if element in wanted:
                shown[wanted[element]].append(text)
    faults = []
    for unit, words in _said(wanted).items():
        found = _without_blanks("".join(shown[unit]))
        if found != words:
            same = common_prefix(words, found)
            faults.append(f"PDF 里应印“{excerpt(words, same)}”，样式使它印成了“{excerpt(found, same)}”")
    return faults


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


def _texts(page_box: Any, number: int, heads: dict[Element, int]) -> Iterator[tuple[Element, str]]:
    """Every piece of text laid out on a page, with its element; a repeated table head only once."""
    waiting = [page_box]
    while waiting:
        box = waiting.pop()
        box = getattr(box, "_box", box)
        is_head = box.element is not None and str(box.element_tag) == "thead"
        if getattr(box, "at_keyword", "") or str(box.element_tag) == "li::marker":
            continue
        if is_head and heads.setdefault(box.element, number) != number:
            continue
        if not hasattr(box, "text"):
            waiting += reversed(getattr(box, "children", ()))
        elif box.style["visibility"] == "visible":
            yield box.element, box.text


def _without_blanks(text: str) -> str:
    """Without blanks, and without the zero-width space that WeasyPrint sets for ``<wbr>``."""
    return "".join(text.replace("\u200b", "").split())
