"""What a county publishes: reports without errors, their charts, their cells as CSV, and the page."""

import csv
import io
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from urllib.parse import quote

from govgen.datafile.chart import Chart
from govgen.datafile.prose import printed
from govgen.editions.edition import Edition
from govgen.editions.loading import edition_named, editions
from govgen.editions.node import Node
from govgen.editions.succession import counterpart
from govgen.editions.table import CellRef, Table, leaves_of
from govgen.render.html.chart_view import both_widths
from govgen.render.html.templates import environment
from govgen.workflows.county.progress import guarded
from govgen.workflows.county.received import Received
from govgen.workflows.county.sums import with_totals

CSV = "数据.csv"
_COLUMNS = ("机关", "年度", "表", "项目", "数值")
INTERNAL = b'name="govgen-page" content="internal"'
"""A tag in every internal page; a folder that has such a page is not published."""

_YEARS = 3
"""Years side by side in a chart; more do not fit a phone."""


@dataclass(frozen=True, slots=True)
class PublicReport:
    """A report on the public page: its figures and the names of its files below the page's folder.

    ``body`` is the body as the county's list names it, by which the years of a renamed body are one row.
    """

    item: Received
    body: str
    files: tuple[Path, ...]

    @property
    def year(self) -> int:
        """The fiscal year."""
        return self.item.year or 0

    @property
    def edition(self) -> Edition:
        """The edition by which it is written."""
        return edition_named(self.item.edition)

    @property
    def values(self) -> dict[CellRef, Decimal]:
        """The value of every cell; a report without errors has no unknown one."""
        figures = (value or Decimal(0) for value in self.item.values)
        return with_totals(self.edition, dict(zip(self.edition.leaf_refs, figures, strict=True)))

    def total(self, edition: Edition, table: Table, row: Node) -> Decimal:
        """The figures of a row or group of rows over all columns, whichever edition it is by."""
        leaves = {(table.id, leaf.id) for leaf in leaves_of((row,))}
        figures = zip(self.edition.leaf_refs, self.item.values, strict=True)
        places = ((counterpart(ref, self.edition, edition), value) for ref, value in figures)
        known = (value for place, value in places if value and place and place[:2] in leaves)
        return sum(known, Decimal(0))


def internal_pages(folder: Path) -> list[Path]:
    """Internal pages below ``folder``; where there is one, nothing may be published."""
    return [page for page in sorted(folder.rglob("*.html")) if INTERNAL in page.read_bytes()]


def public_pages(folder: Path) -> list[Path]:
    """The lists of figures of public pages in ``folder``, above and below it: nothing internal goes there."""
    places = [folder, *folder.absolute().parents, *(file.parent for file in sorted(folder.rglob(CSV)))]
    lists = (place / CSV for place in places)
    head = ",".join(_COLUMNS).encode()
    return [file for file in lists if file.is_file() and head in file.read_bytes()[: len(head) + 3]]


def leftovers(folder: Path, made: Collection[Path]) -> list[Path]:
    """Files of reports below ``folder`` that are not among those ``made`` now: what was published earlier.

    They are known by the title that every edition gives to reports and their files; others are not ours.
    """
    found = (file for file in sorted(folder.rglob("*")) if file.suffix in _NAMES)
    now = set(made)
    forms = [edition.title_form for edition in editions()]
    return [file for file in found if file not in now and any(form.match(file.stem) for form in forms)]


_NAMES = {".html": "网页", ".pdf": "PDF", ".docx": "Word"}


def public_page(reports: Sequence[PublicReport], county: str) -> str:
    """The page as HTML: bodies by years, with links to the files, and charts of the latest years."""
    years = sorted({item.year for item in reports}, reverse=True)
    newest = (item.edition for item in reports if item.year == years[0])
    name = next(newest, editions()[-1]).report_name
    bodies: dict[str, dict[int, list[dict[str, str]]]] = {}
    for item in reports:
        links = [{"href": quote(file.as_posix()), "name": _NAMES[file.suffix]} for file in item.files]
        bodies.setdefault(item.body, {}).setdefault(item.year, []).extend(links)
    context = {
        "title": f"{county}{name}",
        "name": name,
        "csv": CSV,
        "count": len(reports),
        "years": years,
        "bodies": [{"name": body, "years": links} for body, links in bodies.items()],
        "charts": [both_widths(chart) for chart in _charts(reports)],
    }
    return environment().get_template("county_public.html.j2").render(context)


def _charts(reports: Sequence[PublicReport]) -> Iterable[Chart]:
    """Applications by result and by body; a county's own sum is not added to its parts.

    Their balance says what they are: the siblings of the total that it is set against are the results. Years
    are compared over the bodies that have a report of each: one that is missing would look like a fall.
    """
    parts = [report for report in reports if not report.item.is_sum]
    by_year: dict[int, dict[str, list[PublicReport]]] = {}
    for each in sorted(parts, key=lambda report: report.year):
        by_year.setdefault(each.year, {}).setdefault(each.body, []).append(each)
    years = list(by_year)[-_YEARS:]
    edition = next((each.edition for each in parts if each.year == years[-1]), None)
    if edition is None or edition.intake is None:
        return
    balance, new = edition.intake
    table = edition.table_by_id[balance.table]
    nodes, total = table.nodes["rows"], balance.right[0].row

    def added(row: Node, year: int, bodies: Iterable[str]) -> Decimal:
        items = (each for body in bodies for each in by_year[year].get(body, ()))
        return sum((each.total(edition, table, row) for each in items), Decimal(0))

    tails = (years[at:] for at in range(len(years)))
    pairs = ((tail, set.intersection(*(set(by_year[year]) for year in tail))) for tail in tails)
    compared, whole = next(pair for pair in pairs if pair[1])
    only = (
        f"（各年都有报告的 {len(whole)} 个机关）"
        if any(by_year[it].keys() > whole for it in compared)
        else ""
    )
    groups = (node.children for node in nodes.values() if total in {child.id for child in node.children})
    results = {
        node.name: tuple(added(node, year, whole) for year in compared)
        for node in next(groups, ())
        if not node.total
    }
    came_in = {
        body: tuple(added(nodes[new], year, [body]) if body in by_year[year] else None for year in years)
        for body in dict.fromkeys(each.body for each in parts)
    }
    for title, of, shown in ((f"申请办理结果{only}", compared, results), ("各机关新收申请", years, came_in)):
        if shown:
            span = "—".join(map(str, dict.fromkeys((of[0], of[-1]))))
            series = tuple(f"{year}年" for year in of)
            yield Chart(f"{span}年{title}", "件", series, shown, unknown="无")


def as_csv(reports: Iterable[PublicReport]) -> bytes:
    """Every cell of every report, a line each, for Excel: UTF-8 with a byte order mark, no formulas."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(_COLUMNS)
    for item in reports:
        edition, values = item.edition, item.values
        for ref in edition.refs:
            key, _, name = edition.name_of(ref).partition(".")
            words = (item.body, str(item.year), key, name, printed(values[ref]))
            writer.writerow([guarded(word) if place < 4 else word for place, word in enumerate(words)])
    return out.getvalue().encode("utf-8-sig")
