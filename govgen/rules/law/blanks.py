"""What a template leaves behind: words to whoever fills it in, and gaps that nobody filled (L425–L426)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from govgen.editions.loading import editions
from govgen.findings.catalogue import finding
from govgen.findings.finding import Finding, Level, Related
from govgen.rules.rule import Rule, rule
from govgen.rules.subject import Subject
from govgen.rules.text.gaps import _signs, block, gaps
from govgen.rules.text.lines import flat, lines
from govgen.rules.text.search import Scope, may_match, written


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


RULES: tuple[Rule, ...] = (instructions, blanks)
