"""The laid-out pages read back: each heading, paragraph and cell stands there, to be seen, in its words.

Whatever a style sheet does, it has done by then: its ways to hide words need not be known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element

from govgen.render.readback.declarations import contrast, luminance
from govgen.render.readback.visible import excerpt, parting, reported

_UNITS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "p", "li", "dt", "dd", "pre", "th", "td"})
_WORDLESS = frozenset({"caption", "img", "style"})
_SMALLEST, _FAINTEST, _PALEST = 4, 0.4, 1.5
"""Type in pixels, what is left of the ink, and its contrast, below which nobody reads a word."""


class _Ground(NamedTuple):
    """What a box stands on: how much of the ink is left, and the luminance below (None: a picture)."""

    opacity: float = 1.0
    light: float | None = 1.0


def missing_words(root: Element, pages: Iterable[Any]) -> list[str]:
    """What the pages say otherwise than the HTML that they were laid out from; empty where nothing."""
    wanted = _wanted(root)
    shown: dict[Element, list[str]] = {unit: [] for unit in {*wanted.values()}}
    heads: dict[Element, int] = {}
    for number, page in enumerate(pages):
        for element, text in _texts(page._page_box, number, heads):
            if element in wanted:
                shown[wanted[element]].append(text)
    told = []
    for unit, words in _said(wanted).items():
        found = _squeeze("".join(shown[unit]))
        if found != words:
            same = parting(words, found)
            told.append(f"PDF 里应印“{excerpt(words, same)}”，样式使它印成了“{excerpt(found, same)}”")
    return told


def _wanted(root: Element) -> dict[Element, Element]:
    """The elements within the report whose words must be seen, each with its heading, paragraph or cell."""
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
    return {unit: _squeeze("".join(parts)) for unit, parts in words.items()}


def _own(element: Element, unit: Element, wanted: dict[Element, Element]) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if wanted.get(child) is unit:
            yield from _own(child, unit, wanted)
        yield child.tail or ""


def _texts(page_box: Any, number: int, heads: dict[Element, int]) -> Iterator[tuple[Element, str]]:
    """Every piece of text of a page that can be seen, with its element; a repeated head only once."""
    edges = page_box.margin_width(), page_box.margin_height()
    waiting: list[tuple[Any, _Ground]] = [(page_box, _Ground())]
    while waiting:
        box, ground = waiting.pop()
        box = getattr(box, "_box", box)
        is_head = box.element is not None and str(box.element_tag) == "thead"
        if getattr(box, "at_keyword", "") or str(box.element_tag) == "li::marker":
            continue
        if is_head and heads.setdefault(box.element, number) != number:
            continue
        ground = _below(box, ground)
        if hasattr(box, "text"):
            if _is_seen(box, ground, edges):
                yield box.element, box.text
            continue
        waiting += [(child, ground) for child in reversed(getattr(box, "children", ()))]


def _below(box: Any, ground: _Ground) -> _Ground:
    style = box.style
    opacity = 0.0 if style["transform"] else ground.opacity * style["opacity"]
    light = ground.light
    colour = style["background_color"]
    if colour == "currentcolor":
        colour = style["color"]
    if colour.alpha > _FAINTEST:
        light = luminance(colour)
    if any(kind != "none" for kind, _ in style["background_image"]):
        light = None
    return _Ground(opacity, light)


def _is_seen(box: Any, ground: _Ground, edges: tuple[float, float]) -> bool:
    style, ink = box.style, box.style["color"]
    places = (
        (box.position_x, box.margin_width(), edges[0]),
        (box.position_y, box.margin_height(), edges[1]),
    )
    return (
        style["visibility"] == "visible"
        and style["font_size"] >= _SMALLEST
        and ink.alpha * ground.opacity > _FAINTEST
        and (ground.light is None or contrast(luminance(ink), ground.light) > _PALEST)
        and all(start < edge and start + size > 0 for start, size, edge in places)
    )


def _squeeze(text: str) -> str:
    """Without blanks, and without the mark of no width that WeasyPrint sets for ``<wbr>``."""
    return "".join(text.replace("\u200b", "").split())
