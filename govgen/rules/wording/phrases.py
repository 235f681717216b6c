"""Phrases of the lists that are wrong or doubtful wherever they are."""

from collections.abc import Iterator

from govgen.datafile.report import Report
from govgen.findings.finding import Finding, Level
from govgen.rules.lexicon import coded_phrases, pattern
from govgen.rules.rule import rule
from govgen.rules.text.lines import fold_marks, worded, words

_OLD_PART = "L419"


@rule("T607")
def listed_phrases(report: Report) -> Iterator[Finding]:
    """Phrases that their list gives a code, among them those of another time (T607)."""
    year, kind = report.who.year, report.who.kind
    keys = "\n".join(fold_marks(section.key) for section in report.edition.sections)
    for phrase in coded_phrases():
        is_right = phrase.first <= year <= phrase.last or (phrase.kinds and kind not in phrase.kinds)
        # A part that older outlines had may have come back with an edition.
        is_right = is_right or (phrase.code == _OLD_PART and any(word in keys for word in phrase.has))
        if is_right or not phrase.may_match(words(report)):
            continue
        why = "在报告年度还没有召开或者开展" if year < phrase.first else "已不是报告年度的提法"
        level = Level(phrase.level) if phrase.level else None
        find = pattern(phrase.list, phrase.find)
        for line in worded(report):
            for match in phrase.matches(line.text) if find.search(line.text) else ():
                yield line.found(phrase.code, phrase.message(match, why), *match.span(), level=level)
