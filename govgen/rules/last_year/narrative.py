"""The narrative against last year's: the same sentences (K510, K511)."""

import re
from collections.abc import Iterator
from decimal import Decimal

from govgen.datafile.report import Report
from govgen.findings.finding import Finding, Related
from govgen.rules.rule import rule
from govgen.rules.text.lines import Line, lines_of

_SECTIONS = ("overview", "problems")
_SENTENCE = re.compile(r"[^。；！？]+[。；！？]?")
_LOOSE = re.compile(r"20\d\d|[\W_]")
_MIN = 12
"""Shorter sentences repeat by chance."""
_COPIED = Decimal("0.9")
_SHOWN = 8


def _sentences(report: Report) -> list[tuple[str, Line, int, int]]:
    """The sentences of the narrative, headings left out, each with its words without years and marks."""
    found = []
    for line in lines_of(report, *_SECTIONS):
        begin = line.paragraph.lead
        for match in _SENTENCE.finditer(line.text, begin):
            kept = _LOOSE.sub("", match[0])
            if len(kept) >= _MIN:
                found.append((kept, line, *match.span()))
    return found


@rule("K510", "last")
def repeated_sentences(report: Report) -> Iterator[Finding]:
    """Sentences that last year's report has too: nearly all of the narrative (K510), or less of it (K511)."""
    assert report.last is not None  # the rule is not asked without last year's report
    before = {kept for kept, *_ in _sentences(report.last)}
    now = _sentences(report)
    same = [item for item in now if item[0] in before]
    if same:
        places = tuple(
            Related(line.text[start : start + 20], line.paragraph.body.span(start, end))
            for _, line, start, end in same[:_SHOWN]
        )
        _, line, start, end = same[0]
        message = f"{len(now)} 句话里有 {len(same)} 句与上年报告相同"
        code = "K510" if len(same) >= _COPIED * len(now) else "K511"
        yield line.found(code, message, start, end, related=places)
