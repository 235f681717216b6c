"""The county's figures: every cell the sum of its bodies' cells, with the terms of each sum."""

import os
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path

from govgen.datafile.keys import NOT_SUMMED, SOURCES
from govgen.datafile.writer import list_lines, scalar, table_lines
from govgen.datafile.yaml_reader.source import Source
from govgen.editions.edition import Edition
from govgen.editions.labels import fold
from govgen.editions.table import CellRef
from govgen.workflows.county.received import Roll


def add_up(roll: Roll, edition: Edition) -> dict[CellRef, Decimal]:
    """The sum of each cell over the files of ``roll`` that pass, totals too."""
    sums = [Decimal(0)] * len(edition.leaf_refs)
    for _, item in roll.passing:
        sums = [total + (value or 0) for total, value in zip(sums, item.values, strict=True)]
    return with_totals(edition, dict(zip(edition.leaf_refs, sums, strict=True)))


def terms_of(roll: Roll, edition: Edition, cell: CellRef) -> dict[str, Decimal]:
    """What each body adds to a cell; its part of a total is the sum of the parts below."""
    places = [edition.leaf_refs.index(leaf) for leaf in edition.table_by_id[cell.table].leaves_below(cell)]
    return {
        body: sum((values[place] or Decimal(0) for place in places), Decimal(0))
        for body, values in ((body, item.values) for body, item in roll.passing)
    }


def entries_of(
    roll: Roll, edition: Edition, sums: Mapping[CellRef, Decimal], folder: Path
) -> dict[str, list[str]]:
    """The lines of each top-level key that the sum determines, by key; empty lines take the key away.

    ``folder`` is that of the county's data file, to which the paths of the bodies' files are relative.
    """
    lines = {table.key: list(table_lines(table, sums)) for table in edition.tables}
    # With slashes a data file means the same on every system.
    rows = [
        (body, Path(os.path.relpath(item.path, folder)).as_posix(), item.digest)
        for body, item in roll.passing
    ]
    lines[SOURCES] = list_lines(SOURCES, rows)
    left = [f"  - {scalar(body)}" for body in roll.left_out]
    lines[NOT_SUMMED] = [f"{NOT_SUMMED}:", *left] if left else []
    return lines


def with_totals(edition: Edition, values: Mapping[CellRef, Decimal]) -> dict[CellRef, Decimal]:
    """``values`` of the cells that are no totals, and the totals that follow from them."""
    return {
        ref: sum((values[leaf] for leaf in table.leaves_below(ref)), Decimal(0))
        for table in edition.tables
        for ref in table.refs
    }


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
        while after > line and (not lines[after - 1].strip() or lines[after - 1].startswith("#")):
            after -= 1  # blank lines and comments above the next key are its own
        lines[line - 1 : after] = list(entries[key])
    for key, new in entries.items():
        if key not in found and new:
            lines += ["", *new]
    return "\n".join(lines) + "\n"
