"""One edition of the statutory format, as its file describes it.

An edition file holds what a notice of the State Council fixes, word for word; code names no statutory row.
"""

from __future__ import annotations

import datetime
import functools
import re
from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from govgen.editions.labels import fold
from govgen.editions.model import FiscalYear, Ident, KeyPath, MisfitError, Model, Text, as_key, not_reserved
from govgen.editions.table import Axis, CellRef, Table

RESERVED = frozenset({"title", "introduction", "signature", "furniture", "main", "chart"})
"""Ids of the other parts of a page, which no section may have."""


class Section(Model):
    """One of the statutory sections: a heading over prose or over a table.

    ``aspects`` are what the notice requires the prose to cover. ``ahead``: it speaks of the year to come.
    ``replaces`` are sections of the edition before whose matter it has beside its own, or in their place.
    """

    id: Ident
    key: Annotated[Text, AfterValidator(as_key), AfterValidator(not_reserved)]
    heading: Annotated[Text, AfterValidator(not_reserved)]
    kind: Literal["text", "table"]
    citation: str = ""
    aspects: tuple[Text, ...] = ()
    ahead: bool = False
    replaces: tuple[Ident, ...] = ()


class Basis(Model):
    """The notice that fixes the edition; one of several agencies may have several numbers, joined by 、."""

    number: Text
    title: Text
    format: Text
    date: datetime.date | None = None

    @property
    def numbers(self) -> tuple[str, ...]:
        """Each of its numbers."""
        return tuple(self.number.split("、"))


class Term(Model):
    """One row that a balance adds, with the short word for it."""

    row: Ident
    word: Text


class Balance(Model):
    """Rows of a table whose sums must agree in every column; ``words`` is the notice's own sentence."""

    code: Literal["B201"]
    table: Ident
    name: Text
    words: Text
    citation: Text
    left: tuple[Term, ...] = Field(min_length=1)
    right: tuple[Term, ...] = Field(min_length=1)

    def sides(self, table: Table) -> Iterator[tuple[list[CellRef], list[CellRef]]]:
        """The cells on both sides, for each column of its ``table`` that has them all."""
        for column in table.nodes["columns"]:
            left, right = (
                [CellRef(table.id, term.row, column) for term in terms] for terms in (self.left, self.right)
            )
            if all(ref in table.types for ref in (*left, *right)):
                yield left, right


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

    @property
    def refs(self) -> tuple[CellRef, ...]:
        """The cells of the stock, of what was added and of what was removed."""
        return tuple(
            CellRef(self.table, self.row, column) for column in (self.stock, self.added, self.removed)
        )


