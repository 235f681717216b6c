"""The law as data: one edition of the statutory format, read from its file and checked.

An edition file holds what a notice of the State Council fixes, word for word; code names no statutory row.
"""

from __future__ import annotations

import datetime
import functools
import itertools
from collections.abc import Iterable, Iterator
from importlib.resources import files
from typing import TYPE_CHECKING, Literal

import yaml
from pydantic import Field, ValidationError, model_validator

from govgen.table import CellRef, Ident, Model, Table, Text

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails


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
        return self


class EditionError(Exception):
    """An edition file cannot be used; ``reasons`` say why, for the person who wrote it."""

    def __init__(self, name: str, reasons: list[str]) -> None:
        super().__init__("\n".join(f"{name}：{reason}" for reason in reasons))
        self.reasons = reasons


def load(text: str, name: str) -> Edition:
    """The edition that ``text`` describes; ``name`` is the file's name, for messages.

    Raises:
        EditionError: the file is not YAML, or not an edition; each reason names the place.
    """
    try:
        data = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        return Edition.model_validate(data)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise EditionError(name, [f"第 {line} 行不合 YAML 的写法"]) from error
    except ValidationError as error:
        raise EditionError(name, [_reason(detail) for detail in error.errors()]) from error


_REASONS = {
    "missing": "缺少这一项",
    "extra_forbidden": "没有这一项，请检查写法",
    "string_type": "应为文字；数字和日期请加引号",
    "string_pattern_mismatch": "只能用小写英文字母、数字和下划线，以字母开头",
    "string_too_short": "不能空着",
    "too_short": "不能空着",
    "int_parsing": "应为整数",
    "int_type": "应为整数",
    "bool_parsing": "应为 true 或 false",
    "tuple_type": "应为列表",
    "model_type": "应为一组“键: 值”",
    "literal_error": "只能是规定的几个词之一",
    "enum": "只能是规定的几个词之一",
}
"""What pydantic's error types mean here; its English words are never shown."""


def _reason(detail: ErrorDetails) -> str:
    place = ".".join(str(part) for part in detail["loc"]) or "整个文件"
    if detail["type"] == "value_error":
        return f"{place}：{detail['ctx']['error']}"
    return f"{place}：{_REASONS.get(detail['type'], '写法不对')}"


@functools.cache
def editions() -> tuple[Edition, ...]:
    """Every edition in the package, the oldest first.

    Raises:
        EditionError: an edition file is broken, or does not fit the one before it.
    """
    found = [
        load(item.read_text(encoding="utf-8"), item.name)
        for item in (files(__package__) / "editions").iterdir()
        if item.name.endswith(".yaml")
    ]
    return in_order(found)


def in_order(found: Iterable[Edition]) -> tuple[Edition, ...]:
    """Editions from the oldest to the newest.

    Raises:
        EditionError: two begin with the same year, or a ``successor`` is not in the next edition.
    """
    ordered = tuple(sorted(found, key=lambda edition: edition.first_year))
    for older, newer in itertools.pairwise(ordered):
        reasons = list(_misfits(older, newer))
        if reasons:
            raise EditionError(older.edition, reasons)
    return ordered


def _misfits(older: Edition, newer: Edition) -> Iterator[str]:
    if older.first_year == newer.first_year:
        yield f"与另一版的 from 相同（{older.first_year}）"
    for table in older.tables:
        there = newer.table_by_id[table.id].nodes if table.id in newer.table_by_id else {}
        for node in (*table.row_nodes.values(), *table.column_nodes.values()):
            if node.successor and node.successor not in there:
                yield f"{node.id} 的 successor “{node.successor}”在 {newer.edition} 版的表 {table.id} 里没有"


def edition_for(year: int) -> Edition | None:
    """The edition in force for fiscal ``year``; None before the first."""
    return next((edition for edition in reversed(editions()) if edition.first_year <= year), None)
