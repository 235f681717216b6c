"""B205–B206, K520–K521: a county's own report against the bodies' files that it adds up."""

from collections.abc import Iterator
from decimal import Decimal

from govgen.datafile.keys import NOT_SUMMED
from govgen.datafile.report import Report, SumTerm
from govgen.editions.succession import counterpart
from govgen.editions.table import CellRef
from govgen.findings.catalogue import finding
from govgen.findings.finding import START, Finding, Related
from govgen.rules.rule import rule

_MOST_TERMS = 20
"""Terms shown of one sum; a province has thousands of bodies."""


@rule("B205", "cells")
def sum_of_bodies(report: Report) -> Iterator[Finding]:
    """Every cell is the sum of the same cell of all bodies, once all their files are as they were added."""
    terms = report.terms
    if not terms or any(term.report is None or term.changed for term in terms):
        return
    for ref in report.edition.leaf_refs:
        values = [(term, _value(term, ref, report)) for term in terms]
        known = [value for _, value in values if value is not None]
        stated = report.value(*ref)
        if stated is None or len(known) < len(values) or sum(known, Decimal(0)) == stated:
            continue
        total = sum(known, Decimal(0))
        name = report.edition.name_of(ref)
        yield finding(
            "B205",
            f"“{name}”写作 {stated:f}，各机关之和是 {total:f}，差 {abs(total - stated):f}",
            report.cells[ref].span,
            where=name,
            related=tuple(_places(values, ref, report)),
        )


def _value(term: SumTerm, ref: CellRef, report: Report) -> Decimal | None:
    cell = _cell(term, ref, report)
    return term.report.value(*cell) if term.report and cell else None


def _cell(term: SumTerm, ref: CellRef, report: Report) -> CellRef | None:
    """The cell of a body's report that adds to ``ref``; another edition may call it otherwise."""
    if term.report is None or term.report.edition.edition == report.edition.edition:
        return ref
    edition = term.report.edition
    return next((cell for cell in edition.refs if counterpart(cell, edition, report.edition) == ref), None)


def _places(values: list[tuple[SumTerm, Decimal | None]], ref: CellRef, report: Report) -> Iterator[Related]:
    for term, value in [item for item in values if item[1]][:_MOST_TERMS]:
        cell = _cell(term, ref, report)
        if term.report and cell and value is not None:
            yield Related(f"{term.body} {value:f}", term.report.cells[cell].span, term.file)


@rule("B206")
def not_summed(report: Report) -> Iterator[Finding]:
    """Bodies that the county left out; each is an error until it reports or leaves the list."""
    for place, body in enumerate(report.head.facts.not_summed):
        span = report.head.places.get((NOT_SUMMED, place), START)
        yield finding("B206", f"“{body}”还没有汇总进来", span, where=NOT_SUMMED)


@rule("K520")
def sources_as_added(report: Report) -> Iterator[Finding]:
    """Files that changed since they were added (K520), or cannot be read now to check the sums (K521)."""
    for term in report.terms:
        if term.changed:
            yield finding("K520", f"“{term.body}”已重新报送（{term.file}），请重新汇总", term.span)
        if term.report is None:
            yield finding("K521", f"“{term.body}”的文件 {term.file} 打不开，汇总数没有核对", term.span)
