"""Marks in pairs, names of documents and their short forms (T610–T616)."""

import functools
import re
from collections.abc import Iterator, Sequence

from govgen.datafile.report import Report
from govgen.findings.finding import Finding, Level
from govgen.rules.lexicon import HAN, load, pattern
from govgen.rules.rule import rule
from govgen.rules.text.lines import Line, breaks_off, fold_marks, is_table_line, lines, worded
from govgen.rules.text.near import Near, distance, near
from govgen.rules.text.search import matches, said

_ITEM = re.compile(r"(?:^|[。；，\s]|(?<!\d)：)(?:\d{1,2}|[一二三四五六七八九十a-z])）\Z")
_ITEM_LENGTH = 4
_HALF_NUMBER = re.compile(r"(?m)(?:^|[。；\s])[一二三四五六七八九十]{1,3}[）)]")
_NUMBERED = re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)]")
_OPEN_NUMBER = re.compile(r"（[一二三四五六七八九十]{1,2}(?![一二三四五六七八九十）])")
_SLIPS = 3
"""So many edits in a name of 18 characters and more are a slip; more are another name."""
_TITLE_OPEN = "《"
_TITLE_MARK = re.compile("[《》]")
_NAMED = re.compile(r"[《〈<](?P<name>[^《》〈〉<>]{4,40})[》〉>]")
_ANGLE = re.compile(r"[<＜>＞]")


def unmatched(text: str, *, items: bool = True) -> Iterator[tuple[int, str]]:
    """The places of marks in folded ``text`` that have no partner, with the mark that is missing.

    ``items`` says that a number with half a bracket, as in 1）, is a way of numbering.
    """
    pairs: dict[str, str] = load("quotes")["pairs"]["signs"]
    openers = {close: mark for mark, close in pairs.items()}
    stack: list[tuple[int, str]] = []
    for mark in _marks().finditer(text):
        at, sign = mark.start(), mark[0]
        if sign in pairs:
            stack.append((at, sign))
        elif sign in openers and not (items and _ITEM.search(text, max(0, at - _ITEM_LENGTH), at + 1)):
            depth = next((d for d in range(len(stack) - 1, -1, -1) if stack[d][1] == openers[sign]), None)
            if depth is None:
                yield at, openers[sign]
            else:
                yield from ((place, pairs[other]) for place, other in stack[depth + 1 :])
                del stack[depth:]
    yield from ((place, pairs[other]) for place, other in stack)


@functools.cache
def _marks() -> re.Pattern[str]:
    """Every mark of a pair."""
    pairs = load("quotes")["pairs"]["signs"]
    return re.compile(f"[{re.escape(''.join([*pairs, *pairs.values()]))}]")


@functools.cache
def _closers() -> frozenset[str]:
    return frozenset(load("quotes")["pairs"]["signs"].values())


@rule("T610")
def lone_marks(report: Report) -> Iterator[Finding]:
    """A quotation mark, bracket or title mark without its partner."""
    half = {passage.id: _numbers_in_half(passage.text) for passage in report.passages.values()}
    for line in worded(report):
        for at, missing in unmatched(line.text, items=half[line.passage.id]):
            if not _may_follow(line, at, missing):
                message = f"“{line.text[at]}”没有与之配对的“{missing}”"
                yield line.found("T610", message, max(0, at - 6), min(len(line.text), at + 6))
    yield from _in_tables(report)


def _numbers_in_half(text: str) -> bool:
    """Whether a passage numbers with half a bracket: never where it has whole ones, nor only once."""
    return not _NUMBERED.search(text) and len(_HALF_NUMBER.findall(text)) != 1


def _may_follow(line: Line, at: int, missing: str) -> bool:
    """Whether what closes a pair may come after the end of an excerpt: not once its sentence has ended."""
    ended = re.search("[。，“]" if line.text[at] == _TITLE_OPEN else "。", line.text[at:])
    return line.cut and missing in _closers() and not ended and not _OPEN_NUMBER.match(line.text, at)


def _in_tables(report: Report) -> Iterator[Finding]:
    """Tables in a bare text; a page may have broken a line between the halves of a pair."""
    tables = {section.id for section in report.edition.sections if section.kind == "table"}
    last = breaks_off(report)
    for passage in report.passages.values():
        held = [p for p in passage.paragraphs if passage.id in tables and is_table_line(fold_marks(p.text))]
        text = "\n".join(fold_marks(paragraph.text) for paragraph in held)
        for at, missing in unmatched(text, items=False):
            paragraph = held[text.count("\n", 0, at)]
            start = at - (text.rfind("\n", 0, at) + 1)
            if paragraph is not last and (last not in held or missing not in _closers() or "）" in text[at:]):
                line = Line(passage, paragraph, fold_marks(paragraph.text))
                yield line.found("T610", f"“{text[at]}”没有与之配对的“{missing}”", start, start + 1)


