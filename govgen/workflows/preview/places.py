"""From a finding to its place: an element of the rendered report, and a field of the form."""

import itertools
import re
from collections.abc import Iterator
from typing import NamedTuple

from govgen.datafile.identity import Facts
from govgen.datafile.report import INTRODUCTION, Report
from govgen.datafile.yaml_reader.tree import Mapping
from govgen.editions.layout import spots
from govgen.editions.table import CellRef
from govgen.findings.finding import Finding, Span
from govgen.workflows.sheet.form_data import cell_address, entries_of, fact_address, form_keys, prose_address

_TOP, _FOOT = "main > h1", "main > footer"
_PUBLISHED = fact_address((Facts.KEYS["published"],))


class PagePlace(NamedTuple):
    """A CSS selector in the rendered report, and the address of a form's field; each may be empty."""

    element: str = ""
    path: str = ""


class Places:
    """The places of one report: its cells and paragraphs by their positions in the file."""

    def __init__(self, report: Report, root: Mapping) -> None:
        """``root`` is the tree of the file."""
        edition, cells = report.edition, dict(_cells(report))
        entries = entries_of(root, form_keys(edition))
        self._facts = {path: entry and entry.span for path, entry in entries if path.startswith("fact/")}
        # Of the cells of a row that is left open, which have one place, the first.
        self._by_span = {
            (cell.span.line, cell.span.column): cells[ref]
            for ref, cell in reversed(report.cells.items())
            if not cell.computed and ref in cells
        }
        self._by_line = dict(_paragraphs(report))
        self._by_name = {edition.name_of(ref): place for ref, place in cells.items()}
        self._groups: dict[str, PagePlace] = {}
        for section in edition.sections:
            # Its prose, or its first cell.
            is_text = section.kind == "text"
            path = prose_address(section.id) if is_text else cell_address(edition.table_of(section).refs[0])
            self._groups[section.key] = PagePlace(f"#{section.id}", path)
        for name, place in self._by_name.items():
            for group in itertools.accumulate(name.split(".")[:-1], "{}.{}".format):
                self._groups.setdefault(group, place)

    def of(self, finding: Finding) -> PagePlace:
        """The place that ``finding`` is about; empty where the report does not show it."""
        return (
            self._by_name.get(finding.where)
            or self.at(finding.span)
            or self._groups.get(finding.where)
            or self._groups.get(finding.where.partition(".")[0])
            or self._fact(finding)
        )

    def at(self, span: Span) -> PagePlace | None:
        """The cell or paragraph at a place in the file."""
        return self._by_span.get((span.line, span.column)) or self._by_line.get(span.line)

    def _fact(self, finding: Finding) -> PagePlace:
        """A fact that the file lacks and the message names, or the one at the place."""
        lacking: list[str] = []
        before: list[tuple[Span, str]] = []
        for path, place in self._facts.items():
            if place is None and re.split("[/.]", path)[-1] in finding.message:
                lacking.append(path)
            elif place and place.line == finding.span.line and place.column <= finding.span.column:
                before.append((place, path))
        path = lacking[0] if lacking else max(before, default=(finding.span, ""))[1]
        return PagePlace(_FOOT if path == _PUBLISHED else _TOP, path) if path else PagePlace()


def _cells(report: Report) -> Iterator[tuple[CellRef, PagePlace]]:
    """Each cell with its selector; its headers are those of no other cell of the page."""
    for table in report.edition.tables:
        for _, _, tag in spots(table):
            if tag.ref is not None:
                selector = f'#{table.id}-table td[headers="{" ".join(tag.headers)}"]'
                yield tag.ref, PagePlace(selector, cell_address(tag.ref))


def _paragraphs(report: Report) -> Iterator[tuple[int, PagePlace]]:
    """The line of each paragraph in the file with its place: the nth element after a section's heading."""
    for passage in report.passages.values():
        first = 1 if passage.id == INTRODUCTION else 2
        section = "section.introduction" if passage.id == INTRODUCTION else f"#{passage.id}"
        for number, paragraph in enumerate(passage.paragraphs, start=first):
            line = paragraph.body.span(0, len(paragraph.text)).line
            yield line, PagePlace(f"{section} > :nth-child({number})", prose_address(passage.id))
