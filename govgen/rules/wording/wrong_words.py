"""Words with a character taken for another, lost or swapped (T630)."""

import functools
import itertools
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from operator import add
from typing import NamedTuple

from govgen.datafile.near import near, places
from govgen.datafile.report import Report
from govgen.findings.finding import Finding
from govgen.rules.lexicon import HAN, load
from govgen.rules.rule import rule
from govgen.rules.text.lines import worded, words

_BROKEN = 3
"""So many pairs of neighbours a swap breaks."""
_LONG = 3
"""The longest of the known words."""
_BRACKET = 4
"""The longest bracket within a word, with its marks: 村（社区）."""
_HAN = re.compile(HAN)


class WrongWord(NamedTuple):
    """A word with a slip, the right one, and whether its start and its end may belong to other words."""

    wrong: str
    right: str
    open_start: bool = False
    open_end: bool = False


class _Lookalikes(NamedTuple):
    """Terms by one of their characters, with the place beside it and their group; the signs like a sign."""

    terms: Mapping[str, Sequence[tuple[str, int, str]]]
    shapes: Mapping[str, str]
    sounds: Mapping[str, str]


@functools.cache
def _lookalikes() -> _Lookalikes:
    data = load("confusions")["lookalikes"]
    found: dict[str, list[tuple[str, int, str]]] = defaultdict(list)
    for group in ("terms", "solid", "everyday"):
        for word in data[group]["words"].split():
            for at in range(len(word)):
                found[word[at - 1] if at else word[1]].append((word, at, group))
    sounds = {sign: signs for signs in data["sounds"]["words"].split() for sign in signs}
    return _Lookalikes(found, data["shapes"], sounds)


@functools.lru_cache(maxsize=1 << 14)
def _exchanged(pair: str) -> tuple[WrongWord, ...]:
    """The terms that a pair of neighbours would be in, were not one of the two exchanged for one like it."""
    terms, shapes, sounds = _lookalikes()
    found = []
    for beside, other, is_first in ((pair[0], pair[1], False), (pair[1], pair[0], True)):
        for word, at, group in terms.get(beside, ()):
            like = shapes.get(word[at], "") + (sounds.get(word[at], "") if group != "solid" else "")
            if (at == 0) is is_first and other in like and other != word[at]:
                wrong, is_short = word[:at] + other + word[at + 1 :], group == "everyday"
                if wrong not in _right(group):
                    found.append(WrongWord(wrong, word, is_short, is_short))
    return tuple(found)


@functools.cache
def _right(group: str) -> frozenset[str]:
    """The terms of a group, and words that differ from one by a character and are right."""
    data = load("confusions")["lookalikes"]
    return frozenset(data[group]["words"].split() + data["also"]["words"].split())


@functools.cache
def _word_pairs() -> frozenset[tuple[str, str]]:
    """The pairs of words that follow each other in the compounds."""
    chains = (chain.split("|") for chain in load("terms")["compounds"]["words"].split())
    return frozenset(pair for chain in chains for pair in itertools.pairwise(chain))


@functools.cache
def _known() -> frozenset[str]:
    """Words that may stand on either side of a slip."""
    data = load("confusions")["lookalikes"]
    groups = (data[group]["words"].split() for group in ("everyday", "also", "beside"))
    return frozenset().union(*groups, *_word_pairs())


@functools.cache
def _cut() -> Mapping[str, Sequence[WrongWord]]:
    """The compounds without one or two characters where two words meet, or without their middle word.

    They are found by the two characters that have come together.
    """
    found: dict[str, list[WrongWord]] = defaultdict(list)
    no_pieces = _known().union(load("terms")["single"]["words"].split())
    for one, two in _word_pairs():
        both = one + two
        for lost, at in itertools.product((1, 2), range(len(both))):
            left = both[:at] + both[at + lost :]
            rest = left.removeprefix(one) if left.startswith(one) else left.removesuffix(two)
            if rest and no_pieces.isdisjoint((rest, left)):
                word = WrongWord(left, both, not left.startswith(one), not left.endswith(two))
                found[left[max(0, min(at, len(left) - 1) - 1) :][:2]].append(word)
    for item in load("terms")["lost"]["words"].split():
        first, middle, last = item.split("|")
        found[first[-1] + last[0]].append(WrongWord(first + last, first + middle + last))
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
        if sign == "）" and "（" in text[max(0, at - _BRACKET) : at]:
            return False  # 村（居）务公开栏
        reach = (one + two for one in left for two in right)
        if not (is_beside and _known().isdisjoint(reach)):
            return False
    return not _is_tiled(text, start, end)


def _is_tiled(text: str, start: int, end: int) -> bool:
    """Whether the place is parts of other words and particles: 办事|处政府, 公众与|政府, 工作及制|度.

    Words that together are exactly the place do not count: 乡村|战略.
    """
    particles = load("confusions")["lookalikes"]["everyday"]["joins"]

    def ends(at: int) -> Iterator[int]:
        yield from (at + size for size in range(2, _LONG + 1) if text[at : at + size] in _known())

    def goes_on(at: int, *, others: bool) -> bool:
        if at >= end:
            return others or at > end
        return any(goes_on(after, others=others) for after in ends(at)) or (
            text[at] in particles and goes_on(at + 1, others=others or at in {start, end - 1})
        )

    over = {after for at in range(max(0, start - _LONG + 1), start) for after in ends(at) if after > start}
    return goes_on(start, others=False) or any(goes_on(after, others=True) for after in over)


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
    present = [item for pair in pairs for item in (*_exchanged(pair), *_cut().get(pair, ()))]
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
