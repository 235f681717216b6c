"""Rows of items within a paragraph: 一是、二是, 第一、第二, 其一、其二, （1）（2）, ①② or 一抓、二抓."""

import re

from govgen.rules.lexicon import pattern_of
from govgen.rules.text.counts import number_of

_ROW = re.compile(
    "(?P<circle>[①-⑨])|(?P<lead>[第其（])(?P<nth>[1-9一二三四五六七八九])(?=[，：）])|(?P<word>首先|其次|再次)(?=[，：是])"
    "|(?P<dot>[1-9])[.．](?=[^\\d\\s.．])"
    "|(?P<n>[一二三四五六七八九十])(?P<row>[是要抓靠看强严促建查推])"
)
_WORDS = ("首先", "其次", "再次")
"""What may stand for 第一 to 第三 in a row."""
IS, DROPPED = "是", ""
"""The rows 一是, 二是 and 一、二 whose 是 is lost."""
_BEFORE = re.compile(r"[。；，：、\s）]")
"""What may precede a later item of a row; the first may be anywhere."""


def items(text: str) -> list[tuple[re.Match[str], str, int]]:
    """The numbers of rows in order, each with the word by which its row is known, and its value."""
    dropped = pattern_of("marks", "items")
    found = [(match, DROPPED, int(number_of(match["n"]))) for match in dropped.finditer(text)]
    for match in _ROW.finditer(text):
        if match["circle"]:
            found.append((match, "①", ord(match["circle"]) - ord("①") + 1))
        elif match["word"]:
            found.append((match, "第", _WORDS.index(match["word"]) + 1))
        elif match[0] == f"一{IS}" or match.start() == 0 or _BEFORE.match(text, match.start() - 1):
            number = int(number_of(match["n"] or match["nth"] or match["dot"]))
            found.append((match, match["row"] or match["lead"] or ".", number))
    return sorted(found, key=lambda item: item[0].end())


def rows(text: str) -> list[list[re.Match[str]]]:
    """The rows of a paragraph, each the numbers of its items from the first on without a leap."""
    found: list[list[re.Match[str]]] = []
    last: dict[str, list[re.Match[str]]] = {}
    for match, kind, number in items(text):
        if number == 1:
            last[kind] = [match]
            found.append(last[kind])
        elif kind in last and number == len(last[kind]) + 1:
            last[kind].append(match)
    return found
