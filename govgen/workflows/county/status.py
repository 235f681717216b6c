"""The state of each body's report: 未报, 已收, 退回, 已改, 通过, 已公布."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from govgen.editions.edition import Edition
from govgen.editions.table import add_up
from govgen.findings.finding import Level
from govgen.workflows.county.progress import RECEIVED, RETURNED, Event, events_by_body
from govgen.workflows.county.received import Received, Roll
from govgen.workflows.county.return_items import Issue


class Step(StrEnum):
    """How far a report has come; each follows from the data file and the record of events."""

    MISSING = "未报"
    RECEIVED = "已收"
    RETURNED = "退回"
    CHANGED = "已改"
    PASSED = "通过"
    PUBLISHED = "已公布"


HEAD = ("机关", "状态", "错误", "警告", "收到申请", "按时")
"""What is shown of each body."""


@dataclass(frozen=True, slots=True)
class BodyStatus:
    """One line of the overview. ``returns`` counts how often the report was given back.

    ``applications`` is the number received in the year; None where it is unknown. ``on_time`` is None where
    there is neither a deadline nor a date. ``item`` is the file; None where there is none. ``disputed`` is
    whether another file of the body says something else.
    """

    body: str
    step: Step
    returns: int = 0
    applications: Decimal | None = None
    on_time: bool | None = None
    item: Received | None = None
    disputed: bool = False

    @property
    def words(self) -> str:
        """The state as it is shown."""
        return f"{self.step.value}(第 {self.returns} 次)" if self.step is Step.RETURNED else self.step.value

    @property
    def errors(self) -> int:
        """How many errors the file has; that it cannot be read or is disputed is one."""
        return self.item.errors + bool(self.item.trouble) + self.disputed if self.item else 0

    @property
    def warnings(self) -> int:
        """How many warnings the file has."""
        return self.item.findings.count(Level.WARNING) if self.item else 0

    @property
    def issues(self) -> tuple[Issue, ...]:
        """What the body is asked to mend."""
        return self.item.issues if self.item else ()

    @property
    def cells(self) -> tuple[str, ...]:
        """The line below ``HEAD``."""
        if self.item is None:
            return (self.body, self.words, "", "", "", "")
        number = "?" if self.applications is None else f"{self.applications:f}"
        kept = {True: "是", False: "迟", None: ""}[self.on_time]
        return (self.body, self.words, str(self.errors), str(self.warnings), number, kept)

    def as_data(self) -> dict[str, Any]:
        """For JSON: the number of applications as text, the state in words."""
        return {
            "body": self.body,
            "step": self.step.value,
            "returns": self.returns,
            "errors": self.errors,
            "warnings": self.warnings,
            "applications": None if self.applications is None else f"{self.applications:f}",
            "on_time": self.on_time,
            "file": self.item.name if self.item else "",
            "words": self.words,
        }


def new_returns(roll: Roll, events: Iterable[Event], today: str) -> list[Event]:
    """A return for each file that fails, once for each state of the file."""
    new, recorded = [], events_by_body(events, roll.year)
    for body, item in roll.failing:
        own = [event for event in recorded.get(body, []) if event.what == RETURNED]
        if not own or own[-1].digest != item.digest:
            new.append(Event(roll.year, body, RETURNED, len(own) + 1, today, item.digest))
    return new


def statuses(roll: Roll, events: Iterable[Event], edition: Edition) -> Iterator[BodyStatus]:
    """A status for each body of the list, in its order."""
    recorded, disputed = events_by_body(events, roll.year), roll.disputed
    for body, item in roll.by_body.items():
        mine = recorded.get(body, [])
        if item is None:
            yield BodyStatus(body, Step.MISSING)
        else:
            returns = [event.digest for event in mine if event.what == RETURNED]
            on_time = _on_time(item, mine, roll.county.deadline_for(roll.year))
            step = _step(item, returns, passes=item.passes and body not in disputed)
            number = _applications(item, edition)
            yield BodyStatus(body, step, len(returns), number, on_time, item, body in disputed)


def _step(item: Received, returns: list[str], *, passes: bool) -> Step:
    """The step of a file that was returned in states with these digests."""
    if passes:
        return Step.PUBLISHED if item.published else Step.PASSED
    if not returns:
        return Step.RECEIVED
    return Step.RETURNED if returns[-1] == item.digest else Step.CHANGED


def _applications(item: Received, edition: Edition) -> Decimal | None:
    """What came in this year, over all columns; None where the edition does not say which row that is."""
    if edition.intake is None or not item.figures:
        return None
    balance, new = edition.intake
    pairs = zip(edition.leaf_refs, item.values, strict=True)
    row = (balance.table, new)
    return add_up(value for ref, value in pairs if (ref.table, ref.row) == row)


def _on_time(item: Received, events: list[Event], deadline: datetime.date | None) -> bool | None:
    """Whether the first sending, or else the date of publication, kept the county's deadline.

    What is filed in a later year than the deadline's, as last year's reports are, may have been sent before.
    """
    dates = [event.date for event in events if event.what == RECEIVED and event.date]
    if deadline is None:
        return None
    sent = dates[:1] if dates and dates[0] <= f"{deadline.year}-12-31" else []
    published = [item.published.isoformat()] if item.published else []
    return next((date <= deadline.isoformat() for date in [*sent, *published]), None)
