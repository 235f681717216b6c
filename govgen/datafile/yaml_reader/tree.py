"""The values of a data file as a tree: every key and value with its place, nothing resolved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from govgen.datafile.yaml_reader.positions import MappedText
from govgen.findings.finding import Span


class Scalar(NamedTuple):
    """A value as it was written, with its text lines, each traceable to the file."""

    text: str
    span: Span
    lines: tuple[MappedText, ...]
    quoted: bool

    @property
    def is_blank(self) -> bool:
        """Whether nothing was written (``件数:`` with nothing after it, or YAML's own words for it)."""
        return not self.quoted and self.text in {"", "~", "null"}

    @property
    def words(self) -> str:
        """Its text without blanks around it; empty where nothing was written."""
        return "" if self.is_blank else self.text.strip()


class Entry(NamedTuple):
    """A key and its value."""

    key: str
    span: Span
    value: YamlNode


@dataclass(slots=True)
class Mapping:
    """Keys with values in order, also one that is written twice.

    ``close`` is the place of the closing brace; of no width where it is written without braces, None where
    reading stopped before its end.
    """

    span: Span
    entries: list[Entry] = field(default_factory=list)
    close: Span | None = None

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries)


@dataclass(slots=True)
class Sequence:
    """Values in order, with the place of the closing bracket as in a mapping."""

    span: Span
    items: list[YamlNode] = field(default_factory=list)
    close: Span | None = None


YamlNode = Scalar | Mapping | Sequence
