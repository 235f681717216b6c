"""The structure tree of a PDF file as objects (ISO 32000-1, 14.7 and 14.8)."""

from typing import Any
from xml.etree.ElementTree import Element

import pydyf

from govgen.render import html_tree as dom
from govgen.render.pdf.weasyprint.idents import IDENT
from govgen.render.pdf.weasyprint.tables import ROWS

_SCOPES = {"col": "Column", "colgroup": "Column", "row": "Row", "rowgroup": "Column"}
"""The scope of a header cell. A heading of a group of rows is above them, as one of a column is."""


class StructureTree:
    """A tree that grows in reading order; it remembers to which node each piece of content belongs."""

    def __init__(self, pdf: Any) -> None:
        self._pdf, self._pages = pdf, pdf.page_references
        self._owners: list[dict[int, bytes]] = [{} for _ in self._pages]
        self._annotations: list[bytes] = []
        self._ids: dict[str, bytes] = {}
        self._root = self._added({"Type": "/StructTreeRoot"})
        self.document = self.add("Document", self._root)

    def add(self, role: str, parent: Any, element: Element | None = None) -> Any:
        """A new node below ``parent``, described by its HTML ``element``."""
        node = self._added({"Type": "/StructElem", "S": f"/{role}", "P": parent.reference})
        _append(parent, node.reference)
        if element is not None:
            self._describe(node, role, element)
        return node

    def mark(self, node: Any, page: int, number: int) -> None:
        """Put a piece of a page's content into ``node``: the page, counted from 0, and the piece's number."""
        self._owners[page][number] = node.reference
        place = self._pages[page]
        if node.setdefault("Pg", place) == place:
            _append(node, number)
        else:
            _append(node, pydyf.Dictionary({"Type": "/MCR", "Pg": place, "MCID": number}))

    def annotate(self, node: Any, annotation: Any) -> None:
        """Put the annotation of a link into ``node``."""
        annotation["StructParent"] = len(self._owners) + len(self._annotations)
        self._annotations.append(node.reference)
        _append(node, pydyf.Dictionary({"Type": "/OBJR", "Obj": annotation.reference}))

    def finish(self) -> None:
        """Add what a reader needs to find its way in the tree: from content to nodes, and to header cells."""
        numbers = pydyf.Array()
        for page, owners in enumerate(self._owners):
            # The numbers of artifacts have no owner.
            owned = (owners.get(number, "null") for number in range(max(owners, default=-1) + 1))
            numbers += [page, pydyf.Array(owned)]
        for number, owner in enumerate(self._annotations, start=len(self._owners)):
            numbers += [number, owner]
        self._root["ParentTree"] = self._added({"Nums": numbers}).reference
        self._root["ParentTreeNextKey"] = len(self._owners) + len(self._annotations)
        if self._ids:
            names = pydyf.Array()
            # By the bytes of their strings, which are ASCII or, with a mark before, UTF-16.
            for ident in sorted(self._ids, key=lambda each: (not each.isascii(), each.encode("utf-16-be"))):
                names += [pydyf.String(ident), self._ids[ident]]
            self._root["IDTree"] = self._added({"Names": names}).reference
        self._pdf.catalog["StructTreeRoot"] = self._root.reference
        self._pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})
        self._pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})

    def _added(self, entries: dict[str, Any]) -> Any:
        made = pydyf.Dictionary(entries)
        self._pdf.add_object(made)
        return made

    def _describe(self, node: Any, role: str, element: Element) -> None:
        """What assistive technology should know of an element beyond its text."""
        facts: dict[str, Any] = {}
        if role in {"TH", "TD"}:
            facts = _cell(element)
        elif role == "Figure":
            node["Alt"] = pydyf.String(element.get("alt", ""))
            node["A"] = pydyf.Dictionary({"O": "/Layout", "Placement": "/Block", "BBox": pydyf.Array()})
        elif role == "Table" and (caption := element.find("caption")) is not None:
            facts = {"Summary": pydyf.String("".join(caption.itertext()).strip())}
        if role == "TH":
            facts["Scope"] = f"/{_SCOPES.get(element.get('scope', ''), 'Column')}"
            if ident := element.get(IDENT, element.get("id")):
                node["ID"] = pydyf.String(ident)
                self._ids[ident] = node.reference
        if facts:
            node["A"] = pydyf.Dictionary({"O": "/Table", **facts})


def _append(node: Any, kid: Any) -> None:
    node.setdefault("K", pydyf.Array()).append(kid)


def _cell(element: Element) -> dict[str, Any]:
    spans = {
        "ColSpan": dom.span(element, "colspan"),
        "RowSpan": max(dom.span(element, name) for name in ("rowspan", ROWS)),
    }
    facts: dict[str, Any] = {name: span for name, span in spans.items() if span > 1}
    if headers := element.get("headers", "").split():
        facts["Headers"] = pydyf.Array([pydyf.String(ident) for ident in headers])
    return facts
