"""The law as data: one edition of the statutory format, read from its file and checked.

An edition file holds what a notice of the State Council fixes, word for word; code names no statutory row.
"""

from __future__ import annotations

import datetime
import functools
from dataclasses import dataclass
from typing import Literal

from govgen.editions.constraints import Form, Ident, Text
from govgen.editions.table import CellRef, Table


@dataclass(frozen=True, eq=False)
class Section(Form):
    """One of the statutory sections: a heading over prose or over a table.

    ``aspects`` are what the notice wants the prose to cover.
    """

    id: Ident
    key: Text
    heading: Text
    kind: Literal["text", "table"]
    citation: str = ""
    aspects: tuple[Text, ...] = ()


@dataclass(frozen=True, eq=False)
class Basis(Form):
    """The notice that fixes the edition."""

    number: Text
    title: Text
    format: Text
    date: datetime.date | None = None


@dataclass(frozen=True, eq=False)
class Term(Form):
    """One row that a balance adds, with the short word for it."""

    row: Ident
    word: Text


@dataclass(frozen=True, eq=False)
class Balance(Form):
    """Rows of a table whose sums must agree in every column; ``words`` is the notice's own sentence."""

    code: Text
    table: Ident
    name: Text
    words: Text
    citation: Text
    left: tuple[Term, ...]
    right: tuple[Term, ...]


@dataclass(frozen=True, eq=False)
class CarryOver(Form):
    """The row that must repeat, column by column, a row of last year's table."""

    table: Ident
    this: Ident
    last: Ident


@dataclass(frozen=True, eq=False)
class Stock(Form):
    """A column that should be last year's stock plus what was added less what was removed."""

    table: Ident
    row: Ident
    stock: Ident
    added: Ident
    removed: Ident


@dataclass(frozen=True, eq=False)
class Edition(Form):
    """One edition of the statutory format.

    Valid from fiscal year ``first_year`` until the next edition; ``checked_to`` is the last fiscal year for
    which the authors looked for a newer notice.
    """

    # ``from`` is a word of Python's own.
    __pydantic_config__ = Form.__pydantic_config__ | {
        "alias_generator": lambda name: "from" if name == "first_year" else name
    }

    edition: Text
    first_year: int
    checked_to: int
    basis: Basis
    title: Text
    sections: tuple[Section, ...]
    tables: tuple[Table, ...]
    balances: tuple[Balance, ...] = ()
    carry_over: CarryOver | None = None
    stocks: tuple[Stock, ...] = ()

    @functools.cached_property
    def table_by_id(self) -> dict[str, Table]:
        """The tables by id."""
        return {table.id: table for table in self.tables}

    @functools.cached_property
    def refs(self) -> tuple[CellRef, ...]:
        """Every cell of every table in printed order."""
        return tuple(ref for table in self.tables for ref in table.refs)

    def table_of(self, section: Section) -> Table:
        """The table under a section of kind ``table``."""
        return next(table for table in self.tables if table.key == section.key)

    def name_of(self, ref: CellRef) -> str:
        """The keys that lead to a cell, the table's first, joined by dots: its place in messages."""
        table = self.table_by_id[ref.table]
        return ".".join((table.key, *table.key_paths[ref]))

    def __post_init__(self) -> None:
        keys = [section.key for section in self.sections if section.kind == "table"]
        if keys != [table.key for table in self.tables]:
            raise ValueError("sections 里 kind: table 的各节与 tables 的 key 应依次相同")
        if self.checked_to < self.first_year:
            raise ValueError("checked_to 不能早于 from")
        wanted = [(b.table, t.row) for b in self.balances for t in (*b.left, *b.right)]
        if self.carry_over:
            wanted += [(self.carry_over.table, row) for row in (self.carry_over.this, self.carry_over.last)]
        wanted += [(s.table, i) for s in self.stocks for i in (s.row, s.stock, s.added, s.removed)]
        for table, ident in wanted:
            if table not in self.table_by_id:
                raise ValueError(f"没有 id 为 {table} 的表")
            if ident not in self.table_by_id[table].nodes:
                raise ValueError(f"表 {table} 里没有 id 为 {ident} 的行或列")
