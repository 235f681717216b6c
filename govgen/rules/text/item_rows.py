"""Rows of items within a paragraph: 一是、二是, 第一、第二, 其一、其二, （1）（2）, ①② or 一抓、二抓."""

import re
from collections.abc import Iterable
from typing import TypeVar

from govgen.rules.lexicon import pattern_of
from govgen.rules.text.counts import number_of

T = TypeVar("T")
_WORDS = ("首先", "其次", "再次")
"""What may stand for 第一 to 第三 in a row."""
IS, DROPPED = "是", ""
"""The rows 一是, 二是 and 一、二 whose 是 is lost."""


def items(text: str) -> list[tuple[re.Match[str], str, int]]:
    """The numbers of rows in order, each with the word by which its row is known, and its value."""
    dropped = pattern_of("marks", "items")
    found = [(match, DROPPED, int(number_of(match["n"]))) for match in dropped.finditer(text)]
    for match in pattern_of("marks", "rows").finditer(text):
        if match["circle"]:
            found.append((match, "①", ord(match["circle"]) - ord("①") + 1))
        elif match["word"]:
            found.append((match, "第", _WORDS.index(match["word"]) + 1))
        else:
            number = int(number_of(match["n"] or match["nth"] or match["dot"]))
            found.append((match, match["row"] or match["lead"] or ".", number))
    return sorted(found, key=lambda item: item[0].end())


def rows(found: Iterable[tuple[T, str, int]]) -> list[list[T]]:
    """The rows that numbers make, each from its first item on without a leap."""
    every: list[list[T]] = []
    last: dict[str, list[T]] = {}
    for item, kind, number in found:
        if number == 1:
            last[kind] = [item]
            every.append(last[kind])
        elif kind in last and number == len(last[kind]) + 1:
            last[kind].append(item)
    return every
