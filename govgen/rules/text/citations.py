"""Reads the numbers of documents and orders by their grammar: agency, bracket, year, number."""

import functools
import re
from collections.abc import Iterator
from typing import NamedTuple

from govgen.datafile.near import distance
from govgen.editions.loading import editions
from govgen.rules.lexicon import HAN

_CITED = re.compile(
    rf"(?P<agency>{HAN}{{1,9}}(?:[发函字规]|(?P<loose>[办告通])))\s{{0,9}}(?P<open>[〔\[【（]?)\s{{0,9}}(?P<year>\d{{1,9}})\s{{0,9}}"
    r"(?P<close>[〕\]】）]?)\s{0,9}(?P<number>第?\s{0,9}\d{0,4})\s{0,9}(?P<end>号?)"
)
ORDER = re.compile(
    r"国(?:务院)?\s{0,9}令?\s{0,9}[（〔]?\s{0,9}(?:第\s{0,9})?(?<=[第令（〔\s])(?P<number>\d{1,4})\s{0,9}号(?:令)?"
)
"""An order of the State Council in folded text."""
_TAIL, _YEAR = 8, 4


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
    for match in _CITED.finditer(text) if "号" in text or "〔" in text else ():
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
    if not re.fullmatch(r"[1-9]\d*", number):
        return "序号不编虚位，不加“第”字" if number else "缺序号"
    return ""


@functools.cache
def notices() -> dict[str, tuple[str, str, str]]:
    """The numbers of the editions' notices, each as agency, year and number; orders have no such number."""
    forms = (re.fullmatch(r"(.+)〔(\d+)〕(\d+)号", edition.basis.number) for edition in editions())
    return {form[0]: (form[1], form[2], form[3]) for form in forms if form}


def apart(citation: Citation) -> int:
    """How far the agency of a citation is from one of the notices', whatever words precede it."""
    agencies = {agency for agency, _, _ in notices().values()}
    ends = [citation.agency[-size:] for size in range(2, _TAIL + 1)]
    return min((distance(end, agency) for end in ends for agency in agencies), default=_TAIL)
