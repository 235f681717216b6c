"""The numbers of notices and orders that a report cites, read by their grammar (L422–L424)."""

import functools
import re
from collections.abc import Iterator
from typing import NamedTuple

from govgen.datafile.near import distance
from govgen.datafile.report import Report
from govgen.editions.edition import Edition
from govgen.editions.loading import editions, editions_until
from govgen.findings.finding import Finding, Level
from govgen.rules.lexicon import load, pattern, pattern_of
from govgen.rules.rule import rule
from govgen.rules.text.lines import Line, fold_marks, lines

_PER_EDIT = 3
"""An agency with an edit in so many characters of the notices' own is that: 国办公开函, 国办公办函."""
_GENERAL = 3
"""An agency of so few characters (国办发) issues much else, and is a character away from others."""
_BEFORE, _AFTER = 30, 16
"""An order so close to the words 公开条例 is that of the Regulation."""

ORDER = re.compile(
    r"国(?:务院)?\s{0,9}令?\s{0,9}[（〔]?\s{0,9}(?:第\s{0,9})?(?<=[第令（〔\s])(?P<number>\d{1,4})\s{0,9}号(?:令)?"
)
"""An order of the State Council in folded text."""
_NAMED = re.compile(r"《((?:[^《》。；]|《[^《》]*》)*)》\s*（\s*$")
"""The name of a document right before its number, in folded text; one more name may be within it."""
_BRACKET = re.compile(r"[》>〉]*\s{0,9}[（(]\s{0,9}$")
_TITLE = re.compile("《([^》]{2,90})》")
"""What is between a title and a number after it, and a title after a number."""
_YEAR = 4
_MARKS = 8
"""Characters around a name in a title: its marks, or 》（试行）."""


class Citation(NamedTuple):
    """A document's number as written; ``wrong`` says what its form lacks, empty where it is right."""

    start: int
    end: int
    agency: str
    year: str
    number: str
    wrong: str

    @property
    def text(self) -> str:
        """The number in its right form."""
        return f"{self.agency}〔{self.year}〕{self.number}号"


def citations(text: str) -> Iterator[Citation]:
    """The numbers of documents in folded ``text``, broken ones too."""
    for match in pattern_of("documents", "number").finditer(text) if "号" in text or "〔" in text else ():
        brackets, year = match["open"] + match["close"], match["year"]
        number = "".join(match["number"].split())
        is_year = re.match(r"(?:19|20)\d\d", year) is not None
        if not (match["end"] or match["open"] == "〔") or not (
            brackets.strip("（）") or is_year or match["open"]
        ):
            continue
        if is_year or match["open"] == "〔" or not match["loose"]:
            wrong = _wrong(brackets, year, number)
            yield Citation(*match.span(), match["agency"], year, number.lstrip("第0"), wrong)


def _wrong(brackets: str, year: str, number: str) -> str:
    """What a number's form lacks; one without a year has its serial in the year's place."""
    if not re.fullmatch(r"(?:19|20)\d\d", year):
        return "缺年份" if not number and len(year) < _YEAR else "年份要写全四位，并与序号分开"
    if brackets != "〔〕":
        return "年份用六角括号“〔〕”括起来"
    if re.search("[OoIl]", number):
        return "序号里有字母，应写数字"
    if not re.fullmatch(r"[1-9]\d*", number):
        return "序号不编虚位，不加“第”字" if number else "缺序号"
    return ""


@functools.cache
def notices(known: tuple[Edition, ...]) -> dict[str, tuple[str, str, str]]:
    """The numbers of editions' notices, each as agency, year and number; orders have no such number."""
    numbers = (number for edition in known for number in edition.basis.numbers)
    forms = (re.fullmatch(r"(.+)〔(\d+)〕(\d+)号", number) for number in numbers)
    return {form[0]: (form[1], form[2], form[3]) for form in forms if form}


def resembles(citation: Citation, agency: str) -> bool:
    """Whether the agency of a citation is a notice's own or a slip of it, whatever words precede it."""
    limit = len(agency) // _PER_EDIT
    ends = (citation.agency[-size:] for size in range(len(agency) - limit, len(agency) + limit + 1))
    return len(agency) > _GENERAL and any(distance(end, agency) <= limit for end in ends)


@rule("L422")
def cited_documents(report: Report) -> Iterator[Finding]:
    """A number that no longer holds, or never did (L422), is another document's (L423), or broken (L424)."""
    for line in lines(report):
        for cited in citations(line.text):
            if message := _crossed(report.edition, line.text, (cited.start, cited.end), cited.text):
                yield line.found("L423", message, cited.start, cited.end)
            elif message := _wrong_notice(report, cited):
                level = None if cited.text in notices(editions()) else Level.WARNING
                yield line.found("L422", message, cited.start, cited.end, level=level)
            elif cited.wrong:
                message = f"“{line.text[cited.start : cited.end]}”：文号{cited.wrong}"
                yield line.found("L424", message, cited.start, cited.end)
            elif line.text.endswith("》", 0, cited.start):
                message = f"“{cited.text}”：标题后面的文号放在括号里"
                yield line.found("L424", message, cited.start, cited.end, level=Level.INFO)
            elif title := _wrong_title(report.edition, line.text, cited):
                message = f"“{title[1]}”不是{cited.text}的标题"
                yield line.found("L423", message, *title.span(1))
        yield from _orders(report.edition, line)


