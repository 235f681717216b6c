"""Where a long title may be broken: after the places and around the office that a body's name is made of."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Sequence

from govgen.findings.display import full_width

LINE = 18.0
"""A line of the title holds 20 full characters of 2号 in the 156 mm of the page; two are kept clear."""

SHORTEST = 4.0
"""No line, and so not the last, is shorter than this many characters."""

# A place is named by two characters at least, and its kind ends no word such as 市场, 乡村, 东乡族 or 登州路;
# but a second 市 may begin the name of a district.
_PLACE = re.compile(
    r".{2,}?(?:[省市州盟县旗区乡镇]|街道)(?!市(?![中北南]区)|[村场容民政域级直属委族路管化])(?=.{2})"
)
_OFFICE = re.compile(r"人民政府|(?:办事处|管理委员会)$")
_SUBJECT = re.compile(r"(?<=\d年)(?=\D)|(?=工作)")


def width(text: str) -> float:
    """The width of ``text`` in full characters; Latin letters and digits take half of one."""
    return (len(text) + full_width(text, "WFA")) / 2


def phrases(text: str) -> list[str]:
    """``text`` parted where it may be broken without harm to the sense: a body's name or a title's rest."""
    cuts = {match.end() for match in (*_PLACE.finditer(text), *_SUBJECT.finditer(text))}
    cuts |= {place for match in _OFFICE.finditer(text) for place in match.span()}
    places = sorted({0, *cuts, len(text)})
    return [text[start:end] for start, end in itertools.pairwise(places)]


def lines(text: str) -> list[list[str]]:
    """The phrases of ``text`` line by line: as few lines as hold them, the lines as even as can be.

    Where the phrases do not fill lines of a fit length, the lines are cut evenly.
    """
    parts = phrases(text)
    for count in range(1, len(parts) + 1):
        ways = [_split(parts, cuts) for cuts in itertools.combinations(range(1, len(parts)), count - 1)]
        fitting = [way for way in ways if all(_fits("".join(line)) for line in way)]
        if fitting:
            return min(fitting, key=_unevenness)
    return [parts] if width(text) <= LINE else _even(text)


def _fits(line: str) -> bool:
    return SHORTEST <= width(line) <= LINE


def _split(parts: Sequence[str], cuts: Sequence[int]) -> list[list[str]]:
    return [list(parts[start:end]) for start, end in itertools.pairwise((0, *cuts, len(parts)))]


def _unevenness(way: list[list[str]]) -> float:
    widths = [width("".join(line)) for line in way]
    return max(widths) - min(widths)


def _even(text: str) -> list[list[str]]:
    count = math.ceil(width(text) / LINE)
    places = [round(len(text) * number / count) for number in range(count + 1)]
    return [[text[start:end]] for start, end in itertools.pairwise(places)]
