"""A statutory table as drawn: rows of tags with their spans, scopes and headers, from the two trees."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

from govgen.editions.node import Node
from govgen.editions.table import Block, CellRef, Table, leaves_of


class Tag(NamedTuple):
    """A cell of the drawn table: its text and element, what it spans, and what it belongs to."""

    text: str
    name: Literal["th", "td"]
    kind: Literal["caption", "stub", "note", "label", "data"]
    rowspan: int = 1
    colspan: int = 1
    scope: str = ""
    id: str = ""
    headers: tuple[str, ...] = ()
    ref: CellRef | None = None
    total: bool = False


@dataclass(frozen=True, slots=True)
class GridRow:
    """A drawn row; ``block`` counts the blocks of its table, ``head`` is True for header rows that repeat."""

    tags: tuple[Tag, ...]
    head: bool
    block: int


class Spot(NamedTuple):
    """A cell of the drawn table with its first row and column, counted from 0."""

    row: int
    column: int
    tag: Tag


def spots(table: Table) -> Iterator[Spot]:
    """Every cell of the drawn table with its place, spans resolved."""
    taken: set[tuple[int, int]] = set()
    for number, row in enumerate(grid(table)):
        column = 0
        for tag in row.tags:
            while (number, column) in taken:
                column += 1
            yield Spot(number, column, tag)
            taken |= {
                (number + down, column + across)
                for down in range(tag.rowspan)
                for across in range(tag.colspan)
            }


def grid(table: Table) -> tuple[GridRow, ...]:
    """The table as drawn, row by row, with merged header cells."""
    return tuple(
        row for number, block in enumerate(table.blocks) for row in _BlockDrawing(table, block, number).rows()
    )


class _BlockDrawing:
    """Lays a block of a table out as rows of tags; ``headers`` are the ids of those above each column."""

    def __init__(self, table: Table, block: Block, number: int) -> None:
        self.table, self.block, self.number = table, block, number
        self.group = (f"{table.id}-g{number}",) if block.caption else ()
        self.leaves = tuple(leaves_of(block.columns))
        # The last column takes what the widest block has more.
        self.spans = dict.fromkeys((leaf.id for leaf in self.leaves), 1)
        self.spans[self.leaves[-1].id] += table.width - table.stub_columns - len(self.leaves)
        self.headers: dict[str, tuple[str, ...]] = {}

    def rows(self) -> Iterator[GridRow]:
        """The caption, the rows above the figures and those of figures."""
        for ident in self.group:
            width = self.table.width
            caption = Tag(self.block.caption, "th", "caption", 1, width, "rowgroup", ident)
            yield GridRow((caption,), head=False, block=self.number)
        for head in self._head():
            yield GridRow(tuple(head), head=len(self.table.blocks) == 1, block=self.number)
        for row in self.block.rows:
            for tags in self._body(row, 0, (), []):
                yield GridRow(tuple(tags), head=False, block=self.number)

    def _head(self) -> list[list[Tag]]:
        """The rows above the figures."""
        depth = max(node.depth for node in self.block.columns)
        rows: list[list[Tag]] = [[] for _ in range(depth)]
        if self.table.has_labels:
            # Above the row labels is their heading, or a note.
            stub, width = self.table.stub, self.table.stub_columns
            is_note = not stub or self.table.stub_is_note
            heading = Tag(stub, "th", "stub", depth, width, "col", f"{self.table.id}-s{self.number}")
            rows[0].append(Tag(stub, "td", "note", depth, width) if is_note else heading)

        def place(node: Node, level: int, above: tuple[str, ...]) -> None:
            ident = f"{self.table.id}-c{self.number}-{node.id}"
            across = sum(self.spans[leaf.id] for leaf in leaves_of((node,)))
            down = 1 if node.children else depth - level
            tag = Tag(node.label, "th", "label", down, across, "col", ident, above, total=node.total)
            rows[level].append(tag)
            self.headers[node.id] = (*above, ident)
            for child in node.children:
                place(child, level + 1, (*above, ident))

        for node in self.block.columns:
            place(node, 0, self.group)
        return rows

    def _body(self, node: Node, level: int, above: tuple[str, ...], labels: list[Tag]) -> Iterator[list[Tag]]:
        """The rows of figures under ``node``, each with the ``labels`` that begin in it."""
        own = above
        if self.table.has_labels:
            own = (*above, f"{self.table.id}-r{self.number}-{node.id}")
            down = sum(1 for _ in leaves_of((node,)))
            across = 1 if node.children else self.table.stub_columns - level
            over = (*self.group, *above)
            labels.append(
                Tag(node.label, "th", "label", down, across, "row", own[-1], over, total=node.total)
            )
        for child in node.children:
            yield from self._body(child, level + 1, own, labels)
        if not node.children:
            yield [*labels, *(self._data(node, column, own) for column in self.leaves)]
            labels.clear()

    def _data(self, row: Node, column: Node, own: tuple[str, ...]) -> Tag:
        ref = CellRef(self.table.id, row.id, column.id)
        over = (*self.headers[column.id], *own)
        total = row.total or column.total
        return Tag("", "td", "data", 1, self.spans[column.id], "", "", over, ref, total)
