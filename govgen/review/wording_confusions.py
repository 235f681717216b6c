"""Characters and words taken for others, and words that do not go together (T630–T635)."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator

from govgen.diagnostics import Finding
from govgen.review.lexicon import load
from govgen.review.reading import Line, likely, lines, worded, words
from govgen.review.rules import Rule, rule
from govgen.review.subject import Subject


@functools.cache
def _wrong_words() -> tuple[tuple[str, str], ...]:
    """Each wrong word with the right one: the list, and statutory terms with one character exchanged."""
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
def wrong_characters(subject: Subject) -> Iterator[Finding]:
    """A character taken for another, from a list of known confusions."""
    text = words(subject)
    known = [(wrong, right) for wrong, right in _wrong_words() if wrong in text]
    for line in worded(subject):
        taken: set[int] = set()
        for wrong, right in known:
            at = line.text.find(wrong)
            while at >= 0:
                if at not in taken:
                    yield line.found("T630", f"“{wrong}”应为“{right}”", at, at + len(wrong))
                taken |= set(range(at, at + len(wrong)))
                at = line.text.find(wrong, at + 1)
    yield from _said(subject, "T630", "confusions", "patterns", worded(subject))


def _said(
    subject: Subject, code: str, name: str, group: str, under_review: Iterable[Line] | None = None
) -> Iterator[Finding]:
    for line in lines(subject) if under_review is None else under_review:
        for phrase in likely(subject, name, group):
            for match in phrase.matches(line.text):
                yield line.found(code, phrase.say.format(match[0]), match.start(), match.end())


@rule("T631")
def doubtful_characters(subject: Subject) -> Iterator[Finding]:
    """A word for which the dictionary prefers another."""
    return _said(subject, "T631", "confusions", "soft")


@rule("T632")
def collocations(subject: Subject) -> Iterator[Finding]:
    """Words that do not go together."""
    return _said(subject, "T632", "collocations", "hard")


@rule("T633")
def usage(subject: Subject) -> Iterator[Finding]:
    """Measure words and turns of phrase that are not the statute's."""
    return _said(subject, "T633", "collocations", "soft")


@functools.cache
def _objects() -> tuple[re.Pattern[str], re.Pattern[str], dict[str, frozenset[str]]]:
    """Objects that end a clause, the verbs that may govern them, and the wrong verbs of each object."""
    data = load("collocations")["objects"]
    wrong = {noun: frozenset(verbs.split()) for noun, verbs in data["wrong"].items()}
    verbs = sorted(frozenset().union(*wrong.values(), data["verbs"].split()))
    nouns = "|".join(sorted(wrong, key=len, reverse=True))
    return re.compile(rf"({nouns})(?=[，。；、）]|$)"), re.compile("|".join(verbs)), wrong


@rule("T635")
def governed_objects(subject: Subject) -> Iterator[Finding]:
    """A verb that does not go with the object at the end of its clause."""
    nouns, verbs, wrong = _objects()
    for line in lines(subject):
        for match in nouns.finditer(line.text):
            start = max(line.text.rfind(mark, 0, match.start()) for mark in "，。；、：（") + 1
            verb = next(reversed([*verbs.finditer(line.text, start, match.start())]), None)
            if verb and verb[0] in wrong[match[1]]:
                message = f"“{verb[0]}”与“{match[1]}”不搭配，请改动词或者补宾语"
                yield line.found("T635", message, verb.start(), match.end())


RULES: tuple[Rule, ...] = (wrong_characters, doubtful_characters, collocations, usage, governed_objects)
