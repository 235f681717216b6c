"""What a body is asked to mend: every error and warning, with the place that the body knows it by."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from govgen.findings.finding import Finding, Level
from govgen.findings.reporters.text import LEVEL_NAMES
from govgen.rules.privacy.masking import PersonalData
from govgen.workflows.check import Examined

_SENTENCE = re.compile(r"[^。！？；]*[。！？；]|[^。！？；]+")
_EXCERPT = 40
"""Characters of a sentence that are enough to find it in the report."""

_PRIVATE = "P7"
"""Findings on personal data, of which no sentence is quoted: its words are shown to the clerk alone."""


_DOUBT, _BESIDE_DOUBT = "D140", ("L453", "L454")
"""A cell that an import could not read for certain, and what the import also says of the same cell."""

_PLACES = 8
"""Places that one row names; a column filled with strokes has a hundred."""


@dataclass(frozen=True, slots=True)
class Issue:
    """One row of a 退回意见; ``count`` says in how many places it was found."""

    code: str
    level: str
    place: str
    problem: str
    basis: str
    remedy: str
    count: int = 1


def issues_of(examined: Examined) -> list[Issue]:
    """Every error and warning, the gravest first; what is found alike in several places is one issue.

    Personal data of the report is masked in all that is quoted.
    """
    personal = PersonalData(paragraph.text for _, paragraph in examined.report.paragraphs)
    found = [item for item in examined.findings if item.level is not Level.INFO]
    doubts = [item.where for item in found if item.code == _DOUBT]
    issues: dict[Issue, list[tuple[str, str]]] = {}
    for item in sorted(found, key=lambda item: item.level.rank):
        if item.code not in _BESIDE_DOUBT or not any(_same_cell(item.where, doubt) for doubt in doubts):
            problem = personal.masked(_problem(item))
            issue = Issue(item.code, LEVEL_NAMES[item.level], "", problem, item.citation, item.advice)
            issues.setdefault(issue, []).append(_place(item, examined, personal))
    return [replace(issue, place=_joined(places), count=len(places)) for issue, places in issues.items()]


def issues_in_all(issues: Iterable[Issue], level: Level | None = None) -> int:
    """How many places ``issues`` are about, those of ``level`` alone where it is given."""
    return sum(issue.count for issue in issues if level is None or issue.level == LEVEL_NAMES[level])


def _same_cell(where: str, doubt: str) -> bool:
    """Whether one place is the other or within it."""
    return f"{where}.".startswith(f"{doubt}.") or f"{doubt}.".startswith(f"{where}.")


def _problem(finding: Finding) -> str:
    """What is wrong, without the cell, which the place names, and without personal data."""
    name = finding.where.rpartition(".")[2]
    cell = rf"(?:：位置)?：{re.escape(finding.where)}(?![^（，])|^{re.escape(name)}：" if name else r"(?!)"
    problem = re.sub(cell, "", finding.message)
    return re.sub(r"\d(?=\d{2})", "*", problem) if finding.code.startswith(_PRIVATE) else problem


def _place(finding: Finding, examined: Examined, personal: PersonalData) -> tuple[str, str]:
    """Where a finding is in the printed report: section, then row and column or the words of a sentence."""
    key, *rest = finding.where.split(".")
    section = next((item for item in examined.report.edition.sections if item.key == key), None)
    heading = section.heading if section else key or "报告"
    if rest:
        return heading, personal.masked("—".join(rest))
    if finding.code.startswith(_PRIVATE) or (section and section.kind == "table"):
        return heading, ""
    sentence = _sentence_at(finding, examined, personal)
    return heading, f"“{sentence}”" if sentence else ""


def _joined(places: Sequence[tuple[str, str]]) -> str:
    """The first of ``places``, each section named once."""
    parts: dict[str, dict[str, None]] = {}
    for heading, detail in places[:_PLACES]:
        parts.setdefault(heading, {}).update({detail: None} if detail else {})
    words = "。".join(
        "，".join([heading, *(["；".join(details)] if details else [])]) for heading, details in parts.items()
    )
    return f"{words}等 {len(places)} 处" if len(places) > _PLACES else words


def _sentence_at(finding: Finding, examined: Examined, personal: PersonalData) -> str:
    """The words of the report around a finding; empty where it is not within prose."""
    for _, paragraph in examined.report.paragraphs:
        span = paragraph.body.span(0, len(paragraph.text))
        if span.line <= finding.span.line <= span.end_line:
            sentences = _SENTENCE.finditer(personal.masked(paragraph.text))
            at = finding.span.column - span.column
            found = next((sentence[0] for sentence in sentences if at < sentence.end()), "")
            return found if len(found) <= _EXCERPT else f"{found[:_EXCERPT]}…"
    return ""
