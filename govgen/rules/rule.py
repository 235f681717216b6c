"""What a rule is: a function from a report to findings, with what it needs to be able to judge."""

from collections.abc import Callable, Iterator
from typing import Literal, NamedTuple

from govgen.datafile.report import Report
from govgen.findings.finding import Finding

Check = Callable[[Report], Iterator[Finding]]
Need = Literal["cells", "dated", "last", "whole"]
"""What a report must have for a rule to be asked, by the name of its field or property."""


class Rule(NamedTuple):
    """One code's check. It is skipped, not failed, on a report that lacks what it needs."""

    code: str
    check: Check
    needs: tuple[Need, ...]


def rule(code: str, *needs: Need) -> Callable[[Check], Rule]:
    """Make a check into the rule of ``code``, which rules/engine.py finds in its module."""
    return lambda check: Rule(code, check, needs)
