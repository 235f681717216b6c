"""``{{ 键.键 }}`` in prose: our own look-up of a cell by the edition's keys. No code runs."""

import functools
import itertools
import re
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from govgen.editions.edition import Edition
from govgen.editions.labels import fold, unnumbered
from govgen.editions.node import Node
from govgen.editions.table import Block, CellRef, Table, leaves_of


class Target(NamedTuple):
    """What a reference may name: the keys that lead to it, and the cells whose sum it is."""

    path: tuple[str, ...]
    refs: frozenset[CellRef]


def path_of(words: str) -> tuple[str, ...]:
    """The keys of a reference, which full stops, wide ones too, separate."""
    return tuple(part.strip() for part in words.replace("．", ".").split("."))


def find(edition: Edition, words: tuple[str, ...]) -> tuple[Target, ...]:
    """The targets that ``words`` may mean: none, one, or the candidates of an ambiguous reference.

    Leading keys may be left out; where no column is named the total is meant. Labels with their numbers and
    notes (（一）…, 1.…) are taken for the keys that they are; a year is no such number.
    """
    exact = _matches(edition, tuple(fold(word) for word in words))
    named = (word for word in words if not re.fullmatch(r"\s*\d{1,2}\s*", word))
    return exact or _matches(edition, tuple(map(unnumbered, named)))


def every(edition: Edition) -> Iterator[Target]:
    """All targets of an edition."""
    return (target for ending in _index(edition).values() for target, _ in ending)


def _matches(edition: Edition, wanted: tuple[str, ...]) -> tuple[Target, ...]:
    hits: dict[frozenset[CellRef], Target] = {}
    for target, folded in _index(edition).get(wanted[-1], ()) if wanted else ():
        if folded == wanted:
            return (target,)
        if folded[-len(wanted) :] == wanted:
            hits.setdefault(target.refs, target)
    return tuple(hits.values())


def below(edition: Edition, words: tuple[str, ...]) -> tuple[Target, ...]:
    """The cells under a heading that ``words`` name, which is itself no figure; none for other words."""
    wanted = tuple(unnumbered(word) for word in words)
    hits: dict[frozenset[CellRef], Target] = {}
    for target, folded in itertools.chain.from_iterable(_index(edition).values()):
        starts = range(len(folded) - len(wanted))
        if len(target.refs) == 1 and any(folded[at : at + len(wanted)] == wanted for at in starts):
            hits.setdefault(target.refs, target)
    return tuple(hits.values())


def names(edition: Edition) -> tuple[str, ...]:
    """Every key that a reference under an edition may hold."""
    return tuple(sorted({word for target in every(edition) for word in target.path}))


@functools.cache
def steps(edition: Edition) -> frozenset[tuple[str, str]]:
    """Every two keys that are next to each other in a reference under an edition."""
    return frozenset(step for target in every(edition) for step in itertools.pairwise(target.path))


@functools.cache
def _index(edition: Edition) -> dict[str, list[tuple[Target, tuple[str, ...]]]]:
    """Targets with their folded keys, by the last of these."""
    index = defaultdict(list)
    seen = set()
    for target in (target for table in edition.tables for target in _targets(table)):
        # Where a row and a column have the same word the row is meant: it comes first.
        if target.path not in seen:
            seen.add(target.path)
            folded = tuple(map(fold, target.path))
            index[folded[-1]].append((target, folded))
    return index


def _targets(table: Table) -> Iterator[Target]:
    # A transparent group has no name of its own; a transparent row or column is meant by what leads to it.
    named = [heading for heading in table.walk() if heading.node.name or not heading.node.children]
    for row in (heading for heading in named if heading.axis == "rows"):
        own = [heading for heading in named if heading.axis == "columns" and heading.block is row.block]
        default = [((), _default(row.block))] if row.keys else []
        for keys, columns in (*default, *((column.keys, _meant(column.node)) for column in own)):
            refs = frozenset(CellRef(table.id, *ids) for ids in itertools.product(_meant(row.node), columns))
            if refs:
                yield Target((table.key, *row.keys, *keys), refs)


def _meant(node: Node) -> list[str]:
    """The leaves that a heading means: itself, its total, or all that is under it."""
    if not node.children:
        return [node.id]
    total = next((child.id for child in node.children if child.total), None)
    return [total] if total else [leaf for child in node.children for leaf in _meant(child)]


def _default(block: Block) -> list[str]:
    """The column meant when none is named: the total, or the only one there is."""
    leaves = list(leaves_of(block.columns))
    transparent = [column for column in block.columns if not column.name]
    if transparent:
        return _meant(transparent[0])
    return [leaves[0].id] if len(leaves) == 1 else []
