"""The parts of a .docx and the file that holds them, the same bytes for the same content."""

import datetime
import functools
import io
import re
import zipfile
from collections.abc import Iterable
from importlib.resources import files
from typing import Any
from xml.etree.ElementTree import Element

from docx.enum.section import WD_HEADER_FOOTER
from docx.image.exceptions import (
    InvalidImageStreamError,
    UnexpectedEndOfFileError,
    UnrecognizedImageError,
)
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part, PartFactory
from docx.oxml.ns import qn
from docx.package import Package as Parts
from lxml import etree

from govgen.render.docx.pictures import EMU_PER_TWIP, drawing, picture_of
from govgen.render.docx.xml import WordElement, w
from govgen.render.html_tree import text

_LONGEST = 255
"""python-docx, and Word's own dialog, take no longer property."""

_PARTS = (
    ("core.xml", "/docProps/core.xml", "OPC_CORE_PROPERTIES", "CORE_PROPERTIES"),
    ("document.xml", "/word/document.xml", "WML_DOCUMENT_MAIN", "OFFICE_DOCUMENT"),
    ("styles.xml", "/word/styles.xml", "WML_STYLES", "STYLES"),
    ("settings.xml", "/word/settings.xml", "WML_SETTINGS", "SETTINGS"),
    ("fontTable.xml", "/word/fontTable.xml", "WML_FONT_TABLE", "FONT_TABLE"),
)
"""File, name in the package, and python-docx's constants for its content type and relationship."""

_MARGINS = (
    ("footer-odd.xml", "/word/footer1.xml", "FOOTER", "PRIMARY"),
    ("footer-even.xml", "/word/footer2.xml", "FOOTER", "EVEN_PAGE"),
)
_DRAFT = (
    ("header-draft.xml", "/word/header1.xml", "HEADER", "PRIMARY"),
    ("header-draft.xml", "/word/header2.xml", "HEADER", "EVEN_PAGE"),
)


@functools.cache
def _blob(name: str) -> bytes:
    """A part as shipped, without its comments, which are not for readers of a report."""
    shipped = (files(__package__) / "parts" / name).read_bytes()
    blob: bytes = etree.tostring(etree.fromstring(shipped, etree.XMLParser(remove_comments=True)))
    return blob


def _part(package: Any, file: str, name: str, content_type: str, relation: str) -> Any:
    kind = getattr(CONTENT_TYPE, content_type)
    return PartFactory(PackURI(name), kind, getattr(RELATIONSHIP_TYPE, relation), _blob(file), package)


