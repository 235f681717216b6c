"""A structure tree and its form as objects of a PDF file (ISO 32000-1, 14.7 and 14.8)."""

from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element

import pydyf

from govgen.render import html_tree as dom
from govgen.render.pdf.weasyprint.styles import IDENT
from govgen.render.pdf.weasyprint.tables import ROWS

_SCOPES = {"col": "Column", "colgroup": "Column", "row": "Row", "rowgroup": "Column"}
"""The scope of a header cell. A heading of a group of rows is above them, as one of a column is."""


@dataclass(slots=True)
class Mark:
    """A piece of page content: the page, counted from 0, and its number among the page's pieces."""

    page: int
    number: int


@dataclass(slots=True, eq=False)
class TagNode:
    """A node of the tree: its tag, its HTML element, and what it holds in reading order.

    ``kids`` are parts, marks and link annotations of WeasyPrint; ``area`` is where a picture is on its
    page: left, bottom, right, top in points from the lower left corner.
    """

    role: str
    element: Element | None = None
    kids: list[Any] = field(default_factory=list)
    area: tuple[float, ...] = ()


def write_tree(pdf: Any, document: TagNode, pages: int) -> None:
    """Add the tree under ``document`` to ``pdf``, and what a reader needs to find its way in it."""
    root = pydyf.Dictionary({"Type": "/StructTreeRoot"})
    pdf.add_object(root)
    writer = _Writer(pdf, pages)
    root["K"] = pydyf.Array([writer.write(document, root)])
    root["ParentTree"] = writer.parent_tree()
    root["ParentTreeNextKey"] = pages + len(writer.annotations)
    if writer.ids:
        root["IDTree"] = writer.id_tree()
    pdf.catalog["StructTreeRoot"] = root.reference
    pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})
    pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})


class _Writer:
    """Writes parts one by one, and remembers where each piece of content and each header cell belongs."""

    def __init__(self, pdf: Any, pages: int) -> None:
        self.pdf = pdf
        self.owners: list[dict[int, bytes]] = [{} for _ in range(pages)]
        self.annotations: list[tuple[Any, bytes]] = []
        self.ids: dict[bytes, tuple[Any, bytes]] = {}

    def write(self, part: TagNode, parent: Any) -> bytes:
        """Add ``part`` and all below it; its reference."""
        node = pydyf.Dictionary({"Type": "/StructElem", "S": f"/{part.role}", "P": parent.reference})
        self.pdf.add_object(node)
        page = next((kid.page for kid in part.kids if isinstance(kid, Mark)), None)
        if page is not None:
            node["Pg"] = self.pdf.page_references[page]
        if part.element is not None:
            self._describe(node, part, part.element)
        if part.kids:
            node["K"] = pydyf.Array([self._kid(kid, node, page) for kid in part.kids])
        reference: bytes = node.reference
        return reference

    def _kid(self, kid: Any, node: Any, page: int | None) -> Any:
        if isinstance(kid, TagNode):
            return self.write(kid, node)
        if isinstance(kid, Mark):
            self.owners[kid.page][kid.number] = node.reference
            if kid.page == page:
                return kid.number
            place = {"Type": "/MCR", "Pg": self.pdf.page_references[kid.page], "MCID": kid.number}
            return pydyf.Dictionary(place)
        kid["StructParent"] = len(self.owners) + len(self.annotations)
        self.annotations.append((kid, node.reference))
        return pydyf.Dictionary({"Type": "/OBJR", "Obj": kid.reference})

    def _describe(self, node: Any, part: TagNode, element: Element) -> None:
        """What assistive technology should know of an element beyond its text."""
        facts: dict[str, Any] = {}
        if part.role in {"TH", "TD"}:
            facts = self._cell(element)
        elif part.role == "Figure":
            node["Alt"] = pydyf.String(element.get("alt", ""))
            place = {"O": "/Layout", "Placement": "/Block", "BBox": pydyf.Array(part.area)}
            node["A"] = pydyf.Dictionary(place)
        elif part.role == "Table" and (caption := element.find("caption")) is not None:
            facts = {"Summary": pydyf.String("".join(caption.itertext()).strip())}
        if part.role == "TH":
            facts["Scope"] = f"/{_SCOPES.get(element.get('scope', ''), 'Column')}"
            if ident := element.get(IDENT, element.get("id")):
                node["ID"] = pydyf.String(ident)
                self.ids[_string_bytes(ident)] = (node["ID"], node.reference)
        if facts:
            node["A"] = pydyf.Dictionary({"O": "/Table", **facts})

    def _cell(self, element: Element) -> dict[str, Any]:
        spans = {
            "ColSpan": dom.span(element, "colspan"),
            "RowSpan": max(dom.span(element, name) for name in ("rowspan", ROWS)),
        }
        facts: dict[str, Any] = {name: span for name, span in spans.items() if span > 1}
        if headers := element.get("headers", "").split():
            facts["Headers"] = pydyf.Array([pydyf.String(ident) for ident in headers])
        return facts

    def parent_tree(self) -> bytes:
        """The number tree from pieces of content and annotations to their parts; its reference."""
        numbers = pydyf.Array()
        for page, owners in enumerate(self.owners):
            numbers += [page, pydyf.Array([owners[number] for number in sorted(owners)])]
        for number, (_, owner) in enumerate(self.annotations, start=len(self.owners)):
            numbers += [number, owner]
        return self._add({"Nums": numbers})

    def id_tree(self) -> bytes:
        """The name tree from the identifiers of header cells to their parts; its reference."""
        names = pydyf.Array()
        for key in sorted(self.ids):
            names += self.ids[key]
        return self._add({"Names": names})

    def _add(self, entries: dict[str, Any]) -> bytes:
        tree = pydyf.Dictionary(entries)
        self.pdf.add_object(tree)
        reference: bytes = tree.reference
        return reference


def _string_bytes(text: str) -> bytes:
    """The bytes by which a name tree is sorted: those of the PDF string."""
    return text.encode("ascii") if text.isascii() else b"\xfe\xff" + text.encode("utf-16-be")
