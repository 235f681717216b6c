"""Settles doubtful cells: empty ones that totals prove to be 0, and those that a person accepts by reason."""

from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from govgen.datafile.prose import printed
from govgen.editions.edition import Edition
from govgen.editions.node import CellType
from govgen.editions.table import CellRef, Table
from govgen.importers.page import Note
from govgen.importers.tables.result import BLANK, Alteration, Reading, Reason, row_place, whole_places


class _Equation(NamedTuple):
    """Cells whose sums must agree; ``across`` where they are those of one row."""

    left: frozenset[CellRef]
    right: frozenset[CellRef]
    across: bool


def settle_blanks(reading: Reading) -> None:
    """Read as 0 each empty cell for which a sum across and a sum down leave no other value.

    Both sums must hold, with every other cell in them stated without doubt or empty. Tables with signed
    columns, and those in which every cell must be written, keep their doubts.
    """
    cells = reading.cells
    for table in reading.edition.tables:
        if table.complete or CellType.SIGNED in table.types.values() or table.id not in reading.tables:
            continue
        own = {ref: cells[ref] for ref in table.refs if ref in cells}
        empty = {ref for ref, cell in own.items() if cell.reason in {Reason.BLANK, Reason.NOTHING}}
        known = {ref: cell.value or Decimal(0) for ref, cell in own.items() if ref in empty or not cell.doubt}
        if settled := _zeros(empty, known, list(_equations(table, reading.edition))):
            cells |= {ref: replace(cells[ref], value=Decimal(0), doubt="", reason=None) for ref in settled}
            _report(table, settled, {ref.row for ref in empty - settled}, reading)


def join_blanks(reading: Reading) -> None:
    """Make one deviation of the empty rows that fill a group of rows or a whole table."""
    joined: dict[str, str] = {}
    for table in reading.edition.tables:
        empty = [
            ref for ref in table.refs if (cell := reading.cells.get(ref)) and cell.reason is Reason.BLANK
        ]
        for place, refs in whole_places(table, empty).items():
            rows = {row_place(table, ref) for ref in refs}
            joined |= {row: place for row in rows if row.startswith(place)}
    kept: dict[Alteration | str, Alteration] = {}
    for item in reading.alterations:
        place = joined.get(item.where, "") if item.code == BLANK else ""
        kept.setdefault(place or item, replace(item, where=place or item.where))
    reading.alterations = [*kept.values()]


def _report(table: Table, settled: Set[CellRef], still: Set[str], reading: Reading) -> None:
    """One note on the settled cells; a row that is not ``still`` partly empty is no deviation any more."""
    message = f"“{table.key}”有 {len(settled)} 个空白格或记号，按行、列的合计都只能是 0，已按 0 读入"
    reading.notes.append(Note(0, message))
    closed = {row_place(table, ref) for ref in settled if ref.row not in still}
    reading.alterations = [
        item for item in reading.alterations if item.code != BLANK or item.where not in closed
    ]


def _equations(table: Table, edition: Edition) -> Iterator[_Equation]:
    """The sums of a table across and down, and the balances between its rows."""
    for ref in table.refs:
        parts = table.parts.get(ref, ())
        if parts and parts[0].row == ref.row:
            yield _Equation(frozenset(parts), frozenset({ref}), across=True)
        if below := table.column_parts(ref):
            yield _Equation(frozenset(below), frozenset({ref}), across=False)
    for balance in edition.balances:
        for left, right in balance.sides(table) if balance.table == table.id else ():
            yield _Equation(frozenset(left), frozenset(right), across=False)


def _zeros(
    empty: Set[CellRef], known: Mapping[CellRef, Decimal], equations: Sequence[_Equation]
) -> Set[CellRef]:
    """The empty cells that can only be 0; those that were found help to find others.

    Each must be in a sum across and in one down that are right, and would be wrong with any other value.
    """
    agreeing = [
        sums
        for sums in equations
        if known.keys() >= sums.left | sums.right
        and sum(known[ref] for ref in sums.left) == sum(known[ref] for ref in sums.right)
    ]
    still = found = empty
    while found:
        decided = [sums for sums in agreeing if not (still & sums.left and still & sums.right)]
        across, down = (
            {ref for sums in decided if sums.across is way for ref in sums.left | sums.right}
            for way in (True, False)
        )
        found = still & across & down
        still = still - found
    return empty - still


def accept_doubts(reading: Reading, reasons: Collection[Reason]) -> list[Note]:
    """Accept the cells that are doubtful for one of ``reasons``, an empty one as 0; one note for each."""
    notes = []
    for ref, cell in reading.cells.items():
        if cell.reason in reasons and cell.reason is not None:
            value = Decimal(0) if cell.value is None else cell.value
            reading.cells[ref] = replace(cell, value=value, doubt="", reason=None)
            message = f"已接受{cell.reason}：{reading.edition.name_of(ref)} 取 {printed(value)}"
            notes.append(Note(cell.span.line, message, cell.original))
    return notes
