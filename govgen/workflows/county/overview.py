"""The overview of a county's year: the state of each body, and which reports are alike."""

from collections.abc import Iterable
from typing import NamedTuple

from govgen.datafile.county import County
from govgen.datafile.identity import Kind
from govgen.editions.edition import Edition
from govgen.workflows.county.likeness import Masker, Pair, alike
from govgen.workflows.county.progress import Event
from govgen.workflows.county.received import Roll
from govgen.workflows.county.status import BodyStatus, statuses
from govgen.workflows.new import StarterPlan, starter


class Overview(NamedTuple):
    """The list against what was received, a status for each body, and the pairs that are alike."""

    roll: Roll
    lines: list[BodyStatus]
    pairs: list[Pair]


def overview_of(roll: Roll, events: Iterable[Event], county: County, edition: Edition) -> Overview:
    """Everything that status and review say of a year; last year's reports are compared too."""
    masker = Masker.of(
        [*(name for body in county.bodies for name in (body.name, *body.aliases)), *roll.by_body]
    )
    texts: dict[str, str] = {}
    for body, item in roll.by_body.items():
        if item is not None and not item.trouble:
            texts[body] = item.prose
            texts |= {f"{body}（{roll.year - 1}）": item.last_prose} if item.last_prose else {}
    share = float(county.likeness.value) if county.likeness else None
    pairs = alike(texts, masker, known_sentences(county, edition, masker), share)
    return Overview(roll, list(statuses(roll, events, county, edition)), pairs)


def known_sentences(county: County, edition: Edition, masker: Masker) -> frozenset[str]:
    """Masked sentences that do not count: those of a new file and of the county's profile."""
    starters = [starter(StarterPlan("青禾镇人民政府", kind, edition.first_year)) for kind in Kind]
    texts = [*starters, county.profile.introduction]
    return frozenset(form for text in texts for form in masker.sentences(text))
