"""What a template leaves behind: words to whoever fills it in, and gaps that nobody filled (L425–L426)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from govgen.catalogue import finding
from govgen.diagnostics import Finding, Level, Related
from govgen.edition import editions
from govgen.identity import Contact, Identity
from govgen.passages import Passage
from govgen.review.lexicon import load, pattern, phrases
from govgen.review.reading import Line, flat, lines
from govgen.review.rules import Rule, rule
from govgen.review.subject import Subject


@rule("L425")
def instructions(subject: Subject) -> Iterator[Finding]:
    """Words of the notice or of a form to the one who fills it in; the tables of a bare text are read too.

    A section has one finding, with its other places beside it.
    """
    notice = "" if subject.edition is editions()[-1] else subject.edition.basis.number
    for passage in subject.passages.values():
        found = list(_instructions(passage, notice))
        if found:
            related = tuple(Related(item.message, item.span) for item in found[1:])
            yield replace(found[0], related=related)


def _instructions(passage: Passage, notice: str) -> Iterator[Finding]:
    for paragraph in passage.paragraphs:
        line = Line(passage, paragraph, flat(paragraph.text))
        for phrase in phrases("leftovers", "instructions"):
            for match in phrase.matches(line.text):
                said = phrase.say.format(match[0])
                yield line.found("L425", said, match.start(), match.end(), citation=notice)


def gaps(text: str, names: tuple[str, str] = ("sure", "unsure")) -> Iterator[tuple[re.Match[str], bool]]:
    """The signs in folded ``text`` that hold a place open, and whether they can mean nothing else.

    ``names`` are the lists for the sure and the unsure ones.
    """
    finds = [pattern("leftovers", load("leftovers")["blanks"][name]) for name in names]
    if not any(find.may_match(text) for find in finds):
        return
    bold = pattern("markup", load("markup")["bold"]["find"])
    taken = {at for match in bold.finditer(text) for at in range(*match.span())}
    for find in finds:
        for match in find.finditer(text):
            if match.start() not in taken:
                taken |= set(range(match.start(), match.end()))
                yield match, find is finds[0]


@rule("L426")
def blanks(subject: Subject) -> Iterator[Finding]:
    """A gap of the template that nobody filled; a warning where the signs may mean something else."""
    for line in lines(subject):
        for match, sure in gaps(line.text):
            level = None if sure else Level.WARNING
            yield line.found("L426", f"“{match[0]}”没有填写", match.start(), match.end(), level=level)
    for place, value in block(subject.identity):
        gap = next(gaps(flat(value), ("fact", "unsure")), None)
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
    if value is None or any(gaps(flat(value), ("fact", "unsure"))):
        return None
    return (*_contact(), Contact.KEYS[name]), value


RULES: tuple[Rule, ...] = (instructions, blanks)
