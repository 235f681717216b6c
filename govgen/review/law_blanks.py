"""What a template leaves behind: words to whoever fills it in, and gaps that nobody filled (L425–L426)."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from govgen.catalogue import finding
from govgen.diagnostics import Finding, Level, Related
from govgen.edition import editions
from govgen.identity import Contact, Identity
from govgen.review.lexicon import load, pattern
from govgen.review.lexicon.patterns import Pattern
from govgen.review.reading import flat, lines
from govgen.review.rules import Rule, rule
from govgen.review.search import Scope, may_match, written
from govgen.review.subject import Subject


@rule("L425")
def instructions(subject: Subject) -> Iterator[Finding]:
    """Words of the notice or of a form to the one who fills it in; the tables of a bare text are read too.

    A section has one finding, with its other places beside it.
    """
    notice = "" if subject.edition is editions()[-1] else subject.edition.basis.number
    told: dict[str, list[Finding]] = {}
    for line, phrase, match in written(subject, "leftovers", "instructions", Scope.ALL):
        said = phrase.say.format(match[0])
        item = line.found("L425", said, match.start(), match.end(), citation=notice)
        told.setdefault(line.passage.id, []).append(item)
    for found in told.values():
        first, *others = sorted(found, key=lambda item: item.span)
        yield replace(first, related=tuple(Related(item.message, item.span) for item in others))


@functools.cache
def _signs(*names: str) -> tuple[tuple[Pattern, bool], ...]:
    """What holds a place open, by the lists ``names``, and whether it is of the first."""
    data = load("leftovers")["blanks"]
    return tuple((pattern("leftovers", find), name == names[0]) for name in names for find in data[name])


def gaps(text: str, signs: Sequence[tuple[Pattern, bool]]) -> Iterator[tuple[re.Match[str], bool]]:
    """The ``signs`` in folded ``text`` that hold a place open, and whether they can mean nothing else."""
    found = [(match, sure) for find, sure in signs for match in find.finditer(text)]
    bold = pattern("markup", load("markup")["bold"]["find"]) if found else None
    taken = {at for match in bold.finditer(text) for at in range(*match.span())} if bold else set()
    for match, sure in found:
        if match.start() not in taken:
            taken |= set(range(match.start(), match.end()))
            yield match, sure


@rule("L426")
def blanks(subject: Subject) -> Iterator[Finding]:
    """A gap of the template that nobody filled; a warning where the signs may mean something else."""
    signs = [sign for sign in _signs("sure", "unsure") if may_match(subject, sign[0])]
    for line in lines(subject) if signs else ():
        for match, sure in gaps(line.text, signs):
            level = None if sure else Level.WARNING
            yield line.found("L426", f"“{match[0]}”没有填写", match.start(), match.end(), level=level)
    for place, value in block(subject.identity):
        gap = next(gaps(flat(value), _signs("fact", "unsure")), None)
        if gap is not None and place in subject.places:
            where = ".".join(place)
            message = f"{where} “{gap[0][0]}”没有填写"
            level = None if gap[1] else Level.WARNING
            yield finding("L426", message, subject.places[place], where=where, level=level)


def block(identity: Identity) -> Iterator[tuple[tuple[str, ...], str]]:
    """The facts about the body that are words, each with the keys by which its file names it."""
    for model, inside in ((identity, ()), (identity.contact, _contact())):
        for name, key in model.KEYS.items():
            value = getattr(model, name)
            if type(value) is str:
                yield (*inside, key), value


def _contact() -> tuple[str, ...]:
    return (Identity.KEYS["contact"],)


def filled(contact: Contact, name: str) -> tuple[tuple[str, ...], str] | None:
    """A fact of the contact block that somebody filled in, with its keys; None where nobody did."""
    value: str | None = getattr(contact, name)
    if value is None or any(gaps(flat(value), _signs("fact", "unsure"))):
        return None
    return (*_contact(), Contact.KEYS[name]), value


RULES: tuple[Rule, ...] = (instructions, blanks)
