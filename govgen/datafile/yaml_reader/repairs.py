"""A text fit for the parser beside the text as it was typed: edits of lines, and the way back."""

from __future__ import annotations

from dataclasses import dataclass, field

from govgen.findings.catalogue import finding
from govgen.findings.finding import Finding, Span


@dataclass(slots=True)
class Mended:
    """Text fit for the parser, and for each mended line the column every character had before (from 0).

    ``widths`` are the lengths of the lines as typed.
    """

    text: str
    origins: dict[int, list[int]] = field(default_factory=dict)
    widths: list[int] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def column(self, line: int, column: int) -> int:
        """The column in the file of ``column`` in the mended text; line and columns from 0."""
        origin = self.origins.get(line)
        if origin is not None:
            column = origin[column] if column < len(origin) else origin[-1] + 1 + column - len(origin)
        return min(column, self.widths[line])


@dataclass(slots=True)
class Line:
    """One line being mended: its number from 0, its text as typed, and what is to be changed in it."""

    number: int
    text: str
    edits: list[tuple[int, int, str]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def blanks(self) -> int:
        """How many blanks of any kind it starts with."""
        return len(self.text) - len(self.text.lstrip())

    def tell(self, code: str, message: str, column: int, length: int = 1, advice: str = "") -> None:
        """A slip at ``column`` (from 0)."""
        span = Span.point(self.number + 1, column + 1, max(1, length))
        self.findings.append(finding(code, message, span, advice=advice))

    def replace(self, column: int, length: int, new: str) -> None:
        """Put ``new`` in the place of ``length`` characters; later edits do not move."""
        self.edits.append((column, length, new))

    def tabs(self, start: int, end: int) -> None:
        """Tell and mend every tab from ``start`` up to ``end``."""
        for column in range(start, min(end, len(self.text))):
            if self.text[column] == "\t":
                self.tell("Y011", "此处是制表符（Tab 键），YAML 只认空格", column)
                self.replace(column, 1, "  ")

    def result(self) -> tuple[str, list[int]]:
        """The mended line, and for each of its characters the column it came from."""
        parts: list[str] = []
        origin: list[int] = []
        at = 0
        for column, length, new in sorted(self.edits):
            parts += (self.text[at:column], new)
            origin += (*range(at, column), *[column] * len(new))
            at = column + length
        parts.append(self.text[at:])
        origin += range(at, len(self.text))
        return "".join(parts), origin or [0]
