"""The trees of rows and columns of a statutory table, and what follows from them: cells, keys and sums."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, NamedTuple

from govgen.editions.constraints import Form, Ident, Limits, Text
from govgen.editions.labels import bare, fold


class CellType(StrEnum):
    """What a cell holds: whole non-negative, whole with a sign, or an amount in 万元."""

    COUNT = "count"
    SIGNED = "signed"
    MONEY = "money"


class CellRef(NamedTuple):
    """The address of a cell: ids of its table, row and column."""

    table: str
    row: str
    column: str


@dataclass(frozen=True, eq=False)
class Node(Form):
    """A row or column of a table, or a group of them.

    ``key`` is what a clerk writes; an empty one makes the level transparent, so that it is not written at
    all. A ``total`` sums every other leaf under its parent. ``successor`` names the id that carries the
    meaning on in the next edition where it is not the same.
    """

    id: Ident
    label: str
    key: str | None = None
    type: CellType = CellType.COUNT
    total: bool = False
    successor: Ident | None = None
    children: tuple[Node, ...] = ()

    @functools.cached_property
    def name(self) -> str:
        """The word for this node in messages and in a data file; empty for a transparent level."""
        return bare(self.label) if self.key is None else self.key

    @functools.cached_property
    def words(self) -> frozenset[str]:
        """What a clerk may write for this node, folded."""
        return frozenset({fold(self.name), fold(self.label), bare(self.label)} if self.name else ())

    @property
    def leaves(self) -> Iterator[Node]:
        """The rows or columns under this node, in order; the node itself where it is one."""
        if not self.children:
            yield self
        for child in self.children:
            yield from child.leaves

    @property
    def depth(self) -> int:
        """How many levels of headings this node and its children need."""
        return 1 + max((child.depth for child in self.children), default=0)

    def answers_to(self, word: str) -> bool:
        """Whether a clerk who writes ``word`` means this node."""
        return fold(word) in self.words


@dataclass(frozen=True, eq=False, kw_only=True)
class Block(Form):
    """A part of a table with its own columns, such as one 项 of table two."""

    caption: str = ""
    columns: tuple[Node, ...]
    rows: tuple[Node, ...]


@dataclass(frozen=True, eq=False)
class Sums(Form):
    """The codes of the findings for stated totals that are wrong: across a row, and down a column."""

    across: str = ""
    down: str = ""


@dataclass(frozen=True, eq=False, kw_only=True)
class Table(Form):
    """A statutory table. ``complete`` says that every cell must be written; else what is left out is 0."""

    id: Ident
    key: Text
    complete: bool = False
    sums: Sums = Sums()
    stub: str = ""
    stub_is_note: bool = False
    blocks: Annotated[tuple[Block, ...], Limits(min_length=1)]

    def __post_init__(self) -> None:
        self._check_ids()
        self._check_keys()

    @functools.cached_property
    def stub_columns(self) -> int:
        """How many columns the row headings take."""
        return 0 if not self.stub else max(row.depth for block in self.blocks for row in block.rows)

    @functools.cached_property
    def width(self) -> int:
        """How many columns the table has in all."""
        return self.stub_columns + max(sum(1 for _ in leaves_of(block.columns)) for block in self.blocks)

    @functools.cached_property
    def refs(self) -> tuple[CellRef, ...]:
        """Every cell of the table in printed order."""
        return tuple(
            CellRef(self.id, row.id, column.id)
            for block in self.blocks
            for row in leaves_of(block.rows)
            for column in leaves_of(block.columns)
        )

    @functools.cached_property
    def columns(self) -> tuple[str, ...]:
        """The ids of the columns that have cells, in printed order."""
        return tuple(dict.fromkeys(ref.column for ref in self.refs))

    @functools.cached_property
    def row_nodes(self) -> dict[str, Node]:
        """Every row by id, groups included."""
        return {node.id: node for block in self.blocks for node in _walk(block.rows)}

    @functools.cached_property
    def column_nodes(self) -> dict[str, Node]:
        """Every column by id, groups included; a column of two blocks stands once."""
        return {node.id: node for block in self.blocks for node in _walk(block.columns)}

    @functools.cached_property
    def nodes(self) -> dict[str, Node]:
        """Rows and columns together; where a row and a column have the same id, only the column."""
        return self.row_nodes | self.column_nodes

    @functools.cached_property
    def rows_under(self) -> dict[str, tuple[str, ...]]:
        """The ids of the rows under each row or group of rows; a row is under itself."""
        return {
            node.id: tuple(leaf.id for leaf in node.leaves)
            for block in self.blocks
            for node in _walk(block.rows)
        }

    @functools.cached_property
    def parts(self) -> dict[CellRef, tuple[CellRef, ...]]:
        """For each cell that is a total, the cells it sums; across columns where both ways are open."""
        sums: dict[CellRef, tuple[CellRef, ...]] = {}
        for block in self.blocks:
            row_sums, column_sums = _sums(block.rows), _sums(block.columns)
            for row in leaves_of(block.rows):
                for column in leaves_of(block.columns):
                    ref = CellRef(self.id, row.id, column.id)
                    if column.id in column_sums:
                        sums[ref] = tuple(CellRef(self.id, row.id, part) for part in column_sums[column.id])
                    elif row.id in row_sums:
                        sums[ref] = tuple(CellRef(self.id, part, column.id) for part in row_sums[row.id])
        return sums

    @functools.cached_property
    def _row_sums(self) -> dict[str, tuple[str, ...]]:
        return {ident: parts for block in self.blocks for ident, parts in _sums(block.rows).items()}

    def column_parts(self, ref: CellRef) -> tuple[CellRef, ...]:
        """The cells above or below ``ref`` that its row sums; empty where its row is no total."""
        return tuple(CellRef(self.id, part, ref.column) for part in self._row_sums.get(ref.row, ()))

    @functools.cached_property
    def key_paths(self) -> dict[CellRef, tuple[str, ...]]:
        """The keys that lead to each cell in a data file, below the table's own key."""
        return {
            CellRef(self.id, row[-1].id, column[-1].id): tuple(
                node.name for node in (*row, *column) if node.name
            )
            for block in self.blocks
            for row in _paths(block.rows)
            for column in _paths(block.columns)
        }

    @functools.cached_property
    def types(self) -> dict[CellRef, CellType]:
        """What each cell holds."""
        return {
            CellRef(self.id, row.id, column.id): column.type
            for block in self.blocks
            for row in leaves_of(block.rows)
            for column in leaves_of(block.columns)
        }

    def _check_ids(self) -> None:
        for block in self.blocks:
            for nodes in (block.rows, block.columns):
                ids = [node.id for node in _walk(nodes)]
                if len(ids) != len(set(ids)):
                    twice = next(ident for ident in ids if ids.count(ident) > 1)
                    raise ValueError(f"表 {self.id} 里 id “{twice}”用了两次")
        rows = [node.id for block in self.blocks for node in leaves_of(block.rows)]
        if len(rows) != len(set(rows)):
            raise ValueError(f"表 {self.id} 的两个分块里有同一个行 id")

    def _check_keys(self) -> None:
        seen: set[tuple[str, ...]] = set()
        for path in (tuple(map(fold, names)) for names in self.key_paths.values()):
            if not path:
                raise ValueError(f"表 {self.id} 有一格没有任何键可写")
            if path in seen:
                raise ValueError(f"表 {self.id} 有两格的键相同：{'.'.join(path)}")
            seen.add(path)


def leaves_of(nodes: tuple[Node, ...]) -> Iterator[Node]:
    """The leaves under ``nodes``, in order."""
    for node in nodes:
        yield from node.leaves


def _walk(nodes: tuple[Node, ...]) -> Iterator[Node]:
    for node in nodes:
        yield node
        yield from _walk(node.children)


def _paths(nodes: tuple[Node, ...], above: tuple[Node, ...] = ()) -> Iterator[tuple[Node, ...]]:
    for node in nodes:
        if node.children:
            yield from _paths(node.children, (*above, node))
        else:
            yield (*above, node)


def _sums(siblings: tuple[Node, ...]) -> dict[str, tuple[str, ...]]:
    """Id of each total under ``siblings`` to the ids of the leaves it sums."""
    sums: dict[str, tuple[str, ...]] = {}
    for node in siblings:
        if node.total:
            sums[node.id] = tuple(leaf.id for leaf in leaves_of(siblings) if not leaf.total)
        sums |= _sums(node.children)
    return sums
