"""What law and notices demand beyond the choice of the edition (L410, L429, L430)."""

import re
from collections.abc import Iterator

from govgen.datafile.identity import Kind
from govgen.datafile.report import Report
from govgen.editions.succession import current
from govgen.editions.table import CellRef
from govgen.findings.catalogue import finding
from govgen.findings.finding import Finding, Level, Related
from govgen.rules.lexicon import HAN, pattern_of
from govgen.rules.rule import rule

_HAN = re.compile(HAN)
_SHORTEST = 10
"""A section on problems below this many characters says nothing."""


@rule("L410", "cells")
def rules_without_power(report: Report) -> Iterator[Finding]:
    """Government rules counted by a body that cannot make any; a warning where the name leaves it open."""
    name, kind = report.who.body, report.who.kind
    if kind in {None, Kind.CITY} or pattern_of("powers", "may").search(name):
        return
    sure = kind is not Kind.COUNTY or pattern_of("powers", "none").search(name)
    filled = [(ref, value) for ref in _row(report, "rules") if (value := report.value(*ref))]
    if filled:
        places = [(report.edition.name_of(ref), report.cells[ref].span) for ref, _ in filled]
        said = "、".join(f"{value:f}" for _, value in filled)
        message = f"{places[0][0]} 一行填了 {said}，{name}没有这项制定权，应为 0"
        related = tuple(Related(place, span) for place, span in places[1:])
        level = None if sure else Level.WARNING
        yield finding("L410", message, places[0][1], where=places[0][0], related=related, level=level)


def _row(report: Report, row: str) -> Iterator[CellRef]:
    table = report.edition.table_by_id.get("disclosure")
    ident = current(report.edition, "disclosure", "rows", row)
    yield from (ref for ref in (table.refs if table else ()) if ref.row == ident)


@rule("L429")
def long_overview(report: Report) -> Iterator[Finding]:
    """A section one longer than the county wants it."""
    limit = report.county.overview_limit
    passage = report.passages.get("overview")
    if limit is None or passage is None:
        return
    length = sum(len("".join(paragraph.text.split())) for paragraph in passage.paragraphs)
    if length > limit:
        yield finding("L429", f"共 {length} 字，上限是 {limit} 字", passage.span, where=passage.key)


@rule("L430")
def empty_problems(report: Report) -> Iterator[Finding]:
    """A section on problems and improvement that says nothing."""
    passage = report.passages.get("problems")
    if passage is None or (report.bare and not report.whole):
        return
    if len(_HAN.findall(passage.text)) < _SHORTEST:
        yield finding("L430", "没有写存在的问题和改进情况", passage.span, where=passage.key)
