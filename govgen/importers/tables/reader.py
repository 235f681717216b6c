"""Finds the statutory tables of a text by the labels of an edition, in any layout."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from govgen.editions.edition import Edition
from govgen.editions.loading import edition_for, editions
from govgen.editions.table import Block, CellRef, Table, leaves_of
from govgen.importers.sections import text_sections
from govgen.importers.tables.assembly import TableAssembly
from govgen.importers.tables.headers import ColumnHead, altered_columns, units
from govgen.importers.tables.labels import Label, LabelRole, Match, faithful, labels, match
from govgen.importers.tables.result import ALTERED, Alteration, Reading
from govgen.importers.tables.rows import Run
from govgen.importers.tables.tokens import Token, label_key, tokens
from govgen.importers.tables.units import converted, unit_in

_NEAR = 3
"""Two column headings this near each other are the head of a table."""


def edition_in_text(text: str, drawn: frozenset[int] = frozenset(), year: int | None = None) -> Edition:
    """The edition whose labels fit ``text`` best: it has many of them, and few between them are missing.

    That of the fiscal ``year`` is ahead by one label; where several fit alike, it is the latest.
    """
    words = {token.key for token in tokens(text, drawn) if token.key}
    stated = edition_for(year) if year is not None else None

    def fit(edition: Edition) -> tuple[int, int]:
        here = [label_key(label.words) in words for label in labels(edition) if label.node]
        between = here[here.index(True) : len(here) - here[::-1].index(True)] if any(here) else []
        # A text that breaks off has few labels of any edition: one found counts more than one missing.
        score = 2 * (sum(between) + (edition is stated)) - between.count(False)
        return score, edition.first_year

    return max(editions(), key=fit)


def read_tables(text: str, edition: Edition, drawn: frozenset[int] = frozenset()) -> Reading:
    """The tables of ``text`` by the labels of ``edition``; ``drawn`` lines are rows of real tables."""
    return _Reader(text, edition, drawn).read()


@dataclass(frozen=True, slots=True)
class _Item:
    """A token of the source, or several that make up one label."""

    tokens: tuple[Token, ...]
    match: Match | None = None
    label: Label | None = None


class _Reader:
    def __init__(self, text: str, edition: Edition, drawn: frozenset[int]) -> None:
        self.edition = edition
        self.reading = Reading(edition)
        self.items = list(_without_row_numbers(self._items(tokens(text, drawn))))
        self.stop = _end_of_tables(text, edition)
        self.runs: list[Run] = []
        self.zone: Table | None = None
        self.head: list[Token] = []
        self.unknown: list[Token] = []
        self.units: dict[Block, dict[str, str]] = {}

    def _items(self, found: list[Token]) -> Iterator[_Item]:
        at = 0
        while at < len(found):
            hit = match(found, at, self.edition)
            length = hit.length if hit else 1
            yield _Item(tuple(found[at : at + length]), hit)
            at += length

    def read(self) -> Reading:
        start = next((at for at in range(len(self.items)) if self._is_anchor(at)), len(self.items))
        for at in range(start, len(self.items)):
            item = self.items[at]
            line = item.tokens[0].span.line
            if self.stop and line >= self.stop > self.items[start].tokens[0].span.line:
                break
            self._take(at, item)
            if item.match or not item.tokens[0].is_words:
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
        every = labels(self.edition)
        if self.stop:
            return len(every)
        blocks = [
            label.block
            for item in self.items
            if item.match
            for label in item.match.labels[:1]
            if label.role is LabelRole.CAPTION
        ]
        begun = [label.place for label in every if label.role is LabelRole.ROW and label.block in blocks[-1:]]
        return max([min(begun, default=-1), *(run.label.place for run in self.runs if run.label)], default=-1)

    def _is_anchor(self, at: int) -> bool:
        """Whether a table begins here: with a caption, its note, its head, or a label and its figures."""
        hit = self.items[at].match
        if hit is None or not hit.exact:
            return False
        roles = {label.role for label in hit.labels}
        after = (item for item in self.items[at + 1 :] if not item.tokens[0].is_blank)
        near = [item.match for item in itertools.islice(after, _NEAR) if item.match]
        if roles & {LabelRole.CAPTION, LabelRole.STUB}:
            return True
        beside = {label.role for match in near for label in match.labels}
        if LabelRole.COLUMN in roles & beside:
            return True
        return bool(roles & {LabelRole.ROW, LabelRole.COLUMN}) and self._figure_follows(at)

    def _figure_follows(self, at: int) -> bool:
        following = next((item for item in self.items[at + 1 :] if not item.tokens[0].is_blank), None)
        return following is not None and following.tokens[0].is_figure

    def _take(self, at: int, item: _Item) -> None:
        token = item.tokens[0]
        if token.is_words:
            self._drop_indent(token)
            self._take_words(at, item)
        elif self.runs:
            if self.zone and token.is_figure:
                self._compare_head(self.zone.blocks[0], self.zone)
            self.runs[-1].cells.append(token)

    def _drop_indent(self, words: Token) -> None:
        """The empty cells before ``words`` on their line are not the end of the row before."""
        cells = self.runs[-1].cells if self.runs else []
        while cells and cells[-1].is_blank and cells[-1].span.line == words.span.line:
            cells.pop()

    def _take_words(self, at: int, item: _Item) -> None:
        label = self._meant(at, item.match) if item.match else None
        last = self.runs[-1] if self.runs else None
        if label is None and last and last.label and not last.exact and _completes(last, item):
            last.words += item.tokens
            last.exact = True
            return
        if label is None or label.role is not LabelRole.ROW:
            self._head(item, label)
            return
        assert item.match is not None
        self.zone = None
        if last and last.label is label and not last.figures:
            self.runs.pop()  # the copies of a label whose merged cells were split
        self._open(Run(label.table, label, list(item.tokens), item.match.exact))

    def _open(self, run: Run) -> None:
        """Begin a row; the words since the last figures were the head of its block."""
        if run.label and run.label.block:
            self._compare_head(run.label.block, run.table)
        self._close()
        self.runs.append(run)

    def _compare_head(self, block: Block, table: Table) -> None:
        """Compare the words since the last figures with the headings of the block that begins."""
        if self.head:
            head = ColumnHead(self.head, self.unknown)
            self.reading.alterations += altered_columns(block, table, head)
            self.units[block] = units(block, head)
        self.head, self.unknown = [], []

    def _convert_units(self) -> None:
        """Convert the figures whose column or row states another unit than the format."""
        rows = {run.label.node: unit_in(run.text) for run in self.runs if run.label}
        for table in self.edition.tables:
            for block in table.blocks:
                columns = self.units.get(block, {})
                for row, column in itertools.product(leaves_of(block.rows), leaves_of(block.columns)):
                    ref = CellRef(table.id, row.id, column.id)
                    if cell := self.reading.cells.get(ref):
                        unit = rows.get(row) or columns.get(column.id, "")
                        self.reading.cells[ref] = converted(cell, unit, table.types[ref])

    def _close(self) -> None:
        """Drop blanks at the end of the last row that open the line of the next one."""
        if self.runs and not self.runs[-1].figures and self.runs[-1].label is None:
            self.runs.pop()

    def _head(self, item: _Item, label: Label | None) -> None:
        """Words that are no row: the head of a table, a group of rows, a note, a row not in the edition."""
        if self.runs and self.runs[-1].figures and not (label and label.role is LabelRole.GROUP):
            self.head, self.unknown = [], []
            self.zone = None
        self.head += item.tokens
        self.unknown += () if label else item.tokens
        if label is not None:
            self._altered(item, label)
            if label.role is not LabelRole.COLUMN:
                self.zone = None
            elif not label.table.has_labels:
                self.zone = label.table
            if label.role is LabelRole.CAPTION:
                # The words above a caption belong to the block before, but for the unit of the whole table.
                self.head = [token for token in self.head if unit_in(token.text)]
                self.unknown = []
        self._close()
        table = self.zone or (label.table if label else self.runs[-1].table if self.runs else None)
        if table is not None:
            self.runs.append(Run(table, None, [] if self.zone else list(item.tokens), exact=bool(self.zone)))

    def _altered(self, item: _Item, label: Label) -> None:
        words = " ".join(token.text for token in item.tokens)
        if label.role in {LabelRole.STUB, LabelRole.GROUP, LabelRole.CAPTION} and not faithful(words, label):
            self.reading.alterations.append(
                Alteration(ALTERED, label.where, label.words, words, item.tokens[0].span)
            )

    def _meant(self, at: int, hit: Match) -> Label:
        """Which of several labels with the same words is meant, by the words around them."""
        rows = [label for label in hit.labels if label.role is LabelRole.ROW]
        others = [label for label in hit.labels if label.role is not LabelRole.ROW]
        here = [label for label in others if self.zone and label.table is self.zone]
        if here:
            return here[0]
        if rows and (not others or self._figure_follows(at)):
            last = next((run.label.place for run in reversed(self.runs) if run.label), -1)
            return next((label for label in rows if label.place > last), rows[0])
        return others[0]


def _without_row_numbers(items: Iterator[_Item]) -> Iterator[_Item]:
    """The items without what is before the first label of a row in a real table, such as the row's number."""
    for _, group in itertools.groupby(items, key=lambda item: item.tokens[0].span.line):
        row = list(group)
        first = next((at for at, item in enumerate(row) if item.tokens[0].is_words), 0)
        yield from row[first:] if row[first].match and row[first].tokens[0].drawn else row


def _completes(run: Run, item: _Item) -> bool:
    """Whether words after the figures are the rest of the label before them."""
    assert run.label is not None
    return faithful(run.text + " ".join(token.text for token in item.tokens), run.label)


def _end_of_tables(text: str, edition: Edition) -> int:
    """The line of the first section of prose after the last one of tables; 0 where there is none."""
    seen = [part for part in text_sections(text, edition) if part.id]
    is_table = [edition.section_by_id[part.id].kind == "table" for part in seen]
    first = len(seen) - is_table[::-1].index(True) if any(is_table) else 1
    return seen[first].span.line if first < len(seen) else 0
