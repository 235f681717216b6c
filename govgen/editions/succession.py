"""From one edition to the next: which cell carries on the meaning of an earlier one, and which have none."""

import functools
import itertools
from collections import Counter

from govgen.editions.cell_names import Target, every, find
from govgen.editions.edition import Edition
from govgen.editions.loading import editions, editions_until
from govgen.editions.table import Axis, CellRef


def counterpart(ref: CellRef, old: Edition, new: Edition) -> CellRef | None:
    """The cell of ``new`` that carries on the meaning of a cell of ``old``; None where there is none."""
    return _moves(old, new).get(ref)


def lost(old: Edition, new: Edition) -> list[str]:
    """What of ``old`` has no cell of its own in ``new``, by keys: whole rows, or some of their columns."""
    names = []
    for _, group in itertools.groupby(old.leaf_refs, key=lambda ref: ref[:2]):
        row = list(group)
        gone = [ref for ref in row if counterpart(ref, old, new) is None]
        if gone:
            table = old.table_by_id[row[0].table]
            name = ".".join((table.key, *table.crossings[row[0]][0].keys))
            columns = "、".join(".".join(table.crossings[ref][1].keys) for ref in gone)
            names.append(name if len(gone) == len(row) else f"{name}（{columns}）")
    return names


@functools.cache
def current(edition: Edition, table: str, axis: Axis, ident: str) -> str:
    """What ``edition`` calls a row or column that an edition before it, or itself, calls ``ident``.

    Rules and charts name ids as they were when they were written; a later edition may have others.
    """
    for before, after in itertools.pairwise(editions_until(edition)):
        if table not in after.table_by_id or ident not in after.table_by_id[table].nodes[axis]:
            ident = _successors(before, after, table, axis).get(ident, ident)
    return ident


@functools.cache
def current_section(edition: Edition, ident: str) -> str:
    """The section of ``edition`` that has the matter of one that an edition before it calls ``ident``."""
    for known in editions_until(edition):
        heirs = (section.id for section in known.sections if ident in section.replaces)
        ident = ident if ident in known.section_by_id else next(heirs, ident)
    return ident


def meant_by(edition: Edition, words: tuple[str, ...]) -> Target | None:
    """The figure of ``edition`` that a reference names by its keys, or by those of an earlier edition."""
    for known in reversed(editions_until(edition)):
        if len(targets := find(known, words)) == 1:
            refs = {counterpart(ref, known, edition) for ref in targets[0].refs}
            return next((target for target in every(edition) if target.refs == refs), None)
    return None


@functools.cache
def _moves(old: Edition, new: Edition) -> dict[CellRef, CellRef]:
    """Each cell of an edition that lives on in a later one, with its cell there.

    Cells that a later edition puts together have no cell of their own any more.
    """
    chain = [edition for edition in editions() if old.first_year <= edition.first_year <= new.first_year]
    moves = {ref: ref for ref in old.refs}
    for before, after in itertools.pairwise(chain):
        there = set(after.refs)
        steps = ((first, _moved(here, before, after)) for first, here in moves.items())
        moves = {first: here for first, here in steps if here in there}
    taken = Counter(moves.values())
    return {first: here for first, here in moves.items() if taken[here] == 1}


def _moved(ref: CellRef, before: Edition, after: Edition) -> CellRef:
    rows, columns = (_successors(before, after, ref.table, axis) for axis in ("rows", "columns"))
    return CellRef(ref.table, rows.get(ref.row, ref.row), columns.get(ref.column, ref.column))


@functools.cache
def _successors(before: Edition, after: Edition, table: str, axis: Axis) -> dict[str, str]:
    """The rows or columns with another id in the next edition; all others keep theirs."""
    if table not in before.table_by_id or table not in after.table_by_id:
        return {}
    old, new = (edition.table_by_id[table].nodes[axis].values() for edition in (before, after))
    named = {node.id: node.successor for node in old if node.successor}
    return named | {node.replaces: node.id for node in new if node.replaces}
