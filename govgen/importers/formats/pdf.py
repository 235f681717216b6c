"""A PDF with a text layer as lines: paragraphs put together again, tables by their ruled grid."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator
from typing import Any, NamedTuple

from govgen.importers.formats.lines import Lines
from govgen.importers.formats.pdf_limits import refuse_bombs
from govgen.importers.formats.pdf_paragraphs import Line, Paragraphs
from govgen.importers.page import Page, RefusedError

MAX_PAGES = 60
_NUMBER = re.compile(r"[\s—–\-－_·]*(?:第\s*)?\d{1,3}(?:\s*页)?(?:\s*[/／]\s*\d{1,3})?[\s—–\-－_·]*\Z")
_EDGE = 0.13
"""Page numbers stand in the margin, at most this part of a page (GB/T 9704-2012, 5.2.1: 37 of 297 mm)."""
_UNREADABLE = re.compile(r"\(cid:\d+\)")
_FEW = 20
_MARGIN = 1.0
_TOUCH = 0.3
"""A figure nearer to a rule than this, in points, is not within its cell."""


class _Block(NamedTuple):
    """A table of a page, or a line of text, by how far down it stands."""

    top: float
    line: Line | None = None
    rows: tuple[tuple[str, ...], ...] = ()


def read_pdf(raw: bytes) -> Page:
    """The page of a PDF.

    Raises:
        RefusedError: the library is not here, or the file is broken, encrypted, without text, or larger than
            a report can be.
    """
    try:
        import pdfplumber  # noqa: PLC0415  (an optional extra; slow to load)
    except ImportError as error:
        raise RefusedError("读 PDF 要用 pdfplumber：请运行 pip install 'govgen[import]' 后再导入") from error
    refuse_bombs(raw)
    try:
        with warnings.catch_warnings(), pdfplumber.open(io.BytesIO(raw)) as document:
            warnings.simplefilter("ignore")  # the library warns of what it mends itself
            return _page(document)
    except RefusedError:
        raise
    except Exception as error:
        if "password" in type(error).__name__.lower() or "password" in repr(error.__cause__ or error).lower():
            raise RefusedError("PDF 加了密码，请去掉密码后再导入") from error
        raise RefusedError("PDF 已损坏，读不出来；请用原来的 Word 文件，或重新导出 PDF") from error


def _page(document: Any) -> Page:
    if len(document.pages) > MAX_PAGES:
        raise RefusedError(f"PDF 有 {len(document.pages)} 页，超过 {MAX_PAGES} 页，不像一份年度报告")
    lines = Lines()
    pages = [list(_blocks(page)) for page in document.pages]
    paragraphs = Paragraphs([block.line for blocks in pages for block in blocks if block.line])
    for blocks in pages:
        for block in blocks:
            if block.line is not None:
                paragraphs.add(block.line)
                continue
            _flush(paragraphs, lines)
            lines.table(block.rows)
    _flush(paragraphs, lines)
    page = lines.page()
    if len(_UNREADABLE.findall(page.text)) > _FEW:
        raise RefusedError("PDF 的字体没有文字编码，读不出字；请用原来的 Word 文件导入")
    return page


def _flush(paragraphs: Paragraphs, lines: Lines) -> None:
    for text in paragraphs.finished():
        lines.paragraph(text)


def _blocks(page: Any) -> Iterator[_Block]:
    """Tables and lines of a page from top to bottom; page numbers are left out."""
    tables = page.find_tables()
    boxes = [table.bbox for table in tables]
    blocks = [_Block(table.bbox[1], rows=_rows(table)) for table in tables]
    rest = page.filter(lambda item: item["object_type"] != "char" or not _is_apart(item, boxes))
    for found in rest.extract_text_lines(return_chars=True):
        edge = found["bottom"] < page.height * _EDGE or found["top"] > page.height * (1 - _EDGE)
        if not (edge and _NUMBER.match(found["text"])):
            size = found["chars"][0]["size"]
            line = Line(found["text"], found["x0"], found["x1"], size)
            blocks.append(_Block(found["top"], line))
    yield from sorted(blocks, key=lambda block: block.top)


def _is_apart(item: Any, boxes: list[tuple[float, float, float, float]]) -> bool:
    """Whether a character belongs to a picture, by the tags that some PDFs have, or stands in a table."""
    if item.get("tag") == "Figure":
        return True
    across, down = (item["x0"] + item["x1"]) / 2, (item["top"] + item["bottom"]) / 2
    return any(
        left - _MARGIN <= across <= right + _MARGIN and top - _MARGIN <= down <= bottom + _MARGIN
        for left, top, right, bottom in boxes
    )


def _rows(table: Any) -> tuple[tuple[str, ...], ...]:
    """The cells that begin in each row; the library marks with None where one goes on."""
    return tuple(
        tuple(_words(table.page, cell, words) for cell, words in zip(row.cells, texts, strict=True) if cell)
        for row, texts in zip(table.rows, table.extract(), strict=True)
    )


def _words(page: Any, cell: tuple[float, float, float, float], words: str | None) -> str:
    """The words of a cell.

    A figure that touches the rule beside it may have run into the next: a question mark makes it doubtful.
    """
    text = (words or "").replace("\n", "")
    if not text.isdigit():
        return text
    left, top, right, bottom = cell
    spills = any(
        top <= (char["top"] + char["bottom"]) / 2 <= bottom
        and (char["x0"] < left + _TOUCH < char["x1"] or char["x0"] < right - _TOUCH < char["x1"])
        for char in page.chars
    )
    return f"{text}?" if spills else text
