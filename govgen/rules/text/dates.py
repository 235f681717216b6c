"""Reads the years that prose names, each with the role in which it is named."""

import functools
import re
from collections.abc import Iterator
from typing import NamedTuple

from govgen.rules.lexicon import load, pattern

_YEAR = re.compile(r"(?<![\d.])(20\d\d)\s*年")
_NUMERALS = re.compile("二[〇○零O0][〇○零一二三四五六七八九]{2}(?=年)")
_DIGITS = str.maketrans("〇○零O一二三四五六七八九", "0000123456789")
_BEFORE, _AFTER = 12, 40
"""The words beside a year that can say what it is for."""
_CLAUSE = "，。；"
_LONGEST = 200
"""A clause is read so far on either side; that of a report is seldom half as long."""


class YearRole(NamedTuple):
    """What a year is named for: the words that show it, and the years allowed, relative to the report's."""

    name: str
    years: tuple[int, int]
    before: str = ""
    after: str = ""
    clause: str = ""
    inside: str = ""


class StatedYear(NamedTuple):
    """A year in a text, with its place up to 年."""

    start: int
    end: int
    value: int


@functools.lru_cache(maxsize=256)
def in_digits(text: str) -> str:
    """``text`` with the years in Chinese numerals in digits; every character keeps its index."""
    return _NUMERALS.sub(lambda match: match[0].translate(_DIGITS), text)


def years(text: str) -> Iterator[StatedYear]:
    """The years named in folded ``text``."""
    for match in _YEAR.finditer(in_digits(text)):
        yield StatedYear(match.start(), match.end(), int(match[1]))


@functools.cache
def _roles() -> tuple[YearRole, ...]:
    entries = [
        {key: value for key, value in item.items() if key != "source"} for item in load("years")["roles"]
    ]
    return tuple(YearRole(**{**entry, "years": tuple(entry["years"])}) for entry in entries)


def role_of(text: str, year: StatedYear) -> YearRole | None:
    """The first role of the table whose words are beside a year; None where it is the year's own."""
    text = in_digits(text)
    before = text[max(0, year.start - _BEFORE) : year.start]
    after = text[year.end : year.end + _AFTER]
    clause = _clause(text, year.start)
    for role in _roles():
        told = ((role.before, before), (role.after, after), (role.clause, clause))
        if role.inside and not _is_inside(text, year.start, role.inside):
            continue
        if all(pattern("years", words).search(place) for words, place in told if words):
            return role
    return None


def is_allowed(year: int, role: YearRole | None, reported: int) -> bool:
    """Whether a year is allowed in its role in the report on the year ``reported``."""
    first, last = role.years if role else (0, 0)
    return first <= year - reported <= last


def _clause(text: str, at: int) -> str:
    """The clause around a place; a year that is a clause of its own goes with the next one."""
    low, high = max(0, at - _LONGEST), at + _LONGEST
    start = max(low, *(text.rfind(mark, low, at) + 1 for mark in _CLAUSE))
    after = at + len("2024年度，") if text.startswith("，", at + 5) or text.startswith("度，", at + 5) else at
    ends = [end for end in (text.find(mark, after, high) for mark in _CLAUSE) if end >= 0]
    return text[start : min(ends, default=high)]


def _is_inside(text: str, at: int, marks: str) -> bool:
    """Whether a place is between marks that come in pairs."""
    pairs = zip(marks[::2], marks[1::2], strict=True)
    return any(text.rfind(mark, 0, at) > text.rfind(close, 0, at) for mark, close in pairs)
