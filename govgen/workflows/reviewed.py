"""What a run keeps of each file it reviewed: a few kilobytes, so that thousands fit into memory."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Self, TypeVar

from govgen.datafile.cell import State
from govgen.datafile.county import County
from govgen.findings.catalogue import finding
from govgen.findings.finding import START, AcceptedFinding, Findings, Level, Related, Span
from govgen.workflows.check import Examined, examine_task
from govgen.workflows.manifest import FileHash
from govgen.workflows.report_task import ReportTask


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A data file after review.

    ``title`` and ``undraftable`` are also for a draft whose body is not known; ``body`` is empty there.
    ``lines`` are those of the file up to the last one that a finding is at, each without its text where none
    is. ``place`` is that of 年度. ``last`` is last year's file where it was used. ``county`` is what the
    county sets. ``trouble`` says why the file could not be read; nothing else is then known.
    """

    path: Path
    digest: str = ""
    title: str = ""
    edition: str = ""
    body: str = ""
    year: int | None = None
    published: datetime.date | None = None
    is_sum: bool = False
    undraftable: str = ""
    place: Span = START
    cells: dict[State, int] = field(default_factory=dict)
    findings: Findings = field(default_factory=Findings)
    accepted: tuple[AcceptedFinding, ...] = ()
    lines: tuple[str, ...] = ()
    last: FileHash | None = None
    county: County = field(default_factory=County)
    trouble: str = ""

    @property
    def name(self) -> str:
        """What findings call the file."""
        return self.path.as_posix()

    @property
    def errors(self) -> int:
        """How many errors the review found."""
        return self.findings.count(Level.ERROR)

    @property
    def passes(self) -> bool:
        """Whether the review found no error."""
        return not self.trouble and not self.errors

    @classmethod
    def of(cls, task: ReportTask | Self) -> Self:
        """Review one data file; of one that could not be read, ``task`` is the result."""
        if not isinstance(task, ReportTask):
            return task
        examined = examine_task(task)
        return cls(**_facts(examined, task) | cls.more(examined))

    @classmethod
    def more(cls, examined: Examined) -> dict[str, Any]:  # noqa: ARG003  (for subclasses)
        """The fields that a subclass adds, or has otherwise."""
        return {}


AnyReviewed = TypeVar("AnyReviewed", bound=Reviewed)


def _facts(examined: Examined, task: ReportTask) -> dict[str, Any]:
    """The fields of ``Reviewed``."""
    report, identity = examined.report, examined.report.identity
    last = Path(report.last.name) if report.last else None
    counted, drawn = report.counted, examined.named()
    wanted = {item.span.line for item in examined.findings}
    lines = enumerate(examined.source.text.split("\n")[: max(wanted, default=0)], start=1)
    return {
        "path": examined.path,
        "digest": task.digest,
        "title": drawn.report.title,
        "edition": str(report.edition.edition),
        "body": identity.body if identity else "",
        "year": report.head.year,
        "published": identity.published if identity else None,
        "is_sum": report.is_sum,
        "undraftable": drawn.undraftable,
        "place": report.head.places.get(("年度",), START),
        "cells": {state: counted[state] for state in State},
        "findings": examined.findings,
        "accepted": examined.accepted,
        "lines": tuple(line if number in wanted else "" for number, line in lines),
        "last": FileHash(path=str(last), sha256=task.digest_of(last)) if last else None,
        "county": task.county,
    }


def with_doubles(items: Iterable[AnyReviewed]) -> list[AnyReviewed]:
    """``items``, of which those in one folder for one body and year have that as an error."""
    items = list(items)
    groups: dict[object, list[AnyReviewed]] = {}
    for item in items:
        key = (item.path.parent, item.body, item.year) if item.body else item.path
        groups.setdefault(key, []).append(item)
    others = {item.path: group for group in groups.values() for item in group if len(group) > 1}
    return [_with_double(item, others[item.path]) if item.path in others else item for item in items]


def _with_double(item: AnyReviewed, group: list[AnyReviewed]) -> AnyReviewed:
    related = tuple(Related("另一个文件", other.place, other.name) for other in group if other is not item)
    message = "这个机关这个年度在同一文件夹里不止一个文件"
    double = finding("D125", message, item.place, related=related)
    return replace(item, findings=Findings([*item.findings, double._replace(file=item.name)]))
