"""What the bodies of a county sent in for a year: data files, reviewed and matched to its list."""

import datetime
import functools
import hashlib
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from govgen.datafile.cell import State
from govgen.datafile.county import Body, County
from govgen.datafile.report import Report
from govgen.findings.finding import Level
from govgen.workflows.check import Examined, examine
from govgen.workflows.files import data_files
from govgen.workflows.ordered_map import ordered_map

_DIGITS = 4
"""A file's name of four digits is a year."""


@dataclass(frozen=True, slots=True)
class Received:
    """One body's data file after review, small enough to keep one for each of thousands.

    ``values`` are the cells that are no totals, in the edition's order; None where one is unknown.
    ``trouble`` says why the file could not be reviewed; nothing else is then known but its ``path``.
    """

    path: Path
    body: str = ""
    year: int | None = None
    digest: str = ""
    published: datetime.date | None = None
    errors: int = 0
    warnings: int = 0
    codes: tuple[str, ...] = ()
    values: tuple[Decimal | None, ...] = ()
    is_sum: bool = False
    trouble: str = ""

    @property
    def passes(self) -> bool:
        """Whether the review found no error."""
        return not self.trouble and not self.errors


@dataclass(slots=True)
class Roll:
    """The county's list against what was received.

    ``by_body`` has an entry for every body that must report; ``unknown`` are files of no body of the list,
    ``twice`` those of a body that another file has already.
    """

    year: int
    by_body: dict[str, Received | None] = field(default_factory=dict)
    unknown: list[Received] = field(default_factory=list)
    twice: list[Received] = field(default_factory=list)

    @property
    def missing(self) -> list[str]:
        """Bodies of the list without a file."""
        return [body for body, received in self.by_body.items() if received is None]

    @property
    def failing(self) -> list[Received]:
        """Files of listed bodies that have errors."""
        return [item for item in self.by_body.values() if item is not None and not item.passes]


def files_for(folder: Path, year: int) -> list[Path]:
    """The data files below ``folder`` that may be of ``year``: named by it, or not named by any year."""
    return [file for file in data_files([folder]) if file.stem == str(year) or not _is_year(file.stem)]


def _is_year(stem: str) -> bool:
    return len(stem) == _DIGITS and stem.isdecimal()


def receive(path: Path, county: County) -> Received:
    """Review one file. One that cannot be read is a result too, with what stood in the way."""
    try:
        examined = examine(path, county=county)
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        return Received(path, trouble=f"打不开：{error.filename or path}")
    return _summary(examined, digest)


def _summary(examined: Examined, digest: str) -> Received:
    report, identity = examined.report, examined.report.identity
    return Received(
        path=examined.path,
        body=identity.body if identity else "",
        year=report.head.year,
        digest=digest,
        published=identity.published if identity else None,
        errors=examined.findings.count(Level.ERROR),
        warnings=examined.findings.count(Level.WARNING),
        codes=tuple(dict.fromkeys(item.code for item in examined.findings if item.level is not Level.INFO)),
        values=values_of(report),
        is_sum=report.is_sum,
    )


def values_of(report: Report) -> tuple[Decimal | None, ...]:
    """The values of the cells that are summed, in the edition's order; None where one is unknown."""
    found = (report.cells[ref] for ref in report.edition.leaf_refs)
    return tuple(None if cell.state is State.UNKNOWN else cell.value for cell in found)


def received(folder: Path, year: int, county: County, executor: Executor | None = None) -> Iterator[Received]:
    """Every file of ``year`` below ``folder`` after review, by path, without the county's own sum."""
    work = functools.partial(receive, county=county)
    for item in ordered_map(work, files_for(folder, year), executor):
        if not item.is_sum and item.year in {year, None}:
            yield item


def roll_of(items: Iterable[Received], county: County, year: int, folder: Path) -> Roll:
    """Match files to the county's list, by 机关 or by the name of the folder that holds them.

    Without a list every body that sent something is on it.
    """
    roll = Roll(year, {body.name: None for body in county.bodies_of(year)})
    find = finder(county.bodies_of(year))
    for item in items:
        name = find(item.body) or find(item.path.parent.name if item.path.parent != folder else "")
        if not county.bodies:
            name = item.body or item.path.parent.name
        if not name:
            roll.unknown.append(item)
        elif roll.by_body.get(name) is not None:
            roll.twice.append(item)
        else:
            roll.by_body[name] = item
    return roll


def finder(bodies: Iterable[Body]) -> Callable[[str], str]:
    """A function from a body's name or alias to its name on the list; empty where it is not on it."""
    names = {word: body.name for body in bodies for word in (body.name, *body.aliases)}
    return lambda word: names.get(word, "")
