"""Wrong indents: rows that fit none above them or whose headings are comments, and prose that lost its own.

Text pasted from Word has none: which of its lines belong to the block of prose above is decided here.
"""

import itertools
import re
from enum import StrEnum
from typing import NamedTuple

from govgen.datafile.yaml_reader.repairs import RepairedLine
from govgen.datafile.yaml_reader.vocabulary import Vocabulary
from govgen.editions.labels import fold
from govgen.findings.finding import Related, Span

_HEADING = re.compile(r"\s*#\s?(?P<deeper>\s*)(?P<key>[^\s:：#{}\[\],，\"'|>]+)[:：]\s*$")
"""A comment that is a key without a value: the heading of rows in a file whose rows began as comments."""
_BRACES = re.compile(r":\s*(?P<braces>\{\s*\})\s*(?:#.*)?$")
_VALUE = re.compile(r"[:：]\s*(?P<value>[^#\s].*)?")
_WORD = re.compile(
    r"(?:-\s++)*[\"'“]?(?P<word>[^:：]{1,80}?)[\"'”]?\s*+(?P<colon>[:：])(?P<rest>.*)$", re.DOTALL
)
_ROW = re.compile(r"\s*(?:[{｛\[［|｜>\"'&*!]|(?:[+-]?[\d０-９.,，]++\s*+)?(?:#.*)?$)", re.DOTALL)
"""What a row has after its colon and prose does not: nothing, a figure, a bracket or a sign of YAML."""
_NO_PROSE = ("|", "｜", "{", "}", "｛", "｝")
_REFERENCE = re.compile(r"\{\{[^{}]*\}\}")
_KINDS = {"\t": "制表符", "\u3000": "全角空格", "\xa0": "不间断空格"}


class _Level(NamedTuple):
    """A row that the next one may be below or beside, or a commented heading without its mark.

    ``typed`` is its indent before it was mended.
    """

    indent: int
    line: RepairedLine
    key: str
    typed: int

    @property
    def value(self) -> str:
        """What is written after its colon; empty for a heading."""
        match = _VALUE.search(self.line.text)
        return (match["value"] or "") if match else ""

    def holds(self, parents: frozenset[str]) -> bool:
        """Whether a row that is allowed below ``parents`` is allowed below it."""
        return not self.value and fold(self.key) in parents


class Nesting:
    """Follows the indents of rows from line to line."""

    def __init__(self, words: Vocabulary) -> None:
        self.words = words
        self.levels: list[_Level] = []
        self.headings: list[_Level] = []

    def comment(self, line: RepairedLine) -> None:
        """Note a comment, which may be the heading of a row below it."""
        match = _HEADING.match(line.text)
        if match and self.words(match["key"]):
            indent = line.indent + len(match["deeper"])
            self.headings.append(_Level(indent, line, match["key"], indent))

    def row(self, line: RepairedLine, key: str) -> None:
        """Look at the indent of a row; a wrong one is reported and repaired."""
        indent = typed = line.indent
        self._headings(line, key, indent)
        below: list[_Level] = []
        while self.levels and self.levels[-1].indent > indent:
            below.append(self.levels.pop())
        if self.levels and self._is_odd(indent, below):
            indent = self._mended(line, key, indent, below)
            self.levels += reversed([level for level in below if level.indent < indent])
        while self.levels and self.levels[-1].indent >= indent:
            self.levels.pop()
        self.levels.append(_Level(indent, line, key, typed))

    def _is_odd(self, indent: int, below: list[_Level]) -> bool:
        """Whether a row is below a value, beside no other row, or beside what may be its heading."""
        above = self.levels[-1]
        if above.indent == indent:
            return not above.value or (indent == 0 and bool(below))
        return bool(below or above.value)

    def _mended(self, line: RepairedLine, key: str, indent: int, below: list[_Level]) -> int:
        """The indent that a row should have; its own where that is not clear."""
        above, parents = self.levels[-1], self.words.parents(key)
        levels = [*self.levels, *reversed(below)]
        if above.indent == indent and len(self.levels) > 1 and self.levels[-2].holds(parents):
            return indent
        for number in reversed(range(len(levels))):
            level = levels[number]
            if level.holds(parents):
                like, *_ = (*levels[number + 1 :], None)
                return self._moved(line, like or level, indent, like.indent if like else level.indent + 2)
        may_hold = above.indent < indent and (fold(above.key) in parents or not self.words(key))
        if may_hold and (braces := _BRACES.search(above.line.text)):
            start, end = braces.span("braces")
            message = "这里的 {} 没有删去，而下面又逐项填写了"
            above.line.report("Y020", message, start, end - start, "删去这个 {}。", new="")
        elif above.indent < indent and parents and not below:
            is_row = above.value.startswith("{") or indent - above.indent == 1
            return self._moved(line, above, indent, above.indent) if is_row else indent
        return indent

    def _moved(self, line: RepairedLine, like: _Level, indent: int, wanted: int) -> int:
        """Report how many blanks are too many or too few; rows that slipped together are one finding."""
        if indent == wanted:
            return wanted
        difference = f"{'多' if indent > wanted else '少'} {abs(indent - wanted)} 个空格"
        line.indent_to(wanted)
        owner = like.line.owner or like.line
        if like.typed == indent and like.indent == wanted:
            line.owner = owner
            owner.also.append(
                Related(f"同样{difference}", Span.point(line.number + 1, 1, max(1, line.blanks)))
            )
            return wanted
        message = f"第 {line.number + 1} 行{difference}，与同组的行不齐"
        advice = f"行首留 {wanted} 个空格，与第 {like.line.number + 1} 行" + (
            "对齐。" if like.indent == wanted else "的下一级对齐。"
        )
        line.report("Y020", message, 0, line.blanks, advice)
        return wanted

    def _headings(self, line: RepairedLine, key: str, indent: int) -> None:
        """Uncomment the headings between a row and the last one before it."""
        headings, self.headings = self.headings, []
        edge = self.levels[0].indent if self.levels else indent
        live = {level.key for level in self.levels if level.indent < indent}
        freed: list[_Level] = []
        for heading in reversed(headings):
            limit = freed[0].indent if freed else indent
            if edge < heading.indent < limit and heading.key not in live:
                freed.insert(0, heading)
        if not freed or not self.words(key):
            return
        names = "、".join(f"“{heading.key}”（第 {heading.line.number + 1} 行）" for heading in freed)
        lines = "、".join(str(heading.line.number + 1) for heading in freed)
        message = f"“{key}”的上级{names}还在 # 后面，没有生效"
        line.report("Y020", message, line.blanks, len(key), f"删去第 {lines} 行开头的“# ”。")
        for heading in freed:
            mark = heading.line.blanks
            heading.line.replace(mark, 1 + heading.line.text[mark + 1].isspace(), "")
            heading.line.owner = line
            while self.levels and self.levels[-1].indent >= heading.indent:
                self.levels.pop()
            if self.levels and (braces := _BRACES.search(self.levels[-1].line.text)):
                # The braces of an empty table went with its rows as comments.
                self.levels[-1].line.replace(braces.start("braces"), len(braces["braces"]), "")
                self.levels[-1].line.owner = line
            self.levels.append(heading)


