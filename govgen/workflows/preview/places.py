"""From a finding to its place in the rendered report, as a selector that any page of ours answers to."""

from collections.abc import Iterator

from govgen.datafile.report import INTRODUCTION, Report
from govgen.editions.layout import grid
from govgen.editions.table import CellRef
from govgen.findings.finding import Finding, Span

_TOP = "main > h1"


class Places:
    """The places of one report: its cells and paragraphs by where they stand in the file."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._cells = dict(_cells(report))
        self._by_span = {
            (cell.span.line, cell.span.column): self._cells[ref]
            for ref, cell in report.cells.items()
            if not cell.computed and ref in self._cells
        }
        self._by_line = dict(_paragraphs(report))
        self._by_name = {report.edition.name_of(ref): place for ref, place in self._cells.items()}

    def element(self, finding: Finding) -> str:
        """The selector of what ``finding`` speaks of; empty where the report shows nothing of it."""
        return (
            self._by_name.get(finding.where)
            or self.at(finding.span)
            or self._section(finding.where)
            or self._fact(finding.span)
        )

    def at(self, span: Span) -> str:
        """The selector of the cell or paragraph at a place in the file; empty where there is none."""
        return self._by_span.get((span.line, span.column)) or self._by_line.get(span.line, "")

    def _section(self, where: str) -> str:
        key = where.partition(".")[0]
        return next((f"#{item.id}" for item in self._report.edition.sections if item.key == key), "")

    def _fact(self, span: Span) -> str:
        """Facts about the body are shown at the head of the report, the date at its foot."""
        for path, place in self._report.head.places.items():
            if place.line == span.line:
                return "main > footer" if path == ("发布日期",) else _TOP
        return ""


def _cells(report: Report) -> Iterator[tuple[CellRef, str]]:
    """Each cell with its selector: what it belongs to tells it from every other cell of the page."""
    for table in report.edition.tables:
        for row in grid(table):
            for tag in row.tags:
                if tag.ref is not None:
                    yield tag.ref, f'#{table.id}-table td[headers="{" ".join(tag.headers)}"]'


def _paragraphs(report: Report) -> Iterator[tuple[int, str]]:
    """The line of each paragraph in the file with its selector: the nth element after a section's heading."""
    for passage in report.passages.values():
        first = 1 if passage.id == INTRODUCTION else 2
        section = "section.introduction" if passage.id == INTRODUCTION else f"#{passage.id}"
        for number, paragraph in enumerate(passage.paragraphs, start=first):
            line = paragraph.body.span(0, len(paragraph.text)).line
            yield line, f"{section} > :nth-child({number})"
