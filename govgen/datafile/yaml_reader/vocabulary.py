"""The keys of a kind of data file: which words are keys, and below which other keys each is allowed."""

import functools
from collections.abc import Callable, Mapping

from govgen.editions.labels import fold

OUTERMOST = ""
"""Stands for the level above all keys in the places of a key."""

KeyPlaces = Mapping[str, frozenset[str]]
"""Every key, folded, with the keys, folded, that it is allowed below; none where that is not known."""


class Vocabulary:
    """The keys of a file. ``load`` gives their places when they are first needed."""

    def __init__(self, load: Callable[[], KeyPlaces]) -> None:
        self._load = load

    @functools.cached_property
    def _places(self) -> KeyPlaces:
        return self._load()

    @functools.cached_property
    def top(self) -> frozenset[str]:
        """The keys of the outermost level, folded."""
        return frozenset(key for key, above in self._places.items() if OUTERMOST in above)

    def __call__(self, word: str) -> bool:
        """Whether ``word`` is a key."""
        return fold(word) in self._places

    def parents(self, word: str) -> frozenset[str]:
        """The keys, folded, below which this key is allowed; none for a top one or another word."""
        return self._places.get(fold(word), frozenset()) - {OUTERMOST}

    def resembles(self, word: str, *, top: bool) -> bool:
        """Whether ``word`` is a key but for two edits; of a ``top`` key a third may differ."""
        folded = fold(word)
        return any(
            _is_near(folded, key, min(2, max(1, len(key) // 3)) if top else 2)
            for key in (self.top if top else self._places)
            if len(key) > 1
        )


def _is_near(one: str, other: str, limit: int) -> bool:
    """Whether at most ``limit`` characters must be put in, taken out or replaced to make one of the other."""
    if abs(len(one) - len(other)) > limit:
        return False
    above = list(range(len(other) + 1))
    for row, char in enumerate(one, start=1):
        here = [row]
        for column, against in enumerate(other, start=1):
            here.append(min(above[column] + 1, here[-1] + 1, above[column - 1] + (char != against)))
        above = here
    return above[-1] <= limit
