"""Characters and words taken for others, or lost in a fixed expression (T630)."""

import functools
import re
from collections.abc import Iterator
from operator import add

from govgen.datafile.near import near
from govgen.datafile.report import Report
from govgen.findings.finding import Finding
from govgen.rules.lexicon import load
from govgen.rules.rule import rule
from govgen.rules.text.lines import worded, words

_BROKEN = 3
"""So many pairs of neighbours a swap breaks."""


@functools.cache
def _wrong_words() -> dict[str, str]:
    """Each wrong word with the right one: listed, or a term with a character exchanged or its middle lost."""
    data = load("confusions")
    known = {wrong: right for group in data["words"] for wrong, right in group["pairs"].items()}
    shapes: dict[str, str] = data["lookalikes"]["shapes"]
    for term in data["lookalikes"]["terms"]:
        for at, sign in enumerate(term):
            for other in shapes.get(sign, "").replace(sign, ""):
                known.setdefault(term[:at] + other + term[at + 1 :], term)
    for first, middle, last in (item.split("|") for item in load("terms")["lost"]["words"].split()):
        known[first + last] = first + middle + last
    return known


@functools.cache
def _terms(group: str) -> dict[str, frozenset[str]]:
    """The fixed expressions of a group, each with its pairs of neighbours."""
    return {word: frozenset(map(add, word, word[1:])) for word in load("terms")[group]["words"].split()}


def _slips(text: str) -> Iterator[tuple[int, int, str]]:
    """Fixed expressions with a piece lost, exchanged, swapped or doubled: start, end, and the right one."""
    pairs = set(map(add, text, text[1:]))
    for group in ("idioms", "fixed"):
        for term, signs in _terms(group).items():
            left = max(1, len(signs) - _BROKEN)
            may_be = len(signs & pairs) >= left and (group == "idioms" or term[-1] in text)
            for start, end, away in near(text, term, 1) if may_be else ():
                got = text[start:end]
                ends_alike = (got[0], got[-1]) == (term[0], term[-1])
                same = len(got) == len(term) if group == "idioms" else ends_alike
                # A word set within an expression is no slip: 政务服务分中心.
                doubled = len(got) <= len(term) or set(got) <= set(term)
                if away and same and doubled and got.isalpha() >= term.isalpha():
                    yield start, end, term


@rule("T630")
def wrong_characters(report: Report) -> Iterator[Finding]:
    """A character taken for another, lost or swapped: known confusions, and slips in fixed expressions."""
    known = {wrong: right for wrong, right in _wrong_words().items() if wrong in words(report)}
    for line in worded(report):
        confused = [
            (*match.span(), right)
            for wrong, right in known.items()
            for match in re.finditer(wrong, line.text)
        ]
        taken: set[int] = set()
        for start, end, right in (*confused, *_slips(line.text)):
            if taken.isdisjoint(range(start, end)):
                yield line.found("T630", f"“{line.text[start:end]}”应为“{right}”", start, end)
            taken |= set(range(start, end))
