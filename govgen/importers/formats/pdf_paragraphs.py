"""Joins printed lines into paragraphs by where each line begins and ends."""

import re
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

_INDENT = 0.8
"""A line that begins this many characters further in begins a paragraph."""
_FULL = 2.5
"""A line that ends within this many characters of the right edge goes on in the next."""
_UNFINISHED = 4.5
"""The same for one without a mark at its end: what follows may not have fitted, such as a long number."""
_STRAY = 20
"""One line in this many may be outside the text."""
_LARGER = 1.15
"""Titles are larger than the text by more than this."""
_LETTER = re.compile(r"[A-Za-z]")
_STOP = re.compile(r"[。！？；：.!?;:]\Z")
_LOOSE = re.compile(r"[ \u3000]+(?=[，。；：、）》”！？])|(?<=[（《“])[ \u3000]+")
"""Blanks beside a full-width mark: the mark's own empty half."""


@dataclass(frozen=True, slots=True)
class PdfLine:
    """A printed line: its words, where it begins and ends, the size of its type, in points."""

    text: str
    left: float
    right: float
    size: float


class Paragraphs:
    """Joins lines, in order; the edges of the text are those that most of ``lines`` keep to."""

    def __init__(self, lines: Sequence[PdfLine]) -> None:
        self._left = _edge([line.left for line in lines])
        self._right = -_edge([-line.right for line in lines])
        self._size = statistics.median([line.size for line in lines] or [0.0])
        self._done: list[str] = []
        self._last: PdfLine | None = None

    def add(self, line: PdfLine) -> None:
        """Add the next line to the paragraph before it, or begin one with it."""
        if self._last is not None and self._goes_on(self._last, line):
            gap = " " if _LETTER.match(self._done[-1][-1:]) and _LETTER.match(line.text) else ""
            self._done[-1] += gap + _LOOSE.sub("", line.text)
        else:
            self._done.append(_LOOSE.sub("", line.text))
        self._last = line

    def finished(self) -> list[str]:
        """The paragraphs so far; the next line begins a new one."""
        done, self._done, self._last = self._done, [], None
        return done

    def _goes_on(self, last: PdfLine, line: PdfLine) -> bool:
        if abs(last.size - line.size) >= 1:
            return False
        if line.size > self._size * _LARGER:  # the lines of a title
            return True
        begins = line.left > self._left + _INDENT * line.size
        allowed = _FULL if _STOP.search(last.text) else _UNFINISHED
        return not begins and last.right >= self._right - allowed * last.size


def _edge(places: Sequence[float]) -> float:
    """The outermost place that several lines keep to, so that a stray mark does not count."""
    ordered = sorted(places)
    return ordered[min(len(ordered) - 1, len(ordered) // _STRAY)] if ordered else 0.0
