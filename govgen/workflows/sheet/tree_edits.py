"""Edits that write, add or take out one value of a data file by its key path; comments and order stay."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from govgen.datafile.values import PLACEHOLDER
from govgen.datafile.yaml_reader.tree import Entry, Mapping, Scalar, YamlNode
from govgen.editions.labels import fold
from govgen.findings.finding import Span
from govgen.workflows.line_edits import Edit

_BLOCK = re.compile(r"[|>][-+0-9]*")
_INDENT = 2


class Content(NamedTuple):
    """What is written for a value: behind its key, and on the lines below, indented as under a key."""

    head: str
    below: tuple[str, ...] = ()


class KeyStep(NamedTuple):
    """A key on the path to a value: its name when written, the words accepted for it, and its content.

    ``earlier`` are the keys that come before it, in order, each with the words accepted for it; all words
    are folded. ``content`` makes the whole value of the key.
    """

    name: str
    words: frozenset[str]
    earlier: tuple[frozenset[str], ...]
    content: Callable[[], Content]


@dataclass(frozen=True, slots=True)
class TreeEditor:
    """Makes edits for a tree and the ``lines`` that it was read from.

    Whether a file with the edits reads as it should is for the caller to see: repaired lines may not.
    """

    root: Mapping
    lines: Sequence[str]

    def written(self, path: Sequence[KeyStep]) -> Iterator[list[Edit]]:
        """Edits that write the value at ``path``, of which any will do; the first changes least.

        What is missing on the way is added. The later ones write more of the keys above the value anew.
        """
        above: list[tuple[Entry, KeyStep]] = []
        mapping = self.root
        for number, step in enumerate(path, start=1):
            entry = entry_of(mapping, step.words)
            if entry is None:
                yield from self._added(above[-1][0] if above else None, mapping, step)
                break
            above.append((entry, step))
            if number == len(path) or not _is_filled(entry.value):
                break
            assert isinstance(entry.value, Mapping)
            mapping = entry.value
        for entry, step in reversed(above):
            yield from self._rewritten(entry, step.content())

    def removed(self, path: Sequence[KeyStep]) -> Iterator[list[Edit]]:
        """Edits that take the key at ``path`` out, with those above that have no other."""
        mapping = self.root
        target: tuple[Mapping, Entry] | None = None
        for step in path:
            entry = entry_of(mapping, step.words)
            if entry is None:
                return
            if target is None or len(mapping.entries) > 1:
                target = mapping, entry
            mapping = entry.value if isinstance(entry.value, Mapping) else mapping
        if target:
            yield from self._taken_out(*target)

    def _added(self, parent: Entry | None, mapping: Mapping, step: KeyStep) -> Iterator[list[Edit]]:
        """A new key after the nearest one that comes before it."""
        head, below = step.content()
        line = f"{step.name}: {head}".rstrip()
        previous = next(
            (found for words in reversed(step.earlier) if (found := entry_of(mapping, words))), None
        )
        if is_braced(mapping):
            if not below:
                yield [self._added_in_braces(mapping, previous, line)]
            return
        first = next(iter(mapping), None)
        if first is None:
            return
        at = parent.span.line + 1 if parent else first.span.line
        if previous:
            last = last_line(self.lines, previous)
            at = last + 1 if last else 0
        if at:
            yield [Edit.addition(at, first.span.column, text) for text in (line, *_indented(below))]

    @staticmethod
    def _added_in_braces(mapping: Mapping, previous: Entry | None, text: str) -> Edit:
        if previous:
            end = end_of(previous.value)
            return Edit(end.end_line, end.end_column, end.end_column, f", {text}")
        comma = ", " if mapping.entries else ""
        start = mapping.span.column + 1
        return Edit(mapping.span.line, start, start, text + comma)

    def _rewritten(self, entry: Entry, content: Content) -> Iterator[list[Edit]]:
        """A value in the place of another."""
        last = last_line(self.lines, entry)
        if last is None or self._would_lose_comments(entry.value, last):
            return
        edits = [self._head(entry, content.head, last)]
        start = edits[0].line
        edits += (Edit.removal(line) for line in range(start + 1, last + 1))
        edits += (Edit.addition(last + 1, entry.span.column, text) for text in _indented(content.below))
        yield edits

    def _head(self, entry: Entry, head: str, last: int) -> Edit:
        """What follows the key on its line, without a comment there."""
        value = entry.value
        if isinstance(value, Mapping) and not is_braced(value):
            colon = self.lines[entry.span.end_line - 1].find(":", entry.span.end_column - 1) + 2
            return Edit(entry.span.end_line, colon, colon, f" {head}" if head else "")
        start, end = value.span, end_of(value)
        line = self.lines[start.line - 1]
        blank = " " if line[: start.column - 1].endswith(":") else ""
        stop = len(line) + 1 if start.line != last else end.end_column
        if block := _BLOCK.match(line, start.column - 1):
            stop = block.end() + 1
        return Edit(start.line, start.column, stop, blank + head)

    def _would_lose_comments(self, value: YamlNode, last: int) -> bool:
        if isinstance(value, Mapping):
            return not is_braced(value) and any(
                "#" in line for line in self.lines[value.span.line - 1 : last]
            )
        end = end_of(value)
        return value.span.line < end.end_line == last and "#" in self.lines[last - 1][end.end_column - 1 :]

    def _taken_out(self, mapping: Mapping, entry: Entry) -> Iterator[list[Edit]]:
        if is_braced(mapping):
            yield [_taken_out_of_braces(mapping, entry)]
            return
        last = last_line(self.lines, entry)
        if last is None:
            return
        number = entry.span.line
        texts = [self.lines[line - 1] for line in range(number, last + 1)]
        end = end_of(entry.value)
        comment = re.search(r"#.*$", texts[0][end.end_column - 1 :]) if end.end_line == number else None
        if comment:
            column = entry.span.column
            yield [Edit(number, column, len(texts[0]) + 1, comment[0])]
        else:
            yield [Edit.removal(line) for line in range(number, last + 1)]


def entry_of(mapping: Mapping, words: frozenset[str]) -> Entry | None:
    """The entry of a mapping whose key is one of ``words``, which are folded."""
    return next((entry for entry in mapping if fold(entry.key) in words), None)


def is_braced(value: YamlNode) -> bool:
    """Whether a value is written between brackets."""
    if isinstance(value, Scalar) or value.close is None:
        return False
    return value.close.column < value.close.end_column


def last_line(lines: Sequence[str], entry: Entry) -> int | None:
    """The last line of an entry; None where the tree does not say it, as of a list without brackets."""
    value = entry.value
    if isinstance(value, Scalar) or is_braced(value):
        end = end_of(value)
        last = end.end_line if end.end_column > 1 or end.end_line == entry.span.line else end.end_line - 1
        last = min(last, len(lines))
        while last > entry.span.line and not lines[last - 1].strip():
            last -= 1
        return last
    if isinstance(value, Mapping):
        ends = [last_line(lines, below) for below in value]
        return None if None in ends else max((end for end in ends if end), default=entry.span.line)
    return None


def _is_filled(value: YamlNode) -> bool:
    """Whether a value has keys of its own, and is not left to be filled in as a whole."""
    return isinstance(value, Mapping) and not any(PLACEHOLDER in entry.key for entry in value)


def end_of(value: YamlNode) -> Span:
    """The span whose end is that of a value."""
    return value.span if isinstance(value, Scalar) or value.close is None else value.close


def _indented(lines: Sequence[str]) -> Iterator[str]:
    return (" " * _INDENT + line for line in lines)


def _taken_out_of_braces(mapping: Mapping, entry: Entry) -> Edit:
    """The entry with the comma after it, or before it where it is the last."""
    entries = list(mapping)
    at = entries.index(entry)
    end = end_of(entry.value)
    if at + 1 < len(entries):
        return Edit(entry.span.line, entry.span.column, entries[at + 1].span.column, "")
    start = end_of(entries[at - 1].value).end_column if at else entry.span.column
    return Edit(entry.span.line, start, end.end_column, "")
