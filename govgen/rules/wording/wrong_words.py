"""Words with a character taken for another, lost or swapped (T630)."""

import functools
import itertools
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from operator import add
from typing import NamedTuple

from govgen.datafile.near import near
from govgen.datafile.report import Report
from govgen.findings.finding import Finding, Level
from govgen.rules.lexicon import HAN, load
from govgen.rules.rule import rule
from govgen.rules.text.lines import worded
from govgen.rules.text.vocabulary import (
    LONGEST,
    begins_at,
    ends_before,
    followers,
    is_within_word,
    known,
    listed,
    particles,
    word_pairs,
    words_after,
    words_before,
)

_BROKEN = 3
"""So many pairs of neighbours a swap breaks."""
_BRACKET = 4
"""The longest bracket within a word, with its marks: 村（社区）."""
_BRACKETED = re.compile(rf"{HAN}（{HAN}{{1,2}}）$")
"""What goes before the rest of a word with a bracket: 村（居）|民代表; the number of a heading is none."""


class WrongWord(NamedTuple):
    """A word with a slip, the right one, and whether its start and its end may belong to other words.

    ``in_use``: it may be a word that is meant, unless the words beside it go with the right one only.
    """

    wrong: str
    right: str
    open_start: bool = False
    open_end: bool = False
    in_use: bool = False


class _Lookalikes(NamedTuple):
    """Terms by one of their characters, with the place beside it and their group; the signs like a sign.

    ``homophones`` has the words of two characters by the signs that sound like the one and the other.
    """

    terms: Mapping[str, Sequence[tuple[str, int, str]]]
    shapes: Mapping[str, str]
    sounds: Mapping[str, str]
    homophones: Mapping[tuple[str, ...], Sequence[str]]


@functools.cache
def _lookalikes() -> _Lookalikes:
    found: dict[str, list[tuple[str, int, str]]] = defaultdict(list)
    for group in ("terms", "solid", "everyday"):
        for word in listed(group):
            for at in range(len(word)):
                found[word[at - 1] if at else word[1]].append((word, at, group))
    sounds = {sign: signs for signs in listed("sounds") for sign in signs}
    homophones: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for word in listed("everyday"):
        homophones[tuple(sounds.get(sign, sign) for sign in word)].append(word)
    return _Lookalikes(found, load("vocabulary")["shapes"]["signs"], sounds, homophones)


def _exchanged(pair: str) -> tuple[WrongWord, ...]:
    """The terms that a pair of neighbours would be in, were it not for a slip.

    One of the two is like the right character, both sound like the right ones, or they are swapped.
    """
    terms, shapes, sounds, homophones = _lookalikes()
    one, two = pair[0], pair[1]
    found = []
    for beside, other, is_first in ((one, two, False), (two, one, True)):
        for word, at, group in terms.get(beside, ()):
            like = shapes.get(word[at], "") + (sounds.get(word[at], "") if group != "solid" else "")
            if (at == 0) is is_first and other in like and other != word[at]:
                found.append((word[:at] + other + word[at + 1 :], word, group))
            elif at and is_first and other == word[at] != beside and group != "solid":
                found.append((word[: at - 1] + pair + word[at + 1 :], word, group))
    slips = {
        WrongWord(wrong, word, group == "everyday", group == "everyday", _is_in_use(wrong, group))
        for wrong, word, group in found
    }
    for word in homophones.get((sounds.get(one, one), sounds.get(two, two)), ()):
        if one != word[0] and two != word[1]:
            slips.add(WrongWord(pair, word, in_use=True))
    return tuple(slips)


def _is_in_use(wrong: str, group: str) -> bool:
    """Whether ``wrong`` is a word too, or may be a particle beside a part of one: 向|村, 来|以."""
    is_free = not set(particles("joins") + particles("before")).isdisjoint((wrong[0], wrong[-1]))
    return wrong in _right() or (group == "everyday" and len(wrong) == 2 and is_free)