class Package:
    """A report's package while it is written: pictures, addresses and bookmarks are added as they come.

    ``bold_faces`` are set bold, because a reader would see them replaced by the face of the text.
    """

    def __init__(self, bold_faces: Iterable[str] = ()) -> None:
        self._parts = Parts()
        made = {file: _part(self._parts, file, *rest) for file, *rest in _PARTS}
        self._main = made["document.xml"]
        self._section = self._main.element.body.sectPr
        for file, _, _, relation in _PARTS:
            source = self._parts if file in {"core.xml", "document.xml"} else self._main
            source.relate_to(made[file], getattr(RELATIONSHIP_TYPE, relation))
        self._add_margins(_MARGINS)
        bold = frozenset(bold_faces)
        for fonts in made["styles.xml"].element.iter(qn("w:rFonts")):
            if fonts.get(qn("w:eastAsia")) in bold:
                fonts.addnext(w("b"))
        self._pictures = 0
        self._bookmarks = 0

    def _add_margins(self, entries: tuple[tuple[str, str, str, str], ...]) -> None:
        for file, name, kind, pages in entries:
            part = _part(self._parts, file, name, f"WML_{kind}", kind)
            relation = self._main.relate_to(part, getattr(RELATIONSHIP_TYPE, kind))
            add = self._section.add_footerReference if kind == "FOOTER" else self._section.add_headerReference
            add(getattr(WD_HEADER_FOOTER, pages), relation)

    @property
    def text_width(self) -> int:
        """The width of the text area in twips."""
        section = self._section
        return int(section.page_width - section.left_margin - section.right_margin) // EMU_PER_TWIP

    def link(self, address: str) -> str:
        """The relationship id of an address outside."""
        relation: str = self._main.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        return relation

    def bookmark(self, name: str) -> tuple[WordElement, WordElement]:
        """Start and end of a bookmark called ``name``; Word takes 40 letters and digits at most."""
        self._bookmarks += 1
        plain = re.sub(r"\W+", "", name) or "标题"
        start = w("bookmarkStart", id=self._bookmarks, name=f"{plain[:36]}_{self._bookmarks}")
        return start, w("bookmarkEnd", id=self._bookmarks)

    def picture(self, source: str, alt: str, width: int) -> WordElement | None:
        """A run with the picture of a data URI, entered once; None where it is no PNG or SVG to be read.

        A drawing of lines goes in twice: as it is, and as points for readers that know no SVG.
        """
        png, svg = picture_of(source)
        try:
            relation, image = self._main.get_or_add_image(io.BytesIO(png))
        except (InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError):
            return None
        self._pictures += 1
        lines = ""
        if svg:
            name = PackURI(f"/word/media/drawing{self._pictures}.svg")
            part = Part(name, "image/svg+xml", svg, self._parts)
            lines = self._main.relate_to(part, RELATIONSHIP_TYPE.IMAGE)
        return drawing(self._pictures, image, relation, lines, alt, width)

    def finish(self, blocks: list[WordElement], root: Element, *, draft: bool) -> bytes:
        """The file with these blocks as its text and the properties of the page ``root``.

        A draft says so in the top margin of every page.
        """
        if draft:
            self._add_margins(_DRAFT)
        for block in blocks:
            self._section.addprevious(block)
        _describe(self._parts.core_properties, root)
        stored = io.BytesIO()
        self._parts.save(stored)
        return _reproducible(stored)


def _reproducible(stored: io.BytesIO) -> bytes:
    """The same archive without time or system, in order of names: the content types first, as OPC advises."""
    written = io.BytesIO()
    with zipfile.ZipFile(stored) as old, zipfile.ZipFile(written, "w") as new:
        for name in sorted(old.namelist()):
            entry = zipfile.ZipInfo(name)
            entry.create_system = 3
            new.writestr(entry, old.read(name), zipfile.ZIP_DEFLATED)
    return written.getvalue()


def _describe(core: Any, root: Element) -> None:
    """Set python-docx's ``core`` properties by the head of a page; its first heading may be the title."""
    stated = {(meta.get("name") or "").lower(): meta.get("content") or "" for meta in root.iter("meta")}
    heading = root.find(".//h1")
    title = (root.findtext(".//title") or "").strip() or (text(heading) if heading is not None else "")
    author, subject = stated.get("author", ""), stated.get("dcterms.subject") or stated.get("subject", "")
    core.title, core.subject = _line(title), _line(subject)
    core.author = core.last_modified_by = _line(author)
    core.keywords, core.comments = _line(stated.get("keywords", "")), _line(stated.get("description", ""))
    core.language = root.get("lang") or "zh-CN"
    created, modified = (_moment(stated.get(f"dcterms.{name}", "")) for name in ("created", "modified"))
    if moment := created or modified:
        core.created, core.modified = moment, modified or moment
    core.revision = 1


def _line(value: str) -> str:
    return " ".join(value.split())[:_LONGEST]


def _moment(value: str) -> datetime.datetime | None:
    """An ISO date or time as UTC without a zone; None where there is none or it cannot be read."""
    try:
        moment = datetime.datetime.fromisoformat(value.strip())
    except ValueError:
        return None
    return moment.astimezone(datetime.UTC).replace(tzinfo=None) if moment.tzinfo else moment
