"""Loads the edition files and finds the edition of a fiscal year."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterable, Iterator
from pathlib import Path

import yaml
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from govgen.editions.edition import Edition, Section
from govgen.editions.labels import numeral

_FOLDER = Path(__file__).parent

_REASONS = {
    "missing": "缺少这一项",
    "extra_forbidden": "没有这一项，请检查写法",
    "string_type": "应为文字；数字和日期请加引号",
    "string_pattern_mismatch": "只能用小写英文字母、数字和下划线，以字母开头",
    "string_too_short": "不能空着",
    "too_short": "不能空着",
    "int_parsing": "应为整数",
    "int_type": "应为整数",
    "float_parsing": "应为数字",
    "float_type": "应为数字",
    "bool_parsing": "应为 true 或 false",
    "bool_type": "应为 true 或 false",
    "tuple_type": "应为列表",
    "model_type": "应为一组“键: 值”",
    "model_attributes_type": "应为一组“键: 值”",
    "literal_error": "只能是规定的几个词之一",
    "enum": "只能是规定的几个词之一",
}
"""What pydantic's error types mean here; its English words are never shown."""


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
    except Exception as error:  # the parser's own, and whatever its constructors raise over an odd value
        mark = getattr(error, "problem_mark", None)
        place = f"第 {mark.line + 1} 行" if mark else ""
        raise EditionError(name, [f"{place}不合 YAML 的写法"]) from error
    try:
        return Edition.model_validate(data)
    except ValidationError as error:
        raise EditionError(name, [_reason(detail) for detail in error.errors()]) from error


def _reason(detail: ErrorDetails) -> str:
    place = ".".join(str(part) for part in detail["loc"]) or "整个文件"
    if detail["type"] == "value_error":
        return f"{place}：{detail['ctx']['error']}"
    return f"{place}：{_REASONS.get(detail['type'], '写法不对')}"


@functools.cache
def editions() -> tuple[Edition, ...]:
    """Every edition in the package, the oldest first.

    Raises:
        EditionError: a file is broken, or does not fit the next.
    """
    return in_order(_read(file) for file in _FOLDER.glob("*.yaml"))


def _read(file: Path) -> Edition:
    try:
        edition = load(file.read_text(encoding="utf-8-sig"), file.name)
    except UnicodeDecodeError as error:
        raise EditionError(file.name, ["不是 UTF-8 编码"]) from error
    if file.stem != str(edition.first_year):
        raise EditionError(file.name, ["文件名应为 from 的年份"])
    return edition


def in_order(found: Iterable[Edition]) -> tuple[Edition, ...]:
    """Editions from the oldest to the newest.

    Raises:
        EditionError: two have the same name, year or notice, or a ``successor`` is not in the next edition.
    """
    ordered = tuple(sorted(found, key=lambda edition: edition.first_year))
    for older, newer in itertools.combinations(ordered, 2):
        if reasons := list(_clashes(older, newer)):
            raise EditionError(newer.edition, reasons)
    for older, newer in itertools.pairwise(ordered):
        if reasons := list(_lost_successors(older, newer)):
            raise EditionError(older.edition, reasons)
    return ordered


def _clashes(older: Edition, newer: Edition) -> Iterator[str]:
    for what, one, other in (
        ("from", older.first_year, newer.first_year),
        ("edition", older.edition, newer.edition),
        ("basis.number", older.basis.number, newer.basis.number),
    ):
        if one == other:
            yield f"与另一版的 {what} 相同（{one}）"


def _lost_successors(older: Edition, newer: Edition) -> Iterator[str]:
    for own, other, link in ((older, newer, "successor"), (newer, older, "replaces")):
        for table in own.tables:
            there = other.table_by_id.get(table.id)
            for heading in table.walk():
                ident = getattr(heading.node, link)
                if ident and not (there and ident in there.nodes(heading.axis)):
                    yield f"{heading.node.id} 的 {link} “{ident}”在 {other.edition} 版的表 {table.id} 里没有"


@functools.cache
def with_part(name: str, title: str) -> Edition:
    """An edition with one more part of prose at its end, as some provinces want; its tables are the same."""
    edition = edition_named(name)
    heading = f"{numeral(len(edition.sections) + 1)}、{title}"
    section = Section(id="extra", key=title, heading=heading, kind="text", citation="县级以上主管部门的要求")
    # A copy of the model would keep what was cached of the sections without this one.
    parts = {field: getattr(edition, field) for field in Edition.model_fields}
    return Edition.model_construct(**parts | {"sections": (*edition.sections, section)})


def edition_named(name: str) -> Edition:
    """The edition of this name, which must be one of the package's."""
    return next(edition for edition in editions() if edition.edition == name)


def edition_for(year: int) -> Edition | None:
    """The edition in force for fiscal ``year``; None before the first."""
    return next((edition for edition in reversed(editions()) if edition.first_year <= year), None)
