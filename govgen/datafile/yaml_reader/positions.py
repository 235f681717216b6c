"""Texts that map each character back to its line and column in the file."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from govgen.findings.finding import START, Span


class MappedPiece(NamedTuple):
    """A run of text and its place in the file.

    Exact pieces are on one line and map character by character, others as a whole.
    """

    text: str
    span: Span
    exact: bool = True


class MappedText(NamedTuple):
    """A text with the places its characters came from; ``pieces`` are in order and cover it."""

    text: str
    pieces: tuple[MappedPiece, ...]

    @classmethod
    def of(cls, parts: Iterable[MappedPiece]) -> MappedText:
        """Join pieces."""
        pieces = tuple(parts)
        return cls("".join(piece.text for piece in pieces), pieces)

    @classmethod
    def line(cls, text: str, line: int, column: int) -> MappedText:
        """A text that is on one line as it is, from ``column`` on (both counted from 1)."""
        return cls(text, (MappedPiece(text, Span.point(line, column, len(text))),))

    @property
    def placed(self) -> Iterator[tuple[int, int, MappedPiece]]:
        """The pieces, each with where it starts and ends in the text (from 0)."""
        ends = itertools.accumulate(len(piece.text) for piece in self.pieces)
        return ((end - len(piece.text), end, piece) for end, piece in zip(ends, self.pieces, strict=True))

    def span(self, start: int, end: int) -> Span:
        """The place in the file of the characters from ``start`` up to ``end``."""
        first = self._place(start)
        last = self._place(max(start, end - 1))
        return Span(first.line, first.column, last.end_line, last.end_column)

    def _place(self, index: int) -> Span:
        place = START
        for start, _, piece in self.placed:
            if start > index:
                break
            place = piece.span
            if piece.exact:
                place = Span.point(place.line, place.column + index - start)
        return place

    def is_filled_in(self, start: int, end: int) -> bool:
        """Whether the characters from ``start`` up to ``end`` took the place of what the file says."""
        return any(not piece.exact and start <= low and high <= end for low, high, piece in self.placed)

    def part(self, start: int, end: int) -> MappedText:
        """The characters from ``start`` up to ``end``, with their places."""
        kept = []
        for first, last, (text, span, exact) in self.placed:
            low, high = max(start, first), min(end, last)
            if low < high:
                place = Span.point(span.line, span.column + low - first, high - low) if exact else span
                kept.append(MappedPiece(text[low - first : high - first], place, exact))
        return MappedText.of(kept)

    def stripped(self) -> MappedText:
        """Without blanks, wide ones included, at either end."""
        left = len(self.text) - len(self.text.lstrip())
        return self.part(left, max(left, len(self.text.rstrip())))
