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
        self.columns: dict[str, tuple[str, ...]] = {}

    def rows(self) -> Iterator[GridRow]:
        for number, block in enumerate(self.table.blocks):
            repeats = len(self.table.blocks) == 1
            group: tuple[str, ...] = ()
            if block.caption:
                group = (f"{self.table.id}-g{number}",)
                caption = Tag(
                    block.caption, "th", "caption", colspan=self.table.width, scope="rowgroup", id=group[0]
                )
                yield GridRow((caption,), head=False, block=number)
            for tags in self._head(block, number, group):
                yield GridRow(tuple(tags), head=repeats, block=number)
            for tags in self._body(block, number, group):
                yield GridRow(tuple(tags), head=False, block=number)

    def _head(self, block: Block, number: int, group: tuple[str, ...]) -> list[list[Tag]]:
        depth = max(node.depth for node in block.columns)
        rows: list[list[Tag]] = [[] for _ in range(depth)]
        if self.table.has_labels:
            is_heading = bool(self.table.stub) and not self.table.stub_is_note
            rows[0].append(
                Tag(
                    self.table.stub,
                    "th" if is_heading else "td",
                    "stub" if is_heading else "note",
                    rowspan=depth,
                    colspan=self.table.stub_columns,
                    scope="col" if is_heading else "",
                    id=f"{self.table.id}-s{number}" if is_heading else "",
                )
            )
        leaves = list(leaves_of(block.columns))
        spare = self.table.width - self.table.stub_columns - len(leaves)
        self.columns = {}

        def place(node: Node, level: int, above: tuple[str, ...]) -> None:
            ident = f"{self.table.id}-c{number}-{node.id}"
            span = sum(1 for _ in node.leaves) + (spare if leaves[-1] in node.leaves else 0)
            rows[level].append(
                Tag(
                    node.label,
                    "th",
                    "label",
                    rowspan=1 if node.children else depth - level,
                    colspan=span,
                    scope="col",
                    id=ident,
                    headers=above,
                    total=node.total,
                )
            )
            if not node.children:
                self.columns[node.id] = (*above, ident)
            for child in node.children:
                place(child, level + 1, (*above, ident))

        for node in block.columns:
            place(node, 0, group)
        return rows

    def _body(self, block: Block, number: int, group: tuple[str, ...]) -> list[list[Tag]]:
        rows: list[list[Tag]] = []
        pending: list[Tag] = []
        leaves = list(leaves_of(block.columns))
        spare = self.table.width - self.table.stub_columns - len(leaves)

        def place(node: Node, level: int, above: tuple[str, ...]) -> None:
            chain = above
            if self.table.has_labels:
                ident = f"{self.table.id}-r{number}-{node.id}"
                chain = (*above, ident)
                pending.append(
                    Tag(
                        node.label,
                        "th",
                        "label",
                        rowspan=sum(1 for _ in node.leaves),
                        colspan=1 if node.children else self.table.stub_columns - level,
                        scope="row",
                        id=ident,
                        headers=(*group, *above),
                        total=node.total,
                    )
                )
            for child in node.children:
                place(child, level + 1, chain)
            if not node.children:
                data = [self._data(node, column, chain, column is leaves[-1], spare) for column in leaves]
                rows.append([*pending, *data])
                pending.clear()

        for node in block.rows:
            place(node, 0, ())
        return rows

    def _data(self, row: Node, column: Node, chain: tuple[str, ...], last: bool, spare: int) -> Tag:
        return Tag(
            "",
            "td",
            "data",
            colspan=1 + (spare if last else 0),
            headers=(*self.columns[column.id], *chain),
            ref=CellRef(self.table.id, row.id, column.id),
            total=row.total or column.total,
        )
