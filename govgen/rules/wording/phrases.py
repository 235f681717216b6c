"""Phrases, words and characters of the lists that are wrong, or doubtful, wherever they are (T607–T630)."""

import functools
import re
from collections import defaultdict
from collections.abc import Iterator
from operator import add

from govgen.datafile.near import near
from govgen.datafile.passages import Paragraph
from govgen.datafile.report import Report
from govgen.datafile.yaml_reader.positions import MappedText
from govgen.findings.finding import Finding, Level
from govgen.rules.lexicon import HAN, coded_phrases, load, said
from govgen.rules.rule import rule
from govgen.rules.text.lines import Line, every_line, fold_marks, worded, words

_BROKEN = 3
"""So many pairs of neighbours a swap breaks."""
_HAN = re.compile(HAN)


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


@rule("T620")
def repeated_words(report: Report) -> Iterator[Finding]:
    """The same words twice on end or after others (T620); in prose also where that may be meant (T622)."""
    for line in _printed(report):
        taken: set[int] = set()
        for code, group in (("T620", "twice"), ("T622", "doubtful"))[: 1 + line.is_prose]:
            for message, match in said("repeats", group, line.text):
                if taken.isdisjoint(range(*match.span())):
                    taken |= set(range(*match.span()))
                    yield line.found(code, message, *match.span())


def _printed(report: Report) -> Iterator[Line]:
    """All that a report's own words and the format's labels are in: prose, title, tables and headings."""
    yield from (line for line in every_line(report) if line.passage.id not in {"furniture", "signature"})
    for passage in report.passages.values():
        if passage.heading and report.bare:
            heading = Paragraph(MappedText.line(passage.heading, passage.span.line, passage.span.column))
            yield Line(passage, heading, fold_marks(passage.heading))


@functools.cache
def _exchanged(group: str) -> dict[str, str]:
    """The terms of a group with a character exchanged for one like it: each wrong word with the right one."""
    data = load("confusions")["lookalikes"]
    words, shapes = data[group]["words"].split(), data["shapes"]
    right = {*words, *data["also"]["words"].split()}
    alike = data["sounds"]["words"].split() if group != "solid" else ()
    sounds = {sign: signs for signs in alike for sign in signs}
    wrong = {
        word[:at] + other + word[at + 1 :]: word
        for word in words
        for at, sign in enumerate(word)
        for other in shapes.get(sign, "") + sounds.get(sign, "")
    }
    return {one: word for one, word in wrong.items() if one not in right}


@functools.cache
def _wrong_words() -> dict[str, str]:
    """Each word that is wrong wherever it is: a term with a character exchanged or its middle lost."""
    lost = (item.split("|") for item in load("terms")["lost"]["words"].split())
    return (
        _exchanged("terms") | _exchanged("solid") | {one + last: one + mid + last for one, mid, last in lost}
    )


@functools.cache
def _by_pair() -> dict[str, list[tuple[int, str, str]]]:
    """Every wrong word with its number and the right one, by its first two characters."""
    found: dict[str, list[tuple[int, str, str]]] = defaultdict(list)
    every = (*_wrong_words().items(), *_exchanged("everyday").items())
    for number, (wrong, right) in enumerate(every):
        found[wrong[:2]].append((number, wrong, right))
    return found


def _is_slip(text: str, start: int, end: int) -> bool:
    """Whether the wrong word found there is a slip.

    One so short that it may be parts of two others is, if known words, marks or particles are on both sides.
    """
    if text[start:end] in _wrong_words():
        return True
    data = load("confusions")["lookalikes"]["everyday"]
    known = data["words"].split()
    beside = ((text[:start][-2:], text[:start][-1:]), (text[end : end + 2], text[end : end + 1]))
    return all(word in known or sign in data["joins"] or not _HAN.match(sign) for word, sign in beside)


@functools.cache
def _terms(group: str) -> dict[str, frozenset[str]]:
    """The fixed expressions of a group, each with its pairs of neighbours."""
    return {word: frozenset(map(add, word, word[1:])) for word in load("terms")[group]["words"].split()}


def _slips(text: str) -> Iterator[tuple[int, int, str]]:
    """Fixed expressions with a piece lost, exchanged, swapped or doubled: start, end, and the right one."""
    pairs = set(map(add, text, text[1:]))
    for group in ("idioms", "fixed"):
        for term, signs in _terms(group).items():
            left = max(1, len(signs) - _BROKEN)
            may_be = len(signs & pairs) >= left and (group == "idioms" or term[-1] in text)
            for start, end, away in near(text, term, 1) if may_be else ():
                got = text[start:end]
                ends_alike = (got[0], got[-1]) == (term[0], term[-1])
                same = len(got) == len(term) if group == "idioms" else ends_alike
                # A word set within an expression is no slip: 政务服务分中心.
                doubled = len(got) <= len(term) or set(got) <= set(term)
                if away and same and doubled and got.isalpha() >= term.isalpha():
                    yield start, end, term


@rule("T630")
def wrong_characters(report: Report) -> Iterator[Finding]:
    """A character taken for another, lost or swapped: known confusions, and slips in fixed expressions."""
    pairs = set(map(add, words(report), words(report)[1:]))
    present = (item for pair in pairs & _by_pair().keys() for item in _by_pair()[pair])
    known = sorted(item for item in present if item[1] in words(report))
    for line in worded(report):
        confused = [
            (*match.span(), right)
            for _, wrong, right in known
            for match in re.finditer(wrong, line.text)
            if _is_slip(line.text, *match.span())
        ]
        taken: set[int] = set()
        for start, end, right in (*confused, *_slips(line.text)):
            if taken.isdisjoint(range(start, end)):
                yield line.found("T630", f"“{line.text[start:end]}”应为“{right}”", start, end)
            taken |= set(range(start, end))
