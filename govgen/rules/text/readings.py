"""Other readings of a total and its parts, under which the counts of a sentence agree."""

import bisect
import re
from collections.abc import Sequence
from itertools import accumulate
from operator import itemgetter

from govgen.rules.lexicon import pattern_of
from govgen.rules.text.counts import Figure, addable
from govgen.rules.text.lists import LONGEST, REACH, ListReader

_JOINED = re.compile("[^，。；：]{1,8}[和及与、]")
"""What is between two counts that are a total together: 3个街道和14个乡镇."""
_BY_CHANCE = 5
"""A count of other things that is what the parts lack may be so by chance where it is no larger."""
_PAPERS = "条篇则份"
"""Measure words of papers, which texts use for each other."""


def adds_up_otherwise(
    reader: ListReader, total: Figure, parts: Sequence[Figure], nearest: Sequence[Figure]
) -> bool:
    """Whether a total is none of the ``parts`` that seem to be its own, as the counts add up in another way.

    ``nearest`` are the parts up to the end at which their sum comes nearest to the total.
    """
    other = [part for part in parts if part.unit != total.unit and part.unit not in _PAPERS]
    if any(part.value > total.value for part in other):
        return True  # 26个领域，涉及24个，编制事项329项
    between = reader.text[total.end : parts[0].start]
    if all(part.value > total.value for part in parts) and not re.search("中，|其中|包[括含]", between):
        return True  # 两个问题均已整改：对更新慢的4个栏目
    if _is_joined(reader, total, nearest):
        return True
    if _ends_nested(total, parts):
        return True
    if total.start > parts[0].start:
        return _some_make_it(reader, total, parts)
    return _is_item(reader, total, parts) or _rest_follows(reader, total, nearest)


def _ends_nested(total: Figure, parts: Sequence[Figure]) -> bool:
    """Whether the first parts give the total, and the rest, beginning without a label, the last of these."""
    for at, value in enumerate(accumulate(part.value for part in parts[:-1])):
        last, following = parts[at], parts[at + 1]
        unlabelled = not following.words and (last.words or following.value == last.value)
        if at and value == total.value and unlabelled:
            return all(part.value <= last.value for part in parts[at + 1 :])
    return False


def _is_joined(reader: ListReader, total: Figure, parts: Sequence[Figure]) -> bool:
    """Whether a total and the count before it, joined by 和, are together what the parts give."""
    before = reader.counts[max(0, _place(reader.counts, total) - 1)]
    joined = _JOINED.fullmatch(reader.text, before.end, total.start) is not None
    return joined and before.value + total.value == sum(part.value for part in parts)


def _some_make_it(reader: ListReader, total: Figure, parts: Sequence[Figure]) -> bool:
    """Whether some in a row of the counts before a total give it, or one of them sums up others there."""
    text, counts = reader.text, reader.counts
    first, at = _place(counts, parts[0]), _place(counts, total)
    whole = [
        place in {first, at} or not text.endswith("、", 0, counts[place].label) for place in range(at + 1)
    ]
    runs = [
        (start, end)
        for end in range(first + 2, at + 1)
        for start in range(first, end - 1)
        if whole[start] and whole[end]  # no run begins or ends within a row of items
    ]
    return all(map(_sums_up, parts)) or any(
        _makes(counts[start:end], total) or (_sums_up(counts[end]) and _makes(counts[start:end], counts[end]))
        for start, end in runs
    )


def _is_item(reader: ListReader, total: Figure, parts: Sequence[Figure]) -> bool:
    """Whether a total is an item itself, or the number of the items.

    So in 6件、4件、1件，三年合计11件; 48件中的33件，其余9件、6件; 三项指标分别为11件、11件、405条.
    """
    text, counts = reader.text, reader.counts
    at, last = _place(counts, total), _place(counts, parts[-1])
    stop = text.find("。", total.end, total.end + REACH)
    for end, item in enumerate(counts[at + 1 : at + LONGEST], at + 1):
        if item.start > stop >= 0:
            break
        if _sums_up(item) and _makes(counts[at:end], item):
            return True
    whole = counts[max(0, at - 1)]
    if whole.start < total.start and "中" in text[whole.end : total.start]:
        return _makes(counts[at : last + 1], whole)
    return "分别" in text[total.end : parts[0].start] and total.value in {last - at, last - at + 1}


def _rest_follows(reader: ListReader, total: Figure, parts: Sequence[Figure]) -> bool:
    """Whether the count after the parts is what they lack: 27件；其中……26件，结转1件."""
    end = parts[-1].end
    after = _place(reader.counts, parts[-1]) + 1
    lack = total.value - sum(part.value for part in parts)
    return any(
        item.value == lack
        and (addable(item, total) or lack > _BY_CHANCE)
        and not re.search("[；。]", reader.text[end : item.start])
        for item in reader.counts[after : after + 1]
    )


def _place(counts: Sequence[Figure], figure: Figure) -> int:
    """Where among the counts one is, or the first of those that it sums."""
    return bisect.bisect_left(counts, figure.start, key=itemgetter(0))


def _sums_up(figure: Figure) -> bool:
    """Whether the words before a count say that it sums up others."""
    return pattern_of("figures", "summed_up", "label").search(figure.words) is not None


def _makes(parts: Sequence[Figure], total: Figure) -> bool:
    """Whether several counts add up to another one."""
    return len(parts) > 1 and sum(item.value for item in parts if addable(item, total)) == total.value
