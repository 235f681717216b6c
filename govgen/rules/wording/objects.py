"""Verbs that do not go with their object (T632)."""

import functools
import itertools
import re
from collections.abc import Iterator, Mapping, Sequence

from govgen.datafile.report import Report
from govgen.findings.finding import Finding
from govgen.rules.lexicon import load
from govgen.rules.rule import rule
from govgen.rules.text.lines import worded

_CLAUSE = re.compile(r"[^、。，；：！？“”《》（）\n]+")


@functools.cache
def _verbs() -> Mapping[str, Sequence[str]]:
    """The verbs of each noun, the usual one first."""
    groups = load("objects")["nouns"].items()
    return {noun: verbs.split() for nouns, verbs in groups for noun in nouns.split()}


@functools.cache
def _one_of(*words: str) -> re.Pattern[str]:
    return re.compile("|".join(sorted(set(words), key=len, reverse=True)))


def _mismatches(text: str) -> Iterator[tuple[re.Match[str], str, int]]:
    """The verb, the noun at the clause's end, and that end, where no verb of a clause goes with the noun.

    One that goes with it is enough, since a verb may be part of a name (加大推进力度).
    """
    any_noun, none = (load("objects")[key].split() for key in ("any", "none"))
    verb = _one_of(*any_noun, *none, *itertools.chain(*_verbs().values()))
    for clause in _CLAUSE.finditer(text):
        noun = next((noun for noun in _verbs() if clause[0].endswith(noun)), "")
        start = clause.end() - len(noun)
        verbs = [*verb.finditer(text, clause.start(), start)] if noun else []
        right = {*_verbs()[noun], *any_noun} if noun else set()
        if (
            verbs
            and right.isdisjoint(match[0] for match in verbs)
            and _governs(verbs[-1], text[verbs[-1].end() : start])
        ):
            yield verbs[-1], noun, clause.end()


def _governs(verb: re.Match[str], between: str) -> bool:
    """Whether a noun with ``between`` before it can be the object of ``verb``."""
    is_name = not between and verb[0] in load("objects")["nominal"]
    return not is_name and not between.startswith("的") and len(between) <= load("objects")["within"]


@rule("T632")
def verbs_and_objects(report: Report) -> Iterator[Finding]:
    """A verb that does not go with the noun that it governs (T632)."""
    say: str = load("objects")["message"]
    for line in worded(report):
        for verb, noun, end in _mismatches(line.text):
            words = line.text[verb.start() : end], verb[0], noun, _verbs()[noun][0]
            yield line.found("T632", say.format(*words), verb.start(), end)
