"""From one edition to the next: where last year's cells now stand, and which have no place."""

from __future__ import annotations

import functools
import itertools

from govgen.editions.edition import Edition
from govgen.editions.loading import editions
from govgen.editions.table import CellRef, Node, Table


def counterpart(ref: CellRef, old: Edition, new: Edition) -> CellRef | None:
    """The cell of ``new`` that carries on the meaning of a cell of ``old``; None where there is none."""
    return _moves(old.edition, new.edition).get(ref)


def lost(old: Edition, new: Edition) -> list[str]:
    """What of ``old`` has no cell of its own in ``new``, by keys: whole rows, or some of their columns."""
    return [name for table in old.tables for name in _lost_rows(table, old, new)]


def _lost_rows(table: Table, old: Edition, new: Edition) -> list[str]:
    names = []
    written = [ref for ref in table.refs if ref not in table.parts]
    for _, group in itertools.groupby(written, key=lambda ref: ref.row):
        row = list(group)
        gone = [ref for ref in row if counterpart(ref, old, new) is None]
        if gone:
            name = ".".join((table.key, *table.key_paths[row[0]][:-1]))
            columns = "、".join(table.key_paths[ref][-1] for ref in gone)
            names.append(name if len(gone) == len(row) else f"{name}（{columns}）")
    return names


@functools.cache
def _moves(old: str, new: str) -> dict[CellRef, CellRef]:
    """Each cell of an edition that lives on in a later one, by name of the editions, with its cell there."""
    chain = [edition for edition in editions() if old <= edition.edition <= new]
    moves = {ref: ref for ref in chain[0].refs}
    for before, after in itertools.pairwise(chain):
        step = _step(before, after)
        moves = {first: step[here] for first, here in moves.items() if here in step}
    return moves


def _step(before: Edition, after: Edition) -> dict[CellRef, CellRef]:
    """A row or column keeps its id from one edition to the next unless it names its successor."""
    there = set(after.refs)
    step = {}
    for table in before.tables:
        rows, columns = table.row_nodes, table.column_nodes
        for ref in table.refs:
            moved = CellRef(table.id, _next(rows[ref.row]), _next(columns[ref.column]))
            if moved in there:
                step[ref] = moved
    return step


def _next(node: Node) -> str:
    return node.successor or node.id
