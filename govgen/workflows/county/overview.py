"""A year of a county at one look: each body's state, and which reports are alike."""

from collections.abc import Iterable
from dataclasses import dataclass

from govgen.datafile.county import County
from govgen.editions.edition import Edition
from govgen.workflows.county.likeness import Masker, Pair, alike
from govgen.workflows.county.narratives import known_sentences, narratives
from govgen.workflows.county.progress import Event
from govgen.workflows.county.received import Roll
from govgen.workflows.county.status import BodyStatus, statuses


@dataclass(frozen=True, slots=True)
class Overview:
    """The list against what was received, a status for each body, and the pairs that are alike."""

    roll: Roll
    lines: list[BodyStatus]
    pairs: list[Pair]


def overview_of(roll: Roll, events: Iterable[Event], county: County, edition: Edition) -> Overview:
    """Everything that status, review and return say of a year."""
    names = (name for body in county.bodies for name in (body.name, *body.aliases))
    masker = Masker.of([*names, *roll.by_body])
    share = float(county.likeness.value) if county.likeness else None
    known = known_sentences(county, edition, masker)
    pairs = alike(narratives(roll, roll.year), masker, known, share)
    return Overview(roll, list(statuses(roll, events, county, edition)), pairs)
