"""Family K, the figures: what was carried over must be what last year's report carried out."""

from __future__ import annotations

from collections.abc import Iterator

from govgen.catalogue import finding
from govgen.diagnostics import Finding, Level, Related
from govgen.review.rules import Need, Rule, rule
from govgen.review.subject import Subject
from govgen.table import CellRef, State


@rule("K501", Need.CELLS, Need.LAST)
def carried_over(subject: Subject) -> Iterator[Finding]:
    """Column by column, this year's carried-in applications are last year's carried-out ones."""
    carry, last = subject.edition.carry_over, subject.last
    if carry is None or last is None or last.edition.carry_over is None:
        return
    table = subject.edition.table_by_id[carry.table]
    here, there = subject.cells or {}, last.cells or {}
    for ref in (ref for ref in table.refs if ref.row == carry.this):
        now = here[ref]
        then = there.get(CellRef(last.edition.carry_over.table, last.edition.carry_over.last, ref.column))
        if then is None or State.UNKNOWN in {now.state, then.state} or now.value == then.value:
            continue
        if now.computed and then.computed:
            continue  # the columns say it already
        message = (
            f"上年结转（{table.column_nodes[ref.column].name}）写作 {now.value:f}，"
            f"而 {last.identity.year} 年度报告结转下年度是 {then.value:f}"
        )
        explained = f"（已说明：{subject.explanation}）" if subject.explanation else ""
        yield finding(
            "K501",
            message + explained,
            now.span,
            where=subject.edition.name_of(ref),
            level=Level.WARNING if subject.explanation else None,
            related=(Related(f"{last.identity.year} 年度结转下年度", then.span, last.name),),
            citation=f"{last.edition.basis.number}所附格式“{table.key}”表",
        )


RULES: tuple[Rule, ...] = (carried_over,)
