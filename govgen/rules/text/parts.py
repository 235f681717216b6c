"""Reads the sentence in which a report names its parts, and the number of parts it states."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from govgen.editions.edition import Edition
from govgen.rules.lexicon import load, pattern_of
from govgen.rules.text.counts import number_of
from govgen.rules.text.headings import section_of
from govgen.rules.text.lines import fold_marks

_ENOUGH = 4
"""So many of the statutory names make a sentence a list of the parts."""
_SENTENCE = re.compile("[^。]+")
_JOIN = re.compile(r"[、，；：]|以及|[”\"][“\"]|(?<=[情况项施])(?:和|及|与)|(?<=情况)(?=其他)")
_CLOSE = re.compile(r"、|以及|[和及与]|$")
"""What joins a name to the list; after other marks something else may begin."""
_QUOTES = '“”" '


class Part(NamedTuple):
    """One of the parts named: its place in the text, and the id of the statutory section, if it is one."""

    start: int
    end: int
    name: str
    section: str


class Parts(NamedTuple):
    """A list of parts; ``stated`` is the number given for them, with its place, None where none is given."""

    items: tuple[Part, ...]
    stated: int | None
    start: int
    end: int
    is_open: bool


def parts(text: str, edition: Edition) -> Iterator[Parts]:
    """The lists of the report's parts in folded ``text``, one a sentence at most."""
    words = pattern_of("outline", "parts_list", "words")
    for sentence in _SENTENCE.finditer(text):
        if len(set(words.findall(sentence[0]))) < _ENOUGH - 1:
            continue  # most sentences list nothing
        items = _listed(text, *sentence.span(), edition)
        if len({item.section for item in items} - {""}) >= _ENOUGH:
            yield _counted(text, sentence.span(), items)


def _counted(text: str, span: tuple[int, int], items: Sequence[Part]) -> Parts:
    start, end = items[0].start, items[-1].end
    counts = pattern_of("outline", "parts_list", "count").finditer(text, *span)
    away = {max(start - match.end(), match.start() - end): match for match in counts}
    nearest = away[min(beside)] if (beside := [gap for gap in away if gap >= 0]) else None
    places = (start, end, *nearest.span()) if nearest else (start, end)
    stated = int(number_of(nearest["n"])) if nearest else None
    return Parts(tuple(items), stated, min(places), max(places), text.startswith("等", end))


def _listed(text: str, start: int, end: int, edition: Edition) -> list[Part]:
    """The names joined to each other from the first statutory one to the last, and those joined to these."""
    segments = [_part(text, *span, edition) for span in _segments(text, start, end, edition)]
    known = [at for at, part in enumerate(segments) if part.section]
    if not known:
        return []
    first, last = known[0], known[-1]
    while last + 1 < len(segments) and text[segments[last].end : segments[last + 1].start] in "、以及":
        last += 1
    return [part for part in segments[first : last + 1] if len(part.name) > 1]


def _segments(text: str, start: int, end: int, edition: Edition) -> Iterator[tuple[int, int]]:
    """The stretches between marks; a mark inside the name of one part does not count."""
    keys = "|".join(re.escape(fold_marks(section.key)) for section in edition.sections)
    inner = re.compile(f"{keys}|{load('outline')['inner']['words']}")
    taken = [match.span() for match in inner.finditer(text, start, end)]
    for mark in _JOIN.finditer(text, start, end):
        if not any(one <= mark.start() < other for one, other in taken):
            yield start, mark.start()
            start = mark.end()
    yield start, end


def _part(text: str, start: int, end: int, edition: Edition) -> Part:
    """A stretch without the words that lead into the list and those that close it."""
    lead = [match.end() for match in pattern_of("outline", "parts_list", "lead").finditer(text, start, end)]
    begin = max(lead, default=start)
    close = pattern_of("outline", "parts_list", "tail").search(text, begin, end)
    stop = close.start() if close else end
    name = text[begin:stop].strip(_QUOTES)
    begin += text[begin:stop].find(name)
    return Part(begin, begin + len(name), name, section_of(name, edition))
