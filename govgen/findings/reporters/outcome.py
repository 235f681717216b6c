"""What a reporter is given: the findings of one run, what was accepted, and what was reviewed."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from govgen.findings.finding import AcceptedFinding, Finding

WIDEST = 120
"""A source line is shown up to this many columns where no terminal says how many it has."""


class Summary(NamedTuple):
    """What a review went over: files, findings by level, and cells stated and left out as 0.

    ``accepted`` counts what the files themselves accept; ``left_out`` what was found but not asked for,
    ``left_out_errors`` how many errors are among that; ``fixable`` how many of those shown ``--fix`` mends.
    """

    files: int
    errors: int
    warnings: int
    infos: int
    stated_cells: int
    implied_zero_cells: int
    accepted: int = 0
    left_out: int = 0
    left_out_errors: int = 0
    fixable: int = 0


class Outcome(NamedTuple):
    """One run's findings in order.

    ``lines`` holds the lines of each file by the name that findings give it. ``locate`` turns such a name
    into the path a platform knows the file by: relative to the repository, with forward slashes, where the
    file is in it, else absolute. ``width`` is how many columns a source line may take.
    """

    findings: tuple[Finding, ...]
    summary: Summary
    accepted: tuple[AcceptedFinding, ...] = ()
    lines: Mapping[str, Sequence[str]] = {}
    locate: Callable[[str], str] = str
    width: int = WIDEST

    def marked(self, finding: Finding) -> tuple[str, str]:
        """The first source line of a finding, and what of it the finding marks; both empty where unknown."""
        lines, span = self.lines.get(finding.file, []), finding.span
        if span.line > len(lines):
            return "", ""
        line = lines[span.line - 1]
        end = span.end_column - 1 if span.end_line == span.line else len(line)
        return line, line[span.column - 1 : end]

    def fingerprints(self, findings: Iterable[Finding]) -> list[str]:
        """What identifies each finding across runs, also when lines above it are added or removed.

        It is made of file, code, the place in the report's words, the source line and what is marked in it.
        Findings alike in all that are numbered in their order.
        """
        seen: Counter[tuple[str, ...]] = Counter()
        made = []
        for finding in findings:
            line, marked = self.marked(finding)
            facts = (self.locate(finding.file), finding.code, finding.where, line.strip(), marked)
            seen[facts] += 1
            text = "\0".join((*facts, str(seen[facts])))
            made.append(hashlib.sha256(text.encode("utf-8", errors="replace")).hexdigest()[:32])
        return made
