"""The report's title, the name it gives itself, and a bare text without them (T660–T663)."""

import re
from collections.abc import Iterator
from itertools import chain, islice

from govgen.datafile.near import near
from govgen.datafile.report import Report
from govgen.findings.catalogue import finding
from govgen.findings.finding import Finding
from govgen.rules.lexicon import pattern_of, said
from govgen.rules.rule import rule
from govgen.rules.text.headings import SLIPS
from govgen.rules.text.lines import lines_of, matches

_YEAR = re.compile(r"20\d\d")
_AFTER_YEAR = re.compile(r"20\d\d\s*年度?\w{0,2}$")


@rule("T660")
def misspelt_title(report: Report) -> Iterator[Finding]:
    """The statutory name of the report with characters lost or exchanged, in a title or after the year."""
    for line in lines_of(report, "title", "introduction", "overview"):
        is_title = line.passage.id == "title"
        for start, end in _misspelt(report, line.text, anywhere=is_title):
            message = f"“{line.text[start:end]}”有错漏，应为“{report.edition.report_name}”"
            yield line.found("T660", message, start, end)
        for message, match in said("title", "missing", line.text) if is_title else ():
            yield line.found("T660", message, *match.span())


def _misspelt(report: Report, text: str, *, anywhere: bool) -> Iterator[tuple[int, int]]:
    """Slips in the report's name; the variants in use are for T661, names without a year are of others."""
    for start, end, away in near(text, report.edition.report_name, SLIPS):
        usual = [*said("title", "form", text[start:end]), *said("title", "missing", text[:end])]
        # In “现将……情况报告如下” the last word is a verb.
        is_name = _AFTER_YEAR.search(text[:start]) and not text.startswith("如下", end)
        if away and not usual and (anywhere or is_name):
            yield start, end


@rule("T661")
def unusual_title(report: Report) -> Iterator[Finding]:
    """A title, or the name of what a sentence publishes, that is not in the usual form; one finding each."""
    titles = list(lines_of(report, "title"))
    names = matches(report, pattern_of("title", "named"), "introduction", "overview")
    places = [(line, 0, line.text) for line in titles]
    places += [(line, match.start("name"), match["name"]) for line, match in names]
    for line, start, words in places:
        groups = ("form", "order") if line in titles else ("form",)
        found = chain(*(said("title", group, words) for group in groups))
        unusual = (item for item in found if item[1][0] not in report.edition.report_name)
        for message, match in islice(unusual, 1):
            yield line.found("T661", message, start + match.start(), start + match.end())
    if titles and not any(_YEAR.search(line.text) for line in titles):
        yield titles[-1].found("T661", "标题没有写年份", 0, len(titles[-1].text))


@rule("T662", "whole")
def absent_parts(report: Report) -> Iterator[Finding]:
    """A bare text without a title (T662), a date under it, or the days that its figures cover (T663)."""
    first = next(iter(report.passages.values()), None)
    parts = (
        ("T662", "没有找到标题", "title" in report.passages),
        ("T663", "文末没有署名和成文日期", "signature" in report.passages),
        ("T663", "没有写数据的统计期限", any(matches(report, pattern_of("years", "period")))),
    )
    for code, message, is_there in parts if report.bare and first else ():
        if first and not is_there:
            yield finding(code, message, first.span, where=first.key)
