"""From a data file to a report: identity, passages and cells, always as complete as the file allows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from govgen.datafile import keys
from govgen.datafile.cell import Cell, Figures, State
from govgen.datafile.chart import KEY, ChartPlan, read_chart
from govgen.datafile.county import County
from govgen.datafile.doubts import take_doubts
from govgen.datafile.identity import Identity
from govgen.datafile.identity_reader import Head, read_head
from govgen.datafile.passages import Paragraph, Passage
from govgen.datafile.prose import read_passage
from govgen.datafile.references import ReferenceResolver
from govgen.datafile.tables import Cells, read_table
from govgen.datafile.values import PLACEHOLDER
from govgen.datafile.yaml_reader.source import Source
from govgen.datafile.yaml_reader.tree import Entry, Mapping
from govgen.editions.edition import Edition
from govgen.editions.labels import fold
from govgen.editions.loading import edition_for, editions, with_part
from govgen.editions.succession import current, current_section
from govgen.editions.table import CellRef
from govgen.findings.catalogue import entry as entry_of
from govgen.findings.catalogue import finding
from govgen.findings.finding import START, Finding, Findings, Span

INTRODUCTION = "introduction"
"""The id of the passage before the first section."""

_OPEN = {"D107", "D108"}
"""A cell that nobody filled in; where 待核 names it, that says so."""


def _is_open(text: str) -> bool:
    return not text or PLACEHOLDER in text


class SumTerm(NamedTuple):
    """A body's report in a county's sum. ``report`` is None where its file cannot be read.

    ``file`` and ``span`` are its path and its place in the county's file; ``changed`` says that the file is
    not the one that was added.
    """

    body: str
    file: str
    span: Span
    report: Report | None
    changed: bool


@dataclass(slots=True, eq=False)
class Report:
    """A year's report as data: a data file as read, or a bare text such as a published page.

    ``identity`` and ``year`` may be missing where the file does not give them; ``edition`` is then the one
    whose words the file uses. ``passages`` are by section id, with title, introduction and signature where
    there are such; ``cells`` is empty where there are no tables. ``chart`` is the chart that the file asks
    for; None where it asks for none. ``gravest`` is the gravest fault of last year's file. ``whole`` says
    that the text was read to its end, so that absence is a fault; ``bare`` that it is a text
    without data, whose form is as some page gave it. ``terms`` are the bodies' reports that a county added
    up.
    """

    name: str
    edition: Edition
    head: Head
    cells: Cells = field(default_factory=dict)
    passages: dict[str, Passage] = field(default_factory=dict)
    findings: Findings = field(default_factory=Findings)
    last: Report | None = None
    gravest: Finding | None = None
    chart: ChartPlan | None = None
    whole: bool = True
    bare: bool = False
    county: County = field(default_factory=County)
    terms: tuple[SumTerm, ...] = ()

    @property
    def who(self) -> Identity:
        """The identity, for rules: those that need it are skipped on a report without one."""
        return self.identity or Identity(year=self.edition.first_year)

    @property
    def paragraphs(self) -> Iterator[tuple[Passage, Paragraph]]:
        """Every paragraph with its passage, in order."""
        for passage in self.passages.values():
            for paragraph in passage.paragraphs:
                yield passage, paragraph

    def ref(self, table: str, row: str, column: str) -> CellRef:
        """The address in this edition of a cell that a rule names by the ids of an earlier one."""
        row = current(self.edition, table, "rows", row)
        return CellRef(table, row, current(self.edition, table, "columns", column))

    def section(self, ident: str) -> str:
        """The id in this edition of a section that a rule names by that of an earlier one."""
        return current_section(self.edition, ident)

    def value(self, table: str, row: str, column: str) -> Decimal | None:
        """The value of a cell; None where it is unknown or there is no table."""
        cell = self.cells.get(self.ref(table, row, column))
        return cell.known if cell else None

    @property
    def identity(self) -> Identity | None:
        """Who reports and for which year, where the file says both."""
        return self.head.identity

    @property
    def dated(self) -> bool:
        """Whether the year is certain, so that rules may judge by it."""
        return not self.head.year_in_doubt

    @property
    def figures(self) -> Figures:
        """The cells with the edition that names them."""
        return Figures(self.edition, self.cells, self.head.year or 0)

    @property
    def unfilled(self) -> bool:
        """Whether it is a form as it was given out: something is open in every table and every paragraph.

        Where there is no paragraph at all, there is no figure either.
        """
        state = State.UNKNOWN
        blank = {ref.table for ref, cell in self.cells.items() if cell.state is state and _is_open(cell.text)}
        words = {section.id for section in self.edition.sections if section.kind == "text"}
        texts = [paragraph.text for passage, paragraph in self.paragraphs if passage.id in words]
        nothing = all(map(_is_open, texts)) if texts else not any(cell.known for cell in self.cells.values())
        return self.whole and nothing and blank == self.edition.table_by_id.keys()

    @property
    def is_sum(self) -> bool:
        """Whether a county added this report up from its bodies' files."""
        return bool(self.head.facts.sources or self.head.facts.not_summed)

    @property
    def title(self) -> str:
        """The report's title; it also names its files. Empty where body or year is missing."""
        if self.identity is None:
            return ""
        return self.edition.title.format(body=self.identity.body, year=self.identity.year)

    @property
    def counted(self) -> Counter[State]:
        """How many cells, totals not counted, have each state."""
        return Counter(cell.state for cell in self.cells.values() if not cell.computed)


