"""Identifies a finding across runs, also when lines above it are added or removed."""

import hashlib
from collections import Counter
from collections.abc import Iterable

from govgen.findings.finding import Finding
from govgen.findings.reporters.outcome import Outcome


def fingerprints(findings: Iterable[Finding], outcome: Outcome) -> list[str]:
    """One fingerprint for each finding, all different.

    It is made of file, code, the place in the report's words, the source line and what is marked in it;
    line numbers are not in it. Findings alike in all that are numbered in their order.
    """
    seen: Counter[tuple[str, ...]] = Counter()
    made = []
    for finding in findings:
        line, marked = outcome.marked(finding)
        facts = (outcome.locate(finding.file), finding.code, finding.where, line.strip(), marked)
        seen[facts] += 1
        text = "\0".join((*facts, str(seen[facts])))
        made.append(hashlib.sha256(text.encode("utf-8", errors="replace")).hexdigest()[:32])
    return made
