"""What a body is asked to mend: every error and warning, with the place that the body knows it by."""

import re
from dataclasses import dataclass

from govgen.findings.finding import Finding, Level
from govgen.findings.reporters.text import LEVEL_NAMES
from govgen.workflows.check import Examined

_SENTENCE = re.compile(r"[^。！？；]*[。！？；]|[^。！？；]+")
_EXCERPT = 40
"""Characters of a sentence that are enough to find it in the report."""

_PRIVATE = "P7"
"""Findings on personal data, which is masked: its words are shown to the clerk alone."""


@dataclass(frozen=True, slots=True)
class Issue:
    """One row of a 退回意见."""

    code: str
    level: str
    place: str
    problem: str
    basis: str
    remedy: str


def issues_of(examined: Examined) -> list[Issue]:
    """Every error and warning once, the gravest first; none for a report that has neither."""
    found = [item for item in examined.findings if item.level is not Level.INFO]
    issues: dict[Issue, None] = {}
    for item in sorted(found, key=lambda item: item.level.rank):
        place, level, problem = _place(item, examined), LEVEL_NAMES[item.level], item.message
        if item.code.startswith(_PRIVATE):
            problem = re.sub(r"\d(?=\d{2})", "*", problem)
        issues[Issue(item.code, level, place, problem, item.citation, item.advice)] = None
    return list(issues)


def _place(finding: Finding, examined: Examined) -> str:
    """Where a finding is in the printed report: section, then row and column, or the words of a sentence."""
    key, *rest = finding.where.split(".")
    section = next((item for item in examined.report.edition.sections if item.key == key), None)
    heading = section.heading if section else key or "报告"
    if rest:
        return f"{heading}，{'—'.join(rest)}"
    if finding.code.startswith(_PRIVATE) or (section and section.kind == "table"):
        return heading
    sentence = _sentence_at(finding, examined)
    return f"{heading}，“{sentence}”" if sentence else heading


def _sentence_at(finding: Finding, examined: Examined) -> str:
    """The words of the report around a finding; empty where it is not within prose."""
    for _, paragraph in examined.report.paragraphs:
        span = paragraph.body.span(0, len(paragraph.text))
        if span.line <= finding.span.line <= span.end_line:
            sentences = _SENTENCE.finditer(paragraph.text)
            at = finding.span.column - span.column
            found = next((sentence[0] for sentence in sentences if at < sentence.end()), "")
            return found if len(found) <= _EXCERPT else f"{found[:_EXCERPT]}…"
    return ""
