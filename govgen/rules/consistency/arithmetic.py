"""What a sentence works out itself: differences, stocks, counts per unit, multiples (C329)."""

import re
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal

from govgen.datafile.cell import UNKNOWN
from govgen.datafile.report import Report
from govgen.findings.finding import Finding
from govgen.rules.lexicon import pattern_of
from govgen.rules.rule import rule
from govgen.rules.text.counts import Figure, figures, number_of
from govgen.rules.text.lines import Line, lines, matches
from govgen.rules.text.sentences import sentence_start, sentences

_ROUNDED = 1000
"""Counts in 万 with one decimal may differ by this much when they are subtracted."""
_ABOUT = 10
"""Multiples are rounded: one that is less than a tenth away fits."""
_PERIODS = {"月": 12, "季": 4}
"""How many of a period a year has."""
_LEAD_IN = 40
"""The words that say what a count is begin at most so many characters before it."""


@rule("C329")
def differences(report: Report) -> Iterator[Finding]:
    """A rise or fall or a rest that the two counts before it do not give."""
    for line in lines(report):
        counts = figures(line.text)
        for one, other, third in zip(counts, counts[1:], counts[2:], strict=False):
            words = line.text[one.end : third.start]
            if not _alike((one, other, third)) or re.search("[。；]", words):
                continue
            old_first, last, step, rest = (
                pattern_of("figures", "step", key).search(words)
                for key in ("old_first", "old_last", "find", "rest")
            )
            if last:
                due = one.value - other.value if last["rise"] else one.value + other.value
            else:
                due = other.value - one.value if old_first else one.value - other.value
            step, rest = old_first or step, rest or last
            is_step = step and (due > 0) is bool(step["rise"])
            close = _ROUNDED if "万" in line.text[one.start : third.end] else 0
            if (step or rest) and not ((is_step or rest) and abs(abs(due) - third.value) <= close):
                stated = f"{third.words}{third.value:f}"
                terms = (other, one) if old_first else (one, other)
                sign = "+" if last and not last["rise"] else "-"
                message = f"{terms[0].value:f} {sign} {terms[1].value:f} = {due:f}，写的是{stated}"
                yield line.found("C329", message, one.start, third.end)


def _alike(counts: Sequence[Figure]) -> bool:
    """Whether all counts have one measure word and bracket, and none is a round one."""
    return len({(item.unit, item.bracket) for item in counts}) == 1 and not any(item.about for item in counts)


@rule("C329")
def stocks(report: Report) -> Iterator[Finding]:
    """A stock at the end of the year that is not that at its start with what came in and went out."""
    start, more, less, end = (pattern_of("figures", "stock", key) for key in ("start", "more", "less", "end"))
    for line, counts in _in_sentences(report, "。"):
        labels = [item.words for item in counts]
        starts = [start.search(line.text, max(0, item.start - _LEAD_IN), item.start) for item in counts]
        firsts = [at for at, found in enumerate(starts) if found]
        lasts = [at for at, label in enumerate(labels) if end.search(label)]
        if not (firsts and lasts and lasts[0] - firsts[0] > 1) or any(map(more.search, labels[: firsts[0]])):
            continue
        chain = counts[firsts[0] : lasts[0] + 1]
        signs = [
            bool(more.search(label)) - bool(less.search(label)) for label in labels[firsts[0] + 1 : lasts[0]]
        ]
        if not all(signs) or not _alike(chain):
            continue
        moves = [sign * item.value for sign, item in zip(signs, chain[1:-1], strict=True)]
        due = chain[0].value + sum(moves, Decimal(0))
        if due != chain[-1].value:
            terms = "".join(f" {'+' if move > 0 else '-'} {abs(move):f}" for move in moves)
            message = f"{chain[0].value:f}{terms} = {due:f}，写的是 {chain[-1].value:f}"
            yield line.found("C329", message, chain[0].start, chain[-1].end)


def _in_sentences(report: Report, marks: str) -> Iterator[tuple[Line, Sequence[Figure]]]:
    """The counts of every sentence of the prose whose figures are all known; ``marks`` end it."""
    for line in lines(report):
        for start, end in sentences(line.text, marks):
            if UNKNOWN not in line.text[start:end]:
                yield line, figures(line.text, start, end)


@rule("C329")
def counts_per_unit(report: Report) -> Iterator[Finding]:
    """A count for each of several things, or their average, that does not give the count for all."""
    find = pattern_of("figures", "each")
    for line, counts in _in_sentences(report, "。；"):
        for each in counts:
            per = find.search(line.text, each.label, each.start)
            others = [item for item in counts if not find.search(line.text, item.label, item.start)]
            thing = per["thing"] or "月" if per else "\n"
            things = [item for item in others if thing == item.unit or line.text.startswith(thing, item.end)]
            things = things or _periods(line.text, each, thing)
            # 每期60人，累计180人次
            wholes = [item for item in others if item.unit.startswith(each.unit) and item not in things]
            if per is None or len(things) != 1 or len(wholes) != 1:
                continue
            places = (each, things[0], wholes[0])
            due = things[0].value * each.value
            mean = wholes[0].value / (things[0].value or 1)
            is_mean = (per["mean"] or per["monthly"]) and _rounds_to(mean, each.value)
            if due != wholes[0].value and not is_mean and not any(item.about for item in places):
                message = f"{each.value:f} × {things[0].value:f} = {due:f}，写的是 {wholes[0].value:f}"
                yield line.found("C329", message, min(places).start, max(places).end)


def _periods(text: str, each: Figure, period: str) -> list[Figure]:
    """The months or quarters of a year as a count; none where the sentence speaks of a part of a year."""
    before = text[sentence_start(text, each.start) : each.start]
    year, part = (pattern_of("figures", "each", key).search(before) for key in ("year", "part"))
    number = _PERIODS.get(period) if year and not part else None
    return [each._replace(value=Decimal(number), about=False)] if number else []


def _rounds_to(value: Decimal, stated: Decimal) -> bool:
    """Whether ``value`` is ``stated`` to its decimals, rounded or cut off."""
    step = Decimal(1).scaleb(int(stated.as_tuple().exponent)) if stated % 1 else Decimal(1)
    return value.quantize(step, ROUND_HALF_UP) == stated or value // step * step == stated


@rule("C329")
def multiples(report: Report) -> Iterator[Finding]:
    """A multiple or a fraction that the two counts before it do not give.

    That is of the second (A是B的2倍), or the rise from the first to it (由A增至B，增加一倍).
    """
    turned = pattern_of("figures", "multiple", "turned")
    for line, match in matches(report, pattern_of("figures", "multiple")):
        counts = figures(line.text, sentence_start(line.text, match.start()), match.start())[-2:]
        if len(counts) < 2 or not _alike(counts) or not all(item.value for item in counts):
            continue
        one, other = counts
        if match["of"]:
            due = one.value / other.value if other.end == match.start() else None
        else:
            is_rise = turned.search(line.text[one.label : other.start])
            due = (other.value - one.value) / one.value if is_rise else None
        stated = number_of(match["n"]) if match["n"] else number_of(match["part"]) / number_of(match["whole"])
        if due is not None and abs(due - stated) * _ABOUT > stated:
            message = f"{one.value:f} 和 {other.value:f} 算得 {due:.2f} 倍，写的是“{match['said']}”"
            yield line.found("C329", message, one.start, match.end())
