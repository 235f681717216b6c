"""The bar chart of a report: of figures of its tables, or of numbers that the data file gives itself."""

import functools
import re
from collections.abc import Mapping as Map
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import yaml

from govgen.datafile.cell import UNKNOWN, Cell, Figures, State, value_of
from govgen.datafile.keys import entries_by_key
from govgen.datafile.prose import printed
from govgen.datafile.values import PLACEHOLDER, Slip, number
from govgen.datafile.yaml_reader.tree import Entry, Mapping, Scalar
from govgen.editions.labels import fold
from govgen.editions.node import CellType
from govgen.editions.succession import meant_by
from govgen.findings.catalogue import finding
from govgen.findings.finding import Findings

KEY = "图表"

_UNIT = re.compile(r"(.+?)[（(](?:单位[：:])?([^（）()]{1,4})[）)]")
_MOST_BARS = 12
"""More bars than this leave no room for a paragraph on the page that has the chart."""


class ChartPlan(NamedTuple):
    """A chart that a file may ask for: ``bars`` are names, each with a reference to a figure of the tables.

    ``compares`` sets last year beside. ``own`` are figures that the file itself gives, in the place of bars.
    The tests validate the file of the plans.
    """

    title: str
    unit: str
    bars: Map[str, str] = {}
    compares: bool = False
    own: Map[str, Cell] = {}


class Chart(NamedTuple):
    """A bar chart as data: for each name a value of each series, None where one is not known.

    ``series`` are the years compared, the earlier one first. ``unknown`` is printed for what is not known.
    """

    title: str
    unit: str
    series: tuple[str, ...]
    bars: Map[str, tuple[Decimal | None, ...]]
    unknown: str = UNKNOWN

    @property
    def caption(self) -> str:
        """The title with the unit."""
        return f"{self.title}（单位：{self.unit}）" if self.unit else self.title

    def words(self, value: Decimal | None, unit: str = "") -> str:
        """A value as the chart prints it, with its ``unit`` where it is known."""
        return self.unknown if value is None else f"{printed(value)}{unit}"

    @property
    def alternative(self) -> str:
        """The chart in words, for those who cannot see it."""
        years = self.series if len(self.series) > 1 else ("",)
        bars = (
            name
            + "，".join(
                year + self.words(value, self.unit) for year, value in zip(years, values, strict=True)
            )
            for name, values in self.bars.items()
        )
        return f"{self.title}：{'；'.join(bars)}。"


@functools.cache
def plans() -> dict[str, ChartPlan]:
    """The charts of table figures, by the word that asks for them."""
    text = Path(__file__).with_name("charts.yaml").read_text(encoding="utf-8")
    data = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return {word: ChartPlan(**item) for word, item in data.items()}


def read_chart(entry: Entry | None, found: Findings, *, has_last: bool) -> ChartPlan | None:
    """The chart that a file asks for; None where it asks for none, or for one that cannot be drawn."""
    if entry is None:
        return None
    if isinstance(entry.value, Mapping) and len(entry.value.entries) == 1:
        return _own(entry.value.entries[0], found)
    word = entry.value.text.strip() if isinstance(entry.value, Scalar) else ""
    if PLACEHOLDER in word:
        found.add(finding("D108", f"“{KEY}”还没有填写", entry.value.span))
    elif word not in plans():
        names = "、".join(f"“{name}”" for name in plans())
        message = (
            f"“{KEY}”只能写{names}，或者一个标题和它下面的数，如“渠道（条）: {{政府网站: 90, 公众号: 38}}”"
        )
        found.add(finding("D106", message, entry.value.span))
    elif plans()[word].compares and not has_last:
        found.add(finding("D133", f"“{word}”要用上年的文件，但没有找到", entry.value.span))
    else:
        return plans()[word]
    return None


def _own(entry: Entry, found: Findings) -> ChartPlan | None:
    """A chart of own numbers: its title, perhaps with the unit in brackets, and a number for each bar."""
    if not isinstance(entry.value, Mapping) or not 0 < len(entry.value.entries) <= _MOST_BARS:
        message = f"“{entry.key}”下面写 1 到 {_MOST_BARS} 个名称和数，如“政府网站: 90”"
        found.add(finding("D106", message, entry.value.span))
        return None
    cells: dict[str, Cell] = {}
    for bar in entries_by_key(entry.value).values():
        text = bar.value.text if isinstance(bar.value, Scalar) else ""
        value = number(text, CellType.COUNT)
        if isinstance(value, Slip):
            found.add(finding(value.code, f"“{bar.key}”：{value.message}", bar.value.span))
        known = value if isinstance(value, Decimal) else None
        cells[bar.key.strip()] = Cell(State.UNKNOWN if known is None else State.STATED, known, bar.value.span)
    match = _UNIT.fullmatch(entry.key.strip())
    title, unit = (match[1], match[2]) if match else (entry.key.strip(), "")
    return ChartPlan(title, unit, own=cells)


def own_figure(plan: ChartPlan | None, path: tuple[str, ...]) -> Cell | None:
    """The number of a chart of own numbers that a reference names: 图表.渠道.政府网站, or its last words."""
    for name, figure in plan.own.items() if plan else ():
        whole = tuple(map(fold, (KEY, plan.title if plan else "", name)))
        if whole[-len(path) :] == tuple(map(fold, path)):
            return figure
    return None


def chart(plan: ChartPlan, this: Figures, last: Figures | None) -> Chart:
    """The chart that a file asks for; one that compares needs ``last``."""
    years = [year for year in ((last, this) if plan.compares else (this,)) if year is not None]
    bars = {name: tuple(_value(of, year) for year in years) for name, of in plan.bars.items()}
    return Chart(
        title=f"{this.year}年{plan.title}",
        unit=plan.unit,
        series=tuple(f"{figures.year}年" for figures in years),
        bars=bars or {name: (figure.value,) for name, figure in plan.own.items()},
    )


def _value(name: str, figures: Figures) -> Decimal | None:
    target = meant_by(figures.edition, tuple(name.split(".")))
    return value_of(target, figures.cells) if target else None
