"""Family B: sums that must agree, shown as arithmetic with the place of every term."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from govgen.datafile.cell import Cell, State
from govgen.datafile.report import Report
from govgen.editions.edition import Balance, Term
from govgen.editions.table import CellRef, Table, leaves_of
from govgen.findings.catalogue import finding
from govgen.findings.finding import Finding, Related
from govgen.rules.rule import rule

_FEW = 2
"""So many rows left out are named; who leaves out more writes only those that are not 0."""


@rule("B201", "cells")
def flow(report: Report) -> Iterator[Finding]:
    """What came in equals what went out and what is left, in every column of applicants.

    Where the file leaves rows out, the columns in which their side is too small are one finding: it most
    likely is a row that is missing.
    """
    for balance in report.edition.balances:
        table = report.edition.table_by_id[balance.table]
        found: dict[tuple[str, ...], list[tuple[str, Finding]]] = {}
        for left, _ in balance.sides(table):
            for more, rest, item in _column(report, balance, table, left[0].column):
                absent = _unwritten(report, table, balance.right if more else balance.left)
                if absent:
                    found.setdefault(absent, []).append((rest, item))
                else:
                    yield item
        for absent, ((_, first), *others) in found.items():
            also = f"；{'、'.join(rest for rest, _ in others)}，也是这样" if others else ""
            named = f"。没有写“{'”“'.join(absent)}”，按 0 计" if len(absent) <= _FEW else ""
            related = (*first.related, *(Related(item.message, item.span) for _, item in others))
            yield first._replace(message=f"{first.message}{also}{named}", related=related)


def _unwritten(report: Report, table: Table, side: Sequence[Term]) -> tuple[str, ...]:
    """The rows below the groups of a side that the file has not at all."""
    terms = {term.row for term in side}
    spans = {ref.row: cell.span for ref, cell in report.cells.items() if ref.table == table.id}
    absent = []
    for group in table.nodes["rows"].values():
        for total in (child for child in group.children if child.id in terms and child.total):
            rows = (child for child in group.children if child is not total)
            whole = {spans[total.id]}  # what has no place of its own is where the group is
            absent += [row.name for row in rows if {spans[leaf.id] for leaf in leaves_of((row,))} == whole]
    return tuple(absent)


def _column(
    report: Report, balance: Balance, table: Table, column: str
) -> Iterator[tuple[bool, str, Finding]]:
    """What is wrong in a column: whether the left side is larger, the difference in words, the finding."""
    cells = report.cells
    left, right = (
        [(term, cells[CellRef(table.id, term.row, column)]) for term in side]
        for side in (balance.left, balance.right)
    )
    terms = left + right
    summed = [table.parts.get(CellRef(table.id, term.row, column), ()) for term, _ in terms]
    if all(summed) and all(cells[part].value is not None for parts in summed for part in parts):
        return  # the columns that a total adds are judged themselves, and the total is compared with them
    if any(cell.state is State.UNKNOWN or cell.value is None for _, cell in terms):
        return
    sums = [sum((cell.value or Decimal(0) for _, cell in side), Decimal(0)) for side in (left, right)]
    if sums[0] == sums[1]:
        return
    name = table.nodes["columns"][column].name
    message = (
        f"{balance.name}不平衡（{name}）：{_sum(left, sums[0])}，{_sum(right, sums[1])}，"
        f"差 {abs(sums[0] - sums[1]):f}"
    )
    ref = CellRef(table.id, balance.left[0].row, column)
    # The first term that a person wrote is where to start looking.
    first = next((cell for _, cell in terms if cell.text), terms[0][1])
    item = finding(
        balance.code,
        message,
        first.span,
        where=report.edition.name_of(ref),
        related=tuple(place for term, cell in terms for place in _places(report, table, term, column, cell)),
        citation=balance.citation,
        advice="",
    )
    yield sums[0] > sums[1], f"{name}差 {abs(sums[0] - sums[1]):f}", item


def _places(report: Report, table: Table, term: Term, column: str, cell: Cell) -> Iterator[Related]:
    """The place of a term; a computed one has the places of what it was computed from."""
    yield Related(f"{term.word} {cell.value:f}", cell.span)
    ref, cells = CellRef(table.id, term.row, column), report.cells
    for part in (table.column_parts(ref) or table.parts.get(ref, ())) if cell.computed else ():
        if cells[part].value:
            name = (
                table.nodes["rows"][part.row] if part.row != ref.row else table.nodes["columns"][part.column]
            ).name
            yield Related(f"{term.word}里的“{name}”{cells[part].value:f}", cells[part].span)


def _sum(side: list[tuple[Term, Cell]], total: Decimal) -> str:
    return " + ".join(f"{term.word} {cell.value:f}" for term, cell in side) + f" = {total:f}"


@rule("B202", "cells")
def stated_totals(report: Report) -> Iterator[Finding]:
    """Totals that the file states although they follow from other cells, and that are wrong (B202–B204)."""
    for table in report.edition.tables:
        for ref, parts in table.parts.items():
            if report.cells[ref].computed or report.cells[ref].state is State.UNKNOWN:
                continue
            across = parts if parts and parts[0].row == ref.row else ()
            for code, added in ((table.sums.across, across), (table.sums.down, table.column_parts(ref))):
                if added:
                    yield from _wrong_total(report, code, ref, added)


def _wrong_total(report: Report, code: str, ref: CellRef, parts: tuple[CellRef, ...]) -> Iterator[Finding]:
    cells = report.cells
    stated, found = cells[ref], [cells[part] for part in parts]
    if any(cell.state is State.UNKNOWN or cell.value is None for cell in found):
        return
    total = sum((cell.value or Decimal(0) for cell in found), Decimal(0))
    if total == stated.value or stated.value is None:
        return
    table = report.edition.table_by_id[ref.table]
    across = parts[0].row == ref.row
    terms = [
        ((table.nodes["columns"][part.column] if across else table.nodes["rows"][part.row]).name, cell)
        for part, cell in zip(parts, found, strict=True)
        if cell.value
    ]
    arithmetic = " + ".join(f"{name} {cell.value:f}" for name, cell in terms) or "各项都是 0"
    yield finding(
        code,
        f"“{'.'.join(table.key_paths[ref][-2:])}”写作 {stated.value:f}，但 {arithmetic} = {total:f}，"
        f"差 {abs(total - stated.value):f}",
        stated.span,
        where=report.edition.name_of(ref),
        related=tuple(Related(f"{name} {cell.value:f}", cell.span) for name, cell in terms),
        citation=f"{report.edition.basis.number}所附格式“{table.key}”表",
    )
