"""Counts that prose states, compared with the tables (C301–C310)."""

from collections.abc import Iterator
from decimal import Decimal

from govgen.datafile.report import Report
from govgen.findings.finding import Finding
from govgen.rules.lexicon import load, pattern
from govgen.rules.rule import rule
from govgen.rules.text.claims import Claim, ClaimTarget, claims, targets


@rule("C301", "cells")
def stated_counts(report: Report) -> Iterator[Finding]:
    """Each claim that matches none of the cells it could refer to (C301–C310).

    Several that add up agree together.
    """
    for entry in load("claims")["claims"]:
        stated = claims(report, entry)
        meant = targets(report, entry["accept"]) if stated else []
        due = {target.value for target in meant}
        figures = [claim.value for claim in stated if claim.number is not None]
        add_up = len(figures) > 1 and sum(figures) in due
        right = [claim for claim in stated if claim.value in due]
        for claim in stated if meant else ():
            together = add_up and claim.number is not None
            if not together and not _agrees(claim, due) and not _is_part(claim, right):
                yield _difference(report, entry["code"], claim, meant)


@rule("C305", "cells")
def by_outcome(report: Report) -> Iterator[Finding]:
    """How applications ended; names joined in the text mean the sum of their rows, or each of them."""
    entry = load("claims")["outcomes"]
    for claim in claims(report, entry):
        names = [cell for word, cell in entry["names"].items() if word in claim.words]
        each = pattern("claims", entry["each"]).search(claim.words)
        meant = targets(report, [[name] for name in names] if each else [names])
        if meant and not claim.about and any(target.value != claim.value for target in meant):
            yield _difference(report, "C305", claim, meant)


def _is_part(claim: Claim, right: list[Claim]) -> bool:
    """Whether a claim is about part of what another states rightly.

    Where the words do not say so, it is taken for one only beside a figure that somebody typed: one that was
    looked up in the tables proves nothing of those that were not.
    """
    whole = [
        item.value for item in right if claim.is_named_part or (claim.may_be_part and not item.is_looked_up)
    ]
    return claim.value < max(whole, default=Decimal(0))


def _agrees(claim: Claim, due: set[Decimal]) -> bool:
    """Whether a claim is right; one that is only about right may be as little as half of what is due."""
    return claim.value in due or (claim.about and any(claim.value <= one <= claim.value * 2 for one in due))


def _difference(report: Report, code: str, claim: Claim, meant: list[ClaimTarget]) -> Finding:
    tables = " 或 ".join(dict.fromkeys(f"{target.value:f}" for target in meant))
    terms = tuple(dict.fromkeys(term for target in meant for term in target.terms(report.edition)))
    message = f"正文写“{claim.words}”，表格里是 {tables}"
    return claim.line.found(code, message, claim.start, claim.end, related=terms)
