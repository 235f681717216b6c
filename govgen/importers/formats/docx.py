"""Reads a Word document: paragraphs with list numbers, tables row by row, tracked changes as accepted."""

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError, fromstring

from govgen.importers.formats.docx_styles import (
    NUMBERING,
    STYLES,
    DocxStyles,
    RunStyle,
    W,
    inner,
    shade_at,
    value,
)
from govgen.importers.formats.looks import PLAIN, StyledRun, TextLook
from govgen.importers.page import LOCKED, Lines, Page, RefusedError

MAX_PART_BYTES = 10 * 1024 * 1024
"""A report's document.xml has less than one megabyte; its tree takes twenty times its size in memory."""
MAX_MEMBERS = 4000
_ENCRYPTED = 1  # the bit of a member's flags that says so (ZIP specification, 4.4.4)
_DOCUMENT = "word/document.xml"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_GONE = {
    *(f"{W}{name}" for name in ("del", "moveFrom", "instrText", "delText", "txbxContent", "pict", "rPr")),
    *(f"{W}pPr", f"{W}rt", _FALLBACK),
}
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_CHARACTERS = {f"{W}br": "\n", f"{W}cr": "\n", f"{W}tab": " ", f"{W}noBreakHyphen": "-"}
_CODE = re.compile("[0-9A-Fa-f]{2,4}")
_FONT_PAGE = 0xF0
_UNREADABLE = "?"
"""In a cell it leaves the figure unread, for which of its digits the symbol shows is not known."""
_INSIDE = {f"{W}{name}" for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag")}
_LAYOUT = {f"{W}tbl", f"{W}tr", f"{W}tc"}  # only of a table that holds others, which lays out a page


def read_docx(raw: bytes) -> Page:
    """The page of a .docx. Elements nested too deep for Python end in a RecursionError, for ``detect``.

    Raises:
        RefusedError: it is no Word document, is encrypted or broken, unpacks to more than a report can be,
            or declares entities.
    """
    parts = _parts(raw)
    if _DOCUMENT not in parts:
        raise RefusedError("这不是 Word 文档（.docx）；压缩包请先解压，其他文件请另存为 .docx 或 PDF")
    body = inner(parts[_DOCUMENT], "body")
    if body is None:
        raise RefusedError("Word 文档里没有正文")
    reader = _Reader(parts[_DOCUMENT], DocxStyles(parts))
    marks = Counter(node.tag.removeprefix(W) for node in body.iter())
    # A moved piece is one of each.
    put_in, taken_out = marks["ins"] + marks["moveTo"], marks["del"] + marks["moveFrom"]
    if put_in or taken_out:
        reader.lines.note(
            f"文档里有修订痕迹：插入 {put_in} 处，已读入；删除 {taken_out} 处，没有读入；请接受或拒绝全部修订"
        )
    for mark, name in (("comment", "批注"), ("footnote", "脚注"), ("endnote", "尾注")):
        if count := marks[f"{mark}Reference"]:
            reader.lines.note(f"文档里的{name}（{count} 处）没有收入")
    reader.blocks(body)
    return reader.lines.page()


def _parts(raw: bytes) -> dict[str, Element]:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as package:
            members = {info.filename: info for info in package.infolist()}
            if len(members) > MAX_MEMBERS:
                raise RefusedError(f"压缩包里有 {len(members):,} 个文件，不像 Word 文档")
            wanted = [name for name in (_DOCUMENT, NUMBERING, STYLES) if name in members]
            if any(members[name].flag_bits & _ENCRYPTED for name in wanted):
                raise RefusedError(f"Word 文档{LOCKED}")
            parts = {name: unpacked(package, members[name]) for name in wanted}
            for data in parts.values():
                refuse_entities(data)
            return {name: fromstring(data) for name, data in parts.items()}
    except (zipfile.BadZipFile, ParseError) as error:
        raise RefusedError("Word 文档已损坏，打不开；请用 Word 或 WPS 打开后另存") from error


def unpacked(package: zipfile.ZipFile, info: zipfile.ZipInfo, limit: int = MAX_PART_BYTES) -> bytes:
    """A member's content; what its header claims is not trusted.

    Raises:
        RefusedError: it is larger than ``limit`` bytes.
    """
    with package.open(info) as member:
        data = member.read(limit + 1)
    if len(data) > limit:
        raise RefusedError(f"Word 文档解压后超过 {limit:,} 字节，不像一份年度报告")
    return data


def refuse_entities(data: bytes) -> None:
    """Raise a RefusedError for a part with a document type, which may declare entities without end."""
    if any("<!DOCTYPE".encode(name) in data for name in ("utf-8", "utf-16-le", "utf-16-be")):
        raise RefusedError("Word 文档里声明了实体，正常的文档不会有，没有读入")


class _Reader:
    def __init__(self, document: Element, styles: DocxStyles) -> None:
        self.lines = Lines()
        self.order = {paragraph: number for number, paragraph in enumerate(document.iter(f"{W}p"))}
        self.styles = styles
        self.codes = _field_codes(document)

    def blocks(self, node: Element) -> None:
        """Add the paragraphs and tables below ``node``."""
        for child in node:
            if child.tag == f"{W}p":
                copies = {box for copy in child.iter(_FALLBACK) for box in copy.iter(f"{W}txbxContent")}
                for box in (box for box in child.iter(f"{W}txbxContent") if box not in copies):
                    self.lines.note("文本框的文字已收入，位置请对照原文")
                    # Word has no comments in a text box.
                    self.order |= dict.fromkeys(box.iter(f"{W}p"), self.order[child])
                    self.blocks(box)
                self.lines.paragraph(self._paragraph(child))
            elif child.tag == f"{W}tbl" and child.find(f".//{W}tbl") is None:
                self.lines.table(self._rows(child))
            elif child.tag in _INSIDE or child.tag in _LAYOUT:
                self.blocks(child)

    def _rows(self, table: Element) -> Iterator[list[list[StyledRun]]]:
        for row in _within(table, f"{W}tr"):
            if all(inner(row, f"trPr/{gone}") is None for gone in ("del", "hidden")):
                yield [self._cell(cell) for cell in _within(row, f"{W}tc") if not _continues(cell)]

    def _cell(self, cell: Element) -> list[StyledRun]:
        shade = shade_at(cell, "tcPr/shd")
        return [
            run for node in cell.iter(f"{W}p") for run in (*self._paragraph(node, shade), StyledRun("\n"))
        ]

    def _paragraph(self, node: Element, shade: str = "") -> list[StyledRun]:
        """The words of a paragraph after its number, which Word does not keep in its text."""
        number = StyledRun(self.styles.number(node), paragraph=self.order[node])
        return [number, *self._words(node, PLAIN, self.styles.paragraph(node, shade))]

    def _words(self, node: Element, look: TextLook, around: RunStyle) -> Iterator[StyledRun]:
        """The words below ``node``; not the deleted ones, field codes and text boxes."""
        for child in node:
            if child.tag in _GONE or child in self.codes:
                continue
            if child.tag == f"{W}bdo":
                yield StyledRun("\u202e" if child.get(f"{W}val") == "rtl" else "", look)
            if child.tag == f"{W}t":
                yield StyledRun(child.text or "", look)
            elif child.tag == f"{W}sym":
                yield StyledRun(_symbol(child), look)
            elif child.tag in _CHARACTERS:
                yield StyledRun(_CHARACTERS[child.tag], look)
            elif child.tag == f"{_MATH}t":
                yield StyledRun(child.text or "", look._replace(raised=True))
            else:
                shown = self.styles.look(child, around) if child.tag == f"{W}r" else look
                yield from self._words(child, shown, around)


def _symbol(node: Element) -> str:
    """A stand-in for a digit's code in a symbol font, which may draw anything there; other symbols are none.

    Such fonts hold their characters from F000 on (ECMA-376, 17.3.3.30).
    """
    code = value(node, attribute="char")
    number = int(code, 16) if _CODE.fullmatch(code) else 0
    return _UNREADABLE if chr(number & 0xFF if number >> 8 == _FONT_PAGE else number).isdigit() else ""


def _field_codes(document: Element) -> frozenset[Element]:
    """The elements of text between a field's beginning and its separator or end, which Word does not show."""
    codes: set[Element] = set()
    open_fields: list[list[Element] | None] = []  # None for a field whose result has begun
    for node in document.iter():
        kind = value(node, attribute="fldCharType")
        if kind == "begin":
            open_fields.append([])
        elif kind in {"separate", "end"} and open_fields:
            codes.update(open_fields.pop() or ())
            open_fields += [None] if kind == "separate" else []
        elif node.tag == f"{W}t":
            for held in open_fields:
                if held is not None:
                    held.append(node)
    return frozenset(codes)


def _within(node: Element, tag: str) -> Iterator[Element]:
    """The children with ``tag``, those in content controls and insertions included."""
    for child in node:
        if child.tag == tag:
            yield child
        elif child.tag in _INSIDE:
            yield from _within(child, tag)


def _continues(cell: Element) -> bool:
    """Whether a cell is the lower part of one merged over several rows."""
    merged = inner(cell, "tcPr/vMerge")
    return merged is not None and value(merged) in {"", "continue"}
