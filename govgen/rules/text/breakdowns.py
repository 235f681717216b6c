"""Totals in prose with the parts named for them, and the readings under which parts and total agree."""

import bisect
import functools
import re
from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal
from itertools import accumulate
from operator import itemgetter
from typing import NamedTuple

from govgen.rules.lexicon import HAN, pattern_of
from govgen.rules.text.counts import Figure, addable, figures
from govgen.rules.text.item_rows import items, rows
from govgen.rules.text.lists import LABEL, LONGEST, REACH, ListReader, Opening, has_verb
from govgen.rules.text.readings import adds_up_otherwise
from govgen.rules.text.sentences import sentence_end

_BESIDE = 6
"""So many counts of a sentence before a list may be its total."""
_NAMED = 3
"""So many characters of a label name its count again."""
_LEAD_IN = 40
"""A total is at most this many characters before the words that open the list of its parts."""

_THING = re.compile(f"{HAN}{{1,6}}")
"""What is counted, where it follows its measure word."""

_SURE, _LIKELY = 30, 10
"""A sum within this fraction of a count is no chance; with an item for all others, within the larger one."""


class Breakdown(NamedTuple):
    """A total and the parts that a text names for it.

    The list begins at ``start``. ``nearest`` are the parts up to the end at which their sum comes nearest to
    the total; ``agrees`` is True where they give it, or the parts are several complete lists in a row.
    ``opened`` is False where labels are merely parallel. ``closed`` is True where no word says that there are
    more parts; ``final`` where the list ends with its clause, too.
    """

    total: Figure
    start: int
    parts: tuple[Figure, ...]
    nearest: tuple[Figure, ...]
    agrees: bool
    opened: bool
    closed: bool
    final: bool

    @property
    def sum(self) -> Decimal:
        """What the nearest parts add up to."""
        return sum((part.value for part in self.nearest), Decimal(0))

    @property
    def gap(self) -> Decimal:
        """By how much the nearest reading misses the total."""
        return abs(self.sum - self.total.value)


@functools.lru_cache(maxsize=128)
def breakdowns(text: str) -> tuple[Breakdown, ...]:
    """Each total in folded ``text`` with its parts: opened by words, parallel, or summed up after."""
    again, every = pattern_of("figures", "again"), figures(text)
    counts = [item for item in every if item.apart < 0 and not again.search(text, item.label, item.start)]
    reader = ListReader(text, counts)
    opened = tuple(_opened(reader))
    found = (*opened, *_parallel(reader, opened), *_summed_up(reader, opened))
    found = (*found, *_rows(reader, {item.total.start for item in found if len(item.parts) > 1}))
    return tuple(
        item._replace(agrees=item.agrees or adds_up_otherwise(reader, item.total, item.parts, item.nearest))
        for item in found
    )


def _opened(reader: ListReader) -> Iterator[Breakdown]:
    """Lists that words open; one right after another may be about the same total (按渠道：…；按类型：…)."""
    last, restart = None, pattern_of("figures", "dimension")
    for opening in reader.openings:
        at = bisect.bisect_left(reader.counts, opening.end, key=itemgetter(0))
        before = reader.counts[max(0, at - _BESIDE) : at]
        if before and at < len(reader.counts) and opening.start - before[-1].end <= _LEAD_IN:
            opened, closed = (reader.text.rfind(mark, before[-1].end, opening.end) for mark in "（）")
            inside = opened if opened > closed else reader.counts[at].bracket
            parts, ends = reader.read(opening, at, inside)
            again = last and parts and last.parts[-1] == before[-1]
            again = again and restart.search(reader.text, before[-1].end, opening.end)
            totals = [last.total] if last and again else _totals(reader, before, opening, parts, inside)
            readings = [_reading(reader, opening, parts, ends, total) for total in totals]
            if readings:
                last = min(readings, key=lambda item: (not item.agrees, item.gap))
                yield last


