"""Family L, the edition: whether the fiscal year has a statutory format, and whether it was checked."""

from collections.abc import Iterator

from govgen.datafile.report import Report
from govgen.editions.loading import edition_for, editions
from govgen.findings.catalogue import finding
from govgen.findings.finding import START, Finding
from govgen.rules.rule import rule


@rule("L401")
def before_the_first(report: Report) -> Iterator[Finding]:
    """Before the first edition there is no format to check against."""
    if edition_for(report.who.year) is None:
        first = editions()[0]
        yield finding(
            "L401",
            f"{report.who.year} 年度没有统一格式，最早的是 {first.first_year} 年度（{first.basis.number}）",
            report.head.places.get(("年度",), START),
        )


@rule("L402")
def not_checked(report: Report) -> Iterator[Finding]:
    """After the last year that was checked a newer notice may exist."""
    edition = report.edition
    newest = editions()[-1] is edition
    if newest and report.who.year > edition.checked_to:
        yield finding(
            "L402",
            f"{report.who.year} 年度是否有新的格式，编写程序时尚未查到；现按{edition.basis.number}审核",
            report.head.places.get(("年度",), START),
        )
