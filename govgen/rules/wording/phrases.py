"""Phrases that are wrong, or doubtful, wherever they are: each match of a list's phrases is a finding."""

from collections.abc import Iterator

from govgen.datafile.report import Report
from govgen.findings.finding import Finding, Level
from govgen.rules.lexicon import coded_phrases
from govgen.rules.rule import rule
from govgen.rules.text.lines import worded, words


@rule("T607")
def listed_phrases(report: Report) -> Iterator[Finding]:
    """Phrases that their list gives a code, among them those of another time (T607)."""
    year, kind = report.who.year, report.who.kind
    for phrase in coded_phrases():
        is_right = phrase.first <= year <= phrase.last or (phrase.kinds and kind not in phrase.kinds)
        if is_right or not phrase.may_match(words(report)):
            continue
        why = "在报告年度还没有召开或者开展" if year < phrase.first else "已不是报告年度的提法"
        level = Level(phrase.level) if phrase.level else None
        for line in worded(report):
            for match in phrase.matches(line.text):
                message = phrase.say.format(match[0], match[match.lastindex or 0], why)
                yield line.found(phrase.code, message, *match.span(), level=level)
