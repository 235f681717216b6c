"""A statutory table as drawn: rows of tags with their spans, scopes and headers, from the two trees."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

from govgen.editions.table import Block, CellRef, Node, Table, leaves_of


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
    """A drawn row; ``block`` counts the blocks of its table, ``head`` tells header rows that repeat."""

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
    return tuple(_Drawing(table).rows())


class _Drawing:
    """Lays a table out as rows of tags."""

    def __init__(self, table: Table) -> None:
        self.table = table

    def rows(self) -> Iterator[GridRow]:
        repeats = len(self.table.blocks) == 1
        for number, block in enumerate(self.table.blocks):
            group: tuple[str, ...] = ()
            if block.caption:
                group = (f"{self.table.id}-g{number}",)
                width = self.table.width
                caption = Tag(block.caption, "th", "caption", 1, width, "rowgroup", group[0])
                yield GridRow((caption,), head=False, block=number)
            leaves = list(leaves_of(block.columns))
            # The last column takes what the widest block has more.
            spans = dict.fromkeys((leaf.id for leaf in leaves), 1)
            spans[leaves[-1].id] += self.table.width - self.table.stub_columns - len(leaves)
            headers: dict[str, tuple[str, ...]] = {}
            for tags in self._head(block, number, group, spans, headers):
                yield GridRow(tuple(tags), head=repeats, block=number)
            for tags in self._body(block, number, group, spans, headers):
                yield GridRow(tuple(tags), head=False, block=number)

    def _head(
        self,
        block: Block,
        number: int,
        group: tuple[str, ...],
        spans: dict[str, int],
        headers: dict[str, tuple[str, ...]],
    ) -> list[list[Tag]]:
        """The rows above the figures; ``headers`` gets the ids of those above each column."""
        depth = max(node.depth for node in block.columns)
        rows: list[list[Tag]] = [[] for _ in range(depth)]
        if self.table.has_labels:
            rows[0].append(self._stub(number, depth))

        def place(node: Node, level: int, above: tuple[str, ...]) -> None:
            ident = f"{self.table.id}-c{number}-{node.id}"
            across = sum(spans[leaf.id] for leaf in node.leaves)
            down = 1 if node.children else depth - level
            tag = Tag(node.label, "th", "label", down, across, "col", ident, above, total=node.total)
            rows[level].append(tag)
            if not node.children:
                headers[node.id] = (*above, ident)
            for child in node.children:
                place(child, level + 1, (*above, ident))

        for node in block.columns:
            place(node, 0, group)
        return rows

    def _stub(self, number: int, depth: int) -> Tag:
        """The cell above the row labels: their heading, or a note."""
        stub, width = self.table.stub, self.table.stub_columns
        if not stub or self.table.stub_is_note:
            return Tag(stub, "td", "note", depth, width)
        return Tag(stub, "th", "stub", depth, width, "col", f"{self.table.id}-s{number}")

    def _body(
        self,
        block: Block,
        number: int,
        group: tuple[str, ...],
        spans: dict[str, int],
        headers: dict[str, tuple[str, ...]],
    ) -> Iterator[list[Tag]]:
        """The rows of figures, each with the labels that begin in it."""
        labels: list[Tag] = []

        def place(node: Node, level: int, above: tuple[str, ...]) -> Iterator[list[Tag]]:
            own = above
            if self.table.has_labels:
                ident = f"{self.table.id}-r{number}-{node.id}"
                own = (*above, ident)
                down = sum(1 for _ in node.leaves)
                across = 1 if node.children else self.table.stub_columns - level
                over = (*group, *above)
                labels.append(
                    Tag(node.label, "th", "label", down, across, "row", ident, over, total=node.total)
                )
            for child in node.children:
                yield from place(child, level + 1, own)
            if not node.children:
                yield [*labels, *(data(node, column, own) for column in leaves_of(block.columns))]
                labels.clear()

        def data(row: Node, column: Node, own: tuple[str, ...]) -> Tag:
            ref = CellRef(self.table.id, row.id, column.id)
            over = (*headers[column.id], *own)
            total = row.total or column.total
            return Tag("", "td", "data", 1, spans[column.id], "", "", over, ref, total)

        for node in block.rows:
            yield from place(node, 0, ())
