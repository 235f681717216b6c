"""Where characters return within a few words, from which the rules on repeats set out."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence, Set
from itertools import zip_longest
from operator import add

_BREAK = re.compile("[^\u4e00-\u9fff]")


@functools.lru_cache(maxsize=128)
def returning(text: str) -> Sequence[int]:
    """Where two Chinese characters stand that return in their run, or in the next one across a single mark.

    Nothing of two characters or more that stands twice begins elsewhere, unless more lies between. Kept for
    the paragraphs at hand, because several rules ask.
    """
    found: list[int] = []
    start = 0
    runs = [(len(run), list(map(add, run, run[1:]))) for run in _BREAK.split(text)]
    for (length, pairs), (_, following) in zip_longest(runs, runs[1:], fillvalue=(0, [])):
        if pairs and (again := _again(pairs, following)):
            found += (start + place for place, pair in enumerate(pairs) if pair in again)
        start += length + 1
    return found


def _again(pairs: Sequence[str], following: Sequence[str]) -> Set[str]:
    """The pairs that stand twice, or in the ``following`` run too."""
    here = set(pairs)
    twice = {pair for pair in pairs if pairs.count(pair) > 1} if len(here) < len(pairs) else set()
    return twice if here.isdisjoint(following) else twice | here.intersection(following)
