"""Numbers of a report's own chart against the same numbers in prose (C330)."""

import re
from collections.abc import Iterator
from decimal import Decimal

from govgen.datafile.chart import ChartPlan
from govgen.datafile.report import Report
from govgen.findings.finding import Finding, Related
from govgen.rules.rule import rule
from govgen.rules.text.counts import figures
from govgen.rules.text.lines import lines

_BETWEEN = re.compile(r"[^，。；、：！？\d]{0,8}")
"""A name and its number: 政府网站公开信息90条. More words between them are about something else."""

_OTHER_YEAR = re.compile(r"上年|去年|同比|比上|增[加长]|减少|下降|新增")


@rule("C330")
def chart_numbers(report: Report) -> Iterator[Finding]:
    """A number that prose gives to a name of the chart, other than the chart's."""
    plan = report.chart or ChartPlan("", "")
    for line in lines(report) if plan.own else ():
        for figure in figures(line.text):
            for name, own in plan.own.items():
                start = line.text.rfind(name, 0, figure.start)
                between = line.text[start + len(name) : figure.start]
                is_named = start >= 0 and _BETWEEN.fullmatch(between) and not _OTHER_YEAR.search(between)
                if not is_named or own.value is None or plan.unit not in {"", figure.unit}:
                    continue
                # A figure that is only about right may be a tenth below.
                most = figure.value * Decimal("1.1") if figure.about else figure.value
                if not figure.value <= own.value <= most:
                    words = line.text[start : figure.end]
                    message = f"正文写“{words}”，图表里是 {own.value:f}"
                    place = (Related(f"图表的“{name}” {own.value:f}", own.span),)
                    yield line.found("C330", message, start, figure.end, related=place)
