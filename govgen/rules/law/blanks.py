"""What a template leaves behind: instructions for filling it in, and blanks not filled in (L425–L426)."""

from collections.abc import Iterator
from itertools import islice

from govgen.datafile.identity import Identity
from govgen.datafile.report import Report
from govgen.datafile.values import PLACEHOLDER
from govgen.findings.catalogue import finding
from govgen.findings.finding import Finding, Level, Related
from govgen.rules.lexicon import said
from govgen.rules.rule import rule
from govgen.rules.text.gaps import gaps
from govgen.rules.text.lines import every_line, fold_marks, lines


@rule("L425")
def instructions(report: Report) -> Iterator[Finding]:
    """Words of the notice or of a form to the one who fills it in; the tables of a bare text are read too.

    A section has one finding, with its other places beside it.
    """
    by_section: dict[str, list[Finding]] = {}
    for line in every_line(report):
        places = said("leftovers", "instructions", line.text)
        last = 0
        for start, end, message in sorted((*match.span(), message) for message, match in places):
            if start >= last:  # words that two phrases match are one instruction
                by_section.setdefault(line.passage.id, []).append(line.found("L425", message, start, end))
            last = max(last, end)
    for first, *others in by_section.values():
        yield first._replace(related=tuple(Related(item.message, item.span) for item in others))


@rule("L426")
def blanks(report: Report) -> Iterator[Finding]:
    """A blank of the template not filled in; a warning where the signs may mean something else."""
    for line in lines(report):
        for match, sure in gaps(line.text, "sure", "unsure"):
            if match[0] == PLACEHOLDER and not report.bare:
                continue  # the reader of data files reports what a new file has left open (D108)
            level = None if sure else Level.WARNING
            yield line.found("L426", f"“{match[0]}”没有填写", *match.span(), level=level)
    yield from _blanks_in_facts(report)


def _blanks_in_facts(report: Report) -> Iterator[Finding]:
    """Blanks in the facts about the body that are words."""
    for model, inside in ((report.who, ()), (report.who.contact, (Identity.KEYS["contact"],))):
        for name, key in model.KEYS.items():
            value, place = getattr(model, name), (*inside, key)
            if type(value) is str and place in report.head.places:
                for match, sure in islice(gaps(fold_marks(value), "fact", "unsure"), 1):
                    where, level = ".".join(place), None if sure else Level.WARNING
                    message = f"{where} “{match[0]}”没有填写"
                    yield finding("L426", message, report.head.places[place], where=where, level=level)
