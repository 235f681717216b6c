"""The words that reports are written in, as far as they are listed, and what is beside a place in a text."""

import functools
import itertools
import re
from collections.abc import Sequence

from govgen.rules.lexicon import HAN, load

LONGEST = 3
"""The longest of the known words, in characters."""
_HAN = re.compile(HAN)


@functools.cache
def listed(group: str, key: str = "words") -> tuple[str, ...]:
    """The words under ``key`` of a group of vocabulary.yaml."""
    return tuple(load("vocabulary")[group][key].split())


def particles(key: str) -> str:
    """The words of one character on either side of a word, before one only, or at the end of a place name."""
    signs: str = load("vocabulary")["particles"][key]
    return signs


@functools.cache
def word_pairs() -> frozenset[tuple[str, str]]:
    """The pairs of words that follow each other in the compounds."""
    chains = (chain.split("|") for chain in listed("compounds"))
    return frozenset(pair for chain in chains for pair in itertools.pairwise(chain))


@functools.cache
def followers() -> frozenset[tuple[str, str]]:
    """The pairs of words that often follow each other."""
    lines = load("vocabulary")["followers"]["words"].items()
    return word_pairs().union((word, after) for word, line in lines for after in line.split())


@functools.cache
def known() -> frozenset[str]:
    """Words that may be on either side of a slip."""
    return frozenset().union(*map(listed, ("everyday", "also", "beside")), *word_pairs())


def words_before(text: str, at: int) -> Sequence[str]:
    """What may be a word and ends where the character ``at`` begins."""
    return [text[at - size : at] for size in range(1, min(LONGEST, at) + 1)]


def words_after(text: str, at: int) -> Sequence[str]:
    """What may be a word and begins with the character ``at``."""
    return [text[at : at + size] for size in range(1, min(LONGEST, len(text) - at) + 1)]


def ends_before(text: str, at: int) -> bool:
    """Whether a word ends where the character ``at`` begins: a known one, a mark, a particle, or the text."""
    sign = text[at - 1 : at] if at else ""
    is_free = sign in particles("joins") + particles("before") or not _HAN.match(sign)
    return is_free or not known().isdisjoint(words_before(text, at))


def begins_at(text: str, at: int) -> bool:
    """Whether a word begins with the character ``at``: a known one, a mark, a particle, or the text's end."""
    sign = text[at : at + 1]
    is_free = sign in particles("joins") or not _HAN.match(sign)
    return is_free or not known().isdisjoint(words_after(text, at))


def is_within_word(text: str, at: int) -> bool:
    """Whether a known word reaches over the place before the character ``at``."""
    return not known().isdisjoint(
        one + two for one in words_before(text, at) for two in words_after(text, at)
    )
