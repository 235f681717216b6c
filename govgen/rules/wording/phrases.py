"""Phrases of the lists that are wrong or doubtful wherever they are, and repeated words (T607–T622)."""

import re
from collections.abc import Iterator

from govgen.datafile.passages import Paragraph
from govgen.datafile.report import Report
from govgen.datafile.yaml_reader.positions import MappedText
from govgen.findings.finding import Finding, Level
from govgen.rules.lexicon import coded_phrases, pattern, said
from govgen.rules.rule import rule
from govgen.rules.text.doubled import doubled
from govgen.rules.text.lines import Line, every_line, fold_marks, lines, worded, words

_OLD_PART = "L419"
_SENTENCE = re.compile(r"(?P<words>[^\s。！？；）][^。！？；]{19,}+)(?=[。！？；])")
"""Shorter ones, such as 全年未收到政府信息公开申请, may be said in two places."""
_SHOWN = 12
"""So many characters of it the message shows."""


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


@rule("T620")
def repeated_words(report: Report) -> Iterator[Finding]:
    """The same words twice on end or after others (T620); in prose also where that may be meant (T622)."""
    for line in _printed(report):
        found = [("T620", *each) for each in said("repeats", "twice", line.text)]
        found += [("T620", f"“{match[0]}”重复", match) for match in doubled(line.text)]
        if line.is_prose:
            found += [("T622", *each) for each in said("repeats", "doubtful", line.text)]
        taken: set[int] = set()
        for code, message, match in found:
            if taken.isdisjoint(range(*match.span())):
                taken |= set(range(*match.span()))
                yield line.found(code, message, *match.span())


@rule("T622")
def repeated_sentences(report: Report) -> Iterator[Finding]:
    """A sentence of some length that is there again, word for word; one finding for those of a paragraph.

    Within a part that is a slip; another part may have to say the same.
    """
    seen: dict[str, Line] = {}
    for line in lines(report):
        again = [match for match in _SENTENCE.finditer(line.text) if match["words"] in seen]
        if again:
            words, first = again[0]["words"], seen[again[0]["words"]]
            place = first.paragraph.body.span(0, 1)
            message = f"“{words[:_SHOWN]}……”这句话第 {place.line} 行写过，请核对是否重复"
            code = "T620" if first.passage is line.passage else "T622"
            yield line.found(code, message, again[0].start("words"), again[-1].end())
        seen |= {match["words"]: line for match in _SENTENCE.finditer(line.text) if match not in again}


def _printed(report: Report) -> Iterator[Line]:
    """All that a report's own words and the format's labels are in: prose, title, tables and headings."""
    yield from (line for line in every_line(report) if line.passage.id not in {"furniture", "signature"})
    for passage in report.passages.values():
        if passage.heading and report.bare:
            heading = Paragraph(MappedText.line(passage.heading, passage.span.line, passage.span.column))
            yield Line(passage, heading, fold_marks(passage.heading))
