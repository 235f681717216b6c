"""What a rule is: a function from a report to findings, with what it needs to be able to judge."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from govgen.datafile.report import Report
from govgen.findings.finding import Finding


class Need(StrEnum):
    """What a report must have for a rule to be asked."""

    CELLS = "cells"
    LAST = "last"
    WHOLE = "whole"


Check = Callable[[Report], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One code's check. It is skipped, not failed, on a report that lacks what it needs."""

    code: str
    check: Check
    needs: frozenset[Need]

    def applies(self, report: Report) -> bool:
        """Whether ``report`` has all that the rule needs."""
        has = {Need.CELLS: bool(report.cells), Need.LAST: report.last is not None, Need.WHOLE: report.whole}
        return all(has[need] for need in self.needs)


def rule(code: str, *needs: Need) -> Callable[[Check], Rule]:
    """Make a check into the rule of ``code``; rules/engine.py lists the modules whose rules are asked."""

    def make(check: Check) -> Rule:
        return Rule(code, check, frozenset(needs))

    return make
