"""Characters and words taken for others, and words that do not go together (T630–T633)."""

import functools
from collections.abc import Iterator

from govgen.datafile.report import Report
from govgen.findings.finding import Finding
from govgen.rules.lexicon import load
from govgen.rules.rule import rule
from govgen.rules.text.lines import worded
from govgen.rules.text.search import Scope, holding, phrase_rule, said
from govgen.rules.text.terms import slips


@functools.cache
def _wrong_words() -> tuple[tuple[str, str], ...]:
    """Each wrong word with the right one: the list, and terms with one character exchanged."""
    data = load("confusions")
    known = {wrong: right for group in data["words"] for wrong, right in group["pairs"].items()}
    shapes: dict[str, str] = data["lookalikes"]["shapes"]
    for term in data["lookalikes"]["terms"]:
        for at, sign in enumerate(term):
            for other in shapes.get(sign, ""):
                if other != sign:
                    known.setdefault(term[:at] + other + term[at + 1 :], term)
    return tuple(known.items())


@rule("T630")
def wrong_characters(report: Report) -> Iterator[Finding]:
    """A character taken for another, lost or swapped: known confusions, and slips in fixed expressions."""
    taken: set[tuple[int, int]] = set()
    for wrong, right in _wrong_words():
        for line in holding(report, wrong, Scope.WORDED):
            at = line.text.find(wrong)
            while at >= 0:
                if (id(line), at) not in taken:
                    yield line.found("T630", f"“{wrong}”应为“{right}”", at, at + len(wrong))
                taken |= {(id(line), place) for place in range(at, at + len(wrong))}
                at = line.text.find(wrong, at + 1)
    for line in worded(report):
        for slip in slips(line.text):
            if (id(line), slip.start) not in taken:
                message = f"“{line.text[slip.start : slip.end]}”应为“{slip.right}”"
                yield line.found("T630", message, slip.start, slip.end)
    yield from said(report, "T630", "confusions", "patterns", Scope.WORDED)
    yield from said(report, "T630", "terms", "cut", Scope.WORDED)


doubtful_characters = phrase_rule("T631", "confusions", "soft")
collocations = phrase_rule("T632", "collocations", "hard")
usage = phrase_rule("T633", "collocations", "soft")
