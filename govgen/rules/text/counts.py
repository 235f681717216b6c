"""Quantities in prose: each number with its measure word, its label and its depth in brackets."""

import functools
import re
from decimal import Decimal
from typing import NamedTuple

from govgen.rules.lexicon import load, pattern_of

_SCALES = {"万": 10_000, "亿": 100_000_000}
_LABEL = 40
"""No label is longer; what comes before belongs to something else."""
_MARKS = re.compile(r"[，、；：。（）！？]")


class Figure(NamedTuple):
    """A count in a text: its place, value and measure word; ``about`` for 余, 多, 约 and the like.

    ``label`` is where the ``words`` begin that say what is counted: after the last mark or count. ``bracket``
    is the place of the innermost bracket open around it; -1 outside brackets. ``apart`` is where words before
    it begin that make it a difference from another count, or an earlier year's; -1 where there are none.
    """

    start: int
    end: int
    value: Decimal
    unit: str
    about: bool
    label: int
    bracket: int
    words: str
    apart: int


def number_of(word: str) -> Decimal:
    """The value of a number in digits or in Chinese numerals."""
    if word[0].isdigit():
        return Decimal(word.replace("，", ""))
    digits = load("figures")["numerals"]["values"]
    scales = {"千": 1000, "百": 100, "十": 10}
    total, last = 0, 0
    for sign in word:
        if sign in scales:
            total += (last or 1) * scales[sign]
        last = digits.get(sign, 0)
    return Decimal(total + last)


@functools.lru_cache(maxsize=256)
def _all(text: str) -> tuple[Figure, ...]:
    """The counts of a line, read once for all rules."""
    vague, difference = (pattern_of("figures", name) for name in ("vague", "difference"))
    found, brackets = list[Figure](), list[int]()
    label = at = 0
    for match in pattern_of("figures", "number").finditer(text):
        for mark in _MARKS.finditer(text, at, match.start()):
            label = mark.end()
            if mark[0] == "（":
                brackets.append(mark.start())
            elif brackets and mark[0] in "）。":
                del brackets[-1 if mark[0] == "）" else 0 :]
        value = number_of(match["grouped"] or match["plain"] or match["han"])
        if match["scale"]:
            value = (value * _SCALES[match["scale"]]).normalize()
        about = bool(match["about"] or match["more"] or vague.search(text, label, match.start()))
        # A bracket with nothing but the count in it stands for a comma: 网站（210条）、公众号（134条）.
        alone = brackets and brackets[-1] + 1 == match.start() and text.startswith("）", match.end())
        bracket = next(iter(brackets[-2:-1] if alone else brackets[-1:]), -1)
        words = text[max(label, match.start() - _LABEL) : match.start()].strip()
        lead = difference.search(text, label, match.start())
        apart = lead.start() if lead else -1
        found.append(Figure(*match.span(), value, match["unit"], about, label, bracket, words, apart))
        label = at = match.end()
    return tuple(found)


def figures(text: str, start: int = 0, end: int | None = None) -> list[Figure]:
    """The counts in folded ``text`` that begin between two places, in order."""
    end = len(text) if end is None else end
    return [figure for figure in _all(text) if start <= figure.start and figure.end <= end]


def addable(one: Figure, other: Figure) -> bool:
    """Whether two counts, by their measure words, may be parts of one sum."""
    groups = load("figures")["units"]["groups"]
    return one.unit == other.unit or any(one.unit in group and other.unit in group for group in groups)
