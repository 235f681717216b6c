"""Where a long title may be broken: after the places and around the office that a body's name is made of."""

import itertools
import math
import re

from govgen.findings.display import full_width

LINE = 19.0
"""A line of the title holds 20 full characters of 2号 in the 156 mm of the page; one is kept clear."""

_MOST_LINES = 5
"""A body's name has at most 45 characters, so that a title fits five lines of 19."""

SHORTEST = 4.0
"""No line, and so not the last, is shorter than this many characters."""

# A place is named by two characters at least, and its kind ends no word such as 市场, 乡村, 东乡族 or 登州路;
# but a second 市 may begin the name of a district.
_PLACE = re.compile(
    r"(?:[省市州盟县旗区乡镇]|街道)(?!市(?![中北南]区)|[村场容民政域级直属委族路管化])(?=.{2})"
)
_OFFICE = re.compile(r"人民政府|(?:办事处|管理委员会)$")
_SUBJECT = re.compile(r"(?<=\d年)(?=\D)|(?=工作)")


def width(text: str) -> float:
    """The width of ``text`` in full characters; Latin letters and digits take half of one."""
    return (len(text) + full_width(text, "WFA")) / 2


def phrases(text: str) -> list[str]:
    """``text`` parted where it may be broken without harm to the sense: a body's name or a title's rest."""
    cuts, start = {match.end() for match in _SUBJECT.finditer(text)}, 0
    for match in _PLACE.finditer(text):
        if match.start() >= start + 2:
            start = match.end()
            cuts.add(start)
    cuts |= {place for match in _OFFICE.finditer(text) for place in match.span()}
    places = sorted({0, *cuts, len(text)})
    return [text[start:end] for start, end in itertools.pairwise(places)]


def title_lines_of(*texts: str) -> list[list[str]]:
    """The phrases of ``texts`` line by line: as few as hold them, of even width, one ending between texts.

    A line is not shorter than both its neighbours (GB/T 9704-2012, 7.3.1: 梯形或菱形), and none begins with
    人民政府; for that the break between the texts is given up. Failing that, each text is cut evenly.
    """
    parted = [phrases(text) for text in texts]
    parts = [part for text in parted for part in text]
    joints = {*itertools.accumulate(map(len, parted[:-1]))}
    for count in range(1, min(len(parts), _MOST_LINES) + 1):
        ranked = []
        for cuts in itertools.combinations(range(1, len(parts)), count - 1):
            way = [parts[start:end] for start, end in itertools.pairwise((0, *cuts, len(parts)))]
            widths = [width("".join(line)) for line in way]
            if (
                all(SHORTEST <= each <= LINE for each in widths)
                and not any(b < a and b < c for a, b, c in zip(widths, widths[1:], widths[2:], strict=False))
                and not any(_OFFICE.fullmatch(parts[cut]) for cut in cuts)
            ):
                ranked.append((len(joints - {*cuts}), max(widths) - min(widths), way))
        if ranked:
            return min(ranked)[2]
    return [line for text in texts for line in ([[text]] if width(text) <= LINE else _even(text))]


def _even(text: str) -> list[list[str]]:
    count = math.ceil(width(text) / LINE)
    places = [round(len(text) * number / count) for number in range(count + 1)]
    return [[text[start:end]] for start, end in itertools.pairwise(places)]
