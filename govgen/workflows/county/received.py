"""What the bodies of a county sent in for a year: data files, reviewed and matched to its list."""

import functools
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path

from govgen.datafile.cell import State
from govgen.datafile.county import Body, County
from govgen.datafile.report import Report
from govgen.findings.finding import Findings
from govgen.workflows.check import examine_task
from govgen.workflows.county.transfers import transferred
from govgen.workflows.files import data_files, year_named
from govgen.workflows.ordered_map import Done, ordered_map
from govgen.workflows.report_task import ReportTask, task_of
from govgen.workflows.reviewed import Reviewed, reviewed


@dataclass(slots=True)
class Roll:
    """The county's list against what was received.

    ``by_body`` has an entry for every body that must report; ``unknown`` are files of no body of the list,
    ``twice`` those of a body that another file has already.
    """

    year: int
    by_body: dict[str, Reviewed | None] = field(default_factory=dict)
    unknown: list[Reviewed] = field(default_factory=list)
    twice: list[Reviewed] = field(default_factory=list)

    @property
    def missing(self) -> list[str]:
        """Bodies of the list without a file."""
        return [body for body, received in self.by_body.items() if received is None]

    @property
    def failing(self) -> list[Reviewed]:
        """Files of listed bodies that have errors."""
        return [item for item in self.by_body.values() if item is not None and not item.passes]


def files_for(folder: Path, year: int) -> list[Path]:
    """The data files below ``folder`` that may be of ``year``: named by it, or not named by any year."""
    return [file for file in data_files([folder]) if year_named(file) in {year, None}]


def receive(task: ReportTask, *, with_findings: bool = False) -> Reviewed:
    """Review one file and keep its figures; its findings only where they are asked for."""
    examined = examine_task(task)
    item = replace(
        reviewed(examined, task),
        values=values_of(examined.report),
        transfers=tuple(transferred(examined.report)),
    )
    return item if with_findings else replace(item, findings=Findings(), accepted=(), lines=())


def values_of(report: Report) -> tuple[Decimal | None, ...]:
    """The values of the cells that are summed, in the edition's order; None where one is unknown."""
    found = (report.cells[ref] for ref in report.edition.leaf_refs)
    return tuple(None if cell.state is State.UNKNOWN else cell.value for cell in found)


def received(folder: Path, year: int, county: County, executor: Executor | None = None) -> Iterator[Reviewed]:
    """Every file of ``year`` below ``folder`` after review, by path, without the county's own sum.

    One that cannot be read is a result too, with what stood in the way.
    """

    def tasks() -> Iterator[ReportTask | Done[Reviewed]]:
        for path in files_for(folder, year):
            try:
                yield task_of(path, county=county)
            except OSError as error:
                yield Done(Reviewed(path, trouble=f"打不开：{error.filename or path}"))

    for item in ordered_map(receive, tasks(), executor):
        if not item.is_sum and item.year in {year, None}:
            yield with_shared_figures(item)


def with_shared_figures(item: Reviewed) -> Reviewed:
    """``item``, its figures the same objects as those of other files: most of them are small numbers."""
    return replace(item, values=tuple(None if value is None else _one(str(value)) for value in item.values))


@functools.lru_cache(maxsize=10_000)
def _one(figure: str) -> Decimal:
    return Decimal(figure)


def roll_of(items: Iterable[Reviewed], county: County, year: int, folder: Path) -> Roll:
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
