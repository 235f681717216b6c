"""Totals in prose with the parts named for them, and the readings under which parts and total agree."""

import bisect
import functools
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import accumulate
from typing import NamedTuple

from govgen.rules.lexicon import load, pattern
from govgen.rules.text.counts import Figure, addable, figures, label_of
from govgen.rules.text.lists import LONGEST, REACH, ListReader, Opening

_BESIDE = 6
"""So many counts of a sentence before a list may be its total."""
_LEAD_IN = 40
"""A total is at most this many characters before the words that open the list of its parts."""
_LABEL = 14
"""In a list that no words open, a label has at most so many characters: longer ones are sentences."""


class Breakdown(NamedTuple):
    """A total and the parts that a text names for it.

    The list begins at ``start``. ``ends`` are the numbers of parts after which it may be over. ``opened`` is
    False where labels are merely parallel. ``closed`` is True where no word says that there are more parts;
    ``final`` where the list ends with its clause, too. ``several`` is True of applications, which texts
    break down by applicant and then by outcome.
    """

    total: Figure
    start: int
    parts: tuple[Figure, ...]
    ends: tuple[int, ...]
    opened: bool
    closed: bool
    final: bool
    several: bool

    @property
    def values(self) -> list[Decimal]:
        """The values of the parts."""
        return [part.value for part in self.parts]

    @property
    def agrees(self) -> bool:
        """Whether the list gives the total up to one of its ends, or is several complete lists in a row."""
        total = self.total.value
        sums = list(accumulate(self.values))
        if any(sums[end - 1] == total and self._is_real(end) for end in self.ends):
            return True
        return bool(total) and _in_blocks(self.values, total, 1 if self.several else 2)

    def _is_real(self, end: int) -> bool:
        """Whether the parts up to an end make a list: several, or all that there are."""
        return end == len(self.parts) or sum(value > 0 for value in self.values[:end]) > 1

    @property
    def nearest(self) -> tuple[Figure, ...]:
        """The parts up to the end at which the sum comes nearest to the total."""
        sums = list(accumulate(self.values))
        ends = [end for end in self.ends if self._is_real(end)]
        return self.parts[: min(ends, key=lambda end: abs(sums[end - 1] - self.total.value))]

    @property
    def gap(self) -> Decimal:
        """By how much the nearest reading misses the total."""
        return abs(sum((part.value for part in self.nearest), Decimal(0)) - self.total.value)


def _in_blocks(values: Sequence[Decimal], total: Decimal, fewest: int) -> bool:
    """Whether the parts fall into runs that each give the total, with so many parts above 0 at least."""
    blocks: list[list[Decimal]] = [[]]
    for value in values:
        if value and sum(blocks[-1]) == total:
            blocks.append([])
        blocks[-1].append(value)
    real = [sum(value > 0 for value in block) for block in blocks]
    return len(blocks) > 1 and min(real) >= fewest and all(sum(block) == total for block in blocks)


@functools.lru_cache(maxsize=128)
def breakdowns(text: str) -> tuple[Breakdown, ...]:
    """Each total in folded ``text`` with its parts: opened by words, parallel, or summed up after."""
    counts = [figure for figure in figures(text) if not _is_difference(text, figure)]
    reader = ListReader(text, counts)
    return (*_opened(reader), *_parallel(reader), *_summed_up(text, counts))


def _is_difference(text: str, figure: Figure) -> bool:
    """Whether a count says how much more or less than another one there was."""
    find = pattern("figures", load("figures")["difference"]["find"])
    return find.search(text, figure.label, figure.start) is not None


def _opened(reader: ListReader) -> Iterator[Breakdown]:
    starts = [figure.start for figure in reader.counts]
    for opening in reader.openings:
        at = bisect.bisect_left(starts, opening.end)
        before = reader.counts[max(0, at - _BESIDE) : at]
        if before and opening.start - before[-1].end <= _LEAD_IN:
            inside = reader.bracket_of(before[-1], opening)
            parts, ends = reader.parts(opening, reader.counts[at : at + LONGEST], inside)
            totals = _totals(reader, before, opening, inside, parts) if parts else []
            if found := _best(reader, opening, totals, parts, ends):
                yield found


