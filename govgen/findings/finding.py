"""What a review says: a finding, its place, and an ordered collection of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

MOST = 50
"""More findings of one code than this on one line say nothing new."""


class Level(StrEnum):
    """How grave a finding is: must not be published, would be asked about, worth a look."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for the gravest, growing."""
        return list(Level).index(self)


class Span(NamedTuple):
    """A stretch of a text: lines and columns count from 1, columns in code points, the end is exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int

    @classmethod
    def point(cls, line: int, column: int, width: int = 1) -> Span:
        """A stretch of ``width`` characters within one line."""
        return cls(line, column, line, column + width)


START = Span.point(1, 1)


class Related(NamedTuple):
    """A second place of a finding, such as one term of a sum; ``place`` as in ``Finding``."""

    message: str
    span: Span
    file: str = ""
    place: str = ""

    def located(self, lines: str = "第 {line} 行第 {column} 列") -> str:
        """The place for people, after the name of another file; ``lines`` words one that is a line."""
        file = f"{self.file} " if self.file else ""
        return file + (self.place or lines.format(line=self.span.line, column=self.span.column))


class Finding(NamedTuple):
    """One thing a reviewer would say, with its place.

    ``code`` names an entry of the catalogue; ``citation`` is the clause it rests on, ``advice`` how to mend
    it; ``mistakes`` lists the codes of the published list of mistakes that the entry covers. ``where`` is the
    place in the report's own words (a section key or a cell's key path), by which a warning can be accepted.
    ``fixable``: ``--fix`` mends it. ``place`` is the place for people in a document without line
    numbers (Word, PDF, web page); ``span`` then counts the lines of the text as read from it.
    """

    code: str
    level: Level
    message: str
    span: Span = START
    file: str = ""
    advice: str = ""
    citation: str = ""
    where: str = ""
    related: tuple[Related, ...] = ()
    mistakes: tuple[str, ...] = ()
    fixable: bool = False
    place: str = ""

    @property
    def located(self) -> str:
        """File and place for people."""
        if self.place:
            return f"{self.file} {self.place}"
        return f"{self.file}:{self.span.line}:{self.span.column}"

    @property
    def order(self) -> tuple[str, Span, int, str, str]:
        """By file, then by place, then the gravest first."""
        return (self.file, self.span, self.level.rank, self.code, self.message)


class AcceptedFinding(NamedTuple):
    """A finding that the file accepts, and why."""

    finding: Finding
    reason: str


@dataclass(slots=True)
class Findings:
    """A collection that has each finding once and iterates over them by place."""

    _items: dict[Finding, None]

    def __init__(self, findings: Iterable[Finding] = ()) -> None:
        """Begin with ``findings``."""
        self._items = dict.fromkeys(findings)

    def add(self, finding: Finding) -> None:
        """Keep ``finding`` unless it is already here."""
        self._items[finding] = None

    def extend(self, findings: Iterable[Finding]) -> None:
        """Keep each of ``findings``."""
        self._items.update(dict.fromkeys(findings))

    def in_file(self, name: str) -> Findings:
        """The same findings, those without a file now placed in ``name``."""
        return Findings(item if item.file else item._replace(file=name) for item in self._items)

    def capped(self) -> Findings:
        """The same, but of one code on one line at most ``MOST``, and one more that counts the others."""
        kept = Findings()
        lines: dict[tuple[str, int, str], list[Finding]] = {}
        for item in self:
            lines.setdefault((item.file, item.span.line, item.code), []).append(item)
        for items in lines.values():
            kept.extend(items[:MOST])
            if others := items[MOST:]:
                message = f"这一行里这样的问题还有 {len(others)} 处，没有逐一列出"
                gravest = min(others, key=lambda item: item.level.rank)
                kept.add(others[0]._replace(level=gravest.level, message=message, related=()))
        return kept

    def count(self, level: Level) -> int:
        """How many findings have exactly this level."""
        return sum(item.level is level for item in self._items)

    @property
    def has_errors(self) -> bool:
        """Whether anything here forbids publication."""
        return any(item.level is Level.ERROR for item in self._items)

    def __iter__(self) -> Iterator[Finding]:
        return iter(sorted(self._items, key=lambda item: item.order))

    def __len__(self) -> int:
        return len(self._items)
