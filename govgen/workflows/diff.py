"""Two years side by side: every cell, what it was, what it is, and by how much it changed."""

import itertools
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from govgen.datafile.prose import printed, shown
from govgen.datafile.report import Report
from govgen.editions.succession import lost
from govgen.findings.display import columns
from govgen.findings.printable import json_text
from govgen.workflows.last_year import figures_by

_TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Change:
    """A cell in both years, by the keys that lead to it; None where it is unknown or had no place then."""

    name: str
    last: Decimal | None
    this: Decimal | None

    @property
    def difference(self) -> Decimal | None:
        """This year's value less last year's; None unless both are known."""
        return None if self.last is None or self.this is None else self.this - self.last

    @property
    def percent(self) -> Decimal | None:
        """The difference in per cent of last year's value, to one decimal; None where that is 0."""
        if self.difference is None or not self.last:
            return None
        return (self.difference / self.last * 100).quantize(_TENTH, ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class YearComparison:
    """Two years of a body. ``gone`` names what the later format has no place for."""

    body: str
    years: tuple[int, int]
    changes: tuple[Change, ...]
    gone: tuple[str, ...]


def compare(last: Report, this: Report) -> YearComparison:
    """Compare ``this`` year with ``last``, cell by cell of this year's tables.

    Raises:
        ValueError: a report without body or year, or ``last`` is not the earlier one.
    """
    if last.identity is None or this.identity is None or last.identity.year >= this.identity.year:
        raise ValueError("two years of a body, the earlier one first")
    old, new = last.edition, this.edition
    before = figures_by(last, new)
    changes = tuple(Change(new.name_of(ref), before[ref], this.value(*ref)) for ref in new.refs)
    years = (last.identity.year, this.identity.year)
    return YearComparison(this.identity.body, years, changes, tuple(lost(old, new)))


def as_text(comparison: YearComparison, *, every: bool = False) -> str:
    """The comparison as a table for a terminal; rows without a figure are left out unless ``every``."""
    kept = [change for change in comparison.changes if every or change.this != 0 or change.last]
    head = (*(f"{year}年" for year in comparison.years), "增减", "增减%", "项目")
    rows = [(*_figures(change), change.name.partition(".")[2]) for change in kept]
    widths = [max(columns(row[place]) for row in (head, *rows)) for place in range(len(head) - 1)]
    lines = [_line(head, widths)]
    pairs = zip(kept, rows, strict=True)
    for table, group in itertools.groupby(pairs, key=lambda pair: pair[0].name.partition(".")[0]):
        lines += ["", f"【{table}】", *(_line(row, widths) for _, row in group)]
    if comparison.gone:
        lines += ["", "上年有、今年的格式里没有一一对应的格：", *(f"  {name}" for name in comparison.gone)]
    if len(kept) < len(comparison.changes):
        lines += ["", f"两年都没有数的 {len(comparison.changes) - len(kept)} 格没有列出。"]
    return "\n".join(lines)


def as_json(comparison: YearComparison) -> str:
    """The comparison as a JSON document: every cell; figures as text, so that no digit is lost."""
    document = {
        "body": comparison.body,
        "years": list(comparison.years),
        "cells": [
            {
                "cell": change.name,
                "last": _plain(change.last),
                "this": _plain(change.this),
                "change": _plain(change.difference),
                "percent": _plain(change.percent),
            }
            for change in comparison.changes
        ],
        "without_successor": list(comparison.gone),
    }
    return json_text(document) + "\n"


def _plain(value: Decimal | None) -> str | None:
    return None if value is None else printed(value)


def _figures(change: Change) -> tuple[str, ...]:
    return (
        "-" if change.last is None else printed(change.last),
        shown(change.this),
        "-" if change.difference is None else _signed(change.difference),
        "-" if change.percent is None else f"{_signed(change.percent)}%",
    )


def _signed(value: Decimal) -> str:
    return f"{value:+f}" if value else "0"


def _line(row: tuple[str, ...], widths: list[int]) -> str:
    """Figures flush right, the name after them; Chinese characters are two columns wide."""
    *figures, name = row
    cells = [" " * (wide - columns(text)) + text for text, wide in zip(figures, widths, strict=True)]
    return "  ".join([*cells, name])
