"""The report's elements as Word's blocks: headings, paragraphs, lists, tables, pictures, the signature."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

from govgen.render.docx import signature as docx_signature
from govgen.render.docx.package import COUNTED, MARKED, Package
from govgen.render.docx.pictures import drawing
from govgen.render.docx.table import table
from govgen.render.docx.text import Piece, folded, is_silent, level_of, pieces, runs
from govgen.render.docx.xml import Look, amend, is_paragraph, paragraph, style_of, w
from govgen.render.html_tree import HIDDEN, classes, rows

BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "body", "caption", "dd", "details", "div", "dl", "dt"}
    | {"fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header"}
    | {"hr", "img", "li", "main", "ol", "p", "pre", "section", "summary", "table", "ul"}
)
"""Elements that stand apart from the text around them; all others run on within it."""

_DEEPEST_LIST = 2
_HEADINGS = {"h2": 1, "h3": 2, "h4": 3, "h5": 4, "h6": 4}
_BODY = Look("BodyText")
_BELOW_TABLE = 145  # twips: a quarter of a line
_SIGNED = {"Signature", "Date"}


@dataclass(frozen=True, slots=True)
class _Setting:
    """Where the writer stands: the look of a plain paragraph, the width in twips, the depth of lists.

    ``date`` is the look of a date, in a signature only; ``list_number`` is 0 outside lists.
    """

    look: Look
    width: int
    date: Look | None = None
    depth: int = 0
    list_number: int = 0


class Writer:
    """Turns the report's tree into blocks of one package."""

    def __init__(self, package: Package) -> None:
        self._package = package

    def blocks(self, report: Element) -> list[Element]:
        """The blocks of a whole report, in order."""
        return _settled(list(self._flow(report, _Setting(_BODY, self._package.text_width))))

    def _flow(self, node: Element, setting: _Setting) -> Iterator[Element]:
        """The blocks of an element's children; text between blocks is a paragraph of its own."""
        loose = [Piece(node.text or "")]
        for child in node:
            if is_silent(child):
                pass
            elif any(inner.tag in BLOCKS for inner in child.iter()):
                yield from self._paragraph(loose, setting.look)
                yield from self._block(child, setting)
                loose = []
            else:
                loose += pieces(child)
            loose.append(Piece(child.tail or ""))
        yield from self._paragraph(loose, setting.look)

    def _paragraph(self, content: list[Piece], look: Look) -> Iterator[Element]:
        if kept := folded(content):
            made = paragraph(look, runs(kept, self._package.link))
            if any(piece.format.loose for piece in kept):
                # Word knows this of whole paragraphs only.
                amend(made, w("wordWrap", val=0))
            yield made

    def _block(self, node: Element, setting: _Setting) -> Iterator[Element]:
        if node.tag == "table":
            yield from self._table(node, setting)
        elif node.tag in {"ol", "ul"}:
            yield from self._list(node, setting)
        elif node.tag == "li":
            yield from self._item(node, setting)
        elif node.tag == "img":
            yield from self._picture(node, setting)
        elif node.tag == "figure":
            yield from self._figure(node, setting)
        elif "signature" in classes(node):
            yield from self._signature(node, setting)
        else:
            yield from self._flow(node, replace(setting, look=_look(node, setting)))

    def _table(self, node: Element, setting: _Setting) -> Iterator[Element]:
        caption = node.find("caption")
        if caption is not None and HIDDEN not in classes(caption):
            for block in self._flow(caption, replace(setting, look=Look("Caption"))):
                amend(block, w("keepNext"))
                yield block
        if rows(node):
            yield table(node, setting.width, self._fill)

    def _fill(self, cell: Element, look: Look, width: int) -> list[Element]:
        return _settled(list(self._flow(cell, _Setting(look, width))))

    def _list(self, node: Element, setting: _Setting) -> Iterator[Element]:
        kind = COUNTED if node.tag == "ol" else MARKED
        start = node.get("start") or ""
        first = int(start) if re.fullmatch(r"\d{1,4}", start) else 1
        number = self._package.new_list(kind, setting.depth, first)
        look = Look("ListParagraph") if setting.look == _BODY else setting.look
        yield from self._flow(node, replace(setting, look=look, list_number=number))

    def _item(self, node: Element, setting: _Setting) -> Iterator[Element]:
        """An item: its first paragraph carries the number, a list within it lies one level deeper."""
        inner = replace(setting, list_number=0, depth=min(setting.depth + 1, _DEEPEST_LIST))
        for place, block in enumerate(self._flow(node, inner)):
            if place == 0 and setting.list_number and is_paragraph(block):
                level = w("ilvl", val=setting.depth)
                amend(block, w("numPr", level, w("numId", val=setting.list_number)))
            yield block

    def _picture(self, node: Element, setting: _Setting) -> Iterator[Element]:
        """The picture; where it cannot be carried, the words that stand for it."""
        picture = self._package.picture(node.get("src") or "")
        if picture is not None:
            yield paragraph(Look("Figure"), [drawing(picture, node.get("alt") or "", setting.width)])
        else:
            yield from self._paragraph([Piece(node.get("alt") or "")], setting.look)

    def _figure(self, node: Element, setting: _Setting) -> Iterator[Element]:
        blocks = list(self._flow(node, setting))
        for block in filter(is_paragraph, blocks[:-1]):
            amend(block, w("keepNext"))
        yield from blocks

    def _signature(self, node: Element, setting: _Setting) -> Iterator[Element]:
        """One line below the text: the body's name, and the date where there is one."""
        name, date = (_lines(node, part) for part in ("body-name", "date"))
        signed, dated = docx_signature.looks(name, "".join(date), setting.width)
        inner = replace(setting, look=signed, date=dated)
        blocks = list(self._flow(node, inner))
        for place, block in enumerate(filter(is_paragraph, blocks)):
            if place == 0:
                amend(block, w("spacing", before=docx_signature.FREE_LINE))
            if place < len(blocks) - 1:
                amend(block, w("keepNext"))
        yield from blocks


