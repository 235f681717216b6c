"""Phrases, words and characters of the lists that are wrong, or doubtful, wherever they are (T607–T630)."""

import functools
import itertools
import re
from collections import defaultdict
from collections.abc import Iterator
from operator import add
from typing import NamedTuple

from govgen.datafile.near import near, places
from govgen.datafile.passages import Paragraph
from govgen.datafile.report import Report
from govgen.datafile.yaml_reader.positions import MappedText
from govgen.findings.finding import Finding, Level
from govgen.rules.lexicon import HAN, coded_phrases, load, said
from govgen.rules.rule import rule
from govgen.rules.text.lines import Line, every_line, fold_marks, worded, words

_BROKEN = 3
"""So many pairs of neighbours a swap breaks."""
_LONG = 3
"""The longest of the known words."""
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


class WrongWord(NamedTuple):
    """A word with a slip, the two characters there, the right one, and which ends may belong to others."""

    wrong: str
    pair: str
    right: str
    open_start: bool = False
    open_end: bool = False


def _exchanged(group: str) -> Iterator[WrongWord]:
    """The terms of a group with a character exchanged for one like it."""
    data = load("confusions")["lookalikes"]
    words, shapes = data[group]["words"].split(), data["shapes"]
    right = {*words, *data["also"]["words"].split()}
    alike = data["sounds"]["words"].split() if group != "solid" else ()
    sounds = {sign: signs for signs in alike for sign in signs}
    short = group == "everyday"
    for word in words:
        for at, sign in enumerate(word):
            before, after = word[:at], word[at + 1 :]
            for other in shapes.get(sign, "") + sounds.get(sign, ""):
                if (wrong := before + other + after) not in right:
                    yield WrongWord(wrong, (before[-1:] + other + after)[:2], word, short, short)


@functools.cache
def _seams() -> frozenset[tuple[str, str]]:
    """The pairs of words that follow each other in the compounds."""
    chains = (chain.split("|") for chain in load("terms")["compounds"]["words"].split())
    return frozenset(pair for chain in chains for pair in itertools.pairwise(chain))


@functools.cache
def _known() -> frozenset[str]:
    """Words that may stand on either side of a slip."""
    data = load("confusions")["lookalikes"]
    return frozenset(data["everyday"]["words"].split()).union(data["also"]["words"].split(), *_seams())


def _cut() -> Iterator[WrongWord]:
    """The compounds without one or two characters where two words meet, or without their middle word."""
    single = load("terms")["single"]["words"].split()
    for one, two in _seams():
        both = one + two
        for lost, at in itertools.product((1, 2), range(len(both))):
            left = both[:at] + both[at + lost :]
            rest = left.removeprefix(one) if left.startswith(one) else left.removesuffix(two)
            if rest and rest not in single and _known().isdisjoint((rest, left)):
                pair = left[max(0, min(at, len(left) - 1) - 1) :][:2]
                yield WrongWord(left, pair, both, not left.startswith(one), not left.endswith(two))
    for item in load("terms")["lost"]["words"].split():
        first, middle, last = item.split("|")
        yield WrongWord(first + last, first[-1] + last[0], first + middle + last)


@functools.cache
def _wrong_words() -> dict[str, list[WrongWord]]:
    """Every wrong word, by the two characters at its slip: they are seldom beside each other."""
    found: dict[str, list[WrongWord]] = defaultdict(list)
    for item in (*_exchanged("terms"), *_exchanged("solid"), *_cut(), *_exchanged("everyday")):
        found[item.pair].append(item)
    return found


def _is_slip(item: WrongWord, text: str, start: int, end: int) -> bool:
    """Whether the wrong word found there is a slip.

    An open end is beside a known word, a mark or a particle, and no known word reaches over it.
    """
    data = load("confusions")["lookalikes"]["everyday"]
    for is_open, at, signs in (
        (item.open_start, start, data["joins"] + data["before"]),
        (item.open_end, end, data["joins"]),
    ):
        if not is_open:
            continue
        left = [text[first:at] for first in range(max(0, at - _LONG), at)]
        right = [text[at:last] for last in range(at + 1, min(at + _LONG, len(text)) + 1)]
        beside, sign = (left, text[at - 1 : at]) if at == start else (right, text[at : at + 1])
        is_beside = sign in signs or not _HAN.match(sign) or not _known().isdisjoint(beside)
        reach = (one + two for one in left for two in right)
        if not (is_beside and _known().isdisjoint(reach)):
            return False
    return True


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
    present = [item for pair in pairs & _wrong_words().keys() for item in _wrong_words()[pair]]
    known = [item for item in present if item.wrong in words(report)]
    for line in worded(report):
        confused = [
            (at, at + len(item.wrong), item.right)
            for item in known
            for at in places(line.text, item.wrong)
            if _is_slip(item, line.text, at, at + len(item.wrong))
        ]
        confused.sort(key=lambda slip: (slip[0], -slip[1]))
        taken: set[int] = set()
        for start, end, right in (*confused, *_slips(line.text)):
            if taken.isdisjoint(range(start, end)):
                yield line.found("T630", f"“{line.text[start:end]}”应为“{right}”", start, end)
            taken |= set(range(start, end))
