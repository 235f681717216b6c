"""Marks in pairs, names of documents and their short forms (T610–T616)."""

import re
from collections.abc import Iterator, Sequence

from govgen.datafile.near import Near, distance, near
from govgen.datafile.report import Report
from govgen.editions.loading import editions_until
from govgen.findings.finding import Finding, Level
from govgen.rules.lexicon import load, pattern_of
from govgen.rules.rule import rule
from govgen.rules.text.headings import bare_labels
from govgen.rules.text.lines import Line, begins, lines, lines_of, matches, worded

_ITEM = r"(?:^|[。；，\s]|(?<!\d)：)(?:[%s]{1,2})）\Z"
_KINDS = (r"\da-z", "一二三四五六七八九十")
"""The signs with which items are numbered."""
_ITEM_LENGTH = 4
_HALF_NUMBER, _NUMBERED = r"(?m)(?:^|[。；\s])[%s]{1,3}[）)]", "[（(][%s]{1,3}[）)]"
_OPEN_NUMBER = re.compile(r"（[一二三四五六七八九十]{1,2}(?![一二三四五六七八九十）])")
_NEXT_CELL = re.compile(r"）|^\s*\d+\s*$", re.MULTILINE)
"""What shows in the lines of a table that the cell with an open bracket is over: another one, or a figure."""
_LABEL = 8
"""A label of the tables with so many characters is no expression that others in use resemble."""
_SLIPS = 3
"""So many edits in a name of 18 characters and more are a slip; more are another name."""
_TITLE_OPEN = "《"
_NAMED = re.compile(r"[《〈<](?P<name>[^《》〈〉<>]{4,40})[》〉>]")


def unmatched(text: str, *, items: str = "".join(_KINDS)) -> Iterator[tuple[int, str]]:
    """The places of marks in folded ``text`` that have no partner, with the mark that is missing.

    ``items`` are the signs that number with half a bracket, as in 1）.
    """
    pairs: dict[str, str] = load("quotes")["pairs"]["signs"]
    openers = {close: mark for mark, close in pairs.items()}
    stack: list[tuple[int, str]] = []
    for mark in re.finditer(f"[{re.escape(''.join([*pairs, *openers]))}]", text):
        at, sign = mark.start(), mark[0]
        if sign in pairs:
            stack.append((at, sign))
        elif sign in openers and not (
            items and re.search(_ITEM % items, text[max(0, at - _ITEM_LENGTH) : at + 1])
        ):
            depth = next((d for d in range(len(stack) - 1, -1, -1) if stack[d][1] == openers[sign]), None)
            if depth is None:
                yield at, openers[sign]
            else:
                yield from ((place, pairs[other]) for place, other in stack[depth + 1 :])
                del stack[depth:]
    yield from ((place, pairs[other]) for place, other in stack)


@rule("T610")
def lone_marks(report: Report) -> Iterator[Finding]:
    """A quotation mark, bracket or title mark without its partner; lines of a table may be broken."""
    for block, items in _blocks(report):
        text = "\n".join(line.text for line in block)
        for at, missing in unmatched(text, items=items):
            line = block[text.count("\n", 0, at)]
            start = at - text.rfind("\n", 0, at) - 1
            if not _may_follow(block, text[at:], missing):
                message = f"“{text[at]}”没有与之配对的“{missing}”"
                yield line.found("T610", message, max(0, start - 6), min(len(line.text), start + 6))


def _blocks(report: Report) -> Iterator[tuple[list[Line], str]]:
    """Lines in which a pair must be complete, and the signs that number with half a bracket there."""
    for passage in report.passages.values():
        # A passage never numbers with half a bracket where it has whole ones, nor only once.
        halves = [
            signs
            for signs in _KINDS
            if not re.search(_NUMBERED % signs, passage.text)
            and len(re.findall(_HALF_NUMBER % signs, passage.text)) != 1
        ]
        half = "".join(halves)
        yield from (([line], half) for line in worded(report) if line.passage is passage)
    for section in report.edition.sections if report.bare else ():
        if section.kind == "table":
            yield [line for line in lines_of(report, section.id) if not line.is_prose], ""


def _may_follow(block: Sequence[Line], rest: str, missing: str) -> bool:
    """Whether what closes a pair may come after the end of an excerpt: not once its sentence has ended."""
    if not block[-1].cut or missing not in load("quotes")["pairs"]["signs"].values():
        return False
    ended = any(mark in rest for mark in ("。，“" if rest[0] == _TITLE_OPEN else "。"))
    return not ended and not (len(block) > 1 and _NEXT_CELL.search(rest)) and not _OPEN_NUMBER.match(rest)


@rule("T614")
def short_names(report: Report) -> Iterator[Finding]:
    """A short name that nothing introduced; only a hint where the text has the full name."""
    data = load("quotes")["short"]
    known = {match["name"].strip() for _, match in matches(report, pattern_of("quotes", "short", "defined"))}
    text = "\n".join(line.text for line in lines(report))
    written = "introduction" not in report.passages and not report.bare
    for line, match in matches(report, pattern_of("quotes", "short", "used")):
        name = match["name"]
        if name not in data["names"] or name in known or (written and name == data["names"][0]):
            continue
        known.add(name)
        full = re.search(data["full"] % re.escape(name), text)
        message = f"“《{name}》”没有先用全称并注明“以下简称《{name}》”"
        level = Level.INFO if full else None
        if full or begins(report):
            yield line.found("T614", message, *match.span(), level=level)


def _canonical(report: Report) -> Iterator[tuple[str, int, Sequence[str], bool]]:
    """Names that must be exact: how many edits make a slip, what is none, and whether only a title counts."""
    for known in editions_until(report.edition):
        if _TITLE_OPEN not in known.basis.title:  # the name within another is looked for by itself
            yield known.basis.title, _SLIPS, (), True
    basis = report.edition.basis
    yield basis.title.partition("关于")[0], _SLIPS, (), False
    yield re.sub("[《》]|（试行）", "", basis.format), _SLIPS, (), False
    for entry in load("documents")["names"]:
        yield entry["right"], entry["within"], entry.get("also", ()), entry.get("titled", False)
    labels = sorted(bare_labels(report.edition))
    for label in labels:
        if len(label) >= _LABEL:
            yield label, 1, labels, False


@rule("T616")
def misspelt_names(report: Report) -> Iterator[Finding]:
    """The name of the statute, of a notice or of who issued it, with a few characters lost or exchanged."""
    names = tuple(_canonical(report))
    for line in lines(report):
        taken: set[int] = set()
        for right, limit, also, titled in names:
            find = _titled(line.text, right) if titled else near(line.text, right, limit)
            last = right[-1:] if limit > 1 else right[-2:]
            for start, end, away in find if last in line.text else ():
                got = line.text[start:end]
                # A label may have a part in quotation marks.
                if (
                    away <= limit
                    and (limit > 1 or (got.isalpha() and got[0] == right[0]))
                    and got.endswith(right[-1])
                    and taken.isdisjoint(range(start, end))
                ):
                    taken |= set(range(start, end))
                    if away and got not in also and "".join(got.split()) != right:
                        yield line.found("T616", f"“{got}”有错漏，应为“{right}”", start, end)


def _titled(text: str, right: str) -> Iterator[Near]:
    """The whole titles in a text, each with its distance from the ``right`` one."""
    for match in _NAMED.finditer(text):
        if match["name"].endswith(right[-2:]):
            yield Near(*match.span("name"), distance("".join(match["name"].split()), right))
