"""Joins the rows of a printed table that a page break cut in two."""

import functools
from collections.abc import Sequence
from dataclasses import replace

from govgen.editions.loading import editions
from govgen.importers.page import Page
from govgen.importers.tables.figures import is_figure
from govgen.importers.tables.labels import labels
from govgen.importers.tables.tokens import label_key


def join_cut_rows(page: Page) -> Page:
    """``page`` with each cut row on the line of its lower half; the other is empty and no row any more."""
    lines, drawn = page.text.split("\n"), set(page.drawn)
    for number in sorted(page.drawn):
        if page.may_lack and number + 1 in drawn:
            upper, lower = (line.split("\t") for line in lines[number - 1 : number + 1])
            if whole := _whole(upper, lower):
                lines[number - 1 : number + 1] = ["", "\t".join(whole)]
                drawn.remove(number)
    return replace(page, text="\n".join(lines), drawn=frozenset(drawn))


def _whole(upper: Sequence[str], lower: Sequence[str]) -> list[str]:
    """The cells of the row whose halves two lines are; empty for rows of their own.

    One half has the figures, and it takes both to make a label. What is further left in the lower half goes
    on from rows above.
    """
    width = min(len(upper), len(lower))
    halves = upper[-width:], lower[-width:]
    whole = [one + other for one, other in zip(*halves, strict=True)]
    with_figures = [half for half in halves if any(map(is_figure, half))]
    is_cut = len(with_figures) == 1 and _label(whole) in _known() - {_label(with_figures[0])}
    return [*upper[:-width], *whole] if is_cut else []


def _label(cells: Sequence[str]) -> str:
    return next((label_key(cell) for cell in reversed(cells) if cell and not is_figure(cell)), "")


@functools.cache
def _known() -> frozenset[str]:
    return frozenset(label_key(label.words) for edition in editions() for label in labels(edition))
