"""Lines gathered from a document: paragraphs as they come, rows of tables with their cells parted by tabs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from govgen.importers.page import Note, Page, RefusedError

MAX_LINES = 8_000
"""A report has some hundred lines, its tables included; with a cell a line, a thousand or two."""
_PROSE = 200


class Lines:
    """Gathers the lines of a page in order."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._drawn: set[int] = set()
        self.notes: list[Note] = []

    def paragraph(self, text: str) -> None:
        """Add a paragraph; each of its line breaks begins a line, blanks at the ends are dropped."""
        for part in text.split("\n"):
            words = " ".join(part.split())
            if words:
                self._add(words)

    def row(self, cells: Sequence[str]) -> None:
        """Add a row of a table; every cell counts, an empty one too."""
        self._add("\t".join(" ".join(cell.split()) for cell in cells))
        self._drawn.add(len(self._lines))

    def table(self, rows: Iterable[Sequence[str]]) -> None:
        """Add a table, or its words as paragraphs where it only arranges a page."""
        held = [row for row in rows if row]
        if any(len(cell) > _PROSE for row in held for cell in row):
            for row in held:
                for cell in row:
                    self.paragraph(cell)
            return
        for row in held:
            self.row(row)

    def note(self, message: str) -> None:
        """Tell something about the line that comes next."""
        self.notes.append(Note(len(self._lines) + 1, message))

    def _add(self, line: str) -> None:
        if len(self._lines) >= MAX_LINES:
            raise RefusedError(f"内容太多，超过 {MAX_LINES:,} 行，不像一份年度报告")
        self._lines.append(line)

    def page(self) -> Page:
        """What was gathered."""
        return Page("\n".join(self._lines), frozenset(self._drawn), tuple(self.notes))
