"""Assigns the figures after the label of a row to the columns."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from govgen.editions.node import CellType
from govgen.editions.table import CellRef, Table
from govgen.findings.finding import Span
from govgen.importers.tables.figures import figure
from govgen.importers.tables.labels import Label
from govgen.importers.tables.result import ReadCell, Reason
from govgen.importers.tables.tokens import Token, written

EMPTY = "原文空白，不知道是 0 还是没有填"
UNPLACED = "原文这一行的数字和栏目对不上，不知道哪个数属于哪一栏"


@dataclass(slots=True)
class Run:
    """A label of the source and the cells after it. ``label`` is None for words that name no row."""

    table: Table
    label: Label | None
    words: list[Token]
    exact: bool = False
    cells: list[Token] = field(default_factory=list)

    @property
    def figures(self) -> list[Token]:
        """The cells that hold a figure."""
        return [cell for cell in self.cells if cell.is_figure]

    @property
    def is_row(self) -> bool:
        """Whether it is a row: by its label, a figure, or without words a cell for each column."""
        return bool(self.label or self.figures or (not self.words and len(self.cells) >= len(self.refs)))

    @property
    def span(self) -> Span:
        """The place of the label; of the first figure where there is no label."""
        return (self.words or self.cells)[0].span

    @property
    def refs(self) -> list[CellRef]:
        """The cells of the row; all cells of a table without row labels."""
        return self.label.refs if self.label else list(self.table.refs)


def assigned(run: Run, *, is_crowded: bool) -> dict[CellRef, ReadCell]:
    """Each cell of a row with what was read for it.

    As many figures as columns are taken in order. Fewer have a place only where every cell is there, empty
    ones too; otherwise the whole row is doubtful, and no figure is put anywhere.

    One figure that is missing may be hidden by one too many at the end, as other rows of a crowded table show
    or a lone 0 after the total of a pasted row; then only a sum shows which figures these are.
    """
    refs, found, table = run.refs, run.figures, run.table
    if len(found) == len(refs) > 1 and not _adds_up(found, refs, run.table):
        has_tail = found[-1].text == "0" != found[-2].text and not found[-1].drawn
        if has_tail or is_crowded:
            return unplaced(run)
    if len(found) > len(refs) and len({token.text for token in found}) == 1:
        found = found[: len(refs)]  # copies of a merged cell, or one 0 too many: each column has the same
    in_order = len(found) == len(refs) and (not _has_gaps(run) or _adds_up(found, refs, run.table))
    placed = found if in_order else _placed(run, refs)
    cells = {
        ref: _taken(token, table.types[ref], table.units[ref])
        for ref, token in zip(refs, placed, strict=False)
    }
    return cells or unplaced(run)


def unplaced(run: Run) -> dict[CellRef, ReadCell]:
    """Every cell of a row as doubtful, each with all figures of the row."""
    doubt, reason = (UNPLACED, None) if run.figures else (EMPTY, Reason.BLANK)
    span = run.span if run.figures or not run.cells else run.cells[0].span
    return dict.fromkeys(run.refs, ReadCell(None, span, written(run.figures), doubt, reason))


def _has_gaps(run: Run) -> bool:
    """Whether there is an empty cell between the figures of a row."""
    places = [at for at, cell in enumerate(run.cells) if cell.is_figure]
    return places[-1] - places[0] >= len(places)


def _placed(run: Run, refs: Sequence[CellRef]) -> Sequence[Token]:
    """The cells one for each column, where their number or the totals show that none is missing; else none.

    In a real table only those of one line belong to the row, and further empty ones may belong to the label
    before or to nothing at the end; where both are possible, the total must be what the rest makes.
    Elsewhere it always must.
    """
    line = next((cell.span.line for cell in run.figures[:1] if cell.drawn), None)
    cells = [cell for cell in run.cells if line in {None, cell.span.line}]
    has_surplus = len(cells) > len(refs)
    while len(cells) > len(refs) and cells[-1].is_blank:
        cells.pop()
    if len(cells) < len(refs) or not any(cell.is_figure for cell in cells):
        return ()
    before, row = cells[: -len(refs)], cells[-len(refs) :]
    if row[0].drawn and not (has_surplus and row[0].is_blank) and not before:
        return row
    parts = run.table.parts.get(refs[-1], ())
    has_total = row[-1].is_figure and bool(parts) and set(parts) <= set(refs)
    is_row = has_total if row[0].drawn else row[0].is_figure and row[-1].is_figure and not before
    is_row = is_row and all(cell.is_blank for cell in before)
    return row if is_row and _adds_up(row, refs, run.table) else ()


def _adds_up(cells: Sequence[Token], refs: Sequence[CellRef], table: Table) -> bool:
    """Whether the totals across a row are the sums of its cells, an empty one counting as 0."""
    values = {
        ref: figure(cell.text, table.types[ref], table.units[ref]).value
        for ref, cell in zip(refs, cells, strict=True)
    }
    for ref, parts in table.parts.items():
        stated = values.get(ref)
        if stated is not None and all(part in values for part in parts):
            known = sum((values[part] or Decimal(0) for part in parts), Decimal(0))
            if known != stated:
                return False
    return True


def _taken(token: Token, kind: CellType, unit: str) -> ReadCell:
    if token.is_blank:
        return ReadCell(None, token.span, "", EMPTY, Reason.BLANK)
    return figure(token.text, kind, unit, token.span)
