"""Typing slips of a Chinese keyboard in YAML: found line by line, and mended so that reading can go on.

The slips of a row, or of a block of prose, are one error at the first place, which lists the others.
Places in the mended text are mapped to those in the file.
"""

import re
from collections import Counter

from govgen.datafile.yaml_reader.flow_slips import Flow, mend_colon, protect
from govgen.datafile.yaml_reader.indents import Nesting
from govgen.datafile.yaml_reader.line_forms import (
    BARE,
    BLOCK,
    BLOCK_START,
    COMMENTED,
    HEAD,
    KEY,
    LONE,
    NO_COLON,
    PASTED,
    QUOTED,
    REFERENCE,
    SENTENCE,
    TEXT_AFTER_BAR,
    is_remark,
    shape_of,
    with_semicolon,
)
from govgen.datafile.yaml_reader.margin import margin_of, mend_leading_blanks, take_off
from govgen.datafile.yaml_reader.prose_lines import ProseBlock, Verdict, text_after_bar, verdict
from govgen.datafile.yaml_reader.repairs import LineFix, Repair, RepairedLine, RepairedText
from govgen.datafile.yaml_reader.vocabulary import Vocabulary
from govgen.editions.labels import unnumbered


def mend(text: str, is_key: Vocabulary) -> RepairedText:
    """Find every slip outside prose, report it, and mend it. ``is_key`` knows the keys of a data file."""
    lines = text.split("\n")
    margin = margin_of(lines)
    mended = _Scan([line.removeprefix(margin) for line in lines], is_key, len(margin)).run()
    if margin:
        take_off(margin, lines, mended)
    return mended


