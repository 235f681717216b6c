"""What a county publishes: reports without errors, their charts, their cells as CSV, and the page."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import quote

from govgen.datafile.chart import Chart
from govgen.datafile.prose import printed
from govgen.datafile.report import Report
from govgen.editions.edition import Edition
from govgen.editions.table import Node, Table
from govgen.findings.finding import Level
from govgen.render.html.chart_view import both_widths
from govgen.render.html.templates import environment
from govgen.workflows.check import Examined
from govgen.workflows.county.progress import guarded

TEMPLATE = "county_public.html.j2"
CSV = "数据.csv"
INTERNAL = b'name="govgen-page" content="internal"'
"""What every internal page holds, so that no public folder is made around one."""

_YEARS = 3
"""Years side by side in a chart; more do not fit a phone."""


@dataclass(frozen=True, slots=True)
class PublicReport:
    """A report on the public page: its data and the names of its files below the page's folder."""

    report: Report
    files: tuple[Path, ...]

    @property
    def body(self) -> str:
        """Whose report it is."""
        return self.report.who.body

    @property
    def year(self) -> int:
        """The fiscal year."""
        return self.report.who.year


def may_be_published(examined: Examined) -> bool:
    """Whether a report has no error and says when it is published."""
    identity = examined.report.identity
    wrong = examined.findings.count(Level.ERROR)
    return not wrong and identity is not None and identity.published is not None


def internal_pages(folder: Path) -> list[Path]:
    """Internal pages within ``folder``, beside which nothing may be published."""
    return [page for page in sorted(folder.rglob("*.html")) if INTERNAL in page.read_bytes()]


def public_page(reports: Sequence[PublicReport], county: str) -> str:
    """The page as HTML: bodies by years, with links to the files, and charts of the latest years."""
    years = sorted({item.year for item in reports}, reverse=True)
    bodies = list(dict.fromkeys(item.body for item in reports))
    context = {
        "title": f"{county}政府信息公开工作年度报告",
        "csv": CSV,
        "count": len(reports),
        "years": years,
        "bodies": [
            {"name": body, "years": {item.year: _links(item) for item in reports if item.body == body}}
            for body in bodies
        ],
        "charts": [both_widths(chart) for chart in _charts(reports, sorted(years)[-_YEARS:])],
    }
    return environment(None, ()).get_template(TEMPLATE).render(context)


_NAMES = {".html": "网页", ".pdf": "PDF", ".docx": "Word"}


def _links(item: PublicReport) -> list[dict[str, str]]:
    return [{"href": quote(file.as_posix()), "name": _NAMES[file.suffix]} for file in item.files]


def _charts(reports: Sequence[PublicReport], years: Sequence[int]) -> Iterable[Chart]:
    """Applications by result and by body; a county's own sum is not added to its parts."""
    parts = [item for item in reports if not item.report.is_sum]
    latest = [item for item in parts if item.year == years[-1]] if years else []
    if not latest or not latest[0].report.edition.balances:
        return
    names = [f"{year}年" for year in years]
    by_year = {year: [item.report for item in parts if item.year == year] for year in years}
    results = _results(latest[0].report.edition)
    bars = {node.name: tuple(_total(by_year[year], table, node) for year in years) for table, node in results}
    yield Chart(f"{years[0]}—{years[-1]}年申请办理结果", "件", tuple(names), bars)
    bodies = dict.fromkeys(item.body for item in parts)
    table, came_in = _came_in(latest[0].report.edition)
    rows: dict[str, tuple[Decimal | None, ...]] = {}
    for body in bodies:
        own = {item.year: item.report for item in parts if item.body == body}
        values = (_total([own[year]], table, came_in) if year in own else None for year in years)
        rows[body] = tuple(values)
    yield Chart(f"{years[0]}—{years[-1]}年各机关新收申请", "件", tuple(names), rows)


def _came_in(edition: Edition) -> tuple[Table, Node]:
    """The row of what came in: the first term of the first balance."""
    balance = edition.balances[0]
    table = edition.table_by_id[balance.table]
    return table, table.row_nodes[balance.left[0].row]


def _results(edition: Edition) -> list[tuple[Table, Node]]:
    """The kinds of result: the siblings of the total that the first balance sets against what came in."""
    balance = edition.balances[0]
    table = edition.table_by_id[balance.table]
    total = balance.right[0].row
    group = next(node for node in table.row_nodes.values() if total in {child.id for child in node.children})
    return [(table, child) for child in group.children if not child.total]


def _total(reports: Iterable[Report], table: Table, row: Node) -> Decimal:
    """The figures of a row or group of rows, over all columns and reports."""
    leaves = {leaf.id for leaf in row.leaves}
    refs = [ref for ref in table.refs if ref.row in leaves and ref not in table.parts]
    return sum((report.value(*ref) or Decimal(0) for report in reports for ref in refs), Decimal(0))


def as_csv(reports: Iterable[PublicReport]) -> bytes:
    """Every cell of every report, a line each, for Excel: UTF-8 with a byte order mark, no formulas."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(("机关", "年度", "表", "项目", "数值"))
    for item in reports:
        edition = item.report.edition
        for ref in edition.refs:
            key, _, name = edition.name_of(ref).partition(".")
            value = item.report.value(*ref)
            words = (item.body, str(item.year), key, name, "" if value is None else printed(value))
            writer.writerow([guarded(word) if place < 4 else word for place, word in enumerate(words)])
    return out.getvalue().encode("utf-8-sig")


def review_page(context: Mapping[str, Any]) -> str:
    """The internal page as HTML."""
    return environment(None, ()).get_template("county_review.html.j2").render(context)
