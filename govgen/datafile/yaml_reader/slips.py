"""Typing slips of a Chinese keyboard in YAML: found line by line, and mended so that reading can go on.

The mended text is only for looking further: every slip is an error of its own, at its own place, and places
in the mended text are led back to the file.
"""

from __future__ import annotations

import re

from govgen.datafile.yaml_reader.flow_slips import OTHER_BLANKS, Flow, IsKey, protect, space_out
from govgen.datafile.yaml_reader.repairs import Line, Mended

MAX_SLIPS = 500
"""With more slips than this a file is no data file; looking further helps nobody."""

_BLOCK = re.compile(r"\s*[|>][+\-]?(?P<explicit>\d?)[+\-]?\s*(?:#.*)?$")
_BLOCK_START = re.compile(r"[:：]" + _BLOCK.pattern)
_WIDE_BAR = re.compile(r"[:：]\s*(?P<bar>｜)\s*(?:#.*)?$")
"""A bar of full width where a half-width one should open a block of prose."""
_KEY = re.compile(
    r"(?P<lead>(?:-\s+)*)(?P<key>[^\s:：#{}\[\],，\"'|>][^:：#{}\[\],，\"'\n]{0,80}?)\s{0,20}(?P<colon>[:：])"
)
_NO_COLON = re.compile(
    r"(?P<key>[^\s:：#{}｛｝\[\]［］,，\"'|>]{1,80})"
    r"(?:(?=\s*(?:[|>][+\-\d]{0,2}\s*(?:#.*)?$|\{(?!\{)|[\[｛［]|(?:#.*)?$))|(?P<value>\s(?!\s*[:：])))"
)
"""A key that goes without its colon into what a value starts with, or into a blank and the value itself."""
_WORD = r"[^\s:：#{}｛｝\[\]［］,，、\"'|>&*!%@`?-]{1,80}"
_PAIR = rf"{_WORD}: -?[0-9]+(?:\.[0-9]+)?"
_SOUND = re.compile(rf" *(?:{_PAIR}|{_WORD}:(?: \{{(?:{_PAIR}(?:, {_PAIR})*)?\}})?)")
"""What most lines of tables are: a key, alone or with figures, and no slip."""
_SENTENCE = re.compile(r"[。；！？]|^\S{31,}")
_LONE = re.compile(r"(?P<mark>[-*?%@&!`])\s*(?=#|$)")
_COMMENTED = re.compile(r"(?P<key>[^\s:：#{}｛｝\[\],，、\"']{1,80})\s{0,20}[:：]")
_BARE = re.compile(r"[:：]\s*(?:#.*)?$")
_WIDE_BLANKS = "".join(OTHER_BLANKS)


def mend(text: str, is_key: IsKey) -> Mended:
    """Find every slip outside prose, tell it, and mend it. ``is_key`` knows the keys of a data file.

    After ``MAX_SLIPS`` the rest is left as it is.
    """
    return _Scan(text, is_key).run()


