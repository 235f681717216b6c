"""Wrong indents of rows: too deep or not deep enough, or below a heading that is a comment or missing."""

import re
from collections.abc import Collection
from typing import NamedTuple

from govgen.datafile.yaml_reader.repairs import RepairedLine
from govgen.datafile.yaml_reader.vocabulary import Vocabulary
from govgen.editions.labels import fold, unnumbered
from govgen.findings.finding import Related

_HEADING = re.compile(r"\s*#\s?(?P<deeper>\s*)(?P<key>[^\s:：#{}\[\],，\"'|>]+)[:：]\s*$")
"""A comment that is a key without a value: the heading of rows in a file whose rows began as comments."""
_BRACES = re.compile(r":\s*(?P<braces>\{\s*\})\s*(?:#.*)?$")
_VALUE = re.compile(r"[:：]\s*(?P<value>[^#\s].*)?")
_NO_VALUE = re.compile(r"[^:：]*[:：]\s*(?:[|｜>][+\-\d]{0,2}\s*)?(?:#.*)?$")


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


def _is_heading(line: RepairedLine) -> bool:
    """Whether a row has its value, rows or prose, on the lines below it."""
    return bool(_NO_VALUE.match(line.text))


class Nesting:
    """Follows the indents of rows from line to line. ``present`` are the keys that a file has anywhere."""

    def __init__(self, words: Vocabulary, present: Collection[str]) -> None:
        self.words, self.present = words, present
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
        if parent := self._missing_parent(key, indent, below):
            self._insert(line, key, parent)
        elif self.levels and self._is_odd(line, key, indent, below):
            indent = self._mended(line, key, indent, below)
            self.levels += reversed([level for level in below if level.indent < indent])
        while self.levels and self.levels[-1].indent >= indent:
            self.levels.pop()
        self.levels.append(_Level(indent, line, key, typed))

    def _is_odd(self, line: RepairedLine, key: str, indent: int, below: list[_Level]) -> bool:
        """Whether a row is below a value, beside no other row, or beside what may be its heading."""
        above = self.levels[-1]
        if self._is_inner_heading(line, key, indent):
            return True
        if above.indent == indent:
            return not above.value or (indent == 0 and bool(below))
        return bool(below or above.value)

    def _is_inner_heading(self, line: RepairedLine, key: str, indent: int) -> bool:
        """Whether a row without a value is a heading that belongs further out than where it is."""
        direct = next((level for level in reversed(self.levels) if level.indent < indent), None)
        parents = self.words.parents(key)
        if direct is None or not _is_heading(line) or not self.words(direct.key) or direct.holds(parents):
            return False
        return self._is_outermost(key) or any(level.holds(parents) for level in self.levels)

    def _is_outermost(self, key: str) -> bool:
        """Whether a key is one of the outermost level, and allowed below none that is open."""
        return fold(key) in self.words.top and not any(
            level.holds(self.words.parents(key)) for level in self.levels
        )

    def _missing_parent(self, key: str, indent: int, below: list[_Level]) -> _Level | None:
        """The one heading, not in the file, that a row deeper than all others of its group belongs below."""
        parents, levels = self.words.parents(key), [*self.levels, *reversed(below)]
        if not levels or any(level.holds(parents) for level in levels):
            return None
        direct = next((level for level in reversed(self.levels) if level.indent < indent), None)
        if direct is None or not (direct.value or self.words(direct.key)):
            return None  # nobody knows what may be below that heading
        found: dict[str, int] = {}
        # What the row beside it may be below as well is that heading by another name.
        beside = self.words.parents(levels[-1].key) if levels[-1].indent == indent else frozenset()
        for parent in parents - beside:
            above = self.words.parents(parent)
            for at, level in enumerate(levels):
                like = levels[at + 1].indent if level is not levels[-1] else level.indent + 2
                if level.holds(above) and like < indent:
                    found[unnumbered(parent)] = like
            if parent in self.words.top and levels[0].indent < indent:
                found[unnumbered(parent)] = levels[0].indent
        absent = [parent for parent in found if parent not in self.present]
        if len(absent) != 1:
            return None
        line = RepairedLine(direct.line.number, f"{absent[0]}:")
        return _Level(found[absent[0]], line, absent[0], found[absent[0]])

    def _insert(self, line: RepairedLine, key: str, parent: _Level) -> None:
        """Report a heading that is missing above a row, and give it to the parser."""
        line.above = " " * parent.indent + parent.line.text
        while self.levels and self.levels[-1].indent >= parent.indent:
            self.levels.pop()
        self.levels.append(parent)
        message = f"这里少了“{parent.line.text}”这一行，“{key}”等没有上级"
        blanks = f"行首留 {parent.indent} 个空格" if parent.indent else "行首不留空格"
        advice = f"在第 {line.number + 1} 行前面加一行“{parent.line.text}”，{blanks}。"
        line.report("Y020", message, line.blanks, len(key), advice)

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
        if self._is_outermost(key) and (_is_heading(line) or (above.value and above.indent < indent)):
            return self._moved(line, self.levels[0], indent, self.levels[0].indent)
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
            owner.also.append(Related(f"同样{difference}", line.span(0, line.blanks)))
            return wanted
        message = f"第 {line.number + 1} 行{difference}，与同组的行不齐"
        advice = f"行首{f'留 {wanted} 个' if wanted else '不留'}空格，与第 {like.line.number + 1} 行" + (
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
