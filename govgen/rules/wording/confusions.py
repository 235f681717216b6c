"""Characters and words taken for others, or lost in a fixed expression (T630)."""

import functools
import re
from collections.abc import Iterator

from govgen.datafile.report import Report
from govgen.findings.finding import Finding
from govgen.rules.lexicon import load
from govgen.rules.rule import rule
from govgen.rules.text.lines import worded, words
from govgen.rules.text.terms import slips


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
        for start, end, right in (*confused, *slips(line.text)):
            if taken.isdisjoint(range(start, end)):
                yield line.found("T630", f"“{line.text[start:end]}”应为“{right}”", start, end)
            taken |= set(range(start, end))
