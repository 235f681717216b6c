"""Headings, paragraphs and cells of the HTML, and the words that a printed document must have in each."""

from xml.etree.ElementTree import Element

from govgen.render.html_tree import words
from govgen.render.readback.visible import reported, without_blanks

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
    return {unit: _own_words(unit, wanted) for unit in dict.fromkeys(wanted.values())}


def _own_words(unit: Element, wanted: dict[Element, Element]) -> str:
    return printed_words("".join(words(unit, lambda child: wanted.get(child) is not unit)))


def printed_words(text: str) -> str:
    """Without blanks, and without the zero-width space that WeasyPrint sets for ``<wbr>``."""
    return without_blanks(text.replace("\u200b", ""))
