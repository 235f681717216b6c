"""Finds the statutory tables of a text by the labels of an edition, in any layout."""

import functools
import itertools
from collections import Counter
from collections.abc import Iterator

from govgen.editions.edition import Edition
from govgen.editions.loading import edition_for, editions
from govgen.editions.table import Block, Table
from govgen.editions.units import unit_in
from govgen.importers.sections import text_sections
from govgen.importers.tables.assembly import TableAssembly
from govgen.importers.tables.figures import converted
from govgen.importers.tables.headers import ColumnHead, altered_columns, is_disordered, units
from govgen.importers.tables.labels import (
    Label,
    LabelRole,
    Match,
    faithful,
    labels,
    match,
    row_labels,
)
from govgen.importers.tables.result import ALTERED, Alteration, Reading
from govgen.importers.tables.rows import Run
from govgen.importers.tables.tokens import Token, label_key, longest, tokens, written

_NEAR = 3
"""Two column headings this near each other are the head of a table."""


def edition_in_text(text: str, drawn: frozenset[int] = frozenset(), year: int | None = None) -> Edition:
    """The edition whose labels fit ``text`` best: it has many of them, and few between them are missing.

    That of the fiscal ``year`` is ahead by one label. Where several fit alike, it is the one that began
    nearest to that year, the latest where no year is known.
    """
    found = functools.cache(lambda most: Counter(token.key for token in tokens(text, drawn, most)))
    stated = edition_for(year) if year is not None else None

    def fit(edition: Edition) -> tuple[int, int]:
        words = found(longest(edition))
        keys = [label_key(label.words) for label in labels(edition) if label.id]
        here = [keys[:at].count(key) < words[key] for at, key in enumerate(keys)]
        between = here[here.index(True) : len(here) - here[::-1].index(True)] if any(here) else []
        # A text that breaks off has few labels of any edition: one found counts more than one missing.
        score = 2 * (sum(between) + (edition is stated)) - between.count(False)
        return score, edition.first_year if year is None else -abs(edition.first_year - year)

    return max(editions(), key=fit)


def read_tables(text: str, edition: Edition, drawn: frozenset[int] = frozenset()) -> Reading:
    """The tables of ``text`` by the labels of ``edition``; ``drawn`` lines are rows of real tables."""
    return _Reader(text, edition, drawn).read()