def _look(node: Element, setting: _Setting) -> Look:
    """How the paragraphs of a block element are set."""
    name = str(node.tag)
    if name == "h1":
        return Look("Title")
    if name in _HEADINGS:
        depth = _HEADINGS[name]
        level = level_of(node) or depth
        # The outline follows the page's own nesting, so that a reader's navigation never skips a level.
        return Look(f"Heading{level}", outline=None if level == depth else depth - 1)
    if name == "figcaption":
        return Look("Caption")
    if setting.date is not None and "date" in classes(node):
        return setting.date
    return setting.look


def _lines(node: Element, name: str) -> list[str]:
    """The words of the part of ``node`` that has the class ``name``, as its lines are broken on the page."""
    found = next((child for child in node.iter() if name in classes(child)), None)
    content = [] if found is None else folded(pieces(found))
    lines = itertools.groupby(content, key=lambda piece: bool(piece.turn))
    return ["".join(piece.text for piece in line) for turn, line in lines if not turn]


def _settled(blocks: list[Element]) -> list[Element]:
    """The blocks with what neighbours ask of each other.

    Word joins tables that touch and wants a paragraph after the last one; text keeps a little off the table
    above it; the last words stay with the signature.
    """
    settled: list[Element] = []
    for last, block in itertools.pairwise([None, *blocks, None]):
        after_table = last is not None and not is_paragraph(last)
        if after_table and (block is None or not is_paragraph(block)):
            settled.append(paragraph(Look("TableText"), []))
        elif block is not None and is_paragraph(block):
            if after_table:
                amend(block, w("spacing", before=_BELOW_TABLE))
            elif last is not None and style_of(block) in _SIGNED:
                amend(last, w("keepNext"))
        if block is not None:
            settled.append(block)
    return settled
