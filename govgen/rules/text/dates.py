"""Reads the years that prose names, each with the years that its role there allows."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from govgen.rules.lexicon import load, pattern

_YEAR = re.compile(r"(?<![\d.])(20\d\d)\s*年")
_BEFORE, _AFTER = 12, 40
"""The words beside a year that can say what it is for."""
_CLAUSE = "，。；"
_LONGEST = 200
"""A clause is read so far on either side; that of a report is seldom half as long."""


class StatedYear(NamedTuple):
    """A year in a text up to 年; ``first`` and ``last`` are how far from the report's its role lets it be."""

    start: int
    end: int
    value: int
    first: int
    last: int

    def fits(self, reported: int) -> bool:
        """Whether the year is allowed in the report on the year ``reported``."""
        return self.first <= self.value - reported <= self.last


def years(text: str) -> Iterator[StatedYear]:
    """The years named in folded ``text``; one whose words show no role of the table must be the report's."""
    for match in _YEAR.finditer(text):
        places = {
            "before": text[max(0, match.start() - _BEFORE) : match.start()],
            "after": text[match.end() : match.end() + _AFTER],
            "clause": _clause(text, match.start()),
            "inside": text[max(0, match.start() - _LONGEST) : match.start()],
        }
        role = next((role for role in load("years")["roles"] if _is_played(role, places)), {"years": (0, 0)})
        yield StatedYear(*match.span(), int(match[1]), *role["years"])


def _is_played(role: Mapping[str, Any], places: Mapping[str, str]) -> bool:
    """Whether all words by which a role is known are at their places beside a year."""
    return all(pattern("years", role[name]).search(place) for name, place in places.items() if name in role)


def _clause(text: str, at: int) -> str:
    """The clause around a place; a year that is a clause of its own goes with the next one."""
    low, high = max(0, at - _LONGEST), at + _LONGEST
    start = max(low, *(text.rfind(mark, low, at) + 1 for mark in _CLAUSE))
    after = at + len("2024年度，") if text.startswith("，", at + 5) or text.startswith("度，", at + 5) else at
    ends = [end for end in (text.find(mark, after, high) for mark in _CLAUSE) if end >= 0]
    return text[start : min(ends, default=high)]
