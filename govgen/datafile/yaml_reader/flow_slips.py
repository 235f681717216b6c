"""Typing slips inside ``{…}`` and ``[…]``: wide marks, missing blanks, and brackets or quotes left open."""

import re
from typing import NamedTuple

from govgen.datafile.yaml_reader.repairs import RepairedLine
from govgen.datafile.yaml_reader.vocabulary import Vocabulary
from govgen.findings.display import clip

_KEY = re.compile(
    r"\s{0,20}(?P<key>[^\s:：{}｛｝\[\],，、\"'][^:：{}｛｝\[\],，、\"']{0,80}?)\s{0,20}(?P<colon>[:：])"
)
_LATER_COLON = re.compile(r"(?!\s*[{｛\[［])[^,，、}｝\]］:]*:(?:\s|$)")
_GROUPS = re.compile(r"[+-]?\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?(?=\s*(?:[,，}｝\]］]|$))")
_LONE = re.compile(r"\s*(?P<mark>[-*?%@&!`]{1,4})\s*(?=[,，}｝\]］]|$)")
_COMMENT = re.compile(r"(?<!\S)#")
_COMMENT_BEHIND = re.compile(r"\s+#")
_END = re.compile(r"(?<![\s}｝\]］])\s*+[}｝\]］]*+\s*+(?:#.*)?$")
_NO_OPEN_PARENTHESIS = re.compile(r"[^(（【,，{｛\[［:：]*[,，{｛\[［:：]")
"""A value read backwards to what is before it."""
_VALUE = re.compile(r"\s*(?P<value>[^\s,，、:：{}｛｝\[\]［］\"'#]+)\s+")
_WIDE = {"，": ",", "｛": "{", "｝": "}", "［": "[", "］": "]"}
OTHER_BLANKS = {"\u3000": "全角空格", "\xa0": "不间断空格（U+00A0）"}
"""Blanks that YAML takes for letters, with their names."""
_CLOSERS = {"{": "}", "[": "]", "｛": "}", "［": "]"}
_CLOSERS_IN_USE = {"}": "}｝", "]": "]］"}
_OPENERS = frozenset({"", ":", "：", ",", "，", "{", "[", "｛", "［", "-"})
"""The characters directly after which a value may start."""

_WORD = "字"
"""Replaces a mark within the words of a value, after which no value starts."""
_NOTHING = frozenset(",{[｛［")
"""What no comma may follow: there is nothing before it to separate."""


class OpenMark(NamedTuple):
    """An open bracket or quote: what closes it, and where it is."""

    closer: str
    line: RepairedLine
    column: int


