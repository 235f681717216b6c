"""The runs of Chinese characters in a text and the pairs in them, from which rules on words set out."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from operator import add
from typing import NamedTuple

_RUN = re.compile("[\u4e00-\u9fff]{2,}")


class Run(NamedTuple):
    """Chinese characters on end: where they begin, what they are, and every two neighbours as one text."""

    start: int
    text: str
    pairs: list[str]


@functools.lru_cache(maxsize=128)
def runs(text: str) -> tuple[Run, ...]:
    """The runs of at least two characters, in order.

    Kept for the paragraphs at hand, because several rules ask.
    """
    return tuple(
        Run(match.start(), word := match[0], list(map(add, word, word[1:]))) for match in _RUN.finditer(text)
    )


@functools.lru_cache(maxsize=128)
def returning(text: str) -> Sequence[int]:
    """Where two characters stand that return in their run, or in the next one across a single mark.

    Nothing of two characters or more that stands twice begins elsewhere, unless more lies between.
    """
    found: list[int] = []
    here = runs(text)
    for at, run in enumerate(here):
        again: set[str] = set()
        if len(set(run.pairs)) < len(run.pairs):
            again.update(pair for pair in run.pairs if run.pairs.count(pair) > 1)
        following = here[at + 1] if at + 1 < len(here) else run
        if following.start == run.start + len(run.text) + 1:
            again |= set(run.pairs).intersection(following.pairs)
        if again:
            found += (run.start + place for place, pair in enumerate(run.pairs) if pair in again)
    return found
