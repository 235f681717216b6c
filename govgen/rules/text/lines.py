"""How the rules read: which paragraphs are prose, folded alike whatever width their marks have."""

import functools
import re
from collections.abc import Iterator
from typing import NamedTuple

from govgen.datafile.passages import Paragraph, Passage
from govgen.datafile.report import INTRODUCTION, Report
from govgen.findings.catalogue import finding
from govgen.findings.finding import Finding, Level, Related, Span
from govgen.rules.lexicon import HAN, load, pattern, pattern_of

_FLAT = str.maketrans(
    {
        **dict(zip(",;:()!?", "，；：（）！？", strict=True)),
        **{chr(ord("０") + digit): str(digit) for digit in range(10)},
        "％": "%",
        "\u3000": " ",
        "\xa0": " ",
    }
)
_YEAR = re.compile("二[〇○零O0][〇○零一二三四五六七八九]{2}(?=年)")
_DIGITS = str.maketrans("〇○零O一二三四五六七八九", "0000123456789")
_HAN = re.compile(HAN)
_ITEM = re.compile(r"(?:（\w{1,3}）|\d{1,2}[.．、]|[①-⑨])?([^。]{1,60}?)(?<!：)[。；，、]?")
"""One of several short paragraphs that make a list: its number, its words and its mark."""
_ITEMS = 60
"""A list has at most so many of them."""
_WHOLE = re.compile(rf"(?:[一二三四五六]是|\d{HAN}|[^\w@])$")
"""How a text ends that breaks off after a word: with the number of an item, a count, or a mark."""
_BETWEEN = "\n\0\n"
"""Separates the paragraphs in ``words``: no pattern matches across it, not even by blanks."""
_SENTENCE = 12
"""A shorter text that ends with a stop is a remark in a cell rather than a sentence."""


@functools.lru_cache(maxsize=512)
def fold_marks(text: str) -> str:
    """``text`` with wide marks and narrow digits, also in years; every character keeps its index."""
    return _YEAR.sub(lambda match: match[0].translate(_DIGITS), text.translate(_FLAT))


class Line(NamedTuple):
    """A paragraph under review: its place, and its folded text.

    ``is_prose`` is False for a title, the lines of tables and the page around the report; ``cut`` is True
    where the text may break off inside it, so that its end says nothing.
    """

    passage: Passage
    paragraph: Paragraph
    text: str
    is_prose: bool = False
    cut: bool = False

    def may_go_on(self, end: int) -> bool:
        """Whether a list that ends before the character ``end`` may have items behind the cut."""
        return self.cut and "。" not in self.text[end:]

    def found(
        self,
        code: str,
        message: str,
        start: int,
        end: int,
        *,
        related: tuple[Related, ...] = (),
        level: Level | None = None,
        citation: str = "",
    ) -> Finding:
        """A finding on the characters from ``start`` up to ``end`` of the text."""
        span = self.paragraph.body.span(start, end)
        return finding(
            code, message, span, where=self.passage.key, related=related, level=level, citation=citation
        )


def prose_ids(report: Report) -> tuple[str, ...]:
    """The passages that hold nothing but prose; those of table sections have the table's raw lines too."""
    return (INTRODUCTION, *(section.id for section in report.edition.sections if section.kind == "text"))


def is_furniture(text: str) -> bool:
    """Whether a line is one that pages of sites carry around their text."""
    words = fold_marks(text).strip()
    if "。" in words or not pattern_of("furniture", "sign").search(words):
        return False
    return any(pattern("furniture", item["find"]).search(words) for item in load("furniture")["page"])


def is_table_line(text: str) -> bool:
    """Whether a line of a table section belongs to the table: cells, labels, notes, but no sentence."""
    sentence = text.rstrip().endswith(("。", "；")) and "\t" not in text and "|" not in text
    return not sentence or len(_HAN.findall(text)) < _SENTENCE


@functools.lru_cache(maxsize=4)
def every_line(report: Report) -> tuple[Line, ...]:
    """Every paragraph, in order; sentences in a table section are prose too.

    Cached, because nearly every rule needs them.
    """
    kinds = {INTRODUCTION: "text"} | {section.id: section.kind for section in report.edition.sections}
    last, found = breaks_off(report), list[Line]()
    for passage in report.passages.values():
        kind = kinds.get(passage.id, "")
        for paragraph in passage.paragraphs:
            prose = kind == "text" or (bool(kind) and not is_table_line(paragraph.text))
            found.append(Line(passage, paragraph, fold_marks(paragraph.text), prose, cut=paragraph is last))
    return tuple(found)


@functools.lru_cache(maxsize=4)
def lines(report: Report) -> tuple[Line, ...]:
    """Every paragraph of prose, in order."""
    return tuple(line for line in every_line(report) if line.is_prose)


def with_items(report: Report) -> Iterator[tuple[Line, str]]:
    """Every paragraph of prose with its text; the items under one that ends with a colon go with it."""
    prose = lines(report)
    for at, line in enumerate(prose):
        text = line.text.rstrip()
        if text.endswith("：") and at + 1 < len(prose):
            level = prose[at + 1].paragraph.level
            for item in prose[at + 1 : at + 1 + _ITEMS]:
                words = _ITEM.fullmatch(item.text.strip())
                if words is None or item.passage is not line.passage or item.paragraph.level != level:
                    break
                text += words[1] + "；"
        yield line, text


def breaks_off(report: Report) -> Paragraph | None:
    """The paragraph in which an excerpt breaks off; None for a whole text, or one ending with a heading."""
    if report.whole:
        return None
    passages = [passage for passage in report.passages.values() if passage.heading or passage.paragraphs]
    return passages[-1].paragraphs[-1] if passages and passages[-1].paragraphs else None


def begins(report: Report) -> bool:
    """Whether the beginning is there: an excerpt without a title may have lost more before its text."""
    return report.whole or "title" in report.passages


def half_clause(report: Report) -> Span | None:
    """The last clause of an excerpt that may break off within a word: not at a mark, a count or 一是."""
    last = breaks_off(report)
    if last is None or _WHOLE.search(last.text):
        return None
    start = max(last.text.rfind(mark) for mark in "。；：，,;:") + 1
    return last.body.span(start, len(last.text)) if start else None


@functools.lru_cache(maxsize=4)
def worded(report: Report) -> tuple[Line, ...]:
    """Every paragraph of prose and the title: all words that the body itself chose."""
    return tuple(line for line in every_line(report) if line.is_prose or line.passage.id == "title")


@functools.lru_cache(maxsize=4)
def words(report: Report) -> str:
    """All that is under review in one piece, for a quick test whether a word occurs at all."""
    return _BETWEEN.join(line.text for line in every_line(report))


def lines_of(report: Report, *ids: str) -> Iterator[Line]:
    """The paragraphs in the passages named."""
    wanted = set(map(report.section, ids))
    return (line for line in every_line(report) if line.passage.id in wanted)


def matches(report: Report, find: re.Pattern[str], *ids: str) -> Iterator[tuple[Line, re.Match[str]]]:
    """Where ``find`` matches in the prose, line by line; only in the passages ``ids`` where any are named."""
    wanted = set(map(report.section, ids))
    for line in lines(report):
        if not ids or line.passage.id in wanted:
            for match in find.finditer(line.text):
                yield line, match
