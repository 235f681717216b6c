"""A regular expression that is compiled only once a text may match it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence, Set
from operator import add

_END = 1 << 60


def keys_of(text: str) -> frozenset[str]:
    """The pairs of neighbours in ``text``, or its only character: a text that holds it has all of them."""
    return frozenset(map(add, text, text[1:])) or frozenset(text)


class Pattern:
    """A pattern with its signs: groups of words, from each of which one stands in every text that matches.

    Compiling takes longer than looking for the signs in a whole report, and most reports lack them.
    """

    def __init__(self, expression: Callable[[], str], signs: Sequence[Sequence[str]] = ()) -> None:
        self._expression = expression
        self.signs = signs
        self._keys = [[keys_of(word) for word in words] for words in signs]
        self._compiled: re.Pattern[str] | None = None

    @property
    def compiled(self) -> re.Pattern[str]:
        """The expression as the library has it."""
        if self._compiled is None:
            self._compiled = re.compile(self._expression(), re.MULTILINE)
        return self._compiled

    def may_be_made_of(self, keys: Set[str]) -> bool:
        """Whether a text of these ``keys`` can bear all the signs: quicker to ask than whether it does."""
        for words in self._keys:
            for word in words:
                if word <= keys:
                    break
            else:
                return False
        return True

    def may_match(self, text: str, known: int = 0) -> bool:
        """Whether ``text`` bears all the signs, of which it is ``known`` to bear the first so many."""
        for words in self.signs[known:]:  # asked so often that loops beat any() and all()
            for word in words:
                if word in text:
                    break
            else:
                return False
        return True

    def search(self, text: str, start: int = 0, end: int = _END) -> re.Match[str] | None:
        """The first match between two places."""
        return self.compiled.search(text, start, end) if self.may_match(text) else None

    def match(self, text: str, start: int = 0) -> re.Match[str] | None:
        """The match that begins at ``start``."""
        return self.compiled.match(text, start) if self.may_match(text) else None

    def finditer(self, text: str, start: int = 0, end: int = _END) -> Iterator[re.Match[str]]:
        """Every match between two places."""
        return self.compiled.finditer(text, start, end) if self.may_match(text) else iter(())

    def at(self, text: str, starts: Sequence[int]) -> Iterator[re.Match[str]]:
        """The matches that begin at one of ``starts``, which ascend; of two that overlap the first."""
        if not starts or not self.may_match(text):
            return
        match_at, end = self.compiled.match, 0
        for start in starts:
            if start >= end and (match := match_at(text, start)):
                yield match
                end = match.end()

    def findall(self, text: str) -> list[str]:
        """The words of every match."""
        return [match[0] for match in self.finditer(text)]

    def sub(self, new: str | Callable[[re.Match[str]], str], text: str) -> str:
        """``text`` with ``new`` in the place of every match."""
        return self.compiled.sub(new, text) if self.may_match(text) else text
