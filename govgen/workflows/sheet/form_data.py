"""What a data file says as a form shows it: one text for each value, by its address."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from govgen.datafile.cell import Cell
from govgen.datafile.county import County
from govgen.datafile.prose import printed
from govgen.datafile.report import Report, build_report
from govgen.datafile.values import PLACEHOLDER
from govgen.datafile.yaml_reader.source import Source
from govgen.datafile.yaml_reader.tree import Entry, Mapping, Scalar
from govgen.editions.table import CellRef
from govgen.importers.form.outline import fact_paths
from govgen.workflows.filling_notes import key_notes
from govgen.workflows.report_task import source_of
from govgen.workflows.sheet.form_keys import FactPath, FormKey, cell_address, fact_address, form_keys

FormTexts = dict[str, str]
"""The text of each value by its address, "" where it is blank: a fact as typed, paragraphs on lines of their
own with references as typed, a cell as typed or the 0 left out."""


class FormRefusedError(Exception):
    """A form cannot be made; the message says why, in Chinese."""


@dataclass(frozen=True)
class ReadFile:
    """A data file with its report."""

    raw: bytes
    source: Source
    report: Report

    @classmethod
    def of(cls, raw: bytes, name: str, county: County | None = None) -> ReadFile:
        """Read a data file; ``county`` may add a part to those of the edition."""
        source = source_of(raw)
        return cls(raw, source, build_report(source, name, county=county))

    @functools.cached_property
    def texts(self) -> FormTexts:
        """The texts of a form; those of totals only where they are stated."""
        totals = {ref for table in self.report.edition.tables for ref in table.parts}
        entries = entries_of(self.source.root, form_keys(self.report.edition))
        typed = {path: _typed(path, entry) for path, entry in entries if not path.startswith("cell/")}
        cells = self.report.cells.items()
        return typed | {
            cell_address(ref): _shown(cell) for ref, cell in cells if ref not in totals or cell.text
        }

    @functools.cached_property
    def figures(self) -> dict[CellRef, Decimal | None]:
        """The cells that are no totals; None where one is not filled in or no number."""
        return {ref: self.report.cells[ref].known for ref in self.report.edition.leaf_refs}


def entries_of(node: Any, keys: Iterable[FormKey]) -> Iterator[tuple[str, Entry | None]]:
    """The address of each value, with its entry in a tree where there is one."""
    for key in keys:
        entry = key.entry_in(node) if isinstance(node, Mapping) else None
        if key.path:
            yield key.path, entry
        else:
            yield from entries_of(entry and entry.value, key.below)


def _typed(path: str, entry: Entry | None) -> str:
    if entry is None or not isinstance(entry.value, Scalar):
        return ""
    if path.startswith("prose/"):
        lines = (line.stripped().text for line in entry.value.lines)
        return "\n".join(filter(None, lines))
    text = entry.value.text
    return "" if entry.value.is_blank or not text.strip() or PLACEHOLDER in text else text


def shown_facts(texts: FormTexts, year: int) -> list[FactPath]:
    """The facts that a form of a year asks for: those given, and those that had a meaning by then."""
    notes = key_notes()
    return [
        path for path in fact_paths() if texts.get(fact_address(path)) or notes[path[0]].first_year <= year
    ]


def _shown(cell: Cell) -> str:
    """What a form shows in a cell: as typed, or the 0 left out, or nothing where it is to be filled in."""
    if cell.text and PLACEHOLDER not in cell.text:
        return cell.text
    return "" if cell.known is None else printed(cell.known)