@rule("T611")
def nested_titles(report: Report) -> Iterator[Finding]:
    """Title marks within title marks; the inner ones should be single."""
    for line in lines(report):
        depth = 0
        for match in _TITLE_MARK.finditer(line.text):
            opens = match[0] == _TITLE_OPEN
            depth = max(0, depth + (1 if opens else -1))
            if opens and depth > 1:
                yield line.found(
                    "T611", "书名号里面再用书名号，里层用单书名号〈〉", match.start(), match.end()
                )


@rule("T612")
def swallowed_titles(report: Report) -> Iterator[Finding]:
    """A title that a page took for a tag: half a pair of angle signs, or nothing where it stood."""
    yield from said(report, "T612", "quotes", "swallowed")
    for line in lines(report):
        open_at: int | None = None
        for match in _ANGLE.finditer(line.text):
            if match[0] in "<＜":
                open_at = match.start()
            elif open_at is None and re.match(rf"{HAN}|）", line.text[match.start() - 1 : match.start()]):
                start = max(line.text.rfind(mark, 0, match.start()) for mark in "。，；） ") + 1
                message = f"“{line.text[start : match.end()]}”只剩半个尖括号，书名多半被网页吃掉了"
                yield line.found("T612", message, start, match.end())
            else:
                open_at = None


@rule("T613")
def angle_signs(report: Report) -> Iterator[Finding]:
    """Signs of comparison used as title marks."""
    message = "书名用了小于号和大于号，应改用单书名号〈〉，否则网页会把它当作标签"
    for line, match in matches(report, pattern("quotes", load("quotes")["angles"]["find"])):
        yield line.found("T613", message, match.start(), match.end())


def _defined(report: Report) -> set[str]:
    find = pattern("quotes", load("quotes")["short"]["defined"])
    return {match["name"].strip() for _, match in matches(report, find)}


@rule("T614")
def short_names(report: Report) -> Iterator[Finding]:
    """A short name that nothing introduced, or that was introduced without title marks."""
    yield from _undefined(report)
    for line, match in matches(report, pattern("quotes", load("quotes")["bare_short"]["find"])):
        message = f"简称应加书名号：“以下简称《{match['name']}》”"
        yield line.found("T614", message, match.start(), match.end(), level=Level.INFO)


def _undefined(report: Report) -> Iterator[Finding]:
    """Short names without an introduction; only a hint where the full name stands in the text."""
    data = load("quotes")["short"]
    known = _defined(report)
    text = "\n".join(line.text for line in lines(report))
    written = "introduction" not in report.passages and not report.bare
    for line, match in matches(report, pattern("quotes", data["used"])):
        name = match["name"]
        if name not in data["names"] or name in known or (written and name == data["names"][0]):
            continue
        known.add(name)
        full = re.search(data["full"] % re.escape(name), text)
        message = f"“《{name}》”没有先用全称并注明“以下简称《{name}》”"
        level = Level.INFO if full else None
        yield line.found("T614", message, match.start(), match.end(), level=level)


def _canonical(report: Report) -> Iterator[tuple[str, int, Sequence[str], bool]]:
    """Names that must be exact: how many edits make a slip, what is none, and whether only a title counts."""
    basis = report.edition.basis
    yield basis.title.partition("关于")[0], _SLIPS, (), False
    yield re.sub("[《》]|（试行）", "", basis.format), _SLIPS, (), False
    for entry in load("documents")["names"]:
        yield entry["right"], entry["within"], entry.get("also", ()), entry.get("titled", False)


@rule("T616")
def misspelt_names(report: Report) -> Iterator[Finding]:
    """The name of the statute, of a notice or of who issued it, with a few characters lost or exchanged."""
    yield from said(report, "T616", "quotes", "misplaced")
    for line in lines(report):
        taken: set[int] = set()
        for right, limit, also, titled in _canonical(report):
            for start, end, away in _titled(line.text, right) if titled else near(line.text, right, limit):
                got = line.text[start:end]
                is_whole = got.endswith(right[-1]) and taken.isdisjoint(range(start, end))
                if 0 < away <= limit and is_whole and got not in also:
                    yield line.found("T616", f"“{got}”有错漏，应为“{right}”", start, end)
                taken |= set(range(start, end)) if away <= limit and is_whole else set()


def _titled(text: str, right: str) -> Iterator[Near]:
    """The whole titles in a text, each with its distance from the ``right`` one."""
    for match in _NAMED.finditer(text):
        if match["name"].endswith(right[-2:]):
            yield Near(*match.span("name"), distance("".join(match["name"].split()), right))
