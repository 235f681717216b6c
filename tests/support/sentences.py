"""Sentences under review: what the rules over prose say of a few words in an otherwise silent text."""

from __future__ import annotations

from govgen.datafile.identity import Kind
from govgen.findings.finding import Finding
from govgen.importers.bare_text import report_of
from govgen.rules.engine import review
from govgen.rules.text.punctuation import edits

TOWN = "青禾镇人民政府"
FRAME = "一、总体情况\n{}\n二、主动公开政府信息情况\n"
SILENT = frozenset({"L411", "L412", "L413", "L414", "L434"})
"""What any text of a few sentences lacks; asked about only where a test is about it."""


def findings(
    text: str, *, body: str = TOWN, kind: Kind | None = Kind.TOWN, year: int = 2025
) -> list[Finding]:
    """What the review says of a text that may go on after its end."""
    return list(review(report_of(text, body=body, kind=kind, year=year, excerpt=True)))


def said(words: str, *, body: str = TOWN, kind: Kind | None = Kind.TOWN, year: int = 2025) -> dict[str, str]:
    """The codes found on sentences of section one, each with the words it is on."""
    text = FRAME.format(words)
    found = findings(text, body=body, kind=kind, year=year)
    return {item.code: marked(text, item) for item in found if item.code not in SILENT}


def marked(text: str, finding: Finding) -> str:
    """The words of a text that a finding's span covers."""
    lines = text.split("\n")
    span = finding.span
    if span.line == span.end_line:
        return lines[span.line - 1][span.column - 1 : span.end_column - 1]
    first, *between = lines[span.line - 1 : span.end_line - 1]
    return "\n".join([first[span.column - 1 :], *between, lines[span.end_line - 1][: span.end_column - 1]])


def mended(text: str) -> str:
    """``text`` with every edit of marks, widths and blanks made."""
    chars = list(text)
    for at, new in edits(text):
        chars[at] = new
    return "".join(chars)
