"""Counts that prose states, compared with the tables (C301–C310) and the report's own chart (C330)."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from govgen.datafile.chart import ChartPlan
from govgen.datafile.report import Report
from govgen.findings.finding import Finding, Related, Span
from govgen.rules.lexicon import load, pattern, pattern_of
from govgen.rules.rule import rule
from govgen.rules.text.claims import (
    CLAUSE,
    Accepted,
    Claim,
    ClaimTarget,
    When,
    accepted,
    all_claims,
    claims,
    named_entry,
    names,
    targets,
)
from govgen.rules.text.counts import figures
from govgen.rules.text.lines import lines
from govgen.rules.text.sentences import sentence_start


@rule("C301", "cells")
def stated_counts(report: Report) -> Iterator[Finding]:
    """Each claim that matches none of the cells it could refer to (C301–C310), this year's or last year's."""
    for entry in load("claims")["claims"]:
        every = all_claims(report, entry)
        for when, is_none in dict.fromkeys((claim.when, claim.number is None) for claim in every):
            stated = [claim for claim in every if claim.when == when]
            group = [claim for claim in stated if (claim.number is None) is is_none]
            meant = _meant(report, (is_none and entry.get("all")) or entry["accept"], when)
            yield from _judged(report, entry["code"], group, stated, meant)


@rule("C305", "cells")
def named_counts(report: Report) -> Iterator[Finding]:
    """Counts beside the names of rows and columns; joined names mean their sum, or each of them."""
    entry = load("claims")["named"]
    known = re.compile("|".join(sorted(names(report.edition), key=len, reverse=True)))
    stated: dict[tuple[str, ...], list[Claim]] = {}
    for claim in claims(report, named_entry(report.edition)):
        text, end = claim.line.text, claim.end
        joined = tuple(dict.fromkeys(known.findall(claim.words)))
        # Names of a row and of a column in one clause mean the cell where they cross.
        clause = {*known.findall(text, sentence_start(text, claim.start, CLAUSE), end)}
        if clause == {*joined} and pattern("claims", entry["within"]).search(text):
            each = pattern("claims", entry["each"]).search(claim.words)
            for group in [(name,) for name in joined] if each else [joined]:
                stated.setdefault(group, []).append(claim)
    found: dict[Span, Finding] = {}
    for group, counts in stated.items():
        meant = _meant(report, accepted(report.edition, group), "now")
        wrong = _judged(report, entry["code"], counts, counts, meant)
        found |= {finding.span: finding for finding in wrong}
    yield from found.values()


def _meant(report: Report, accept: Accepted, when: When) -> list[ClaimTarget]:
    """The sums that a claim may mean: this year's, last year's, or how the one differs from the other."""
    if when == "now":
        return targets(report, accept)
    past = targets(report.last, accept) if report.last else []
    if when == "past":
        return past
    now = targets(report, accept)
    both = zip(now, past, strict=True) if len(now) == len(past) else ()
    return [(value - before, cells) for (value, cells), (before, _) in both]


def _judged(
    report: Report, code: str, judged: Sequence[Claim], stated: Sequence[Claim], meant: list[ClaimTarget]
) -> Iterator[Finding]:
    """The claims ``judged`` that are none of the sums meant, nor add up to one, nor are part of a right one.

    ``stated`` is all that the prose says of the matter.
    """
    due = {value for value, _ in meant}
    given = [claim.value for claim in stated if claim.number is not None]
    add_up = len(given) > 1 and sum(given) in due
    right = [claim for claim in stated if claim.value in due]
    for claim in judged if meant else ():
        together = add_up and claim.number is not None
        # A claim that is only about right may be as little as half of what is due.
        about = claim.about and any(claim.value <= one <= claim.value * 2 for one in due)
        if not (together or about or claim.value in due or _is_part(claim, right)):
            yield _difference(report, code, claim, meant)


def _is_part(claim: Claim, right: list[Claim]) -> bool:
    """Whether a claim is about part of what another states rightly.

    Where the words do not say so, it is taken for one only beside a figure that somebody typed: one that was
    looked up in the tables proves nothing of those that were not.
    """
    text, end = claim.line.text, claim.end
    is_named = pattern_of("claims", "parts_of").search(text, sentence_start(text, claim.start), end)
    clause = text[sentence_start(text, claim.start, CLAUSE) : end]
    may_be = claim.number is not None and not pattern_of("claims", "whole").search(clause)
    typed = [
        item for item in right if not (item.number and item.line.paragraph.body.is_filled_in(*item.number))
    ]
    whole = right if is_named else typed if may_be else []
    return any(claim.value < item.value for item in whole)


def _difference(report: Report, code: str, claim: Claim, meant: list[ClaimTarget]) -> Finding:
    owner = report.last if claim.when == "past" and report.last else report
    file = "" if owner is report else owner.name
    tables = " 或 ".join(dict.fromkeys(f"{value:f}" for value, _ in meant))
    where = {"now": "表格里是", "past": "上年的表格里是", "change": "与上年的表格相减是"}[claim.when]
    counted = [item for _, cells in meant for item in cells.items() if item[1].value or len(cells) == 1]
    named = (
        Related(f"{owner.edition.name_of(ref)} {cell.value:f}", cell.span, file) for ref, cell in counted
    )
    message = f"正文写“{claim.words}”，{where} {tables}"
    return claim.line.found(code, message, claim.start, claim.end, related=tuple(dict.fromkeys(named)))


@rule("C330")
def chart_numbers(report: Report) -> Iterator[Finding]:
    """A number that prose gives to a name of the chart, other than the chart's."""
    plan, between = report.chart or ChartPlan("", ""), pattern_of("claims", "chart", "between")
    for line in lines(report) if plan.own else ():
        for figure in figures(line.text):
            for name, own in plan.own.items():
                start = line.text.rfind(name, 0, figure.start)
                is_named = start >= 0 and between.fullmatch(line.text, start + len(name), figure.start)
                if not is_named or own.value is None or plan.unit not in {"", figure.unit}:
                    continue
                # A figure that is only about right may be a tenth below.
                most = figure.value * Decimal("1.1") if figure.about else figure.value
                if not figure.value <= own.value <= most:
                    words = line.text[start : figure.end]
                    message = f"正文写“{words}”，图表里是 {own.value:f}"
                    place = (Related(f"图表的“{name}” {own.value:f}", own.span),)
                    yield line.found("C330", message, start, figure.end, related=place)