class Flow:
    """Follows brackets and quotes from line to line, reporting and mending the slips between them."""

    def __init__(self, is_key: Vocabulary) -> None:
        self.is_key = is_key
        self.open: list[OpenMark] = []
        """The brackets still open, the outermost first; an open quote is the last."""
        self.last = ""
        """The last character so far that is neither blank nor in a comment."""
        self.closed = False
        """Whether a bracket was closed on this line and none is open any more."""
        self.end = 0
        """Where the line looked at last ends, a comment and the blanks before it left out."""
        self.comments: list[tuple[RepairedLine, int]] = []
        """Comments within the open brackets, by line and column; what they hold is not read."""

    @property
    def quote(self) -> str:
        """The quote that is open; empty where none is."""
        closer = self.open[-1].closer if self.open else ""
        return closer if closer in "\"'" else ""

    def goes_on(self) -> bool:
        """Whether the brackets surely go on: the last line ends in a comma or an opening bracket."""
        return not self.quote and self.last in {",", "，", "、", *_CLOSERS}

    def close(self) -> str:
        """Close all brackets and quotes; the characters that do so in the text."""
        closers = "".join(opened.closer for opened in reversed(self.open))
        self.open.clear()
        self.comments.clear()  # the bracket that was forgotten says it
        return closers

    def scan(self, line: RepairedLine, start: int, before: str = "") -> None:
        """Look at a line from column ``start`` on, ``before`` which it lacks a character if one is given."""
        text = line.text
        before, escaped = before or text[start - 1 : start], False
        end, self.closed = len(text), False
        for column in range(start, len(text)):
            char, of_words = text[column], False
            if quote := self.quote:
                if char == quote and not escaped:
                    self.open.pop()
                escaped = char == "\\" and not escaped and quote == '"'
            elif self.closed or (char == "#" and text[column - 1 : column] in {"", " ", "\t"}):
                end = column
                self._rest(line, column)
                break
            elif char == "\t":
                line.tabs(column, column + 1)
            elif char in "\"'" and before in _OPENERS:
                self.open.append(OpenMark(char, line, column))
            elif char in _WIDE or char in "{}[],、；" or self._ends_braces(text, column):
                of_words = not self._mark(line, column, before)
            if char not in " \t\u3000":
                before = _WORD if of_words else char
        if not self.open:
            self._report_comments()
        self.last = before.strip() or self.last
        self.end = len(text[: self._end_of_quote(line, start, end)].rstrip(" \t"))

    def _end_of_quote(self, line: RepairedLine, start: int, end: int) -> int:
        """Where a line ends whose quote is not closed on a later one: before what looks like a comment."""
        opened = self.open[-1] if self.quote else None
        if opened is None:
            return end
        comment = _COMMENT_BEHIND.search(line.text, opened.column + 1 if opened.line is line else start)
        return comment.start() if comment else end

    def _ends_braces(self, text: str, column: int) -> bool:
        """Whether a parenthesis at the end of a line, with none open in its value, is there for a bracket."""
        is_last = text[column] in ")）】" and _END.match(text, column + 1)
        return bool(self.open and is_last and _NO_OPEN_PARENTHESIS.match(text[:column][::-1]))

    def end_quote(self) -> None:
        """Report a quote left open within brackets, and end it with its value, so that the rest is read."""
        opened = self.open.pop()
        line, start = opened.line, opened.column + 1
        marks = (match.start() for match in re.finditer(r"\s*[,，、]", line.text) if match.start() >= start)
        keys = ((at, _KEY.match(line.text, at + 1)) for at in marks)
        end = _END.search(line.text, start)
        stop = next(
            (at for at, key in keys if key and self.is_key(key["key"])), end.start() if end else start
        )
        line.report("Y020", f"这里的引号没有收尾，少了“{opened.closer}”", opened.column)
        line.replace(stop, 0, opened.closer)
        self.scan(line, stop, opened.closer)

    def comment(self, line: RepairedLine, column: int) -> None:
        """Note a comment; it is a slip where the brackets around it are closed after it."""
        if self.open and not self.quote:
            self.comments.append((line, column))

    def _report_comments(self) -> None:
        for line, column in self.comments:
            body = line.text[column:].rstrip()
            advice = "花括号里不要写 #：要填的删去 #，批注移到括号外另起一行。"
            line.report("Y018", f"“{clip(body)}”从 # 起被当作注释，没有读入", column, len(body), advice)
        self.comments.clear()

    def _mark(self, line: RepairedLine, column: int, before: str) -> bool:
        """A bracket or a comma outside quotes; ``before`` is the last character that is no blank.

        False where it is part of a value's words.
        """
        char = line.text[column]
        opens, closes = char in _CLOSERS, char in "}]｝］)）】"
        within_words = before not in _OPENERS and (char in "｛［" or not self.open)
        if (opens and within_words) or not (opens or self.open):
            return False
        if opens or closes:
            if closes and _WIDE.get(char, char) != self.open[-1].closer:
                return self._other_closer(line, column)
            if char in _WIDE:
                new = _WIDE[char]
                line.report("Y016", f"“{char}”是全角括号，应为半角“{new}”", column, new=new)
            if opens:
                self.open.append(OpenMark(_CLOSERS[char], line, column))
            else:
                self.open.pop()
                self.closed = not self.open
        elif before in _NOTHING:
            self._surplus(line, column, char)
            char = ","
        elif char in "，、；" and (match := _KEY.match(line.text, column + 1)) and self.is_key(match["key"]):
            new = "," if line.text[column + 1 : column + 2] == " " else ", "
            line.report("Y015", f"“{char}”是全角标点，这里应为半角逗号加空格", column, new=new)
            char = ","
        if opens or char == ",":
            self._key(line, column + 1)
        return True

    def _other_closer(self, line: RepairedLine, column: int) -> bool:
        """Mend a bracket of another kind than the open one; it is surplus where that is closed later on."""
        char, closer = line.text[column], self.open[-1].closer
        if any(later in _CLOSERS_IN_USE[closer] for later in line.text[column + 1 :]):
            self._surplus(line, column, char)
            return True
        line.report("Y020", f"“{char}”应为“{closer}”", column, advice=f"改成“{closer}”。", new=closer)
        self.open.pop()
        self.closed = not self.open
        return True

    def _rest(self, line: RepairedLine, column: int) -> None:
        """Look at a comment, or at what stands before it behind the last bracket."""
        if not self.closed:
            self.comment(line, column)
            return
        rest = _COMMENT.split(line.text[column:], maxsplit=1)[0]
        words = rest.lstrip()
        blanks = len(rest) - len(words)
        key = _KEY.match(line.text, column + blanks)
        if key and self.is_key(key["key"]):
            self._second_row(line, column + blanks, words.rstrip(), key["key"])
        elif words and words[0] not in ":：":  # with a colon the brackets are a key, which the parser refuses
            self._surplus(line, column + blanks, words)
        elif "\t" in rest:
            line.tabs(column, column + blanks)
        elif rest.strip(" "):
            line.replace(column, blanks, " ")

    def _second_row(self, line: RepairedLine, column: int, row: str, key: str) -> None:
        """Report a row behind the braces of another; it is read unless there is more amiss with the line."""
        advice = f"在“{key}”前面换行，行首留 {line.indent} 个空格。"
        line.report("Y020", f"“{key}”应另起一行", column, len(row), advice)
        if line.edits or line.above or row.count("{") != row.count("}"):
            line.replace(column, len(row), "", safe=False)
            return
        line.above = line.text[:column].rstrip()
        line.replace(0, column, " " * line.indent, safe=False)
        self.scan(line, column + row.index(key) + len(key))

    def _surplus(self, line: RepairedLine, column: int, surplus: str) -> None:
        """Report marks that end or separate nothing, or words behind the last bracket, and read past them."""
        words = surplus.rstrip()
        is_note = re.search(r"\w", words)
        message = f"这里多了{'' if words[1:] else '一个'}“{clip(words)}”"
        advice = f"删去多余的“{clip(words)}”{'；批注写到另一行，以 # 开头' if is_note else ''}。"
        line.report("Y020", message, column, len(words), advice)
        line.replace(column, len(words), "", safe=not is_note)

    def _key(self, line: RepairedLine, start: int) -> None:
        """Look at ``key: value`` from ``start`` on."""
        match = _KEY.match(line.text, start)
        if match and mend_colon(line, match, self.is_key):
            protect(line, match.end(), _LONE, _GROUPS)
            self._lost_comma(line, match.end())

    def _lost_comma(self, line: RepairedLine, start: int) -> None:
        """Report a value with the next known key behind it and no comma between; read it as if there were."""
        value = _VALUE.match(line.text, start)
        key = _KEY.match(line.text, value.end()) if value else None
        if value and key and self.is_key(key["key"]):
            at = value.end("value")
            advice = f"在“{key['key']}”前面加半角逗号和一个空格。"
            line.report("Y020", f"“{value['value']}”后面少了逗号", at, advice=advice)
            line.replace(at, 0, ",", safe=False)
            self._key(line, value.end())


