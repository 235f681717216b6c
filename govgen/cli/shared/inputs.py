"""From the paths a user names to examined files."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from govgen.cli.shared.console import Progress, StopError, say, show_error
from govgen.cli.shared.options import OLD_FILE, OLD_FOLDER
from govgen.datafile.cell import State
from govgen.datafile.county import County, read_county, read_profile
from govgen.findings.finding import Findings, Level
from govgen.findings.reporters.outcome import Summary
from govgen.workflows.check import Examined
from govgen.workflows.files import COUNTY, SUFFIXES, county_file, data_files, read_data
from govgen.workflows.ordered_map import ordered_map
from govgen.workflows.report_task import ReportTask, task_of
from govgen.workflows.reviewed import Reviewed, review_task, with_doubles

if TYPE_CHECKING:
    from concurrent.futures import Executor

PATHS = click.argument("paths", nargs=-1, required=True, metavar="路径…", type=click.Path(path_type=Path))
LAST = click.option(
    "--last",
    metavar="文件",
    type=OLD_FILE,
    help="上一年度的数据文件；不写时找同一文件夹里以上一年度命名的文件。",
)

_IGNORED, _NAMED = "govgen.no_county", "govgen.counties"


def _ignore_county(context: click.Context, _option: click.Parameter, value: bool) -> None:
    context.meta[_IGNORED] = value


NO_COUNTY = click.option(
    "--no-county", is_flag=True, expose_value=False, callback=_ignore_county, help=f"不用 {COUNTY}。"
)

TEMPLATES = click.option(
    "--templates",
    type=OLD_FOLDER,
    metavar="文件夹",
    help="本单位的模板；只放要替换的文件，文件名与自带的相同。",
)


def named_files(paths: Iterable[Path]) -> list[Path]:
    """The data files that ``paths`` mean.

    Raises:
        StopError: a path is not there, or no path has a data file.
    """
    for path in (paths := list(paths)):
        refuse_other(path)
    try:
        found = data_files(paths)
    except FileNotFoundError as error:
        raise StopError(f"找不到 {error.filename}") from error
    if not found:
        raise StopError(f"给出的路径里没有数据文件（.yaml；{COUNTY} 是县里的设置，不是报告）")
    return found


_IMPORTED = (".docx", ".pdf", ".html", ".htm")
_PLAIN = (".md", ".markdown")
_CONVERTED = {".doc": ".docx", ".wps": ".docx", ".rtf": ".docx", ".ofd": ".pdf"}


def refuse_other(path: Path) -> None:
    """Stop where a file is no data file but a report, or something else.

    Raises:
        StopError: it is; the message says what to do.
    """
    suffix = path.suffix.lower()
    if not path.is_file() or path.name.lower().endswith(SUFFIXES):
        return
    if suffix in _IMPORTED:
        raise StopError(f"{path} 不是数据文件；已经写成的报告先转成数据文件：govgen import {path}")
    if suffix in _CONVERTED:
        other = path.with_suffix(_CONVERTED[suffix])
        how = f"请用 WPS 或 Word 打开，另存为 {other.name}，再运行 govgen import {other}"
        raise StopError(f"{path} 这种格式读不了；{how}")
    if suffix in _PLAIN:
        raise StopError(f"{path} 不是数据文件，数据文件的名字以 .yaml 结尾")


def reviewed_files(
    files: Sequence[Path],
    last: Path | None,
    pool: Executor | None = None,
    work: Callable[[ReportTask], Reviewed] = review_task,
) -> tuple[list[Reviewed], bool]:
    """The files after review, and whether all could be read; one that could not is named at the end.

    Raises:
        StopError: none can be reviewed.
    """
    reading = TaskReader(files, last)
    items = [
        replace(item, county=reading.counties[item.path]) for item in ordered_map(work, reading.tasks(), pool)
    ]
    reading.say_unread(everything=not items)
    return with_doubles(items), not reading.unread


@dataclass(slots=True)
class TaskReader:
    """Reads the data files of a run, and what the county sets for each of them.

    ``counties`` has that for each file read; ``unread`` why others could not be.
    """

    files: Sequence[Path]
    last: Path | None = None
    counties: dict[Path, County] = field(default_factory=dict)
    unread: dict[str, None] = field(default_factory=dict)

    def tasks(self) -> Iterator[ReportTask]:
        """A task for each file that can be read."""
        settings: dict[Path | None, County] = {}
        progress = Progress(len(self.files))
        for file in self.files:
            progress.step(str(file))
            try:
                if (place := county_file(file)) not in settings:
                    settings[place] = county_for(file)
                task = task_of(file, self.last, settings[place])
            except OSError as error:
                self.unread[f"读不了文件 {error.filename or file}"] = None
            except StopError as error:
                self.unread[error.message] = None
            else:
                self.counties[file] = task.county
                yield task
        progress.clear()

    def say_unread(self, *, everything: bool) -> None:
        """Name what could not be read.

        Raises:
            StopError: it is ``everything``.
        """
        messages = list(self.unread)
        final = messages.pop() if everything and messages else ""
        for message in messages:
            show_error(StopError(message))
        if final:
            raise StopError(final)


def refuse_unreadable(examined: Examined) -> None:
    """Stop where a file does not say whose report it is, for which year, or what follows.

    Raises:
        StopError: it does not.
    """
    if why := examined.undraftable:
        raise StopError(f"{examined.path}：{why}，请先用 govgen check {examined.path} 查看并改正")


def county_for(file: Path) -> County:
    """What the county sets for a file by the ``county.yaml`` in its folder or above, named once a run.

    Raises:
        StopError: that file, or the one with its profile, has an error.
    """
    context = click.get_current_context(silent=True)
    meta = context.meta if context else {}
    settings = None if meta.get(_IGNORED) else county_file(file)
    if settings is None:
        return County()
    if settings not in meta.setdefault(_NAMED, set()):
        meta[_NAMED].add(settings)
        say(f"按 {settings} 的设置审核。", err=True)
    return _county(settings, read_data(settings))


@functools.lru_cache(maxsize=16)
def _county(file: Path, raw: bytes) -> County:
    county, found = read_county(raw)
    _refuse_errors(file, found)
    if county.profile_file is None:
        return county
    shared = file.parent / county.profile_file
    try:
        profile, faults = read_profile(read_data(shared))
    except OSError as error:
        raise StopError(f"{file}：打不开地方规定文件 {shared}") from error
    _refuse_errors(shared, faults)
    return county.model_copy(update={"profile": profile})


def _refuse_errors(file: Path, found: Findings) -> None:
    if found.has_errors:
        first = next(item for item in found if item.level is Level.ERROR)
        raise StopError(f"{file}:{first.span.line}:{first.span.column} {first.message}")


def summary_of(items: Iterable[Reviewed], found: Findings) -> Summary:
    """What a review went over."""
    items = list(items)
    return Summary(
        files=len(items),
        errors=found.count(Level.ERROR),
        warnings=found.count(Level.WARNING),
        infos=found.count(Level.INFO),
        stated_cells=sum(item.cells[State.STATED] for item in items),
        implied_zero_cells=sum(item.cells[State.ZERO] for item in items),
    )
