"""The sentence in which a report names its parts, and the number of parts it states (L417, L418, L433)."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from govgen.datafile.near import distance
from govgen.datafile.report import Report
from govgen.editions.edition import Edition
from govgen.editions.labels import numeral
from govgen.findings.finding import Finding, Level
from govgen.rules.lexicon import load, pattern_of
from govgen.rules.rule import rule
from govgen.rules.text.counts import number_of
from govgen.rules.text.headings import section_of
from govgen.rules.text.lines import Line, fold_marks, lines_of
from govgen.rules.text.sentences import sentences

_ENOUGH = 4
"""So many of the statutory names make a sentence a list of the parts."""
_SHORTEST_NAME = 3
_JOIN = r"(?:[、，；：]|以及|[”\"][“\"]|(?<=[情况项施])(?:和|及|与)|(?<=情况)(?=其他))"
_QUOTES = '“”" '


class _Part(NamedTuple):
    """One of the parts named: its place in the text, and the id of the statutory section, if it is one."""

    start: int
    end: int
    name: str
    section: str


@rule("L417")
def listed_parts(report: Report) -> Iterator[Finding]:
    """The parts that the introduction names: their number (L417), their names (L433), others' (L418)."""
    edition = report.edition
    words = pattern_of("outline", "parts_list", "words")
    for line in lines_of(report, "introduction", "overview"):
        for start, end in sentences(line.text, "。"):
            if len(set(words.findall(line.text, start, end))) < _ENOUGH - 1:
                continue  # most sentences list nothing
            items = _listed(line.text, start, end, edition)
            if len({item.section for item in items} - {""}) >= _ENOUGH:
                yield from _judged(edition, line, items, (start, end))


def _judged(edition: Edition, line: Line, items: Sequence[_Part], span: tuple[int, int]) -> Iterator[Finding]:
    """The findings on the parts that one sentence lists, and on the number nearest to them."""
    start, end = items[0].start, items[-1].end
    counts = pattern_of("outline", "parts_list", "count").finditer(line.text, *span)
    away = {max(start - match.end(), match.start() - end): match for match in counts}
    nearest = away[min(beside)] if (beside := [gap for gap in away if gap >= 0]) else None
    stated = int(number_of(nearest["n"])) if nearest else None
    places = (start, end, *nearest.span()) if nearest else (start, end)
    if not line.may_go_on(max(places)) and (wrong := _wrong_number(edition, line, items, stated)):
        message, level = wrong
        yield line.found("L417", message, min(places), max(places), level=level)
    for part in items:
        if right := _misspelt(edition, part.name):
            message = f"“{part.name}”与规定的名称“{right}”只差一两个字"
            yield line.found("L433", message, part.start, part.end)
        if stated and not part.section:
            message = f"“{part.name}”不在规定的{numeral(len(edition.sections))}部分之内"
            yield line.found("L418", message, part.start, part.end)


def _wrong_number(
    edition: Edition, line: Line, items: Sequence[_Part], stated: int | None
) -> tuple[str, Level | None] | None:
    """What is wrong with the number of parts.

    A list that ends with 等 may be shortened, unless it names all parts or all but one.
    """
    known = {part.section for part in items}
    lacking = [section.key for section in edition.sections if section.id not in known]
    is_open = line.text.startswith("等", items[-1].end)
    named, whole = len(items), len(edition.sections)
    due = stated or named
    if named != due and not (is_open and lacking and named < due - 1):
        listed = "；".join(item.name for item in items)
        return f"写的是 {due} 部分，列出的是 {named} 个：{listed}", None
    if lacking and named < whole and not (is_open and stated in {None, whole}):
        return f"没有列出：{'；'.join(lacking)}", Level.INFO
    return None


def _misspelt(edition: Edition, name: str) -> str:
    """The statutory part whose name is one edit away or has two more characters in one place.

    Words that vary freely do not count.
    """
    loose = pattern_of("outline", "parts_list", "loose")
    names = {loose.sub("", section.key): section.key for section in edition.sections}
    core = loose.sub("", name)
    if core in names or len(core) < _SHORTEST_NAME:
        return ""
    for right, key in names.items():
        lost = any(right[:at] + right[at + 2 :] == core for at in range(len(right) - 1))
        if lost or distance(core, right) == 1:
            return key
    return ""


def _listed(text: str, start: int, end: int, edition: Edition) -> list[_Part]:
    """The names joined to each other from the first statutory one to the last, and those joined to these."""
    keys = [re.escape(fold_marks(section.key)) for section in edition.sections]
    # A mark inside the name of one part separates none.
    within = "|".join((*keys, load("outline")["inner"]["words"], f"(?!{_JOIN})."))
    marks = re.compile(f"{_JOIN}|(?P<name>(?:{within})+)").finditer(text, start, end)
    segments = [_part(text, *mark.span(), edition) for mark in marks if mark["name"]]
    known = [at for at, part in enumerate(segments) if part.section]
    if not known:
        return []
    last = known[-1]
    while last + 1 < len(segments) and text[segments[last].end : segments[last + 1].start] in "、以及":
        last += 1
    return [part for part in segments[known[0] : last + 1] if len(part.name) > 1]


def _part(text: str, start: int, end: int, edition: Edition) -> _Part:
    """A stretch without the words that lead into the list and those that close it."""
    lead = [match.end() for match in pattern_of("outline", "parts_list", "lead").finditer(text, start, end)]
    begin = max(lead, default=start)
    close = pattern_of("outline", "parts_list", "tail").search(text, begin, end)
    stop = close.start() if close else end
    name = text[begin:stop].strip(_QUOTES)
    begin += text[begin:stop].find(name)
    return _Part(begin, begin + len(name), name, section_of(name, edition))
