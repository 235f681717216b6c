"""What a rule is: a function from a subject to findings, with what it needs to be able to judge."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from govgen.findings.finding import Finding
from govgen.rules.subject import Subject


class Need(StrEnum):
    """What a subject must bring for a rule to be asked at all."""

    CELLS = "cells"
    LAST = "last"
    WHOLE = "whole"


Check = Callable[[Subject], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One code's check. It is skipped, not failed, on a subject that lacks what it needs."""

    code: str
    check: Check
    needs: frozenset[Need]

    def applies(self, subject: Subject) -> bool:
        """Whether ``subject`` brings all that the rule needs."""
        return not (
            (Need.CELLS in self.needs and subject.cells is None)
            or (Need.LAST in self.needs and subject.last is None)
            or (Need.WHOLE in self.needs and not subject.whole)
        )


def rule(code: str, *needs: Need) -> Callable[[Check], Rule]:
    """Make a check into the rule of ``code``."""

    def make(check: Check) -> Rule:
        return Rule(code, check, frozenset(needs))

    return make