class Edition(Model):
    """One edition of the statutory format.

    Valid from fiscal year ``first_year`` until the next edition; ``checked_to`` is the last fiscal year for
    which the authors looked for a newer notice.
    """

    edition: Text
    first_year: FiscalYear = Field(alias="from")
    checked_to: FiscalYear
    basis: Basis
    title: Text
    sections: tuple[Section, ...] = Field(min_length=1)
    tables: tuple[Table, ...]
    balances: tuple[Balance, ...] = ()
    carry_over: CarryOver | None = None
    stocks: tuple[Stock, ...] = ()

    @functools.cached_property
    def report_name(self) -> str:
        """The name of the report: the longest words of its title, without those that date it."""
        parts = re.split(r"\{body\}|\{year\}", self.title)
        return max((re.sub("^年度?", "", words) for words in parts), key=len)

    @functools.cached_property
    def title_form(self) -> re.Pattern[str]:
        """What every title of a report is like."""
        form = re.escape(self.title).replace(r"\{body\}", r"(?P<body>(?:(?!20\d\d).)+)")
        return re.compile(form.replace(r"\{year\}", r"(?P<year>\d{4})"))

    @functools.cached_property
    def table_by_id(self) -> dict[str, Table]:
        """The tables by id."""
        return {table.id: table for table in self.tables}

    @functools.cached_property
    def section_by_id(self) -> dict[str, Section]:
        """The sections by id, in their statutory order."""
        return {section.id: section for section in self.sections}

    @functools.cached_property
    def refs(self) -> tuple[CellRef, ...]:
        """Every cell of every table in printed order."""
        return tuple(ref for table in self.tables for ref in table.refs)

    @functools.cached_property
    def leaf_refs(self) -> tuple[CellRef, ...]:
        """Every cell that is no total, in printed order."""
        return tuple(ref for table in self.tables for ref in table.refs if ref not in table.parts)

    @functools.cached_property
    def intake(self) -> tuple[Balance, str] | None:
        """The balance of the table that carries applications over, and the row of those newly received."""
        carry = self.carry_over
        for balance in self.balances if carry else ():
            for term in balance.left:
                if carry and balance.table == carry.table and term.row != carry.this:
                    return balance, term.row
        return None

    def table_of(self, section: Section) -> Table:
        """The table under a section of kind ``table``."""
        return next(table for table in self.tables if table.key == section.key)

    def name_of(self, ref: CellRef) -> str:
        """The keys that lead to a cell, the table's first, joined by dots: its place in messages."""
        table = self.table_by_id[ref.table]
        return ".".join((table.key, *table.key_paths[ref]))

    @model_validator(mode="after")
    def _is_consistent(self) -> Edition:
        keys = [section.key for section in self.sections if section.kind == "table"]
        if keys != [table.key for table in self.tables]:
            raise ValueError("sections 里 kind: table 的各节与 tables 的 key 应依次相同")
        self._check_heads()
        for place, table, ident, axis in self._named_ids():
            if table not in self.table_by_id:
                raise MisfitError(f"没有 id 为 {table} 的表", *place)
            known = self.table_by_id[table].leaf_ids(axis)
            if ident not in known:
                what = "行" if axis == "rows" else "列"
                raise MisfitError(f"表 {table} 里没有 id 为 {ident} 的{what}", *place)
        for at, balance in enumerate(self.balances):
            if not any(balance.sides(self.table_by_id[balance.table])):
                raise MisfitError("这几行没有共同的列，无法核对", "balances", at)
        for at, stock in enumerate(self.stocks):
            for ref in stock.refs:
                if ref not in self.table_by_id[stock.table].types:
                    raise MisfitError(f"表 {ref.table} 的 {ref.row} 行没有 {ref.column} 这一格", "stocks", at)
        return self

    def _check_heads(self) -> None:
        if self.edition != str(self.first_year):
            raise ValueError("edition 应为 from 的年份")
        if self.checked_to < self.first_year:
            raise ValueError("checked_to 不能早于 from")
        once = all(self.title.count(name) == 1 for name in ("{body}", "{year}"))
        if not once or set(self.title.replace("{body}", "").replace("{year}", "")) & set("{}/"):
            raise ValueError("title 里应有 {body} 和 {year} 各一处，没有别的花括号和斜线")
        _once("id", [table.id for table in self.tables])
        _once("id", [section.id for section in self.sections], RESERVED)
        _once("key", [fold(section.key) for section in self.sections])
        _once("heading", [fold(section.heading) for section in self.sections])
        for balance in self.balances:
            _once("row", [term.row for term in (*balance.left, *balance.right)])

    def _named_ids(self) -> Iterator[tuple[KeyPath, str, str, Axis]]:
        """The rows and columns that balances, carry-over and stocks name: place, table, id and axis."""
        for at, balance in enumerate(self.balances):
            for side, terms in (("left", balance.left), ("right", balance.right)):
                for number, term in enumerate(terms):
                    yield ("balances", at, side, number), balance.table, term.row, "rows"
        if carry := self.carry_over:
            yield ("carry_over", "this"), carry.table, carry.this, "rows"
            yield ("carry_over", "last"), carry.table, carry.last, "rows"
        for at, stock in enumerate(self.stocks):
            yield ("stocks", at, "row"), stock.table, stock.row, "rows"
            for name in ("stock", "added", "removed"):
                yield ("stocks", at, name), stock.table, getattr(stock, name), "columns"


def _once(what: str, values: list[str], taken: frozenset[str] = frozenset()) -> None:
    seen = set(taken)
    for value in values:
        if value in seen:
            raise ValueError(f"{what} “{value}”{'另有用处，请换一个' if value in taken else '用了两次'}")
        seen.add(value)