def build_report(
    source: Source,
    name: str,
    head: Head | None = None,
    last: Report | None = None,
    *,
    unusable: str = "",
    county: County | None = None,
) -> Report:
    """The report that ``source`` holds; what is wrong with the file is in its findings.

    ``head`` is what the top of the file says, where that was read before; ``last`` is last year's report, and
    ``unusable`` says why there is none where its file was found. ``county`` may add a part to those of the
    edition.
    """
    head, county = head or read_head(source), county or County()
    year = 0 if head.year_in_doubt else head.year
    known = edition_for(year) if year else keys.closest_edition(source.root)
    edition = known or editions()[0]
    if part := county.profile.extra_part:
        edition = with_part(edition.edition, part)
    report = Report(name, edition, head, last=last, whole=source.complete, county=county)
    report.findings.extend((*source.findings, *head.findings))
    _Builder(source.root, report, unusable).build()
    return report


class _Builder:
    """Fills a report with the tables, the chart and the prose of a file."""

    def __init__(self, root: Mapping, report: Report, unusable: str) -> None:
        self.root, self.report = root, report
        self.edition, self.found = report.edition, report.findings
        self.entries = keys.entries_by_key(root)
        self.top = next((entry.span for entry in root), START)
        last = report.last.figures if report.last else None
        self.lookup = ReferenceResolver(report.head, report.figures, last, unusable, self.found)
        self.cut: Entry | None = None
        """The entry that may lack its end because reading stopped in it."""

    def build(self) -> None:
        report, found = self.report, self.found
        placed, strays = self._sorted()
        if not report.whole:
            # A stray key may be what cut short the entry before it.
            backwards = reversed(self.entries.values())
            self.cut = next((entry for entry in backwards if entry.key not in strays), None)
        report.cells |= {ref: Cell(State.UNKNOWN, None, self.top) for ref in self.edition.refs}
        of_tables = Findings()
        for section in self.edition.sections:
            if section.kind == "table" and (entry := placed.get(section.id)):
                table, cut = self.edition.table_of(section), entry is self.cut
                report.cells |= read_table(table, self.edition, entry, of_tables, cut=cut, strays=strays)
        self._missing(placed)
        doubtful = take_doubts(report.head.facts.doubts, self.edition, report.cells, found)
        found.extend(item for item in of_tables if item.code not in _OPEN or item.span not in doubtful)
        self._changes()
        has_last = report.last is not None or report.head.year is None or not report.dated
        report.chart = self.lookup.chart = read_chart(self.entries.get(fold(KEY)), found, has_last=has_last)
        prose = {INTRODUCTION: self.entries.get(fold("引言"))}
        prose |= {part.id: placed.get(part.id) for part in self.edition.sections if part.kind == "text"}
        for ident, entry in prose.items():
            cut = entry is self.cut
            if entry and (passage := read_passage(ident, entry, self.lookup.text, found, cut=cut)):
                report.passages[ident] = passage
                for paragraph in passage.paragraphs:
                    self.lookup.report_bare(paragraph.body)

    def _sorted(self) -> tuple[dict[str, Entry], list[str]]:
        """The entries of the sections by their ids, and the keys that should not be outside one."""
        sections = {fold(section.key): section for section in self.edition.sections}
        sections |= {fold(section.heading): section for section in self.edition.sections}
        placed: dict[str, Entry] = {}
        strays: list[str] = []
        for word, entry in self.entries.items():
            if word in sections:
                first = placed.setdefault(sections[word].id, entry)
                if first is not entry:
                    self.found.add(keys.twice(first, entry))
            elif word not in {fold(key) for key in keys.TOP}:
                strays.append(entry.key)
                self._unknown(entry)
        return placed, strays

    def _unknown(self, entry: Entry) -> None:
        names = [*keys.TOP, *(section.key for section in self.edition.sections)]
        message = f"没有“{entry.key}”这个键{keys.meant(entry.key, names)}"
        if now := keys.renamed(fold(entry.key), self.edition):
            message = f"“{entry.key}”在{self.edition.basis.number}所附格式里写作“{now.key}”"
        elif keys.vocabulary(self.edition).parents(entry.key):
            message = f"“{entry.key}”不应写在最外层，请检查缩进"
        self.found.add(finding("D101", message, entry.span))

    def _missing(self, placed: dict[str, Entry]) -> None:
        """Report what is not there; where reading stopped before the end, absence says nothing."""
        if not self.report.whole:
            return
        there = {*self.entries, *keys.meant_by_others(self.root, self.edition)}
        there |= {fold(now.key) for word in self.entries if (now := keys.renamed(word, self.edition))}
        for key in ("机关", "年度"):
            if fold(key) not in there:
                self.found.add(finding("D102", f"缺少“{key}”", self.top))
        if self.report.identity and fold("发布日期") not in there:
            self.found.add(finding("D122", "没有写发布日期，报告末尾不印成文日期", self.top))
        for section in self.edition.sections:
            if section.id not in placed and fold(section.key) not in there:
                code, kind = ("D103", "表") if section.kind == "table" else ("D104", "")
                message = f"缺少“{section.key}”{kind}"
                self.found.add(finding(code, message, self.top, where=section.key, citation=section.citation))

    def _changes(self) -> None:
        """Each entry of 原表改动 says how an imported report's tables differed from the format."""
        citation = f"{self.edition.basis.number}所附格式"
        for item in self.report.head.facts.changes:
            if item.code not in keys.CHANGE_CODES:
                known = "、".join(keys.CHANGE_CODES)
                self.found.add(finding("D106", f"“规则”只能是 {known} 之一", item.span))
                continue
            message = change_message(item.code, item.where, item.expected, item.original)
            self.found.add(finding(item.code, message, item.span, where=item.where, citation=citation))


def change_message(code: str, where: str, wanted: str, found: str) -> str:
    """What to say of a deviation from the format: its code's title, the place, and both wordings."""
    words = "，".join(f"{name}“{word}”" for name, word in (("应为", wanted), ("原文是", found)) if word)
    return f"{entry_of(code).title}：{where}" + (f"（{words}）" if words else "")