@functools.cache
def _right() -> frozenset[str]:
    """All words that are right by themselves."""
    return frozenset().union(*map(listed, ("everyday", "terms", "solid", "also", "beside")))


@functools.cache
def _shortened() -> Mapping[str, Sequence[WrongWord]]:
    """Words and expressions that have lost a piece, by the two characters that have come together."""
    found: dict[str, list[WrongWord]] = defaultdict(list)
    for at, item in (*_shortened_pairs(), *_shortened_words()):
        found[item.wrong[max(0, min(at, len(item.wrong) - 1) - 1) :][:2]].append(item)
    return found


def _shortened_pairs() -> Iterator[tuple[int, WrongWord]]:
    """Words that follow each other without a character of either, compounds without two; and where it was."""
    of_compounds = known().union(listed("single"), particles("joins") + particles("before"))
    of_followers = of_compounds.union(listed("single", "after"))
    for one, two in followers():
        both, is_compound = one + two, (one, two) in word_pairs()
        no_pieces = of_compounds if is_compound else of_followers
        for lost, at in itertools.product((1, 2) if is_compound else (1,), range(len(both))):
            left = both[:at] + both[at + lost :]
            rest = left.removeprefix(one) if left.startswith(one) else left.removesuffix(two)
            if rest and no_pieces.isdisjoint((rest, left)):
                yield at, WrongWord(left, both, not left.startswith(one), not left.endswith(two))


def _shortened_words() -> Iterator[tuple[int, WrongWord]]:
    """Longer words without a character within, expressions without their middle word; and where it was."""
    for word in (*listed("everyday"), *listed("terms")):
        for at in range(1, len(word) - 1):
            left = word[:at] + word[at + 1 :]
            yield at, WrongWord(left, word, True, True, _is_in_use(left, "everyday"))
    for first, middle, last in (item.split("|") for item in listed("lost")):
        yield len(first), WrongWord(first + last, first + middle + last)


def _is_slip(item: WrongWord, text: str, start: int, end: int) -> bool:
    """Whether the wrong word found there is a slip.

    An open end is beside a known word, a mark or a particle, and no known word reaches over it; what follows
    a number begins with a measure word.
    """
    if (item.in_use or item.open_end) and _ends_a_name(item, text[end : end + 1]):
        return False
    if item.in_use and (
        _is_usual(item.wrong, text, start, end) or not _is_usual(item.right, text, start, end)
    ):
        return False
    is_within = text[end : end + 1] == "）" and "（" in text[max(0, end - _BRACKET) : end]
    if is_within or _BRACKETED.search(text, max(0, start - _BRACKET - 1), start):
        return False
    for is_open, at, is_beside in ((item.open_start, start, ends_before), (item.open_end, end, begins_at)):
        if is_open and (is_within_word(text, at) or not is_beside(text, at)):
            return False
    if item.open_start and text[start - 1 : start].isdigit():
        return False
    return not _is_tiled(text, start, end)


def _ends_a_name(item: WrongWord, after: str) -> bool:
    """Whether the wrong word is the end of a place's name or goes before it: 宜|兴市, 城厢|街道."""
    last = item.wrong[-1]
    kinds = particles("places")
    return after in tuple(kinds) or (last in kinds and last != item.right[-1])


def _is_usual(word: str, text: str, start: int, end: int) -> bool:
    """Whether ``word``, in that place, often follows the word before it or goes before the one after it."""
    return any((one, word) in followers() for one in words_before(text, start)) or any(
        (word, two) in followers() for two in words_after(text, end)
    )


def _is_tiled(text: str, start: int, end: int) -> bool:
    """Whether the place is parts of other words and particles: 办事|处政府, 公众与|政府, 工作及制|度.

    Words that together are exactly the place do not count: 乡村|战略.
    """
    joins = particles("joins")

    def ends(at: int) -> Iterator[int]:
        yield from (at + len(word) for word in words_after(text, at) if word in known())

    def goes_on(at: int, *, others: bool) -> bool:
        if at >= end:
            return others or at > end
        return any(goes_on(after, others=others) for after in ends(at)) or (
            text[at] in joins and goes_on(at + 1, others=others or at in {start, end - 1})
        )

    over = {after for at in range(max(0, start - LONGEST + 1), start) for after in ends(at) if after > start}
    return goes_on(start, others=False) or any(goes_on(after, others=True) for after in over)


