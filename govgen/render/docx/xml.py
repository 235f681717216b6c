"""WordprocessingML as elements: building them, and keeping properties in the order its schema wants."""

import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element, register_namespace, tostring

from lxml import etree

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

PREFIXES = {"w": WORD, "r": RELATION}
"""Prefixes of our XML; other modules add theirs."""

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_PROPERTIES = ("pStyle", "keepNext", "wordWrap", "spacing", "ind", "jc", "outlineLvl")
_RANK = {f"{{{WORD}}}{name}": rank for rank, name in enumerate(_PROPERTIES)}


def tag(name: str) -> str:
    """The full name of an element or attribute of WordprocessingML."""
    return f"{{{WORD}}}{name}"


def w(name: str, /, *children: Element, **attributes: str | int) -> Element:
    """An element of WordprocessingML with its children and attributes."""
    element = Element(tag(name), {tag(key): str(value) for key, value in attributes.items()})
    element.extend(children)
    return element


def words(text: str) -> Element:
    """A ``w:t``; characters that XML cannot hold are shown as U+FFFD, so that nothing goes in silence."""
    element = w("t")
    element.text = _FORBIDDEN.sub("\ufffd", text)
    if text != text.strip():
        element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return element


def register_prefixes() -> None:
    """Set the prefixes of our XML; other libraries change them for the whole process when loaded."""
    for prefix, uri in PREFIXES.items():
        register_namespace(prefix, uri)
        etree.register_namespace(prefix, uri)  # python-docx builds by lxml


def serialised(root: Element) -> bytes:
    """The element as XML, after ``register_prefixes``."""
    xml: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return xml


@dataclass(frozen=True, slots=True)
class Look:
    """How a paragraph is set: the id of its style and what it has beyond it.

    ``align`` is a value of ``w:jc``; ``left`` and ``right`` are indents in twips; ``outline`` counts from 0.
    """

    style: str
    align: str = ""
    left: int = 0
    right: int = 0
    outline: int | None = None


def paragraph(look: Look, runs: list[Element]) -> Element:
    """A ``w:p`` with the properties of ``look``."""
    made = w("p", w("pPr", w("pStyle", val=look.style)), *runs)
    if indents := {side: twips for side, twips in (("left", look.left), ("right", look.right)) if twips}:
        amend(made, w("ind", **indents))
    if look.align:
        amend(made, w("jc", val=look.align))
    if look.outline is not None:
        amend(made, w("outlineLvl", val=look.outline))
    return made


def amend(made: Element, prop: Element) -> None:
    """Add a property to a paragraph made here, at the place the schema gives it; once is enough."""
    properties = made[0]
    if properties.find(prop.tag) is None:
        rank = _RANK[prop.tag]
        properties.insert(sum(_RANK[other.tag] < rank for other in properties), prop)


def is_paragraph(block: Element) -> bool:
    """Whether a block is a ``w:p``."""
    return block.tag == tag("p")


def style_of(block: Element) -> str:
    """The style id of a paragraph made here."""
    return block[0][0].get(tag("val"), "")
