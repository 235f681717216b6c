"""Word files of a report with slips in it, and what comments such a file has and where."""

import io
import zipfile
from pathlib import Path
from typing import NamedTuple
from xml.etree.ElementTree import Element, fromstring

import docx
from docx.table import _Cell
from docx_reading import W, words
from helpers import BASE, LAST, examined

from govgen.render.docx.writer import write_docx
from govgen.render.html.page import Templates

SLIPS = {
    "行政许可": (-1, ""),
    "一、本年新收": (-1, "14"),
    "（一）予以公开": (-6, "1,234"),
    "1.属于国家秘密": (-1, ""),
}
"""Rows by the start of a label, each with the column and what is written there."""


def our_word_file(folder: Path) -> bytes:
    """The Word file that a build makes of the sample."""
    return write_docx(Templates().render(examined(folder, BASE, last=LAST).report))


def with_slips(raw: bytes) -> bytes:
    """The same with slips of several kinds, in prose and in cells; two cells are left empty."""
    document = docx.Document(io.BytesIO(raw))
    for paragraph in document.paragraphs:
        for run in paragraph.runs:
            run.text = run.text.replace("128条", "129条").replace("平稳有序", "平稳有序平稳有序")
    for row in [row for table in document.tables for row in table.rows]:
        for label, (column, figure) in SLIPS.items():
            if any(cell.text.startswith(label) for cell in row.cells):
                write(row.cells[column], figure)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def write(cell: _Cell, text: str) -> None:
    """Put ``text`` in place of what a cell says."""
    first, *others = cell.paragraphs[0].runs
    first.text = text
    for run in others:
        run.text = ""


class Anchored(NamedTuple):
    """A comment: its number, author, lines, and the words of the paragraph and of the row it is at."""

    number: str
    author: str
    lines: tuple[str, ...]
    paragraph: str
    row: tuple[str, ...]


def anchored(raw: bytes) -> list[Anchored]:
    """The comments of a Word file in the order of their places, each by its range and its reference.

    The two must name one paragraph.
    """
    with zipfile.ZipFile(io.BytesIO(raw)) as package:
        body = fromstring(package.read("word/document.xml"))
        comments = fromstring(package.read("word/comments.xml"))
    texts = {comment.get(f"{W}id"): comment for comment in comments.iter(f"{W}comment")}
    rows = {
        paragraph: tuple(words(cell) for cell in row.iter(f"{W}tc"))
        for row in body.iter(f"{W}tr")
        for paragraph in row.iter(f"{W}p")
    }
    found = []
    for paragraph in body.iter(f"{W}p"):
        starts, ends, references = (
            sorted(mark.get(f"{W}id", "") for mark in paragraph.findall(path))
            for path in (f"{W}commentRangeStart", f"{W}commentRangeEnd", f"{W}r/{W}commentReference")
        )
        assert starts == ends == references
        found += [_anchored(texts.pop(number), paragraph, rows.get(paragraph, ())) for number in starts]
    assert not texts, "a comment without a place"
    return found


def _anchored(comment: Element, paragraph: Element, row: tuple[str, ...]) -> Anchored:
    lines = tuple(words(line) for line in comment.iter(f"{W}p"))
    number, author = (comment.get(f"{W}{name}") or "" for name in ("id", "author"))
    return Anchored(number, author, lines, words(paragraph), row)
