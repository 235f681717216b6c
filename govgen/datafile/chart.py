"""Charts of a report: which there are, the figures they show, and a picture where vectors will not do."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import yaml

from govgen.datafile.cell import UNKNOWN, Cell, value_of
from govgen.datafile.prose import printed
from govgen.datafile.values import PLACEHOLDER
from govgen.datafile.yaml_reader.tree import Entry, Scalar
from govgen.editions.edition import Edition
from govgen.editions.succession import meant_by
from govgen.editions.table import CellRef
from govgen.findings.catalogue import finding
from govgen.findings.finding import Findings

KEY = "图表"


class BarSource(NamedTuple):
    """One bar of a chart: its name, and the figure it shows as a reference by the edition's keys."""

    name: str
    of: str


class ChartPlan(NamedTuple):
    """A chart before it has figures; ``compares`` sets last year beside. The tests validate the file."""

    title: str
    unit: str
    bars: tuple[BarSource, ...]
    compares: bool = False


class Figures(NamedTuple):
    """A year's figures: the edition that names them, the cells, the fiscal year."""

    edition: Edition
    cells: Mapping[CellRef, Cell]
    year: int


class Bar(NamedTuple):
    """What stands on one line: a name and a value for each series; None where a cell is not known."""

    name: str
    values: tuple[Decimal | None, ...]


class Chart(NamedTuple):
    """A bar chart as data. ``series`` are the years compared, the earlier one first."""

    title: str
    unit: str
    series: tuple[str, ...]
    bars: tuple[Bar, ...]

    @property
    def alternative(self) -> str:
        """The chart in words, for those who cannot see it."""
        said = "；".join(f"{bar.name}{'，'.join(self._said(bar))}" for bar in self.bars)
        return f"{self.title}：{said}。"

    def _said(self, bar: Bar) -> list[str]:
        many = len(self.series) > 1
        return [
            f"{year if many else ''}{shown(value)}{self.unit}"
            for year, value in zip(self.series, bar.values, strict=True)
        ]


def shown(value: Decimal | None) -> str:
    """A figure as it stands in a report."""
    return UNKNOWN if value is None else printed(value)


@functools.cache
def plans() -> dict[str, ChartPlan]:
    """The charts there are, by the word that asks for them."""
    text = Path(__file__).with_name("charts.yaml").read_text(encoding="utf-8")
    data = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return {
        word: ChartPlan(**{**item, "bars": tuple(BarSource(**bar) for bar in item["bars"])})
        for word, item in data.items()
    }


def read_kind(entry: Entry | None, found: Findings, *, has_last: bool) -> str:
    """Which chart a file asks for; empty where it asks for none, or for one that cannot be drawn."""
    if entry is None:
        return ""
    word = entry.value.text.strip() if isinstance(entry.value, Scalar) else ""
    if PLACEHOLDER in word:
        found.add(finding("D108", f"“{KEY}”还没有填写", entry.value.span))
    elif word not in plans():
        names = "、".join(f"“{name}”" for name in plans())
        found.add(finding("D106", f"“{KEY}”只能写{names}", entry.value.span))
    elif plans()[word].compares and not has_last:
        found.add(finding("D133", f"“{word}”要用上年的文件，但没有找到", entry.value.span))
    else:
        return word
    return ""


def chart(kind: str, this: Figures, last: Figures | None) -> Chart:
    """The chart that the word ``kind`` asks for; one that compares needs ``last``."""
    plan = plans()[kind]
    years = [year for year in ((last, this) if plan.compares else (this,)) if year is not None]
    return Chart(
        title=f"{this.year}年{plan.title}",
        unit=plan.unit,
        series=tuple(f"{figures.year}年" for figures in years),
        bars=tuple(Bar(bar.name, tuple(_value(bar.of, year) for year in years)) for bar in plan.bars),
    )


def _value(name: str, figures: Figures) -> Decimal | None:
    target = meant_by(figures.edition, tuple(name.split(".")))
    return value_of(target, figures.cells) if target else None
