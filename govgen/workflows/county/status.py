"""The state of each body's report: 未报, 已收, 退回, 已改, 通过, 已公布."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from govgen.datafile.county import County
from govgen.editions.edition import Edition
from govgen.workflows.county.progress import RECEIVED, RETURNED, Event
from govgen.workflows.county.received import Received, Roll


class Step(StrEnum):
    """How far a report has come; each follows from the data file and the record of events."""

    MISSING = "未报"
    RECEIVED = "已收"
    RETURNED = "退回"
    CHANGED = "已改"
    PASSED = "通过"
    PUBLISHED = "已公布"


@dataclass(frozen=True, slots=True)
class BodyStatus:
    """One line of the overview. ``returns`` counts how often it was given back.

    ``applications`` is the number received in the year; None where it is unknown. ``on_time`` is None where
    there is neither a deadline nor a date.
    """

    body: str
    step: Step
    returns: int = 0
    errors: int = 0
    warnings: int = 0
    applications: Decimal | None = None
    on_time: bool | None = None
    file: str = ""

    @property
    def words(self) -> str:
        """The state as it is shown."""
        return f"{self.step.value}(第 {self.returns} 次)" if self.step is Step.RETURNED else self.step.value

    @property
    def is_done(self) -> bool:
        """Whether nothing is left for the body to do."""
        return self.step in {Step.PASSED, Step.PUBLISHED}

    def as_data(self) -> dict[str, Any]:
        """For JSON: the number of applications as text, the state in words."""
        number = None if self.applications is None else f"{self.applications:f}"
        return {**asdict(self), "step": self.step.value, "words": self.words, "applications": number}


def new_returns(roll: Roll, events: Iterable[Event], today: str) -> list[Event]:
    """A return for each file that fails, once for each state of the file."""
    new = []
    for body, item in roll.failing:
        own = [each for each in events if (each.what, each.year, each.body) == (RETURNED, roll.year, body)]
        if not own or own[-1].digest != item.digest:
            new.append(Event(roll.year, body, RETURNED, len(own) + 1, today, item.digest))
    return new


def statuses(roll: Roll, events: Iterable[Event], county: County, edition: Edition) -> Iterator[BodyStatus]:
    """A status for each body of the list, in its order."""
    own = [event for event in events if event.year == roll.year]
    for body, item in roll.by_body.items():
        mine = [event for event in own if event.body == body]
        if item is None:
            yield BodyStatus(body, Step.MISSING)
            continue
        yield BodyStatus(
            body,
            _step(item, mine),
            sum(event.what == RETURNED for event in mine),
            item.errors + bool(item.trouble),
            item.warnings,
            _applications(item, edition),
            _on_time(item, mine, county, roll.year),
            item.path.as_posix(),
        )


def _step(item: Received, events: list[Event]) -> Step:
    returned = [event for event in events if event.what == RETURNED]
    if item.passes:
        return Step.PUBLISHED if item.published else Step.PASSED
    if not returned:
        return Step.RECEIVED
    return Step.RETURNED if returned[-1].digest == item.digest else Step.CHANGED


def _applications(item: Received, edition: Edition) -> Decimal | None:
    """What came in this year: the first term of the first balance, over all columns."""
    if not edition.balances or not item.values:
        return None
    balance = edition.balances[0]
    pairs = zip(edition.leaf_refs, item.values, strict=True)
    row = (balance.table, balance.left[0].row)
    values = [value for ref, value in pairs if (ref.table, ref.row) == row]
    return None if None in values else sum((value or Decimal(0) for value in values), Decimal(0))


def _on_time(item: Received, events: list[Event], county: County, year: int) -> bool | None:
    """Whether the first sending, or else the date of publication, kept the county's deadline."""
    deadline = county.deadline_for(year)
    first = next((event.date for event in events if event.what == RECEIVED), "")
    date = _day(first) or item.published
    return None if deadline is None or date is None else date <= deadline


def _day(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None
