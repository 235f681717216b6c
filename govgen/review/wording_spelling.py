"""Slips of the pen that make no word: a character that sounds or looks like the right one (T634).

A stretch of text is suspected where the words of the dictionary leave it uncovered and one exchanged
character makes it a word that such reports use. Nothing is said of names of places, nor of what is a word.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Set
from dataclasses import dataclass

from govgen.diagnostics import Finding
from govgen.review.lexicon import listed, load
from govgen.review.reading import lines
from govgen.review.rules import Rule, rule
from govgen.review.subject import Subject

_RUN = re.compile("[\u4e00-\u9fff]{2,}")
_LONGEST = 3
"""The dictionary holds words of two and of three characters."""
_PLACE = frozenset("镇乡村县区市旗州街路河湖山屯庄寨苏")
"""What follows the name of a place, or stands in it."""


@dataclass(frozen=True)
class _Lexicon:
    """What the rule knows.

    ``words`` a text may hold; ``gaps`` leads from a term without one of its characters to the term;
    ``particles`` stand beside any word.
    """

    words: Set[str]
    gaps: dict[str, list[str]]
    particles: Set[str]


@functools.cache
def _lexicon() -> _Lexicon:
    data = load("spelling")
    terms = data["terms"]["words"].split()
    words = frozenset([*listed("words"), *terms, *data["spare"]["words"].split()])
    gaps: dict[str, list[str]] = {}
    for term in terms:
        for at in range(len(term)):
            gaps.setdefault(_gap(term, at), []).append(term)
    return _Lexicon(words, gaps, frozenset(data["particles"]["words"]))


@functools.lru_cache(maxsize=4096)
def _alike(sign: str) -> Set[str]:
    """The characters that are taken for ``sign`` by their sound or their shape."""
    groups = (*listed("sounds"), *load("spelling")["shapes"]["words"].split())
    return frozenset("".join(group for group in groups if sign in group)) - {sign}


def _gap(text: str, at: int) -> str:
    return text[:at] + "_" + text[at + 1 :]


def suspects(text: str) -> Iterator[tuple[int, str, str]]:
    """Where a term is misspelt in ``text``: the place, what stands there, and the term."""
    lexicon = _lexicon()
    for match in _RUN.finditer(text):
        run = match[0]
        if bare := _uncovered(run):
            for start, end in _windows(bare, len(run)):
                if run[start:end] not in lexicon.words and (term := _meant(lexicon, run, start, end)):
                    yield match.start() + start, run[start:end], term


def _uncovered(run: str) -> list[int]:
    """The places that no word of the dictionary covers."""
    words, length = _lexicon().words, len(run)
    pairs = [run[start : start + 2] in words for start in range(length - 1)]
    # Before the first and after the last character no pair begins.
    alone = [
        at
        for at, (before, after) in enumerate(zip([False, *pairs], [*pairs, False], strict=True))
        if not (before or after)
    ]
    return [
        at
        for at in alone
        if not any(run[start : start + 3] in words for start in range(max(0, at - 2), at + 1))
    ]


def _windows(bare: list[int], length: int) -> Iterator[tuple[int, int]]:
    """What may be a term misspelt: two uncovered characters, or three of which one is uncovered."""
    places = set(bare)
    for place in bare:
        if place + 1 in places:
            yield place, place + 2
    for start in sorted({place - back for place in bare for back in range(3)}):
        if start >= 0 and start + 3 <= length:
            yield start, start + 3


def _meant(lexicon: _Lexicon, run: str, start: int, end: int) -> str:
    """The term that ``run`` misspells between two places; empty where it may be right."""
    written, known = run[start:end], lexicon.gaps
    for at, sign in enumerate(written):
        terms = known.get(_gap(written, at))
        if terms and sign not in lexicon.particles and run[end : end + 1] not in _PLACE:
            for term in terms:
                if sign in _alike(term[at]) and not _spans(run, start + at, start, end):
                    return term
    return ""


def _spans(run: str, place: int, start: int, end: int) -> bool:
    """Whether a word that reaches beyond the stretch holds the character at ``place``."""
    words = _lexicon().words
    return any(
        (first < start or last > end) and run[first:last] in words
        for first in range(max(0, place + 1 - _LONGEST), place + 1)
        for last in range(max(place + 1, first + 2), min(first + _LONGEST, len(run)) + 1)
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
