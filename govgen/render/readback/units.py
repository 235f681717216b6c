"""Headings, paragraphs and cells of the HTML, and the words that a printed document must have in each."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from govgen.render.readback.visible import reported

_UNITS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "p", "li", "dt", "dd", "pre", "th", "td"})
_WORDLESS = frozenset({"caption", "img", "style"})


def units_of(root: Element) -> dict[Element, Element]:
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


def words_of(wanted: dict[Element, Element]) -> dict[Element, str]:
    """The words of each heading, paragraph and cell, in document order."""
    return {
        unit: without_blanks("".join(_own(element, unit, wanted)))
        for element, unit in wanted.items()
        if element is unit
    }


def _own(element: Element, unit: Element, wanted: dict[Element, Element]) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if wanted.get(child) is unit:
            yield from _own(child, unit, wanted)
        yield child.tail or ""


def without_blanks(text: str) -> str:
    """Without blanks, and without the zero-width space that WeasyPrint sets for ``<wbr>``."""
    return "".join(text.replace("\u200b", "").split())
