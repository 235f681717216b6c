"""The keys that a data file may use below each table, as a tree of headings and cells."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from typing import NamedTuple

from govgen.editions.labels import fold
from govgen.editions.table import Block, CellRef, Table
from govgen.editions.table import Node as Heading


class TableKey(NamedTuple):
    """A place where a key is allowed: a heading with the slots below it, or a cell.

    ``refs`` are all the cells at it or below it.
    """

    heading: Heading
    refs: tuple[CellRef, ...]
    below: tuple[TableKey, ...] = ()
    ref: CellRef | None = None

    @classmethod
    def over(cls, heading: Heading, below: tuple[TableKey, ...]) -> TableKey:
        """A heading over other slots."""
        return cls(heading, tuple(ref for slot in below for ref in slot.refs), below)


@functools.cache
def slots(table: Table) -> tuple[TableKey, ...]:
    """The slots below a table's own key; transparent headings leave their children in their place."""
    return tuple(
        slot for block in table.blocks for row in block.rows for slot in _row_slots(table, block, row)
    )


def _row_slots(table: Table, block: Block, row: Heading) -> Iterator[TableKey]:
    if row.children:
        below = tuple(slot for child in row.children for slot in _row_slots(table, block, child))
    else:
        below = tuple(slot for column in block.columns for slot in _column_slots(table, row, column))
    yield from (TableKey.over(row, below),) if row.name else below


def _column_slots(table: Table, row: Heading, column: Heading) -> Iterator[TableKey]:
    if not column.children:
        ref = CellRef(table.id, row.id, column.id)
        yield TableKey(column, (ref,), ref=ref)
        return
    below = tuple(slot for child in column.children for slot in _column_slots(table, row, child))
    yield from (TableKey.over(column, below),) if column.name else below


def places_of(
    below: tuple[TableKey, ...], is_meant: Callable[[Heading], bool], path: str
) -> list[tuple[str, TableKey]]:
    """Every slot from ``below`` on whose heading is meant, with the keys that lead to its group."""
    places = []
    for slot in below:
        if is_meant(slot.heading):
            places.append((path, slot))
        places += places_of(slot.below, is_meant, f"{path}.{slot.heading.name}")
    return places


def answering(below: tuple[TableKey, ...], key: str) -> TableKey | None:
    """The slot that answers to ``key``; None where it is no key here."""
    word = fold(key)
    return next((slot for slot in below if word in slot.heading.words), None)
