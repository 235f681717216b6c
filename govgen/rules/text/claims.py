"""Figures that prose states and the tables have too: the claims found, and the cells they refer to."""

import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Literal, NamedTuple

from govgen.datafile.cell import Cell
from govgen.datafile.identity import Kind
from govgen.datafile.report import Report
from govgen.editions.edition import Edition
from govgen.editions.succession import current
from govgen.editions.table import CellRef, add_up, leaves_of
from govgen.rules.lexicon import load, pattern, pattern_of
from govgen.rules.text.counts import Figure, figures
from govgen.rules.text.lines import Line, lines, words
from govgen.rules.text.sentences import sentence_start

CLAUSE = "，。；！？\n"
"""What a clause begins after."""

When = Literal["now", "past", "change"]
"""Whether a figure is this year's, last year's, or by how much the one differs from the other."""


class Claim(NamedTuple):
    """A figure that prose states: where, how much, and whether it is only about right.

    ``number`` is the place of the figure itself; None where words such as 未收到 say that there was none. A
    change is below 0 where the text says that there were fewer.
    """

    line: Line
    start: int
    end: int
    value: Decimal
    about: bool = False
    number: tuple[int, int] | None = None
    when: When = "now"

    @property
    def words(self) -> str:
        """The words of the claim."""
        return self.line.text[self.start : self.end]


Accepted = Sequence[Sequence[str]]
"""The sums of cells that a claim may mean, each as the addresses of its cells."""

ClaimTarget = tuple[Decimal, Mapping[CellRef, Cell]]
"""A sum of cells that a claim may mean: its value, and its cells by their addresses."""


def kinds(code: str) -> list[Mapping[str, Any]]:
    """The entries of the list of claims that belong to ``code``."""
    return [entry for entry in load("claims")["claims"] if entry["code"] == code]


def claims_of(report: Report, *codes: str) -> list[Claim]:
    """What the prose states under the codes named."""
    return [claim for code in codes for entry in kinds(code) for claim in claims(report, entry)]


def claims(report: Report, entry: Mapping[str, Any]) -> list[Claim]:
    """What the prose states of this year under ``entry`` of the list of claims."""
    return [claim for claim in all_claims(report, entry) if claim.when == "now"]


def all_claims(report: Report, entry: Mapping[str, Any]) -> list[Claim]:
    """What the prose states under ``entry``, of last year too, in order of place, each place once."""
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
                at = match.start("n")
                # 收到申请16件，比上年增加6件: the change is that of what the clause before counts.
                for place in (at, match.end() + 1 if text.startswith("，", match.end()) else -1):
                    count = counts.get(place)
                    if count is None or place in taken or (place != at and count.apart < 0):
                        continue
                    when = _when(report, line.text, match.start(), at, match.end(), entry)
                    if when and not (key == "zero" and count.value):
                        taken.add(place)
                        yield _claim(line, match, count, when if count.apart < 0 else "change", entry)
    for expression in entry.get("none", ()):
        for match in pattern("claims", expression).finditer(line.text):
            if when := _when(report, line.text, *match.span(), match.end(), entry):
                yield Claim(line, *match.span(), Decimal(0), when=when)


def _claim(line: Line, match: re.Match[str], count: Figure, when: When, entry: Mapping[str, Any]) -> Claim:
    fell = when == "change" and pattern_of("figures", "growth", "fall").search(line.text[: count.start])
    value = count.value / entry.get("units", 1) * (-1 if fell else 1)
    return Claim(line, match.start(), max(match.end(), count.end), value, count.about, count[:2], when)


@functools.lru_cache(maxsize=128)
def _marked(text: str) -> tuple[str, dict[int, Figure]]:
    """A line with signs in the place of its counts, and the counts by their places.

    One that says how far another year is away begins with the words that say so (比上年增加6件).
    """
    counts, marked = {}, text
    for figure in figures(text):
        sign = next((sign for sign in "＜＝￥" if figure.unit in load("claims")["count"][sign]), "")
        if sign:
            start = figure.start if figure.apart < 0 else figure.apart
            counts[start] = figure
            marked = marked[:start] + sign.ljust(figure.end - start, "＞") + marked[figure.end :]
    return marked, counts


def _when(
    report: Report, text: str, start: int, number: int, end: int, entry: Mapping[str, Any]
) -> When | None:
    """What year a statement is about; None where it is about another body or part of the matter."""
    first = sentence_start(text, start, CLAUSE)
    if alone := pattern_of("claims", "year").search(text[:first]):
        first = alone.start()
    clause, lead = text[first:end], text[first:number]
    elsewhere = (
        pattern("claims", entry["skip"]).search(clause),
        pattern_of("claims", "compared").search(lead),
        entry.get("asks")
        and pattern_of("claims", "unrelated").search(text, sentence_start(text, start), end),
        report.who.kind not in {Kind.COUNTY, Kind.CITY} and pattern_of("claims", "elsewhere").search(clause),
    )
    if any(elsewhere):
        return None
    due = report.who.year
    named = (int(match["y"] or due - 1) for match in pattern_of("claims", "past").finditer(lead))
    years = {year for year in named if year < due}
    return "now" if not years else "past" if years == {due - 1} else None


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
    node = table.nodes["rows"].get(current(edition, ident, "rows", row))
    leaves = leaves_of((node,) if node else ())
    refs = (CellRef(ident, leaf.id, current(edition, ident, "columns", column)) for leaf in leaves)
    return tuple(ref for ref in refs if ref in table.types)


@functools.cache
def names(edition: Edition) -> Mapping[str, Accepted]:
    """The names of rows and columns beside which prose gives counts, with the sums that each may mean."""
    data = load("claims")["named"]
    found: dict[str, list[list[str]]] = {}
    for table, axes in data["tables"].items():
        for heading in edition.table_by_id[table].walk() if table in edition.table_by_id else ():
            node = heading.node
            name = re.sub(data["lead"], "", node.name)
            is_group = heading.axis == "columns" and node.children
            known = heading.axis in axes and not (node.total or is_group or node.id in data["own"])
            if known and len(name) >= data["shortest"]:
                found.setdefault(name, []).extend(_filled(axes[heading.axis], [node.id]))
    columns = data["tables"]["applications"]["columns"]
    for name, groups in data["also"].items():
        found[name] = [sums for group in groups for sums in _filled(columns, group)]
    return found


def _filled(sums: Accepted, ids: Sequence[str]) -> list[list[str]]:
    return [[cell.format(ident) for ident in ids for cell in one] for one in sums]


def accepted(edition: Edition, group: Sequence[str]) -> Accepted:
    """The sums that names joined in a text may mean."""
    each = (names(edition)[name] for name in group)
    return [[cell for sums in one for cell in sums] for one in zip(*each, strict=False)]


@functools.cache
def named_entry(edition: Edition) -> Mapping[str, Any]:
    """The entry of the list of claims for counts beside ``names``."""
    data, every = load("claims")["named"], names(edition)
    longest = "|".join(map(re.escape, sorted(every, key=len, reverse=True)))
    finds = [data[key].replace("NAMES", longest) for key in ("before", "after")]
    return {**data, "has": list(every), "patterns": finds}
