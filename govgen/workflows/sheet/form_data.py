"""What a data file says as a form shows it: facts and paragraphs as typed, figures as read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from govgen.datafile.county import County
from govgen.datafile.prose import printed
from govgen.datafile.report import Report, build_report
from govgen.datafile.values import PLACEHOLDER
from govgen.datafile.yaml_reader.source import Source
from govgen.datafile.yaml_reader.tree import Entry, Mapping, Scalar
from govgen.editions.edition import Edition
from govgen.editions.labels import fold
from govgen.editions.table import CellRef
from govgen.importers.form.outline import fact_paths, prose_keys
from govgen.workflows.filling_notes import key_notes
from govgen.workflows.report_task import source_of


@dataclass(frozen=True, slots=True)
class FormData:
    """The values of a form: facts by key path, paragraphs by passage, figures by cell.

    A fact that is not filled in is left out; a figure that is not is None. Totals have no figures of their
    own.
    """

    facts: dict[tuple[str, ...], str]
    prose: dict[str, tuple[str, ...]]
    figures: dict[CellRef, Decimal | None]


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A data file with its report and its values."""

    raw: bytes
    source: Source
    report: Report
    data: FormData

    @classmethod
    def of(cls, raw: bytes, name: str, county: County | None = None) -> ReadFile:
        """Read a data file; ``county`` may add a part to those of the edition."""
        source = source_of(raw)
        report = build_report(source, name, county=county)
        return cls(raw, source, report, data_of(source, report))


def data_of(source: Source, report: Report) -> FormData:
    """The values of a file that was read as ``report``."""
    facts = {path: scalar.text for path in fact_paths() if (scalar := scalar_at(source.root, path))}
    return FormData(
        {path: text for path, text in facts.items() if text.strip() and PLACEHOLDER not in text},
        {ident: tuple(line for _, line in lines) for ident, lines in _prose(source, report.edition)},
        {ref: report.value(*ref) for ref in report.edition.leaf_refs},
    )


def shown_facts(data: FormData, year: int) -> list[tuple[str, ...]]:
    """The facts that a form of a year asks for: those given, and those that had a meaning by then."""
    notes = key_notes()
    return [path for path in fact_paths() if path in data.facts or notes[path[0]].first_year <= year]


def cell_text(report: Report, ref: CellRef) -> str:
    """What a form shows in a cell: as typed, or the 0 left out, or nothing where it is to be filled in."""
    cell = report.cells[ref]
    if cell.text and PLACEHOLDER not in cell.text:
        return cell.text
    value = report.value(*ref)
    return "" if value is None else printed(value)


def entry_at(root: Mapping, *keys: str) -> Entry | None:
    """The entry that one of ``keys`` names, compared as keys are."""
    words = set(map(fold, keys))
    return next((entry for entry in root if fold(entry.key) in words), None)


def fact_entry(root: Mapping, path: tuple[str, ...]) -> Entry | None:
    """The entry at the end of a key path; None where there is none."""
    entry = entry_at(root, path[0])
    for key in path[1:]:
        entry = entry_at(entry.value, key) if entry and isinstance(entry.value, Mapping) else None
    return entry


def scalar_at(root: Mapping, path: tuple[str, ...]) -> Scalar | None:
    """The scalar at the end of a key path; None where there is none."""
    entry = fact_entry(root, path)
    return entry.value if entry and isinstance(entry.value, Scalar) and not entry.value.is_blank else None


def prose_entry(root: Mapping, edition: Edition, ident: str) -> Entry | None:
    """The entry with the prose of a passage, under its key or its heading."""
    section = edition.section_by_id.get(ident)
    return entry_at(root, prose_keys(edition)[ident], *([section.heading] if section else []))


def typed_lines(entry: Entry) -> list[tuple[int, str]]:
    """The paragraphs of a passage as typed, references included, each with its line in the file."""
    lines = entry.value.lines if isinstance(entry.value, Scalar) else ()
    bodies = [line.stripped() for line in lines]
    return [(body.span(0, 1).line, body.text) for body in bodies if body.text]


def _prose(source: Source, edition: Edition) -> Iterator[tuple[str, list[tuple[int, str]]]]:
    for ident in prose_keys(edition):
        entry = prose_entry(source.root, edition, ident)
        if entry and (lines := typed_lines(entry)):
            yield ident, lines
