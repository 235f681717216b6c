"""L42x: the date of publication."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from govgen.datafile.report import Report
from govgen.findings.catalogue import finding
from govgen.findings.finding import START, Finding, Span
from govgen.rules.rule import rule


def _published(report: Report) -> tuple[datetime.date | None, str]:
    return report.who.published, report.who.KEYS["published"]


@rule("L427")
def before_the_year_ended(report: Report) -> Iterator[Finding]:
    """A date before the last day of the year reported on."""
    date, key = _published(report)
    if date is not None and date <= datetime.date(report.who.year, 12, 31):
        message = f"日期是 {date.isoformat()}，{report.who.year} 年还没有结束"
        yield finding("L427", message, _date_place(report, key), where=key)


@rule("L428")
def late(report: Report) -> Iterator[Finding]:
    """A date after the county's deadline, or after 31 January where the county sets none."""
    date, key = _published(report)
    numbers = [int(part) for part in re.findall(r"\d+", report.county.deadline or "1-31")][-2:]
    if date is None or len(numbers) < 2:
        return
    month, day = numbers
    if (date.year, date.month, date.day) > (report.who.year + 1, month, day):
        message = f"日期是 {date.isoformat()}，晚于 {month}月{day}日"
        yield finding("L428", message, _date_place(report, key), where=key)


def _date_place(report: Report, key: str) -> Span:
    signature = report.passages.get("signature")
    return report.head.places.get((key,), signature.span if signature else START)
