"""The structure tree of a tagged PDF, built from the HTML elements themselves (ISO 14289-1, 7).

WeasyPrint tags the content of each page, so that a paragraph or table over two pages is tagged as two, and it
guesses table headers (its issue 2508). Here every element has one tag however many pages it takes; table
cells take their headers from the HTML; page numbers and repeated table heads are artifacts.
"""

import functools
from typing import Any
from xml.etree.ElementTree import Element

import pydyf
from weasyprint import pdf

from govgen.render.pdf.structure import StructureTree
from govgen.render.pdf.weasyprint.guard import foreign
from govgen.render.pdf.weasyprint.tables import REPEATED

_ROLES = {
    "section": "Sect",
    "article": "Art",
    "blockquote": "BlockQuote",
    "p": "P",
    "ul": "L",
    "ol": "L",
    "li": "LI",
    "a": "Link",
    "img": "Figure",
    "table": "Table",
    "caption": "Caption",
    "thead": "THead",
    "tbody": "TBody",
    "tfoot": "TFoot",
    "tr": "TR",
    "th": "TH",
    "td": "TD",
    **{f"h{level}": f"H{level}" for level in range(1, 7)},
}
"""HTML elements with a tag of their own; the content of any other belongs to the element around it."""

_GROUPING = {"/Document", "/Sect", "/Art", "/BlockQuote", "/LBody"}
"""Tags that hold other tags, not text."""


def install() -> None:
    """Let WeasyPrint write tags by this module."""
    pdf.add_tags = functools.wraps(pdf.add_tags)(add_tags)


def add_tags(pdf: Any, document: Any, pdf_version: Any, page_streams: Any) -> None:  # noqa: ARG001  (as called)
    """Write the structure tree of ``document`` into ``pdf``; the streams are those of its pages, in order."""
    tagger = _Tagger(StructureTree(pdf))
    for number, (page, stream) in enumerate(zip(document.pages, page_streams, strict=True)):
        tagger.take_page(number, page._page_box, stream)
    tagger.tree.finish()


class _Tagger:
    """Puts the content of a document into the tree page by page."""

    def __init__(self, tree: StructureTree) -> None:
        self.tree = tree
        self.parts: dict[Element, Any] = {}
        self.parents: dict[Element, Element] = {}
        self.paragraphs: dict[int, Any] = {}
        self.heads: dict[Element, int] = {}
        self.page, self.height = 0, 0.0
        self.tags: dict[Any, dict[str, Any]] = {}
        self.labels: dict[int, tuple[str, Any]] = {}

    def take_page(self, number: int, page_box: Any, stream: Any) -> None:
        """Add the content of a page; in its ``stream`` each piece gets the tag of its part."""
        self.page, self.height = number, page_box.margin_height()
        self.tags, self.labels = stream._tags, {}
        for child in page_box.children:
            self._take(child, "")
        if self.tags:
            raise foreign("weasyprint.pdf.stream.Stream._tags")
        for at, properties in enumerate(stream.stream):
            if isinstance(properties, pydyf.Dictionary) and "MCID" in properties:
                stream.stream[at - 1 : at + 1] = self.labels[properties["MCID"]]

    def _take(self, box: Any, artifact: str) -> None:
        box = getattr(box, "_box", box)
        artifact = artifact or self._artifact(box)
        element = box.element
        if element is not None and not artifact:
            self._part(element)
        if box in self.tags:
            self._mark(box, artifact)
        if getattr(box, "link_annotation", None) is not None and not artifact:
            self.tree.annotate(self._part(element), box.link_annotation)
        for child in getattr(box, "children", ()):
            self._take(child, artifact)

    def _artifact(self, box: Any) -> str:
        """The kind of artifact that ``box`` is, by the page or by a table that repeats; else empty."""
        if keyword := getattr(box, "at_keyword", ""):
            return "Header" if keyword.startswith("@top") else "Footer"
        tag = str(box.element_tag) if box.element is not None else ""
        if tag == "table::after":
            return "Footer"
        if box.element is not None and box.element.get(REPEATED) is not None:
            return "Header"
        if tag == "thead" and self.heads.setdefault(box.element, self.page) != self.page:
            return "Header"
        return ""

    def _mark(self, box: Any, artifact: str) -> None:
        number = self.tags.pop(box)["mcid"]
        if artifact:
            properties = {"Type": "/Pagination", "Subtype": f"/{artifact}"}
            self.labels[number] = "/Artifact", pydyf.Dictionary(properties)
            return
        part = self._holder(box.element)
        self.tree.mark(part, self.page, number)
        self.labels[number] = part["S"], pydyf.Dictionary({"MCID": number})
        if part["S"] == "/Figure":
            # In points from the lower left; boxes count down in pixels of 1/96 inch.
            left, top = box.content_box_x(), box.content_box_y()
            corners = left, self.height - top - box.height, left + box.width, self.height - top
            part["A"]["BBox"] = pydyf.Array(0.75 * corner for corner in corners)

    def _holder(self, element: Element) -> Any:
        """The part for text of ``element``: a paragraph of its own where only a group is around it."""
        part = self._part(element)
        if part["S"] not in _GROUPING:
            return part
        last = self.paragraphs.get(part.number)
        if last is None or part["K"][-1] != last.reference:
            last = self.paragraphs[part.number] = self.tree.add("P", part)
        return last

    def _part(self, element: Element) -> Any:
        """The part of ``element``, or of the nearest element around it that has one; made when first met."""
        if element in self.parts:
            return self.parts[element]
        if element.tag == "html":
            self.parents = {child: parent for parent in element.iter() for child in parent}
            part = self.tree.document
        else:
            part = self._part(self.parents[element])
            if role := _ROLES.get(element.tag):
                part = self.tree.add(role, part, element)
                if role == "LI":
                    part = self.tree.add("LBody", part)
        self.parts[element] = part
        return part
