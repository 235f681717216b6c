"""Findings as SARIF 2.1.0, which code scanning services and editors read."""

import os
from pathlib import PurePath
from urllib.parse import quote

from govgen import __version__
from govgen.findings.catalogue import FAMILIES, CatalogueEntry, entry
from govgen.findings.finding import Finding, Level, Related
from govgen.findings.printable import json_text
from govgen.findings.reporters.outcome import Outcome

_LEVELS = {Level.ERROR: "error", Level.WARNING: "warning", Level.INFO: "note"}
_SEVERITIES = {Level.ERROR: "error", Level.WARNING: "warning", Level.INFO: "recommendation"}
_ROOT = "%SRCROOT%"
"""The name by which services mean the top of the checked-out repository."""

Json = dict[str, object]


def report_sarif(outcome: Outcome) -> str:
    """One run: the rules that fired and a result for each finding.

    Columns count code points. What a file accepts is kept as a suppressed result with its reason.
    """
    reasons = {item.finding: item.reason for item in outcome.accepted}
    findings = [*outcome.findings, *reasons]
    codes = sorted({finding.code for finding in findings})
    marks = outcome.fingerprints(findings)
    results = [
        _result(finding, codes.index(finding.code), mark, outcome)
        for finding, mark in zip(findings, marks, strict=True)
    ]
    for result, reason in zip(results[len(outcome.findings) :], reasons.values(), strict=True):
        result["suppressions"] = [{"kind": "inSource", "status": "accepted", "justification": reason}]
    driver = {"name": "govgen", "semanticVersion": __version__, "rules": [_rule(code) for code in codes]}
    run = {
        "tool": {"driver": driver | {"language": "zh-CN"}},
        "columnKind": "unicodeCodePoints",
        "results": results,
    }
    document = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    return json_text(document) + "\n"


def _rule(code: str) -> Json:
    known = entry(code)
    return {
        "id": code,
        "name": known.title,
        "shortDescription": {"text": known.title},
        "fullDescription": {"text": known.explanation},
        "help": {
            "text": _help(known, "{title}：\n{text}"),
            "markdown": _help(known, "**{title}**\n\n{text}"),
        },
        "defaultConfiguration": {"level": _LEVELS[known.level]},
        "properties": {
            "tags": [FAMILIES[code[0]][0], known.tier.value, *known.mistakes],
            "problem.severity": _SEVERITIES[known.level],
        },
    }


def _help(known: CatalogueEntry, form: str) -> str:
    """What a viewer shows beside a result; ``form`` sets a part's title and text."""
    fence = "```yaml\n{}\n```" if "*" in form else "{}"
    parts = {
        "说明": known.explanation,
        "依据": f"{known.citation}（{known.tier.value}）" if known.citation else known.tier.value,
        "改法": known.whole_advice,
        "错误的写法": fence.format(known.example.wrong.rstrip()),
        "正确的写法": fence.format(known.example.right.rstrip()),
    }
    return "\n\n".join(form.format(title=title, text=text) for title, text in parts.items())


def _result(finding: Finding, index: int, fingerprint: str, outcome: Outcome) -> Json:
    location = _location(finding, finding.file, outcome, finding.where)
    advice = f"\n改法：{finding.advice}" if finding.advice else ""
    result: Json = {
        "ruleId": finding.code,
        "ruleIndex": index,
        "level": _LEVELS[finding.level],
        "message": {"text": _literal(f"{finding.message}{advice}")},
        "locations": [location],
        "partialFingerprints": {"govgenFinding/v1": fingerprint},
    }
    if finding.related:
        result["relatedLocations"] = [
            _location(related, related.file or finding.file, outcome)
            | {"id": number, "message": {"text": _literal(related.message)}}
            for number, related in enumerate(finding.related, start=1)
        ]
    return result


def _literal(text: str) -> str:
    """``text`` with brackets escaped where a viewer would take them for a link."""
    return text.replace("[", r"\[").replace("]", r"\]") if "](" in text else text


def _location(at: Finding | Related, file: str, outcome: Outcome, where: str = "") -> Json:
    """A place as lines and columns, or, in a document that has none, by its name alone."""
    path = outcome.locate(file)
    # A name may have bytes that are no text: they are quoted as bytes.
    inside = {"uri": quote(os.fsencode(path)), "uriBaseId": _ROOT}
    artifact = {"uri": PurePath(path).as_uri()} if PurePath(path).is_absolute() else inside
    physical: Json = {"artifactLocation": artifact}
    if not at.place:
        names = ("startLine", "startColumn", "endLine", "endColumn")
        physical["region"] = dict(zip(names, at.span, strict=True))
    logical = [{"fullyQualifiedName": name} for name in (at.place, where) if name]
    return {"physicalLocation": physical} | ({"logicalLocations": logical} if logical else {})
