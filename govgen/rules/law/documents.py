"""L42x: the notices and laws that a report cites."""

from __future__ import annotations

from collections.abc import Iterator

from govgen.datafile.report import Report
from govgen.findings.finding import Finding, Level
from govgen.rules.lexicon import load
from govgen.rules.rule import rule
from govgen.rules.text.search import written


@rule("L422")
def replaced_documents(report: Report) -> Iterator[Finding]:
    """A notice or order cited by a number that no longer holds, or never did."""
    year, notice = report.who.year, report.edition.basis.number
    for group in ("replaced", "later"):
        entries = {entry["find"]: entry for entry in load("documents")[group]}
        for line, phrase, match in written(report, "documents", group):
            entry = entries[phrase.find]
            if entry.get("from", year) <= year <= entry.get("until", year):
                said = phrase.say.format(match[0])
                yield line.found("L422", said, match.start(), match.end(), citation=notice)


@rule("L423")
def crossed_documents(report: Report) -> Iterator[Finding]:
    """The title of one notice with the number of another."""
    for line, phrase, match in written(report, "documents", "crossed"):
        notice = report.edition.basis.number
        yield line.found("L423", phrase.say.format(match[0]), match.start(), match.end(), citation=notice)


@rule("L424")
def malformed_numbers(report: Report) -> Iterator[Finding]:
    """The number of a document that is broken or set in other brackets; a hint where it is only unusual."""
    taken: set[tuple[int, int]] = set()
    for group, level in (("malformed", None), ("style", Level.INFO)):
        for line, phrase, match in written(report, "documents", group):
            place = (id(line.paragraph), match.end())
            if place not in taken:
                taken.add(place)
                message = phrase.say.format(match[0])
                yield line.found("L424", message, match.start(), match.end(), level=level)
