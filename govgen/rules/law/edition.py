"""Family L, the edition: whether the fiscal year has a statutory format, and whether it was checked."""

from __future__ import annotations

from collections.abc import Iterator

from govgen.editions.loading import edition_for, editions
from govgen.findings.catalogue import finding
from govgen.findings.finding import START, Finding
from govgen.rules.rule import Rule, rule
from govgen.rules.subject import Subject


@rule("L401")
def before_the_first(subject: Subject) -> Iterator[Finding]:
    """Before the first edition there is no format to check against."""
    if edition_for(subject.identity.year) is None:
        first = editions()[0]
        yield finding(
            "L401",
            f"{subject.identity.year} 年度没有统一格式，"
            f"最早的是 {first.first_year} 年度（{first.basis.number}）",
            subject.places.get(("年度",), START),
        )


@rule("L402")
def not_checked(subject: Subject) -> Iterator[Finding]:
    """After the last year that was checked a newer notice may exist."""
    edition = subject.edition
    newest = editions()[-1] is edition
    if newest and subject.identity.year > edition.checked_to:
        yield finding(
            "L402",
            f"{subject.identity.year} 年度是否有新的格式，编写程序时尚未查到；现按{edition.basis.number}审核",
            subject.places.get(("年度",), START),
        )


RULES: tuple[Rule, ...] = (before_the_first, not_checked)
