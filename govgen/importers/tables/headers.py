"""Compares the column headings of a table with those of the edition."""

import difflib
import itertools
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from govgen.editions.node import Node
from govgen.editions.table import Block, Table
from govgen.editions.units import only_states_unit, unit_in
from govgen.importers.tables.result import ALTERED, MISSING, Alteration
from govgen.importers.tables.tokens import Token, label_key

_ALIKE = 0.6
"""Below this, two headings of different columns are as alike as an altered one and its original."""


@dataclass(slots=True)
class ColumnHead:
    """The words above the rows of a block; ``unknown`` are those that match no label of the edition."""

    words: list[Token] = field(default_factory=list)
    unknown: list[Token] = field(default_factory=list)


def altered_columns(block: Block, table: Table, head: ColumnHead) -> Iterator[Alteration]:
    """The columns of ``block`` with a missing or different heading; none where there is no head."""
    nodes = _columns(block, table)
    absent = list(_absent(nodes, head))
    for node in absent:
        where = f"{table.key}.{node.name or node.label}"
        if token := _heading(node, nodes, head):
            yield Alteration(ALTERED, where, node.label, token.text, token.span)
        elif len(absent) < len(nodes):
            yield Alteration(MISSING, where, node.label, "", head.words[0].span)


def is_disordered(block: Block, table: Table, head: ColumnHead) -> bool:
    """Whether on a line of a real table the headings of ``block`` are not in the edition's order."""
    starts: dict[str, list[int]] = {}
    leaves = 0
    for node in _columns(block, table):
        starts.setdefault(label_key(node.label), []).append(leaves)
        leaves += not node.children
    found = (token for token in head.words if token.drawn and token.key in starts)
    for _, line in itertools.groupby(found, key=lambda token: token.span.line):
        at = 0
        for token in line:
            if max(starts[token.key]) < at:
                return True
            at = next(start for start in starts[token.key] if start >= at)
    return False


def _columns(block: Block, table: Table) -> list[Node]:
    return [heading.node for heading in table.walk("columns") if heading.block is block]


def _absent(nodes: Sequence[Node], head: ColumnHead) -> Iterator[Node]:
    """The columns whose heading is not there, whole or broken in two cells, as often as the table has it."""
    words = [token for token in head.words if token.key]
    pieces = Counter(piece for token in words for piece in {token.key, *map(label_key, token.text.split())})
    for node in nodes:
        label = label_key(node.label)
        if pieces[label]:
            pieces[label] -= 1
        elif not any(pieces[label[:at]] and pieces[label[at:]] for at in range(1, len(label))):
            yield node


def units(block: Block, table: Table, head: ColumnHead) -> dict[str, str]:
    """The unit of each column of ``block`` by its id: that of its own heading, else one stated by itself."""
    alone = next((unit_in(token.text) for token in head.words if only_states_unit(token.text)), "")
    nodes = _columns(block, table)
    headings = {node.id: _heading(node, nodes, head) for node in nodes}
    return {ident: (unit_in(token.text) if token else "") or alone for ident, token in headings.items()}


def _heading(node: Node, nodes: Sequence[Node], head: ColumnHead) -> Token | None:
    """The heading of one of the columns: the most similar words, or the only unknown ones above a single one.

    Words with a remark after them count as whole.
    """
    label = label_key(node.label)
    others = {label_key(other.label) for other in nodes if other is not node}
    words = {token.key: token for token in reversed(head.words) if token.key and token.key not in others}
    whole = [key for key in words if key.startswith(label)][-1:]
    if found := whole or difflib.get_close_matches(label, words, 1, _ALIKE):
        return words[found[0]]
    is_only = len(nodes) == 1 and len(head.unknown) == 1 and head.unknown[0].drawn
    return head.unknown[0] if is_only else None
