"""Words and characters that are there twice, by mistake or in doubt (T620, T622)."""

import re
from collections.abc import Iterator

from govgen.datafile.passages import Paragraph
from govgen.datafile.report import Report
from govgen.datafile.yaml_reader.positions import MappedText
from govgen.findings.finding import Finding
from govgen.rules.lexicon import HAN, load, said
from govgen.rules.rule import rule
from govgen.rules.text.lines import Line, every_line, fold_marks, lines
from govgen.rules.text.vocabulary import begins_at, ends_before, known, words_after, words_before

_TWICE = re.compile(f"({HAN})\\1")
_SENTENCE = re.compile(r"(?P<words>[^\s。！？；）][^。！？；]{19,}+)(?P<mark>[。！？；]?)")
"""Shorter ones, such as 全年未收到政府信息公开申请, may be said in two places; without a mark it is none."""
_SHOWN = 12
"""So many characters of it the message shows."""


@rule("T620")
def repeated_words(report: Report) -> Iterator[Finding]:
    """The same words twice on end or after others (T620); in prose also where that may be meant (T622)."""
    for line in _printed(report):
        doubled = filter(_is_typed_twice, _TWICE.finditer(line.text))
        found = [("T620", *each) for each in said("repeats", "twice", line.text)]
        found += [("T620", f"“{match[0]}”重复", match) for match in doubled]
        found += [("T622", *each) for each in said("repeats", "doubtful", line.text) if line.is_prose]
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
        sentences = [match for match in _SENTENCE.finditer(line.text) if match["mark"]]
        again = [match for match in sentences if match["words"] in seen]
        if again:
            words, first = again[0]["words"], seen[again[0]["words"]]
            place = first.paragraph.body.span(0, 1)
            message = f"“{words[:_SHOWN]}……”这句话第 {place.line} 行写过，请核对是否重复"
            code = "T620" if first.passage is line.passage else "T622"
            yield line.found(code, message, again[0].start("words"), again[-1].end("words"))
        seen |= {match["words"]: line for match in sentences if match not in again}


def _printed(report: Report) -> Iterator[Line]:
    """All that a report's own words and the format's labels are in: prose, title, tables and headings."""
    yield from (line for line in every_line(report) if line.passage.id not in {"furniture", "signature"})
    for passage in report.passages.values():
        if passage.heading and report.bare:
            heading = Paragraph(MappedText.line(passage.heading, passage.span.line, passage.span.column))
            yield Line(passage, heading, fold_marks(passage.heading))


def _is_typed_twice(match: re.Match[str]) -> bool:
    """Whether no two words meet between the two characters, and the text reads on without one of them.

    A word of one character (在, 并) is doubled where neither is part of a longer one; of the others one
    belongs to a word (答复|复, 网|网站), beside which the text must read on. A name's last character may
    begin the word after it (青禾镇|镇长).
    """
    lists, sign = load("repeats")["characters"], match[1]
    text, start, end = match.string, *match.span()
    around = text[max(0, start - 2) : start], text[end : end + 2]
    if (
        sign in lists["returns"]
        or any(_TWICE.fullmatch(two) for two in around)
        or text[start - 1 : start] == "一"
    ):
        return False
    ends = not known().isdisjoint(words_before(text, start + 1))
    begins = not known().isdisjoint(words_after(text, start + 1))
    if sign in lists["never"] and not ends:
        return True
    if sign in lists["words"]:
        return not (ends or begins) and (ends_before(text, start) or begins_at(text, end))
    if ends == begins or (begins and sign in lists["names"]):
        return False
    return begins_at(text, end) if ends else ends_before(text, start)
