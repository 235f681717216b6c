"""Verbs that do not go with their object (T632)."""

import functools
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
    """The verbs of each noun, the usual one first; those that go with every noun are the last."""
    data = load("objects")
    groups = data["nouns"].items()
    return {noun: [*verbs.split(), *data["any"].split()] for nouns, verbs in groups for noun in nouns.split()}


@functools.cache
def _forms() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A clause that ends with one of the nouns, and a verb of any of them."""
    known = {*load("objects")["none"].split()}.union(*_verbs().values())
    return re.compile(f"(?<!{_INSIDE})({_INSIDE}*)({_one_of(_verbs())})(?!{_INSIDE})"), re.compile(
        _one_of(known)
    )


def _one_of(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


@rule("T632")
def verbs_and_objects(report: Report) -> Iterator[Finding]:
    """A verb that does not go with the noun that it governs.

    One verb of a clause that goes with the noun is enough: another may be part of a name (加大推进力度).
    """
    say, (find, verb) = load("objects")["message"], _forms()
    for line in worded(report):
        for clause in find.finditer(line.text):
            noun, verbs = clause[2], [*verb.finditer(clause[1])]
            right = _verbs()[noun]
            if verbs and not any(match[0] in right for match in verbs) and _governs(verbs[-1]):
                start = clause.start() + verbs[-1].start()
                message = say.format(line.text[start : clause.end()], verbs[-1][0], noun, right[0])
                yield line.found("T632", message, start, clause.end())


def _governs(verb: re.Match[str]) -> bool:
    """Whether a noun after the text in which ``verb`` was found can be its object."""
    between = verb.string[verb.end() :]
    is_name = not between and verb[0] in load("objects")["nominal"]
    is_part = between.startswith(("的", "化", "性"))
    return not is_name and not is_part and len(between) <= load("objects")["within"]
