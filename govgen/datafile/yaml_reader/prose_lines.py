"""Prose that lost its indent: which lines below a key with ``|`` belong to it, and which are rows or keys.

Text pasted from Word has no indent.
"""

import itertools
import re
from enum import StrEnum

from govgen.datafile.yaml_reader.repairs import BY_FIX, Repair, RepairedLine
from govgen.datafile.yaml_reader.vocabulary import Vocabulary
from govgen.editions.labels import fold

_WORD = re.compile(
    r"(?:-\s++)*[\"'“]?(?P<word>[^:：]{1,80}?)[\"'”]?\s*+(?P<colon>[:：])(?P<rest>.*)$", re.DOTALL
)
_ROW = re.compile(r"\s*(?:[{｛\[［|｜>\"'&*!]|(?:[+-]?[\d０-９.,，]++\s*+)?(?:#.*)?$)", re.DOTALL)
"""What a row has after its colon and prose does not: nothing, a figure, a bracket or a sign of YAML."""
_NO_PROSE = ("|", "｜", "{", "}", "｛", "｝")
_REFERENCE = re.compile(r"\{\{[^{}]*\}\}")
_KINDS = {"\t": "制表符", "\u3000": "全角空格", "\xa0": "不间断空格"}


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
            advice = f"每行前面留 {self.own} 个空格{BY_FIX}。"
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


def text_after_bar(line: RepairedLine, bar: re.Match[str]) -> ProseBlock:
    """Report prose on the line of its key and its bar, and read it as if it began on the next line."""
    advice = f"“|”后面换行，正文每行前面留 {line.indent + 2} 个空格。"
    line.report("Y020", "“|”后面不能接着写正文，应另起一行", bar.end(), len(line.text) - bar.end(), advice)
    key = line.text[line.blanks : bar.start()].rstrip().rstrip(":：")
    line.above = f"{' ' * line.indent}{key}: |"
    block = ProseBlock(line.indent, line.indent + 2)
    line.edits = [Repair(0, bar.end(), " " * (line.indent + 2), safe=False)]
    return block
