"""Reads a PDF with a text layer: paragraphs rejoined from lines, tables by their ruled grid."""

import io
import itertools
import re
import unicodedata
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import pdfplumber
from pdfplumber.table import merge_edges
from pdfplumber.utils.text import extract_text
from pypdfium2 import PdfDocument, PdfPage

from govgen.importers.formats.looks import StyledRun
from govgen.importers.formats.pdf_looks import PaintedPage, cell_words, is_in, is_rule
from govgen.importers.page import LOCKED, Lines, Page, RefusedError, StyledCell

MAX_PAGES = 60
_PAGE_NUMBER = re.compile(r"[\s—–\-－_·]*(?:第\s*)?\d{1,3}(?:\s*页)?(?:\s*[/／]\s*\d{1,3})?[\s—–\-－_·]*\Z")
_EDGE = 0.13
"""Page numbers are in the margin, at most this part of a page (GB/T 9704-2012, 5.2.1: 37 of 297 mm)."""
_DIGITS, _WORDS = re.compile(r"\d+"), re.compile(r"[^\W\d]")
_UNREADABLE = re.compile(r"\(cid:\d+\)")
_FEW = 20
_INDENT = 0.8  # a line that begins this many characters further in begins a paragraph
_ASIDE = 6  # a line that begins this many characters further in is in the middle or at the right by itself
_FULL = 2.5  # a line that ends within this many characters of the right edge goes on in the next
_UNFINISHED = 4.5
"""The same for one without a mark at its end: what follows may not have fitted, such as a long number."""
_STRAY = 20  # one line in this many may be outside the text
_TITLE = 3  # titles have no more lines than this
_LARGER = 1.15  # and are larger than the text by more than this
_BLANK = 0.3
"""A gap of this many characters is a blank; less may be room in a line set flush at both edges."""
_LETTER = re.compile(r"[A-Za-z]")
_STOP = re.compile(r"[。！？；：.!?;:]\Z")
_LOOSE = re.compile(r"[ \u3000]+(?=[，。；：、）》”！？])|(?<=[（《“])[ \u3000]+")
"""Blanks beside a full-width mark: the mark's own empty half."""
_SNAP = 3.0
"""Rules that are this near each other, in points, are one; the library joins them so too."""


class _Block(NamedTuple):
    """A table of a page, or a printed line: how far down it is, where it begins and ends, its type's size.

    ``running`` is, of a line in the margin, what running heads have in common: the words and the height,
    which is negative from the foot of the page; empty for others.
    """

    top: float
    rows: Sequence[Sequence[StyledCell]] = ()
    text: str = ""
    left: float = 0.0
    right: float = 0.0
    size: float = 0.0
    running: tuple[str, int] = ("", 0)


def read_pdf(raw: bytes) -> Page:
    """The page of a PDF.

    Raises:
        RefusedError: it is encrypted, without text, or longer than a report can be.
    """
    try:
        with warnings.catch_warnings(), pdfplumber.open(io.BytesIO(raw)) as document:
            warnings.simplefilter("ignore")  # the library warns of what it repairs itself
            return _page(document, PdfDocument(raw))
    except Exception as error:
        if "password" in f"{type(error).__name__}{error.__cause__ or error!r}".lower():
            raise RefusedError(f"PDF {LOCKED}") from error
        raise


def _page(document: Any, painter: PdfDocument) -> Page:
    if len(document.pages) > MAX_PAGES:
        raise RefusedError(f"PDF 有 {len(document.pages)} 页，超过 {MAX_PAGES} 页，不像一份年度报告")
    lines, expected = Lines(), Counter[str]()
    if scans := [str(page.page_number) for page in document.pages if page.images and not page.chars]:
        lines.note(f"第 {'、'.join(scans)} 页是图片，没有文字，没有收入；要先做文字识别")
    pages = zip(document.pages, painter, strict=True)
    blocks = [list(_blocks(page, drawn, expected)) for page, drawn in pages]
    heads = _running_heads(blocks)
    for head in {block.running: block.text for block in heads}.values():
        lines.note("每页重复的页眉、页脚没有收入", head)
    _add([block for page in blocks for block in page if block not in heads], lines)
    text = lines.page().text + "".join(block.text for block in heads)
    if len(_UNREADABLE.findall(text)) > _FEW:
        raise RefusedError("PDF 的字体没有文字编码，读不出字；请用原来的 Word 文件导入")
    if lost := expected - _characters(text):
        lines.note(f"PDF 里有 {lost.total()} 个字没有读到，请对照原文", "".join(lost)[:_FEW])
    return replace(lines.page(), may_lack=True)


def _running_heads(pages: Sequence[Sequence[_Block]]) -> list[_Block]:
    """The outermost lines of the pages that are, but for digits, on several of them at one height."""
    counted = Counter(block.running for page in pages for block in page if block.running[0])
    return [
        block
        for page in pages
        for side, way in ((page, 1), (page[::-1], -1))
        for block in itertools.takewhile(lambda block: counted[block.running] > 1, side)
        if block.running[1] * way > 0
    ]


def _characters(text: str) -> Counter[str]:
    return Counter("".join(unicodedata.normalize("NFKC", text).split()))


