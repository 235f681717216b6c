"""Places in the text of a data file where a form may write another value."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from govgen.datafile.yaml_reader.source import Source
from govgen.datafile.yaml_reader.tree import Entry, Mapping, Scalar, YamlNode
from govgen.workflows.line_edits import end_of_entry
from govgen.workflows.sheet.tree_edits import end_of, is_braced, last_line

TextPart = dict[str, Any]
"""How a place is written when one of its values was changed.

``path`` is one value, ``row`` are keys with paths, written in braces; ``prose`` is the path of paragraphs
under the key ``before``; ``parts`` are places below the line ``before``, which is left out with them. The
path of a cell is its number in the edition. ``optional``: nothing is written without a value; ``whole``:
zeros are written.
"""


class Hole(NamedTuple):
    """A place, from its first character up to its end, counted from 0."""

    start: int
    end: int
    part: TextPart


class FileText:
    """The text of a data file, addressed by the spans of its tree."""

    def __init__(self, source: Source) -> None:
        self.root = source.root
        self.text = source.text.rstrip("\n") + "\n"
        self._lines = self.text.split("\n")[:-1]
        self._starts = [0]
        for line in self._lines:
            self._starts.append(self._starts[-1] + len(line) + 1)

    def cut(self, holes: list[Hole]) -> Iterator[str | TextPart]:
        """The text in order: literal text, and between it the holes with their present text (``was``)."""
        at = 0
        for start, end, part in sorted(holes, key=lambda hole: hole[:2]):
            yield self.text[at:start]
            yield part | {"was": self.text[start:end]}
            at = end
        yield self.text[at:]

    def _at(self, line: int, column: int = 1) -> int:
        return self._starts[min(line, len(self._starts)) - 1] + column - 1

    def at_end(self, part: TextPart) -> Hole:
        """A place at the end of the file."""
        return Hole(len(self.text), len(self.text), part)

    def entry(self, entry: Entry, part: TextPart) -> Hole:
        """A top-level entry as a whole, without the comments above the next one."""
        below = (other.span.line for other in self.root if other.span.line > entry.span.line)
        after = min(below, default=len(self._lines) + 1) - 1
        end = end_of_entry(self._lines, entry.span.line - 1, after)
        return Hole(self._at(entry.span.line), self._at(end + 1), part)

    def lines(self, entry: Entry, part: TextPart) -> Hole | None:
        """An entry of a block mapping with all its lines; None where its end is not known."""
        last = last_line(self._lines, entry)
        return Hole(self._at(entry.span.line), self._at(last + 1), part) if last else None

    def rest(self, entry: Entry) -> str:
        """The comment on the line of a key, with the blanks before it."""
        line, end = self._lines[entry.span.line - 1], end_of(entry.value)
        if is_block(entry.value):
            return line[entry.span.end_column - 1 :].partition(":")[2]
        return line[end.end_column - 1 :] if end.end_line == entry.span.line else ""

    def line(self, entry: Entry, path: str | int) -> Hole | None:
        """A key with its value on a line of its own; None where the value has another form."""
        value = entry.value
        if not isinstance(value, Scalar) or value.span.end_line != entry.span.line:
            return None
        start, end = self._at(entry.span.line), self._at(entry.span.line + 1)
        before = self.text[start : self._at(*value.span[:2])]
        after = self.text[self._at(*value.span[2:]) : end]
        return Hole(start, end, {"before": before.rstrip() + " ", "path": path, "after": after})

    def braces(self, entry: Entry, part: TextPart) -> Hole | None:
        """The braces after a key, or the blank there; None where the value has another form."""
        value = entry.value
        start = self._at(*value.span[:2])
        if isinstance(value, Mapping) and value.close and is_braced(value):
            return Hole(start, self._at(*value.close[2:]), part)
        if isinstance(value, Scalar) and value.span.end_line == entry.span.line:
            before = "" if self.text[start - 1] == " " else " "
            return Hole(start, self._at(*value.span[2:]), part | {"before": before})
        return None

    def below(self, mapping: Mapping, part: TextPart) -> Hole:
        """A place for more keys below those of a block mapping."""
        at = self._at(max(last_line(self._lines, entry) or entry.span.line for entry in mapping) + 1)
        return Hole(at, at, part)


def is_block(value: YamlNode) -> bool:
    """Whether a value has keys on lines of their own."""
    return isinstance(value, Mapping) and bool(value.entries) and not is_braced(value)


def indent_of(mapping: Mapping) -> str:
    """The blanks before the keys of a block mapping."""
    return " " * (next(iter(mapping)).span.column - 1)
