"""A chart laid out: where bars, names and figures stand, for the macro that draws it."""

from __future__ import annotations

from typing import Any

from govgen.datafile.chart import Chart, Figures, chart, shown
from govgen.datafile.report import Report

WIDTH = 640
_NAMES, _BARS = 108, 440
"""Where bars begin, and how long the longest is; what is left holds its figure."""

_THICK, _GAP, _HEAD = 18, 16, 12
_LEGEND = 28


def chart_view(data: Chart) -> dict[str, Any]:
    """Everything ``_chart.svg.j2`` draws, lengths in its own units; a figure not known has no bar."""
    largest = max((value for bar in data.bars for value in bar.values if value), default=1)
    many = len(data.series) > 1
    top = _HEAD + (_LEGEND if many else 0)
    step = _THICK * len(data.series) + _GAP
    return {
        "title": data.title,
        "alternative": data.alternative,
        "series": data.series,
        "unit": data.unit,
        "rows": [(bar.name, [shown(value) for value in bar.values]) for bar in data.bars],
        "width": WIDTH,
        "height": top + step * len(data.bars),
        "left": _NAMES,
        "legend": [
            {"x": _NAMES + 110 * place, "y": _HEAD - 2, "name": name, "now": place == len(data.series) - 1}
            for place, name in enumerate(data.series if many else ())
        ],
        "groups": [
            {
                "name": bar.name,
                "middle": top + step * number + _THICK * len(data.series) / 2,
                "bars": [
                    {
                        "y": top + step * number + _THICK * place,
                        "length": round(float((value or 0) / largest) * _BARS, 1),
                        "height": _THICK - 2,
                        "text": shown(value),
                        "now": place == len(data.series) - 1,
                    }
                    for place, value in enumerate(bar.values)
                ],
            }
            for number, bar in enumerate(data.bars)
        ],
    }


def report_chart(report: Report) -> dict[str, Any] | None:
    """The chart that a report asks for, laid out; None where it asks for none."""
    return chart_view(chart(report.chart, _figures(report), _last(report))) if report.chart else None


def _last(report: Report) -> Figures | None:
    return _figures(report.last) if report.last else None


def _figures(report: Report) -> Figures:
    if report.identity is None:
        raise ValueError("a report without body and year has no chart")
    return Figures(report.edition, report.cells, report.identity.year)
