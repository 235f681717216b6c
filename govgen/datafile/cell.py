"""The value of a table cell, its state and its place in the file."""

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from govgen.editions.cell_names import Target
from govgen.editions.edition import Edition
from govgen.editions.table import CellRef, add_up
from govgen.findings.finding import Span


class State(StrEnum):
    """How a cell's value came about: written, left out where that means 0, or not to be had."""

    STATED = "stated"
    ZERO = "zero"
    UNKNOWN = "unknown"


class Cell(NamedTuple):
    """A cell's value and place. ``text`` is what was written; a computed total has the state of its parts."""

    state: State
    value: Decimal | None
    span: Span
    text: str = ""
    computed: bool = False

    @property
    def known(self) -> Decimal | None:
        """The value where it can be relied on; None where the state is unknown."""
        return None if self.state is State.UNKNOWN else self.value


class Figures(NamedTuple):
    """A year's figures: the edition that names them, the cells, the fiscal year (0 where it is not known)."""

    edition: Edition
    cells: Mapping[CellRef, Cell]
    year: int


UNKNOWN = "〔待核〕"
"""Printed in a draft in place of an unknown figure."""


def value_of(target: Target, cells: Mapping[CellRef, Cell]) -> Decimal | None:
    """The sum that a target names; None where a cell of it is unknown."""
    found = [cells.get(ref) for ref in target.refs]
    return add_up(cell.known if cell else None for cell in found)
