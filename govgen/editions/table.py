"""A statutory table as trees of rows and columns, and what follows from them: cells, keys and sums."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Annotated, Literal, NamedTuple, get_args

from pydantic import Field, model_validator

from govgen.editions.labels import fold
from govgen.editions.model import Ident, Model, Text
from govgen.editions.node import CellType, Node
from govgen.editions.units import is_same, unit_in

Axis = Literal["columns", "rows"]


class CellRef(NamedTuple):
    """The address of a cell: ids of its table, row and column."""

    table: str
    row: str
    column: str


class Block(Model):
    """A part of a table with its own columns, such as one 项 of table two."""

    caption: str = ""
    columns: tuple[Node, ...] = Field(min_length=1)
    rows: tuple[Node, ...] = Field(min_length=1)


class Heading(NamedTuple):
    """A row or column at its place in a table: its block and the groups above it."""

    block: Block
    axis: Axis
    node: Node
    above: tuple[Node, ...] = ()

    @property
    def labels(self) -> tuple[str, ...]:
        """Its label and those of the groups it is in, the nearest first."""
        return tuple(node.label for node in (self.node, *reversed(self.above)))

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys that lead to it in a data file, its own last; a transparent level has none."""
        return tuple(node.name for node in (*self.above, self.node) if node.name)


class Sums(Model):
    """The codes of the findings for stated totals that are wrong: across a row, and down a column."""

    across: Literal["B202", "B204"] = "B202"
    down: Literal["B203"] = "B203"