def _crossed(edition: Edition, text: str, span: tuple[int, int], number: str) -> str:
    """Why a number is not that of the document named right beside it; empty where none is, or it agrees.

    Where several notices have one title, each has its own number, and that of the year reported on is due.
    """
    bracket, title = _BRACKET.search(text, 0, span[0]), _TITLE.match(text, span[1])
    beside = [text[: bracket.start()] if bracket else "", title[1] if title else ""]
    named = [
        (_without_odd_marks(words[0]), own)
        for find, own in _titles(edition)
        for place in beside
        if ("令" in own) is ("令" in number) and (words := find.search(place))
    ]
    if not named or any(number.endswith(own) for _, own in named):
        return ""
    return f"“{named[0][0]}”的文号是{named[0][1]}，不是{number}"


def _wrong_title(edition: Edition, text: str, cited: Citation) -> re.Match[str] | None:
    """The title right before a number that is known, where it is not that number's own."""
    named = _NAMED.search(text, 0, cited.start)
    finds = [find for find, own in _titles(edition) if cited.text.endswith(own)]
    formats = {_bare(known.basis.format) for known in editions_until(edition)}
    if named is None or not finds or _bare(named[1]) in formats:
        return None
    place = text[: named.end(1)].rstrip("》>〉")
    return None if any(find.search(place) for find in finds) else named


def _bare(words: str) -> str:
    """A name without marks and blanks."""
    return re.sub(r"[《》〈〉<>“”\s]", "", words)


@functools.cache
def _titles(edition: Edition) -> list[tuple[re.Pattern[str], str]]:
    """The titles of documents, at the end of a text, with their numbers; the newest notice first."""
    notices = [known.basis for known in reversed(editions_until(edition))]
    named = [(_title_pattern(fold_marks(basis.title)), own) for basis in notices for own in basis.numbers]
    named += [(entry["find"], entry["number"]) for entry in load("documents")["titles"]]
    return [(pattern("documents", f"(?:{find})$"), number) for find, number in named]


def _title_pattern(title: str) -> str:
    """The title of a notice without who issued it; other marks may be around a name within it."""
    own = re.search(r"关于印发.+|(?<=关于).+", title)
    pieces = re.split("[《》〈〉“”]+", own[0] if own else title)
    return f"[^。，-；]{{0,{_MARKS}}}".join(map(re.escape, pieces))


def _without_odd_marks(words: str) -> str:
    """The words of a title without marks of which the other half was left outside."""
    for pair in ("《》", "〈〉"):
        if words.count(pair[0]) != words.count(pair[1]):
            words = words.translate(dict.fromkeys(map(ord, pair)))
    return words


def _wrong_notice(report: Report, cited: Citation) -> str:
    """Why a citation that means one of the editions' notices is not the one in force; empty otherwise."""
    due = report.edition.basis.number
    meant = next((name for name in notices(editions()) if cited.text.endswith(name)), "")
    if meant:
        return (
            "" if meant in report.edition.basis.numbers else f"“{meant}”不是本年度的格式文件，本年度依据{due}"
        )
    known = notices(editions_until(report.edition)).values()
    same = any((year, number) == (cited.year, cited.number) for _, year, number in known)
    is_meant = any(resembles(cited, agency) for agency, _, _ in known) or (same and "国" in cited.agency)
    is_known = any(cited.text.endswith(other) for other in load("documents")["others"]["numbers"])
    if not is_meant or is_known or "年份" in cited.wrong or not cited.number:
        return ""
    return f"“{cited.text}”不是年度报告格式的文号，本年度依据{due}"


def _orders(edition: Edition, line: Line) -> Iterator[Finding]:
    """Wrong numbers in place of the Regulation's order, recognised by their place or by one digit."""
    right = load("documents")["order"]["number"]
    for order in ORDER.finditer(line.text):
        around = line.text[max(0, order.start() - _BEFORE) : order.end() + _AFTER]
        if message := _crossed(edition, line.text, order.span(), f"国务院令第{order['number']}号"):
            yield line.found("L423", message, *order.span())
            continue
        is_other = order["number"] not in load("documents")["order"]["known"]
        if is_other and (re.search("公开条例|《条例》", around) or distance(order["number"], right) == 1):
            message = f"“{order[0]}”：《条例》以国务院令第{right}号公布"
            yield line.found("L422", message, *order.span(), level=Level.WARNING)
