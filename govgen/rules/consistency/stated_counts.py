"""Figures that prose states, held against the tables (C301–C310)."""

from collections.abc import Iterator
from decimal import Decimal

from govgen.datafile.report import Report
from govgen.findings.finding import Finding
from govgen.rules.rule import Need, rule
from govgen.rules.text.claims import Claim, ClaimTarget, claims, kinds, outcomes, targets


def _differing(report: Report, code: str) -> Iterator[Finding]:
    """A finding for each claim of ``code`` that no reading of the tables bears out.

    Several that add up agree together.
    """
    for entry in kinds(code):
        stated = claims(report, entry)
        meant = targets(report, entry["accept"]) if stated else []
        if meant:
            counted = _add_up(stated, meant)
            right = [claim for claim in stated if any(claim.value == target.value for target in meant)]
            for claim in stated:
                together = counted and claim.number is not None
                if not together and not _borne_out(claim, meant) and not _is_part(claim, right):
                    yield _difference(report, code, claim, meant)


def _is_part(claim: Claim, right: list[Claim]) -> bool:
    """Whether a claim is about part of what another states rightly.

    Where the words do not say so, it is taken for one only beside a figure that somebody typed: one that was
    looked up in the tables proves nothing of those that were not.
    """
    whole = [
        item.value for item in right if claim.is_named_part or (claim.may_be_part and not item.is_looked_up)
    ]
    return claim.value < max(whole, default=Decimal(0))


def _borne_out(claim: Claim, meant: list[ClaimTarget]) -> bool:
    """Whether a claim is right; a figure that is only about right may lie a tenth below."""
    if claim.about:
        return any(claim.value <= target.value <= claim.value * 2 for target in meant)
    return any(claim.value == target.value for target in meant)


def _add_up(stated: list[Claim], meant: list[ClaimTarget]) -> bool:
    """Whether the figures stated make the sum of the cells together."""
    values = [claim.value for claim in stated if claim.number is not None]
    return len(values) > 1 and any(target.value == sum(values) for target in meant)


def _difference(report: Report, code: str, claim: Claim, meant: list[ClaimTarget]) -> Finding:
    words = claim.line.text[claim.start : claim.end]
    tables = " 或 ".join(dict.fromkeys(f"{target.value:f}" for target in meant))
    terms = tuple(dict.fromkeys(term for target in meant for term in target.terms(report.edition)))
    message = f"正文写“{words}”，表格里是 {tables}"
    return claim.line.found(code, message, claim.start, claim.end, related=terms)


@rule("C301", Need.CELLS)
def received(report: Report) -> Iterator[Finding]:
    """Applications received: those new this year, or these and those carried in."""
    return _differing(report, "C301")


@rule("C302", Need.CELLS)
def carried_in(report: Report) -> Iterator[Finding]:
    """Applications carried in from last year."""
    return _differing(report, "C302")


@rule("C303", Need.CELLS)
def carried_out(report: Report) -> Iterator[Finding]:
    """Applications carried out to next year."""
    return _differing(report, "C303")


@rule("C304", Need.CELLS)
def done(report: Report) -> Iterator[Finding]:
    """Applications dealt with."""
    return _differing(report, "C304")


@rule("C305", Need.CELLS)
def by_outcome(report: Report) -> Iterator[Finding]:
    """How applications ended; names joined in the text mean the sum of their rows."""
    for claim, names, each in outcomes(report):
        accept = [[name] for name in names] if each else [names]
        meant = targets(report, accept)
        if meant and not claim.about and any(target.value != claim.value for target in meant):
            yield _difference(report, "C305", claim, meant)


@rule("C306", Need.CELLS)
def reviews(report: Report) -> Iterator[Finding]:
    """Cases of administrative review."""
    return _differing(report, "C306")


@rule("C307", Need.CELLS)
def suits(report: Report) -> Iterator[Finding]:
    """Suits: brought directly, after review, or both."""
    return _differing(report, "C307")


@rule("C308", Need.CELLS)
def normative_documents(report: Report) -> Iterator[Finding]:
    """Normative documents issued, abolished and in force."""
    return _differing(report, "C308")


@rule("C309", Need.CELLS)
def decisions(report: Report) -> Iterator[Finding]:
    """Decisions on licences, penalties and coercive measures."""
    return _differing(report, "C309")


@rule("C310", Need.CELLS)
def fees(report: Report) -> Iterator[Finding]:
    """Administrative fees; the text may state them in yuan."""
    return _differing(report, "C310")
