"""Characters and words taken for others, and words that do not go together (T630–T635)."""

from __future__ import annotations

import functools
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


_STOPS = "，。；、）"
_BEFORE = "，。；、：（"


@functools.cache
def _objects() -> tuple[dict[str, frozenset[str]], tuple[str, ...]]:
    """The wrong verbs of each object, and every verb that may govern one."""
    data = load("collocations")["objects"]
    wrong = {noun: frozenset(verbs.split()) for noun, verbs in data["wrong"].items()}
    return wrong, tuple(sorted(frozenset().union(*wrong.values(), data["verbs"].split())))


@rule("T635")
def governed_objects(subject: Subject) -> Iterator[Finding]:
    """A verb that does not go with the object at the end of its clause."""
    wrong, verbs = _objects()
    for line in lines(subject):
        for noun, start in _at_ends(line.text, wrong):
            clause = max(line.text.rfind(mark, 0, start) for mark in _BEFORE) + 1
            place, verb = max((line.text.rfind(verb, clause, start), verb) for verb in verbs)
            if place >= 0 and verb in wrong[noun]:
                message = f"“{verb}”与“{noun}”不搭配，请改动词或者补宾语"
                yield line.found("T635", message, place, start + len(noun))


def _at_ends(text: str, nouns: Iterable[str]) -> Iterator[tuple[str, int]]:
    """Where one of ``nouns`` ends a clause; looked for one by one, for they are few and seldom there."""
    for noun in nouns:
        start = text.find(noun)
        while start >= 0:
            end = start + len(noun)
            if text[end : end + 1] in _STOPS:  # nothing stands after the last one, which is in every text
                yield noun, start
            start = text.find(noun, end)


RULES: tuple[Rule, ...] = (wrong_characters, doubtful_characters, collocations, usage, governed_objects)
