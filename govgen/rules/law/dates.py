"""The fiscal year and the edition in force for it, and the date of publication (L401, L402, L427, L428)."""

import datetime
from collections.abc import Iterator

from govgen.datafile.identity import Identity, Kind
from govgen.datafile.report import Report
from govgen.editions.loading import edition_for, editions
from govgen.findings.catalogue import finding
from govgen.findings.finding import START, Finding
from govgen.rules.lexicon import pattern_of
from govgen.rules.rule import rule
from govgen.rules.text.lines import lines_of

_KEY = Identity.KEYS["published"]
_GOVERNMENTS = (Kind.COUNTY, Kind.CITY)
_STATUTORY, _USUAL = (3, 31), (1, 31)
"""When their reports are due, and all others where the county sets no day; what it sets is for its bodies."""


@rule("L401", "dated")
def fiscal_year(report: Report) -> Iterator[Finding]:
    """A year before the first edition (L401), or after the last one checked for a newer format (L402)."""
    year, edition, span = report.who.year, report.edition, report.head.places.get(("年度",), START)
    if edition_for(year) is None:
        first = editions()[0]
        message = f"{year} 年度没有统一格式，最早的是 {first.first_year} 年度（{first.basis.number}）"
        yield finding("L401", message, span)
    if editions()[-1] is edition and year > edition.checked_to:
        message = f"{year} 年度是否有新的格式，编写程序时尚未查到；现按{edition.basis.number}审核"
        yield finding("L402", message, span)


@rule("L427", "dated")
def date_of_publication(report: Report) -> Iterator[Finding]:
    """A date, also one that the page gives, before the year reported on had ended (L427).

    Or one after the day that art. 49 of the Regulation sets for governments from the county up; for other
    bodies after the county's deadline, or after 31 January where the county sets none (L428).
    """
    date, year = report.who.published, report.who.year
    if date is not None:
        signature = report.passages.get("signature")
        span = report.head.places.get((_KEY,), signature.span if signature else START)
        if date.year <= year:
            message = f"日期是 {date.isoformat()}，{year} 年还没有结束"
            yield finding("L427", message, span, where=_KEY)
        due = datetime.date(year + 1, *_STATUTORY) if report.who.kind in _GOVERNMENTS else None
        due = due or report.county.deadline_for(year) or datetime.date(year + 1, *_USUAL)
        if date > due:
            message = f"日期是 {date.isoformat()}，晚于 {due.month}月{due.day}日"
            yield finding("L428", message, span, where=_KEY)
    for line in lines_of(report, "furniture"):
        for match in pattern_of("furniture", "dated").finditer(line.text):
            if int(match["y"]) == year:
                message = f"页面写的是 {match['date']}，{year} 年还没有结束"
                yield line.found("L427", message, *match.span())
