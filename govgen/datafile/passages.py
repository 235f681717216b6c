"""Prose with positions: sections of paragraphs, each character traceable to the file it came from."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import NamedTuple

from govgen.datafile.yaml_reader.positions import MappedText
from govgen.findings.finding import Span

RUN_IN_LIMIT = 30
"""A heading on a line of its own, or a lead-in to its first stop, has at most this many characters."""

_MARKERS = (
    re.compile(r"[（(][一二三四五六七八九十]+[）)]\s*"),
    re.compile(r"\d{1,2}\s*[.．、](?:(?!\d)|(?=20\d\d\s*年))\s*"),
    re.compile(r"[（(]\d{1,2}[）)]\s*"),
)
_STOP = re.compile("[。：]")


class Shape(StrEnum):
    """How a paragraph is set: a heading of its own, a lead-in followed by text, or plain."""

    HEADING = "heading"
    RUN_IN = "run-in"
    PLAIN = "plain"


class Paragraph(NamedTuple):
    """One paragraph: its text, its shape, and for headings the level of its number.

    Levels are those of GB/T 9704 below the section: 2 for （一）, 3 for 1., 4 for （1）; 0 for plain text.
    ``lead`` is the length of the heading or lead-in.
    """

    body: MappedText
    shape: Shape = Shape.PLAIN
    level: int = 0
    lead: int = 0

    @property
    def text(self) -> str:
        """The paragraph's words."""
        return self.body.text

    @classmethod
    def of(cls, body: MappedText) -> Paragraph:
        """Classify a line of prose by its number and its first stop."""
        text = body.text
        numbers = ((level, marker.match(text)) for level, marker in enumerate(_MARKERS, start=2))
        level, number = next(((level, match) for level, match in numbers if match), (0, None))
        if number is None:
            return cls(body)
        if len(text) <= RUN_IN_LIMIT and "。" not in text and text[-1] not in "；：":
            return cls(body, Shape.HEADING, level, len(text))
        stop = _STOP.search(text, number.end())
        if stop and stop.end() <= RUN_IN_LIMIT:
            return cls(body, Shape.RUN_IN, level, stop.end())
        return cls(body, Shape.PLAIN, level)


class Passage(NamedTuple):
    """The prose of one section. ``span`` is the place of its key or heading; ``heading`` as it was found."""

    id: str
    key: str
    heading: str
    span: Span
    paragraphs: tuple[Paragraph, ...]

    @property
    def text(self) -> str:
        """All its words, a line for each paragraph."""
        return "\n".join(paragraph.text for paragraph in self.paragraphs)
