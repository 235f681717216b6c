"""Words and items that stand twice (T620–T621)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from govgen.diagnostics import Finding
from govgen.review.figures import breakdowns
from govgen.review.lexicon import load, pattern
from govgen.review.reading import Line, likely, lines, worded
from govgen.review.rules import Rule, rule
from govgen.review.subject import Subject

_SEPARATORS = re.compile(r"[，、；：。（）]")


@rule("T620")
def repeated_words(subject: Subject) -> Iterator[Finding]:
    """The same words twice on end, or again after a particle."""
    data = load("repeats")["twice"]
    for line in worded(subject):
        for match in pattern("repeats", data["find"]).finditer(line.text):
            if not pattern("repeats", data["allow"]).match(line.text, match.start()):
                yield line.found("T620", f"“{match['w']}”重复", match.start(), match.end())
        for phrase in likely(subject, "repeats", "around"):
            for match in phrase.matches(line.text):
                yield line.found("T620", phrase.say.format(match[0]), match.start(), match.end())


@rule("T621")
def repeated_items(subject: Subject) -> Iterator[Finding]:
    """The same item twice in one list of parts."""
    for line in lines(subject):
        for found in breakdowns(line.text):
            seen: set[str] = set()
            for part in found.parts:
                label, start = _label(line, found.start, part.start)
                if len(label) > 1 and label in seen:
                    yield line.found("T621", f"“{label}”在同一列举里出现两次", start, part.end)
                seen.add(label)


def _label(line: Line, begin: int, end: int) -> tuple[str, int]:
    """What a part counts: the words before its figure, in a list that begins at ``begin``."""
    start = max((match.end() for match in _SEPARATORS.finditer(line.text, begin, end)), default=begin)
    return line.text[start:end].strip(), start


RULES: tuple[Rule, ...] = (repeated_words, repeated_items)
