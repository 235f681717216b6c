"""A report as an office types it in Word: plain paragraphs, and tables with merged or split cells."""

import io
import random
from collections.abc import Callable

import docx
from docx.document import Document
from docx.table import Table as WordTable

from govgen.datafile.report import Report
from govgen.editions.layout import spots

Write = Callable[[WordTable, int, int, int, int, str], object]


def merged(table: WordTable, row: int, column: int, down: int, across: int, text: str) -> None:
    table.cell(row, column).merge(table.cell(row + down - 1, column + across - 1)).text = text


def word_report(report: Report, write: Write = merged, zero: str = "0") -> Document:
    """The report in plain paragraphs and tables; ``write`` is for labels, ``zero`` for half of the zeros."""
    made, chance = docx.Document(), random.Random(1)
    made.add_paragraph(report.title)
    for section in report.edition.sections:
        made.add_paragraph(section.heading)
        if section.kind == "text":
            for paragraph in report.passages[section.id].paragraphs:
                made.add_paragraph(paragraph.text)
            continue
        table = report.edition.table_of(section)
        drawn = list(spots(table))
        word = made.add_table(max(row for row, _, _ in drawn) + 1, table.width)
        for row, column, tag in drawn:
            text = str(report.cells[tag.ref].value) if tag.ref else tag.text
            text = zero if tag.ref and text == "0" and chance.random() < 0.5 else text
            put = merged if tag.ref else write
            put(word, row, column, tag.rowspan, tag.colspan, text)
    return made


def saved(document: Document) -> bytes:
    """The document as a file."""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
