"""Reads a PDF with a text layer: paragraphs rejoined from lines, tables by their ruled grid."""

import io
import re
import unicodedata
import warnings
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, NamedTuple

import pdfplumber
from pypdfium2 import PdfDocument, PdfPage

from govgen.importers.formats.looks import StyledRun
from govgen.importers.formats.pdf_looks import PaintedPage, cell_words, is_rule
from govgen.importers.formats.pdf_paragraphs import Paragraphs, PdfLine
from govgen.importers.page import Lines, Page, RefusedError

MAX_PAGES = 60
_NUMBER = re.compile(r"[\s—–\-－_·]*(?:第\s*)?\d{1,3}(?:\s*页)?(?:\s*[/／]\s*\d{1,3})?[\s—–\-－_·]*\Z")
_EDGE = 0.13
"""Page numbers are in the margin, at most this part of a page (GB/T 9704-2012, 5.2.1: 37 of 297 mm)."""
_UNREADABLE = re.compile(r"\(cid:\d+\)")
_FEW = 20


class _Block(NamedTuple):
    """A table of a page, or a line of text, by how far down it is."""

    top: float
    line: PdfLine | None = None
    rows: tuple[tuple[str, ...], ...] = ()


def read_pdf(raw: bytes) -> Page:
    """The page of a PDF.

    Raises:
        RefusedError: the file is encrypted, without text, or longer than a report can be.
    """
    try:
        with warnings.catch_warnings(), pdfplumber.open(io.BytesIO(raw)) as document:
            warnings.simplefilter("ignore")  # the library warns of what it repairs itself
            return _page(document, PdfDocument(raw))
    except Exception as error:
        if "password" in f"{type(error).__name__}{error.__cause__ or error!r}".lower():
            raise RefusedError("PDF 加了密码，请去掉密码后再导入") from error
        raise


def _page(document: Any, painter: PdfDocument) -> Page:
    if len(document.pages) > MAX_PAGES:
        raise RefusedError(f"PDF 有 {len(document.pages)} 页，超过 {MAX_PAGES} 页，不像一份年度报告")
    lines, expected = Lines(), Counter[str]()
    pages = [
        list(_blocks(page, drawn, expected)) for page, drawn in zip(document.pages, painter, strict=True)
    ]
    paragraphs = Paragraphs([block.line for blocks in pages for block in blocks if block.line])
    for blocks in pages:
        for block in blocks:
            if block.line is not None:
                paragraphs.add(block.line)
                continue
            _flush(paragraphs, lines)
            lines.table([[StyledRun(cell)] for cell in row] for row in block.rows)
    _flush(paragraphs, lines)
    page = lines.page()
    if len(_UNREADABLE.findall(page.text)) > _FEW:
        raise RefusedError("PDF 的字体没有文字编码，读不出字；请用原来的 Word 文件导入")
    if lost := expected - _characters(page.text):
        lines.note(f"PDF 里有 {lost.total()} 个字没有读到，请对照原文", "".join(lost)[:_FEW])
    return replace(lines.page(), may_lack=True)


def _flush(paragraphs: Paragraphs, lines: Lines) -> None:
    for text in paragraphs.finished():
        lines.paragraph([StyledRun(text)])


def _characters(text: str) -> Counter[str]:
    return Counter("".join(unicodedata.normalize("NFKC", text).split()))


def _blocks(page: Any, source: PdfPage, expected: Counter[str]) -> Iterator[_Block]:
    """Tables and lines of a page from top to bottom; page numbers and invisible text are left out.

    The characters of the others are counted in ``expected``.
    """
    painted = PaintedPage(page, source)
    seen = page.filter(lambda item: not painted.hides(item))
    tables = [table for table in seen.filter(is_rule).find_tables() if len(table.columns) > 1]
    blocks = [_Block(table.bbox[1], rows=_rows(table, seen)) for table in tables]
    cells = [cell for table in tables for cell in table.cells]
    rest = seen.filter(lambda item: not any(_is_in(item, cell) for cell in cells))
    expected += _characters("".join(char["text"] for char in seen.chars if char not in rest.chars))
    for found in rest.extract_text_lines(return_chars=True):
        edge = found["bottom"] < page.height * _EDGE or found["top"] > page.height * (1 - _EDGE)
        if not (edge and _NUMBER.match(found["text"])):
            expected += _characters("".join(char["text"] for char in found["chars"]))
            size = found["chars"][0]["size"]
            blocks.append(_Block(found["top"], PdfLine(found["text"], found["x0"], found["x1"], size)))
    yield from sorted(blocks, key=lambda block: block.top)


def _is_in(item: Any, cell: tuple[float, float, float, float]) -> bool:
    left, top, right, bottom = cell
    across, down = (item["x0"] + item["x1"]) / 2, (item["top"] + item["bottom"]) / 2
    return bool(left <= across < right and top <= down < bottom)


def _rows(table: Any, page: Any) -> tuple[tuple[str, ...], ...]:
    """The cells that begin in each row; the library marks with None where one goes on."""
    return tuple(
        tuple(
            cell_words([char for char in page.chars if _is_in(char, cell)], cell, page)
            for cell in row.cells
            if cell
        )
        for row in table.rows
    )
