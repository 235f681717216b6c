"""Years: the one reported on where it must stand, others that may be left over, and broken ones (T60x)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from govgen.datafile.report import Report
from govgen.findings.finding import Finding
from govgen.rules.lexicon import load, pattern
from govgen.rules.rule import rule
from govgen.rules.text.lines import Line, flat, lines, lines_of
from govgen.rules.text.search import matches, said

_YEAR = re.compile(r"(?<![\d〔])(20\d\d)\s*年")
_TITLE_YEAR = re.compile(r"(?P<y>20\d\d)\s*年")
_TITLES = re.compile(r"《[^《》]*》|〔[^〔〕]*〕")
_BEFORE, _AFTER = 8, 40


def _clause(text: str, at: int) -> str:
    start = max(text.rfind(mark, 0, at) for mark in "，。；") + 1
    ends = [end for end in (text.find(mark, at) for mark in "，。；") if end >= 0]
    return text[start : min(ends, default=len(text))]


def _other(report: Report, line: Line, code: str, match: re.Match[str], group: str) -> Iterator[Finding]:
    """A finding where the year in ``group`` is not the one reported on."""
    if match[group] is not None and int(match[group]) != report.who.year:
        message = f"写的是 {match[group]} 年，本报告的年度是 {report.who.year} 年"
        yield line.found(code, message, match.start(), match.end())


@rule("T601")
def year_of_the_report(report: Report) -> Iterator[Finding]:
    """The report's own name and the period of its figures must give the year reported on."""
    data = load("years")
    for line in lines_of(report, "introduction", "overview"):
        for match in pattern("years", data["period"]["find"]).finditer(line.text):
            found = list(_other(report, line, "T601", match, "y"))
            yield from found or _other(report, line, "T601", match, "end")
        for named in pattern("years", data["own"]["find"]).finditer(line.text):
            yield from _other(report, line, "T601", named, "y")
        for notice in pattern("years", data["notice"]["find"]).finditer(line.text):
            if int(notice["y"]) < report.who.year:
                yield from _other(report, line, "T601", notice, "y")
    title = report.passages.get("title")
    for paragraph in title.paragraphs if title else ():
        if title and (year := _TITLE_YEAR.search(paragraph.text)):
            yield from _other(report, Line(title, paragraph, flat(paragraph.text)), "T601", year, "y")


@rule("T602")
def leftover_years(report: Report) -> Iterator[Finding]:
    """Another year in the prose, unless the words around it tell why it stands there."""
    own = {(finding.span.line, finding.span.column) for finding in year_of_the_report.check(report)}
    for line in lines(report):
        for match in _YEAR.finditer(line.text):
            if int(match[1]) == report.who.year or _is_explained(report, line, match):
                continue
            message = f"出现了 {match[1]} 年，请核对是否沿用了旧稿"
            found = line.found("T602", message, match.start(), match.end())
            if not any(place[0] == found.span.line for place in own):
                yield found


@rule("T609")
def plans_for_the_same_year(report: Report) -> Iterator[Finding]:
    """A plan, or what is carried over, that names the year reported on and not the next."""
    find = pattern("years", load("years")["same"]["find"])
    for line, match in matches(report, find, "overview", "problems"):
        place = "c" if match["c"] else "y"
        if int(match[place]) == report.who.year and (match["c"] or line.passage.id == "problems"):
            message = f"写的是报告年度 {match[place]}，请核对是否应为 {report.who.year + 1}"
            yield line.found("T609", message, match.start(place), match.end(place))


def _is_explained(report: Report, line: Line, match: re.Match[str]) -> bool:
    """Whether the words around another year tell why it stands there, or it is part of a title."""
    year, own = int(match[1]), report.who.year
    if any(title.start() <= match.start() < title.end() for title in _TITLES.finditer(line.text)):
        return True
    before = line.text[max(0, match.start() - _BEFORE) : match.start()]
    after = line.text[match.end() : match.end() + _AFTER]
    data = load("years")
    if pattern("years", data["before"]["find"]).search(before):
        return True
    if pattern("years", data["after"]["find"]).search(after):
        return True
    ahead = pattern("years", data["plans"]["find"]).search(_clause(line.text, match.start()))
    return year > own and (line.passage.id == "problems" or ahead is not None)


@rule("T603")
def broken_years(report: Report) -> Iterator[Finding]:
    """A year with a digit or its word missing, or with some too many."""
    return said(report, "T603", "years", "broken")


@rule("T607")
def timed_phrases(report: Report) -> Iterator[Finding]:
    """A session or campaign that was yet to come in the year reported on, or long over."""
    year = report.who.year
    for entry in load("phrases")["timed"]:
        if not entry["first"] <= year <= entry["last"]:
            why = "在报告年度还没有召开或者开展" if year < entry["first"] else "已不是报告年度的提法"
            for line, match in matches(report, pattern("phrases", entry["find"])):
                yield line.found("T607", f"“{match[0]}”{why}", match.start(), match.end())
