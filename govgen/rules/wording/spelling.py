"""Slips of the pen that make no word: a character that sounds or looks like the right one (T634).

A stretch of text is suspected where the words of the dictionary leave it uncovered and one exchanged
character makes it a word that such reports use. Nothing is said of names of places, nor of what is a word.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Set
from dataclasses import dataclass

from govgen.findings.finding import Finding
from govgen.rules.lexicon import listed, load
from govgen.rules.rule import Rule, rule
from govgen.rules.subject import Subject
from govgen.rules.text.lines import lines
from govgen.rules.text.pairs import runs_of

_LONGEST = 3
"""The dictionary holds words of two and of three characters."""
_NEITHER = b"\0\0"
"""Neither of the two pairs that hold a character is a word."""
_PLACE = frozenset("镇乡村县区市旗州街路河湖山屯庄寨苏")
"""What follows the name of a place, or stands in it."""


@dataclass(frozen=True)
class _Lexicon:
    """What the rule knows.

    ``words`` a text may hold; ``gaps`` leads from a term's length, the place of one of its characters, the
    others and that one to the term; ``particles`` stand beside any word.
    """

    words: Set[str]
    gaps: dict[int, list[dict[str, dict[str, str]]]]
    particles: Set[str]


@functools.cache
def _lexicon() -> _Lexicon:
    data = load("spelling")
    terms = data["terms"]["words"].split()
    words = frozenset([*listed("words"), *terms, *data["spare"]["words"].split()])
    gaps: dict[int, list[dict[str, dict[str, str]]]] = {
        length: [{} for _ in range(length)] for length in range(2, _LONGEST + 1)
    }
    for term in terms:
        for at, known in enumerate(gaps[len(term)]):
            known.setdefault(term[:at] + term[at + 1 :], {})[term[at]] = term
    return _Lexicon(words, gaps, frozenset(data["particles"]["words"]))


@functools.lru_cache(maxsize=4096)
def _alike(sign: str) -> frozenset[str]:
    """The characters that are taken for ``sign`` by their sound or their shape."""
    groups = (*listed("sounds"), *load("spelling")["shapes"]["words"].split())
    return frozenset("".join(group for group in groups if sign in group)) - {sign}


def suspects(text: str) -> Iterator[tuple[int, str, str]]:
    """Where a term is misspelt in ``text``: the place, what stands there, and the term."""
    lexicon = _lexicon()
    for start, end in _stretches(text, lexicon):
        if term := _meant(lexicon, text, start, end):
            yield start, text[start:end], term


def _uncovered(text: str, words: Set[str]) -> list[int]:
    """The Chinese characters that no word of the dictionary covers, each beside another one."""
    pairs, spans = runs_of(text)
    # One byte for each pair, whether it is a word; none begins before the first or ends after the last.
    known = b"\0%b\0" % bytes(map(words.__contains__, pairs))
    bare = []
    for start, end in spans:
        at = known.find(_NEITHER, start, end + 1) if end - start > 1 else -1
        while at >= 0:
            # A slice that would begin before the text is empty, and no word.
            if not (
                text[at : at + 3] in words or text[at - 1 : at + 2] in words or text[at - 2 : at + 1] in words
            ):
                bare.append(at)
            at = known.find(_NEITHER, at + 1, end + 1)
    return bare


def _stretches(text: str, lexicon: _Lexicon) -> Iterator[tuple[int, int]]:
    """What may be a term misspelt: two uncovered characters, or three of which one is uncovered.

    All but one of the characters are those of a term.
    """
    tails, middles, heads = lexicon.gaps[_LONGEST]  # what is left of a term without its first, second, third
    pairs, _ = runs_of(text)
    last, begun, latest = -2, 0, len(text) - _LONGEST
    for place in _uncovered(text, lexicon.words):
        if place == last + 1:
            yield last, place + 1
        first = place - 2 if place - 2 > begun else begun
        for start in range(first, (place if place < latest else latest) + 1):
            if pairs[start] in heads or pairs[start + 1] in tails or text[start] + text[start + 2] in middles:
                yield start, start + _LONGEST
        last, begun = place, place + 1


def _meant(lexicon: _Lexicon, text: str, start: int, end: int) -> str:
    """The term that ``text`` misspells between two places; empty where it may be right."""
    written = text[start:end]
    for at, known in enumerate(lexicon.gaps[end - start]):
        terms = known.get(written[:at] + written[at + 1 :])
        if not terms or written[at] in lexicon.particles or (alike := _alike(written[at])).isdisjoint(terms):
            continue
        if not _may_be_right(text, start, at, end):
            return next(term for sign, term in terms.items() if sign in alike)
    return ""


def _may_be_right(text: str, start: int, at: int, end: int) -> bool:
    """Whether a stretch whose character ``at`` is suspected is a word, part of one, or a place."""
    known = text[start:end] in _lexicon().words or text[end : end + 1] in _PLACE
    return known or _spans(text, start + at, start, end)


def _spans(text: str, place: int, start: int, end: int) -> bool:
    """Whether a word that reaches beyond the stretch holds the character at ``place``."""
    words = _lexicon().words
    return any(
        (first < start or last > end) and text[first:last] in words
        for first in range(max(0, place + 1 - _LONGEST), place + 1)
        for last in range(max(place + 1, first + 2), min(first + _LONGEST, len(text)) + 1)
    )


@rule("T634")
def misspelt_words(subject: Subject) -> Iterator[Finding]:
    """A word misspelt by its sound or its shape, so that it is no word any more."""
    own = subject.identity.body
    for line in lines(subject):
        for at, written, term in suspects(line.text):
            if written not in own:
                message = f"“{written}”像是“{term}”的误写"
                yield line.found("T634", message, at, at + len(written))


RULES: tuple[Rule, ...] = (misspelt_words,)
