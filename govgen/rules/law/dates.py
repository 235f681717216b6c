"""L42x: the date of publication."""

import datetime
import re
from collections.abc import Iterator

from govgen.datafile.identity import Identity
from govgen.datafile.report import Report
from govgen.findings.catalogue import finding
from govgen.findings.finding import START, Finding, Span
from govgen.rules.rule import rule
from govgen.rules.text.lines import fold_marks

_KEY = Identity.KEYS["published"]
_PAGE_DATE = re.compile(
    r"(?:发布|发表|公开|成文|生成|印发)(?:时间|日期)\s*[：|]*\s*(?P<date>(?P<y>20\d\d)\s*[-年/.]\s*\d{1,2}\s*[-月/.]\s*\d{1,2})"
)
"""A page of the year reported on was there before that year had ended."""


@rule("L427")
def before_the_year_ended(report: Report) -> Iterator[Finding]:
    """A date before the last day of the year reported on."""
    date = report.who.published
    if date is not None and date <= datetime.date(report.who.year, 12, 31):
        message = f"日期是 {date.isoformat()}，{report.who.year} 年还没有结束"
        yield finding("L427", message, _date_place(report), where=_KEY)


@rule("L427")
def page_before_the_year_ended(report: Report) -> Iterator[Finding]:
    """A date of publication that the page around a bare text gives."""
    around = report.passages.get("furniture")
    for paragraph in around.paragraphs if around else ():
        for match in _PAGE_DATE.finditer(fold_marks(paragraph.text)):
            year = int(match["y"])
            if report.who.year == year:
                message = f"页面写的是 {match['date']}，{year} 年还没有结束"
                span = paragraph.body.span(match.start(), match.end())
                yield finding("L427", message, span, where=around.key if around else "")


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
