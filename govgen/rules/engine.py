"""A review: every rule asked once, from the one list of the families that hold rules."""

import bisect
import importlib
import itertools
import pkgutil
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter

from govgen.datafile.report import Report
from govgen.editions.edition import Edition
from govgen.editions.loading import editions
from govgen.findings.catalogue import entry
from govgen.findings.finding import Finding, Findings, Span
from govgen.rules import balances, consistency, last_year, law, privacy, wording
from govgen.rules.rule import Rule
from govgen.rules.text.lines import half_clause

Place = tuple[int, int]
_FAMILIES = (consistency, last_year, law, privacy, wording)


def _rules_of(*modules: object) -> tuple[Rule, ...]:
    return tuple(item for module in modules for item in vars(module).values() if isinstance(item, Rule))


_FIGURES = _rules_of(balances)
"""The rules that need no identity: they judge a report whose body or year is still unreadable."""

RULES = _FIGURES + _rules_of(
    *(
        importlib.import_module(module.name)
        for family in _FAMILIES
        for module in pkgutil.iter_modules(family.__path__, f"{family.__name__}.")
    )
)
"""Every rule there is."""


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
    return Findings(_told_once(list(found)))


def _told_once(found: Sequence[Finding]) -> Iterator[Finding]:
    """The findings without those of a slip that one on a longer expression tells (``yields_to``)."""
    for code, items in itertools.groupby(sorted(found, key=attrgetter("code")), attrgetter("code")):
        longer = entry(code).yields_to
        told = _joined(item.span for item in found if item.code in longer and item.code != code)
        for item in _shortest(items) if code in longer else items:
            before = bisect.bisect_left(told, (item.span[2:],)) - 1
            if before < 0 or told[before][1] <= item.span[:2]:
                yield item


def _shortest(items: Iterable[Finding]) -> Iterator[Finding]:
    """Of the findings that overlap only the shortest: it shows best where the slip is."""
    kept: list[tuple[Place, Place]] = []
    for item in sorted(items, key=lambda item: (item.span[2] - item.span[0], item.span[3] - item.span[1])):
        place = item.span[:2], item.span[2:]
        at = bisect.bisect(kept, place)
        if (at == 0 or kept[at - 1][1] <= place[0]) and (at == len(kept) or place[1] <= kept[at][0]):
            kept.insert(at, place)
            yield item


def _joined(spans: Iterable[Span]) -> list[tuple[Place, Place]]:
    """Start and end of the stretches that ``spans`` cover together, in order."""
    found: list[tuple[Place, Place]] = []
    for span in sorted(spans):
        start = found.pop() if found and span[:2] < found[-1][1] else (span[:2], span[2:])
        found.append((start[0], max(start[1], span[2:])))
    return found


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
