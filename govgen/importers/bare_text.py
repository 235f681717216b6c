"""Finds the passages of plain text, such as a pasted page, and builds a report without cells from them."""

import datetime
import functools
import re
from collections.abc import Mapping, Sequence

from govgen.datafile.identity import Facts, Kind, unfit_name
from govgen.datafile.identity_reader import Head
from govgen.datafile.passages import Paragraph, Passage
from govgen.datafile.report import Report
from govgen.datafile.values import narrow
from govgen.datafile.yaml_reader.positions import MappedText
from govgen.editions.edition import Edition
from govgen.editions.labels import fold
from govgen.editions.loading import edition_for, editions_until
from govgen.findings.finding import START
from govgen.importers.sections import TextSection, heading_begun, text_sections
from govgen.importers.unwrap import joined, together, width_of
from govgen.rules.lexicon import HAN, load, pattern_of
from govgen.rules.text.counts import number_of
from govgen.rules.text.headings import is_title
from govgen.rules.text.lines import fold_marks, is_furniture

_HALF = re.compile(r"(?:[\d.．〇零一二三四五六七八九十百千万年月日%％]+|[（(《“\[〔【][^）)》”\]〕】。；]*)$")
"""How a text that was cut off ends within a number, a date or brackets, of which the rest is unknown."""
_SENTENCE = re.compile(r"[。，；：,;:]")
_NAME = re.compile(rf"(?:{HAN}|[（）()·\s]){{2,30}}$")
_SHORT = 30
_YEAR = re.compile(r"20\d\d")
_DATED = re.compile(
    r"(?P<name>[\u3400-\u9fff（）()·\s]{0,32}?)(?:[（(](?:盖章|公章|印章|章)[）)]\s{0,8})?(?:日期|时间)?(?:[:：]\s{0,8})?"
    r"(?P<year>20\d\d)\s*[年.\-/．－]\s{0,8}"
    r"(?P<month>[\d一二三四五六七八九十]{1,3})\s{0,8}[月.\-/．－]\s{0,8}(?P<day>[\d一二三四五六七八九十]{1,3})\s{0,8}日?\Z"
)


class UnfitNameError(ValueError):
    """What was given as the name of a body cannot be one."""


def report_of(text: str, *, body: str, kind: Kind | None, year: int, excerpt: bool = False) -> Report:
    """Build a report without cells from ``text``; an ``excerpt`` was cut off somewhere and is not whole.

    UnfitNameError where ``body`` is no name.
    """
    edition = edition_for(year)
    if edition is None:
        raise ValueError(f"no edition of the format was in force for {year}")
    # A name is freed of what it cannot hold, such as a remark of whoever stored the page.
    name = re.sub(r"[^\w（）()·]|_", "", body)
    if why := unfit_name(name):
        raise UnfitNameError(f"{body}{why}")
    passages = passages_of(text, edition, excerpt=excerpt)
    facts = Facts(body=name, year=year, kind=kind, published=published(passages))
    return Report(name="", edition=edition, head=Head(facts), passages=passages, whole=not excerpt, bare=True)


def passages_of(text: str, edition: Edition, *, excerpt: bool = False) -> dict[str, Passage]:
    """The passages of ``text`` by id; those of table sections keep every line.

    ``furniture`` holds the lines of the page around the report. Of an ``excerpt`` the number or brackets in
    which it breaks off are left out.
    """
    text = text.removeprefix("\ufeff")
    parts = text_sections(_finished(text, edition) if excerpt else text, edition)
    width = width_of(line.text for part in parts for line in part.lines)
    titles, prose, furniture = _front(
        [line for part in parts if not part.id for line in part.lines], width, edition
    )
    parts, signature, tail = _ending([part for part in parts if part.id])
    passages = [
        _passage("furniture", furniture + tail),
        _passage("title", titles),
        *_before_headings(prose, edition, parts),
        *(_section(part, edition, width) for part in parts),
        _passage("signature", signature),
    ]
    return {passage.id: passage for passage in passages if passage.heading or passage.paragraphs}


def paragraphs(passages: Mapping[str, Passage], ident: str) -> tuple[Paragraph, ...]:
    """The paragraphs of a passage; none where it is not there."""
    passage = passages.get(ident)
    return passage.paragraphs if passage else ()


def published(passages: Mapping[str, Passage]) -> datetime.date | None:
    """The date beside the signature; None where there is none."""
    signed = (signature_of(line.text) for line in paragraphs(passages, "signature"))
    return next((date for _, date in filter(None, signed) if date), None)


def _before_headings(
    lines: Sequence[MappedText], edition: Edition, parts: Sequence[TextSection]
) -> tuple[Passage, Passage]:
    """The introduction, and section one where it has no heading: what follows words on law and period."""
    basis = pattern_of("outline", "basis")
    first = next((at for at, line in enumerate(lines) if not basis.search(fold_marks(line.text))), len(lines))
    section = edition.sections[0]
    if not first or not parts or any(part.id == section.id for part in parts):
        first = len(lines)
    return _passage("introduction", lines[:first]), _passage(section.id, lines[first:], section.key)


