"""Finds a fixed string in a text although a few of its characters are lost, exchanged, swapped or added."""

from collections.abc import Iterator
from operator import add
from typing import NamedTuple


class Near(NamedTuple):
    """A place in a text and its edit distance from the string that was looked for."""

    start: int
    end: int
    distance: int


def distance(one: str, other: str) -> int:
    """How many characters must be added, dropped, exchanged, or swapped with their neighbour."""
    *_, (cost, _) = _ends(one, other, free=False)
    return cost


def places(text: str, wanted: str) -> Iterator[int]:
    """Where ``wanted`` stands in ``text``; places may overlap."""
    at = text.find(wanted)
    while at >= 0:
        yield at
        at = text.find(wanted, at + 1)


def near(text: str, wanted: str, limit: int) -> Iterator[Near]:
    """The places in ``text`` within ``limit`` edits of ``wanted``, exact ones too; they do not overlap."""
    for start, end in _windows(text, wanted, limit):
        yield from _within(text, start, end, wanted, limit)


def _within(text: str, start: int, end: int, wanted: str, limit: int) -> Iterator[Near]:
    found = _best(text[start:end], wanted, limit)
    if found is not None:
        first, last = start + found.start, start + found.end
        yield from _within(text, start, first, wanted, limit)
        yield Near(first, last, found.distance)
        yield from _within(text, last, end, wanted, limit)


def _windows(text: str, wanted: str, limit: int) -> Iterator[tuple[int, int]]:
    """Stretches with so many pairs of ``wanted`` in their order that a match is possible.

    An edit breaks two pairs, a swap three; the rest lie on diagonals at most ``limit`` apart.
    """
    pairs = list(map(add, wanted, wanted[1:]))
    least = max(1, len(pairs) - 3 * limit)
    hits: list[int] = []
    for offset, pair in enumerate(pairs):
        hits += [at - offset for at in places(text, pair)]
    hits.sort()
    start = end = -1
    for at, diagonal in enumerate(hits[: max(0, len(hits) - least + 1)]):
        if hits[at + least - 1] - diagonal <= 2 * limit:
            if (begin := max(0, diagonal - limit)) > end:
                if end > start:
                    yield start, end
                start = begin
            end = min(len(text), hits[at + least - 1] + len(wanted) + 2 * limit)
    if end > start:
        yield start, end


def _best(window: str, wanted: str, limit: int) -> Near | None:
    """The match with the fewest edits; of equal ones that which ends as ``wanted`` does, then the longest."""
    exact = window.rfind(wanted)
    if exact >= 0:
        return Near(exact, exact + len(wanted), 0)
    found = [
        (cost, window[end - 1] not in wanted[-2:], -end, start)
        for end, (cost, start) in enumerate(_ends(window, wanted, free=True))
        if cost <= limit and end > start
    ]
    if not found:
        return None
    cost, _, end, start = min(found)
    return Near(start, -end, cost)


def _ends(text: str, wanted: str, *, free: bool) -> Iterator[tuple[int, int]]:
    """For each end in ``text`` the fewest edits from ``wanted``, and where the match that needs them starts.

    A match begins anywhere where ``free``. Cost and start are kept in one number, so that the least is the
    match with the fewest edits and of those the one that starts last.
    """
    one = len(text) + 1
    before: list[int] = []
    column = [row * one for row in range(len(wanted) + 1)]
    yield len(wanted), 0
    for at, sign in enumerate(text, start=1):
        new = [-at if free else at * one]
        for row, other in enumerate(wanted, start=1):
            best = min(column[row - 1] + (one if sign != other else 0), column[row] + one, new[row - 1] + one)
            if at > 1 and row > 1 and sign == wanted[row - 2] and text[at - 2] == other:
                best = min(best, before[row - 2] + one)
            new.append(best)
        before, column = column, new
        cost = -(-column[-1] // one)
        yield cost, cost * one - column[-1]
