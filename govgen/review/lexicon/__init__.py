"""Words and prose patterns as data: each list in its own file, each entry with its source.

A pattern is a regular expression in which ``{{name}}`` stands for the fragment of that name under ``parts``
of the same file, and ``{{han}}`` for a Chinese character. Patterns are written for text that
:func:`govgen.review.reading.flat` has folded.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

HAN = r"[^\W\d_a-zA-Z]"
"""A Chinese character; a range of code points would say the same, but is slow to compile."""

_PART = re.compile(r"\{\{(\w+)\}\}")


@functools.cache
def load(name: str) -> Mapping[str, Any]:
    """The list ``name`` as its file holds it."""
    text = Path(__file__).with_name(f"{name}.yaml").read_text(encoding="utf-8")
    data: Mapping[str, Any] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return data


@functools.cache
def listed(name: str) -> tuple[str, ...]:
    """The entries of the plain list ``name``, which stand after its head and an empty line."""
    text = Path(__file__).with_name(f"{name}.txt").read_text(encoding="utf-8")
    return tuple(text.partition("\n\n")[2].split())


@functools.cache
def pattern(name: str, expression: str) -> re.Pattern[str]:
    """``expression`` with the fragments of list ``name`` filled in, compiled at its first use."""
    parts = {"han": HAN, **load(name).get("parts", {})}
    while _PART.search(expression):
        expression = _PART.sub(lambda match: parts[match[1]], expression)
    return re.compile(expression, re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A way of writing that a list holds against a text.

    ``find`` is the pattern, ``say`` what to tell (``{0}`` is what was found), ``unless`` a pattern that makes
    the sentence innocent. ``has`` are literal words one of which every match contains, ``quick`` is a cheap
    pattern that stands in every text with a match, so that most texts never need the costly one.
    """

    list: str
    find: str
    say: str
    unless: str = ""
    has: tuple[str, ...] = ()
    quick: str = ""

    def stands_in(self, text: str) -> bool:
        """Whether ``text``, of one line or of many, is written this way somewhere."""
        return self._may_stand_in(text) and pattern(self.list, self.find).search(text) is not None

    def _may_stand_in(self, text: str) -> bool:
        if self.has and not any(word in text for word in self.has):
            return False
        return not self.quick or pattern(self.list, self.quick).search(text) is not None

    def matches(self, text: str) -> Iterator[re.Match[str]]:
        """Where ``text`` is written this way."""
        if not self._may_stand_in(text):
            return
        for match in pattern(self.list, self.find).finditer(text):
            if not self.unless or not pattern(self.list, self.unless).search(sentence(text, match.start())):
                yield match


def sentence(text: str, at: int) -> str:
    """The sentence of ``text`` around the character ``at``."""
    start = max(text.rfind(stop, 0, at) for stop in "。；！？") + 1
    ends = [end for end in (text.find(stop, at) for stop in "。；！？") if end >= 0]
    return text[start : min(ends, default=len(text))]


@functools.cache
def phrases(name: str, group: str) -> tuple[Phrase, ...]:
    """The phrases under the key ``group`` of list ``name``."""
    return tuple(
        Phrase(
            name,
            entry["find"],
            entry["say"],
            unless=entry.get("unless", ""),
            has=tuple(entry.get("has", ())),
            quick=entry.get("quick", ""),
        )
        for entry in load(name)[group]
    )
