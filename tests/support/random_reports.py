"""Sound reports: the examples, and random ones of either edition whose sums agree."""

import random
from dataclasses import replace
from decimal import Decimal
from functools import cache

from helpers import ROOT

from govgen.datafile.cell import Cell, State
from govgen.datafile.report import Report
from govgen.datafile.tables import Cells
from govgen.editions.edition import Edition
from govgen.editions.node import CellType
from govgen.editions.table import CellRef
from govgen.findings.finding import START
from govgen.workflows.check import examine

EXAMPLES = ("qinghe/2025", "luzhi/2020")
"""One report of each edition."""


@cache
def example(name: str) -> Report:
    return examine(ROOT / "examples" / f"{name}.yaml").report


def _balanced(edition: Edition, source: random.Random, largest: int) -> Cells:
    """Cells that add up: what came in is made to match what was drawn for the rest, up to ``largest``."""
    drawn: dict[CellRef, Decimal] = {}
    for table in edition.tables:
        for ref in table.refs:
            if ref not in table.parts:
                value = Decimal(source.choice([0, source.randrange(10), source.randrange(largest)]))
                drawn[ref] = value / 100 if table.types[ref] is CellType.MONEY else value
    (balance,) = edition.balances
    (new, carried_in), (results, carried_out) = balance.left, balance.right
    for _ in range(2):  # totals, then totals of totals
        for table in edition.tables:
            for ref, parts in table.parts.items():
                drawn[ref] = sum((drawn.get(part, Decimal(0)) for part in parts), Decimal(0))
    for ref in [ref for ref in edition.refs if ref.table == balance.table and ref.row == new.row]:
        left = drawn[ref._replace(row=carried_in.row)]
        drawn[ref] = drawn[ref._replace(row=results.row)] + left
        drawn[ref._replace(row=carried_out.row)] = left * 2
    return {ref: Cell(State.STATED, drawn[ref], START) for ref in edition.refs}


def random_report(number: int, largest: int = 100_000) -> Report:
    """A sound report of either edition with figures of its own, the same for the same number."""
    source = random.Random(number)
    base = example(source.choice(EXAMPLES))
    return replace(base, cells=_balanced(base.edition, source, largest))
