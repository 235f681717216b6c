"""Assembles the rows of a source: duplicate rows, rows the edition does not have, missing rows."""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from govgen.editions.table import CellRef
from govgen.importers.page import Note
from govgen.importers.tables.labels import Label, faithful, labels, row_labels
from govgen.importers.tables.result import (
    ALTERED,
    BLANK,
    EXTRA,
    MISSING,
    WORDS_IN_CELL,
    Alteration,
    ReadCell,
    Reading,
    Reason,
    whole_places,
)
from govgen.importers.tables.rows import EMPTY, UNPLACED, Run, assigned, unplaced
from govgen.importers.tables.tokens import Token, written

_TAKEN_FOR = "这一行的名称认不出，按位置当作“{}”"


class TableAssembly:
    """Assigns the rows of a source to the edition's rows and reports duplicate, unknown and missing ones."""

    def __init__(self, reading: Reading, runs: Sequence[Run], reached: int) -> None:
        self.reading = reading
        self.runs = [run for run in runs if run.is_row]
        self.reached = reached
        self.crowded = {run.table.id for run in self.runs if run.label and len(run.figures) > len(run.refs)}
        self.known = {run.label for run in self.runs if run.label}
        self.first: dict[str, Run] = {}

    def assemble(self) -> None:
        """Fill the reading with the rows."""
        found = [run.label for run in self.runs]
        afters = [*_last_of(reversed(found))][::-1]
        for run, before, after in zip(self.runs, _last_of(found), afters, strict=True):
            unlabelled = run.label is None and not run.table.has_labels and not run.words
            if run.label or unlabelled:
                self._row(run)
            else:
                self._unknown_row(run, before, after)
        self._missing_rows()

    def _alter(self, code: str, where: str, expected: str, run: Run, words: Sequence[Token]) -> None:
        self.reading.alterations.append(Alteration(code, where, expected, written(words), run.span))

    def _row(self, run: Run) -> None:
        self.reading.tables.add(run.table.id)
        ident = run.label.where if run.label else run.table.key
        first = self.first.get(ident)
        if first and first.figures:
            self._duplicate_row(run, first, ident)
            return
        self.first[ident] = run
        if run.label and not run.exact and not faithful(written(run.words), run.label):
            self._alter(ALTERED, ident, run.label.words, run, run.words)
        cells = self._assigned(run)
        self.reading.cells |= cells
        unread = {EMPTY, UNPLACED}
        marks = [ref for ref, cell in cells.items() if cell.reason is Reason.NOTHING]
        together = marks if len(marks) > 1 else []
        self.reading.alterations += [
            Alteration(WORDS_IN_CELL, self.reading.edition.name_of(ref), "", cell.original, cell.span)
            for ref, cell in cells.items()
            if cell.doubt and cell.doubt not in unread and ref not in together
        ]
        if together:  # a row of marks for 0 is one deviation, as a row of blanks is
            span = cells[together[0]].span
            self.reading.alterations.append(Alteration(WORDS_IN_CELL, ident, "", written(run.figures), span))
        if empty := next((cell for cell in cells.values() if cell.doubt in unread), None):
            blank = Alteration(BLANK, ident, "", written(run.figures), empty.span)
            self.reading.alterations.append(blank)

    def _assigned(self, run: Run) -> dict[CellRef, ReadCell]:
        block = run.label.block if run.label else run.table.blocks[0]
        if block in self.reading.disordered:
            return unplaced(run)
        return assigned(run, is_crowded=run.table.id in self.crowded)

    def _duplicate_row(self, run: Run, first: Run, ident: str) -> None:
        """A row found a second time: reported, and doubtful where its figures differ."""
        if not run.figures:
            return
        self._alter(EXTRA, ident, "", run, run.words)
        now = self._assigned(run)
        for ref, one in self._assigned(first).items():
            other = now[ref]
            is_same = one.value == other.value and (one.value is not None or one.original == other.original)
            if not is_same:
                doubt = f"原文里这一行出现两次，数字不同（{one.original}，{other.original}）"
                self.reading.cells[ref] = replace(one, doubt=doubt, reason=None)

    def _unknown_row(self, run: Run, before: Label | None, after: Label | None) -> None:
        """A row that is not in the edition; if one row is missing here, it is taken for that with a doubt."""
        missing = self._between(before, after)
        if len(missing) == 1 and len(missing[0].refs) == len(run.figures):
            label = missing[0]
            run.label = label
            self.known.add(label)
            for ref, taken in self._assigned(run).items():
                self.reading.cells[ref] = _by_place(taken, label)
            self.first[label.where] = run
            self._alter(ALTERED, label.where, label.words, run, run.words)
            return
        where = before.table.key if before else run.table.key
        self._alter(EXTRA, where, "", run, [*run.words, *run.figures])
        self.reading.notes.append(
            Note(
                run.span.line,
                f"格式里没有“{written(run.words)}”这一行，没有收入（数字：{written(run.figures)}）",
            )
        )

    def _between(self, before: Label | None, after: Label | None) -> list[Label]:
        if before is None or after is None or before.table is not after.table:
            return []
        return [
            label
            for label in row_labels(self.reading.edition)
            if before.place < label.place < after.place and label not in self.known
        ]

    def _missing_rows(self) -> None:
        """The rows of a table that are not there, as far as the source goes; a whole group of rows is one."""
        edition, read = self.reading.edition, self.reading.tables
        words = {label.where: label.words for label in labels(edition)}
        for table in (table for table in edition.tables if table.id in read):
            absent = {
                ref: label
                for label in row_labels(edition)
                if label.table is table and label.where not in self.first and label.place < self.reached
                for ref in label.refs
            }
            for place, refs in whole_places(table, absent).items():
                label = absent[refs[0]]
                where = place if absent[refs[-1]] is not label and place in words else label.where
                span = self._before(label).span
                self.reading.alterations.append(Alteration(MISSING, where, words[where], "", span))

    def _before(self, label: Label) -> Run:
        """The row after which a missing one should be; the first of its table where it comes before all."""
        rows = [run for run in self.runs if run.table is label.table]
        before = [run for run in rows if run.label and run.label.place < label.place]
        return (before[-1:] or rows)[0]


def _last_of(found: Iterable[Label | None]) -> Iterator[Label | None]:
    """For each of the labels of rows, the one at or before it; None before the first."""
    return itertools.accumulate(found, lambda last, label: label or last)


def _by_place(taken: ReadCell, label: Label) -> ReadCell:
    """A cell of a row whose name is unknown; one that was doubtful before stays so."""
    if taken.doubt:
        return taken
    return replace(taken, doubt=_TAKEN_FOR.format(label.words), reason=Reason.ROW_NAME)
