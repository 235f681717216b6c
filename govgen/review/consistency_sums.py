"""Figures of the prose among themselves: parts and totals, percentages, words about them (C311–C325)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from itertools import accumulate

from govgen.diagnostics import Finding
from govgen.review.figures import Breakdown, Figure, breakdowns, figures
from govgen.review.lexicon import load, pattern
from govgen.review.reading import Line, likely, lines
from govgen.review.rules import Rule, rule
from govgen.review.subject import Subject

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


def _sums(subject: Subject) -> Iterator[tuple[Line, Breakdown, Decimal]]:
    """The lists of parts that do not agree with their total, with the sum of the parts."""
    for line in lines(subject):
        for found in breakdowns(line.text):
            about = found.total.about or any(part.about for part in found.parts)
            if not about and not _agrees(found, line.text):
                yield line, found, sum((part.value for part in found.parts), Decimal(0))


def _message(found: Breakdown, total: Decimal) -> str:
    terms = " + ".join(f"{part.value:f}" for part in found.parts)
    stated = found.total.value
    return f"各项相加 {terms} = {total:f}，总数写的是 {stated:f}，差 {abs(total - stated):f}"


@rule("C311")
def parts_exceed(subject: Subject) -> Iterator[Finding]:
    """Parts that add up to more than the total they are parts of."""
    for line, found, total in _sums(subject):
        if total > found.total.value:
            yield line.found("C311", _message(found, total), found.total.start, found.parts[-1].end)


@rule("C312")
def parts_fall_short(subject: Subject) -> Iterator[Finding]:
    """Parts of a list that claims to be complete, and that add up to less than the total."""
    for line, found, total in _sums(subject):
        if total < found.total.value and found.closed:
            yield line.found("C312", _message(found, total), found.total.start, found.parts[-1].end)


@rule("C313")
def percentages(subject: Subject) -> Iterator[Finding]:
    """A share that is not the part over any total before it, or a change that is not the difference."""
    yield from _growth(subject)
    share = pattern("figures", load("figures")["share"]["find"])
    for line in lines(subject):
        matches = list(share.finditer(line.text))
        counts = figures(line.text) if matches else []
        for match in matches:
            before = [figure for figure in counts if figure.end <= match.start()]
            if not before or match.start() - before[-1].end > _NEAR:
                continue
            part, stated = before[-1], match["p"]
            wrong = _wrong_share(part, before[:-1], stated)
            if wrong is not None:
                right = _percent(part, wrong, stated)
                message = f"{part.value:f}/{wrong.value:f} 应为 {right}%，写的是 {stated}%"
                yield line.found("C313", message, part.start, match.end())


def _growth(subject: Subject) -> Iterator[Finding]:
    """A rise or fall in hundredths that the two counts of its sentence do not give."""
    data = load("figures")["growth"]
    for line in lines(subject):
        for match in pattern("figures", data["find"]).finditer(line.text):
            start = max(line.text.rfind(mark, 0, match.start()) for mark in "。；") + 1
            counts = figures(line.text, start, match.start())
            against = pattern("figures", data["against"])
            old = [item for item in counts if against.search(line.text[start : item.start])]
            if len(counts) != 2 or len(old) != 1 or counts[0].unit != counts[1].unit or not old[0].value:
                continue
            new = counts[1] if old[0] is counts[0] else counts[0]
            change = Figure(new.start, new.end, abs(new.value - old[0].value), new.unit, new.about)
            if not (new.about or old[0].about or _fits(change, old[0], match["p"])):
                right = _percent(change, old[0], match["p"])
                message = f"由 {old[0].value:f} 到 {new.value:f} 的变化是 {right}%，写的是 {match['p']}%"
                yield line.found("C313", message, counts[0].start, match.end())


def _wrong_share(part: Figure, before: list[Figure], stated: str) -> Figure | None:
    """The total that ``part`` should be a share of, where its percentage fits no count before it."""
    bases = [
        base for base in before if base.unit == part.unit and base.value >= part.value and base.value > 0
    ]
    if not bases or part.about or any(base.about or _fits(part, base, stated) for base in bases):
        return None
    return max(bases, key=lambda base: base.value)


def _fits(part: Figure, base: Figure, stated: str) -> bool:
    return Decimal(stated) == Decimal(_percent(part, base, stated))


def _percent(part: Figure, base: Figure, stated: str) -> str:
    """The share, rounded to as many decimals as the text gives."""
    places = len(stated.partition(".")[2])
    return f"{(part.value * 100 / base.value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):f}"


@rule("C314")
def all_of_one(subject: Subject) -> Iterator[Finding]:
    """“All of them” said of one case or of none, where the sentence counts nothing else before."""
    for line in lines(subject):
        for phrase in likely(subject, "sums", "one_or_none"):
            for match in phrase.matches(line.text):
                start = max(line.text.rfind(mark, 0, match.start()) for mark in "。；") + 1
                if sum(figure.value for figure in figures(line.text, start, match.end())) <= 1:
                    yield line.found("C314", phrase.say.format(match[0]), match.start(), match.end())


@rule("C315")
def misnamed_refusals(subject: Subject) -> Iterator[Finding]:
    """An outcome that the statute calls by another name."""
    return _said(subject, "C315", "refusals")


@rule("C321")
def helped(subject: Subject) -> Iterator[Finding]:
    """Applications handled for another body, counted as own."""
    return _said(subject, "C321", "helped")


@rule("C322")
def approximate(subject: Subject) -> Iterator[Finding]:
    """A round figure where the report owes a count."""
    return _said(subject, "C322", "about")


@rule("C325")
def odd_approximation(subject: Subject) -> Iterator[Finding]:
    """An exact figure with a word that makes it a round one."""
    return _said(subject, "C325", "odd_about")


def _said(subject: Subject, code: str, group: str) -> Iterator[Finding]:
    for line in lines(subject):
        for phrase in likely(subject, "sums", group):
            for match in phrase.matches(line.text):
                yield line.found(code, phrase.say.format(match[0]), match.start(), match.end())


RULES: tuple[Rule, ...] = (
    parts_exceed,
    parts_fall_short,
    percentages,
    all_of_one,
    misnamed_refusals,
    helped,
    approximate,
    odd_approximation,
)
