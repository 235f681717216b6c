"""The findings of a review as comments in a copy of the Word file that was reviewed."""

import re
from collections.abc import Iterable, Iterator

from govgen.findings.display import clip
from govgen.findings.finding import Finding, Span
from govgen.findings.printable import printable
from govgen.findings.reporters.text import LEVEL_NAMES, remarks
from govgen.workflows.annotate.package import WordComment, with_comments
from govgen.workflows.check_document import ExaminedDocument

_QUOTED = 40
"""Characters of a quotation in a comment, enough to find the words in the paragraph."""
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def annotated(document: ExaminedDocument, findings: Iterable[Finding]) -> bytes:
    """The Word file with a comment for each of ``findings``, at its paragraph or table cell.

    Raises:
        RefusedError: a part of the file cannot be changed.
    """
    comments = [
        WordComment(_paragraph(document, finding.span), tuple(_lines(document, finding)))
        for finding in findings
    ]
    return with_comments(document.raw, comments)


def _paragraph(document: ExaminedDocument, span: Span) -> int:
    """The paragraph of the file with which the line or cell at ``span`` begins."""
    numbers = document.page.paragraphs[span.line - 1]
    cell = document.lines[span.line - 1].count("\t", 0, span.column - 1)
    return next(number for number in (*numbers[cell:], *numbers, 0) if number is not None)


def _lines(document: ExaminedDocument, finding: Finding) -> Iterator[str]:
    words = [f"{LEVEL_NAMES[finding.level]} {finding.code}：{finding.message}"]
    if quoted := _quoted(document, finding.span):
        words.append(f"原文：{quoted}")
    return (_NOT_XML.sub("\ufffd", printable(line)) for line in (*words, *remarks(finding)))


def _quoted(document: ExaminedDocument, span: Span) -> str:
    """The words that a finding means, where they are a part of a line outside tables."""
    line = document.lines[span.line - 1]
    words = line[span.column - 1 : span.end_column - 1 if span.end_line == span.line else None]
    is_part = span.line not in document.page.drawn and words != line
    return clip(words, _QUOTED) if is_part else ""
