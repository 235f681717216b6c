"""Splits plain text into the sections of an edition, whose headings may be altered."""

import functools
import itertools
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from govgen.datafile.yaml_reader.positions import MappedText
from govgen.editions.edition import Edition
from govgen.editions.labels import fold, unnumbered
from govgen.editions.loading import editions_until
from govgen.findings.finding import START, Span
from govgen.importers.tables.tokens import is_layout
from govgen.importers.unwrap import together
from govgen.rules.text.headings import alone, bare_labels, exact, section_of, simplified

_LIMIT = 40  # no heading is longer that is not longer in an edition

_BREAK = re.compile(
    r"(?<!\s)\s+(?=[（(][一二三四五六七八九十]{1,3}[）)])|(?<=[。；])\s+(?=\d{1,2}\s?[、.．](?!\d))"
)
_RESIDUE = "?？ \t|"
_LONG = 60
_PAGE = re.compile(r"(?:[\s.．…·\-_]+\d{1,3}|\s*(?:错误|Error)\s?[！!:：].{4,30})\s*\Z")
"""The leader and the page number after an entry of a table of contents, or what Word has for a lost one."""
_BEGUN = 4  # so many characters identify a heading that breaks off: its number, the mark and two more


class TextSection(NamedTuple):
    """A section of a bare text: its id, its heading as found, and its lines up to the next heading.

    ``id`` is empty for the part before the first section. Blank lines are left out; each line knows the
    line and column of the text it came from.
    """

    id: str
    heading: str
    span: Span
    lines: list[MappedText]


@functools.cache
def _longest(edition: Edition) -> int:
    """How long a heading may be."""
    return max(_LIMIT, *(len(section.heading) for section in edition.sections))


@functools.cache
def _lead(edition: Edition) -> re.Pattern[str]:
    """What may be before the words of a heading: bullets, and a number, which an old outline may have too."""
    own = _numbers(edition)
    number = rf"(?:{own}|[一二三四五六七八九])\s*[、.．，,:：]\s*|(?:{own})\s+(?=\S{{4,22}}$)"
    part = rf"第(?P<part>{own}|[一二三四五六七八九])部分\s*[、.．，,:：]?\s*"
    return re.compile(rf"[#\s\-*>•·?？]*(?:(?P<number>{number})|{part}|(?P<digit>\d{{1,2}})\s*[、.．]\s*)?")


@functools.cache
def _inline(edition: Edition) -> re.Pattern[str]:
    """A heading with its number inside a line."""
    words = r"(?P<words>[^\s。，；：、（(]{2,12}[^\s。，；：（(]{0,24})(?=\s|[（(]|$)"
    return re.compile(rf"(?:^|(?<=[。：；）):;\s]))(?:{_numbers(edition)})、\s*{words}")


def _numbers(edition: Edition) -> str:
    """The numbers of the headings of an edition, the longest first."""
    found = {section.heading.partition("、")[0] for section in edition.sections if "、" in section.heading}
    return "|".join(map(re.escape, sorted(found, key=len, reverse=True))) or "(?!)"


def text_sections(text: str, edition: Edition) -> list[TextSection]:
    """The sections of ``text`` in order, after the part before the first one where that holds anything."""
    found = [TextSection("", "", START, [])]
    every = list(section_lines(text, edition))
    at = 0
    while at < len(every):
        seen = [part.id for part in found]
        line = _whole_heading(every[at : at + 2], seen, edition)
        at += 1 if line is every[at] else 2
        ident, length = _heading(line.text, seen, edition)
        if not ident and (listed := _contents(found, line.text)):
            ident, length = listed[0].id, len(line.text)
            del found[-len(listed) :]
            found[-1].lines.extend(entry for part in listed for entry in _entries(part))
        rest = line.part(length, len(line.text)).stripped()
        if ident:
            found.append(TextSection(ident, line.text[:length], line.span(0, length), []))
        if rest.text:
            found[-1].lines.append(rest)
    return [part for part in found if part.id or part.lines]


