"""The common form of all sources: lines of text, which of them are table rows, notes on changes."""

from dataclasses import dataclass


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
