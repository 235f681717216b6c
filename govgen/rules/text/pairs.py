"""The runs of Chinese characters in a text and the pairs in them, from which rules on words set out."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence, Set
from operator import add
from typing import NamedTuple

_BREAK = re.compile("[^\u4e00-\u9fff]")


class Runs(NamedTuple):
    """A text's ``pairs`` of neighbours, one from each place on, and the ``spans`` of its runs, if empty."""

    pairs: Sequence[str]
    spans: Sequence[tuple[int, int]]


@functools.lru_cache(maxsize=128)
def runs_of(text: str) -> Runs:
    """The runs of Chinese characters, each parted from the next by one character of another kind.

    Kept for the paragraphs at hand, because several rules ask.
    """
    spans: list[tuple[int, int]] = []
    start = 0
    for run in _BREAK.split(text):
        end = start + len(run)
        spans.append((start, end))
        start = end + 1
    return Runs(list(map(add, text, text[1:])), spans)


@functools.lru_cache(maxsize=128)
def returning(text: str) -> Sequence[int]:
    """Where two Chinese characters stand that return in their run, or in the next one across a single mark.

    Nothing of two characters or more that stands twice begins elsewhere, unless more lies between.
    """
    found: list[int] = []
    pairs, spans = runs_of(text)
    words = [pairs[start : end - 1] if end - start > 1 else () for start, end in spans]
    for (start, _), here, following in zip(spans, words, [*words[1:], ()], strict=True):
        if here and (again := _again(here, following)):
            found += (start + place for place, pair in enumerate(here) if pair in again)
    return found


def _again(pairs: Sequence[str], following: Sequence[str]) -> Set[str]:
    """The pairs that stand twice, or in the ``following`` run too."""
    here = set(pairs)
    twice = {pair for pair in pairs if pairs.count(pair) > 1} if len(here) < len(pairs) else set()
    return twice if here.isdisjoint(following) else twice | here.intersection(following)
