"""Loads the edition files and finds the edition of a fiscal year."""

from __future__ import annotations

import functools
import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import yaml
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from govgen.editions.edition import Edition, Section
from govgen.editions.labels import numeral
from govgen.editions.units import is_same

_FOLDER = Path(__file__).parent

_REASONS = {
    "missing": "缺少这一项",
    "extra_forbidden": "没有这一项，请检查写法",
    "string_type": "应为文字",
    "string_pattern_mismatch": "只能用小写英文字母、数字和下划线，以字母开头",
    "string_too_short": "不能空着",
    "too_short": "不能空着",
    "float_parsing": "应为数字",
    "greater_than": "应为大于 0 的数",
    "finite_number": "应为大于 0 的数",
    "bool_parsing": "应为 true 或 false",
    "date_from_datetime_parsing": "应为日期，如 2021-09-26",
    "date_from_datetime_inexact": "应为日期，如 2021-09-26",
    "tuple_type": "应为列表",
    "model_type": "应为一组“键: 值”",
    "model_attributes_type": "应为一组“键: 值”",
    "literal_error": "只能是 {}",
    "enum": "只能是 {}",
}
"""What pydantic's error types mean here, with the words allowed; its English words are never shown."""


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
    # The models make numbers, dates and truth values of the words: what is no such value has a place then.
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)(text)
    try:
        root = loader.get_single_node()
        data = loader.construct_document(root) if root else None
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        place = f"第 {mark.line + 1} 行" if mark else ""
        raise EditionError(name, [f"{place}不合 YAML 的写法"]) from error
    if root and (reasons := list(_written_twice(root))):
        raise EditionError(name, reasons)
    try:
        return Edition.model_validate(data)
    except ValidationError as error:
        details = error.errors()
        reasons = [_reason(item, root) for item in details if not _has_cause(item, details)]
        raise EditionError(name, reasons) from error


def _children(node: yaml.Node) -> Iterator[tuple[str | int, yaml.Node]]:
    """The values in a node, each with its key or its place in the list."""
    if isinstance(node, yaml.MappingNode):
        yield from ((key.value, value) for key, value in node.value)
    elif isinstance(node, yaml.SequenceNode):
        yield from enumerate(node.value)


def _written_twice(root: yaml.Node) -> Iterator[str]:
    """Each key that a mapping has more than once: YAML's libraries keep the last one only."""
    nodes, seen = [root], set()
    while nodes:
        node = nodes.pop()
        if id(node) not in seen:
            seen.add(id(node))
            nodes += [child for _, child in _children(node)]
            counts = Counter(key for key, _ in _children(node))
            yield from (f"第 {_line(node)} 行起：“{key}”写了两次" for key in counts if counts[key] > 1)


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def _has_cause(detail: ErrorDetails, others: Iterable[ErrorDetails]) -> bool:
    """Whether an error only follows from one further in."""
    own = detail["loc"]
    return any(len(other["loc"]) > len(own) and other["loc"][: len(own)] == own for other in others)


def _reason(detail: ErrorDetails, root: yaml.Node | None) -> str:
    """What is wrong, with the line on which the value, or what it is missing in, begins."""
    context = detail.get("ctx", {})
    path = (*detail["loc"], *getattr(context.get("error"), "place", ()))
    place, node = ".".join(map(str, path)) or "整个文件", root
    for part in path:
        node = dict(_children(node)).get(part, node) if node else None
    line = f"第 {_line(node)} 行 " if node and path else ""
    if detail["type"] == "value_error":
        return f"{line}{place}：{context['error']}"
    allowed = "、".join(re.findall("'([^']+)'", str(context.get("expected"))))
    return f"{line}{place}：{_REASONS.get(detail['type'], '写法不对').format(allowed)}"


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
        EditionError: two have the same year or notice, or a link between two is wrong.
    """
    ordered = tuple(sorted(found, key=lambda edition: edition.first_year))
    for older, newer in itertools.combinations(ordered, 2):
        if reasons := list(_clashes(older, newer)):
            raise EditionError(f"{newer.edition}.yaml", reasons)
    for older, newer in itertools.pairwise(ordered):
        if reasons := list(_broken_links(older, newer)):
            raise EditionError(f"{newer.edition}.yaml", reasons)
    return ordered


def _clashes(older: Edition, newer: Edition) -> Iterator[str]:
    if older.first_year == newer.first_year:
        yield f"与另一版的 from 相同（{newer.first_year}）"
    if shared := {*older.basis.numbers} & {*newer.basis.numbers}:
        yield f"与另一版的 basis.number 相同（{'、'.join(sorted(shared))}）"


def _broken_links(older: Edition, newer: Edition) -> Iterator[str]:
    for section in newer.sections:
        for ident in section.replaces:
            if ident not in older.section_by_id or ident in newer.section_by_id:
                yield f"{section.id} 的 replaces “{ident}”应是 {older.edition} 版有、本版没有的一节"
    for own, other, link in ((older, newer, "successor"), (newer, older, "replaces")):
        for table in own.tables:
            there = other.table_by_id.get(table.id)
            for heading in table.walk():
                node, ident = heading.node, getattr(heading.node, link)
                known = there.nodes[heading.axis] if there else {}
                if ident and ident not in known:
                    yield f"{node.id} 的 {link} “{ident}”在 {other.edition} 版的表 {table.id} 里没有"
                elif (
                    own is newer and (old := known.get(ident or node.id)) and not is_same(old.unit, node.unit)
                ):
                    yield f"{node.id} 的单位不再是“{old.unit}”：请另起 id，不写 replaces"


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


def editions_until(edition: Edition) -> tuple[Edition, ...]:
    """The editions whose words a report under ``edition`` may have: its own and those before it.

    What a later one calls things says nothing of an older year.
    """
    return tuple(known for known in editions() if known.first_year <= edition.first_year)


def edition_for(year: int) -> Edition | None:
    """The edition in force for fiscal ``year``; None before the first."""
    return next((edition for edition in reversed(editions()) if edition.first_year <= year), None)
