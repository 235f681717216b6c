"""Where words and patterns stand in what is under review; the whole is asked first, as most stand nowhere."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from enum import StrEnum

from govgen.findings.finding import Finding
from govgen.rules.lexicon import Phrase, phrases
from govgen.rules.lexicon.patterns import Pattern, keys_of
from govgen.rules.subject import Subject
from govgen.rules.text.lines import Line, every_line, keys, lines, worded


class Scope(StrEnum):
    """Which lines to search: prose, or also the title, or also tables and what stands around the report."""

    PROSE = "prose"
    WORDED = "worded"
    ALL = "all"


@functools.lru_cache(maxsize=12)
def _lines(subject: Subject, scope: Scope) -> tuple[Line, ...]:
    return {Scope.PROSE: lines, Scope.WORDED: worded, Scope.ALL: every_line}[scope](subject)


def holding(subject: Subject, word: str, scope: Scope = Scope.PROSE) -> Iterator[Line]:
    """The lines that hold ``word``."""
    if keys_of(word) <= keys(subject):
        for line in _lines(subject, scope):
            if word in line.text:
                yield line


def may_match(subject: Subject, find: Pattern) -> bool:
    """Whether the signs of a pattern may stand anywhere at all."""
    return find.may_be_made_of(keys(subject))


def bearing(subject: Subject, find: Pattern, scope: Scope = Scope.PROSE) -> list[Line]:
    """The lines that bear the signs of a pattern; in no other one does it match."""
    return _bearing(_lines(subject, scope), find) if may_match(subject, find) else []


def _bearing(among: Iterable[Line], find: Pattern) -> list[Line]:
    found: list[Line] = []
    telling = find.signs[0] if find.signs else ("",)
    for line in among:
        text = line.text
        for word in telling:  # asked here first, which spares most lines the call
            if word in text:
                if len(find.signs) < 2 or find.may_match(text, known=1):
                    found.append(line)
                break
    return found


def matches(
    subject: Subject, find: Pattern, *ids: str, scope: Scope = Scope.PROSE
) -> Iterator[tuple[Line, re.Match[str]]]:
    """Where ``find`` matches, a line after the other; only in the passages ``ids`` where any are named."""
    for line in bearing(subject, find, scope):
        if not ids or line.passage.id in ids:
            for match in find.compiled.finditer(line.text):
                yield line, match


def written(
    subject: Subject, name: str, group: str, scope: Scope = Scope.PROSE
) -> Iterator[tuple[Line, Phrase, re.Match[str]]]:
    """Where phrases of a list stand, one phrase after the other."""
    under_review = _lines(subject, scope)
    for phrase in [phrase for phrase in phrases(name, group) if may_match(subject, phrase.pattern)]:
        for line in _bearing(under_review, phrase.pattern):
            for match in phrase.pattern.compiled.finditer(line.text):
                if phrase.stands(match):
                    yield line, phrase, match


def said(subject: Subject, code: str, name: str, group: str, scope: Scope = Scope.PROSE) -> Iterator[Finding]:
    """What the phrases of a list have to say of the places where they stand."""
    for line, phrase, match in written(subject, name, group, scope):
        yield line.found(code, phrase.say.format(match[0]), match.start(), match.end())
