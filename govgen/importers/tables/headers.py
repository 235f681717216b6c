"""The column headings of a table as found against those of the law."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from govgen.editions.table import Block, Node, Table
from govgen.importers.tables.labels import Label, Role, likeness
from govgen.importers.tables.result import ALTERED, MISSING, Alteration
from govgen.importers.tables.tokens import Token, key

_ALIKE = 0.6


def altered_columns(block: Block, table: Table, head: Sequence[Token]) -> Iterator[Alteration]:
    """The columns of ``block`` that its head lacks or words otherwise; none where there is no head at all."""
    words = [token for token in head if token.key]
    pieces = {piece for token in words for piece in (token.key, *map(key, token.text.split()))}
    nodes = [heading.node for heading in table.walk("columns") if heading.block is block]
    if not any(_is_there(node, pieces) for node in nodes):
        return
    for node in nodes:
        if _is_there(node, pieces):
            continue
        label = Label(table, Role.COLUMN, node.label, node, block)
        best = max(words, key=lambda token: _nearness(token.key, label))
        where = f"{table.key}.{node.name or node.label}"
        if _nearness(best.key, label) >= _ALIKE:
            yield Alteration(ALTERED, where, node.label, best.text, best.span.line)
        else:
            yield Alteration(MISSING, where, node.label, "", words[0].span.line)


def _nearness(words: str, label: Label) -> float:
    """How near ``words`` are to a heading; one with a remark after it counts as whole."""
    return 1.0 if words.startswith(key(label.words)) else likeness(words, label)


def _is_there(node: Node, pieces: set[str]) -> bool:
    """Whether a heading stands there, whole or broken in two cells."""
    label = key(node.label)
    return label in pieces or any(
        label[:at] in pieces and label[at:] in pieces for at in range(1, len(label))
    )