class _Reader:
    def __init__(self, text: str, edition: Edition, drawn: frozenset[int]) -> None:
        self.edition = edition
        self.reading = Reading(edition)
        self.items = list(_without_row_numbers(self._matches(tokens(text, drawn, longest(edition)))))
        self.floor, self.stop = _extent_of_tables(text, edition)
        self.runs: list[Run] = []
        self.zone: Table | None = None
        self.head = ColumnHead()
        self.units: dict[Block, dict[str, str]] = {}

    def _matches(self, found: list[Token]) -> Iterator[Match]:
        at = 0
        while at < len(found):
            item = match(found, at, self.edition)
            yield item
            at += len(item.tokens)

    def read(self) -> Reading:
        start = next((at for at in range(len(self.items)) if self._is_anchor(at)), len(self.items))
        for at, item in enumerate(self.items[start:], start):
            if self.stop and item.line >= self.stop > self.items[start].line:
                break
            self._take(at, item)
            if item.labels or not item.first.is_words:
                self.reading.lines |= {token.span.line for token in item.tokens}
        self._drop_broken_end()
        TableAssembly(self.reading, self.runs, self._reached()).assemble()
        self._convert_units()
        return self.reading

    def _drop_broken_end(self) -> None:
        """Drop a label at the very end of a source that was cut off."""
        last = self.runs[-1].words[-1:] if self.runs and not self.runs[-1].cells else []
        if last and not self.stop and self.items[-1].tokens[-1] is last[0]:
            self.runs.pop()

    def _reached(self) -> int:
        """How far the tables go: the place after the last row that must have come."""
        if self.stop:
            return len(labels(self.edition))
        captions = (label for item in reversed(self.items) for label in item.labels[:1])
        begun = next((label.block for label in captions if label.role is LabelRole.CAPTION), None)
        places = [label.place for label in row_labels(self.edition) if label.block is begun][:1]
        return max([*places, *(run.label.place for run in self.runs if run.label)], default=-1)

    def _next(self, at: int) -> list[Match]:
        """The items after one that are not blank, as far as they count for it."""
        later = (self.items[place] for place in range(at + 1, len(self.items)))
        return list(itertools.islice((item for item in later if not item.first.is_blank), _NEAR))

    def _is_anchor(self, at: int) -> bool:
        """Whether a table begins here: with a caption, its note, its head, or a label and its figures.

        The last only below the heading of a table: a table of the office's own may have such a row too.
        """
        if not self.items[at].exact:
            return False
        roles = {label.role for label in self.items[at].labels}
        beside = {label.role for item in self._next(at) for label in item.labels}
        if roles & {LabelRole.CAPTION, LabelRole.STUB} or LabelRole.COLUMN in roles & beside:
            return True
        is_row = bool(roles & {LabelRole.ROW, LabelRole.COLUMN}) and self._figure_follows(at)
        return is_row and self.items[at].line >= self.floor

    def _figure_follows(self, at: int) -> bool:
        return any(item.first.is_figure for item in self._next(at)[:1])

    def _take(self, at: int, item: Match) -> None:
        token = item.first
        if token.is_words:
            self._drop_indent(token)
            self._take_words(at, item)
        else:
            if self.zone and token.is_figure:
                self._compare_head(self.zone.blocks[0], self.zone)
            self.runs[-1].cells.append(token)

    def _drop_indent(self, words: Token) -> None:
        """The empty cells before ``words`` on their line are not the end of the row before."""
        cells = self.runs[-1].cells if self.runs else []
        while cells and cells[-1].is_blank and cells[-1].span.line == words.span.line:
            cells.pop()

    def _take_words(self, at: int, item: Match) -> None:
        label = self._meant(at, item)
        last = self.runs[-1] if self.runs else None
        if label is None and last and last.label and not last.exact:
            whole = [*last.words, *item.tokens]
            if faithful(written(whole), last.label):  # the rest of the label, after its figures
                last.words, last.exact = whole, True
                return
        if label is None or label.role is not LabelRole.ROW:
            self._head(item, label)
            return
        self.zone = None
        if last and last.label is label and not last.figures:
            self.runs.pop()  # the copies of a label whose merged cells were split
        self._compare_head(label.block, label.table)
        self._begin(Run(label.table, label, list(item.tokens), item.exact))

    def _begin(self, run: Run) -> None:
        """Begin a row or what may be one; words before it that had no figures were none."""
        if self.runs and not self.runs[-1].is_row:
            self.runs.pop()
        self.runs.append(run)

    def _compare_head(self, block: Block, table: Table) -> None:
        """Compare the words since the last figures with the headings of the block that begins."""
        if self.head.words:
            self.reading.alterations += altered_columns(block, table, self.head)
            self.units[block] = units(block, table, self.head)
            self.reading.disordered |= {block} if is_disordered(block, table, self.head) else set()
        self.head = ColumnHead()

    def _convert_units(self) -> None:
        """Convert the figures whose column or row states another unit than the format."""
        rows = {(run.table.id, run.label.id): unit_in(written(run.words)) for run in self.runs if run.label}
        for ref, cell in self.reading.cells.items():
            table = self.edition.table_by_id[ref.table]
            columns = self.units.get(table.crossings[ref][0].block, {})
            unit = rows.get((ref.table, ref.row)) or columns.get(ref.column, "")
            self.reading.cells[ref] = converted(cell, unit, table.units[ref], table.types[ref])

    def _head(self, item: Match, label: Label | None) -> None:
        """Words that are no row: the head of a table, a group of rows, a note, a row not in the edition."""
        if self.runs and self.runs[-1].figures and not (label and label.role is LabelRole.GROUP):
            self.head = ColumnHead()
            self.zone = None
        self.head.words += item.tokens
        self.head.unknown += () if label else item.tokens
        if label is not None:
            self._altered(item, label)
            if label.role is not LabelRole.COLUMN:
                self.zone = None
            elif not label.table.has_labels:
                self.zone = label.table
            if label.role is LabelRole.CAPTION:
                # The words above a caption belong to the block before, but for the unit of the whole table.
                self.head = ColumnHead([token for token in self.head.words if unit_in(token.text)])
        table = self.zone or (label.table if label else self.runs[-1].table)
        self._begin(Run(table, None, [] if self.zone else list(item.tokens)))

    def _altered(self, item: Match, label: Label) -> None:
        others = {LabelRole.STUB, LabelRole.GROUP, LabelRole.CAPTION}
        if label.role in others and not faithful(item.text, label):
            self.reading.alterations.append(
                Alteration(ALTERED, label.where, label.words, item.text, item.first.span)
            )

    def _meant(self, at: int, item: Match) -> Label | None:
        """Which of several labels with the same words is meant, by the words around them."""
        rows = [label for label in item.labels if label.role is LabelRole.ROW]
        others = [label for label in item.labels if label.role is not LabelRole.ROW]
        here = [label for label in others if self.zone and label.table is self.zone]
        if here:
            return here[0]
        if rows and (not others or self._figure_follows(at)):
            last = next((run.label.place for run in reversed(self.runs) if run.label), -1)
            return next((label for label in rows if label.place > last), rows[0])
        return others[0] if others else None


def _without_row_numbers(items: Iterator[Match]) -> Iterator[Match]:
    """The items without what is before the first label of a row in a real table, such as the row's number."""
    for _, group in itertools.groupby(items, key=lambda item: item.line):
        row = list(group)
        first = next((at for at, item in enumerate(row) if item.first.is_words), 0)
        yield from row[first:] if row[first].labels and row[first].first.drawn else row


def _extent_of_tables(text: str, edition: Edition) -> tuple[int, int]:
    """The lines of the first heading of a table, and of the first of prose after the last; 0 for neither."""
    seen = [part for part in text_sections(text, edition) if part.id]
    tables = [at for at, part in enumerate(seen) if edition.section_by_id[part.id].kind == "table"]
    first, after = (tables[0], tables[-1] + 1) if tables else (len(seen), 1)
    lines = [*(part.span.line for part in seen), 0]
    return lines[min(first, len(seen))], lines[min(after, len(seen))]
