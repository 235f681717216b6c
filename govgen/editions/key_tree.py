"""The keys that a data file may use below each table, as a tree of headings and cells."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterator
from typing import NamedTuple

from govgen.editions.labels import fold
from govgen.editions.node import Node
from govgen.editions.table import CellRef, Table


class TableKey(NamedTuple):
    """A place where a key is allowed: a heading with the slots below it, or a cell.

    ``refs`` are all the cells at it or below it.
    """

    heading: Node
    refs: tuple[CellRef, ...]
    below: tuple[TableKey, ...] = ()
    ref: CellRef | None = None


@functools.cache
def slots(table: Table) -> tuple[TableKey, ...]:
    """The slots below a table's own key; transparent headings leave their children in their place."""
    return tuple(slot for block in table.blocks for slot in _slots(table.id, block.rows, block.columns))


def _slots(
    table: str, headings: tuple[Node, ...], columns: tuple[Node, ...] = (), row: str = ""
) -> Iterator[TableKey]:
    """The slots for rows, each over those for ``columns``, or for the columns of one ``row``."""
    for heading in headings:
        if row and not heading.children:
            ref = CellRef(table, row, heading.id)
            yield TableKey(heading, (ref,), ref=ref)
            continue
        below = tuple(
            _slots(table, heading.children, columns, row)
            if heading.children
            else _slots(table, columns, row=heading.id)
        )
        refs = tuple(ref for slot in below for ref in slot.refs)
        yield from (TableKey(heading, refs, below),) if heading.name else below


def slot_of(below: tuple[TableKey, ...], word: str) -> TableKey | None:
    """The slot that ``word`` means: the one with this key, else the first with such a label."""
    named = (slot for slot in below if fold(slot.heading.name) == fold(word))
    labelled = (slot for slot in below if slot.heading.answers_to(word))
    return next(itertools.chain(named, labelled), None)


def places_of(below: tuple[TableKey, ...], word: str, path: str) -> list[tuple[str, TableKey]]:
    """Every slot from ``below`` on that answers to ``word``, with the keys that lead to its group."""
    places = []
    for slot in below:
        if slot.heading.answers_to(word):
            places.append((path, slot))
        places += places_of(slot.below, word, f"{path}.{slot.heading.name}")
    return places