def _blocks(page: Any, source: PdfPage, expected: Counter[str]) -> Iterator[_Block]:
    """Tables and lines of a page from top to bottom; page numbers and invisible text are left out.

    The characters of the others are counted in ``expected``.
    """
    painted = PaintedPage(page, source)
    seen = page.filter(lambda item: not painted.hides(item))
    tables = _tables(seen)
    blocks = [_Block(table.bbox[1], _rows(table, seen)) for table in tables]
    cells = [cell for table in tables for cell in table.cells]
    rest = seen.filter(lambda item: not any(is_in(item, cell) for cell in cells))
    expected += _characters("".join(char["text"] for char in seen.chars if char not in rest.chars))
    for line in _printed_lines(rest.chars):
        text = extract_text(line, x_tolerance_ratio=_BLANK, y_tolerance=page.height)
        top, bottom = min(char["top"] for char in line), max(char["bottom"] for char in line)
        edge = bottom < page.height * _EDGE or top > page.height * (1 - _EDGE)
        if not (edge and _PAGE_NUMBER.match(text)):
            expected += _characters("".join(char["text"] for char in line))
            left, right = min(char["x0"] for char in line), max(char["x1"] for char in line)
            height = round(top if bottom < page.height / 2 else top - page.height)
            running = (_DIGITS.sub("0", text), height) if edge and _WORDS.search(text) else ("", 0)
            blocks.append(_Block(top, (), text, left, right, line[0]["size"], running))
    yield from sorted(blocks, key=lambda block: block.top)


def _printed_lines(chars: Iterable[Any]) -> list[list[Any]]:
    """The characters line by line: those whose middle is above the lower edge of the line's others.

    Fonts of one line differ in how high their characters are said to be.
    """
    lines: list[list[Any]] = []
    bottom = 0.0
    for char in sorted(chars, key=lambda char: float(char["top"])):
        if not lines or (char["top"] + char["bottom"]) / 2 >= bottom:
            lines.append([])
            bottom = 0.0
        lines[-1].append(char)
        bottom = max(bottom, char["bottom"])
    return [sorted(line, key=lambda char: float(char["x0"])) for line in lines]


def _tables(page: Any) -> list[Any]:
    """The tables of more than one column."""
    ruled = page.filter(is_rule)
    closed = {"explicit_horizontal_lines": [*_closing_rules(ruled.edges)]}
    return [table for table in ruled.find_tables(closed) if len(table.columns) > 1]


def _closing_rules(edges: Sequence[Any]) -> Iterator[dict[str, object]]:
    """Rules between neighbouring upright ones that begin or end together.

    Where a page break cuts a table, browsers draw the sides of the cells and leave them open there.
    """
    upright = [edge for edge in edges if edge["orientation"] == "v"]
    walls = sorted(merge_edges(upright, *[_SNAP] * 4), key=lambda edge: float(edge["x0"]))
    for end, step in (("top", _SNAP), ("bottom", -_SNAP)):
        for at, wall in enumerate(walls):
            inside = wall[end] + step
            beside = next((other for other in walls[at + 1 :] if _covers(other, wall, inside)), None)
            if beside and abs(beside[end] - wall[end]) <= _SNAP:
                span = {"x0": wall["x0"], "x1": beside["x0"], "width": beside["x0"] - wall["x0"]}
                level = {"top": wall[end], "bottom": wall[end], "height": 0}
                yield {"object_type": "line", **span, **level}


def _covers(other: Any, wall: Any, level: float) -> bool:
    return bool(other["x0"] > wall["x0"] + _SNAP and other["top"] <= level <= other["bottom"])


def _rows(table: Any, page: Any) -> list[list[list[StyledRun]]]:
    """The cells that begin in each row; the library marks with None where one goes on."""
    return [
        [
            [StyledRun(cell_words([char for char in page.chars if is_in(char, cell)], cell, page))]
            for cell in row.cells
            if cell
        ]
        for row in table.rows
    ]


def _add(blocks: Sequence[_Block], lines: Lines) -> None:
    """Add the tables, and paragraphs joined from printed lines by the edges that most of these keep to."""
    printed = [block for block in blocks if not block.rows]
    left, right = _edge([line.left for line in printed]), -_edge([-line.right for line in printed])
    sizes = Counter(round(line.size) for line in printed)
    usual = max((size for size, count in sizes.items() if count > _TITLE), default=min(sizes, default=0))
    words, last = "", None
    for block in blocks:
        if last and not block.rows and _goes_on(last, block, left, right, usual):
            gap = " " if _LETTER.match(words[-1:]) and _LETTER.match(block.text) else ""
            words += gap + _LOOSE.sub("", block.text)
        else:
            lines.paragraph([StyledRun(words)])
            lines.table(block.rows)
            words = _LOOSE.sub("", block.text)
        last = None if block.rows else block
    lines.paragraph([StyledRun(words)])


def _goes_on(last: _Block, line: _Block, left: float, right: float, usual: float) -> bool:
    if abs(last.size - line.size) >= 1:
        return False
    if line.size > usual * _LARGER:  # the lines of a title
        return True
    begins = line.left > left + _INDENT * line.size
    is_aside = last.left > left + _ASIDE * last.size
    allowed = _FULL if _STOP.search(last.text) else _UNFINISHED
    return not begins and not is_aside and last.right >= right - allowed * last.size


def _edge(places: Sequence[float]) -> float:
    """The outermost place that several lines keep to, so that a stray mark does not count."""
    return sorted(places)[min(len(places) - 1, len(places) // _STRAY)] if places else 0.0