def _contents(found: Sequence[TextSection], text: str) -> Sequence[TextSection]:
    """The table of contents that ``found`` ends with, where ``text`` is the first heading listed there.

    Its headings have nothing below them but others with their pages; what follows the last of them is the
    page's again, such as the title.
    """
    words = fold(text)
    for at, part in enumerate(found):
        listed = found[at:]
        below = (line for entry in listed[:-1] for line in entry.lines)
        if part.id and len(listed) > 1 and fold(_PAGE.sub("", part.heading)) == words:
            return listed if all(_PAGE.search(line.text) for line in below) else ()
    return ()


def _entries(part: TextSection) -> Iterator[MappedText]:
    yield MappedText.line(part.heading, part.span.line, part.span.column)
    yield from (line for line in part.lines if not _PAGE.fullmatch(line.text))


def _whole_heading(pair: Sequence[MappedText], seen: Sequence[str], edition: Edition) -> MappedText:
    """The first of two lines, or both together where only that makes the exact words of a heading."""
    whole = together(*pair)
    first, both = (simplified(_lead(edition).sub("", line.text, count=1)) for line in (pair[0], whole))
    is_split = first not in exact(edition) and both in exact(edition)
    return whole if is_split and _heading(whole.text, seen, edition)[0] else pair[0]


def section_lines(text: str, edition: Edition) -> Iterator[MappedText]:
    """The lines that hold something; long ones are split at a heading or number inside."""
    for number, raw in enumerate(text.splitlines(), start=1):
        if is_layout(raw):
            continue
        for start, end in itertools.pairwise([0, *_cuts(raw, edition), len(raw)]):
            part = MappedText.line(raw, number, 1).part(start, end).stripped()
            if part.text.strip(_RESIDUE):
                yield part


def _cuts(raw: str, edition: Edition) -> list[int]:
    """Where a line falls into several, as when a page has lost its line breaks."""
    if "|" in raw or "\t" in raw:
        return []
    cuts = {match.start() for match in _inline(edition).finditer(raw) if section_of(match["words"], edition)}
    if len(raw) > _LONG:
        cuts |= {match.end() for match in _BREAK.finditer(raw)}
    bullets = _lead(edition).match(raw)
    return sorted(cut for cut in cuts if (bullets.start("number") if bullets else 0) < cut < len(raw))


def heading_begun(line: str, edition: Edition) -> str:
    """The statutory heading that a line is, number and all, or breaks off in; empty where it is none."""
    words = simplified(line.strip().lstrip("#").strip())
    headings = [section.heading for known in editions_until(edition) for section in known.sections]
    begun = [heading for heading in headings if fold(heading).startswith(words)]
    if words in map(fold, begun):
        return line
    return begun[0] if begun and len(words) >= _BEGUN else ""


def _heading(text: str, seen: Sequence[str], edition: Edition) -> tuple[str, int]:
    """The section that a line opens and the length of the heading in it; an empty id where it opens none.

    Sections come in their statutory order: one whose place is before a section already seen is no heading.
    """
    lead = _lead(edition).match(text)
    if lead is None or "|" in text or "\t" in text:
        return "", 0
    order = list(edition.section_by_id)
    end = _end(text, lead.end(), edition)
    words = text[lead.end() : end]
    number = (lead["number"] or lead["part"] or "")[:1]
    ident = section_of(words, edition) if number else alone(edition).get(simplified(words), "")
    goes_on = text.startswith("。", end) and len(text) > end + 1
    if lead["digit"] and ident and (goes_on or order.index(ident) + 1 != int(lead["digit"])):
        return "", 0  # a heading within a section
    if (
        not ident
        and number == "一"
        and len(seen) == 1
        and end == len(text)
        and unnumbered(simplified(words)) not in bare_labels(edition)
    ):
        ident = order[0]
    later = any(other and order.index(other) >= order.index(ident) for other in seen if ident)
    return ("", 0) if not ident or later or end - lead.end() > _longest(edition) else (ident, end)


def _end(text: str, start: int, edition: Edition) -> int:
    """Where the heading that begins at ``start`` ends: with its line, or at the first blank of a long one."""
    if len(text) <= _longest(edition) and not text.endswith(("。", "；", ";")):
        return len(text)
    stop = re.compile(r"[\s。（(]").search(text, start)
    return stop.start() if stop else len(text)
