"""Findings as a code quality report of GitLab, which shows them in the merge request."""

from govgen.findings.finding import Finding, Level
from govgen.findings.printable import json_text
from govgen.findings.reporters.outcome import Outcome

_SEVERITIES = {Level.ERROR: "critical", Level.WARNING: "minor", Level.INFO: "info"}


def report_gitlab(outcome: Outcome) -> str:
    """The report's JSON list; each item has a fingerprint that outlives edits elsewhere in the file."""
    marks = outcome.fingerprints(outcome.findings)
    items = [_item(finding, mark, outcome) for finding, mark in zip(outcome.findings, marks, strict=True)]
    return json_text(items) + "\n"


def _item(finding: Finding, fingerprint: str, outcome: Outcome) -> dict[str, object]:
    advice = f"（{finding.advice}）" if finding.advice else ""
    return {
        "description": f"{f'{finding.place}：' if finding.place else ''}{finding.message}{advice}",
        "check_name": finding.code,
        "fingerprint": fingerprint,
        "severity": _SEVERITIES[finding.level],
        "location": {
            "path": outcome.locate(finding.file),
            "lines": {"begin": finding.span.line, "end": finding.span.end_line},
        },
    }
