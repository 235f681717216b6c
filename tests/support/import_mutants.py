"""Seeds with other figures in other layouts, so that a figure in the wrong cell cannot pass for a right one."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from govgen.editions.table import CellRef
from govgen.importers.cleaning import clean
from govgen.importers.page import Page
from govgen.importers.tables.reader import edition_in_text, read_tables

Wanted = dict[CellRef, str | None]
Cut = Callable[[str, random.Random], str]

_WIDE = str.maketrans("0123456789()", "０１２３４５６７８９（）")
_ROW = re.compile(r"^[^\n]*[\u4e00-\u9fff][^\n]*(?:[\t|][^\n]*\d){1,}[^\n]*$", re.MULTILINE)


def numbered(text: str, source: random.Random) -> tuple[str, Wanted]:
    """A seed in simplified characters whose every figure is another one; each row's total is its sum."""
    page = clean(Page(text))
    edition = edition_in_text(page.text)
    assert edition is not None
    reading = read_tables(page.text, edition)
    lines = page.text.split("\n")
    figures = {ref: source.randrange(10, 10_000) for ref in edition.refs}
    across = {
        ref: parts
        for table in edition.tables
        for ref, parts in table.parts.items()
        if parts[0].row == ref.row
    }
    figures |= {ref: sum(figures[part] for part in parts) for ref, parts in across.items()}
    for ref in sorted(reading.cells, key=lambda ref: reading.cells[ref].span, reverse=True):
        span = reading.cells[ref].span
        line = lines[span.line - 1]
        lines[span.line - 1] = line[: span.column - 1] + str(figures[ref]) + line[span.end_column - 1 :]
    return "\n".join(lines), {ref: str(figure) for ref, figure in figures.items()}


def _table_part(
    text: str, cut: Callable[[re.Match[str]], str], form: str, chance: random.Random, share: float
) -> str:
    return re.sub(form, lambda match: cut(match) if chance.random() < share else match[0], text)


def split_lines(text: str, chance: random.Random) -> str:
    """Some cells are on a line of their own."""
    return _table_part(text, lambda _: "\n", r"\t(?=\S)", chance, 0.3)


def bars(text: str, chance: random.Random) -> str:
    """Cells are parted by bars."""
    del chance
    return text.replace("\t", " | ")


def wide_gaps(text: str, chance: random.Random) -> str:
    """Cells are parted by blanks."""
    return _table_part(text, lambda _: "   ", r"\t", chance, 1.0)


def joined(text: str, chance: random.Random) -> str:
    """Some cells ran into the one before, with a single blank."""
    return _table_part(text, lambda _: " ", r"(?<=\d)\t(?=\d)", chance, 0.5)


def glued(text: str, chance: random.Random) -> str:
    """Some cells ran into the one before, without any blank: which figure was which cannot be known."""
    return _table_part(text, lambda _: "", r"(?<=\d)\t(?=\d)", chance, 0.03)


def repeated(text: str, chance: random.Random) -> str:
    """Some rows are printed twice."""
    return _ROW.sub(lambda match: f"{match[0]}\n{match[0]}" if chance.random() < 0.2 else match[0], text)


def blanked(text: str, chance: random.Random) -> str:
    """Some figures are missing."""
    return _table_part(text, lambda _: "", r"(?<=[\t|])[ ]?\d+(?=[ ]?[\t|\n])", chance, 0.1)


def widened(text: str, chance: random.Random) -> str:
    """Some figures and brackets are wide."""
    return _table_part(text, lambda match: match[0].translate(_WIDE), r"(?<=\t)\d+|[()]", chance, 0.5)


def spaced(text: str, chance: random.Random) -> str:
    """There are blanks inside some labels."""
    return _table_part(
        text, lambda match: f"{match[0]} ", r"[\u4e00-\u9fff](?=[\u4e00-\u9fff][^\n]{0,12}\t)", chance, 0.2
    )


CUTS: tuple[Cut, ...] = (split_lines, bars, wide_gaps, joined, glued, repeated, blanked, widened, spaced)


def mutant(text: str, number: int) -> tuple[str, Wanted]:
    """Variant ``number`` of a seed: one to three cuts, the same for the same number."""
    chance = random.Random(number)
    changed, wanted = numbered(text, chance)
    for cut in chance.sample(CUTS, chance.randrange(1, 4)):
        changed = cut(changed, chance)
    return changed, wanted
