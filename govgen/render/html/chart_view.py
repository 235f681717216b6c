"""A bar chart: its geometry for the macro that draws it, and the chart as an SVG file."""

from typing import Any

from govgen.datafile.chart import Chart
from govgen.render.html.templates import environment
from govgen.render.html.title_breaks import width

WIDTH, NARROW = 640, 330
"""The width on paper and on a wide screen, and on a phone, where type keeps its size."""

_TYPE = 14
_LABEL = 76
"""Room right of the longest bar for its figure: seven digits, and a decimal point."""

_THICK, _GAP, _HEAD = 18, 16, 12
_LEGEND, _TITLE = 28, 34


def chart_view(data: Chart, *, narrow: bool = False, titled: bool = False) -> dict[str, Any]:
    """Everything ``_chart.svg.j2`` draws, lengths in its own units; a figure not known has no bar.

    The names are left of the bars; in a ``narrow`` chart they are above them. Names that need more room make
    the chart wider. A ``titled`` one says what it shows, because it is a file of its own.
    """
    names = round(_TYPE * max(map(width, data.bars), default=0)) + 24
    left = 2 if narrow else max(108, names)
    whole = max(NARROW, names) if narrow else max(WIDTH, 2 * left)
    title = _TITLE if titled else 0
    top = _HEAD + title + (_LEGEND if len(data.series) > 1 else 0)
    above = _TYPE + 6 if narrow else 0
    step = above + _THICK * len(data.series) + _GAP
    largest = max((value for values in data.bars.values() for value in values if value), default=1)
    scale = (whole - left - _LABEL) / float(largest)
    return {
        "title": data.title,
        "caption": data.caption,
        "heading": data.caption if titled else "",
        "alternative": data.alternative,
        "series": data.series,
        "rows": [(name, [data.words(value) for value in values]) for name, values in data.bars.items()],
        "width": whole,
        "height": top + step * len(data.bars),
        "left": left,
        "top": top + above,
        "legend": [
            {
                "x": left + 110 * place,
                "y": _HEAD + title - 2,
                "name": name,
                "now": place == len(data.series) - 1,
            }
            for place, name in enumerate(data.series if len(data.series) > 1 else ())
        ],
        "groups": [
            _group(data, name, top + step * number, left, scale, narrow=narrow)
            for number, name in enumerate(data.bars)
        ],
    }


def _group(data: Chart, name: str, top: float, left: int, scale: float, *, narrow: bool) -> dict[str, Any]:
    """A name and its bars, one of each series, from ``top`` down."""
    values = data.bars[name]
    above = _TYPE + 6 if narrow else 0
    return {
        "name": name,
        "x": left if narrow else left - 10,
        "y": top + (_TYPE if narrow else _THICK * len(values) / 2 + 4),
        "anchor": "start" if narrow else "end",
        "bars": [
            {
                "y": top + above + _THICK * place,
                "length": round(float(value or 0) * scale, 1),
                "height": _THICK - 2,
                "text": data.words(value),
                "now": place == len(values) - 1,
            }
            for place, value in enumerate(values)
        ],
    }


def both_widths(data: Chart) -> dict[str, Any]:
    """The wide chart, with the one for phones as ``narrow``: what the macro ``figure`` draws."""
    return chart_view(data) | {"narrow": chart_view(data, narrow=True)}


def chart_svg(data: Chart) -> str:
    """The chart as an SVG file of its own, with its title and unit."""
    module: Any = environment().get_template("_chart.svg.j2").module
    return str(module.picture(chart_view(data, titled=True)))
