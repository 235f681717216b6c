"""Typing slips of a Chinese keyboard in YAML: found line by line, and mended so that reading can go on.

The mended text is only for looking further: every slip is an error of its own, at its own place, and places
in the mended text are led back to the file.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from govgen.catalogue import finding
from govgen.diagnostics import Finding, Span

IsKey = Callable[[str], bool]

_BLOCK_START = re.compile(r"[:：]\s*[|>][+\-]?(?P<explicit>\d?)[+\-]?\s*(?:#.*)?$")
_KEY = re.compile(
    r"(?P<lead>(?:-\s+)*)(?P<key>[^\s:：#{}\[\],，\"'|>][^:：#{}\[\],，\"'\n]{0,80}?)\s*(?P<colon>[:：])"
)
_FLOW_KEY = re.compile(
    r"\s*(?P<key>[^\s:：{}｛｝\[\],，、\"'][^:：{}｛｝\[\],，、\"']{0,80}?)\s*(?P<colon>[:：])"
)
_WIDE = {"：": ":", "，": ",", "、": ",", "｛": "{", "｝": "}", "［": "[", "］": "]"}
_OPENERS = frozenset({"", ":", "：", ",", "，", "{", "[", "｛", "［", "-"})
"""What a value may directly follow."""
_SENTENCE = re.compile(r"[。；！？]|^\S{31,}")


@dataclass(slots=True)
class Mended:
    """Text fit for the parser, and for each mended line the column every character had before (from 0)."""

    text: str
    origins: dict[int, list[int]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def column(self, line: int, column: int) -> int:
        """The column in the file of ``column`` in the mended text; line and columns from 0."""
        origin = self.origins.get(line)
        if origin is None:
            return column
        return origin[column] if column < len(origin) else origin[-1] + 1 + column - len(origin)


def mend(text: str, is_key: IsKey) -> Mended:
    """Find every slip outside prose, tell it, and mend it. ``is_key`` knows the keys of a data file."""
    return _Scan(text, is_key).run()


class _Line:
    """One line being mended: its characters with the columns they came from."""

    def __init__(self, number: int, text: str) -> None:
        self.number = number
        self.chars = list(text)
        self.origin = list(range(len(text)))
        self.edits: list[tuple[int, int, str]] = []

    def replace(self, column: int, length: int, new: str) -> None:
        self.edits.append((column, length, new))

    def result(self) -> tuple[str, list[int]]:
        for column, length, new in sorted(self.edits, reverse=True):
            self.chars[column : column + length] = new
            self.origin[column : column + length] = [column] * len(new)
        return "".join(self.chars), self.origin or [0]


class _Scan:
    def __init__(self, text: str, is_key: IsKey) -> None:
        self.lines = text.split("\n")
        self.is_key = is_key
        self.out = Mended("")
        self.block: int | None = None
        self.block_indent: int | None = None
        self.after_block = False
        self.depth = 0
        self.quote = ""

    def run(self) -> Mended:
        result = []
        for number, text in enumerate(self.lines):
            line = _Line(number, text)
            self._line(line, text)
            if line.edits:
                mended, self.out.origins[number] = line.result()
                result.append(mended)
            else:
                result.append(text)
        self.out.text = "\n".join(result)
        return self.out

    def _tell(self, code: str, message: str, line: _Line, column: int, length: int = 1) -> None:
        span = Span.point(line.number + 1, column + 1, max(1, length))
        self.out.findings.append(finding(code, message, span))

    def _line(self, line: _Line, text: str) -> None:
        if not text.strip():
            return
        if self.block is not None and self._prose(line, text):
            return
        self._indent(line, text)
        if not text.lstrip().startswith("#"):
            self._structure(line, text)
        self.after_block = False

    def _prose(self, line: _Line, text: str) -> bool:
        """Whether a line belongs to the open block of prose; a slip of its indent is told and mended."""
        assert self.block is not None
        indent = len(text) - len(text.lstrip(" "))
        if indent > self.block:
            if self.block_indent is None:
                self.block_indent = indent
            elif indent < self.block_indent:
                self._under_indented(line, text, indent)
            return True
        if indent == self.block == 0 and text.startswith(("---", "...")):
            self.block = None
            return False
        if text[indent] in "\t\u3000\xa0" or self._is_stray_prose(text):
            self._under_indented(line, text, indent)
            return True
        self.block = self.block_indent = None
        self.after_block = True
        return False

    def _is_stray_prose(self, text: str) -> bool:
        body = text.strip()
        if body.startswith(("#", "- ")):
            return False
        match = _KEY.match(body)
        if match and self.is_key(match["key"]):
            return False
        return match is None or bool(_SENTENCE.search(body))

    def _under_indented(self, line: _Line, text: str, indent: int) -> None:
        blanks = len(text) - len(text.lstrip())
        if "\t" in text[:blanks]:
            self._tabs(line, text, 0, blanks)
        else:
            self._tell("Y017", "这一行正文没有缩进到位，会被当作正文以外的内容", line, 0, max(1, blanks))
        if self.block_indent is None:
            self.block_indent = (self.block or 0) + 2
        line.edits.clear()
        line.replace(0, indent, " " * self.block_indent)

    def _tabs(self, line: _Line, text: str, start: int, end: int) -> None:
        for column in range(start, end):
            if text[column] == "\t":
                self._tell("Y011", "此处是制表符（Tab 键），YAML 只认空格", line, column)
                line.replace(column, 1, "  ")

    def _indent(self, line: _Line, text: str) -> None:
        blanks = len(text) - len(text.lstrip())
        self._tabs(line, text, 0, blanks)
        wide = [column for column in range(blanks) if text[column] in "\u3000\xa0"]
        if wide:
            self._tell("Y012", "行首是全角空格，YAML 只认半角空格", line, wide[0], wide[-1] - wide[0] + 1)
            for column in wide:
                line.replace(column, 1, "  " if text[column] == "\u3000" else " ")

    def _structure(self, line: _Line, text: str) -> None:
        start = len(text) - len(text.lstrip())
        if not self.depth and not self.quote:
            start = self._key(line, text, start)
            if _BLOCK_START.search(text, max(0, start - 1)):
                self.block = len(text) - len(text.lstrip(" \t\u3000\xa0"))
                self.block_indent = None
                return
        self._flow(line, text, start)

    def _key(self, line: _Line, text: str, start: int) -> int:
        """Look at ``key:`` at the start of a line; the column after its colon."""
        match = _KEY.match(text, start)
        if not match:
            return start
        key, colon = match["key"], match.start("colon")
        known = self.is_key(key)
        rest = text[colon + 1 : colon + 2]
        if match["colon"] == "：" and (known or ": " not in text):
            self._tell("Y013", f"“{key}”后面是全角冒号，应为半角冒号加空格", line, colon)
            line.replace(colon, 1, ":" if rest in {" ", ""} else ": ")
        elif match["colon"] == ":" and rest not in {"", " ", "\t"} and (known or ": " not in text):
            if not known and text[colon + 1 : colon + 3] == "//":
                return start
            self._tell("Y014", f"“{key}”的冒号后面缺少空格", line, colon)
            line.replace(colon, 1, ": ")
        else:
            self._tabs(line, text, match.end(), len(text) - len(text[match.end() :].lstrip()))
        return match.end()

    def _flow(self, line: _Line, text: str, start: int) -> None:
        """Look at what stands in ``{…}`` or ``[…]``, quotes left alone."""
        before, escaped = text[start - 1 : start], False
        for column in range(start, len(text)):
            char = text[column]
            if self.quote:
                closes = char == self.quote and not escaped
                escaped = char == "\\" and self.quote == '"' and not escaped
                self.quote = "" if closes else self.quote
            elif char == "#" and text[column - 1 : column] in {"", " ", "\t"}:
                return
            elif char in "\"'" and before in _OPENERS:
                self.quote = char
            elif char in _WIDE or char in "{}[],":
                self._mark(line, text, column, before)
            before = before if char in " \t\u3000" else char

    def _mark(self, line: _Line, text: str, column: int, before: str) -> None:
        """A bracket or a comma outside quotes; ``before`` is the last character that is no blank."""
        char = text[column]
        opens, closes = char in "{[｛［", char in "}]｝］"
        if (opens and char in "｛［" and before not in _OPENERS) or not (opens or self.depth):
            return  # a mark within words
        if opens or closes:
            if char in _WIDE:
                self._tell("Y016", f"“{char}”是全角括号，应为半角“{_WIDE[char]}”", line, column)
                line.replace(column, 1, _WIDE[char])
            self.depth += 1 if opens else -1
        elif char in "，、":
            self._separator(line, text, column)
        if opens or char == ",":
            self._flow_key(line, text, column + 1)

    def _separator(self, line: _Line, text: str, column: int) -> None:
        match = _FLOW_KEY.match(text, column + 1)
        if match and self.is_key(match["key"]):
            self._tell("Y015", f"“{text[column]}”是全角标点，这里应为半角逗号加空格", line, column)
            line.replace(column, 1, ", ")
            self._flow_key(line, text, column + 1)

    def _flow_key(self, line: _Line, text: str, start: int) -> None:
        match = _FLOW_KEY.match(text, start)
        if not match:
            return
        colon, rest = match.start("colon"), text[match.end() : match.end() + 1]
        if match["colon"] == "：":
            self._tell("Y013", f"“{match['key']}”后面是全角冒号，应为半角冒号加空格", line, colon)
            line.replace(colon, 1, ": ")
        elif rest not in {"", " "}:
            self._tell("Y014", f"“{match['key']}”的冒号后面缺少空格", line, colon)
            line.replace(colon, 1, ": ")
