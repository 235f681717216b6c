"""Findings for programs, as one JSON document."""

from __future__ import annotations

import json
from collections.abc import Iterable

from govgen.diagnostics import Finding
from govgen.reporters.outcome import Summary
from govgen.review.acceptance import Settled


def as_json(findings: Iterable[Finding], summary: Summary, accepted: Iterable[Settled] = ()) -> str:
    """A whole run; lines and columns count from 1, columns in code points, ends are exclusive."""
    document = {
        "findings": [_record(finding) for finding in findings],
        "accepted": [_record(settled.finding) | {"reason": settled.reason} for settled in accepted],
        "summary": {name: getattr(summary, name) for name in Summary.__slots__},
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _record(finding: Finding) -> dict[str, object]:
    span = finding.span
    return {
        "code": finding.code,
        "level": finding.level.value,
        "message": finding.message,
        "advice": finding.advice,
        "citation": finding.citation,
        "file": finding.file,
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
        "where": finding.where,
        "mistakes": list(finding.mistakes),
        "related": [
            {
                "message": related.message,
                "file": related.file or finding.file,
                "line": related.span.line,
                "column": related.span.column,
            }
            for related in finding.related
        ],
    }