def _totals(
    reader: ListReader, before: Sequence[Figure], opening: Opening, parts: Sequence[Figure], inside: int
) -> Sequence[Figure]:
    """What a list may break down, the likeliest first: counts before it, or what was received and carried in.

    One that the words before the list name again is its total (镇本级388条。镇本级又可分为). Several side by
    side in a sentence before leave open which is meant. A farther one is larger than those after it, which
    are part of it.
    """
    text, last = reader.text, before[-1]
    stop = max(text.rfind(mark, last.end, opening.start) for mark in "。；") + 1
    again = [item for item in before if stop and text.startswith(item.words[:_NAMED] or "。", stop)]
    if len(again) == 1 and parts and addable(again[0], parts[0]):
        return again
    gap = text[last.end : opening.start]
    apart = parts and ("；" in text[opening.end : parts[0].start] or re.search("[；。]", gap))
    if not parts or (apart and not opening.loose) or pattern_of("figures", "others").search(gap):
        return []
    stop = max(text.rfind(mark, max(0, last.start - REACH), last.start) for mark in "。；") + 1
    near: list[Figure] = []
    beside = [item for item in before if item.start >= stop and item.bracket in {-1, inside}]
    for figure in reversed(beside):
        if addable(figure, parts[0]) and all(figure.value >= item.value for item in near):
            near.append(figure)
    whole = sum(part.value for part in parts)
    exact = [item for item in beside if item.value == whole]
    if exact and pattern_of("figures", "of_all_years").search(last.words):
        return exact[-1:]
    if len(near) > 1 and "。" in gap and not reader.opens_between(stop, near[0].start):
        return []
    if len(near) > 1 and "结转" in near[0].words + near[1].words:
        near.insert(0, near[1]._replace(value=near[0].value + near[1].value, end=near[0].end))
    if len(near) > 1 or parts[0].unit != last.unit:
        near = [total for total in near if total.value >= parts[0].value]
    return near


def _reading(
    reader: ListReader, opening: Opening, parts: tuple[Figure, ...], ends: Sequence[int], total: Figure
) -> Breakdown:
    """A list as the parts of one total; a list has several parts above 0, or is all that there is."""
    sums = list(accumulate(part.value for part in parts))
    real = [end for end in ends if end == len(parts) or sum(part.value > 0 for part in parts[:end]) > 1]
    end = min(real, key=lambda end: abs(sums[end - 1] - total.value))
    # Texts break down applications by applicant and then by outcome, also a single one.
    applied = pattern_of("figures", "dimensions").search(total.words[-LABEL:])
    twice = applied is not None and not has_verb(parts[0].words)
    agrees = sums[end - 1] == total.value or _in_blocks(parts, total.value, 1 if twice else 2)
    closed = opening.closed and reader.is_closed(opening.end, parts[:end])
    final = reader.is_final(parts[end - 1].end)
    return Breakdown(total, opening.end, parts, parts[:end], agrees, opening.total is None, closed, final)


def _in_blocks(parts: Sequence[Figure], total: Decimal, fewest: int) -> bool:
    """Whether the parts fall into runs that each give the total, with so many parts above 0 at least."""
    blocks: list[list[Decimal]] = [[]]
    for part in parts:
        if part.value and sum(blocks[-1]) == total:
            blocks.append([])
        blocks[-1].append(part.value)
    real = [sum(value > 0 for value in block) for block in blocks]
    return len(blocks) > 1 and min(real) >= fewest and all(sum(block) == total > 0 for block in blocks)


def _parallel(reader: ListReader, opened: Sequence[Breakdown]) -> Iterator[Breakdown]:
    """Totals with parts that nothing opens, where something shows that the counts after one break it down."""
    lists = [found for found in opened if len(found.parts) > 1]
    taken = {figure.start for found in lists for figure in (found.total, *found.parts)}
    for at, total in enumerate(reader.counts, start=1):
        opening = Opening(total.end, total.end, closed=True, loose=False, total=total)
        parts, ends = reader.read(opening, at, total.bracket) if total.start not in taken else ((), ())
        if parts and _may_break_down(reader.text, total, parts):
            found = _reading(reader, opening, parts, ends, total)
            labels = [part.words for part in found.nearest]
            if (closed := _shown(found, total.words, labels)) is not None:
                yield found._replace(closed=closed, final=closed)
                taken |= {part.start for part in found.parts}


def _may_break_down(text: str, total: Figure, parts: Sequence[Figure]) -> bool:
    """Whether counts may be parts of one: several, none larger; one that is all of it is an outcome.

    One of them may be larger by mistake where the last is what is left (其他信息4条).
    """
    values = [part.value for part in parts]
    outcomes = pattern_of("figures", "parallel", "outcomes").search(text, parts[0].label, parts[-1].end)
    return len(parts) > 1 and (
        max(values) < total.value
        or (bool(outcomes) and max(values) <= total.value > 1)
        or bool(pattern_of("figures", "parallel", "rest").match(parts[-1].words))
    )