class Verdict(StrEnum):
    """What a line without the indent of prose is."""

    PROSE = "prose"
    KEY = "key"
    DOUBT = "doubt"


def verdict(text: str, words: Vocabulary) -> Verdict:
    """Whether a line below a block of prose goes on with it, is a key, or may be either.

    A figure must never be lost in prose: whatever may be a key or a row of a table is none.
    """
    body = _REFERENCE.sub("", text).strip()
    if body.endswith(_NO_PROSE):
        return Verdict.KEY
    match = _WORD.match(body)
    if match is None:
        return Verdict.PROSE
    word = match["word"].strip()
    if fold(word) in words.top or words.resembles(word, top=True):
        return Verdict.KEY
    is_near = words(word) or words.resembles(word, top=False)
    if not is_near:
        return Verdict.PROSE
    is_row = _ROW.match(match["rest"]) or (match["colon"] == ":" and match["rest"].startswith(" "))
    return Verdict.KEY if is_row else Verdict.DOUBT


class ProseBlock:
    """An open block of prose below a key; its slips are reported together when it ends.

    ``indent`` is that of its key, ``own`` that of its lines once the first is known.
    """

    def __init__(self, indent: int, own: int | None = None) -> None:
        self.indent = indent
        self.own = own
        self.moved: list[RepairedLine] = []
        self.doubted: list[RepairedLine] = []

    def move(self, line: RepairedLine) -> None:
        """Put a line of prose where it belongs."""
        if self.own is None:
            self.own = self.indent + 2
        line.replace(0, line.blanks, " " * self.own)
        self.moved.append(line)

    def doubt(self, line: RepairedLine) -> None:
        """Leave out a line that may be a key."""
        line.replace(0, len(line.text), "", safe=False)
        self.doubted.append(line)

    def end(self) -> None:
        """Report what was moved, and what was left out."""
        if self.moved:
            first = self.moved[0]
            kinds = dict.fromkeys(
                _KINDS[char] for line in self.moved for char in line.text[: line.blanks] if char in _KINDS
            )
            blanks = f"行首是{'、'.join(kinds)}，" if kinds else ""
            message = f"{self._counted(self.moved)}没有缩进到位，{blanks}会被当作正文以外的内容"
            advice = f"每行前面留 {self.own} 个空格，或者运行 govgen check --fix 自动改正。"
            if all("\t" in line.text[: line.blanks] for line in self.moved):
                first.report("Y011", message, first.text.index("\t"), advice=advice)
            else:
                first.report("Y017", message, 0, first.blanks, advice)
            for line in self.moved[1:]:
                line.owner = first
        if self.doubted:
            first = self.doubted[0]
            word = _WORD.match(first.text.strip())
            message = (
                f"{self._counted(self.doubted)}顶格，又像“{word['word'] if word else ''}”这样的键，"
                "看不出是正文还是表里的内容，没有读入"
            )
            advice = f"是正文的，前面加 {(self.own or self.indent + 2)} 个空格；是键的，检查键名和缩进。"
            first.report("Y017", message, 0, first.blanks, advice)

    def _counted(self, lines: list[RepairedLine]) -> str:
        """How many lines, with their numbers, runs of them put together."""
        what = "正文" if lines is self.moved else ""
        if len(lines) == 1:
            return f"这一行{what}"
        groups = itertools.groupby(enumerate(lines), key=lambda pair: pair[1].number - pair[0])
        runs = [[line.number + 1 for _, line in group] for _, group in groups]
        shown = (f"{run[0]}—{run[-1]}" if len(run) > 2 else "、".join(map(str, run)) for run in runs)
        return f"有 {len(lines)} 行{what}（第 {'、'.join(shown)} 行）"
