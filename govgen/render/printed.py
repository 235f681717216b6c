"""Figures, dates and cells as they are printed."""

from collections.abc import Mapping

from govgen.datafile.cell import Cell
from govgen.datafile.identity import Identity
from govgen.datafile.prose import shown
from govgen.editions.layout import Tag
from govgen.editions.table import CellRef


def cell_text(tag: Tag, cells: Mapping[CellRef, Cell]) -> str:
    """The text of a drawn cell: a label of the edition, or a figure of the report or that it is not known."""
    return tag.text if tag.ref is None else shown(cells[tag.ref].known)


def date_in_words(identity: Identity) -> str:
    """The 成文日期, months and days without leading zeros (GB/T 9704-2012, 7.3.5.4); may be empty."""
    day = identity.published
    return "" if day is None else f"{day.year}年{day.month}月{day.day}日"
