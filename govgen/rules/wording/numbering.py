"""Numbers of headings and items: order and level (T640–T644)."""

import re
from collections.abc import Iterator, Sequence

from govgen.datafile.report import INTRODUCTION, Report
from govgen.editions.labels import fold, unnumbered
from govgen.findings.finding import Finding
from govgen.rules.rule import rule
from govgen.rules.text.counts import number_of
from govgen.rules.text.headings import labels
from govgen.rules.text.item_rows import DROPPED, IS, items
from govgen.rules.text.lines import Line, begins, lines_of, prose_ids

_MARK = re.compile(r"[（(]?\s*+(?P<n>\d{1,2}|[一二三四五六七八九十]{1,3})[）)、.．]?")
_SKIPPED = "“{0}”直接用在“一、”之下，中间应有“（一）”一级"
_COMMA, _WITH_COMMA = "第三层序号的写法是“{1}.”，不用顿号", re.compile(r"\d{1,2}\s*、")
_ALONE = "只有“{0}”，没有第二项"
_TOP = 2
_OF_SECTIONS = "“{0}”是各部分的序号，部分之内用“（一）”“1.”"
_SECTION = re.compile(r"[一二三四五六七八九十]{1,3}、")
_ROW_NUMBER = re.compile(r"[(（]?(?:[一二三四五六七八九十]{1,2}|\d{1,2})[)）.、]")


def _number(line: Line) -> tuple[int, str]:
    """The number before a paragraph, and as it is written; 0 where there is none."""
    match = _MARK.match(line.paragraph.text)
    return (int(number_of(match["n"])), match[0]) if match else (0, "")


def _numbered(report: Report, ident: str) -> list[Line]:
    """The numbered paragraphs of a passage."""
    return [line for line in lines_of(report, ident) if line.paragraph.level]


@rule("T640")
def order_of_numbers(report: Report) -> Iterator[Finding]:
    """A number that does not follow the one before it on its level, or that is not its table row's."""
    for ident in prose_ids(report):
        numbered = _numbered(report, ident)
        for at, line in enumerate(numbered):
            if not at and ident == INTRODUCTION and not begins(report):
                continue
            before = _before(numbered[:at], line.paragraph.level)
            number, mark = _number(line)
            if number != before + 1 and (number != 1 or not _opens_a_row(numbered, at)):
                why = f"前面是第 {before} 个" if before else "前面没有第 1 个"
                yield line.found("T640", f"序号“{mark}”不连续，{why}", 0, len(line.text[:20]))
    yield from _in_tables(report)


def _before(numbered: Sequence[Line], level: int) -> int:
    """The last number on a level since the level above it went on; 0 where there is none."""
    for line in reversed(numbered):
        if line.paragraph.level == level:
            return _number(line)[0]
        if line.paragraph.level < level:
            break
    return 0


def _opens_a_row(numbered: Sequence[Line], at: int) -> bool:
    """Whether a 1 after other numbers begins a new row: a 2 follows, or a line that leads in precedes."""
    line, level = numbered[at], numbered[at].paragraph.level
    later = (other for other in numbered[at + 1 :] if other.paragraph.level <= level)
    following = next(later, None)
    if following is not None and following.paragraph.level == level:
        return _number(following)[0] == 2
    paragraphs = line.passage.paragraphs
    before = paragraphs[paragraphs.index(line.paragraph) - 1]
    return not before.level and not before.text.rstrip().endswith("。")


def _in_tables(report: Report) -> Iterator[Finding]:
    """Rows of tables in a bare text whose number is not the one that the format gives them."""
    due: dict[str, set[str]] = {}
    for label in labels(report.edition):
        if number := _ROW_NUMBER.match(label):
            due.setdefault(unnumbered(label), set()).add(number[0])
    tables = [section.id for section in report.edition.sections if section.kind == "table"]
    for line in lines_of(report, *tables) if report.bare else ():
        number = _ROW_NUMBER.match(fold(line.paragraph.text))
        right = due.get(unnumbered(line.paragraph.text), set())
        if number and right and number[0] not in right:
            message = f"序号“{number[0]}”不连续，这一行应为“{'”或者“'.join(sorted(right))}”"
            yield line.found("T640", message, 0, len(line.text[:20]))


def _is_row(line: Line) -> bool:
    """Whether a paragraph has the next number of its own kind, too."""
    number, mark = _number(line)
    return mark.replace(str(number), str(number + 1)) in line.paragraph.text[len(mark) :]


@rule("T641")
def forms_of_numbers(report: Report) -> Iterator[Finding]:
    """A lower level right under a section, a third level with 、, a first item alone (T641–T643).

    Items of one paragraph are no level of the outline.
    """
    for ident in prose_ids(report):
        numbered = _numbered(report, ident)
        first = numbered[:1] if ident != INTRODUCTION or begins(report) else []
        top = [line for line in numbered if line.paragraph.level == _TOP]
        ended = report.whole or next(reversed([*report.passages]), "") not in {ident, "signature"}
        is_alone = len(top) == 1 and _number(top[0])[0] == 1 and ended
        found = [
            ("T641", line, _SKIPPED) for line in first if line.paragraph.level > _TOP and not _is_row(line)
        ]
        found += [
            ("T641", line, _OF_SECTIONS) for line in lines_of(report, ident) if _SECTION.match(line.text)
        ]
        found += [("T642", line, _COMMA) for line in numbered if _WITH_COMMA.match(line.text)][:1]
        found += [("T643", line, _ALONE) for line in top if is_alone]
        for code, line, message in found:
            number, mark = _number(line)
            yield line.found(code, message.format(mark, number), 0, len(mark))


@rule("T644")
def rows_of_items(report: Report) -> Iterator[Finding]:
    """A row of 一是、二是, 第一、第二, 其一、其二, （1）（2）, ①② or 一抓、二抓 that leaps or drops 是."""
    for ident in prose_ids(report):
        last: dict[str, int] = {}
        for line in lines_of(report, ident):
            last = {} if line.paragraph.level else last
            is_cut = ident == INTRODUCTION and not begins(report) and not any(last.values())
            for match, row, number in items(line.text):
                expected = last.get(row, 0) + 1
                if row == DROPPED and number == last.get(IS, 0) + 1:
                    yield line.found("T644", f"“{match['n']}”后面缺“是”字", match.start("n"), match.end() + 2)
                    last[IS] = number
                elif row != DROPPED:
                    # Without a first item, words such as 二要 or 第三 are no row.
                    if number not in {1, expected} and (row == IS or expected > 1) and not is_cut:
                        message = f"“{match[0]}”之前没有第 {number - 1} 项"
                        yield line.found("T644", message, *match.span())
                    last[row] = number if row == IS or number == 1 or expected > 1 else 0
