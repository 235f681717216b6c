"""A data file as literal text and places of values, from which it is written with other values."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from govgen.datafile.values import PLACEHOLDER
from govgen.datafile.yaml_reader.source import Source
from govgen.datafile.yaml_reader.tree import Entry, Mapping, Scalar, YamlNode
from govgen.workflows.sheet.form_data import FormKey, ReadFile, form_keys

_BLOCK = re.compile(r"[|>][-+0-9]*")
_SEPARATOR = ", "
_COMMENT = re.compile(r"(?:^|(?<=\s))#.*", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class FilePart:
    """How a place is written once one of its values was changed; until then it stays as it ``was``.

    The value at ``path``, or ``parts``, come between ``before`` and ``after``; where there is nothing to
    write between, ``empty`` is written. A part in braces has the separator before it (``sep``).
    Parts that are ``new`` have only their key where all values are still to be filled in. What never ``was``
    there is written with what is around it, and an ``optional`` value left out where it says nothing. Text
    without values is a part that only ``was``.
    """

    before: str = ""
    path: str = ""
    parts: tuple[FilePart, ...] = ()
    after: str = ""
    was: str | None = None
    empty: str = ""
    new: bool = False
    optional: bool = False
    sep: str = ""

    @property
    def paths(self) -> Iterator[str]:
        """The addresses of its values."""
        if self.path:
            yield self.path
        for part in self.parts:
            yield from part.paths


_Hole = tuple[int, int, FilePart]
"""A stretch of the text, and the part that is in its place."""


def parts_of(read: ReadFile) -> Iterator[FilePart]:
    """The text of a data file in order; its last line is ended where it was not."""
    places = _Places(read.source)
    keys = form_keys(read.report.edition)
    return places.cut(0, len(places.text), places.holes(keys, read.source.root, len(places.lines)))


class _Places:
    """Finds the places of values by the tree that was read from the text."""

    def __init__(self, source: Source) -> None:
        self.is_complete = source.complete
        self.text = source.text if source.text.endswith("\n") else f"{source.text}\n"
        self.lines = self.text.split("\n")[:-1]
        self.starts = [0, *itertools.accumulate(len(line) + 1 for line in self.lines)]

    def at(self, line: int, column: int = 1) -> int:
        """The place of a position, counted from 0."""
        return self.starts[min(line, len(self.starts)) - 1] + column - 1

    def end(self, value: YamlNode) -> int:
        """The place behind a value."""
        span = value.span if isinstance(value, Scalar) or value.close is None else value.close
        return self.at(*span[2:])

    def last(self, entry: Entry, mapping: Mapping, limit: int) -> int:
        """The last line of an entry, without the comments and blank lines above the next one."""
        below = (other.span.line for other in mapping if other.span.line > entry.span.line)
        last = min(below, default=limit + 1) - 1
        while last > entry.span.line:
            text = self.lines[last - 1].lstrip()
            if text and not (text[0] == "#" and len(self.lines[last - 1]) - len(text) < entry.span.column):
                break
            last -= 1
        return last

    def cut(self, start: int, end: int, holes: Iterable[_Hole]) -> Iterator[FilePart]:
        """The text between two places in order; of two parts that overlap the first."""
        for first, last, part in sorted(holes, key=lambda hole: hole[:2]):
            if start <= first:
                yield FilePart(was=self.text[start:first])
                yield part
                start = last
        yield FilePart(was=self.text[start:end])

    def holes(self, keys: Sequence[FormKey], mapping: Mapping, limit: int, above: int = 0) -> Iterator[_Hole]:
        """The places of ``keys`` in a mapping without braces, below the line ``above`` and up to ``limit``.

        A missing key comes behind those that come before it.
        """
        if not mapping.entries:
            return
        first = next(iter(mapping)).span
        indent, above = " " * (first.column - 1), above or first.line - 1
        for key in keys:
            entry, is_shown = key.entry_in(mapping), key.path or key.below
            if entry:
                above = self.last(entry, mapping, limit)
                if is_shown:
                    yield from self._present(key, entry, above)
            elif is_shown and not key.is_total:
                at = self.at(above + 1)
                yield at, at, replace(_anew(key, indent, "\n"), was="")

    def _present(self, key: FormKey, entry: Entry, last: int) -> Iterator[_Hole]:
        start, end = self.at(entry.span.line), self.at(last + 1)
        is_alone = not self.text[start : self.at(*entry.span[:2])].strip()
        if not is_alone:
            start, end = self.at(*entry.value.span[:2]), self.end(entry.value)
        part = self._in_place(key, entry.value, start, end)
        if is_alone:
            part = part or self._group(key, entry, start, last) or self._whole(key, entry, last)
        if part:
            yield start, end, part

    def _in_place(self, key: FormKey, value: YamlNode, start: int, end: int) -> FilePart | None:
        """A value on one line, or in braces, with the text around it; None where it has another form."""
        first, last = self.at(*value.span[:2]), self.end(value)
        before, after = self.text[start:first], self.text[last:end]
        is_line = isinstance(value, Scalar) and "\n" not in self.text[first:last]
        part = FilePart(before, after=after, empty=_comments(after, before), optional=key.optional)
        if is_line and key.path and not key.path.startswith("prose/"):
            before += " " if before.endswith(":") else ""
            return replace(part, before=before, path=key.path, was=self.text[start:end])
        if key.below and isinstance(value, Mapping) and _is_filled(value) and _is_braced(value):
            opening = self.text[first : self.at(*next(iter(value)).span[:2])]
            closing = self.text[self.end([*value][-1].value) : last]
            items = tuple(self._items(key.below, value))
            return replace(part, before=before + opening, parts=items, after=closing + after)
        return None

    def _items(self, keys: Sequence[FormKey], mapping: Mapping) -> Iterator[FilePart]:
        """The parts in braces, each missing key behind those that come before it."""
        items: list[tuple[int, FilePart]] = []
        end = 0
        for entry in mapping:
            number = next((number for number, key in enumerate(keys) if key.entry_in(mapping) is entry), -1)
            start, last = self.at(*entry.span[:2]), self.end(entry.value)
            part = FilePart(was=self.text[start:last])
            if number >= 0:
                inner = self._in_place(keys[number], entry.value, start, last)
                part = inner or replace(_anew(keys[number]), was=part.was)
            items.append((number, replace(part, sep=self.text[end:start] if items else _SEPARATOR)))
            end = last
        for number, key in enumerate(keys):
            if not key.is_total and not key.entry_in(mapping):
                place = max((at for at, (known, _) in enumerate(items) if 0 <= known < number), default=-1)
                items.insert(place + 1, (number, replace(_anew(key), was="")))
        yield from (part for _, part in items)

    def _group(self, key: FormKey, entry: Entry, start: int, last: int) -> FilePart | None:
        """The keys on the lines below a key; None where there are none."""
        value = entry.value
        if not key.below or not isinstance(value, Mapping) or not _is_filled(value):
            return None
        body = min(self.at(entry.span.line + 1), self.at(*next(iter(value)).span[:2]))
        head = self.text[start:body]
        holes = self.holes(key.below, value, last, entry.span.line)
        parts = tuple(self.cut(body, self.at(last + 1), holes))
        return FilePart(head, parts=parts, empty=_comments(head))

    def _whole(self, key: FormKey, entry: Entry, last: int) -> FilePart | None:
        """An entry written anew as a whole, with the comments in it above it; None where it may go on."""
        if not self.is_complete and last > entry.span.line:
            return None
        indent = " " * (entry.span.column - 1)
        name = self.text[self.at(*entry.span[:2]) : self.at(*entry.span[2:])]
        was = self.text[self.at(entry.span.line) : self.at(last + 1)]
        rest = self._rest(entry)
        comments = "" if isinstance(entry.value, Scalar) else _comments(was.replace(rest, "\n", 1), indent)
        empty = (
            _comments(rest, indent) if key.optional else f"{indent}{name}: {{}}{rest}" if key.below else ""
        )
        part = _anew(key, indent, rest, name)
        return replace(part, before=comments + part.before, was=was, empty=comments + empty)

    def _rest(self, entry: Entry) -> str:
        """What follows a value on its line: behind its key, its block indicator or its end."""
        value, line = entry.value, self.lines[entry.span.line - 1]
        if not isinstance(value, Scalar) and not _is_braced(value):
            return re.split("[:：]", line[entry.span.end_column - 1 :], maxsplit=1)[-1] + "\n"
        block = _BLOCK.match(line, value.span.column - 1) if value.span.line == entry.span.line else None
        if block:
            return line[block.end() :] + "\n"
        return self.text[self.end(value) :].partition("\n")[0] + "\n"


def _anew(key: FormKey, indent: str = "", rest: str = "", name: str = "") -> FilePart:
    """A key with its values as a data file is written; in braces, which have no lines, without ``rest``."""
    name, sep = f"{indent}{name or key.name}:", "" if rest else _SEPARATOR
    if key.path.startswith("prose/"):
        return FilePart(f"{name} |{rest}", key.path, empty=_comments(rest), optional=key.optional)
    if key.path:
        return FilePart(f"{name} ", key.path, after=rest, optional=key.optional, sep=sep)
    below = [part for part in key.below if not part.is_total]
    new = bool(rest) and not key.optional
    if not rest or all(part.path for part in key.below):
        empty, inner = f"{name} {{}}{rest}" if key.kept and rest else "", tuple(map(_anew, below))
        return FilePart(f"{name} {{", parts=inner, after=f"}}{rest}", empty=empty, new=new, sep=sep)
    parts = (_anew(part, f"{indent}  ", "\n") for part in below)
    return FilePart(f"{name}{rest}", parts=tuple(parts), new=new)


def _comments(text: str, before: str = "") -> str:
    """The comments in a text on lines of their own, with the indent of what comes ``before``."""
    indent = before[: len(before) - len(before.lstrip())]
    return "".join(f"{indent}{found}\n" for found in _COMMENT.findall(text))


def _is_filled(mapping: Mapping) -> bool:
    """Whether a mapping has keys of its own, and is not left to be filled in as a whole."""
    return bool(mapping.entries) and not any(PLACEHOLDER in entry.key for entry in mapping)


def _is_braced(value: YamlNode) -> bool:
    """Whether a value is written between brackets."""
    close = None if isinstance(value, Scalar) else value.close
    return close is not None and close.column < close.end_column
