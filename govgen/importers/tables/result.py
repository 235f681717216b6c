"""What was read from the tables of a source: cells with their doubts, and what differs from the edition."""

from collections.abc import Collection
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from itertools import accumulate

from govgen.datafile.cell import Cell, State
from govgen.datafile.tables import Cells
from govgen.editions.edition import Edition
from govgen.editions.table import Block, CellRef, Table
from govgen.findings.finding import START, Span
from govgen.importers.page import Note

ALTERED, EXTRA, MISSING, WORDS_IN_CELL, BLANK, HEADING = "L450", "L451", "L452", "L453", "L454", "L455"
"""What may differ from the format: codes of the catalogue."""


class Reason(StrEnum):
    """Why cells are doubtful, where a person may accept all cells of one reason together."""

    BLANK = "空白"
    NOTHING = "记号"
    GROUPED = "分隔号"
    ROW_NAME = "行名"


@dataclass(frozen=True, slots=True)
class ReadCell:
    """A cell as read: its value (None where none can be had), what was written, and why it is doubtful.

    ``reason`` is None for a doubt that must be looked at by itself, such as a unit or a mark.
    """

    value: Decimal | None
    span: Span
    original: str = ""
    doubt: str = ""
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class Alteration:
    """A deviation from the format: its code, the place by keys, what the format has and what was found."""

    code: str
    where: str
    expected: str
    original: str
    span: Span


@dataclass(slots=True)
class Reading:
    """The tables of a source. ``cells`` has only those of the source; ``lines`` are those used.

    The columns of ``disordered`` blocks are in another order than the format's.
    """

    edition: Edition
    cells: dict[CellRef, ReadCell] = field(default_factory=dict)
    alterations: list[Alteration] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    lines: set[int] = field(default_factory=set)
    tables: set[str] = field(default_factory=set)
    disordered: set[Block] = field(default_factory=set)

    def as_cells(self) -> Cells:
        """Every cell of the edition; one that is doubtful, or was not found, is unknown."""
        return {ref: self._cell(ref) for ref in self.edition.refs}

    def _cell(self, ref: CellRef) -> Cell:
        taken = self.cells.get(ref, ReadCell(None, START))
        state = State.UNKNOWN if taken.doubt or taken.value is None else State.STATED
        return Cell(state, taken.value, taken.span, taken.original)


def row_place(table: Table, ref: CellRef) -> str:
    """The place in a data file of the row of a cell."""
    return ".".join((table.key, *table.crossings[ref][0].keys))


def whole_places(table: Table, refs: Collection[CellRef]) -> dict[str, list[CellRef]]:
    """``refs`` by the largest places that hold no other cell: the table, a group of rows, a row, a cell."""
    above = {ref: [*accumulate((table.key, *table.key_paths[ref]), "{}.{}".format)] for ref in table.refs}
    others = {place for ref in table.refs if ref not in refs for place in above[ref]}
    places: dict[str, list[CellRef]] = {}
    for ref in refs:
        places.setdefault(next(place for place in above[ref] if place not in others), []).append(ref)
    return places
