"""Cells of the tables against each other, last year's, the prose and the law (C316–C326, L410, L431)."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from govgen.datafile.identity import Kind
from govgen.datafile.report import Report
from govgen.findings.catalogue import finding
from govgen.findings.finding import Finding, Level, Related
from govgen.rules.lexicon import load, pattern_of
from govgen.rules.rule import rule
from govgen.rules.text.claims import claims_of
from govgen.rules.text.counts import number_of
from govgen.rules.text.lines import lines, matches

_MANY_DOCUMENTS = 10
"""A town that says it made more normative documents in a year has probably counted ordinary papers."""
_VAST = 100_000
_LARGE = 1_000
"""An amount in 万元 above the first, or a whole one from the second on, may have been entered in yuan."""
_RECEIVED = ("new", "carried_in")

RELATIONS: Mapping[str, Callable[..., bool]] = {
    "fewer": lambda value, other: value < other,
    "one_is_zero": lambda value, other: (value == 0) != (other == 0),
    "positive": lambda value: value > 0,
    "short": lambda held, added, removed: held < added - removed,
    "unasked": lambda cases, new, carried_in: cases > 0 == new == carried_in,
    "unpublished": lambda public, made, published: public < published or published == 0 < made,
    "vast": lambda value: value > _VAST or (value >= _LARGE and value == value.to_integral_value()),
}
"""What is doubtful about the values of cells, by its name in the list of checks."""


@rule("C317", "cells")
def doubtful_cells(report: Report) -> Iterator[Finding]:
    """Values of cells that do not go together, or are unlikely (C317, C318, C320, C324, C326, L431)."""
    for stock in report.edition.stocks:
        yield from _judged(report, [".".join(ref) for ref in stock.refs], load("cells")["stocks"])
    yield from _listed(report, "checks")


def _listed(report: Report, group: str) -> Iterator[Finding]:
    """The findings of the checks of a group that hold for the body and the year."""
    year, kind = report.who.year, report.who.kind
    for entry in load("cells")[group]:
        if year >= entry.get("first", year) and kind in entry.get("kinds", [kind]):
            for word in entry.get("each", [""]):
                yield from _judged(report, [name.format(each=word) for name in entry["cells"]], entry)


def _judged(report: Report, names: list[str], entry: Mapping[str, Any]) -> Iterator[Finding]:
    """The finding on cells whose values are all known, and such as the entry describes."""
    cells = [
        (owner, owner.ref(*name.removeprefix("last.").split(".")))
        for name in names
        if (owner := report.last if name.startswith("last.") else report)
    ]
    values = [owner.value(*ref) for owner, ref in cells]
    if None not in values and len(values) == len(names) and RELATIONS[entry["relation"]](*values):
        first, *others = (
            Related(owner.edition.name_of(ref), owner.cells[ref].span, "" if owner is report else owner.name)
            for owner, ref in cells
        )
        message = f"{first.message} {entry['say'].format(*values)}"
        yield finding(entry["code"], message, first.span, where=first.message, related=tuple(others))


@rule("C316")
def disputes_without_applications(report: Report) -> Iterator[Finding]:
    """Reviews or suits in a year without any application, unless the text says where they come from."""
    explains = pattern_of("sums", "explains")
    if any(explains.search(line.text) for line in lines(report)):
        return
    if not report.cells:
        received = [claim.value for claim in claims_of(report, "C301", "C302")]
        for claim in claims_of(report, "C306", "C307"):
            if claim.value and received and not any(received):
                message = f"正文写“{claim.words}”，但本年没有收到申请，也没有说明案件的来历"
                yield claim.line.found("C316", message, claim.start, claim.end)
    elif not report.last or not any(report.last.value("applications", row, "total") for row in _RECEIVED):
        yield from _listed(report, "disputes")


@rule("C319", "cells")
def ordinary_papers(report: Report) -> Iterator[Finding]:
    """So many normative documents, or just as many as papers posted, that ordinary papers may be meant."""
    ref = report.ref("disclosure", "norm_docs", "made")
    value = report.value(*ref)
    if not value:
        return
    found = matches(report, pattern_of("sums", "posted"))
    posted = next((match[0] for _, match in found if number_of(match["n"]) == value), "")
    if posted or (report.who.kind in {Kind.TOWN, Kind.STREET} and value > _MANY_DOCUMENTS):
        name, in_prose = report.edition.name_of(ref), f"，正文写“{posted}”" if posted else ""
        message = f"{name} 是 {value:f}{in_prose}，请核对是否把一般公文也算了进去"
        yield finding("C319", message, report.cells[ref].span, where=name)


@rule("L410", "cells")
def rules_without_power(report: Report) -> Iterator[Finding]:
    """Government rules counted by a body that cannot make any; a warning where the name leaves it open."""
    name, kind = report.who.body, report.who.kind
    if kind in {None, Kind.CITY} or pattern_of("powers", "may").search(name):
        return
    sure = kind is not Kind.COUNTY or pattern_of("powers", "none").search(name)
    row = report.ref("disclosure", "rules", "")[:2]
    filled = [(ref, value) for ref in report.edition.refs if ref[:2] == row and (value := report.value(*ref))]
    if filled:
        first, *others = (Related(report.edition.name_of(ref), report.cells[ref].span) for ref, _ in filled)
        figures = "、".join(f"{value:f}" for _, value in filled)
        why = "没有这项制定权" if sure else "如果不是设区的市，就没有这项制定权"
        message = f"{first.message} 一行填了 {figures}，{name}{why}，应为 0"
        level = None if sure else Level.WARNING
        related = tuple(others)
        yield finding("L410", message, first.span, where=first.message, related=related, level=level)
