"""A review: every rule of every family asked once."""

from __future__ import annotations

from collections.abc import Iterator

from govgen.findings.finding import Finding, Findings
from govgen.rules import balances
from govgen.rules.consistency import tables as consistency
from govgen.rules.last_year import figures as last_year
from govgen.rules.last_year import narrative
from govgen.rules.law import edition as edition_rules
from govgen.rules.law import statute as law
from govgen.rules.privacy import personal_data as privacy
from govgen.rules.rule import Rule
from govgen.rules.subject import Subject
from govgen.rules.wording import family as wording

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
