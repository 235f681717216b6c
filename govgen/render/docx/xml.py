"""WordprocessingML as elements: building them, and keeping properties in the order its schema wants."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from docx.oxml.ns import qn
from lxml import etree
from lxml.etree import _Element

WordElement: TypeAlias = _Element
"""An element of the Word file, as python-docx has them; those of the page are of the standard library."""

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_PROPERTIES = ("pStyle", "keepNext", "wordWrap", "spacing", "ind", "jc", "outlineLvl")
_RANK = {qn(f"w:{name}"): rank for rank, name in enumerate(_PROPERTIES)}


def w(name: str, /, *children: WordElement, **attributes: str | int) -> WordElement:
    """An element of WordprocessingML with its children and attributes."""
    element = etree.Element(
        qn(f"w:{name}"), {qn(f"w:{key}"): str(value) for key, value in attributes.items()}
    )
    element.extend(children)
    return element


def words(text: str) -> WordElement:
    """A ``w:t``; characters that XML cannot hold are shown as U+FFFD, so that nothing goes in silence."""
    element = w("t")
    element.text = _FORBIDDEN.sub("\ufffd", text)
    if text != text.strip():
        element.set(qn("xml:space"), "preserve")
    return element


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


def paragraph(look: Look, runs: list[WordElement]) -> WordElement:
    """A ``w:p`` with the properties of ``look``."""
    made = w("p", w("pPr", w("pStyle", val=look.style)), *runs)
    if indents := {side: twips for side, twips in (("left", look.left), ("right", look.right)) if twips}:
        amend(made, w("ind", **indents))
    if look.align:
        amend(made, w("jc", val=look.align))
    if look.outline is not None:
        amend(made, w("outlineLvl", val=look.outline))
    return made


def amend(made: WordElement, prop: WordElement) -> None:
    """Add a property to a paragraph made here, at the place the schema gives it; once is enough."""
    properties = made[0]
    if properties.find(prop.tag) is None:
        rank = _RANK[prop.tag]
        properties.insert(sum(_RANK[other.tag] < rank for other in properties), prop)


def is_paragraph(block: WordElement) -> bool:
    """Whether a block is a ``w:p``."""
    return str(block.tag) == qn("w:p")


def keep_with_next(blocks: Iterable[WordElement]) -> None:
    """Let no page end after one of the paragraphs among ``blocks``."""
    for block in filter(is_paragraph, blocks):
        amend(block, w("keepNext"))
