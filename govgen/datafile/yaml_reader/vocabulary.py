"""The keys of a data or county file: which words are keys, and below which other keys each is allowed."""

import re
from collections.abc import Mapping

from govgen.datafile.near import distance
from govgen.editions.labels import fold

OUTERMOST = ""
"""The level above all keys, in the places of a key."""

_ENTRY = re.compile(rb"^[ \t]*- [^\n]{14,}\n?(?:[ \t]+[^\s#-][^\n]*\n?){0,4}", re.MULTILINE)
"""An entry in braces, or with its keys, at most five, on lines of their own.

The key of a name, its colon and blank, and a name of two characters are 14 bytes.
"""
_MOST_ENTRIES = 50_000
"""The country has 38,600 townships."""

KeyPlaces = Mapping[str, frozenset[str]]
"""Every key, folded, with the keys, folded, that it is allowed below; none where that is not known."""


class Vocabulary:
    """The keys of a file. The list below the top key ``long`` may be much longer than the rest of it."""

    def __init__(self, places: KeyPlaces, long: str) -> None:
        self._places = places
        self.top = frozenset(key for key, above in places.items() if OUTERMOST in above)
        """The keys of the outermost level, folded."""
        key, lines = rf"[\"']?{long}[\"']?[ \t]*(?::|：)", r"(?:[ \t\r#-][^\n]*\n?|\n)*+"
        self._list = re.compile(rf"^{key}[^\n]*\n{lines}".encode(), re.MULTILINE)

    def long_entries(self, raw: bytes) -> list[bytes]:
        """The entries of the long list of a file, without those too short to say anything."""
        return [line for block in self._list.findall(raw) for line in _ENTRY.findall(block)][:_MOST_ENTRIES]

    def __call__(self, word: str) -> bool:
        """Whether ``word`` is a key."""
        return fold(word) in self._places

    def parents(self, word: str) -> frozenset[str]:
        """The keys, folded, below which this key is allowed; none for a top one or another word."""
        return self._places.get(fold(word), frozenset()) - {OUTERMOST}

    def resembles(self, word: str, *, top: bool) -> bool:
        """Whether ``word`` is a key but for two edits; of a ``top`` key a third may differ."""
        folded = fold(word)
        for key in self.top if top else self._places:
            limit = min(2, max(1, len(key) // 3)) if top else 2
            is_near = len(key) > 1 and abs(len(folded) - len(key)) <= limit
            if is_near and distance(folded, key) <= limit:
                return True
        return False
