"""Figures of the prose among themselves: parts and totals, percentages, words about them (C311–C325)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from decimal import ROUND_HALF_UP, Decimal
from itertools import accumulate

from govgen.datafile.cell import UNKNOWN
from govgen.datafile.report import Report
from govgen.findings.finding import Finding
from govgen.rules.lexicon import load, pattern
from govgen.rules.rule import rule
from govgen.rules.text.counts import Breakdown, Figure, breakdowns, figures
from govgen.rules.text.lines import Line, lines
from govgen.rules.text.search import matches, said, written

_BACK = 80
"""So far before a total its list may also be the list of another count."""
_NEAR = 4
"""A percentage stands at most this many characters after the count it belongs to."""


def _agrees(found: Breakdown, text: str) -> bool:
    """Whether some reading of the list gives the total: its beginning, all of it, or lists side by side."""
    parts = (*found.parts, *found.more)
    for count, running in enumerate(accumulate(part.value for part in parts), start=1):
        real = sum(part.value > 0 for part in parts[:count])
        if running == found.total.value and (real > 1 or _ends_at(parts, count, text)):
            return True
    inside = [part.value for part in found.parts]
    before = {item.value for item in figures(text, max(0, found.total.start - _BACK), found.total.start)[-3:]}
    return sum(inside) in before or (_two_ways(found, text) and _in_blocks(inside, found.total.value))


def _ends_at(parts: Sequence[Figure], count: int, text: str) -> bool:
    """Whether the list may end after ``count`` parts: with its last, or where 、 gives way to a comma."""
    if count == len(parts):
        return True
    marks = [text[part.end : part.end + 1] for part in parts[:count]]
    return count > 1 and set(marks[:-1]) == {"、"} and marks[-1] != "、"


def _two_ways(found: Breakdown, text: str) -> bool:
    """Whether the total counts applications, which texts break down by applicant and then by outcome."""
    around = text[max(0, found.total.start - 12) : found.total.start]
    return bool(pattern("figures", load("figures")["dimensions"]["find"]).search(around))


def _in_blocks(values: list[Decimal], total: Decimal) -> bool:
    """Whether the counts fall into runs that each give the total."""
    running = Decimal(0)
    for value in values:
        running += value
        if running == total:
            running = Decimal(0)
    return running == 0


def _sums(report: Report) -> Iterator[tuple[Line, Breakdown, Decimal]]:
    """The lists of parts that do not agree with their total, with the sum of the parts."""
    for line in lines(report):
        for found in breakdowns(line.text):
            about = found.total.about or any(part.about for part in found.parts)
            unknown = UNKNOWN in line.text[found.total.start : found.parts[-1].end]
            if not about and not unknown and not _agrees(found, line.text):
                yield line, found, sum((part.value for part in found.parts), Decimal(0))


def _message(found: Breakdown, total: Decimal) -> str:
    terms = " + ".join(f"{part.value:f}" for part in found.parts)
    stated = found.total.value
    return f"各项相加 {terms} = {total:f}，总数写的是 {stated:f}，差 {abs(total - stated):f}"


@rule("C311")
def parts_exceed(report: Report) -> Iterator[Finding]:
    """Parts that add up to more than the total they are parts of."""
    for line, found, total in _sums(report):
        if total > found.total.value:
            yield line.found("C311", _message(found, total), found.total.start, found.parts[-1].end)


@rule("C312")
def parts_fall_short(report: Report) -> Iterator[Finding]:
    """Parts of a list that claims to be complete, and that add up to less than the total."""
    for line, found, total in _sums(report):
        if total < found.total.value and found.closed:
            yield line.found("C312", _message(found, total), found.total.start, found.parts[-1].end)


@rule("C313")
def percentages(report: Report) -> Iterator[Finding]:
    """A share that is not the part over any total before it, or a change that is not the difference."""
    yield from _growth(report)
    for line in lines(report):
        shares = _shares(line.text)
        parts = {part for part, _ in shares}
        counts = figures(line.text) if shares else []
        for part, match in shares:
            before = [figure for figure in counts if figure.end <= part.start]
            wrong = _wrong_share(part, before, parts, match["p"])
            if wrong is not None:
                right = _percent(part, wrong, match["p"])
                message = f"{part.value:f}/{wrong.value:f} 应为 {right}%，写的是 {match['p']}%"
                yield line.found("C313", message, part.start, match.end())


def _shares(text: str) -> list[tuple[Figure, re.Match[str]]]:
    """The counts that a text gives as shares of a whole, each with the words that state its percentage."""
    matches = list(pattern("figures", load("figures")["share"]["find"]).finditer(text))
    counts = figures(text) if matches else []
    found = []
    for match in matches:
        part = next((figure for figure in reversed(counts) if figure.end <= match.start()), None)
        if part is not None and re.fullmatch(rf"\W{{0,{_NEAR}}}", text[part.end : match.start()]):
            found.append((part, match))
    return found


def _wrong_share(part: Figure, before: Sequence[Figure], shares: Set[Figure], stated: str) -> Figure | None:
    """The total that ``part`` should be a share of, where its percentage fits no count before it.

    A count that is a share itself may be the whole of another, but is no ground for saying that it must be.
    """
    bases = [base for base in before if base.unit == part.unit and base.value >= part.value and base.value]
    if part.about or any(base.about for base in bases):
        return None
    distinct = {base.value: base for base in bases}.values()
    if any(_fits(part, base, stated) for base in distinct):
        return None
    return max((base for base in bases if base not in shares), key=lambda base: base.value, default=None)


def _growth(report: Report) -> Iterator[Finding]:
    """A rise or fall in hundredths that the two counts of its sentence do not give."""
    for line, match in matches(report, pattern("figures", load("figures")["growth"]["find"])):
        start = max(line.text.rfind(mark, 0, match.start()) for mark in "。；") + 1
        counts = figures(line.text, start, match.start())
        units = {item.unit for item in counts}
        if len(counts) not in {2, 3} or len(units) > 1 or any(item.about for item in counts):
            continue
        change = _change(line.text, start, counts)
        if change is not None and not _fits(*change, match["p"]):
            message = (
                f"上年 {change[1].value:f}，变化 {change[0].value:f}，"
                f"应为 {_percent(*change, match['p'])}%，写的是 {match['p']}%"
            )
            yield line.found("C313", message, counts[0].start, match.end())


def _change(text: str, start: int, counts: Sequence[Figure]) -> tuple[Figure, Figure] | None:
    """The difference that the counts of a sentence state or make, and last year's count.

    None where the sentence does not tell which of them is which.
    """
    data = load("figures")["growth"]
    rise, fall, against = (pattern("figures", data[name]) for name in ("rise", "fall", "against"))
    leads = {item: text[start : item.start] for item in counts}
    stated = [item for item in counts if rise.search(leads[item]) or fall.search(leads[item])]
    old = [item for item in counts if item not in stated and against.search(leads[item])]
    if len(counts) > 2 or (stated and old):
        return (stated[0], old[0]) if len(stated) == len(old) == 1 and old[0].value > 0 else None
    if len(stated) > 1 or len(old) > 1 or not (stated or old):
        return None
    known = (stated or old)[0]
    other = counts[1] if known is counts[0] else counts[0]
    if not stated:
        change, base = other._replace(value=abs(other.value - known.value)), known
    else:
        before = other.value - known.value if rise.search(leads[known]) else other.value + known.value
        change, base = known, other._replace(value=before)
    return (change, base) if base.value > 0 else None


def _fits(part: Figure, base: Figure, stated: str) -> bool:
    return Decimal(stated) == Decimal(_percent(part, base, stated))


def _percent(part: Figure, base: Figure, stated: str) -> str:
    """The share, rounded to as many decimals as the text gives."""
    places = len(stated.partition(".")[2])
    return f"{(part.value * 100 / base.value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):f}"


@rule("C314")
def all_of_one(report: Report) -> Iterator[Finding]:
    """“All of them” said of one case or of none, where the sentence counts nothing else before."""
    for line, phrase, match in written(report, "sums", "one_or_none"):
        start = max(line.text.rfind(mark, 0, match.start()) for mark in "。；") + 1
        if sum(figure.value for figure in figures(line.text, start, match.end())) <= 1:
            yield line.found("C314", phrase.say.format(match[0]), match.start(), match.end())


@rule("C315")
def misnamed_refusals(report: Report) -> Iterator[Finding]:
    """An outcome that the statute calls by another name."""
    return said(report, "C315", "sums", "refusals")


@rule("C321")
def helped(report: Report) -> Iterator[Finding]:
    """Applications handled for another body, counted as own."""
    return said(report, "C321", "sums", "helped")


@rule("C322")
def approximate(report: Report) -> Iterator[Finding]:
    """A round figure where the report owes a count."""
    return said(report, "C322", "sums", "about")


@rule("C325")
def odd_approximation(report: Report) -> Iterator[Finding]:
    """An exact figure with a word that makes it a round one."""
    return said(report, "C325", "sums", "odd_about")
