"""Where words and patterns occur in a report."""

import re
from collections.abc import Callable, Iterator

from govgen.datafile.report import Report
from govgen.rules.lexicon import Phrase, phrases
from govgen.rules.text.lines import Line, lines, worded, words


def matches(report: Report, find: re.Pattern[str], *ids: str) -> Iterator[tuple[Line, re.Match[str]]]:
    """Where ``find`` matches in the prose, line by line; only in the passages ``ids`` where any are named."""
    for line in lines(report):
        if not ids or line.passage.id in ids:
            for match in find.finditer(line.text):
                yield line, match


def written(
    report: Report, name: str, group: str, among: Callable[[Report], tuple[Line, ...]] = worded
) -> Iterator[tuple[Line, Phrase, re.Match[str]]]:
    """Where phrases of a list occur ``among`` lines, one phrase after the other."""
    for phrase in phrases(name, group):
        if phrase.may_match(words(report)):
            for line in among(report):
                for match in phrase.matches(line.text):
                    yield line, phrase, match
