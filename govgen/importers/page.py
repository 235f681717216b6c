"""The common form of all sources: lines of text, which of them are table rows, notes on changes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from govgen.importers.formats.looks import STRUCK, StyledRun, visible

MAX_LINES = 8_000
"""A report has some hundred lines, its tables included; with a cell a line, a thousand or two."""
_PROSE = 200  # no cell of a statutory table is this long: a table with such a cell lays out a page
LOCKED = "加了密码，请用密码打开，在“文件”菜单里去掉密码后另存，再导入"
StyledCell = Sequence[StyledRun]


class RefusedError(Exception):
    """A source is not read; the message says why, in Chinese."""


@dataclass(frozen=True, slots=True)
class Note:
    """Something that was changed or left out on the way; ``line`` counts from 1, 0 for the whole source."""

    line: int
    message: str
    original: str = ""

    def __str__(self) -> str:
        place = f"第 {self.line} 行：" if self.line else ""
        return f"{place}{self.message}" + (f"（原文“{self.original}”）" if self.original else "")


@dataclass(frozen=True, slots=True)
class Page:
    """A source as text.

    ``drawn`` are the lines (from 1) that are rows of a real table, their cells parted by tabs: there every
    cell has its place, an empty one too. Elsewhere tabs and bars part cells only as well as they can.
    ``may_lack`` says that characters may have been lost, so that an empty cell need not be one.
    ``paragraphs`` has, for each line of a Word file, the numbers (from 0, in the order of the file) of the
    paragraphs with which its cells begin (None: a cell without any); a line outside tables has one number.
    """

    text: str
    drawn: frozenset[int] = frozenset()
    notes: tuple[Note, ...] = ()
    may_lack: bool = False
    paragraphs: tuple[tuple[int | None, ...], ...] = ()


class Lines:
    """Collects the lines of a document in order: paragraphs, and table rows with tabs between their cells."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._drawn: set[int] = set()
        self._paragraphs: list[tuple[int | None, ...]] = []
        self._notes: list[Note] = []

    def paragraph(self, pieces: StyledCell) -> None:
        """Add a paragraph; each of its line breaks begins a line, blanks at the ends are dropped."""
        self._note_struck(pieces)
        for part in visible(pieces, is_cell=False).split("\n"):
            if words := " ".join(part.split()):
                self._add(words, [pieces])

    def table(self, rows: Iterable[Sequence[StyledCell]]) -> None:
        """Add a table, every cell of it, or its words as paragraphs where it only lays out a page."""
        held = [row for row in rows if row]
        is_layout = any(sum(len(piece.text) for piece in cell) > _PROSE for row in held for cell in row)
        is_layout = is_layout or max(map(len, held), default=0) == 1
        for row in held:
            if is_layout:
                for cell in row:
                    self.paragraph(cell)
            else:
                self._note_struck([piece for cell in row for piece in cell])
                self._add("\t".join(" ".join(visible(cell, is_cell=True).split()) for cell in row), row)
                self._drawn.add(len(self._lines))

    def note(self, message: str, original: str = "") -> None:
        """Report something about the line that comes next."""
        self._notes.append(Note(len(self._lines) + 1, message, original))

    def _note_struck(self, pieces: StyledCell) -> None:
        if words := "".join(piece.text for piece in pieces if piece.look.gone == STRUCK).strip():
            self.note("划去的文字没有收入", words)

    def _add(self, line: str, cells: Sequence[StyledCell]) -> None:
        if len(self._lines) >= MAX_LINES:
            raise RefusedError(f"内容太多，超过 {MAX_LINES:,} 行，不像一份年度报告")
        self._lines.append(line)
        self._paragraphs.append(tuple(cell[0].paragraph if cell else None for cell in cells))

    def page(self) -> Page:
        """What was collected."""
        text, drawn = "\n".join(self._lines), frozenset(self._drawn)
        return Page(text, drawn, tuple(self._notes), paragraphs=tuple(self._paragraphs))
