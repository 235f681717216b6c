"""Slips of the pen that make no word: a character that sounds or looks like the right one (T634).

A stretch of text is suspected where the words of the dictionary leave it uncovered and one exchanged
character makes it a word that such reports use. Nothing is said of names of places, nor of what is a word.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Set
from dataclasses import dataclass
from importlib.resources import files

from govgen.diagnostics import Finding
from govgen.review.lexicon import load
from govgen.review.reading import lines
from govgen.review.rules import Rule, rule
from govgen.review.subject import Subject

_RUN = re.compile("[\u4e00-\u9fff]{2,}")
_LONGEST = 4
"""The dictionary holds words of at most so many characters."""
_PLACE = frozenset("镇乡村县区市旗州街路河湖山屯庄寨苏")
"""What follows the name of a place, or stands in it."""


@dataclass(frozen=True)
class _Lexicon:
    """What the rule knows.

    ``words`` a text may hold; ``gaps`` leads from a term without one of its characters to the term; ``alike``
    tells which characters are taken for one; ``particles`` stand beside any word, so that they say nothing.
    """

    words: Set[str]
    gaps: dict[str, list[str]]
    alike: dict[str, Set[str]]
    particles: Set[str]


def _listed(name: str) -> list[str]:
    text = (files(__package__) / "lexicon" / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if not line.startswith("#")]


@functools.cache
def _lexicon() -> _Lexicon:
    data = load("spelling")
    terms = data["terms"]["words"].split()
    words = frozenset([*" ".join(_listed("words.txt")).split(), *terms, *data["spare"]["words"].split()])
    gaps: dict[str, list[str]] = {}
    for term in terms:
        for at in range(len(term)):
            gaps.setdefault(_gap(term, at), []).append(term)
    alike: dict[str, set[str]] = {}
    for group in (*_listed("sounds.txt"), *data["shapes"]["words"].split()):
        for sign in group:
            alike.setdefault(sign, set()).update(group)
    return _Lexicon(words, gaps, dict(alike), frozenset(data["particles"]["words"]))


def _gap(text: str, at: int) -> str:
    return f"{text[:at]}_{text[at + 1 :]}"


def suspects(text: str) -> Iterator[tuple[int, str, str]]:
    """Where a term is misspelt in ``text``: the place, what stands there, and the term."""
    for match in _RUN.finditer(text):
        run = match[0]
        covered = _covered(run)
        for at in range(len(run) - 1):
            for length in (2, 3):
                if term := _meant(run, covered, at, length):
                    yield match.start() + at, run[at : at + length], term


def _covered(run: str) -> list[set[tuple[int, int]]]:
    """For each character the words of the dictionary that cover it, as stretches of ``run``."""
    words = _lexicon().words
    covered: list[set[tuple[int, int]]] = [set() for _ in run]
    for start in range(len(run) - 1):
        for end in range(start + 2, min(start + _LONGEST, len(run)) + 1):
            if run[start:end] in words:
                for place in range(start, end):
                    covered[place].add((start, end))
    return covered


def _meant(run: str, covered: list[set[tuple[int, int]]], start: int, length: int) -> str:
    """The term that ``length`` characters from ``start`` on misspell; empty where they may be right."""
    lexicon = _lexicon()
    end = start + length
    written = run[start:end]
    if len(written) < length or written in lexicon.words or _PLACE & set(run[end : end + 1]):
        return ""
    if length == 2 and any(covered[start:end]):
        return ""
    for at, sign in enumerate(written):
        if sign in lexicon.particles:
            continue
        spanning = [word for word in covered[start + at] if word[0] < start or word[1] > end]
        for term in lexicon.gaps.get(_gap(written, at), ()) if not spanning else ():
            if sign != term[at] and sign in lexicon.alike.get(term[at], ()):
                return term
    return ""


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
