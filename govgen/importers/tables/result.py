"""What was read from the tables of a source: cells with their doubts, and what differs from the law."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from govgen.datafile.cell import Cell, State
from govgen.datafile.tables import Cells
from govgen.editions.edition import Edition
from govgen.editions.table import CellRef
from govgen.findings.finding import START, Span
from govgen.importers.page import Note

ALTERED, EXTRA, MISSING, WORDS_IN_CELL, BLANK, HEADING = "L450", "L451", "L452", "L453", "L454", "L455"
"""What may differ from the format: codes of the catalogue."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A cell as read: its value (None where none can be had), what was written, and why it is doubtful."""

    value: Decimal | None
    span: Span
    original: str = ""
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Alteration:
    """A deviation from the format: its code, the place by keys, what the format has and what was found."""

    code: str
    where: str
    expected: str
    original: str
    line: int


@dataclass(slots=True)
class Reading:
    """The tables of a source. ``cells`` lacks what was not there at all; ``lines`` are those used."""

    edition: Edition
    cells: dict[CellRef, Taken] = field(default_factory=dict)
    alterations: list[Alteration] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    lines: set[int] = field(default_factory=set)
    tables: set[str] = field(default_factory=set)

    def as_cells(self) -> Cells:
        """Every cell of the edition; one that is doubtful, or was not found, is unknown."""
        return {ref: self._cell(ref) for ref in self.edition.refs}

    def _cell(self, ref: CellRef) -> Cell:
        taken = self.cells.get(ref)
        if taken is None:
            return Cell(State.UNKNOWN, None, START)
        state = State.UNKNOWN if taken.doubt or taken.value is None else State.STATED
        return Cell(state, taken.value, taken.span, taken.original)