class Table(Model):
    """A statutory table. ``complete`` says that every cell must be written; else what is left out is 0.

    ``widths`` are a hint of the columns' widths in hundredths of the table. Without one for each column,
    as when a column was added, they follow from the labels and the types of the cells.
    """

    id: Ident
    key: Text
    complete: bool = False
    sums: Sums = Sums()
    stub: str = ""
    stub_is_note: bool = False
    widths: tuple[Annotated[float, Field(gt=0, allow_inf_nan=False)], ...] = ()
    blocks: tuple[Block, ...] = Field(min_length=1)

    def walk(self, *axes: Axis) -> Iterator[Heading]:
        """Every column and row, or those of one axis, with its place, block by block, a group first."""
        for block, axis in itertools.product(self.blocks, axes or get_args(Axis)):
            yield from _walk(block, axis, getattr(block, axis))

    @functools.cached_property
    def crossings(self) -> dict[CellRef, tuple[Heading, Heading]]:
        """The row and the column of each cell, in printed order."""
        leaves = [heading for heading in self.walk() if not heading.node.children]
        return {
            CellRef(self.id, row.node.id, column.node.id): (row, column)
            for row in leaves
            for column in leaves
            if (row.axis, column.axis) == ("rows", "columns") and row.block is column.block
        }

    @functools.cached_property
    def has_labels(self) -> bool:
        """Whether its rows have labels of their own; one with a single row of figures may have none."""
        return bool(self.stub) or any(heading.node.name for heading in self.walk("rows"))

    @functools.cached_property
    def adds_rows(self) -> bool:
        """Whether some of its rows are sums of others, so that one left out shows."""
        return any(heading.node.total for heading in self.walk("rows"))

    @functools.cached_property
    def stub_columns(self) -> int:
        """How many columns the row headings take."""
        return max(row.depth for block in self.blocks for row in block.rows) if self.has_labels else 0

    @functools.cached_property
    def width(self) -> int:
        """How many columns the table has in all."""
        return self.stub_columns + max(sum(1 for _ in leaves_of(block.columns)) for block in self.blocks)

    @functools.cached_property
    def refs(self) -> tuple[CellRef, ...]:
        """Every cell of the table in printed order."""
        return tuple(self.crossings)

    @functools.cached_property
    def nodes(self) -> dict[Axis, dict[str, Node]]:
        """Its rows and its columns by id, groups included; of two columns of one id the last block's."""
        return {
            axis: {heading.node.id: heading.node for heading in self.walk(axis)} for axis in get_args(Axis)
        }

    def leaf_ids(self, axis: Axis) -> set[str]:
        """The ids of the rows or columns that have cells."""
        return {heading.node.id for heading in self.walk(axis) if not heading.node.children}

    @functools.cached_property
    def parts(self) -> dict[CellRef, tuple[CellRef, ...]]:
        """For each cell that is a total, the cells it sums; across columns where both ways are open.

        A total has a type and a unit, and adds what has the same.
        """
        sums: dict[CellRef, tuple[CellRef, ...]] = {}
        for ref, (row, _) in self.crossings.items():
            columns = _sums(row.block.columns)
            if ref.column in columns:
                sums[ref] = self._alike(
                    ref, (CellRef(self.id, ref.row, part) for part in columns[ref.column])
                )
            elif ref.row in self._row_sums:
                sums[ref] = self.column_parts(ref)
        return sums

    def leaves_below(self, ref: CellRef) -> tuple[CellRef, ...]:
        """The cells that a total finally adds; the cell itself where it is no total."""
        parts = self.parts.get(ref)
        return (ref,) if parts is None else tuple(leaf for part in parts for leaf in self.leaves_below(part))

    def added(self, ref: CellRef, values: Mapping[CellRef, Decimal | None]) -> Decimal | None:
        """The value of a cell, that of a total added up; None where a value for it is unknown."""
        return add_up(map(values.get, self.leaves_below(ref)))

    @functools.cached_property
    def _row_sums(self) -> dict[str, tuple[str, ...]]:
        return {ident: parts for block in self.blocks for ident, parts in _sums(block.rows).items()}

    def column_parts(self, ref: CellRef) -> tuple[CellRef, ...]:
        """The cells above or below ``ref`` that its row sums; empty where its row is no total."""
        return self._alike(
            ref, (CellRef(self.id, part, ref.column) for part in self._row_sums.get(ref.row, ()))
        )

    def _alike(self, total: CellRef, cells: Iterable[CellRef]) -> tuple[CellRef, ...]:
        """Those of ``cells`` whose figures are of the type and in the unit of ``total``."""
        kind, unit = self.types[total], self.units[total]
        alike = (ref for ref in cells if self.types[ref] is kind)
        return tuple(
            ref
            for ref in alike
            if (own := self.units[ref]) == unit or (is_same(own, unit) and is_same(unit, own))
        )

    @functools.cached_property
    def key_paths(self) -> dict[CellRef, tuple[str, ...]]:
        """The keys that lead to each cell in a data file, below the table's own key."""
        return {ref: (*row.keys, *column.keys) for ref, (row, column) in self.crossings.items()}

    @functools.cached_property
    def types(self) -> dict[CellRef, CellType]:
        """What each cell holds."""
        return {ref: column.node.type for ref, (_, column) in self.crossings.items()}

    @functools.cached_property
    def units(self) -> dict[CellRef, str]:
        """The unit of each cell, by its row, its column or a group of columns."""
        return {
            ref: next(filter(None, map(unit_in, (row.node.label, *column.labels))), column.node.unit)
            for ref, (row, column) in self.crossings.items()
        }

    @model_validator(mode="after")
    def _is_consistent(self) -> Table:
        self._check_ids()
        self._check_keys()
        for block in self.blocks:
            for sums in (_sums(block.rows), _sums(block.columns)):
                for ident, parts in sums.items():
                    if not parts or list(sums.values()).count(parts) > 1:
                        beside = "另有一项 total" if parts else "却没有可加的项"
                        raise ValueError(f"表 {self.id} 的 {ident} 是 total，旁边{beside}")
        for ref, cells in self.parts.items():
            if not cells:
                raise ValueError(
                    f"表 {self.id} 的 {ref.row} 行 {ref.column} 列是 total，旁边没有类型和单位相同的项可加"
                )
        return self

    def _check_ids(self) -> None:
        columns = (_walk(block, "columns", block.columns) for block in self.blocks)
        for headings in (self.walk("rows"), *columns):  # blocks may have columns alike
            ids = [heading.node.id for heading in headings]
            if twice := next((ident for ident in ids if ids.count(ident) > 1), ""):
                raise ValueError(f"表 {self.id} 里 id “{twice}”用了两次")
        for axis in get_args(Axis):
            heirs: dict[str, str] = {}
            for node in (heading.node for heading in self.walk(axis)):
                old = node.replaces or node.id
                if heirs.setdefault(old, node.id) != node.id:
                    raise ValueError(
                        f"表 {self.id} 里有两项接替或沿用 {old}；一项拆成几项的，都不写 replaces"
                    )

    def _check_keys(self) -> None:
        owners: dict[tuple[str, ...], tuple[Node, ...]] = {}
        for ref, (row, column) in self.crossings.items():
            if not self.key_paths[ref]:
                raise ValueError(f"表 {self.id} 有一格没有任何键可写")
            if not column.node.name:
                raise ValueError(f"表 {self.id} 的 {column.node.id} 没有键；只有一组的 key 可以空着")
            chain = (*row.above, row.node, *column.above, column.node)
            for length, node in enumerate(chain, 1):
                path = tuple(fold(each.name) for each in chain[:length] if each.name)
                if node.name and owners.setdefault(path, chain[:length]) != chain[:length]:
                    raise ValueError(f"表 {self.id} 有两处的键相同：{'.'.join(path)}")


def add_up(values: Iterable[Decimal | None]) -> Decimal | None:
    """The sum of ``values``; None where one is unknown."""
    known = list(values)
    return None if None in known else sum((value for value in known if value is not None), Decimal(0))


def leaves_of(nodes: tuple[Node, ...]) -> Iterator[Node]:
    """The rows or columns under ``nodes``, in order; a node without children is its own."""
    for node in nodes:
        yield from leaves_of(node.children) if node.children else (node,)


def _walk(
    block: Block, axis: Axis, nodes: tuple[Node, ...], above: tuple[Node, ...] = ()
) -> Iterator[Heading]:
    for node in nodes:
        yield Heading(block, axis, node, above)
        yield from _walk(block, axis, node.children, (*above, node))


def _sums(siblings: tuple[Node, ...]) -> dict[str, tuple[str, ...]]:
    """Id of each total under ``siblings`` to the ids of the leaves it sums."""
    sums: dict[str, tuple[str, ...]] = {}
    for node in siblings:
        if node.total:
            sums[node.id] = tuple(leaf.id for leaf in leaves_of(siblings) if not leaf.total)
        sums |= _sums(node.children)
    return sums
