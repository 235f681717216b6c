"""Collects the lines of a document: paragraphs, and table rows with tabs between their cells."""

from collections.abc import Iterable, Sequence

from govgen.importers.formats.looks import StyledRun, struck, visible
from govgen.importers.page import Note, Page, RefusedError

MAX_LINES = 8_000
"""A report has some hundred lines, its tables included; with a cell a line, a thousand or two."""
_PROSE = 200
"""No cell of a statutory table is this long: a table with such a cell lays out a page."""
StyledCell = Sequence[StyledRun]


class Lines:
    """Collects the lines of a page in order."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._drawn: set[int] = set()
        self._paragraphs: list[tuple[int | None, ...]] = []
        self.notes: list[Note] = []

    def paragraph(self, pieces: Iterable[StyledRun]) -> None:
        """Add a paragraph; each of its line breaks begins a line, blanks at the ends are dropped."""
        pieces = list(pieces)
        self._note_struck(pieces)
        for part in visible(pieces, is_cell=False).split("\n"):
            words = " ".join(part.split())
            if words:
                self._add(words, [pieces])

    def table(self, rows: Iterable[Sequence[StyledCell]]) -> None:
        """Add a table, every cell of it, or its words as paragraphs where it only lays out a page."""
        held = [row for row in rows if row]
        is_layout = any(sum(len(piece.text) for piece in cell) > _PROSE for row in held for cell in row)
        for row in held:
            if is_layout or (len(row) == 1 and max(map(len, held)) == 1):
                for cell in row:
                    self.paragraph(cell)
            else:
                self._row(row)

    def _row(self, cells: Sequence[StyledCell]) -> None:
        self._note_struck([piece for cell in cells for piece in cell])
        self._add("\t".join(" ".join(visible(cell, is_cell=True).split()) for cell in cells), cells)
        self._drawn.add(len(self._lines))

    def _note_struck(self, pieces: Sequence[StyledRun]) -> None:
        if words := struck(pieces):
            self.note("划去的文字没有收入", words)

    def note(self, message: str, original: str = "") -> None:
        """Report something about the line that comes next."""
        self.notes.append(Note(len(self._lines) + 1, message, original))

    def _add(self, line: str, cells: Sequence[StyledCell]) -> None:
        if len(self._lines) >= MAX_LINES:
            raise RefusedError(f"内容太多，超过 {MAX_LINES:,} 行，不像一份年度报告")
        self._lines.append(line)
        self._paragraphs.append(tuple(cell[0].paragraph if cell else None for cell in cells))

    def page(self) -> Page:
        """What was collected."""
        text, drawn = "\n".join(self._lines), frozenset(self._drawn)
        return Page(text, drawn, tuple(self.notes), paragraphs=tuple(self._paragraphs))
