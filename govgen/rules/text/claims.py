"""Figures that prose states and the tables have too: the claims found, and the cells they refer to."""

import functools
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from govgen.datafile.cell import Cell
from govgen.datafile.identity import Kind
from govgen.datafile.report import Report
from govgen.editions.edition import Edition
from govgen.editions.succession import current
from govgen.editions.table import CellRef, add_up, leaves_of
from govgen.rules.lexicon import load, pattern, pattern_of
from govgen.rules.text.counts import Figure, figures, sentence_start
from govgen.rules.text.lines import Line, lines, words

CLAUSE = "，。；！？\n"
"""What a clause begins after."""


class Claim(NamedTuple):
    """A figure that prose states: where, how much, and whether it is only about right.

    ``number`` is the place of the figure itself; None where words such as 未收到 say that there was none.
    """

    line: Line
    start: int
    end: int
    value: Decimal
    about: bool = False
    number: tuple[int, int] | None = None

    @property
    def words(self) -> str:
        """The words of the claim."""
        return self.line.text[self.start : self.end]


ClaimTarget = tuple[Decimal, Mapping[CellRef, Cell]]
"""A sum of cells that a claim may mean: its value, and its cells by their addresses."""


def kinds(code: str) -> list[Mapping[str, Any]]:
    """The entries of the list of claims that belong to ``code``."""
    return [entry for entry in load("claims")["claims"] if entry["code"] == code]


def claims_of(report: Report, *codes: str) -> list[Claim]:
    """What the prose states under the codes named."""
    return [claim for code in codes for entry in kinds(code) for claim in claims(report, entry)]


def claims(report: Report, entry: Mapping[str, Any]) -> list[Claim]:
    """What the prose states under ``entry`` of the list of claims, in order of place, each place once."""
    has = [word for word in entry["has"] if word in words(report)]
    found: list[Claim] = []
    for line in lines(report) if has else ():
        if any(word in line.text for word in has):
            found += _in_line(report, line, entry)
    return found


def _in_line(report: Report, line: Line, entry: Mapping[str, Any]) -> Iterator[Claim]:
    text, counts = _marked(line.text)
    taken: set[int] = set()
    for key in ("patterns", "zero"):
        for expression in entry.get(key, ()):
            for match in pattern("claims", expression).finditer(text):
                count = counts.get(match.start("n"))
                if count is None or count.start in taken or (key == "zero" and count.value):
                    continue
                if not is_elsewhere(report, line.text, match.span(), entry["skip"]):
                    taken.add(count.start)
                    value = count.value / entry.get("units", 1)
                    yield Claim(line, *match.span(), value, count.about, count[:2])
    for expression in entry.get("none", ()):
        for match in pattern("claims", expression).finditer(line.text):
            if not is_elsewhere(report, line.text, match.span(), entry["skip"]):
                yield Claim(line, *match.span(), Decimal(0))


@functools.lru_cache(maxsize=128)
def _marked(text: str) -> tuple[str, dict[int, Figure]]:
    """A line with signs in the place of its counts, and the counts by their places."""
    data = load("claims")["count"]
    counts, marked = {}, text
    for figure in figures(text):
        sign = next((sign for sign in "＜＝￥" if figure.unit in data[sign]), "")
        if sign:
            counts[figure.start] = figure
            filled = sign.ljust(figure.end - figure.start, "＞")
            marked = marked[: figure.start] + filled + marked[figure.end :]
    return marked, counts


def is_elsewhere(report: Report, text: str, span: tuple[int, int], skip: str) -> bool:
    """Whether a statement is about something else: another body, another year, part of the matter."""
    clause = text[sentence_start(text, span[0], CLAUSE) : span[1]]
    if pattern("claims", skip).search(clause) or pattern_of("claims", "quoted").search(clause):
        return True
    others = pattern_of("claims", "elsewhere").search(clause)
    return others is not None and report.who.kind not in {Kind.COUNTY, Kind.CITY}


def targets(report: Report, accept: Sequence[Sequence[str]]) -> list[ClaimTarget]:
    """The sums that a claim may mean; none at all where one of them touches an unknown cell."""
    found: list[ClaimTarget] = []
    for names in accept:
        refs = [ref for name in names for ref in expand(report.edition, name)]
        cells = {ref: report.cells[ref] for ref in refs if ref in report.cells}
        total = add_up(cell.known for cell in cells.values())
        if total is None or len(cells) < len(refs):
            return []
        if refs:
            found.append((total, cells))
    return found


@functools.cache
def expand(edition: Edition, name: str) -> tuple[CellRef, ...]:
    """The cells that ``table.row.column`` means in an edition; the ids may be those of an earlier one.

    A group means the rows under it, an id that the edition lacks none.
    """
    ident, row, column = name.split(".")
    if ident not in edition.table_by_id:
        return ()
    table = edition.table_by_id[ident]
    node = table.row_nodes.get(current(edition, ident, "rows", row))
    leaves = leaves_of((node,) if node else ())
    refs = (CellRef(ident, leaf.id, current(edition, ident, "columns", column)) for leaf in leaves)
    return tuple(ref for ref in refs if ref in table.types)
