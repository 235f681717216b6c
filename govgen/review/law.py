"""What law and notices demand beyond the choice of the edition (L410–L431)."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from govgen.catalogue import finding
from govgen.diagnostics import START, Finding, Level, Related, Span
from govgen.identity import Kind
from govgen.review import law_blanks, law_outline
from govgen.review.lexicon import HAN, load, pattern
from govgen.review.reading import is_bare
from govgen.review.rules import Need, Rule, rule
from govgen.review.search import written
from govgen.review.subject import Subject
from govgen.table import CellRef, leaves_of

_HAN = re.compile(HAN)
_REVIEW_FIRST_FROM = 2024
"""行政复议法 (2023) art. 23, in force 2024-01-01, sends most refusals to review first."""
_SHORTEST = 10
"""A section on problems below this many characters says nothing."""


@rule("L410", Need.CELLS)
def rules_without_power(subject: Subject) -> Iterator[Finding]:
    """Government rules counted by a body that cannot make any; a warning where the name leaves it open."""
    name, kind = subject.identity.body, subject.identity.kind
    powers = load("powers")
    if kind is None or pattern("powers", powers["may"]["find"]).search(name):
        return
    sure = kind is not Kind.COUNTY or pattern("powers", powers["none"]["find"]).search(name)
    filled = [(ref, value) for ref in _row(subject, "rules") if (value := subject.value(*ref))]
    if filled:
        places = [(subject.edition.name_of(ref), (subject.cells or {})[ref].span) for ref, _ in filled]
        said = "、".join(f"{value:f}" for _, value in filled)
        message = f"{places[0][0]} 一行填了 {said}，{name}没有这项制定权，应为 0"
        related = tuple(Related(place, span) for place, span in places[1:])
        level = None if sure else Level.WARNING
        yield finding("L410", message, places[0][1], where=places[0][0], related=related, level=level)


def _row(subject: Subject, row: str) -> Iterator[CellRef]:
    table = subject.edition.table_by_id["disclosure"]
    for block in table.blocks:
        if any(node.id == row for node in block.rows):
            yield from (CellRef(table.id, row, column.id) for column in leaves_of(block.columns))


@rule("L422")
def replaced_documents(subject: Subject) -> Iterator[Finding]:
    """A notice or order cited by a number that no longer holds, or never did."""
    year, notice = subject.identity.year, subject.edition.basis.number
    for group in ("replaced", "later"):
        entries = {entry["find"]: entry for entry in load("documents")[group]}
        for line, phrase, match in written(subject, "documents", group):
            entry = entries[phrase.find]
            if entry.get("from", year) <= year <= entry.get("until", year):
                said = phrase.say.format(match[0])
                yield line.found("L422", said, match.start(), match.end(), citation=notice)


@rule("L423")
def crossed_documents(subject: Subject) -> Iterator[Finding]:
    """The title of one notice with the number of another."""
    for line, phrase, match in written(subject, "documents", "crossed"):
        notice = subject.edition.basis.number
        yield line.found("L423", phrase.say.format(match[0]), match.start(), match.end(), citation=notice)


@rule("L424")
def malformed_numbers(subject: Subject) -> Iterator[Finding]:
    """The number of a document that is broken or set in other brackets; a hint where it is only unusual."""
    taken: set[tuple[int, int]] = set()
    for group, level in (("malformed", None), ("style", Level.INFO)):
        for line, phrase, match in written(subject, "documents", group):
            place = (id(line.paragraph), match.end())
            if place not in taken:
                taken.add(place)
                message = phrase.say.format(match[0])
                yield line.found("L424", message, match.start(), match.end(), level=level)


def _published(subject: Subject) -> tuple[datetime.date | None, str]:
    return subject.identity.published, subject.identity.KEYS["published"]


@rule("L427")
def before_the_year_ended(subject: Subject) -> Iterator[Finding]:
    """A date before the last day of the year reported on."""
    date, key = _published(subject)
    if date is not None and date <= datetime.date(subject.identity.year, 12, 31):
        message = f"日期是 {date.isoformat()}，{subject.identity.year} 年还没有结束"
        yield finding("L427", message, _date_place(subject, key), where=key)


@rule("L428")
def late(subject: Subject) -> Iterator[Finding]:
    """A date after the county's deadline, or after 31 January where the county sets none."""
    date, key = _published(subject)
    numbers = [int(part) for part in re.findall(r"\d+", subject.county.deadline or "1-31")][-2:]
    if date is None or len(numbers) < 2:
        return
    month, day = numbers
    if (date.year, date.month, date.day) > (subject.identity.year + 1, month, day):
        message = f"日期是 {date.isoformat()}，晚于 {month}月{day}日"
        yield finding("L428", message, _date_place(subject, key), where=key)


def _date_place(subject: Subject, key: str) -> Span:
    signature = subject.passages.get("signature")
    return subject.places.get((key,), signature.span if signature else START)


@rule("L429")
def long_overview(subject: Subject) -> Iterator[Finding]:
    """A section one longer than the county wants it."""
    limit = subject.county.overview_limit
    passage = subject.passages.get("overview")
    if limit is None or passage is None:
        return
    length = sum(len("".join(paragraph.text.split())) for paragraph in passage.paragraphs)
    if length > limit:
        yield finding("L429", f"共 {length} 字，上限是 {limit} 字", passage.span, where=passage.key)


@rule("L430")
def empty_problems(subject: Subject) -> Iterator[Finding]:
    """A section on problems and improvement that says nothing."""
    passage = subject.passages.get("problems")
    if passage is None or (is_bare(subject) and not subject.whole):
        return
    if len(_HAN.findall(passage.text)) < _SHORTEST:
        yield finding("L430", "没有写存在的问题和改进情况", passage.span, where=passage.key)


@rule("L431", Need.CELLS)
def suits_without_review(subject: Subject) -> Iterator[Finding]:
    """Suits brought without review since most refusals must go to review first."""
    ref = CellRef("disputes", "cases", "direct_total")
    value = subject.value(*ref)
    if value and subject.identity.year >= _REVIEW_FIRST_FROM:
        place = subject.edition.name_of(ref)
        message = f"{place} 是 {value:f}，请核对案由：2024年起多数案件应当先经复议"
        yield finding("L431", message, (subject.cells or {})[ref].span, where=place)


RULES: tuple[Rule, ...] = (
    rules_without_power,
    *law_outline.RULES,
    replaced_documents,
    crossed_documents,
    malformed_numbers,
    *law_blanks.RULES,
    before_the_year_ended,
    late,
    long_overview,
    empty_problems,
    suits_without_review,
)
