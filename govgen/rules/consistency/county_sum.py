"""B205–B206, K520–K521: a county's own report against the bodies' files that it adds up."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from govgen.datafile.keys import NOT_SUMMED
from govgen.datafile.report import Report
from govgen.editions.node import CellType
from govgen.editions.succession import counterpart
from govgen.findings.catalogue import finding
from govgen.findings.finding import START, Finding, Related, Span
from govgen.rules.rule import rule

_MOST_TERMS = 20
"""Terms shown of one sum; a province has thousands of bodies."""


@rule("B205", "cells")
def sum_of_bodies(report: Report) -> Iterator[Finding]:
    """Every cell is the sum of the same cell of all bodies as their files are now, changed (K520) or not.

    Where files cannot be read (K521), a count that is below the sum of the others is wrong all the same.
    """
    bodies = [(term, term.report) for term in report.terms if term.report]
    lacking = len(report.terms) - len(bodies)
    theirs = {
        edition: {counterpart(ref, edition, report.edition): ref for ref in edition.refs}
        for edition in {body.edition for _, body in bodies}
    }
    for ref in report.edition.leaf_refs:
        stated = report.value(*ref)
        cells = [(term, body, theirs[body.edition].get(ref)) for term, body in bodies]
        parts = [
            (value, Related(f"{term.body} {value:f}", body.cells[cell].span, term.file))
            for term, body, cell in cells
            if cell and (value := body.value(*cell)) is not None
        ]
        total = sum((value for value, _ in parts), Decimal(0))
        if not parts or stated is None or len(parts) < len(bodies) or total == stated:
            continue
        is_signed = report.edition.table_by_id[ref.table].types[ref] is CellType.SIGNED
        if lacking and (is_signed or stated > total):
            continue
        name, of = report.edition.name_of(ref), f"打得开的 {len(bodies)} 个机关" if lacking else "各机关"
        yield finding(
            "B205",
            f"“{name}”写作 {stated:f}，{of}之和是 {total:f}，差 {abs(total - stated):f}",
            report.cells[ref].span,
            where=name,
            related=_shown([part for part in parts if part[0]], report.cells[ref].span),
        )


def _shown(parts: Sequence[tuple[Decimal, Related]], span: Span) -> tuple[Related, ...]:
    """The first terms of a sum, and the rest of them as one, so that what is shown adds up."""
    kept, rest = parts[:_MOST_TERMS], parts[_MOST_TERMS:]
    places = [place for _, place in kept]
    if rest:
        total = sum((value for value, _ in rest), Decimal(0))
        places.append(Related(f"另有 {len(rest)} 个机关，共 {total:f}", span))
    return tuple(places)


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
            yield finding(
                "K521",
                f"“{term.body}”的文件 {term.file} 没有了或者打不开；汇总数里仍有它的数，不能核对",
                term.span,
            )
