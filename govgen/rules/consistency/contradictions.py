"""Sentences that contradict themselves: changes in the wrong direction, averages out of range (C331).

Those that a pattern tells alone are among the listed phrases.
"""

from collections.abc import Iterator
from decimal import Decimal

from govgen.datafile.report import Report
from govgen.findings.finding import Finding
from govgen.rules.lexicon import pattern_of
from govgen.rules.rule import rule
from govgen.rules.text.lines import matches


@rule("C331")
def wrong_directions(report: Report) -> Iterator[Finding]:
    """A rise to less, or a fall to more."""
    for key in ("turned", "trend"):
        for line, match in matches(report, pattern_of("contradictions", key)):
            one, other = Decimal(match["a"]), Decimal(match["b"])
            if one != other and (other > one) is not bool(match["up"]):
                message = f"“{match[0]}”：数是{'升' if other > one else '降'}的"
                yield line.found("C331", message, *match.span())


@rule("C331")
def values_out_of_range(report: Report) -> Iterator[Finding]:
    """An average below the least of its values or above the greatest, and a second one above the first."""
    for line, match in matches(report, pattern_of("contradictions", "extremes")):
        mean, least, most = (Decimal(match[name]) for name in ("mean", "least", "most"))
        if not least <= mean <= most:
            message = f"平均 {match['mean']} 不在 {match['least']} 和 {match['most']} 之间"
            yield line.found("C331", message, *match.span())
    for line, match in matches(report, pattern_of("contradictions", "ranks")):
        if Decimal(match["next"]) > Decimal(match["first"]):
            message = f"“{match[0]}”：后一个 {match['next']} 比 {match['first']} 多"
            yield line.found("C331", message, *match.span())
