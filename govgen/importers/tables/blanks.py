"""Settles doubtful cells: empty ones that totals prove to be 0, and those that a person accepts by reason."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from govgen.datafile.prose import printed
from govgen.editions.edition import Edition
from govgen.editions.table import CellRef, CellType, Table
from govgen.importers.page import Note
from govgen.importers.tables.result import BLANK, ReadCell, Reading, Reason, row_place


class _Equation(NamedTuple):
    """Cells whose sums must agree; ``across`` where they are those of one row."""

    left: tuple[CellRef, ...]
    right: tuple[CellRef, ...]
    across: bool


def settle_blanks(reading: Reading) -> None:
    """Read as 0 each empty cell for which a sum across and a sum down leave no other value.

    Both sums must hold, with every other cell in them stated without doubt or empty. Tables with signed
    columns, and those in which every cell must be written, keep their doubts.
    """
    for table in reading.edition.tables:
        if table.complete or CellType.SIGNED in table.types.values() or table.id not in reading.tables:
            continue
        equations = list(_equations(table, reading.edition))
        settled: list[CellRef] = []
        while found := [ref for ref in table.refs if _is_zero(ref, equations, reading)]:
            for ref in found:
                reading.cells[ref] = replace(reading.cells[ref], value=Decimal(0), doubt="", reason=None)
            settled += found
        if settled:
            _report(table, settled, reading)


def _report(table: Table, settled: Sequence[CellRef], reading: Reading) -> None:
    """One note on the settled cells; a row without other empty cells is no deviation any more."""
    message = f"“{table.key}”有 {len(settled)} 个空白格或记号，按行、列的合计都只能是 0，已按 0 读入"
    reading.notes.append(Note(0, message))
    still = {ref.row for ref in table.refs if _is_blank(ref, reading)}
    closed = {row_place(table, ref.row) for ref in settled if ref.row not in still}
    reading.alterations = [
        item for item in reading.alterations if item.code != BLANK or item.where not in closed
    ]


def _equations(table: Table, edition: Edition) -> Iterator[_Equation]:
    """The sums of a table across and down, and the balances between its rows."""
    for ref in table.refs:
        parts = table.parts.get(ref, ())
        if parts and parts[0].row == ref.row:
            yield _Equation(parts, (ref,), across=True)
        if below := table.column_parts(ref):
            yield _Equation(below, (ref,), across=False)
    for balance in edition.balances:
        for left, right in balance.sides(table) if balance.table == table.id else ():
            yield _Equation(tuple(left), tuple(right), across=False)


def _is_zero(ref: CellRef, equations: Sequence[_Equation], reading: Reading) -> bool:
    """Whether an empty cell is in a sum across and in a sum down that both hold without it."""
    if not _is_blank(ref, reading):
        return False
    around = [sums for sums in equations if ref in sums.left or ref in sums.right]
    return {sums.across for sums in around if _holds(sums, reading)} == {True, False}


def _holds(sums: _Equation, reading: Reading) -> bool:
    """Whether a sum is right with its empty cells as 0, and would be wrong with any other value in them."""
    sides = [[reading.cells.get(ref) for ref in side] for side in (sums.left, sums.right)]
    known = [[cell for cell in side if cell and (_may_be_zero(cell) or not cell.doubt)] for side in sides]
    if known != sides or all(any(map(_may_be_zero, side)) for side in known):
        return False
    left, right = (sum((cell.value or Decimal(0) for cell in side), Decimal(0)) for side in known)
    return left == right


def _is_blank(ref: CellRef, reading: Reading) -> bool:
    cell = reading.cells.get(ref)
    return cell is not None and _may_be_zero(cell)


def _may_be_zero(cell: ReadCell) -> bool:
    return cell.reason in {Reason.BLANK, Reason.NOTHING}


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
