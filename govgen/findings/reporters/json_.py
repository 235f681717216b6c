"""Findings for programs, as one JSON document."""

from govgen.findings.finding import Finding
from govgen.findings.printable import json_text
from govgen.findings.reporters.outcome import Outcome


def report_json(outcome: Outcome) -> str:
    """A whole run; lines and columns count from 1, columns in code points, ends are exclusive.

    For a document without lines they count those of the text read from it, and ``place`` names its place.
    """
    document = {
        "findings": [_record(finding) for finding in outcome.findings],
        "accepted": [_record(item.finding) | {"reason": item.reason} for item in outcome.accepted],
        "summary": outcome.summary._asdict(),
    }
    return json_text(document) + "\n"


def _record(finding: Finding) -> dict[str, object]:
    return {
        "code": finding.code,
        "level": finding.level.value,
        "message": finding.message,
        "advice": finding.advice,
        "citation": finding.citation,
        "file": finding.file,
        **finding.span._asdict(),
        "where": finding.where,
        "place": finding.place,
        "mistakes": list(finding.mistakes),
        "related": [
            {
                "message": related.message,
                "file": related.file or finding.file,
                "line": related.span.line,
                "column": related.span.column,
                "place": related.place,
            }
            for related in finding.related
        ],
    }
