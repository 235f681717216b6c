"""Where words and patterns occur in a report."""

import functools
import re
from collections.abc import Iterator
from enum import StrEnum

from govgen.datafile.report import Report
from govgen.findings.finding import Finding
from govgen.rules.lexicon import Phrase, phrases
from govgen.rules.rule import Rule, rule
from govgen.rules.text.lines import Line, every_line, lines, worded


class Scope(StrEnum):
    """Which lines to search: prose, or also the title, or also tables and the page around the report."""

    PROSE = "prose"
    WORDED = "worded"
    ALL = "all"


def _lines(report: Report, scope: Scope) -> tuple[Line, ...]:
    return {Scope.PROSE: lines, Scope.WORDED: worded, Scope.ALL: every_line}[scope](report)


@functools.lru_cache(maxsize=12)
def _words(report: Report, scope: Scope) -> str:
    """The lines of a scope in one string, to ask whether a word occurs at all."""
    return "\n".join(line.text for line in _lines(report, scope))


def holding(report: Report, word: str, scope: Scope = Scope.PROSE) -> Iterator[Line]:
    """The lines that contain ``word``."""
    if word in _words(report, scope):
        yield from (line for line in _lines(report, scope) if word in line.text)


def matches(
    report: Report, find: re.Pattern[str], *ids: str, scope: Scope = Scope.PROSE
) -> Iterator[tuple[Line, re.Match[str]]]:
    """Where ``find`` matches, line by line; only in the passages ``ids`` where any are named."""
    for line in _lines(report, scope):
        if not ids or line.passage.id in ids:
            for match in find.finditer(line.text):
                yield line, match


def written(
    report: Report, name: str, group: str, scope: Scope = Scope.PROSE
) -> Iterator[tuple[Line, Phrase, re.Match[str]]]:
    """Where phrases of a list occur, one phrase after the other."""
    for phrase in phrases(name, group):
        if phrase.may_match(_words(report, scope)):
            for line in _lines(report, scope):
                for match in phrase.matches(line.text):
                    yield line, phrase, match


def said(report: Report, code: str, name: str, group: str, scope: Scope = Scope.PROSE) -> Iterator[Finding]:
    """A finding for each place where a phrase of a list occurs."""
    for line, phrase, match in written(report, name, group, scope):
        yield line.found(code, phrase.say.format(match[0]), match.start(), match.end())


def phrase_rule(code: str, name: str, group: str, scope: Scope = Scope.PROSE) -> Rule:
    """The rule that gives a finding for each place where a phrase of a list occurs."""
    return rule(code)(functools.partial(said, code=code, name=name, group=group, scope=scope))