def _shown(found: Breakdown, whole: str, labels: Sequence[str]) -> bool | None:
    """Whether labels show that they are all the parts of their total; None where they may be none at all.

    Without words for a total the labels must be outcomes or end alike, or the sum must come near to it.
    """
    find = pattern_of("figures", "parallel", "outcomes")
    outcomes = [label for label in labels if find.search(label)]
    ends = {label[-1:] for label in labels}
    if pattern_of("figures", "parallel", "total").search(whole) and not any(map(has_verb, labels)):
        return bool(outcomes)
    if find.search(whole) or whole[-1:] in ends:
        return None  # the first of several parts
    alike = len(ends) == 1 or len(outcomes) == len(labels)
    near = found.gap * (_LIKELY if outcomes else _SURE) <= found.total.value
    return bool(outcomes) if alike or near else None


def _rows(reader: ListReader, taken: Collection[int]) -> Iterator[Breakdown]:
    """Totals before a row of items (一是……；二是……), each of which has one count of their kind.

    Such items may also be about something else, so that only a sum that comes near speaks of the total.
    """
    text = reader.text
    for row in rows(items(text)):
        first = row[0]
        total = next((item for item in reversed(reader.counts) if item.end <= first.start() + 1), None)
        if not total or total.start in taken or first.start() - total.end > _LEAD_IN:
            continue
        ends = [*(mark.start() for mark in row[1:]), sentence_end(text, row[-1].end(), "。")]
        inside = [figures(text, mark.end(), end) for mark, end in zip(row, ends, strict=True)]
        like = [[item for item in each if item in reader.counts and addable(item, total)] for each in inside]
        parts = tuple(each[0] for each in like if len(each) == 1)
        if len(parts) == len(row) > 1 and all(part.value < total.value for part in parts):
            found = Breakdown(total, first.end(), parts, parts, False, False, False, False)
            yield found._replace(agrees=not found.gap)


def _summed_up(reader: ListReader, opened: Sequence[Breakdown]) -> Iterator[Breakdown]:
    """Totals that come after their parts in the same sentence (…14个、…17个，合计31个).

    Parts in clauses or sentences of their own are summed up by words such as 以上三类共计. What adds up to
    one of them counts with it.
    """
    ends = {item.end for item in reader.counts}
    inner = {part.start for found in opened if found.agrees for part in found.parts}
    text, counts = reader.text, [item for item in reader.counts if item.start not in inner]
    for at, total in enumerate(counts):
        label = text[total.label : total.start]
        if text.endswith("%，", 0, total.label) or not pattern_of("figures", "summed_up").search(label):
            continue  # 占55%，计25410次
        if text.endswith("、", 0, total.label) and total.label - 1 not in ends:
            continue  # 清明、中秋合计9条
        every = pattern_of("figures", "summed_up", "every").search(text[: total.start])
        parts: list[Figure] = []
        for figure in reversed(counts[max(0, at - LONGEST) : at]):
            if not every and re.search("[；。]", text[figure.end : (parts or [total])[0].start]):
                break
            names_them = figure.end == total.label and not text[figure.start].isdecimal()  # 两项合计31件
            if figure.bracket == total.bracket and addable(figure, total) and not names_them:
                parts.insert(0, figure)
        things = [_THING.match(text, item.end) for item in (total, *parts)]
        named = [thing[0] for thing in things if thing]
        before = parts[0].label if parts else 0
        one_for_each = re.search("分别|依次", text[before : (parts or [total])[0].start])
        if text.endswith("、", 0, before) and before - 1 not in ends and not one_for_each:
            continue  # 便民中心、23个村和2个社区共26个
        if len(named) == len(things) and not set(named[0]) & set("".join(named[1:])):
            continue  # 12个村、3个社区，共14个公开栏
        tails = [tuple(parts[start:]) for start in range(len(parts) - 1)]
        found = [Breakdown(total, tail[0].label, tail, tail, False, True, True, True) for tail in tails]
        agree = [item._replace(agrees=True) for item in found if not item.gap]
        sure = pattern_of("figures", "summed_up", "sure").search(label)
        # Words such as 累计 may also count what earlier years brought.
        likely = [item for item in found if sure or item.gap * _LIKELY <= total.value]
        yield from (agree or likely)[:1]
