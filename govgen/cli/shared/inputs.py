"""From the paths a user names to examined files."""

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Executor
from pathlib import Path
from typing import Generic

import click

from govgen.cli.shared.console import Progress, StopError, say, show_error
from govgen.cli.shared.options import OLD_FILE, OLD_FOLDER
from govgen.datafile.cell import State
from govgen.datafile.county import County
from govgen.findings.finding import Finding, Level
from govgen.findings.reporters.outcome import Summary
from govgen.workflows.check import Examined, examine
from govgen.workflows.files import COUNTY, county_file, county_in, data_files, is_data_file, read_data
from govgen.workflows.ordered_map import ordered_map
from govgen.workflows.report_task import ReportTask, task_of
from govgen.workflows.reviewed import AnyReviewed, Reviewed, with_doubles

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


DOCUMENTS = (".docx", ".pdf", ".html", ".htm")
"""Endings of finished reports."""
_PLAIN = (".md", ".markdown")
_CONVERTED = {".doc": ".docx", ".wps": ".docx", ".rtf": ".docx", ".ofd": ".pdf"}


def refuse_other(path: Path) -> None:
    """Stop where a file is no data file but a report, or something else.

    Raises:
        StopError: it is; the message says what to do.
    """
    suffix = path.suffix.lower()
    if not path.is_file() or is_data_file(path):
        return
    if suffix in DOCUMENTS:
        raise StopError(f"{path} 不是数据文件；已经写成的报告先转成数据文件：govgen import {path}")
    if suffix in _CONVERTED:
        other = path.with_suffix(_CONVERTED[suffix])
        how = f"请用 WPS 或 Word 打开，另存为 {other.name}，再运行 govgen import {other}"
        raise StopError(f"{path} 这种格式读不了；{how}")
    if suffix in _PLAIN:
        raise StopError(f"{path} 不是数据文件，数据文件的名字以 .yaml 结尾")


class FileReview(Generic[AnyReviewed]):
    """Reads and reviews the data files of a run with their county's settings; results are of class ``kind``.

    It holds the files in work and the results of one folder: that two files there are of one body and year
    (D125) is known once all of the folder are reviewed.
    """

    def __init__(self, files: Iterable[Path], kind: type[AnyReviewed], last: Path | None = None) -> None:
        """``last`` is last year's file where the user named it."""
        folders: dict[Path, list[Path]] = {}
        for file in files:
            folders.setdefault(file.parent, []).append(file)
        self.files = list(itertools.chain.from_iterable(folders.values()))
        self.kind = kind
        self.last = last
        self.whole = True
        """Whether every file could be read, once all were."""
        self.progress = Progress(len(self.files))

    def tasks(self) -> Iterator[ReportTask | AnyReviewed]:
        """A task for each file, or why it cannot be read."""
        settings: dict[Path | None, County] = {}
        for file in self.files:
            self.progress.step(str(file))
            try:
                if (place := county_file(file)) not in settings:
                    self.progress.clear()
                    settings[place] = county_for(file)
                task = task_of(file, self.last, settings[place])
            except OSError as error:
                yield self.kind(file, trouble=f"读不了文件 {error.filename or file}")
            except StopError as error:
                yield self.kind(file, trouble=error.message)
            else:
                yield task
        self.progress.clear()

    def items(self, pool: Executor | None) -> Iterator[AnyReviewed]:
        """Each file after review, in order; one that cannot be read says why in its ``trouble``."""
        items = ordered_map(self.kind.of, self.tasks(), pool)
        for _, folder in itertools.groupby(items, lambda item: item.path.parent):
            doubles = with_doubles(folder)
            self.progress.clear()
            yield from doubles

    def readable(self, pool: Executor | None) -> Iterator[AnyReviewed]:
        """``items`` without the files that cannot be read; why they cannot is printed at the end.

        Raises:
            StopError: none can be read.
        """
        troubles: dict[str, None] = {}
        found = False
        for item in self.items(pool):
            if item.trouble:
                troubles[item.trouble] = None
            else:
                found = True
                yield item
        self.whole = not troubles
        messages = list(troubles)
        final = messages.pop() if messages and not found else ""
        for message in messages:
            show_error(StopError(message))
        if final:
            raise StopError(final)


def readable(file: Path) -> Examined:
    """A data file after review, which may have errors.

    Raises:
        StopError: it does not say whose report it is, for which year, or what follows.
    """
    examined = examine(file, county=county_for(file))
    if why := examined.undraftable:
        raise StopError(f"{examined.path}：{why}，请先用 govgen check {examined.path} 查看并改正")
    return examined


def county_for(file: Path) -> County:
    """What the county sets for a file by the ``county.yaml`` in its folder or above, named once a run.

    Raises:
        StopError: that file, or the one with its profile, has an error.
    """
    settings = None if county_is_ignored() else county_file(file)
    if settings is None:
        return County()
    named = click.get_current_context().meta.setdefault(_NAMED, set())
    if settings not in named:
        named.add(settings)
        say(f"按 {settings} 的设置审核。", err=True)
    raw = read_data(settings)
    try:
        county, errors = county_in(settings, raw)
    except OSError as error:
        raise StopError(f"{settings}：打不开地方规定文件 {error.filename}") from error
    if errors:
        raise StopError(f"{errors[0].located} {errors[0].message}")
    return county


def county_is_ignored() -> bool:
    """Whether the command line has ``--no-county``."""
    return bool(click.get_current_context().meta.get(_IGNORED))


def summary_of(item: Reviewed, shown: Sequence[Finding]) -> Summary:
    """The counts for one file, of whose findings these are ``shown``."""
    counted = Counter(finding.level for finding in shown)
    return Summary(
        files=1,
        errors=counted[Level.ERROR],
        warnings=counted[Level.WARNING],
        infos=counted[Level.INFO],
        stated_cells=item.cells.get(State.STATED, 0),
        implied_zero_cells=item.cells.get(State.ZERO, 0),
        left_out=len(item.findings) - len(shown),
        left_out_errors=item.errors - counted[Level.ERROR],
        fixable=sum(finding.fixable for finding in shown),
    )
