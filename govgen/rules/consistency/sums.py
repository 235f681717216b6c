"""Figures of the prose among themselves: totals, parts, cases in and out (C311, C312, C314, C328, T621)."""

from collections.abc import Iterator
from decimal import Decimal

from govgen.datafile.cell import UNKNOWN
from govgen.datafile.report import Report
from govgen.findings.finding import Finding, Level
from govgen.rules.lexicon import pattern_of, said
from govgen.rules.rule import rule
from govgen.rules.text.breakdowns import Breakdown, breakdowns
from govgen.rules.text.claims import claims_of, kinds, targets
from govgen.rules.text.counts import figures
from govgen.rules.text.lines import Line, lines, with_items, worded
from govgen.rules.text.sentences import sentence_start

_SLIP = 10
"""A list that misses its total by so much, or by a tenth of it, is a slip: a digit, or an item left out.

One that misses it by more may name only the items that matter.
"""
_FEW = 3
"""The same for a list that no words open or close, whose counts may have nothing to do with each other."""
_FLOW = ("C301", "C302", "C304", "C303")
"""The codes of what was received, carried in, done and carried out."""


@rule("C311")
def parts_and_totals(report: Report) -> Iterator[Finding]:
    """Parts that add up to more than their total (C311), or to less though they should be all (C312).

    Where a part is itself the total of a wrong list, that list alone is reported.
    """
    for line, text in with_items(report):
        wrong = []
        for found in breakdowns(text):
            places = [found.total, *found.parts]
            stretch = text[min(places).start : max(places).end]
            if not (found.agrees or any(item.about for item in places) or UNKNOWN in stretch):
                wrong += [(found, item) for item in _judged(line, text, found)]
        totals = {found.total.start for found, _ in wrong}
        yield from (item for found, item in wrong if not totals & {part.start for part in found.parts})


def _judged(line: Line, text: str, found: Breakdown) -> Iterator[Finding]:
    """The finding on a list whose parts do not give the stated total, where they ought to.

    A list that gives less than half of the total names examples, unless it has an item for all others.
    """
    is_slip = found.gap <= max(Decimal(_SLIP if found.final else _FEW), found.total.value / 10)
    if found.sum > found.total.value:
        last = found.nearest[-1].start
        stretch, rest = text[found.start : last], text[last:].partition("。")[0]
        twice = pattern_of("figures", "overlap").search(stretch)
        twice = twice or pattern_of("figures", "overlap", "after").search(rest)
        if (found.opened or found.closed or is_slip) and not twice:
            yield _wrong_sum(line, found, "C311")
        return
    complete = pattern_of("figures", "parallel", "outcomes")
    goes_on = line.may_go_on(found.nearest[-1].end)
    whole = complete.search(text, found.parts[0].label, found.parts[-1].end)
    enough = whole or found.total.value <= 2 * found.sum
    if enough and (found.closed or not found.opened) and not goes_on:
        if is_slip:
            yield _wrong_sum(line, found, "C312", None if found.closed else Level.INFO)
        elif found.closed and found.final:
            yield _wrong_sum(line, found, "C312", Level.INFO)


def _wrong_sum(line: Line, found: Breakdown, code: str, level: Level | None = None) -> Finding:
    terms = " + ".join(f"{part.value:f}" for part in found.nearest)
    message = f"各项相加 {terms} = {found.sum:f}，总数写的是 {found.total.value:f}，差 {found.gap:f}"
    places = (found.total, *found.nearest)
    return line.found(code, message, min(places).start, min(max(places).end, len(line.text)), level=level)


@rule("C328")
def flow(report: Report) -> Iterator[Finding]:
    """Applications received and carried in that are not those done and carried out, in prose alone.

    What the prose does not state is at least 0; where tables state all four, they are compared with those.
    """
    claims = [claims_of(report, code) for code in _FLOW]
    # A code counts under which the prose states one figure, and not several.
    is_one = [len({claim.value for claim in found}) == 1 and not found[0].about for found in claims]
    stated = [found[0] if one else None for found, one in zip(claims, is_one, strict=True)]
    if all(targets(report, entry["accept"]) for code in _FLOW for entry in kinds(code)):
        return
    values = [None if claim is None else claim.value for claim in stated]
    received, carried_in, done, carried_out = values
    if received is None or done is None:
        return
    none = Decimal(0)
    ins, outs = received + (carried_in or none), done + (carried_out or none)
    if (ins > outs and carried_out is not None) or (ins < outs and carried_in is not None):
        known = [claim for claim in stated if claim is not None]
        line = known[0].line
        message = (
            f"收到 {received:f} + 上年结转 {carried_in or none:f} = {ins:f}，"
            f"办结 {done:f} + 结转下年 {carried_out or none:f} = {outs:f}"
        )
        same = [claim for claim in known if claim.line is line]
        yield line.found("C328", message, min(c.start for c in same), max(c.end for c in same))


@rule("C314")
def all_of_one(report: Report) -> Iterator[Finding]:
    """“All of them” said of one case or of none, where the sentence counts nothing else before."""
    for line in worded(report):
        for message, match in said("sums", "one_or_none", line.text):
            start = sentence_start(line.text, match.start())
            if sum(figure.value for figure in figures(line.text, start, match.end())) <= 1:
                yield line.found("C314", message, *match.span())


@rule("T621")
def repeated_items(report: Report) -> Iterator[Finding]:
    """The same item twice in one list of parts."""
    for line in lines(report):
        for found in breakdowns(line.text):
            seen: set[str] = set()
            for part in found.parts:
                label = line.text[max(part.label, found.start) : part.start].strip()
                if len(label) > 1 and label in seen:
                    start = line.text.rindex(label, 0, part.start)
                    yield line.found("T621", f"“{label}”在同一列举里出现两次", start, part.end)
                seen.add(label)
