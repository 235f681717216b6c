"""A review: every rule asked once."""

import functools
import importlib
import pkgutil
from collections import defaultdict
from collections.abc import Iterable, Iterator

from govgen import rules
from govgen.datafile.report import Report
from govgen.editions.edition import Edition
from govgen.editions.loading import editions
from govgen.findings.catalogue import entry
from govgen.findings.finding import Finding, Findings, Span
from govgen.rules import balances
from govgen.rules.rule import Rule
from govgen.rules.text.lines import half_clause

RULES = [
    item
    for module in pkgutil.walk_packages(rules.__path__, f"{rules.__name__}.")
    for item in vars(importlib.import_module(module.name)).values()
    if isinstance(item, Rule)
]
"""Every rule there is."""

_FIGURES = [item for item in RULES if item.check.__module__ == balances.__name__]
"""The rules that need no identity: they judge a report whose body or year is still unreadable."""


def review(report: Report) -> Findings:
    """What the rules find in ``report``; a rule that lacks what it needs is skipped.

    An excerpt may end within a word, so that findings on words that end there are left out.
    """
    found = Findings()
    half = half_clause(report)
    for rule in RULES if report.identity is not None else _FIGURES:
        if all(getattr(report, need) for need in rule.needs):
            for finding in rule.check(report):
                if half is None or finding.span[2:] != half[2:] or finding.span[:2] < half[:2]:
                    found.add(_cited(finding, report.edition))
    return Findings(_told_once(found))


def _told_once(found: Iterable[Finding]) -> Iterator[Finding]:
    """The findings without those of a slip that one on a longer expression tells (``yields_to``).

    Of those of a code that yields to itself the shortest is told: it shows best where the slip is.
    """
    told: dict[tuple[str, int], list[Span]] = defaultdict(list)
    for item in sorted(found, key=lambda item: (_rank(item.code), _size(item.span))):
        start, end = item.span[:2], item.span[2:]
        longer = (span for code in entry(item.code).yields_to for span in told[code, item.span.line])
        if not any(span[:2] < end and start < span[2:] for span in longer):
            yield item
            for line in range(item.span.line, item.span.end_line + 1):
                told[item.code, line].append(item.span)


@functools.cache
def _rank(code: str) -> int:
    """The place of a code among those judged in turn: after all that it yields to."""
    return 1 + max((_rank(other) for other in entry(code).yields_to if other != code), default=0)


def _size(span: Span) -> tuple[int, int]:
    return span.end_line - span.line, span.end_column - span.column


def _cited(finding: Finding, edition: Edition) -> Finding:
    """``finding`` with the catalogue's citation as it is under ``edition``.

    The catalogue names one notice. Of another only the number and that it has a format are known; what the
    catalogue quotes of the one is not said of the other.
    """
    known = entry(finding.code).citation
    number = next((each.basis.number for each in editions() if known.startswith(each.basis.number)), "")
    if finding.citation != known or number in {"", edition.basis.number}:
        return finding
    clause = known.removeprefix(number)
    named = edition.basis.number + ("所附格式" if clause.startswith("所附格式") else "")
    return finding._replace(citation="" if clause.startswith("“") else named)
