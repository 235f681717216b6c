"""L42x: the date of publication."""

import re
from collections.abc import Iterator

from govgen.datafile.identity import Identity
from govgen.datafile.report import Report
from govgen.findings.catalogue import finding
from govgen.findings.finding import START, Finding, Span
from govgen.rules.rule import rule
from govgen.rules.text.lines import lines_of

_KEY = Identity.KEYS["published"]
_PAGE_DATE = re.compile(
    r"(?:发布|发表|公开|成文|生成|印发)(?:时间|日期)\s*[：|]*\s*(?P<date>(?P<y>20\d\d)\s*[-年/.]\s*\d{1,2}\s*[-月/.]\s*\d{1,2})"
)
"""A page of the year reported on was there before that year had ended."""


@rule("L427")
def before_the_year_ended(report: Report) -> Iterator[Finding]:
    """A date of publication, or one that the page gives, before the year reported on had ended."""
    date, year = report.who.published, report.who.year
    if date is not None and date.year <= year:
        message = f"日期是 {date.isoformat()}，{year} 年还没有结束"
        yield finding("L427", message, _date_place(report), where=_KEY)
    for line in lines_of(report, "furniture"):
        for match in _PAGE_DATE.finditer(line.text):
            if int(match["y"]) == year:
                message = f"页面写的是 {match['date']}，{year} 年还没有结束"
                yield line.found("L427", message, *match.span())


@rule("L428")
def late(report: Report) -> Iterator[Finding]:
    """A date after the county's deadline, or after 31 January where the county sets none."""
    date = report.who.published
    numbers = [int(part) for part in re.findall(r"\d+", report.county.deadline or "1-31")][-2:]
    if date is None or len(numbers) < 2:
        return
    month, day = numbers
    if (date.year, date.month, date.day) > (report.who.year + 1, month, day):
        message = f"日期是 {date.isoformat()}，晚于 {month}月{day}日"
        yield finding("L428", message, _date_place(report), where=_KEY)


def _date_place(report: Report) -> Span:
    signature = report.passages.get("signature")
    return report.head.places.get((_KEY,), signature.span if signature else START)
