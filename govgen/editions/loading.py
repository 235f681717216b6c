"""Loads the edition files and finds the edition of a fiscal year."""

from __future__ import annotations

import functools
import hashlib
import itertools
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import yaml

from govgen.editions.edition import Balance, Basis, CarryOver, Edition, Section, Stock, Term
from govgen.editions.on_demand import OnDemand
from govgen.editions.table import Block, CellType, Node, Sums, Table

_FOLDER = Path(__file__).parent


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
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise EditionError(name, [f"第 {line} 行不合 YAML 的写法"]) from error
    if _is_listed(text):
        return _built(data)
    from govgen.editions.validation import validated  # noqa: PLC0415  (pydantic takes longer to load than a review)

    edition = validated(Edition, data)
    if isinstance(edition, list):
        raise EditionError(name, edition)
    return edition


def _is_listed(text: str) -> bool:
    """Whether this is, letter for letter, a file that the package ships and its tests have validated."""
    listed = (_FOLDER / "SHA256SUMS").read_text(encoding="utf-8")
    return hashlib.sha256(text.encode()).hexdigest() in listed.split()


def _built(data: dict[str, Any]) -> Edition:
    """The edition in the data of a listed file, as pydantic would make it."""
    carry_over = data.get("carry_over")
    return Edition(
        edition=data["edition"],
        first_year=data["from"],
        checked_to=data["checked_to"],
        basis=Basis(**data["basis"]),
        title=data["title"],
        sections=tuple(
            Section(**{**item, "aspects": tuple(item.get("aspects", ()))}) for item in data["sections"]
        ),
        tables=tuple(_table(item) for item in data["tables"]),
        balances=tuple(
            Balance(**{**item, "left": _terms(item["left"]), "right": _terms(item["right"])})
            for item in data.get("balances", ())
        ),
        carry_over=CarryOver(**carry_over) if carry_over else None,
        stocks=tuple(Stock(**item) for item in data.get("stocks", ())),
    )


def _terms(items: list[dict[str, str]]) -> tuple[Term, ...]:
    return tuple(Term(**item) for item in items)


def _table(data: dict[str, Any]) -> Table:
    blocks = tuple(
        Block(**{**item, "columns": _nodes(item["columns"]), "rows": _nodes(item["rows"])})
        for item in data["blocks"]
    )
    return Table(**{**data, "sums": Sums(**data.get("sums", {})), "blocks": blocks})


def _nodes(items: Iterable[dict[str, Any]]) -> tuple[Node, ...]:
    return tuple(
        Node(
            **{
                **item,
                "type": CellType(item.get("type", CellType.COUNT)),
                "children": _nodes(item.get("children", ())),
            }
        )
        for item in items
    )


@functools.cache
def editions() -> Sequence[Edition]:
    """Every edition in the package, the oldest first; a review of a new report never reads the old ones.

    Raises, when an edition is first asked for:
        EditionError: its file is broken, or does not fit the next.
    """
    files = sorted(_FOLDER.glob("*.yaml"))

    def read(number: int) -> Edition:
        file = files[number]
        edition = load(file.read_text(encoding="utf-8"), file.name)
        if file.stem != str(edition.first_year):
            raise EditionError(file.name, ["文件名应为 from 的年份"])
        in_order([edition, *known[number + 1 : number + 2]])
        return edition

    known = OnDemand(len(files), read)
    return known


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


def edition_named(name: str) -> Edition:
    """The edition of this name, which must be one of the package's; the newest is read first."""
    return next(edition for edition in reversed(editions()) if edition.edition == name)


def edition_for(year: int) -> Edition | None:
    """The edition in force for fiscal ``year``; None before the first."""
    return next((edition for edition in reversed(editions()) if edition.first_year <= year), None)
