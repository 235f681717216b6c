"""Verbs that do not go with their object (T632)."""

import functools
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from govgen.datafile.report import Report
from govgen.findings.finding import Finding
from govgen.rules.lexicon import load
from govgen.rules.rule import rule
from govgen.rules.text.lines import worded

_INSIDE = r"[^、。，；：！？“”《》（）\n]"
"""What a clause has no end at."""


@functools.cache
def _verbs() -> Mapping[str, Sequence[str]]:
    """The verbs of each noun, the usual one first."""
    groups = load("objects")["nouns"].items()
    return {noun: verbs.split() for nouns, verbs in groups for noun in nouns.split()}


@functools.cache
def _for_any() -> Sequence[str]:
    """The verbs that go with all the nouns."""
    verbs: str = load("objects")["any"]
    return verbs.split()


@functools.cache
def _clause() -> re.Pattern[str]:
    """A clause that ends with one of the nouns."""
    return re.compile(f"(?<!{_INSIDE})({_INSIDE}*)({_one_of(_verbs())})(?!{_INSIDE})")


@functools.cache
def _verb() -> re.Pattern[str]:
    return re.compile(
        _one_of((*_for_any(), *load("objects")["none"].split(), *itertools.chain(*_verbs().values())))
    )


def _one_of(words: Iterable[str]) -> str:
    return "|".join(sorted(set(words), key=len, reverse=True))


def _mismatches(text: str) -> Iterator[tuple[int, int, str, str]]:
    """Start and end of what does not go together, the verb and the noun.

    One verb of a clause that goes with the noun is enough: another may be part of a name (加大推进力度).
    """
    for clause in _clause().finditer(text):
        verbs = [*_verb().finditer(clause[1])]
        right = {*_verbs()[clause[2]], *_for_any()}
        if verbs and right.isdisjoint(match[0] for match in verbs) and _governs(verbs[-1]):
            yield clause.start() + verbs[-1].start(), clause.end(), verbs[-1][0], clause[2]


def _governs(verb: re.Match[str]) -> bool:
    """Whether a noun after the text in which ``verb`` was found can be its object."""
    between = verb.string[verb.end() :]
    is_name = not between and verb[0] in load("objects")["nominal"]
    return (
        not is_name
        and not between.startswith(("的", "化", "性"))
        and len(between) <= load("objects")["within"]
    )


@rule("T632")
def verbs_and_objects(report: Report) -> Iterator[Finding]:
    """A verb that does not go with the noun that it governs (T632)."""
    say: str = load("objects")["message"]
    for line in worded(report):
        for start, end, verb, noun in _mismatches(line.text):
            message = say.format(line.text[start:end], verb, noun, _verbs()[noun][0])
            yield line.found("T632", message, start, end)
