"""Words, items and clauses that stand twice (T620–T622)."""

import re
from collections.abc import Iterator

from govgen.datafile.passages import Paragraph
from govgen.datafile.report import Report
from govgen.datafile.yaml_reader.positions import MappedText
from govgen.findings.finding import Finding
from govgen.rules.lexicon import Phrase, load, pattern, phrases
from govgen.rules.rule import rule
from govgen.rules.text.breakdowns import breakdowns
from govgen.rules.text.headings import simplified
from govgen.rules.text.lines import Line, every_line, fold_marks, is_bare, lines
from govgen.rules.text.search import Scope, said

_SEPARATORS = re.compile(r"[，、；：。（）]")
_CLAUSE = re.compile(r"(?:^|(?<=[，；。]))[^，、；：。（）“”\d]{4,}(?=[，；。])")
_ITEM = r"[^，；：。（）“”、\d]++"
_LIST = re.compile(rf"(?<!{_ITEM[:-2]}){_ITEM}(?:、{_ITEM}){{2,}}")
_SHORT = 2
_CHINESE = re.compile(r"[\u4e00-\u9fff]+$")
"""Chinese throughout: letters that return are a phonetic gloss, or a name."""


@rule("T620")
def repeated_words(report: Report) -> Iterator[Finding]:
    """The same words twice on end, or again after a particle."""
    data = load("repeats")["twice"]
    for line in _printed(report):
        for match in pattern("repeats", data["find"]).finditer(line.text):
            if not pattern("repeats", data["allow"]).match(line.text, match.start()):
                yield line.found("T620", f"“{match['w']}”重复", match.start(), match.end())
        for phrase, match in _returning(line, "around"):
            yield line.found("T620", phrase.say.format(match[0]), match.start(), match.end())
    yield from said(report, "T620", "repeats", "doubled", Scope.WORDED)


def _printed(report: Report) -> Iterator[Line]:
    """All that a report's own words and the format's labels are in: prose, title, tables and headings."""
    yield from (line for line in every_line(report) if line.passage.id not in {"furniture", "signature"})
    for passage in report.passages.values():
        if passage.heading and is_bare(report):
            words = Paragraph(MappedText.line(passage.heading, passage.span.line, passage.span.column))
            yield Line(passage, words, fold_marks(passage.heading))


def _returning(line: Line, group: str) -> Iterator[tuple[Phrase, re.Match[str]]]:
    for phrase in phrases("repeats", group):
        for match in phrase.matches(line.text):
            yield phrase, match


@rule("T621")
def repeated_items(report: Report) -> Iterator[Finding]:
    """The same item twice in one list of parts."""
    for line in lines(report):
        for found in breakdowns(line.text):
            seen: set[str] = set()
            for part in found.parts:
                label, start = _label(line, found.start, part.start)
                if len(label) > 1 and label in seen:
                    yield line.found("T621", f"“{label}”在同一列举里出现两次", start, part.end)
                seen.add(label)


@rule("T622")
def doubtful_repeats(report: Report) -> Iterator[Finding]:
    """Words, items or clauses that return in the same sentence, where that may be meant."""
    for line in lines(report):
        for phrase, match in _returning(line, "doubtful"):
            message = phrase.say.format(match[0], match[1])
            yield line.found("T622", message, match.start(), match.end())
        for word, start, end in (*_items_again(line.text), *_clauses_again(line.text)):
            yield line.found("T622", f"“{word}”在同一句里出现两次，请核对是否重复", start, end)


def _items_again(text: str) -> Iterator[tuple[str, int, int]]:
    """Items that a list joined by 、 holds twice; other words may lead into it and follow it."""
    common = load("repeats")["common"]["words"]
    for match in _LIST.finditer(text) if text.count("、") > 1 else ():
        items = match[0].split("、")
        for at, item in enumerate(items):
            for later, other in enumerate(items[at + 2 :], start=at + 2):
                word = _shared(item, other, first=at == 0, last=later == len(items) - 1)
                if word and _CHINESE.match(word) and simplified(word) not in common:
                    start = match.start() + sum(len(words) + 1 for words in items[:later])
                    yield word, start, start + len(word)


def _shared(item: str, other: str, *, first: bool, last: bool) -> str:
    """The item that both are, or that the first of a list ends with and the last begins with."""
    if item == other:
        return item if len(item) > 1 else ""
    sizes = range(len(other), 1, -1) if last else (len(other),)
    same = (other[:size] for size in sizes if item == other[:size] or (first and item.endswith(other[:size])))
    return next((word for word in same if len(word) > _SHORT - (word == item)), "")


def _clauses_again(text: str) -> Iterator[tuple[str, int, int]]:
    """Whole clauses that are twice in one sentence."""
    seen: dict[str, int] = {}
    for match in _CLAUSE.finditer(text):
        word = match[0].strip()
        begun = seen.get(word)
        if begun is not None and "。" not in text[begun : match.start()] and _CHINESE.match(word):
            yield word, match.start(), match.end()
        seen[word] = match.start()


def _label(line: Line, begin: int, end: int) -> tuple[str, int]:
    """What a part counts: the words before its figure, in a list that begins at ``begin``."""
    start = max((match.end() for match in _SEPARATORS.finditer(line.text, begin, end)), default=begin)
    return line.text[start:end].strip(), start
