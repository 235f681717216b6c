"""Finds fixed expressions with a piece lost, exchanged, swapped or doubled."""

import functools
from collections.abc import Iterator
from operator import add

from govgen.datafile.near import near
from govgen.rules.lexicon import load

_BROKEN = 3
"""So many pairs of neighbours a swap breaks."""


@functools.cache
def _words(group: str) -> dict[str, frozenset[str]]:
    """The expressions of a group, each with its pairs of neighbours."""
    return {word: frozenset(map(add, word, word[1:])) for word in load("terms")[group]["words"].split()}


def slips(text: str) -> Iterator[tuple[int, int, str]]:
    """The slips in folded ``text``, each place once: start, end, and the right expression."""
    pairs = set(map(add, text, text[1:]))
    for group in ("idioms", "fixed"):
        for term, signs in _words(group).items():
            left = max(1, len(signs) - _BROKEN)
            may_be = len(signs & pairs) >= left and (group == "idioms" or term[-1] in text)
            for start, end, away in near(text, term, 1) if may_be else ():
                got = text[start:end]
                same = (
                    len(got) == len(term) if group == "idioms" else (got[0], got[-1]) == (term[0], term[-1])
                )
                # A word set within an expression is no slip: 政务服务分中心.
                doubled = len(got) <= len(term) or set(got) <= set(term)
                if away and same and doubled and got.isalpha() >= term.isalpha():
                    yield start, end, term
