"""Splits text into table cells, each with its place."""

import functools
import itertools
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from govgen.editions.edition import Edition
from govgen.findings.finding import Span
from govgen.importers.tables.figures import is_figure
from govgen.rules.text.headings import simplified

_MARKS = re.compile(r"[\W_]+")
_RAISED = re.compile("⁽[^⁽⁾]*⁾|[⁰¹²³⁴-⁹]")
_LONG = 100
"""A longer line that is longer than every label is prose and is kept in one piece."""
_WORDS = re.compile(r"\S(?:.*\S)?")
_GAP = re.compile(r"[ \u3000\xa0]{2,}")
_NUMBERED = re.compile(r"(?<=\w{4})[ \u3000\xa0](?=(?:[（(][一二三四五六七][）)]|[一二三四]、|\d\.)\D)")
"""A blank before the number of a label: two labels from cells of their own ran together."""
_PARTED = re.compile(f"{_GAP.pattern}|{_NUMBERED.pattern}")
_RULE = re.compile(r"(?=.*(?:[-=─━_*]{3}|:-|-:))[\s|+:=\-─━_*]+")
"""A drawn rule, or the delimiter row of a Markdown table; a dash or two in a cell mean nothing."""
_PAGE_NUMBER = re.compile(
    r"\s*[—–\-－_·]+\s*\d{1,3}\s*[—–\-－_·]+\s*|\s*\d{1,3}\s*[/／]\s*\d{1,3}\s*"
    r"|\s*第\s*\d{1,3}\s*页(?:[\s，,/]*共\s*\d{1,3}\s*页)?\s*"
)
_CELLS, _HEADS, _CELL = 3, 5, 8
"""With so many words on a line (beside figures, or alone), no longer on the average, each word was a cell."""


@functools.cache
def longest(edition: Edition) -> int:
    """How long a cell with a label may be."""
    headings = (heading for table in edition.tables for heading in table.walk())
    return max(_LONG, *(2 * len(heading.node.label) for heading in headings))


def label_key(words: str) -> str:
    """Words as labels are compared: without blanks, widths, marks, notes and phonetic glosses."""
    return _MARKS.sub("", simplified(_RAISED.sub("", words)))


class Token(NamedTuple):
    """A cell of the source. ``drawn``: it is in a real table, where an empty cell counts.

    ``key`` are its words as labels are compared; empty for a figure, and for what is too long for a label.
    """

    text: str
    span: Span
    drawn: bool
    is_figure: bool
    key: str

    @property
    def is_blank(self) -> bool:
        """Whether nothing was written."""
        return not self.text

    @property
    def is_words(self) -> bool:
        """Whether it is neither empty nor a figure."""
        return bool(self.text) and not self.is_figure


def written(tokens: Iterable[Token]) -> str:
    """The words of several tokens, as they stand in the source."""
    return " ".join(token.text for token in tokens)


def is_layout(line: str) -> bool:
    """Whether a line has no content: a rule, the delimiter row of a Markdown table, a page number."""
    return bool(_RULE.fullmatch(line) or _PAGE_NUMBER.fullmatch(line))


def tokens(text: str, drawn: frozenset[int], longest: int) -> list[Token]:
    """Every cell of ``text`` in order; one without bars and tabs is cut at wide gaps and before figures.

    What is longer than ``longest`` is not.
    """
    found = []
    for number, line in enumerate(text.split("\n"), start=1):
        is_drawn = number in drawn
        if is_layout(line) and not is_drawn:
            continue
        for start, end in _cells(line, longest, is_drawn=is_drawn):
            words, span = line[start:end], Span.point(number, start + 1, max(1, end - start))
            has_figure = is_figure(words)
            is_label = not has_figure and len(words) <= longest
            found.append(Token(words, span, is_drawn, has_figure, label_key(words) if is_label else ""))
    return found


def _cells(line: str, longest: int, *, is_drawn: bool) -> Iterator[tuple[int, int]]:
    bar = "|" if "|" in line and not is_drawn else "\t"
    if not (is_drawn or bar in line or line.strip()):
        return
    bounds = [-1, *(at for at, char in enumerate(line) if char == bar), len(line)]
    parts = [(start + 1, end) for start, end in itertools.pairwise(bounds)]
    if bar == "|" and not line[slice(*parts[-1])].strip():
        parts.pop()  # a bar at the end closes a cell
    if not is_drawn and len(parts) > 1 and not line[slice(*parts[0])].strip():
        parts.pop(0)  # one at the beginning opens the first
    for start, end in parts:
        yield from _pieces(line, start, end, longest, may_be_row=not is_drawn or len(parts) == 1)


def _pieces(line: str, start: int, end: int, longest: int, *, may_be_row: bool) -> Iterator[tuple[int, int]]:
    """One cell, or several where a wide gap or figures after words show that cells ran together."""
    words = _WORDS.search(line, start, end)
    start, end = words.span() if words else (end, end)
    cells = may_be_row and _are_cells(line[start:end])
    if end - start > longest and not cells:
        yield start, end
        return
    at = start
    for gap in (re.compile(r"\s+") if cells else _PARTED).finditer(line, start, end):
        yield from _figures_apart(line, at, gap.start())
        at = gap.end()
    yield from _figures_apart(line, at, end)


def _are_cells(words: str) -> bool:
    """Whether what is between blanks are cells of a table that a page set in one line."""
    parts = words.split()
    labels = [part for part in parts if not part.isdigit()]
    short = sum(map(len, labels)) <= _CELL * len(labels)
    figures = len(labels) < len(parts) and len(labels) >= _CELLS
    heads = len(labels) >= _HEADS and all(len(label) > 1 for label in labels)
    return short and (figures or heads)


def _figures_apart(line: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    words = list(re.finditer(r"\S+", line[start:end]))
    first = len(words)
    while first and is_figure(words[first - 1][0]):
        first -= 1
    if first:
        yield start, start + words[first - 1].end()
    elif not words:
        yield start, start
    yield from ((start + word.start(), start + word.end()) for word in words[first:])
