"""Text to tree: strict YAML by parser events with exact places, nothing resolved or lost."""

import re
from collections.abc import Iterator
from typing import Any

import yaml
from yaml import events as ev

from govgen.datafile.yaml_reader.encodings import visible
from govgen.datafile.yaml_reader.positions import MappedPiece, MappedText
from govgen.datafile.yaml_reader.repairs import RepairedText
from govgen.datafile.yaml_reader.tree import Entry, Mapping, Scalar, Sequence, YamlNode
from govgen.findings.catalogue import finding
from govgen.findings.finding import Finding, Findings, Level, Span
from govgen.findings.printable import UNSEEN

MAX_DEPTH = 32
MAX_NODES = 10_000
"""A report has some 700 values and keys."""
ENTRY_NODES = 10
"""So many more for each entry of a long list: its keys, their values, and a former name."""
_NEAR = 2
"""So many columns from a slip the parser may stop at what the slip's mending left."""
_SENTENCE = re.compile(r"[。；！？]")
"""Only prose has these; a colon followed by a blank is no fault in it."""

_REFUSED = {"an alias": "Y023", "an anchor": "Y023", "a tag": "Y024", "nesting depth": "Y025"}
"""What is refused anyway, by what the parser says it was reading or met when it stopped."""

_NOTICED_LATE = ("end of stream", "document indicator", "could not find expected ':'")
"""Complaints that come long after the fault: a quote or a key that does not end."""

_MEANINGS = {
    "an alias": "不能用 YAML 的锚点和引用（& 和 *）",
    "an anchor": "不能用 YAML 的锚点和引用（& 和 *）",
    "a tag": "不能用 YAML 的类型标签（!）",
    "nesting depth": f"层次太深：超过 {MAX_DEPTH} 层",
    "mapping values are not allowed": "这里多了一个“: ”：一行里写了两个冒号（是不是少了左花括号 {），"
    "或者上一行少了冒号、缩进不齐",
    "could not find expected ':'": "这里少了冒号：每行应是“键: 值”",
    "expected ',' or '}'": "花括号里少了逗号，或者没有写右花括号 }",
    "expected ',' or ']'": "方括号里少了逗号，或者没有写右方括号 ]",
    "did not find expected key": "这里的缩进与同组的键不齐，或者少了“键:”",
    "expected <block end>": "这里的缩进与同组的键不齐，或者少了“键:”",
    "did not find expected '-'": "列表的每一项应以“- ”开头，并且上下对齐",
    "cannot start any token": "值不能以这个字符开头；文字请加双引号",
    "unexpected end of stream": "引号没有收尾",
    "unexpected document indicator": "引号没有收尾",
    "unknown escape character": "双引号里的反斜杠 \\ 要写成 \\\\",
    "sequence entries are not allowed": "“- ”不能写在这里，列表要另起一行",
}
"""The parser's complaints in words for a clerk; its own words are never shown."""


class _PythonLoader(yaml.SafeLoader):
    """The pure-Python loader: many times slower than libyaml, and used where that is missing."""

    def process_empty_scalar(self, mark: Any) -> Any:
        """A value left out in brackets is placed at the next mark, as by libyaml, not before the blanks."""
        ends = self.check_token(yaml.FlowEntryToken, yaml.FlowMappingEndToken, yaml.FlowSequenceEndToken)
        return super().process_empty_scalar(self.tokens[0].start_mark if ends else mark)


_LOADER = getattr(yaml, "CSafeLoader", _PythonLoader)


def parse(mended: RepairedText, found: Findings, most: int = MAX_NODES) -> tuple[YamlNode | None, bool]:
    """The tree of a mended text, and whether it was read to its end; faults go to ``found``.

    The tree is None where the text holds no value. Where reading stops, ``found`` holds an error; it stops
    after ``most`` nodes.
    """
    builder = _Builder(mended, found, most)
    complete = builder.run()
    return builder.root, complete


class _StopError(Exception):
    """Reading ends here; the argument is the finding that says why."""


