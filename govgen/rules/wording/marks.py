"""Marks and blanks (T650–T657): missing, doubled, of the wrong width."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from govgen.datafile.report import Report
from govgen.findings.finding import Finding
from govgen.rules.lexicon import HAN, load, pattern
from govgen.rules.rule import rule
from govgen.rules.text.lines import Line, is_bare, lines, words
from govgen.rules.text.punctuation import edits
from govgen.rules.text.search import matches, said
from govgen.rules.wording.measures import without_numbers

_HAN = re.compile(HAN)
_ENDS, _CLOSERS = ("。", "！", "？", "；", "：", "…"), "”’）》"
_HALF = re.compile('[-.,;:()!?"「『]')
_NARROW = re.compile(
    rf"(?<={HAN})(?:\s?[,;:()!?]|--+(?={HAN})|\.{{3,}})|[,;:()!?](?={HAN})|\"[^\"]*{HAN}[^\"]*\"|[「『]"
)
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_WIDE = re.compile(r"[０-９Ａ-Ｚａ-ｚ]+")
_SHORT, _SHORTEST = 12, 8
"""A line of fewer characters may be a heading without its number, or a word such as 无; the sole line of
the last section is no heading."""


@rule("T650")
def unended_paragraphs(report: Report) -> Iterator[Finding]:
    """A paragraph of text without a mark at its end."""
    for line in lines(report):
        text = line.text.rstrip()
        if line.cut or line.is_heading or text.rstrip(_CLOSERS).endswith(_ENDS):
            continue
        alone = line.passage.id == report.edition.sections[-1].id and len(line.passage.paragraphs) == 1
        long = len(_HAN.findall(text)) >= (_SHORTEST if alone else _SHORT)
        sentence = alone or line.paragraph.level or re.search(r"[，。；：、]", text)
        if long and sentence:
            yield line.found("T650", "段末缺标点", len(text) - 1, len(text))


@rule("T651")
def unmarked_sentences(report: Report) -> Iterator[Finding]:
    """A sentence or clause that begins without a mark before it."""
    return said(report, "T651", "marks", "unmarked")


@rule("T652")
def doubled_marks(report: Report) -> Iterator[Finding]:
    """Two marks on end where one may stand."""
    for line, match in matches(report, pattern("marks", load("marks")["doubled"]["find"])):
        yield line.found("T652", f"“{match[0]}”两个标点连用", match.start(), match.end())


_Find = Callable[[Line], re.Match[str] | None]


def _once(report: Report, code: str, message: str, find: _Find) -> Iterator[Finding]:
    """The first place in each section, with the lines of the others.

    In a bare text, whose page changed the marks, only the first of all.
    """
    found: dict[str, list[tuple[Line, re.Match[str]]]] = {}
    for line in lines(report):
        if match := find(line):
            found.setdefault(line.passage.id, []).append((line, match))
            if is_bare(report):
                break
    for (line, match), *others in found.values():
        places = (other.paragraph.body.span(again.start(), again.end()).line for other, again in others)
        more = f"；这一部分还有第 {'、'.join(map(str, places))} 行" if others else ""
        fixable = any(edits(each.paragraph.text, frozenset({code})) for each, _ in ((line, match), *others))
        said = line.found(code, message.format(match[0].strip()) + more, match.start(), match.end())
        yield replace(said, fixable=fixable)


@rule("T653")
def stray_blanks(report: Report) -> Iterator[Finding]:
    """Blanks inside words or around marks."""
    if not any(blank in words(report) for blank in " \t"):
        return
    blanks = pattern("marks", load("marks")["blanks"]["find"])
    after = re.compile(r"[（(]?[\d一二三四五六七八九十]{1,3}[）)、.．]?")

    def first(line: Line) -> re.Match[str] | None:
        number = after.match(line.text) if line.paragraph.level else None
        held = [match.span() for match in without_numbers(line.text)]  # a number is missing there
        found = blanks.finditer(line.text, number.end() + 1 if number else 0)
        return next((m for m in found if not any(a <= m.start() < b for a, b in held)), None)

    yield from _once(report, "T653", "文字中间有多余的空格", first)


@rule("T654")
def narrow_marks(report: Report) -> Iterator[Finding]:
    """Marks of half width in Chinese text, and those that stand for a dash, an ellipsis or quotes."""
    message = "“{}”是半角标点，中文里用全角"

    def first(line: Line) -> re.Match[str] | None:
        text = line.paragraph.text
        return _NARROW.search(text) if _HALF.search(text) else None

    return _once(report, "T654", message, first)


@rule("T655")
def wide_digits(report: Report) -> Iterator[Finding]:
    """Digits and letters of full width."""
    message = "“{}”是全角数字或者字母，应当用半角"
    return _once(report, "T655", message, lambda line: _WIDE.search(line.paragraph.text))


@rule("T656")
def marks_between_titles(report: Report) -> Iterator[Finding]:
    """A mark between items that have marks of their own."""
    find = pattern("marks", load("marks")["between"]["find"])
    message = "并列的书名号或者引号之间通常不用顿号"
    return _once(report, "T656", message, lambda line: find.search(line.text))


@rule("T657")
def symbol_fonts(report: Report) -> Iterator[Finding]:
    """Characters of private use, such as the bullets of Word: only one font draws them."""
    for line in lines(report):
        if match := _PRIVATE.search(line.paragraph.text):
            code = f"U+{ord(match[0]):04X}"
            said = line.found(
                "T657", f"{code} 是符号字体里的字符，换了字体就印成方框", match.start(), match.end()
            )
            yield replace(said, fixable=bool(edits(line.paragraph.text, frozenset({"T657"}))))
