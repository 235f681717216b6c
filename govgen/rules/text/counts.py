"""Counts in prose: each number with its measure word, and the lists of parts that follow a total."""

from __future__ import annotations

import bisect
import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from govgen.rules.lexicon import load, pattern

_TEN_THOUSAND = 10_000
_LONGEST, _BESIDE = 60, 8
"""A list has at most so many parts, and its sentence at most so many counts before them."""
_LEAD_IN = 40
"""A total stands at most this many characters before the words that open the list of its parts."""


class Figure(NamedTuple):
    """A count in a text: its place, value and measure word; ``about`` for 余, 多 and the like."""

    start: int
    end: int
    value: Decimal
    unit: str
    about: bool


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A total and the parts that a text names after it.

    The list begins at ``start``. ``parts`` stand in the total's sentence, ``more`` are the counts after it,
    which may belong to the list; ``closed`` where the text claims to name them all.
    """

    total: Figure
    start: int
    parts: tuple[Figure, ...]
    more: tuple[Figure, ...]
    closed: bool


@functools.cache
def _number() -> re.Pattern[str]:
    units = load("figures")["units"]["all"]
    return re.compile(
        r"(?<![\d.第])(?:(?P<grouped>\d{1,3}(?:，\d{3})+(?!\d))|(?P<plain>\d{1,12}(?:\.\d{1,6})?(?!\d))"
        r"|(?<![一二两三四五六七八九十百第])(?P<han>[一二两三四五六七八九十百零]{1,5}))"
        rf"\s{{0,9}}(?P<about>[余多来])?\s{{0,9}}(?P<ten>万)?\s{{0,9}}(?P<more>[余多])?\s{{0,9}}(?P<unit>{units})(?![月线层级]|[部]分)"
    )


def value_of(word: str) -> Decimal:
    """The value of a number in digits or in Chinese numerals below a thousand."""
    if word[0].isdigit():
        return Decimal(word.replace("，", ""))
    digits = load("figures")["numerals"]["values"]
    total, last = 0, 0
    for sign in word:
        if sign in digits:
            last = digits[sign]
        else:
            total += (last or 1) * (100 if sign == "百" else 10)
            last = 0
    return Decimal(total + last)


def figures(text: str, start: int = 0, end: int | None = None) -> list[Figure]:
    """The counts in folded ``text`` between two places, in order."""
    found = []
    for match in _number().finditer(text, start, len(text) if end is None else end):
        value = value_of(match["grouped"] or match["plain"] or match["han"])
        scale = _TEN_THOUSAND if match["ten"] else 1
        about = bool(match["about"] or match["more"])
        found.append(Figure(match.start(), match.end(), value * scale, match["unit"], about))
    return found


def addable(one: str, other: str) -> bool:
    """Whether counts with these measure words may be parts of one sum."""
    return one == other or any(
        one in group and other in group for group in load("figures")["units"]["groups"]
    )


@functools.lru_cache(maxsize=128)
def breakdowns(text: str) -> tuple[Breakdown, ...]:
    """Each total in folded ``text`` that words such as 其中 follow, with its parts; nested ones too.

    Kept for the paragraphs at hand, because several rules ask.
    """
    return tuple(_breakdowns(text))


def _breakdowns(text: str) -> Iterator[Breakdown]:
    found = [figure for figure in figures(text) if not _is_difference(text, figure)]
    starts = [figure.start for figure in found]
    for match, kind in _openings(text):
        at = bisect.bisect_left(starts, match.end())
        after = found[at : at + _LONGEST]
        total = _total(text, found[max(0, at - _BESIDE) : at], after, match, loose=kind["loose"])
        if total is None:
            continue
        stop = _list_end(text, total.end, match.end())
        inside = _direct([figure for figure in after if figure.end <= stop], text, match.end(), total)
        if inside:
            more = [figure for figure in after if figure.start > stop and addable(figure.unit, total.unit)]
            closed = kind["closed"] and _is_closed(text, match.end(), inside)
            yield Breakdown(total, match.end(), tuple(inside), tuple(more), closed)


def _is_difference(text: str, figure: Figure) -> bool:
    """Whether a count tells how much more or less than another one there was."""
    start = max(text.rfind(mark, 0, figure.start) for mark in "，。；") + 1
    found = pattern("figures", load("figures")["difference"]["find"])
    return found.search(text, start, figure.start) is not None


def _openings(text: str) -> Iterator[tuple[re.Match[str], Mapping[str, Any]]]:
    """Words that open a list, each place once: the longer wording goes before the shorter."""
    taken: set[int] = set()
    for kind in load("figures")["lists"]:
        for match in pattern("figures", kind["find"]).finditer(text):
            if not taken & set(range(match.start(), match.end())):
                taken |= set(range(match.start(), match.end()))
                yield match, kind


def _total(
    text: str, before: Sequence[Figure], after: Sequence[Figure], match: re.Match[str], *, loose: bool
) -> Figure | None:
    """The count that a list breaks down; None where several side by side may be meant.

    Only ``loose`` words such as 其中 may begin a sentence of their own.
    """
    if not before or match.start() - before[-1].end > _LEAD_IN:
        return None
    total = before[-1]
    gap = text[total.end : match.start()]
    first = after[0].start if after else match.end()
    if not loose and ("；" in text[match.end() : first] or re.search("[；。]", gap)):
        return None
    start = max(text.rfind(mark, before[0].start, total.start) for mark in "。；") + 1 or before[0].start
    beside = [figure for figure in before[:-1] if figure.start >= start and addable(figure.unit, total.unit)]
    return None if beside and "。" in gap and not _opens_within(text[start : total.start]) else total


def _list_end(text: str, total: int, start: int) -> int:
    """Where the list from ``start`` on ends: with its brackets, or with its sentence.

    A stop right after the opening words does not end it.
    """
    bracket = _closing(text, start) if "（" in text[total:start] else -1
    ends = [end for end in (bracket, text.find("。", start + 2)) if end >= 0]
    return min(ends, default=len(text))


def _closing(text: str, start: int) -> int:
    """Where a bracket that was opened before ``start`` closes; -1 where it never does."""
    depth = 1
    for at in range(start, len(text)):
        depth += (text[at] == "（") - (text[at] == "）")
        if depth == 0:
            return at
    return -1


def _direct(found: Sequence[Figure], text: str, start: int, total: Figure) -> list[Figure]:
    """The parts of ``total`` itself: without the parts of parts, up to what belongs to something else."""
    parts: list[Figure] = []
    at, skip_to = start, start
    for figure in found:
        between = text[at : figure.start]
        if parts and at == parts[-1].end and re.match(r"\s*（[^）]*$", between):
            skip_to = _nested_end(text, figure.start)  # a bracket right after a part speaks of that part
        elif parts and _opens_within(between) and figure.value <= parts[-1].value:
            skip_to = _nested_end(text, figure.start)
        if figure.start < skip_to:
            at = figure.end
            continue
        if parts and (_breaks(between) or _is_restated(text, figure, total)):
            break
        if addable(figure.unit, total.unit):
            parts.append(figure)
        at = figure.end
    return parts


def _breaks(between: str) -> bool:
    """Whether the words between two counts lead to something else."""
    return pattern("figures", load("figures")["breaks"]["find"]).search(between) is not None


def _is_restated(text: str, figure: Figure, total: Figure) -> bool:
    """Whether a count is the total once more, of which something is said."""
    again = pattern("figures", load("figures")["restated"]["find"])
    return figure.value == total.value and again.match(text[figure.end :]) is not None


def _opens_within(between: str) -> bool:
    """Whether the words between two counts open a list of the first one's parts."""
    last = re.split("[；。]", between)[-1]
    return any(pattern("figures", kind["find"]).search(last) for kind in load("figures")["lists"])


def _nested_end(text: str, start: int) -> int:
    """Where a list within a list ends."""
    ends = [end for end in (text.find(mark, start) for mark in "；。）") if end >= 0]
    return min(ends, default=len(text))


def _is_closed(text: str, start: int, parts: Sequence[Figure]) -> bool:
    """Whether a list ends with its last count and holds no word that leaves it open."""
    after = text[parts[-1].end : parts[-1].end + 1]
    if len(parts) < 2 or (after and after not in "。；）"):
        return False
    data = load("figures")
    inside = text[start : parts[-1].end]
    vague = any(part.about for part in parts) or pattern("figures", data["open_words"]["find"]).search(inside)
    return not vague and not pattern("figures", data["passive"]["find"]).search(inside)