class _Scan:
    def __init__(self, text: str, is_key: IsKey) -> None:
        self.lines = [Line(number, line) for number, line in enumerate(text.split("\n"))]
        self.is_key = is_key
        self.flow = Flow(is_key)
        self.block: int | None = None
        self.block_indent: int | None = None
        self.last: Line | None = None
        """The last line that is neither empty nor prose nor a comment."""
        self.ahead = 0
        """The number of the first line after a comment that is neither empty nor a comment."""
        self.key: Line | None = None
        """The last line that starts with a key."""

    def run(self) -> Mended:
        told = 0
        for line in self.lines:
            self._line(line)
            told += len(line.findings)
            if told >= MAX_SLIPS:
                break
        out = Mended("", widths=[len(line.text) for line in self.lines])
        texts = []
        for line in self.lines:
            text = line.text
            if line.edits:
                text, out.origins[line.number] = line.result()
            texts.append(text)
            out.findings += line.findings
        out.text = "\n".join(texts)
        return out

    def _line(self, line: Line) -> None:
        if not line.text.strip():
            self._blank(line)
            return
        if self.block is not None and self._prose(line, self.block):
            return
        if not self.flow.is_open and _SOUND.fullmatch(line.text):
            self.key = self.last = line
            return
        line.tabs(0, line.blanks)
        self._wide_blanks(line)
        if line.text.lstrip().startswith("#"):
            self.flow.comment(line, line.blanks)
        else:
            self._unclosed(line)
            self._structure(line)
            self.last = line

    def _blank(self, line: Line) -> None:
        """Empty a line of nothing but blanks: to YAML wide ones are words, and many ones an indent.

        They harm nobody once they are gone, so that only tabs are told, and those not behind the indent of
        prose, where YAML takes them too.
        """
        if line.text:
            line.tabs(0, len(line.text) if self.block_indent is None else self.block_indent)
            line.edits.clear()
            line.replace(0, len(line.text), "")

    def _prose(self, line: Line, block: int) -> bool:
        """Whether a line belongs to the open block of prose; a slip of its indent is told and mended."""
        text = line.text
        indent = len(text) - len(text.lstrip(" "))
        if indent > block:
            # YAML takes the first line's spaces as the indent and refuses a tab right after them.
            if self.block_indent is None and text[indent] != "\t":
                self.block_indent = indent
            elif self.block_indent is None or indent < self.block_indent:
                self._under_indented(line, max(indent, block + 2))
            return True
        if text[indent] == "#" and self._goes_on(line.number, block):
            message = "正文中间不能插批注：这一行从 # 起被当作注释，正文到这里就断了"
            line.tell("Y017", message, indent, len(text) - indent, "删去这一行，或者移到正文的键上面。")
            line.replace(0, len(text), "")
            return True
        marks_document = indent == block == 0 and text.startswith(("---", "..."))
        if not marks_document and (text[indent] in f"\t{_WIDE_BLANKS}" or self._is_stray_prose(text)):
            self._under_indented(line, block + 2)
            return True
        self.block = self.block_indent = None
        return False

    def _goes_on(self, number: int, block: int) -> bool:
        """Whether what follows the comment on line ``number`` is prose of the open block again."""
        if number >= self.ahead:
            after = range(number + 1, len(self.lines))
            rest = (at for at in after if self.lines[at].text.strip()[:1] not in {"", "#"})
            self.ahead = next(rest, len(self.lines))
        following = self.lines[self.ahead : self.ahead + 1]
        return any(line.blanks > block or self._is_stray_prose(line.text) for line in following)

    def _is_stray_prose(self, text: str) -> bool:
        body = text.strip()
        if body.startswith(("#", "- ")):
            return False
        match = _KEY.match(body)
        if match and self.is_key(match["key"]):
            return False
        lost = self._without_colon(text, len(text) - len(text.lstrip()))
        if lost and not (lost["value"] and _SENTENCE.search(body)):
            return False
        return match is None or bool(_SENTENCE.search(body))

    def _under_indented(self, line: Line, indent: int) -> None:
        """Tell a line of prose that does not stand where prose must; ``indent`` is that of a first line."""
        blanks = line.blanks
        if "\t" in line.text[:blanks]:
            line.tabs(0, blanks)
        else:
            line.tell("Y017", "这一行正文没有缩进到位，会被当作正文以外的内容", 0, max(1, blanks))
        if self.block_indent is None:
            self.block_indent = indent
        line.edits.clear()
        line.replace(0, blanks, " " * self.block_indent)

    def _wide_blanks(self, line: Line) -> None:
        wide = [column for column in range(line.blanks) if line.text[column] in _WIDE_BLANKS]
        if wide:
            kinds = "、".join(dict.fromkeys(OTHER_BLANKS[line.text[column]] for column in wide))
            line.tell("Y012", f"行首是{kinds}，YAML 只认半角空格", wide[0], wide[-1] - wide[0] + 1)
            for column in wide:
                line.replace(column, 1, "  " if line.text[column] == "\u3000" else " ")

    def _unclosed(self, line: Line) -> None:
        """A known key no deeper than an open bracket: the bracket was forgotten, and is closed before it."""
        if not self.flow.is_open or self.last is None:
            return
        opened = self.flow.first()
        match = _KEY.match(line.text, line.blanks)
        if line.blanks > opened.line.blanks or not match or not self.is_key(match["key"]):
            return
        comment = self.last.text[self.flow.end :]
        if opened.closer in comment and not set(comment) & set("{｛[［"):
            self._commented_out(self.last, opened.closer)
        elif self.flow.goes_on():
            return
        else:
            kind = "引号" if opened.closer in "\"'" else "括号"
            opened.line.tell("Y020", f"这里的{kind}没有收尾，少了“{opened.closer}”", opened.column)
        self.last.replace(self.flow.end, 0, self.flow.close())

    def _commented_out(self, line: Line, closer: str) -> None:
        """A comment that holds the end of what is open: it was no comment, and known keys in it are read."""
        text = line.text
        start = text.index("#", self.flow.end)
        message = f"从 # 起被当作注释，后面的“{closer}”没有读入"
        advice = "删去“#”和批注；批注写到另一行，以 # 开头。"
        line.tell("Y020", message, start, len(text) - start, advice)
        found = (match for match in _COMMENTED.finditer(text, start) if self.is_key(match["key"]))
        if match := next(found, None):
            line.replace(start, match.start("key") - start, "")
            self.flow.scan(line, match.start("key"))

    def _structure(self, line: Line) -> None:
        start, before = line.blanks, ""
        if not self.flow.is_open:
            match = None
            if lost := self._lost_colon(line):
                start, before = lost, ":"
                match = _BLOCK.match(line.text, start)
            else:
                start = self._key(line, start)
            if wide := _WIDE_BAR.search(line.text, max(0, start - 1)):
                line.tell("Y016", "“｜”是全角竖线，应为半角“|”", wide.start("bar"))
                line.replace(wide.start("bar"), 1, "|")
                self.block, self.block_indent = line.blanks, None
                return
            if match := match or _BLOCK_START.search(line.text, max(0, start - 1)):
                line.tabs(start, len(line.text))
                self.block = line.blanks
                self.block_indent = self.block + int(match["explicit"]) if match["explicit"] else None
                return
        self.flow.scan(line, start, before)

    def _lost_colon(self, line: Line) -> int:
        """Tell a known key without its colon and put one there; the column after the key, 0 for none."""
        match = self._without_colon(line.text, line.blanks)
        if match is None:
            return 0
        end = match.end("key")
        advice = f"在“{match['key']}”后面加一个半角冒号和一个空格。"
        line.tell("Y020", f"“{match['key']}”后面少了冒号", end, advice=advice)
        line.replace(end, 0, ":" if line.text[end : end + 1] in {"", " "} else ": ")
        self.key = line
        return end

    def _without_colon(self, text: str, start: int) -> re.Match[str] | None:
        """A known key that lacks its colon where a key may stand; deeper than the last key is its value."""
        match = _NO_COLON.match(text, start)
        if match is None or not self.is_key(match["key"]):
            return None
        deeper = self.key is not None and start > self.key.blanks
        bare = self.key is not None and bool(_BARE.search(self.key.text))
        return None if deeper and (match["value"] or not bare) else match

    def _key(self, line: Line, start: int) -> int:
        """Look at ``key:`` at the start of a line; the column after its colon."""
        text = line.text
        match = _KEY.match(text, start)
        if not match:
            return start
        self.key = line
        key, colon, after = match["key"], match.start("colon"), match.end()
        rest = text[after : after + 1]
        is_odd = match["colon"] == "：" or rest not in {"", " ", "\t"}
        known = is_odd and self.is_key(key)  # asked for oddities only: the keys of every edition take time
        if match["colon"] == "：" and (known or ": " not in text):
            line.tell("Y013", f"“{key}”后面是全角冒号，应为半角冒号加空格", colon)
            line.replace(colon, 1, ":" if rest in {" ", ""} else ": ")
        elif match["colon"] == ":" and rest not in {"", " ", "\t"} and (known or ": " not in text):
            if not known and text[after : after + 2] == "//":
                return start
            space_out(line, key, colon)
        protect(line, after, _LONE)
        return after