@functools.cache
def _terms(group: str) -> dict[str, frozenset[str]]:
    """The fixed expressions of a group, each with its pairs of neighbours."""
    return {word: frozenset(map(add, word, word[1:])) for word in load("terms")[group]["words"].split()}


def _words_of(text: str) -> str:
    """``text`` without its marks, which are no characters taken for others."""
    return "".join(filter(str.isalnum, text))


def _slips(text: str) -> Iterator[tuple[int, int, str, bool]]:
    """Fixed expressions with a piece lost, exchanged, swapped or doubled, as wrong words are given."""
    pairs = set(map(add, text, text[1:]))
    for group in ("idioms", "fixed"):
        for term, own in _terms(group).items():
            left = max(1, len(own) - _BROKEN)
            may_be = len(own & pairs) >= left and (group == "idioms" or term[-1] in text)
            for start, end, away in near(text, term, 1) if may_be else ():
                # It may begin or end within another word: 行|政服务中心, 信|息员相关.
                apart = not (is_within_word(text, start) or is_within_word(text, end))
                if away and apart and _is_mistyped(text[start:end], term, group):
                    yield start, end, term, False


def _is_mistyped(got: str, term: str, group: str) -> bool:
    """Whether what is one edit from a fixed expression is that expression, and no other one like it."""
    ends_alike = (got[0], got[-1]) == (term[0], term[-1])
    if not (len(got) == len(term) if group == "idioms" else ends_alike) or got.isalpha() < term.isalpha():
        return False
    if len(got) == len(term):  # one sign is taken for another, or two are swapped: 有迹可循 is no slip
        _, shapes, sounds, _ = _lookalikes()
        signs = [(wrong, right) for wrong, right in zip(got, term, strict=True) if wrong != right]
        wrong, right = signs[0]
        return len(signs) > 1 or wrong in shapes.get(right, "") + sounds.get(right, "")
    # A word set within an expression is no slip: 政务服务分中心; nor are marks.
    is_doubled = len(got) < len(term) or set(got) <= set(term)
    return is_doubled and _words_of(got) != _words_of(term)


@functools.lru_cache(maxsize=1 << 14)
def _candidates(pair: str) -> tuple[tuple[WrongWord, int], ...]:
    """The wrong words that have a pair of neighbours, each with the place of the pair in it."""
    found = (*_exchanged(pair), *_shortened().get(pair, ()))
    return tuple((item, item.wrong.index(pair)) for item in dict.fromkeys(found))


def _wrong_words(text: str) -> Iterator[tuple[int, int, str, bool]]:
    """The wrong words of ``text``: start, end, the right one, and whether the other is a word as well."""
    for at in range(len(text) - 1):
        for item, before in _candidates(text[at : at + 2]):
            start, end = at - before, at - before + len(item.wrong)
            if start >= 0 and text.startswith(item.wrong, start) and _is_slip(item, text, start, end):
                yield start, end, item.right, item.in_use


@rule("T630")
def wrong_characters(report: Report) -> Iterator[Finding]:
    """A character taken for another, lost or swapped: known confusions, and slips in fixed expressions.

    A hint where the wrong word is one too, and only the words beside it speak for the other.
    """
    for line in worded(report):
        taken: set[int] = set()
        slips = {*_wrong_words(line.text), *_slips(line.text)}
        for start, end, right, in_use in sorted(slips, key=lambda slip: (slip[0], -slip[1], slip)):
            if taken.isdisjoint(range(start, end)):
                level = Level.INFO if in_use else None
                yield line.found("T630", f"“{line.text[start:end]}”应为“{right}”", start, end, level=level)
            taken |= set(range(start, end))
