"""The widths of a statutory table's columns on paper, and the size of the figures in them."""

import math
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from govgen.editions.layout import Spot, Tag, spots
from govgen.editions.table import Table

PAPER = 156 / 25.4 * 72
"""The width of the text in points: 156 mm (GB/T 9704-2012, 5.2.1)."""

_DIGIT = 0.56
"""The width of a digit in the stand-in faces, in em; the statutory face has 0.5."""
_LINES = 1.3
"""Lines of a label per row that it spans: a row of figures is higher than its line of text."""


_LARGE = 10
"""A group of more rows may go on over pages."""


class Type(NamedTuple):
    """How a table is set: the size of its labels in points, and what a cell's edges take beside them."""

    label: float
    edges: float
    figures: tuple[tuple[str, float, float], ...]
    """Sizes of figures from the largest: class of the cell, points, least room beside the figure."""


ORDINARY = Type(10.5, 6.5, (("", 10.5, 2.7), ("long", 9, 2.7), ("longer", 7, 0.5), ("longest", 5, 0)))
DENSE = Type(7.5, 3.5, (("", 7.5, 1), ("longer", 7, 0.5), ("longest", 5, 0)))


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table: widths in hundredths, whether the table is set small, whether all fits."""

    widths: tuple[float, ...]
    is_dense: bool = False
    fits: bool = True

    def room(self, spot: Spot) -> float:
        """The width of a cell in points."""
        return sum(self.widths[spot.column : spot.column + spot.tag.colspan]) * PAPER / sum(self.widths)

    def size(self, spot: Spot, words: str) -> str:
        """The class for a figure: the largest size at which it fits its cell."""
        room = self.room(spot)
        sizes = (DENSE if self.is_dense else ORDINARY).figures
        return next((name for name, size, spare in sizes if em(words) * size + spare <= room), sizes[-1][0])


def em(words: str) -> float:
    """The width of words in the size of their type."""
    return sum(1.0 if unicodedata.east_asian_width(mark) in "WFA" else _DIGIT for mark in words)


def columns_of(table: Table, figures: Mapping[Spot, str]) -> Columns:
    """The columns of ``table`` for its ``figures``: as its edition says, unless a figure would not fit."""
    if len(table.widths) == table.width:
        hinted = Columns(table.widths)
        readable = ORDINARY.figures[-2][1]  # the smallest size that is still easily read
        if all(em(words) * readable <= hinted.room(spot) for spot, words in figures.items()):
            return hinted
    for kind, smallest in ((ORDINARY, -2), (DENSE, -2), (DENSE, -1)):
        needs = [_need(table, column, figures, kind, smallest) for column in range(table.width)]
        if sum(least for least, _ in needs) <= PAPER:
            break
    widths = tuple(round(each * 100 / PAPER, 3) for each in _shared(needs))
    return Columns(widths, kind is DENSE, sum(least for least, _ in needs) <= PAPER)


def _need(
    table: Table, column: int, figures: Mapping[Spot, str], kind: Type, smallest: int
) -> tuple[float, float]:
    """The least width of a column in points, and the one that suits its labels and figures.

    ``smallest`` is the place of the least size of figures among those of ``kind``.
    """
    own = [spot for spot in spots(table) if spot.column == column and spot.tag.colspan == 1]
    least, good = _characters(table, column, [spot.tag for spot in own if spot.tag.ref is None])
    widest = max((em(figures[spot]) for spot in own if spot in figures), default=0.0)
    (_, usual, usual_spare), (_, small, small_spare) = kind.figures[0], kind.figures[smallest]
    narrow = max(least * kind.label + kind.edges, widest * small + small_spare)
    return narrow, max(narrow, good * kind.label + kind.edges, widest * usual + usual_spare)


def _characters(table: Table, column: int, labels: Sequence[Tag]) -> tuple[float, float]:
    """How many characters a line of the labels of a column has at least, and how many suit them."""
    lengths = [em(tag.text) for tag in labels]
    if column >= table.stub_columns:
        return 1, min(max(2, math.ceil(max(lengths, default=0) / 4)), 6)
    if column == table.stub_columns - 1:
        return 5, min(max(6, math.ceil(max(lengths, default=0) / 2)), 13)
    tall = max((math.ceil(em(tag.text) / (tag.rowspan * _LINES)) for tag in labels), default=0)
    # A number such as （一） is kept on one line.
    numbered = any("）" in tag.text for tag in labels)
    if numbered:
        return 3, min(max(4, tall), 8)
    # The label of a large group begins on a page with two or three of its rows.
    narrow = 3 if any(tag.rowspan > _LARGE for tag in labels) else 1
    return narrow, min(max(narrow, 2, tall), 8)


def _shared(needs: Sequence[tuple[float, float]]) -> list[float]:
    """The width of the paper shared out: more than is wanted widens all alike, less comes off the slack."""
    least, good = (sum(each) for each in zip(*needs, strict=True))
    if good <= PAPER or least >= PAPER:
        kept, total = (1, good) if good <= PAPER else (0, least)
        return [each[kept] * PAPER / total for each in needs]
    part = (PAPER - least) / (good - least)
    return [narrow + (wanted - narrow) * part for narrow, wanted in needs]
