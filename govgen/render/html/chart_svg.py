"""A chart as SVG."""

from typing import Any

from govgen.datafile.chart import Chart
from govgen.render.html.chart_view import chart_view
from govgen.render.html.templates import environment


def chart_svg(data: Chart) -> str:
    """The chart as an SVG file of its own, with its title and unit."""
    module: Any = environment().get_template("_chart.svg.j2").module
    return str(module.picture(chart_view(data, titled=True)))
