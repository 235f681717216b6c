"""Names the places of a document without line numbers: by heading, paragraph, table row and cell."""

from dataclasses import replace

from govgen.datafile.report import Report
from govgen.findings.display import clip
from govgen.findings.finding import Finding, Related, Span
from govgen.importers.page import Note, Page
from govgen.importers.tables.figures import is_figure

_LABEL = 16
"""Characters of a row's label that distinguish it from the rows around it."""


class DocumentPlaces:
    """The name of each line that was read from a document."""

    def __init__(self, page: Page, report: Report) -> None:
        self._lines = page.text.split("\n")
        self._drawn = page.drawn
        self._names: list[str] = []
        headings = {each.span.line: each.heading for each in report.passages.values() if each.heading}
        section, paragraph, row = "开头", 0, 0
        for number, line in enumerate(self._lines, start=1):
            if number in headings:
                section, paragraph, row = f"“{headings[number].strip()}”", 0, 0
                self._names.append(f"{section}这一标题")
            elif number in page.drawn:
                row += 1
                self._names.append(f"{section}表格第 {row} 行{_label(line)}")
            else:
                paragraph += bool(line.strip())
                self._names.append(f"{section}第 {paragraph} 段")

    def placed(self, finding: Finding) -> Finding:
        """``finding`` with the names of its place and of those related to it in the same document."""
        related = tuple(item if item.file else self._related(item) for item in finding.related)
        return finding._replace(place=self.name(finding.span), related=related)

    def _related(self, item: Related) -> Related:
        return item._replace(place=self.name(item.span))

    def worded(self, note: Note) -> str:
        """A note of the reader, with the name of its place."""
        if not 0 < note.line <= len(self._names):
            return str(replace(note, line=0))
        return f"{self._names[note.line - 1]}：{replace(note, line=0)}"

    def name(self, span: Span) -> str:
        """The place where ``span`` begins."""
        name = self._names[span.line - 1]
        cell = self.cell(span)
        return name if cell is None else f"{name}第 {cell + 1} 格"

    def cell(self, span: Span) -> int | None:
        """The cell of its table row, from 0, where ``span`` begins; None outside tables."""
        if span.line not in self._drawn:
            return None
        return self._lines[span.line - 1].count("\t", 0, span.column - 1)


def _label(line: str) -> str:
    """The last words before the figures of a row, in brackets; nothing where it begins with a figure."""
    words = ""
    for cell in line.split("\t"):
        if is_figure(cell):
            break
        words = cell or words
    return f"（{clip(words, _LABEL)}）" if words else ""