class _Scan:
    def __init__(self, lines: list[str], is_key: Vocabulary, margin: int) -> None:
        self.lines = [RepairedLine(number, line, margin) for number, line in enumerate(lines)]
        self.margin, self.is_key = margin, is_key
        self.flow = Flow(is_key)
        below = None
        for line in reversed(self.lines):
            line.below = below
            below = line if line.text.strip()[:1] not in {"", "#"} else below
        heads = (HEAD.match(line.text) for line in self.lines)
        self.heads = Counter(unnumbered(head["key"]) for head in heads if head)
        self.nesting = Nesting(is_key, self.heads)
        self.block: ProseBlock | None = None
        self.last: RepairedLine | None = None
        """The last line that is neither empty nor prose nor a comment."""
        self.key: RepairedLine | None = None
        """The last line that starts with a key."""

    def run(self) -> RepairedText:
        for line in self.lines:
            self._line(line)
        self._end_block()
        out = RepairedText(self.margin)
        mended: dict[int, list[RepairedLine]] = {}
        for line in self.lines:
            out.lines += [line.added, line.result()] if line.above else [line.result()]
            if any(edit.safe for edit in line.edits):
                mended.setdefault((line.owner or line).number, []).append(line)
        for line in self.lines:
            if found := line.finding(fixable=line.number in mended):
                out.findings.append(found)
                for each in mended.get(line.number, ()):
                    out.fixes.append(LineFix(each.number + 1, each.result(safe=True).text, found))
        return out

    def _line(self, line: RepairedLine) -> None:
        if not line.text.strip():
            if line.text:
                # To YAML wide blanks are words, and many ones an indent; they do no harm once removed. YAML
                # takes tabs behind the indent of prose, too.
                own = self.block.own if self.block else None
                line.tabs(0, len(line.text) if own is None else own)
                line.edits = [Repair(0, len(line.text), "")]
            return
        if self.block is not None and self._prose(line, self.block):
            return
        if not line.edits:
            mend_leading_blanks(line)
        if line.text.lstrip().startswith("#"):
            self.nesting.comment(line)
            self.flow.comment(line, line.blanks)
        else:
            self._unclosed(line)
            self._structure(line)
            self.last = line

    def _prose(self, line: RepairedLine, block: ProseBlock) -> bool:
        """Whether a line belongs to the open block of prose; a slip of its indent is reported and mended."""
        text = line.text
        indent = len(text) - len(text.lstrip(" "))
        if self._is_row(line):
            self._end_block()
            return False
        if indent > block.indent:
            # YAML takes the first line's spaces as the indent and refuses a tab right after them.
            if block.own is None and text[indent] != "\t":
                block.own = indent
            elif block.own is None or indent < block.own:
                block.own = block.own or indent
                block.move(line)
            return True
        below = line.below
        # Whether the line that follows a comment is prose of the open block again.
        goes_on = below and (below.blanks > block.indent or self._verdict(below.text) is Verdict.PROSE)
        if text[indent] == "#" and goes_on:
            message = "正文中间不能插批注：这一行从 # 起被当作注释，正文到这里就断了"
            line.report("Y017", message, indent, len(text) - indent, "删去这一行，或者移到正文的键上面。")
            line.replace(0, len(text), "", safe=False)
            return True
        what = Verdict.KEY if self._heads_rows(line) else self._verdict(text)
        if what is Verdict.KEY:
            self._end_block()
            if line.indent > block.indent:
                # To YAML, spaces in the place of its tabs would make it prose.
                mend_leading_blanks(line)
                line.indent_to(block.indent)
            return False
        (block.move if what is Verdict.PROSE else block.doubt)(line)
        return True

    def _is_row(self, line: RepairedLine) -> bool:
        """Whether a line, however deep, is surely no prose: a key before a bar, or one of several rows."""
        shape, below = shape_of(line, self.is_key), line.below
        if shape == "heading" and below and below.blanks >= line.blanks:
            line, shape, below = below, shape_of(below, self.is_key), below.below
        if shape == "text":  # prose may quote a key that the file has elsewhere
            head = HEAD.match(line.text)
            return head is not None and self.heads[unnumbered(head["key"])] == 1
        if shape != "row" or below is None:
            return False
        return below.blanks >= line.blanks and bool(shape_of(below, self.is_key))

    def _heads_rows(self, line: RepairedLine) -> bool:
        """Whether a line is the key, which nobody may know, of the rows below it."""
        below = line.below if BARE.search(line.text) else None
        return (
            below is not None
            and below.blanks > line.blanks
            and verdict(below.text, self.is_key) is Verdict.KEY
        )

    def _end_block(self) -> None:
        if self.block:
            self.block.end()
        self.block = None

    def _verdict(self, text: str) -> Verdict:
        """What a line below prose is: comments, marks of YAML and keys without their colon end it too."""
        body = text.strip()
        start = len(text) - len(text.lstrip())
        lost = self._without_colon(text, start)
        is_key = with_semicolon(text, start, self.is_key) is not None or (
            lost is not None and not (lost["value"] and SENTENCE.search(body))
        )
        if is_key or body.startswith("#") or text.startswith(("---", "...")):
            return Verdict.KEY
        return verdict(text, self.is_key)

    def _unclosed(self, line: RepairedLine) -> None:
        """A known key no deeper than an open bracket: the bracket was forgotten, and is closed before it."""
        if not self.flow.open or self.last is None:
            return
        opened = self.flow.open[0]
        match = KEY.match(line.text, line.blanks)
        if line.blanks > opened.line.blanks or not match or not self.is_key(match["key"]):
            return
        if self.flow.quote and len(self.flow.open) > 1 and self.flow.open[-1].line is self.last:
            self.flow.end_quote()
            if not self.flow.open:
                return
        comment = self.last.text[self.flow.end :]
        if opened.closer in comment and not set(comment) & set("{｛[［"):
            self._commented_out(self.last, opened.closer)
        elif self.flow.goes_on():
            return
        else:
            kind = "引号" if opened.closer in "\"'" else "括号"
            opened.line.report("Y020", f"这里的{kind}没有收尾，少了“{opened.closer}”", opened.column)
        self.last.replace(self.flow.end, 0, self.flow.close())

    def _commented_out(self, line: RepairedLine, closer: str) -> None:
        """A comment that has the closing mark of an open bracket or quote: known keys in it are read."""
        text = line.text
        start = text.index("#", self.flow.end)
        message = f"从 # 起被当作注释，后面的“{closer}”没有读入"
        advice = "删去“#”和批注；批注写到另一行，以 # 开头。"
        line.report("Y020", message, start, len(text) - start, advice)
        found = (match for match in COMMENTED.finditer(text, start) if self.is_key(match["key"]))
        if match := next(found, None):
            line.replace(start, match.start("key") - start, "", safe=False)
            self.flow.scan(line, match.start("key"))

    def _structure(self, line: RepairedLine) -> None:
        if self.flow.open:
            self.flow.scan(line, line.blanks)
            return
        if self.key is None and line.below and is_remark(line.text.strip(), self.is_key):
            advice = "是批注的，在行首加“# ”；是内容的，写成“键: 值”。"
            line.report("Y020", "这一行不是“键: 值”，没有读入", line.blanks, len(line.text.strip()), advice)
            line.replace(0, len(line.text), "", safe=False)
            return
        start = self._key(line)
        has_key = start > line.blanks
        if has_key and (bar := TEXT_AFTER_BAR.match(line.text, start)):
            self.block = text_after_bar(line, bar)
            return
        self._braces_below_key(line)
        match = BLOCK.match(line.text, start) if has_key else None
        if match := match or BLOCK_START.search(line.text, max(0, start - 1)):
            line.tabs(start, len(line.text))
            line.replace(len(line.text.rstrip()), len(line.text) - len(line.text.rstrip()), "")
            if match["bar"] == "｜":
                line.report("Y016", "“｜”是全角竖线，应为半角“|”", match.start("bar"), new="|")
            own = line.indent + int(match["explicit"]) if match["explicit"] else None
            self.block = ProseBlock(line.indent, own)
        elif has_key and REFERENCE.match(line.text, start):
            protect(line, start, REFERENCE)
        else:
            self.flow.scan(line, start, ":" if has_key else "")

    def _braces_below_key(self, line: RepairedLine) -> None:
        """Move the braces of the key on the line above, which are no deeper than it."""
        above = self.last
        if line.text.lstrip()[:1] in {"{", "｛"} and above and above is self.key and BARE.search(above.text):
            wanted = above.indent + 2
            if line.indent < wanted:
                advice = "把花括号接在上一行的冒号后面，中间空一格。"
                line.report("Y020", "花括号没有写在它的键后面", line.blanks, advice=advice)
                line.indent_to(wanted)

    def _key(self, line: RepairedLine) -> int:
        """Look at the key at the start of a line, which may lack its colon; the column after it."""
        text, lost = line.text, self._without_colon(line.text, line.blanks)
        semicolon = with_semicolon(text, line.blanks, self.is_key)
        match = semicolon or lost or KEY.match(text, line.blanks)
        if match is None:
            if quoted := QUOTED.match(text, line.blanks):
                self.nesting.row(line, quoted["key"])
            return line.blanks
        self.key = line
        if match.re is KEY and match["lead"]:
            self.nesting = Nesting(self.is_key, self.heads)  # what is no row, such as a list
        else:
            self.nesting.row(line, match["key"])
        after = match.end("key") if match is lost else match.end()
        colon = ":" if text[after : after + 1] in {"", " "} else ": "
        is_pasted = bool(PASTED.match(text, after))
        if semicolon:
            message = f"“{semicolon['key']}”后面是“{semicolon['mark']}”，应为冒号"
            line.report("Y020", message, semicolon.start("mark"), new=colon)
        elif is_pasted and lost:
            line.slips.clear()
        elif lost:
            advice = f"在“{lost['key']}”后面加一个半角冒号和一个空格。"
            line.report("Y020", f"“{lost['key']}”后面少了冒号", after, advice=advice)
            line.replace(after, 0, colon)
        elif not mend_colon(line, match, self.is_key):
            return line.blanks
        if is_pasted:
            line.replace(after, 0, ": " if lost else " ", safe=False)
        protect(line, after, PASTED, LONE)
        return len(text) if is_pasted else after

    def _without_colon(self, text: str, start: int) -> re.Match[str] | None:
        """A known key that lacks its colon where a key is allowed; deeper than the last key is its value."""
        match = NO_COLON.match(text, start)
        if match is None or not self.is_key(match["key"]):
            return None
        deeper = self.key is not None and start > self.key.blanks
        if PASTED.match(text, match.end("key")):
            return match
        bare = self.key is not None and bool(BARE.search(self.key.text))
        return None if deeper and (match["value"] or not bare) else match
