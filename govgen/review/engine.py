"""A review: every rule of every family asked once."""

from __future__ import annotations

from collections.abc import Iterator

from govgen.diagnostics import Finding, Findings
from govgen.review import (
    balances,
    consistency,
    edition_rules,
    last_year,
    law,
    narrative,
    privacy,
    wording,
)
from govgen.review.rules import Rule
from govgen.review.subject import Subject

FIGURES: tuple[Rule, ...] = balances.RULES
"""The rules that need no identity: they judge a report whose body or year is still unreadable."""

RULES: tuple[Rule, ...] = (
    *FIGURES,
    *edition_rules.RULES,
    *last_year.RULES,
    *consistency.RULES,
    *law.RULES,
    *narrative.RULES,
    *wording.RULES,
    *privacy.RULES,
)
"""Every rule there is."""


def review(subject: Subject, rules: tuple[Rule, ...] = RULES) -> Findings:
    """What ``rules`` find in ``subject``; a rule that lacks what it needs is not asked."""
    found = Findings()
    found.extend(_ask(subject, rules))
    return found


def _ask(subject: Subject, rules: tuple[Rule, ...]) -> Iterator[Finding]:
    for rule in rules:
        if rule.applies(subject):
            yield from rule.check(subject)
