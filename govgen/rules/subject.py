"""What is reviewed: a report or a bare text, seen the same way by every rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from govgen.datafile.cell import Cell, State
from govgen.datafile.county import County
from govgen.datafile.identity import Identity
from govgen.datafile.identity_reader import Fee
from govgen.datafile.passages import Paragraph, Passage
from govgen.editions.edition import Edition
from govgen.editions.table import CellRef
from govgen.findings.finding import Span


@dataclass(frozen=True, eq=False)
class Subject:
    """One report or text under review.

    ``passages`` are by section id, with ``title``, ``introduction`` and ``signature`` where there are such;
    ``cells`` is None where there are no tables; ``bare`` tells a text without data, whose form is as some
    page gave it; ``last`` is last year's report where one was found. ``whole`` tells that nothing is missing
    by nature, so that rules about absence may speak; an excerpt is not whole.
    ``name`` is the file's name as shown, ``explanation`` the reason given for differing from last year,
    ``places`` where the facts about the body stand, by their keys; ``fee`` what the file says was charged for
    handling information.
    """

    identity: Identity
    edition: Edition
    passages: Mapping[str, Passage]
    cells: Mapping[CellRef, Cell] | None = None
    last: Subject | None = None
    county: County = field(default_factory=County)
    whole: bool = True
    bare: bool = False
    name: str = ""
    explanation: str = ""
    places: Mapping[tuple[str, ...], Span] = field(default_factory=dict)
    fee: Fee | None = None

    @property
    def paragraphs(self) -> Iterator[tuple[Passage, Paragraph]]:
        """Every paragraph with the passage it stands in, in order."""
        for passage in self.passages.values():
            for paragraph in passage.paragraphs:
                yield passage, paragraph

    def value(self, table: str, row: str, column: str) -> Decimal | None:
        """The value of a cell; None where it is unknown or there is no table."""
        cell = (self.cells or {}).get(CellRef(table, row, column))
        return None if cell is None or cell.state is State.UNKNOWN else cell.value