def mend_colon(line: RepairedLine, match: re.Match[str], is_key: Vocabulary) -> bool:
    """Report and mend the colon of a key, and what is there in the place of the blank after it.

    False where it is part of a value or of a longer key, such as one that names its unit.
    """
    text, key, colon, after = line.text, match["key"], match.start("colon"), match.end()
    rest = text[after : after + 1]
    if match["colon"] == ":" and rest in {"", " ", "\t"}:
        return True
    if (_LATER_COLON.match(text, after) or text.startswith("//", after)) and not is_key(key):
        return False
    if match["colon"] == "：":
        new = ":" if rest in {" ", ""} else ": "
        line.report("Y013", f"“{key}”后面是全角冒号，应为半角冒号加空格", colon, new=new)
    elif kind := OTHER_BLANKS.get(rest):
        line.report("Y014", f"“{key}”的冒号后面是{kind}，应为半角空格", after, new=" ")
    else:
        line.report("Y014", f"“{key}”的冒号后面缺少空格", colon, new=": ")
    return True


def protect(line: RepairedLine, start: int, *forms: re.Pattern[str]) -> None:
    """Quote a value that YAML would split or refuse, so that its reader has it as text and reports it."""
    start += len(line.text[start:]) - len(line.text[start:].lstrip())
    match = next((match for form in forms if (match := form.match(line.text, start))), None)
    if match:
        mark = "mark" if "mark" in match.groupdict() else 0
        line.replace(match.start(mark), 0, '"', safe=False)
        line.replace(match.end(mark), 0, '"', safe=False)
