"""The words that reports are written in, as far as the lists have them, and what is beside a place."""

import functools
import itertools
import re
from collections.abc import Iterator

from govgen.rules.lexicon import HAN, load

LONGEST = 3
"""The longest of the known words, in characters."""
_HAN = re.compile(HAN)


@functools.cache
def word_pairs() -> frozenset[tuple[str, str]]:
    """The pairs of words that follow each other in the compounds."""
    chains = (chain.split("|") for chain in load("terms")["compounds"]["words"].split())
    return frozenset(pair for chain in chains for pair in itertools.pairwise(chain))


@functools.cache
def followers() -> frozenset[tuple[str, str]]:
    """The pairs of words that often follow each other."""
    more = (
        (word, after) for word, line in load("terms")["followers"]["words"].items() for after in line.split()
    )
    return word_pairs().union(more)


@functools.cache
def known() -> frozenset[str]:
    """Words that may stand on either side of a slip."""
    data = load("confusions")["lookalikes"]
    groups = (data[group]["words"].split() for group in ("everyday", "also", "beside"))
    return frozenset().union(*groups, *word_pairs())


def words_before(text: str, at: int) -> Iterator[str]:
    """What may be a word and ends where the character ``at`` begins."""
    return (text[at - size : at] for size in range(1, LONGEST + 1) if size <= at)


def words_after(text: str, at: int) -> Iterator[str]:
    """What may be a word and begins with the character ``at``."""
    return (text[at : at + size] for size in range(1, LONGEST + 1) if at + size <= len(text))


def ends_before(text: str, at: int) -> bool:
    """Whether a word ends where the character ``at`` begins: a known one, a mark, a particle, or the text."""
    particles = load("confusions")["lookalikes"]["everyday"]
    sign = text[at - 1 : at] if at else ""
    is_free = sign in particles["joins"] + particles["before"] or not _HAN.match(sign)
    return is_free or not known().isdisjoint(words_before(text, at))


def begins_at(text: str, at: int) -> bool:
    """Whether a word begins with the character ``at``: a known one, a mark, a particle, or the text's end."""
    sign = text[at : at + 1]
    is_free = sign in load("confusions")["lookalikes"]["everyday"]["joins"] or not _HAN.match(sign)
    return is_free or not known().isdisjoint(words_after(text, at))
