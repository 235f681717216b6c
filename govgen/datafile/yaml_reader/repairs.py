"""The repaired text that is given to the parser, with a map from its columns to those of the file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from govgen.findings.catalogue import finding
from govgen.findings.finding import Finding, Related, Span

BY_FIX = "，或者运行 govgen check --fix 自动改正"
"""The end of an advice that ``--fix`` can follow; left out where the file was not read whole."""


class LineFix(NamedTuple):
    """What a line should be, its number counted from 1, and the finding that this answers."""

    line: int
    text: str
    finding: Finding


class ParsedLine(NamedTuple):
    """A line for the parser, and the number (from 0) of the line in the file that it comes from.

    ``origin`` has the column that each of its characters, and its end, had there; empty for a line that was
    not repaired.
    """

    text: str
    number: int
    origin: Sequence[int] = ()


@dataclass(slots=True)
class RepairedText:
    """Text fit for the parser, which missing lines may have been added to, with the way back to the file.

    ``fixes`` are those repairs that may be written back. ``margin`` is how many columns were taken off the
    beginning of every line.
    """

    margin: int = 0
    lines: list[ParsedLine] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    fixes: list[LineFix] = field(default_factory=list)

    def place(self, line: int, column: int) -> tuple[int, int]:
        """The line and column in the file, from 1, of a place in the text, from 0."""
        _, number, origin = self.lines[line]
        return number + 1, self.margin + (origin[column] if origin else column) + 1


class Repair(NamedTuple):
    """New text for a stretch of a line. One that is not ``safe`` is for reading on and never written back."""

    column: int
    length: int
    new: str
    safe: bool = True


@dataclass(slots=True)
class RepairedLine:
    """One line being mended: its number from 0, its text as typed, and what is to be changed in it.

    ``margin`` is how many columns of it are before this text. ``above`` is a line that is missing before it,
    for the parser only; ``below`` is the first after it that is neither empty nor a comment. ``owner`` is the
    line whose finding reports the repairs here, where that is another one.
    """

    number: int
    text: str
    margin: int = 0
    edits: list[Repair] = field(default_factory=list)
    slips: list[Finding] = field(default_factory=list)
    also: list[Related] = field(default_factory=list)
    above: str = ""
    below: RepairedLine | None = field(default=None, repr=False)
    owner: RepairedLine | None = None

    @property
    def blanks(self) -> int:
        """How many blanks of any kind it starts with."""
        return len(self.text) - len(self.text.lstrip())

    @property
    def indent(self) -> int:
        """How deep its first word is once its blanks are mended; a tab or a wide blank is two spaces."""
        if self.edits and self.edits[0].column == 0 and self.edits[0].length == self.blanks:
            return len(self.edits[0].new)
        return sum(2 if char in "\t\u3000" else 1 for char in self.text[: self.blanks])

    def span(self, column: int, length: int) -> Span:
        """The place in the file of at least one character from ``column`` (from 0) on."""
        return Span.point(self.number + 1, self.margin + column + 1, max(1, length))

    def report(
        self, code: str, message: str, column: int, length: int = 1, advice: str = "", new: str | None = None
    ) -> None:
        """A slip at ``column`` (from 0), and what is to be ``new`` in its place where that is known."""
        self.slips.append(finding(code, message, self.span(column, length), advice=advice))
        if new is not None:
            self.replace(column, length, new)

    def replace(self, column: int, length: int, new: str, *, safe: bool = True) -> None:
        """Put ``new`` in the place of ``length`` characters; later edits do not move."""
        self.edits.append(Repair(column, length, new, safe))

    def indent_to(self, indent: int) -> None:
        """Put ``indent`` spaces in the place of the blanks it starts with."""
        self.edits = [edit for edit in self.edits if edit.column >= self.blanks]
        self.edits.insert(0, Repair(0, self.blanks, " " * indent))

    def tabs(self, start: int, end: int) -> None:
        """Report and mend every tab from ``start`` up to ``end``."""
        for column in range(start, min(end, len(self.text))):
            if self.text[column] == "\t":
                self.report("Y011", "此处是制表符（Tab 键），YAML 只认空格", column, new="  ")

    def finding(self, *, fixable: bool) -> Finding | None:
        """All the slips of the line as one finding at the first place; None where there is none."""
        if not self.slips:
            return None
        first, *others = sorted(self.slips, key=lambda slip: slip.span)
        related = tuple(Related(slip.message, slip.span) for slip in others)
        return first._replace(related=(*first.related, *related, *self.also), fixable=fixable)

    def result(self, *, safe: bool = False) -> ParsedLine:
        """The mended line; with ``safe`` only by the repairs that may be written back."""
        if not self.edits:
            return ParsedLine(self.text, self.number)
        parts: list[str] = []
        origin: list[int] = []
        at = 0
        for column, length, new, is_safe in sorted(self.edits):
            if safe and not is_safe:
                continue
            parts += (self.text[at:column], new)
            origin += (*range(at, column), *[column] * len(new))
            at = column + length
        parts.append(self.text[at:])
        origin += range(at, len(self.text))
        origin.append(min(origin[-1] + 1, len(self.text)) if origin else 0)
        return ParsedLine("".join(parts), self.number, origin)

    @property
    def added(self) -> ParsedLine:
        """The line that is missing before it, placed at the first word here unless this begins with it."""
        is_part = self.text.startswith(self.above)
        columns = range(len(self.above) + 1)
        return ParsedLine(self.above, self.number, columns if is_part else [self.blanks for _ in columns])
