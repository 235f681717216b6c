"""The report's title, the name it gives itself, and a bare text without them (T660–T663)."""

import re
from collections.abc import Iterator
from itertools import islice

from govgen.datafile.near import near
from govgen.datafile.report import Report
from govgen.editions.edition import Edition
from govgen.findings.catalogue import finding
from govgen.findings.finding import Finding
from govgen.rules.lexicon import load, pattern_of, said
from govgen.rules.rule import rule
from govgen.rules.text.headings import SLIPS
from govgen.rules.text.lines import lines_of, matches

_YEAR = re.compile(r"20\d\d")
_AFTER_YEAR = re.compile(r"20\d\d\s*年度?\w{0,2}$")


def _said(edition: Edition, text: str, *groups: str) -> Iterator[tuple[str, re.Match[str]]]:
    """What the list says of a title or a name; of one that is not the list's own, that it is another."""
    name, listed = edition.report_name, load("title")["name"]["words"]
    form = edition.title.format(body="机关名称＋", year="年份＋")
    for group in groups if not edition.title_form.fullmatch(text) else ():
        if name == listed or group in {"form", "order"}:
            said_of_it = said("title", group, text, form if group == "order" else name)
            yield from (item for item in said_of_it if item[1][0] not in name)
        elif group == "variants" and not any(near(text, name, SLIPS)):
            for match in pattern_of("title", "shape").finditer(text):
                yield f"“{match[0]}”里没有规定的名称“{name}”", match


@rule("T660")
def misspelt_title(report: Report) -> Iterator[Finding]:
    """The statutory name of the report with characters lost or exchanged, in a title or after the year."""
    for line in lines_of(report, "title", "introduction", "overview"):
        is_title = line.passage.id == "title"
        for start, end in _misspelt(report, line.text, anywhere=is_title):
            message = f"“{line.text[start:end]}”有错漏，应为“{report.edition.report_name}”"
            yield line.found("T660", message, start, end)
        for message, match in _said(report.edition, line.text, "missing") if is_title else ():
            yield line.found("T660", message, *match.span())


def _misspelt(report: Report, text: str, *, anywhere: bool) -> Iterator[tuple[int, int]]:
    """Slips in the report's name; the variants in use are for T661, names without a year are of others."""
    for start, end, away in near(text, report.edition.report_name, SLIPS):
        parts = ((text[start:end], "form", "variants"), (text[:end], "missing"))
        usual = [item for part in parts for item in _said(report.edition, *part)]
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
        groups = ("form", "variants", "order") if line in titles else ("form", "variants")
        for message, match in islice(_said(report.edition, words, *groups), 1):
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
