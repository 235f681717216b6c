"""The report's title and the name it gives itself (T660–T663)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from govgen.datafile.report import Report
from govgen.findings.catalogue import finding
from govgen.findings.finding import Finding
from govgen.rules.lexicon import load, pattern, phrases
from govgen.rules.rule import Need, rule
from govgen.rules.text.lines import Line, flat, is_bare, lines
from govgen.rules.text.search import matches

_YEAR = re.compile(r"20\d\d")


def _titles(report: Report) -> Iterator[tuple[Line, int, int]]:
    """The title's lines, each whole."""
    passage = report.passages.get("title")
    for paragraph in passage.paragraphs if passage else ():
        if passage:
            yield Line(passage, paragraph, flat(paragraph.text)), 0, len(paragraph.text)


def _names(report: Report) -> Iterator[tuple[Line, int, int]]:
    """The names by which sentences say that the report is published."""
    find = pattern("title", load("title")["named"]["find"])
    for line, match in matches(report, find, "introduction", "overview"):
        yield line, match.start("name"), match.end("name")


@rule("T660")
def maimed_title(report: Report) -> Iterator[Finding]:
    """A title without the statutory words for the matter."""
    notice = report.edition.basis.number
    for line, start, end in _titles(report):
        for phrase in phrases("title", "missing"):
            for match in phrase.matches(line.text[start:end]):
                said = phrase.say.format(match[0])
                yield line.found("T660", said, start + match.start(), start + match.end(), citation=notice)


@rule("T661")
def unusual_title(report: Report) -> Iterator[Finding]:
    """A title or name that is not in the usual form; one finding for each title."""
    for places, groups in ((_titles(report), ("order", "form")), (_names(report), ("form",))):
        for line, start, end in places:
            for message, match in islice(_unusual(line.text[start:end], groups), 1):
                yield line.found("T661", message, start + match.start(), start + match.end())

    titles = list(_titles(report))
    if titles and not any(_YEAR.search(line.text) for line, _, _ in titles):
        line, start, end = titles[-1]
        yield line.found("T661", "标题没有写年份", start, end)


def _unusual(words: str, groups: Sequence[str]) -> Iterator[tuple[str, re.Match[str]]]:
    for group in groups:
        for phrase in phrases("title", group):
            for match in phrase.matches(words):
                yield phrase.say.format(match[0]), match


def _absent(report: Report, code: str, message: str, ident: str) -> Iterator[Finding]:
    """A finding at the first passage of a whole bare text that lacks the passage ``ident``."""
    if is_bare(report) and ident not in report.passages and report.passages:
        first = next(iter(report.passages.values()))
        yield finding(code, message, first.span, where=first.key)


@rule("T662", Need.WHOLE)
def no_title(report: Report) -> Iterator[Finding]:
    """A bare text without a title."""
    return _absent(report, "T662", "没有找到标题", "title")


@rule("T663", Need.WHOLE)
def no_date(report: Report) -> Iterator[Finding]:
    """A bare text without a date under it, or that does not say which days its figures cover."""
    yield from _absent(report, "T663", "文末没有署名和成文日期", "signature")
    find = pattern("years", load("years")["period"]["find"])
    if not any(find.search(line.text) for line in lines(report)):
        yield from _absent(report, "T663", "没有写数据的统计期限", "")
