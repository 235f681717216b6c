"""The county's figures: every cell the sum of its bodies' cells, with the terms of each sum."""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from govgen.datafile.identity import SumSource
from govgen.datafile.keys import NOT_SUMMED, SOURCE, SOURCES
from govgen.datafile.report import Report
from govgen.datafile.writer import list_lines, table_lines
from govgen.datafile.yaml_reader.scalars import scalar
from govgen.datafile.yaml_reader.source import Source
from govgen.editions.edition import Edition
from govgen.editions.labels import fold
from govgen.editions.succession import counterpart
from govgen.editions.table import CellRef
from govgen.workflows.county.received import Roll
from govgen.workflows.line_edits import end_of_entry
from govgen.workflows.reviewed import Reviewed


@dataclass(slots=True)
class CountySum:
    """Sums of cells by id. ``missing`` are the bodies that are not in them."""

    edition: Edition
    values: dict[CellRef, Decimal] = field(default_factory=dict)
    sources: list[SumSource] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    terms: dict[str, Decimal] = field(default_factory=dict)


def add_up(roll: Roll, edition: Edition, beside: Path, explained: CellRef | None = None) -> CountySum:
    """Add up the files of ``roll`` that pass; bodies without one are ``missing``.

    ``beside`` is the folder of the county's data file, to which the paths of the sources are relative;
    ``explained`` is a cell whose terms are kept.
    """
    refs = edition.leaf_refs
    values = [Decimal(0)] * len(refs)
    total = CountySum(edition)
    for body, item in roll.by_body.items():
        if item is None or not item.passes:
            total.missing.append(body)
            continue
        values = [sum_ + (value or 0) for sum_, value in zip(values, item.values, strict=True)]
        total.sources.append(SumSource(body=body, file=_relative(item.path, beside), digest=item.digest))
        if explained is not None:
            total.terms[body] = _value(item, edition, explained)
    total.values = dict(zip(refs, values, strict=True))
    return total


def _value(item: Reviewed, edition: Edition, ref: CellRef) -> Decimal:
    """A body's value of a cell; that of a total is the sum of its parts."""
    values = dict(zip(edition.leaf_refs, item.values, strict=True))
    leaves = edition.table_by_id[ref.table].leaves_below(ref)
    return sum((values[leaf] or Decimal(0) for leaf in leaves), Decimal(0))


def _relative(path: Path, folder: Path) -> str:
    """``path`` as seen from ``folder``, with slashes, so that a data file means the same on every system."""
    return Path(os.path.relpath(path, folder)).as_posix()


def entries_of(total: CountySum) -> dict[str, list[str]]:
    """The lines of each top-level key that the sum determines, by key; empty lines take the key away."""
    values = with_totals(total.edition, total.values)
    lines = {table.key: list(table_lines(table, values)) for table in total.edition.tables}
    rows = [(item.body, item.file, item.digest) for item in total.sources]
    lines[SOURCES] = list_lines(SOURCES, SOURCE, rows)
    lines[NOT_SUMMED] = [f"{NOT_SUMMED}: [{', '.join(map(scalar, total.missing))}]"] if total.missing else []
    return lines


def with_totals(edition: Edition, values: Mapping[CellRef, Decimal]) -> dict[CellRef, Decimal]:
    """``values`` of the cells that are no totals, and the totals that follow from them."""
    return {
        ref: values[ref]
        if ref in values
        else sum((values[leaf] for leaf in edition.table_by_id[ref.table].leaves_below(ref)), Decimal(0))
        for ref in edition.refs
    }


def last_values(report: Report, edition: Edition) -> dict[CellRef, Decimal | None]:
    """Last year's figures by this year's cells; None where one is unknown or has no place now."""
    moved = {counterpart(ref, report.edition, edition): ref for ref in report.edition.leaf_refs}
    return {ref: report.value(*moved[ref]) if ref in moved else None for ref in edition.leaf_refs}


def written_into(text: str, source: Source, entries: Mapping[str, Iterable[str]]) -> str:
    """``text`` with the top-level keys of ``entries`` rewritten; every other line stays as it is.

    A key that the text lacks is added at its end; one whose lines are empty is removed.
    """
    lines = text.splitlines()
    starts = sorted(entry.span.line for entry in source.root)
    keys = {fold(key): key for key in entries}
    found = {keys[fold(entry.key)]: entry.span.line for entry in source.root if fold(entry.key) in keys}
    for key, line in sorted(found.items(), key=lambda item: -item[1]):
        after = next((start - 1 for start in starts if start > line), len(lines))
        lines[line - 1 : end_of_entry(lines, line - 1, after)] = list(entries[key])
    for key, new in entries.items():
        if key not in found and new:
            lines += ["", *new]
    return "\n".join(lines) + "\n"
