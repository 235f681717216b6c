"""What tells findings apart from one run to the next, though lines above them come and go."""

import hashlib
from collections import Counter
from collections.abc import Iterable

from govgen.findings.finding import Finding
from govgen.findings.reporters.outcome import Outcome


def fingerprints(findings: Iterable[Finding], outcome: Outcome) -> list[str]:
    """One fingerprint for each finding, all different.

    It is made of file, code, the place in the report's words, the source line and what is marked in it;
    line numbers are not in it. Findings alike in all that are told apart by their order.
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
