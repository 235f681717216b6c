"""Family L, the edition: whether the fiscal year has a statutory format, and whether it was checked."""

from collections.abc import Iterator

from govgen.datafile.report import Report
from govgen.editions.loading import edition_for, editions
from govgen.findings.catalogue import finding
from govgen.findings.finding import START, Finding
from govgen.rules.rule import rule


@rule("L401")
def unchecked_year(report: Report) -> Iterator[Finding]:
    """A year before the first edition (L401), or after the last one checked for a newer format (L402)."""
    year, edition, span = report.who.year, report.edition, report.head.places.get(("年度",), START)
    if edition_for(year) is None:
        first = editions()[0]
        message = f"{year} 年度没有统一格式，最早的是 {first.first_year} 年度（{first.basis.number}）"
        yield finding("L401", message, span)
    if editions()[-1] is edition and year > edition.checked_to:
        message = f"{year} 年度是否有新的格式，编写程序时尚未查到；现按{edition.basis.number}审核"
        yield finding("L402", message, span)
