"""A review: every rule asked once, and what a person has accepted taken out."""

from __future__ import annotations

from collections.abc import Iterator

from govgen.diagnostics import Finding, Findings
from govgen.review import balances, edition_rules, last_year
from govgen.review.rules import Rule
from govgen.review.subject import Subject

FIGURES: tuple[Rule, ...] = balances.RULES
"""The rules that need no identity: they judge a report whose body or year is still unreadable."""

RULES: tuple[Rule, ...] = (*FIGURES, *edition_rules.RULES, *last_year.RULES)


def review(subject: Subject, rules: tuple[Rule, ...] = RULES) -> Findings:
    """What ``rules`` find in ``subject``; a rule that lacks what it needs is not asked."""
    found = Findings()
    found.extend(_ask(subject, rules))
    return found


def _ask(subject: Subject, rules: tuple[Rule, ...]) -> Iterator[Finding]:
    for rule in rules:
        if rule.applies(subject):
            yield from rule.check(subject)
