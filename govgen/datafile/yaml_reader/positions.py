"""Texts that map each character back to its line and column in the file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from govgen.findings.finding import Span


class MappedPiece(NamedTuple):
    """A run of text and its place in the file: exact pieces map character by character, others as a whole.

    ``start`` counts characters of the mapped text from 0.
    """

    start: int
    length: int
    span: Span
    exact: bool = True


class MappedText(NamedTuple):
    """A text with the places its characters came from; ``pieces`` are in order and cover it."""

    text: str
    pieces: tuple[MappedPiece, ...]

    @classmethod
    def of(cls, parts: Iterable[tuple[str, Span, bool]]) -> MappedText:
        """Join parts of (text, place, exact); an exact part is on one line from its place on."""
        pieces: list[MappedPiece] = []
        texts: list[str] = []
        start = 0
        for text, span, exact in parts:
            pieces.append(MappedPiece(start, len(text), span, exact))
            texts.append(text)
            start += len(text)
        return cls("".join(texts), tuple(pieces))

    @classmethod
    def line(cls, text: str, line: int, column: int) -> MappedText:
        """A text that is on one line as it is, from ``column`` on (both counted from 1)."""
        return cls(text, (MappedPiece(0, len(text), Span.point(line, column, len(text))),))

    def span(self, start: int, end: int) -> Span:
        """The place in the file of the characters from ``start`` up to ``end``."""
        first = self._place(start)
        last = self._place(max(start, end - 1))
        return Span(first.line, first.column, last.end_line, last.end_column)

    def _place(self, index: int) -> Span:
        if not self.pieces:
            return Span.point(1, 1)
        piece = next((piece for piece in reversed(self.pieces) if piece.start <= index), self.pieces[0])
        if not piece.exact:
            return piece.span
        return Span.point(piece.span.line, piece.span.column + index - piece.start)

    def is_filled_in(self, start: int, end: int) -> bool:
        """Whether the characters from ``start`` up to ``end`` took the place of what the file says."""
        return any(
            not piece.exact and start <= piece.start and piece.start + piece.length <= end
            for piece in self.pieces
        )

    def part(self, start: int, end: int) -> MappedText:
        """The characters from ``start`` up to ``end``, with their places."""
        kept = []
        for piece in self.pieces:
            low, high = max(start, piece.start), min(end, piece.start + piece.length)
            if low < high:
                span = piece.span
                if piece.exact:
                    span = Span.point(span.line, span.column + low - piece.start, high - low)
                kept.append(MappedPiece(low - start, high - low, span, piece.exact))
        return MappedText(self.text[start:end], tuple(kept))

    def stripped(self) -> MappedText:
        """Without blanks, wide ones included, at either end."""
        left = len(self.text) - len(self.text.lstrip())
        return self.part(left, max(left, len(self.text.rstrip())))
