"""What a data file says as a form shows it: facts and paragraphs as typed, figures as read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from govgen.datafile.county import County
from govgen.datafile.prose import printed
from govgen.datafile.report import Report, build_report
from govgen.datafile.values import PLACEHOLDER
from govgen.datafile.yaml_reader.source import Source
from govgen.datafile.yaml_reader.tree import Entry, Mapping, Scalar
from govgen.editions.table import CellRef
from govgen.importers.form.outline import fact_paths, prose_keys
from govgen.workflows.filling_notes import key_notes
from govgen.workflows.report_task import source_of
from govgen.workflows.sheet.form_keys import FormKey, fact_address, form_keys, prose_address


@dataclass(frozen=True, slots=True)
class FormData:
    """The values of a form: facts by key path, paragraphs by passage, figures by cell.

    A fact that is not filled in is left out; a figure that is not is None. Totals have no figures of their
    own; what a form shows of last year has.
    """

    facts: dict[tuple[str, ...], str] = field(default_factory=dict)
    prose: dict[str, tuple[str, ...]] = field(default_factory=dict)
    figures: dict[CellRef, Decimal | None] = field(default_factory=dict)


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


def entries_of(mapping: Mapping, keys: Iterable[FormKey]) -> Iterator[tuple[str, Entry]]:
    """The entries of values by their addresses."""
    for key in keys:
        entry = key.entry_in(mapping)
        if entry and key.path:
            yield key.path, entry
        elif entry and isinstance(entry.value, Mapping):
            yield from entries_of(entry.value, key.below)


def data_of(source: Source, report: Report) -> FormData:
    """The values of a file that was read as ``report``."""
    entries = dict(entries_of(source.root, form_keys(report.edition)))
    facts = {path: _text(entries.get(fact_address(path))) for path in fact_paths()}
    prose = {ident: _lines(entries.get(prose_address(ident))) for ident in prose_keys(report.edition)}
    return FormData(
        {path: text for path, text in facts.items() if text.strip() and PLACEHOLDER not in text},
        {ident: lines for ident, lines in prose.items() if lines},
        {ref: report.value(*ref) for ref in report.edition.leaf_refs},
    )


def _text(entry: Entry | None) -> str:
    """A fact as typed; nothing where it is blank or no single value."""
    return entry.value.text if entry and isinstance(entry.value, Scalar) and not entry.value.is_blank else ""


def _lines(entry: Entry | None) -> tuple[str, ...]:
    """The paragraphs of a passage as typed, references included."""
    lines = entry.value.lines if entry and isinstance(entry.value, Scalar) else ()
    return tuple(text for line in lines if (text := line.stripped().text))


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
