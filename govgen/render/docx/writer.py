"""The report as a Word document, its blocks made of the elements of the same page as the PDF."""

import itertools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

from docx.oxml.ns import qn

from govgen.render.docx import signature as docx_signature
from govgen.render.docx.package import Package
from govgen.render.docx.table import table
from govgen.render.docx.text import TextRun, folded, level_of, pieces, runs
from govgen.render.docx.xml import (
    Look,
    WordElement,
    amend,
    is_paragraph,
    keep_with_next,
    paragraph,
    w,
)
from govgen.render.html_tree import BLOCKS, HIDDEN, classes, is_silent, main_element, rows, shared_tree

_BLOCKS = BLOCKS | {"caption", "img"}
"""Elements that begin and end a paragraph in Word."""

_KNOWN = frozenset(
    {"a", "aside", "br", "caption", "col", "colgroup", "div", "figcaption", "figure", "footer", "h1", "h2"}
    | {"h3", "h4", "h5", "h6", "img", "main", "p", "picture", "section", "source", "span", "table", "tbody"}
    | {"td", "tfoot", "th", "thead", "time", "tr"}
)
"""Elements that the package's templates use; of any other the text is kept, not what it means."""

_HEADINGS = {"h2": 1, "h3": 2, "h4": 3, "h5": 4, "h6": 4}
_BELOW_TABLE = 145  # twips: a quarter of a line
_SIGNED = {"Signature", "Date"}


@dataclass(frozen=True, slots=True)
class _Setting:
    """What holds for the children of an element: the look of a plain paragraph and the width in twips.

    ``date`` is the look of a date, in a signature only.
    """

    look: Look
    width: int
    date: Look | None = None


def write_docx(
    html: str,
    *,
    draft: bool = False,
    bold_faces: Iterable[str] = (),
    warn: Callable[[str], None] = lambda _: None,
) -> bytes:
    """The .docx of a rendered page, set by GB/T 9704-2012.

    The elements in ``<main>`` that the package's templates use and a few classes count (``level-2`` to
    ``level-4``, ``run-in``, ``title-line``, ``signature``, ``body-name``, ``date``, ``number``, ``caption``,
    ``visually-hidden``), CSS does not. Of any other element the text is kept, and ``warn`` is called with
    its name. A ``draft`` has a note in the top margin; what is set in ``bold_faces`` is bold. The same page
    gives the same bytes.

    Raises:
        ValueError: the page has no ``<main>``.
    """
    root = shared_tree(html)
    report = main_element(root)
    if unknown := {str(node.tag) for node in report.iter() if not is_silent(node)} - _KNOWN:
        names = "、".join(f"<{tag}>" for tag in sorted(unknown))
        warn(f"Word 文件不认 {names}，其中的文字照印，没有它的格式")
    package = Package(bold_faces)
    blocks = _Writer(package).blocks(report, Look("BodyText"), package.text_width)
    return package.finish(blocks, root, draft=draft)


class _Writer:
    """Turns the report's tree into blocks of one package."""

    def __init__(self, package: Package) -> None:
        self._package = package

    def blocks(self, node: Element, look: Look, width: int) -> list[WordElement]:
        """The blocks of the report or of a cell of it; ``look`` is that of plain paragraphs."""
        return _settled(list(self._flow(node, _Setting(look, width))))

    def _flow(self, node: Element, setting: _Setting) -> Iterator[WordElement]:
        """The blocks of an element's children; text between blocks is a paragraph of its own."""
        loose = [TextRun(node.text or "")]
        for child in node:
            if is_silent(child):
                pass
            elif any(inner.tag in _BLOCKS for inner in child.iter()):
                yield from self._paragraph(loose, setting.look)
                yield from self._block(child, setting)
                loose = []
            else:
                loose += pieces(child)
            loose.append(TextRun(child.tail or ""))
        yield from self._paragraph(loose, setting.look)

    def _paragraph(self, content: list[TextRun], look: Look) -> Iterator[WordElement]:
        if kept := folded(content):
            made = paragraph(look, runs(kept, self._package))
            if any(piece.format.loose for piece in kept):
                # Word knows this of whole paragraphs only.
                amend(made, w("wordWrap", val=0))
            yield made

    def _block(self, node: Element, setting: _Setting) -> Iterator[WordElement]:
        if node.tag == "table":
            yield from self._table(node, setting)
        elif node.tag == "img":
            yield from self._picture(node, setting)
        elif node.tag == "figure":
            yield from self._figure(node, setting)
        elif "signature" in classes(node):
            yield from self._signature(node, setting)
        else:
            yield from self._flow(node, replace(setting, look=_look(node, setting)))

    def _table(self, node: Element, setting: _Setting) -> Iterator[WordElement]:
        caption = node.find("caption")
        if caption is not None and HIDDEN not in classes(caption):
            blocks = list(self._flow(caption, replace(setting, look=Look("Caption"))))
            keep_with_next(blocks)
            yield from blocks
        if rows(node):
            yield table(node, setting.width, self.blocks)

    def _picture(self, node: Element, setting: _Setting) -> Iterator[WordElement]:
        """The picture; where it cannot be carried, its alternative text."""
        alt = node.get("alt") or ""
        picture = self._package.picture(node.get("src") or "", alt, setting.width)
        if picture is not None:
            yield paragraph(Look("Figure"), [picture])
        else:
            yield from self._paragraph([TextRun(alt)], setting.look)

    def _figure(self, node: Element, setting: _Setting) -> Iterator[WordElement]:
        blocks = list(self._flow(node, setting))
        keep_with_next(blocks[:-1])
        yield from blocks

    def _signature(self, node: Element, setting: _Setting) -> Iterator[WordElement]:
        """One line below the text: the body's name, and the date where there is one."""
        name, date = (_lines(node, part) for part in ("body-name", "date"))
        signed, dated = docx_signature.looks(name, "".join(date), setting.width)
        inner = replace(setting, look=signed, date=dated)
        blocks = list(self._flow(node, inner))
        keep_with_next(blocks[:-1])
        for block in filter(is_paragraph, blocks[:1]):
            amend(block, w("spacing", before=docx_signature.FREE_LINE))
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


def _settled(blocks: list[WordElement]) -> list[WordElement]:
    """The blocks with the properties that depend on their neighbours.

    Word joins tables that touch and wants a paragraph after the last one; text keeps a little off the table
    above it; the last words stay with the signature.
    """
    settled: list[WordElement] = []
    for last, block in itertools.pairwise([None, *blocks, None]):
        after_table = last is not None and not is_paragraph(last)
        if after_table and (block is None or not is_paragraph(block)):
            settled.append(paragraph(Look("TableText"), []))
        elif block is not None and is_paragraph(block):
            if after_table:
                amend(block, w("spacing", before=_BELOW_TABLE))
            elif last is not None and block[0][0].get(qn("w:val")) in _SIGNED:
                amend(last, w("keepNext"))
        if block is not None:
            settled.append(block)
    return settled
