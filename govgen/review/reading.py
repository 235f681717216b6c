"""How the rules read: which paragraphs are prose, folded alike whatever width their marks have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from govgen.catalogue import finding
from govgen.diagnostics import Finding, Level, Related
from govgen.passages import Paragraph, Passage, Shape
from govgen.review.lexicon import HAN
from govgen.review.subject import Subject

PROSE = ("introduction", "overview", "problems", "others")
"""The passages that hold nothing but prose; those of table sections hold the table's raw lines as well."""

_FLAT = str.maketrans(
    {
        **dict(zip(",;:()!?", "，；：（）！？", strict=True)),
        **{chr(ord("０") + digit): str(digit) for digit in range(10)},
        "％": "%",
        "\u3000": " ",
        "\xa0": " ",
    }
)
_HAN = re.compile(HAN)


def flat(text: str) -> str:
    """``text`` with wide marks and narrow digits throughout; every character keeps its index."""
    return text.translate(_FLAT)


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of prose under review: where it stands, and its folded text.

    ``cut`` tells that the text may break off inside it, so that its end says nothing.
    """

    passage: Passage
    paragraph: Paragraph
    text: str
    cut: bool = False

    @property
    def is_heading(self) -> bool:
        """Whether the paragraph is a heading of its own."""
        return self.paragraph.shape is Shape.HEADING

    def found(
        self,
        code: str,
        message: str,
        start: int,
        end: int,
        *,
        related: tuple[Related, ...] = (),
        level: Level | None = None,
    ) -> Finding:
        """A finding on the characters from ``start`` up to ``end`` of the text."""
        span = self.paragraph.body.span(start, end)
        return finding(code, message, span, where=self.passage.key, related=related, level=level)


def is_table_line(text: str) -> bool:
    """Whether a line of a table section belongs to the table: cells, labels, notes, but no sentence."""
    return (
        "\t" in text
        or "|" in text
        or not text.rstrip().endswith(("。", "；"))
        or len(_HAN.findall(text)) < 12
    )


def lines(subject: Subject) -> Iterator[Line]:
    """Every paragraph of prose, in order; sentences that stand in a table section are prose too."""
    sections = {section.id: section for section in subject.edition.sections}
    every = [paragraph for _, paragraph in subject.paragraphs]
    last = every[-1] if every and not subject.whole else None
    for passage in subject.passages.values():
        section = sections.get(passage.id)
        if passage.id not in PROSE and section is None:
            continue
        mixed = section is not None and section.kind == "table"
        for paragraph in passage.paragraphs:
            if not (mixed and is_table_line(paragraph.text)):
                yield Line(passage, paragraph, flat(paragraph.text), cut=paragraph is last)


def lines_of(subject: Subject, *ids: str) -> Iterator[Line]:
    """The paragraphs of prose in the passages named."""
    return (line for line in lines(subject) if line.passage.id in ids)


def is_bare(subject: Subject) -> bool:
    """Whether this is a text without data, so that its form is as some page gave it."""
    return subject.cells is None