class _Builder:
    """Builds the tree from parser events, without recursion and without YAML's own typing."""

    def __init__(self, mended: RepairedText, found: Findings, most: int) -> None:
        self.mended = mended
        self.most = most
        self.lines = [line.text for line in mended.lines]
        self.found = found
        self.root: YamlNode | None = None
        self.stack: list[Mapping | Sequence] = []
        self.key: tuple[str, Span] | None = None
        self.nodes = 0
        self.latest: Mapping | None = None
        """What has the entry read last."""
        self.folded: tuple[str, Finding] | None = None
        """A value of several lines just read, and its slip, found unless the parser stops right after it."""

    def run(self) -> bool:
        """Read to the end; False where reading had to stop, which is a finding."""
        try:
            for event in yaml.parse("\n".join(self.lines), Loader=_LOADER):
                self._event(event)
        except _StopError as stop:
            (why,) = stop.args
            self.found.add(why)
            place = why.span
        except yaml.MarkedYAMLError as error:
            place = self._syntax(error)
            self._take_back(place.line)
        else:
            return True
        self.found.add(finding("Y021", "读到这里就读不下去了，其后的内容没有审核", place))
        return False

    def _place(self, mark: Any) -> tuple[int, int]:
        return self.mended.place(min(mark.line, len(self.lines) - 1), mark.column)

    def _of(self, event: ev.Event) -> Span:
        return Span(*self._place(event.start_mark), *self._place(event.end_mark))

    def _event(self, event: ev.Event) -> None:
        if self.folded:
            self.found.add(self.folded[1])
            self.folded = None
        if isinstance(event, ev.NodeEvent):
            self._node(event)
        elif isinstance(event, ev.CollectionEndEvent):
            self.stack.pop().close = self._of(event)
        elif isinstance(event, ev.DocumentStartEvent) and self.root is not None:
            raise _StopError(finding("Y022", "文件里出现了第二份文档（---）", self._of(event)))

    def _node(self, event: ev.NodeEvent) -> None:
        self.nodes += 1
        if self.nodes > self.most:
            raise _StopError(finding("Y026", f"内容太多：超过 {self.most:,} 项", self._of(event)))
        if isinstance(event, ev.AliasEvent) or event.anchor:
            raise _StopError(finding("Y023", "不能用 YAML 的锚点和引用（& 和 *）", self._of(event)))
        if (tag := getattr(event, "tag", None)) and tag != "!":
            raise _StopError(finding("Y024", f"不能用 YAML 的类型标签（{tag}）", self._of(event)))
        if self.key is None and self.stack and isinstance(self.stack[-1], Mapping):
            self._key_of(event)
        elif isinstance(event, ev.ScalarEvent):
            self._put(self._scalar(event))
        else:
            self._open(event)

    def _key_of(self, event: ev.NodeEvent) -> None:
        if not isinstance(event, ev.ScalarEvent):
            raise _StopError(finding("Y027", "冒号前面的键只能是文字", self._of(event)))
        if event.value == "<<" and not event.style:
            raise _StopError(finding("Y023", "不能用 YAML 的合并键（<<）", self._of(event)))
        self.key = (self._seen(event), self._of(event))

    def _open(self, event: ev.NodeEvent) -> None:
        if len(self.stack) >= MAX_DEPTH:
            raise _StopError(finding("Y025", f"层次太深：超过 {MAX_DEPTH} 层", self._of(event)))
        box = (Mapping if isinstance(event, ev.MappingStartEvent) else Sequence)(self._of(event))
        self._put(box)
        self.stack.append(box)

    def _put(self, node: YamlNode) -> None:
        if not self.stack:
            self.root = node
            return
        box = self.stack[-1]
        if isinstance(box, Sequence):
            box.items.append(node)
            return
        assert self.key is not None
        box.entries.append(Entry(*self.key, node))
        self.key, self.latest = None, box

    def _take_back(self, line: int) -> None:
        """Drop a value of the ``line`` where reading stopped: its end is not known."""
        value = self.latest.entries[-1].value if self.latest else None
        if self.latest and isinstance(value, Scalar) and value.span.line == line:
            self.latest.entries.pop()

    def _scalar(self, event: Any) -> Scalar:
        span = self._of(event)
        if event.style == ">" or (event.style != "|" and span.line != span.end_line):
            self.folded = event.value, finding("Y019", "这段文字写成了多行，换行会丢失", span)
        if not event.style:
            self._cut_by_hash(event)
        text = self._seen(event)
        lines = tuple(self._typed(event, span))
        if "".join("".join(line.text for line in lines).split()) != "".join(text.split()):
            lines = (MappedText.of([MappedPiece(text, span, exact=False)]),)
        return Scalar(text, span, lines, quoted=bool(event.style))

    def _typed(self, event: Any, span: Span) -> Iterator[MappedText]:
        """A value as written, line by line, without the blanks that its lines begin with.

        A part of a repaired line that is not in the file in one piece has the place of the value.
        """
        start, end = event.start_mark, event.end_mark
        quote = 1 if event.style in {"'", '"'} else 0
        header = 1 if event.style in {"|", ">"} else 0
        for line in range(start.line + header, min(end.line + 1, len(self.lines))):
            whole = self.lines[line]
            first = start.column + quote if line == start.line else len(whole) - len(whole.lstrip())
            stop = end.column - quote if line == end.line else len(whole)
            text, origin = whole[first:stop], self.mended.lines[line].origin[first:stop]
            if all(column == origin[0] + at for at, column in enumerate(origin)):
                yield MappedText.line(text, *self.mended.place(line, first))
            else:
                yield MappedText.of([MappedPiece(text, span, exact=False)])

    def _seen(self, event: ev.ScalarEvent) -> str:
        """A scalar's text with blanks for what cannot be seen; in a mended text only escapes make such."""
        if event.style != '"':
            return event.value
        for char in dict.fromkeys(UNSEEN.findall(event.value)):
            message = f"双引号里用反斜杠写了看不见的字符 U+{ord(char):04X}"
            advice = "请删去反斜杠和它后面的代号，直接写出要印的文字。"
            self.found.add(finding("Y007", message, self._of(event), advice=advice))
        return visible(event.value)

    def _cut_by_hash(self, event: Any) -> None:
        """`` #1`` in a plain value starts a comment: what follows is lost without a word."""
        end = event.end_mark
        rest = self.lines[end.line][end.column :] if end.line < len(self.lines) else ""
        body = rest.lstrip(" ")
        if event.value and body.startswith("#") and len(body) > 1 and body[1] not in "# \t" and body != rest:
            place = self.mended.place(end.line, end.column + len(rest) - len(body))
            span = Span.point(*place, len(body))
            if span.line not in {item.span.line for item in self.mended.findings if item.code == "Y018"}:
                self.found.add(finding("Y018", f"“{body}”从 # 起被当作注释，没有读入", span))

    def _syntax(self, error: yaml.MarkedYAMLError) -> Span:
        """Say what stopped the parser, unless a slip reported there says it already; where that was."""
        problem = error.problem or ""
        words = next((words for words in _MEANINGS if words in f"{error.context or ''}\n{problem}"), "")
        message = _MEANINGS.get(words, "这里不合 YAML 的写法")
        # The parser notices a missing end far below; the clerk must see where the quote or bracket began.
        begun = words in _REFUSED or any(late in problem for late in _NOTICED_LATE)
        place = Span.point(*self._place((begun and error.context_mark) or error.problem_mark))
        if self.folded and "mapping values" in problem:
            text, run_together = self.folded
            if _SENTENCE.search(text):
                self.found.add(run_together)
                return place
            above = text.split()[0]  # a blank line within it is a line break in its text
            place = place if self.stack else Span.point(*run_together.span[:2], len(above))
            message = f"“{above}”下面又逐项填写：请删去“{above}”，或者改正缩进"
        if not any(_is_same(place, item) for item in self.found):
            self.found.add(finding(_REFUSED.get(words, "Y020"), message, place))
        return place


def _is_same(place: Span, slip: Finding) -> bool:
    """Whether what stops the parser at ``place`` is only a slip that was reported there."""
    near = abs(slip.span.column - place.column) <= _NEAR
    return slip.level is Level.ERROR and slip.code != "Y019" and slip.span.line == place.line and near
