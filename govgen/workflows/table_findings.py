"""The tables of a text or document in its report, and what of them differs from the format."""

from collections.abc import Iterator
from dataclasses import replace

from govgen.datafile.report import Report, change_message
from govgen.editions.edition import Edition
from govgen.findings.catalogue import finding
from govgen.findings.finding import Finding, Findings, Level, Span
from govgen.importers.formats.looks import SUSPECT
from govgen.importers.tables.result import BLANK, Alteration, Reading, row_place

_PROVEN = "按合计只能是 0，也应写 0"


def with_tables(report: Report, reading: Reading, text: str, found: Findings, *, exact: bool) -> Report:
    """``report`` with the cells of ``reading``; each deviation from the format is added to ``found``.

    Tables of another edition cannot be read by this one's labels: that is one finding, and no cells.
    ``exact`` says that an empty cell is one in the source too, and not what a page lost.
    """
    if not reading.tables:
        return report
    if reading.edition is not report.edition:
        found.add(_other_edition(report.edition, reading.edition, text))
        return report
    for item in reading.alterations:
        softened = Level.INFO if item.code == BLANK and not exact else None
        found.add(_altered(item, report.edition, softened))
    if exact:
        found.extend(_altered(item, report.edition, Level.INFO, _PROVEN) for item in _settled(reading))
    return replace(report, cells=reading.as_cells())


def _altered(item: Alteration, edition: Edition, level: Level | None, remark: str = "") -> Finding:
    message = change_message(item.code, item.where, item.expected, item.original.replace(SUSPECT, ""))
    return finding(
        item.code,
        f"{message}，{remark}" if remark else message,
        item.span,
        where=item.where,
        citation=f"{edition.basis.number}所附格式",
        level=level,
    )


def _settled(reading: Reading) -> Iterator[Alteration]:
    """The first empty cell of each row in which totals prove that all empty ones are 0."""
    reported = {item.where for item in reading.alterations if item.code == BLANK}
    for ref, cell in reading.cells.items():
        where = row_place(reading.edition.table_by_id[ref.table], ref)
        if cell.value is not None and not cell.doubt and not cell.original and where not in reported:
            reported.add(where)
            yield Alteration(BLANK, where, "", "", cell.span)


def _other_edition(edition: Edition, drawn: Edition, text: str) -> Finding:
    """The finding for tables of the wrong edition, at the first label that only that edition has."""
    ours, theirs = (
        {heading.node.label for table in of.tables for heading in table.walk()} for of in (edition, drawn)
    )
    places = [(text.find(label), label) for label in theirs - ours if label in text]
    at, label = min(places, default=(0, ""))
    line = text.count("\n", 0, at) + 1
    span = Span.point(line, at - text.rfind("\n", 0, at), max(1, len(label)))
    message = f"表格是 {drawn.first_year} 年版的，本年度应用{edition.basis.number}所附格式"
    return finding("L403", message, span, citation=edition.basis.number)