def _totals(
    reader: ListReader, before: Sequence[Figure], opening: Opening, inside: int, parts: Sequence[Figure]
) -> list[Figure]:
    """What a list may break down, the likeliest first: counts before it, or what was received and carried in.

    Several side by side in a sentence before leave open which is meant.
    """
    text, last = reader.text, before[-1]
    gap = text[last.end : opening.start]
    if not opening.loose and (re.search("[；。]", gap) or "；" in text[opening.end : parts[0].start]):
        return []
    stop = max(text.rfind(mark, max(0, last.start - REACH), last.start) for mark in "。；") + 1
    near = [
        figure
        for figure in reversed(before)
        if figure.start >= stop and figure.bracket in {-1, inside} and addable(figure, parts[0])
    ]
    if not near or (len(near) > 1 and "。" in gap and not reader.opens_between(stop, near[0].start)):
        return []
    if len(near) > 1 and "结转" in label_of(text, near[0]) + label_of(text, near[1]):
        near.insert(0, near[1]._replace(value=near[0].value + near[1].value, end=near[0].end))
    return near


def _best(
    reader: ListReader,
    opening: Opening,
    totals: Sequence[Figure],
    parts: Sequence[Figure],
    ends: Sequence[int],
) -> Breakdown | None:
    """The reading that agrees, or the one that comes nearest to its total where none does."""
    items = (opening.end, tuple(parts), tuple(ends), True, opening.closed, False)
    readings = [
        Breakdown(total, *items, _several(reader.text, total))
        for total in totals
        if total.value >= parts[0].value or len(totals) == 1
    ]
    if agreeing := next((item for item in readings if item.agrees), None):
        return agreeing
    found = min(readings, key=lambda item: item.gap, default=None)
    if found is None:
        return None
    closed = found.closed and reader.is_closed(opening.end, found.nearest)
    return found._replace(closed=closed, final=reader.is_final(found.nearest[-1].end))


def _several(text: str, total: Figure) -> bool:
    """Whether a total counts applications."""
    find = pattern("figures", load("figures")["dimensions"]["find"])
    return find.search(text, max(0, total.start - _LABEL), total.start) is not None


def _parallel(reader: ListReader) -> Iterator[Breakdown]:
    """Totals with parts that nothing opens: labels alike follow a count that its label calls a total."""
    text, counts, data = reader.text, reader.counts, load("figures")["parallel"]
    says, verbs = pattern("figures", data["total"]), pattern("figures", load("figures")["predicates"]["find"])
    for at, total in enumerate(counts):
        if not says.search(text, total.label, total.start):
            continue
        parts: list[Figure] = []
        for figure in counts[at + 1 : at + 1 + LONGEST]:
            last = (parts or [total])[-1]
            gap = text[last.end : figure.start]
            label = label_of(text, figure)
            alike = figure.unit == total.unit and figure.bracket == total.bracket and len(label) <= _LABEL
            if not alike or re.search("[；。]", gap) or not re.search("[，、]", gap):
                break
            if (
                reader.breaks(last.end, figure)
                or verbs.search(label)
                or reader.opens_between(last.end, figure.start)
            ):
                break
            parts.append(figure)
        if len(parts) > 1 and says.search(label_of(text, total)):
            closed = bool(pattern("figures", data["complete"]).search(text, parts[0].label, parts[-1].end))
            yield Breakdown(
                total, total.end, tuple(parts), (len(parts),), False, closed, closed, _several(text, total)
            )


def _summed_up(text: str, counts: Sequence[Figure]) -> Iterator[Breakdown]:
    """Totals that come after their parts in the same sentence (…14个、…17个，合计31个)."""
    says = pattern("figures", load("figures")["summed_up"]["find"])
    for at, total in enumerate(counts):
        if not says.match(text, total.label, total.start):
            continue
        parts: list[Figure] = []
        for figure in reversed(counts[max(0, at - LONGEST) : at]):
            if re.search("[；。]", text[figure.end : (parts or [total])[0].start]):
                break
            if figure.bracket == total.bracket and addable(figure, total):
                parts.insert(0, figure)
        starts = [parts[start:] for start in range(len(parts) - 1)]
        agree = [tail for tail in starts if sum(part.value for part in tail) == total.value]
        if len(parts) > 1:
            chosen = agree[0] if agree else parts
            yield Breakdown(total, chosen[0].label, tuple(chosen), (len(chosen),), True, True, True, False)
