"""Marks and blanks (T650–T657): missing, doubled, of the wrong width."""

import re
from collections.abc import Iterator

from govgen.datafile.passages import Shape
from govgen.datafile.report import Report
from govgen.datafile.values import PLACEHOLDER
from govgen.findings.finding import Finding
from govgen.rules.lexicon import HAN, pattern_of
from govgen.rules.rule import rule
from govgen.rules.text.lines import Line, lines
from govgen.rules.text.punctuation import BLANKS, BULLETS, CODES, LETTERS, MARKS, edits

_HAN = re.compile(HAN)
_ENDS, _CLOSERS = ("。", "！", "？", "；", "：", "…", PLACEHOLDER), "”’）》"
_ITEM_END = "；"
_NUMBER = re.compile(r"[（(]?[\d一二三四五六七八九十]{1,3}[）)、.．]?\s?")
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_WIDE_MARK = re.compile("[，；：（）？！]")
_SHORT, _SHORTEST = 12, 8
"""A line of fewer characters may be a heading without its number, or a word such as 无; the sole line of
the last section is no heading."""
_USAGE = {
    BLANKS: "文字中间有多余的空格",
    MARKS: "“{}”是半角标点，中文里用全角",
    LETTERS: "“{}”是全角数字或者字母，应当用半角",
    "T656": "并列的书名号或者引号之间通常不用顿号",
}


@rule("T650")
def unended_paragraphs(report: Report) -> Iterator[Finding]:
    """A paragraph of text without a mark at its end, or a section that ends as an item before others does."""
    for line in lines(report):
        text = line.text.rstrip()
        is_last = line.paragraph is line.passage.paragraphs[-1] and text.endswith(_ITEM_END)
        ended = text.rstrip(_CLOSERS).endswith(_ENDS) and not is_last
        if line.cut or line.paragraph.shape is Shape.HEADING or ended:
            continue
        alone = line.passage.id == report.edition.sections[-1].id and len(line.passage.paragraphs) == 1
        long = len(_HAN.findall(text)) >= (_SHORTEST if alone else _SHORT)
        sentence = alone or line.paragraph.level or re.search(r"[，。；：、]", text)
        if is_last or (long and sentence):
            message = "这一部分到此为止，段末用句号" if is_last else "段末缺标点"
            yield line.found("T650", message, len(text) - 1, len(text))


def _once(report: Report, code: str, message: str) -> Iterator[Finding]:
    """The first place in each section, with the lines of the others.

    In a bare text, whose page changed the marks, only the first of all.
    """
    by_section: dict[str, list[Finding]] = {}
    for line in lines(report):
        if span := _first(code, line):
            words = message.format(line.paragraph.text[slice(*span)].strip())
            found = line.found(code, words, *span)._replace(fixable=code in CODES)
            by_section.setdefault(line.passage.id, []).append(found)
            if report.bare:
                break
    for first, *others in by_section.values():
        again = "、".join(str(other.span.line) for other in others)
        yield first._replace(message=first.message + (f"；这一部分还有第 {again} 行" if again else ""))


@rule("T653")
def widths(report: Report) -> Iterator[Finding]:
    """Stray blanks, marks of half width, digits and letters of full width, needless marks (T653–T656).

    Where most marks of a bare text are of half width, the page made them so, and not who wrote it.
    """
    for code, message in _USAGE.items():
        if code != MARKS or not report.bare or _has_wide_marks(report):
            yield from _once(report, code, message)


def _first(code: str, line: Line) -> tuple[int, int] | None:
    """The first characters of a line that are wrong under ``code``; the blank after its number is right."""
    if code not in CODES:
        match = pattern_of("marks", "between").search(line.text)
        return match.span() if match else None
    text = line.paragraph.text
    number = _NUMBER.match(text) if code == BLANKS and line.paragraph.level else None
    places = [at for at, _ in edits(text, frozenset({code})) if not number or at >= number.end()]
    size = next((size for size, at in enumerate(places) if at != places[0] + size), len(places))
    return (places[0], places[0] + size) if places else None


def _has_wide_marks(report: Report) -> bool:
    """Whether a text has at least as many wide marks as narrow ones that should be wide."""
    texts = [line.paragraph.text for line in lines(report)]
    wide = sum(len(_WIDE_MARK.findall(text)) for text in texts)
    return wide >= sum(len(edits(text, frozenset({MARKS}))) for text in texts)


@rule("T657")
def symbol_fonts(report: Report) -> Iterator[Finding]:
    """Characters of private use, such as the bullets of Word: only one font draws them."""
    for line in lines(report):
        if match := _PRIVATE.search(line.paragraph.text):
            code = f"U+{ord(match[0]):04X}"
            result = line.found("T657", f"{code} 是符号字体里的字符，换了字体就印成方框", *match.span())
            yield result._replace(fixable=bool(edits(line.paragraph.text, frozenset({BULLETS}))))
