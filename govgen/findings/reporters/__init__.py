"""Findings for people and for programs: one run's outcome in the format asked for."""

from __future__ import annotations

from govgen.findings.reporters.outcome import Outcome, Summary
from govgen.findings.reporters.text import (
    LEVEL_NAMES,
    Style,
    accepted_text,
    as_text,
    plain,
    report_text,
    summary_text,
    width,
)

__all__ = [
    "FORMATS",
    "LEVEL_NAMES",
    "Outcome",
    "Style",
    "Summary",
    "accepted_text",
    "as_text",
    "plain",
    "report",
    "report_text",
    "summary_text",
    "width",
]

FORMATS = ("text", "json", "github", "sarif", "gitlab")
"""The formats there are, by the names a user gives them."""


def report(kind: str, outcome: Outcome, style: Style = plain) -> str:
    """The outcome in the format ``kind``, one of ``FORMATS``; only text has a style."""
    # The formats for programs are loaded when asked for: a clerk's check needs text alone.
    if kind == "json":
        from govgen.findings.reporters.json_ import report_json as write  # noqa: PLC0415  (see above)
    elif kind == "github":
        from govgen.findings.reporters.github import report_github as write  # noqa: PLC0415  (see above)
    elif kind == "sarif":
        from govgen.findings.reporters.sarif import report_sarif as write  # noqa: PLC0415  (see above)
    elif kind == "gitlab":
        from govgen.findings.reporters.gitlab import report_gitlab as write  # noqa: PLC0415  (see above)
    else:
        return report_text(outcome, style)
    return write(outcome)
