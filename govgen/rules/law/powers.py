"""The power to make government rules (L410)."""

from collections.abc import Iterator

from govgen.datafile.identity import Kind
from govgen.datafile.report import Report
from govgen.findings.catalogue import finding
from govgen.findings.finding import Finding, Level, Related
from govgen.rules.lexicon import pattern_of
from govgen.rules.rule import rule


@rule("L410", "cells")
def rules_without_power(report: Report) -> Iterator[Finding]:
    """Government rules counted by a body that cannot make any; a warning where the name leaves it open."""
    name, kind = report.who.body, report.who.kind
    if kind in {None, Kind.CITY} or pattern_of("powers", "may").search(name):
        return
    sure = kind is not Kind.COUNTY or pattern_of("powers", "none").search(name)
    row = report.ref("disclosure", "rules", "")[:2]
    filled = [(ref, value) for ref in report.edition.refs if ref[:2] == row and (value := report.value(*ref))]
    if filled:
        first, *others = (Related(report.edition.name_of(ref), report.cells[ref].span) for ref, _ in filled)
        figures = "、".join(f"{value:f}" for _, value in filled)
        why = "没有这项制定权" if sure else "如果不是设区的市，就没有这项制定权"
        message = f"{first.message} 一行填了 {figures}，{name}{why}，应为 0"
        level = None if sure else Level.WARNING
        related = tuple(others)
        yield finding("L410", message, first.span, where=first.message, related=related, level=level)
