"""The law as data: one edition of the statutory format, read from its file and checked.

An edition file holds what a notice of the State Council fixes, word for word; code names no statutory row.
"""

from __future__ import annotations

import datetime
import functools
from importlib.resources import files
from typing import Literal

import yaml
from pydantic import Field, model_validator

from govgen.table import CellRef, Ident, Model, Table, Text


class Section(Model):
    """One of the statutory sections: a heading over prose or over a table.

    ``aspects`` are what the notice wants the prose to cover.
    """

    id: Ident
    key: Text
    heading: Text
    kind: Literal["text", "table"]
    citation: str = ""
    aspects: tuple[Text, ...] = ()


class Basis(Model):
    """The notice that fixes the edition."""

    number: Text
    title: Text
    format: Text
    date: datetime.date | None = None


class Term(Model):
    """One row that a balance adds, with the short word for it."""

    row: Ident
    word: Text


class Balance(Model):
    """Rows of a table whose sums must agree in every column; ``words`` is the notice's own sentence."""

    code: Text
    table: Ident
    name: Text
    words: Text
    citation: Text
    left: tuple[Term, ...]
    right: tuple[Term, ...]


class CarryOver(Model):
    """The row that must repeat, column by column, a row of last year's table."""

    table: Ident
    this: Ident
    last: Ident


class Stock(Model):
    """A column that should be last year's stock plus what was added less what was removed."""

    table: Ident
    row: Ident
    stock: Ident
    added: Ident
    removed: Ident


class Edition(Model):
    """One edition of the statutory format.

    Valid from fiscal year ``first_year`` until the next edition; ``checked_to`` is the last fiscal year for
    which the authors looked for a newer notice.
    """

    edition: Text
    first_year: int = Field(alias="from")
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

    @model_validator(mode="after")
    def _references_exist(self) -> Edition:
        keys = {section.key for section in self.sections if section.kind == "table"}
        if keys != {table.key for table in self.tables}:
            raise ValueError("the sections of kind table and the tables must have the same keys")
        wanted = [(b.table, t.row) for b in self.balances for t in (*b.left, *b.right)]
        if self.carry_over:
            wanted += [(self.carry_over.table, row) for row in (self.carry_over.this, self.carry_over.last)]
        wanted += [(s.table, i) for s in self.stocks for i in (s.row, s.stock, s.added, s.removed)]
        for table, ident in wanted:
            if ident not in self.table_by_id[table].nodes:
                raise ValueError(f"table {table} has no row or column {ident}")
        return self


@functools.cache
def editions() -> tuple[Edition, ...]:
    """Every edition in the package, the oldest first."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    found = [
        Edition.model_validate(yaml.load(item.read_text(encoding="utf-8"), Loader=loader))
        for item in (files(__package__) / "editions").iterdir()
        if item.name.endswith(".yaml")
    ]
    return tuple(sorted(found, key=lambda edition: edition.first_year))


def edition_for(year: int) -> Edition | None:
    """The edition in force for fiscal ``year``; None before the first."""
    return next((edition for edition in reversed(editions()) if edition.first_year <= year), None)