def _finished(text: str, edition: Edition) -> str:
    """A text that was cut off, without the number or brackets it ends within; a heading is made whole."""
    text = text.rstrip()
    last = text.rfind("\n") + 1
    if heading := heading_begun(text[last:], edition):
        return text[:last] + heading
    kept = _HALF.sub("", text[last:])
    # A line without a mark may be the beginning of a heading or of words of the page.
    return text[:last] + (kept if _SENTENCE.search(kept) else "")


def _front(lines: Sequence[MappedText], width: int, edition: Edition) -> tuple[list[MappedText], ...]:
    """Of the lines before section one the titles, the prose, and what belongs to the page only."""
    titles: list[MappedText] = []
    prose: list[MappedText] = []
    furniture: list[MappedText] = []
    lines = joined(lines, width, lambda text: is_furniture(text) or is_title(text, edition))
    for at, line in enumerate(lines):
        title = _title(lines, at, edition)
        if title is not None:
            titles.append(title)
            spans = {piece.span for piece in title.pieces}
            furniture = [item for item in furniture if item.pieces[0].span not in spans]
        elif "|" in line.text:
            furniture.append(line)
            cells = [line.part(*part.span()).stripped() for part in re.finditer(r"[^|\t]+", line.text)]
            titles += [cell for cell in cells if is_title(cell.text, edition) and _YEAR.search(cell.text)]
        elif is_furniture(line.text) or _is_of_the_page(lines[at:], edition):
            furniture.append(line)
        else:
            prose.append(line)
    return titles, prose, furniture


def _is_of_the_page(lines: Sequence[MappedText], edition: Edition) -> bool:
    """Whether the first of ``lines``, before section one, is too short for prose.

    A heading is not: 引言, or one with a number that no title follows.
    """
    words = lines[0].text
    is_short = len(words) < _SHORT and not _SENTENCE.search(words)
    if fold(words) == load("outline")["passages"]["words"]["introduction"]:
        return False
    numbered = is_short and Paragraph.of(lines[0]).level
    return is_short and not (numbered and not any(is_title(line.text, edition) for line in lines))


def _title(lines: Sequence[MappedText], at: int, edition: Edition) -> MappedText | None:
    """The title that ends with line ``at``; up to two lines before it may hold its beginning."""
    line = lines[at]
    if not _may_be_title(line.text):
        return None
    if not is_title(line.text, edition) or _unnamed(edition).match(line.text):
        for start in (at - 2, at - 1):
            before = lines[max(0, start) : at]
            whole = together(*before, line)
            if (
                start >= 0
                and all(_may_be_title(part.text) and not is_title(part.text, edition) for part in before)
                and _NAME.match(re.sub(r"^\d{4}年度?|\d{4}年度?.*", "", before[0].text))
                and is_title(whole.text, edition)
            ):
                return whole
    return line if is_title(line.text, edition) else None


@functools.cache
def _unnamed(edition: Edition) -> re.Pattern[str]:
    """How a line begins that has only the end of a title."""
    names = "|".join(re.escape(known.report_name) for known in editions_until(edition))
    return re.compile(rf"(?:20\d\d年?度?)?(?:(?:政府)?信息公开|{names})")


def _may_be_title(text: str) -> bool:
    return "|" not in text and not is_furniture(text) and len(text) <= _SHORT * 2


def _section(part: TextSection, edition: Edition, width: int) -> Passage:
    section = edition.section_by_id[part.id]
    words = [line for line in part.lines if "|" not in line.text and "\t" not in line.text]
    lines = part.lines if section.kind == "table" else joined(words, width)
    return Passage(part.id, section.key, part.heading, part.span, tuple(map(Paragraph.of, lines)))


def _passage(ident: str, lines: Sequence[MappedText], key: str = "") -> Passage:
    span = lines[0].span(0, len(lines[0].text)) if lines else START
    key = key or load("outline")["passages"]["words"][ident]
    return Passage(ident, key, "", span, tuple(map(Paragraph.of, lines)))


def _ending(parts: Sequence[TextSection]) -> tuple[list[TextSection], list[MappedText], list[MappedText]]:
    """The sections without what follows them, the lines of signature and date, and the page's last lines."""
    if not parts:
        return [], [], []
    tail = [line for line in parts[-1].lines if is_furniture(line.text)]
    lines = [line for line in parts[-1].lines if not is_furniture(line.text)]
    at = next((at for at, line in enumerate(lines) if signature_of(line.text)), len(lines))
    if 0 < at < len(lines) and _NAME.match(lines[at - 1].text):
        at -= 1
    return [*parts[:-1], parts[-1]._replace(lines=lines[:at])], lines[at:], tail


def signature_of(line: str) -> tuple[str, datetime.date | None] | None:
    """The name and the date (None for 30 February) of a line that holds nothing else; None for others."""
    match = _DATED.match(fold_marks(narrow(line.strip())))
    if match is None:
        return None
    try:
        date = datetime.date(*(int(number_of(match[part])) for part in ("year", "month", "day")))
    except ValueError:  # 30 February
        date = None
    return match["name"].strip(), date
