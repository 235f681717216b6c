"""Findings for people and for programs: one run's outcome in the format asked for."""

from govgen.findings.reporters.github import report_github
from govgen.findings.reporters.gitlab import report_gitlab
from govgen.findings.reporters.json_ import report_json
from govgen.findings.reporters.outcome import Outcome
from govgen.findings.reporters.sarif import report_sarif
from govgen.findings.reporters.text import Style, plain, report_text

_WRITERS = {
    "json": report_json,
    "github": report_github,
    "sarif": report_sarif,
    "gitlab": report_gitlab,
}

FORMATS = ("text", *_WRITERS)
"""The output formats, by the names a user gives them."""


def report(kind: str, outcome: Outcome, style: Style = plain) -> str:
    """The outcome in the format ``kind``, one of ``FORMATS``; only text has a style."""
    return _WRITERS[kind](outcome) if kind in _WRITERS else report_text(outcome, style)
