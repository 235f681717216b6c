"""Words and prose patterns as data: each list in its own file, each entry with its source.

A pattern is a regular expression in which ``{{name}}`` stands for the fragment of that name under ``parts``
of the same file, and ``{{han}}`` for a Chinese character. Patterns are written for text that
:func:`govgen.rules.text.lines.flat` has folded. The lists are YAML, for people; what is read here is
``lists.json``, which ``python -m tests.lists`` makes of them, because YAML takes twenty times as long.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from govgen.rules.lexicon.patterns import Pattern

HAN = r"[^\W\x00-\x7f]"
"""A Chinese character; a range of code points would say the same, but is slow to compile."""

_PART = re.compile(r"\{\{(\w+)\}\}")


@functools.cache
def _lists() -> Mapping[str, Mapping[str, Any]]:
    lists: Mapping[str, Mapping[str, Any]] = json.loads(
        Path(__file__).with_name("lists.json").read_text(encoding="utf-8")
    )
    return lists


def load(name: str) -> Mapping[str, Any]:
    """The list ``name`` as its file holds it, without the sources of its entries."""
    data: Mapping[str, Any] = _lists()["lists"][name]
    return data


@functools.cache
def listed(name: str) -> tuple[str, ...]:
    """The entries of the plain list ``name``, which stand after its head and an empty line."""
    text = Path(__file__).with_name(f"{name}.txt").read_text(encoding="utf-8")
    return tuple(text.partition("\n\n")[2].split())


def expanded(expression: str, parts: Mapping[str, str]) -> str:
    """``expression`` with the fragments among ``parts`` filled in, and those within them."""
    known = {"han": HAN, **parts}
    while _PART.search(expression):
        expression = _PART.sub(lambda match: known[match[1]], expression)
    return expression


@functools.cache
def pattern(name: str, expression: str) -> Pattern:
    """``expression`` of list ``name``, compiled when it may match for the first time."""
    signs = [[expression]] if expression.isalnum() else _lists()["signs"][name].get(expression, ())
    return Pattern(lambda: expanded(expression, load(name).get("parts", {})), signs)


@dataclass(frozen=True)
class Phrase:
    """A way of writing that a list holds against a text.

    ``find`` is the pattern, ``say`` what to tell (``{0}`` is what was found), ``unless`` a pattern that makes
    the sentence innocent.
    """

    list: str
    find: str
    say: str
    unless: str = ""

    @functools.cached_property
    def pattern(self) -> Pattern:
        """The pattern, ready for use."""
        return pattern(self.list, self.find)

    def matches(self, text: str) -> Iterator[re.Match[str]]:
        """Where ``text`` is written this way."""
        return filter(self.stands, self.pattern.finditer(text))

    def stands(self, match: re.Match[str]) -> bool:
        """Whether no word of its sentence makes a match innocent."""
        if not self.unless:
            return True
        return not pattern(self.list, self.unless).search(sentence(match.string, match.start()))


def sentence(text: str, at: int) -> str:
    """The sentence of ``text`` around the character ``at``."""
    start = max(text.rfind(stop, 0, at) for stop in "。；！？") + 1
    ends = [end for end in (text.find(stop, at) for stop in "。；！？") if end >= 0]
    return text[start : min(ends, default=len(text))]


@functools.cache
def phrases(name: str, group: str) -> tuple[Phrase, ...]:
    """The phrases under the key ``group`` of list ``name``."""
    return tuple(
        Phrase(name, entry["find"], entry["say"], entry.get("unless", "")) for entry in load(name)[group]
    )
