"""``govgen check`` of a finished report (Word, PDF, web page): read by the importer, then reviewed."""

from dataclasses import dataclass, replace
from pathlib import Path

from govgen.datafile.county import County
from govgen.datafile.identity import Kind, kind_of
from govgen.datafile.report import Report
from govgen.editions.loading import edition_for
from govgen.findings.catalogue import without_data_file
from govgen.findings.display import clip
from govgen.findings.finding import Findings, Span
from govgen.importers.bare_text import UnfitNameError, report_of
from govgen.importers.convert import convert
from govgen.importers.formats.looks import SUSPECT
from govgen.importers.page import Page, RefusedError
from govgen.importers.tables.figures import is_figure
from govgen.rules.engine import review
from govgen.workflows.last_year import last_report
from govgen.workflows.report_task import task_of
from govgen.workflows.table_findings import with_tables

_BLANKS = "T653"
"""Blanks within a sentence; in a PDF they come from how the line was set."""
_LABEL = 16
"""Characters of a row's label that distinguish it from the rows around it."""


@dataclass(frozen=True, slots=True)
class ExaminedDocument:
    """A document after review: its page, the report seen in it, and all findings with their places.

    ``raw`` is the file as read; ``notes`` say what of it was read otherwise than it is shown.
    """

    raw: bytes
    page: Page
    report: Report
    findings: Findings
    notes: tuple[str, ...]

    @property
    def lines(self) -> list[str]:
        """The lines that the spans of the findings count."""
        return self.page.text.split("\n")


def examine_document(
    raw: bytes,
    path: Path,
    *,
    body: str | None = None,
    kind: Kind | None = None,
    year: int | None = None,
    last: Path | None = None,
    county: County | None = None,
) -> ExaminedDocument:
    """Review a document that has no data file; who reports for which year is read from it where it is None.

    Raises:
        RefusedError: it cannot be read, or nothing says whose report it is or for which year.
    """
    imported = convert(raw, path.name, year=year)
    if imported.is_form:
        raise RefusedError("这是填报表，不是报告；请用 govgen import 转成数据文件")
    # The mark of odd digits is for the importer; a blank keeps the columns.
    page = replace(imported.page, text=imported.page.text.replace(SUSPECT, " "))
    report = _report(page, body or imported.words.body, kind, imported.words.year)
    found = Findings()
    # Of a data file's content, only the year decides which file is last year's.
    task = task_of(path, last, raw=str(report.head.year).encode())
    before, _ = last_report(task, report.head, found)
    report = replace(report, name=path.as_posix(), county=county or County(), last=before)
    report = with_tables(report, imported.reading, page.text, found, exact=not page.may_lack)
    found.extend(item for item in review(report) if not (page.may_lack and item.code == _BLANKS))
    lines = page.text.split("\n")
    names = _names_of_lines(page, lines, report)
    placed = Findings()
    for item in map(without_data_file, found):
        related = (
            other if other.file else other._replace(place=_place(page, lines, names, other.span))
            for other in item.related
        )
        placed.add(item._replace(place=_place(page, lines, names, item.span), related=tuple(related)))
    notes = tuple(
        (f"{names[note.line - 1]}：" if 0 < note.line <= len(names) else "") + str(replace(note, line=0))
        for note in page.notes
    )
    return ExaminedDocument(raw, page, report, placed.in_file(report.name).capped(), notes)


def _report(page: Page, body: str, kind: Kind | None, year: int | None) -> Report:
    """The report that the words of ``page`` make, still without cells."""
    if not body:
        raise RefusedError("看不出是哪个机关的报告，请加 --body 写明机关全称")
    if year is None:
        raise RefusedError("看不出是哪一年度的报告，请加 --year 写明年度")
    if edition_for(year) is None:
        raise RefusedError(f"{year} 年度还没有统一格式，不能审核")
    kind = kind or kind_of(body)
    if kind is None:
        raise RefusedError(f"从“{body}”看不出是哪一类机关，请加 --kind 写明")
    try:
        return report_of(page.text, body=body, kind=kind, year=year)
    except UnfitNameError as why:
        raise RefusedError(f"“{body}”不能用作机关名称，请加 --body 写明机关全称") from why


def _names_of_lines(page: Page, lines: list[str], report: Report) -> list[str]:
    """The name of each line of a document without line numbers: by heading, paragraph or table row."""
    names = []
    headings = {each.span.line: each.heading for each in report.passages.values() if each.heading}
    section, paragraph, row = "开头", 0, 0
    for number, line in enumerate(lines, start=1):
        if number in headings:
            section, paragraph, row = f"“{headings[number].strip()}”", 0, 0
            names.append(f"{section}这一标题")
        elif number in page.drawn:
            row += 1
            names.append(f"{section}表格第 {row} 行{_label(line)}")
        else:
            paragraph += bool(line.strip())
            names.append(f"{section}第 {paragraph} 段")
    return names


def _place(page: Page, lines: list[str], names: list[str], span: Span) -> str:
    """The place where ``span`` begins: in a table, the cell of its row."""
    if span.line not in page.drawn:
        return names[span.line - 1]
    cell = lines[span.line - 1].count("\t", 0, span.column - 1)
    return f"{names[span.line - 1]}第 {cell + 1} 格"


def _label(line: str) -> str:
    """The last words before the figures of a row, in brackets; nothing where it begins with a figure."""
    words = ""
    for cell in line.split("\t"):
        if is_figure(cell):
            break
        words = cell or words
    return f"（{clip(words, _LABEL)}）" if words else ""
