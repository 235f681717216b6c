"""What the county's commands share: the folder of bodies, the settings in force, places to write to."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from govgen.cli.shared import options
from govgen.cli.shared.console import StopError, say
from govgen.cli.shared.inputs import FileReview, county_for
from govgen.cli.shared.jobs import JOBS, executor
from govgen.cli.shared.options import edition_of
from govgen.datafile.county import County
from govgen.datafile.report import Report
from govgen.workflows.county.likeness import Pair, alike_in
from govgen.workflows.county.progress import read_progress
from govgen.workflows.county.published import public_pages
from govgen.workflows.county.received import Received, Roll, files_for, finder, roll_of
from govgen.workflows.county.status import BodyStatus, statuses
from govgen.workflows.county.workbook import is_sums_workbook
from govgen.workflows.files import (
    COUNTY,
    HISTORY,
    ORIGINAL,
    PROFILE,
    SENT,
    SUFFIXES,
    beside,
    county_file,
    data_files,
    year_named,
)
from govgen.workflows.report_task import read_report

FOLDER = click.argument("folder", metavar="文件夹", type=options.OLD_FOLDER)


def over_year(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add what every command over one year takes: the folder, ``--year`` and the options of ``JOBS``."""
    return FOLDER(options.year_option("哪一年度的报告。", required=True)(JOBS(command)))


def output_folder(meaning: str) -> options.Decorator:
    """The option that names the folder to write to; ``meaning`` is its help."""
    return options.output_option(meaning, options.FOLDER, "文件夹", required=True)


def settings_of(folder: Path) -> County:
    """The county's settings for ``folder``, named to the user.

    Raises:
        StopError: county.yaml has an error.
    """
    marker = folder / COUNTY
    if county_file(marker) is None:
        say(f"没有找到 {COUNTY}：按文件夹里有的机关办理，不知道还缺哪些。", err=True)
    return county_for(marker)


def roll_for(folder: Path, year: int, jobs: int, kind: type[Received] = Received) -> Roll:
    """What was received, reviewed and matched to the list; what matches nothing is named to the user.

    ``kind`` says what is kept of each file.

    Raises:
        StopError: county.yaml has an error.
    """
    settings = settings_of(folder)
    review = FileReview(files_for(folder, year), kind)
    with executor(jobs) as pool:
        roll = roll_of(review.items(pool), settings, year, folder)
    for item in roll.unknown:
        say(f"注意：{item.path} 的机关“{item.body or '没有写'}”不在名单里（{year} 年度）", err=True)
    for item in roll.misdated:
        why = f"“年度”是 {item.year}，与文件名不同，没有计入；请核对，改正年度或文件名"
        say(f"注意：{item.path} 的{why}", err=True)
    for item in roll.unfilled:
        say(f"注意：{item.path} 还没有填写，没有计入", err=True)
    disputed = roll.disputed
    for body, item in roll.twice:
        if body not in disputed:
            say(f"注意：{item.path} 和同一机关的另一个文件重复，没有计入", err=True)
    for body, items in disputed.items():
        files = " 和 ".join(str(item.path) for item in items)
        say(f"注意：{files} 都是{body} {year} 年度的，内容不同，请只留下要用的一份", err=True)
    return roll


def overview(folder: Path, year: int, jobs: int) -> tuple[Roll, list[BodyStatus], list[Pair]]:
    """The list against what was received, a status for each body by files and 进度.csv, and what is alike.

    Raises:
        StopError: no edition was in force.
        NotDoneError: 进度.csv is not one of ours.
    """
    edition = edition_of(year)
    roll = roll_for(folder, year, jobs)
    return roll, list(statuses(roll, read_progress(folder), edition)), alike_in(roll, edition)


_WORKBOOK = (".xlsx",)


def refuse_folder(output: Path, inbox: Path, county: County) -> None:
    """Stop where a folder for results is the inbox, holds it, or is a body's folder in it.

    Raises:
        StopError: it is.
    """
    target, holder = _real(output), _real(inbox)
    if holder.is_relative_to(target):
        raise StopError(f"{output} 里是收件，不能把结果写在里面；请换一个文件夹，如 {inbox.parent / '结果'}")
    _refuse_within(output, inbox, county)
    first = _first_below(target, holder)
    if first and (holder / first).is_dir() and data_files([holder / first]):
        raise StopError(f"{output} 在收件的“{first}”里，那里有数据文件；请换一个文件夹")


def refuse_internal(output: Path) -> None:
    """Stop where an internal result would be written among public pages.

    Raises:
        StopError: it would.
    """
    if found := public_pages(output):
        raise StopError(f"{found[0].parent} 是公开的文件夹，不能放内部的结果；请换一个文件夹")


def refuse_sum(output: Path, inbox: Path, roll: Roll) -> None:
    """Stop where the county's data file would be written over another file than the county's of that year.

    Raises:
        StopError: it would.
    """
    _refuse_name(output, inbox, roll.county, SUFFIXES)
    if year_named(output) not in {roll.year, None}:
        raise StopError(f"{output} 的文件名不是 {roll.year} 年度；请核对 --year 和 -o")
    if not output.exists():
        return
    sources = {_real(item.path) for item in roll.by_body.values() if item}
    if _real(output) in sources:
        raise StopError(f"{output} 是一个机关报来的文件，不能写上汇总数；请换一个文件名")
    facts = read_report(output).identity
    if facts is None:
        raise StopError(f"{output} 读不出机关和年度，没有改动，请先用 govgen check {output} 查看并改正")
    if facts.year != roll.year:
        raise StopError(f"{output} 是 {facts.year} 年度的，应为 {roll.year} 年度；请核对 --year 和 -o")
    if not _is_own(facts.body, roll.county):
        raise StopError(f"{output} 是“{facts.body}”的，不是县级报告，没有改动；请换一个文件名")


def refuse_workbook(output: Path, inbox: Path, county: County) -> None:
    """Stop where the workbook of sums would be written over anything but an earlier one.

    Raises:
        StopError: it would.
    """
    _refuse_name(output, inbox, county, _WORKBOOK)
    if output.exists() and not is_sums_workbook(output.read_bytes()):
        raise StopError(f"{output} 不是以前写的汇总表，没有改动；请换一个文件名，或先把它移走")


def last_year_of(output: Path, year: int) -> Report | None:
    """The county's report of the year before in the folder of ``output``, if there is one.

    Raises:
        StopError: the file named by that year is of another one.
    """
    file = beside(output, year)
    report = read_report(file) if file else None
    if report is not None and report.head.year != year - 1:
        raise StopError(f"{file} 里的“年度”不是 {year - 1}，不能当作上年的报告；请先核对")
    return report


def _refuse_name(output: Path, inbox: Path, county: County, endings: tuple[str, ...]) -> None:
    if output.suffix.lower() not in endings:
        raise StopError(f"{output} 的文件名要以 {endings[0]} 结尾")
    if output.name.lower() == COUNTY or output.name.startswith(PROFILE):
        raise StopError(f"{output} 是县里的设置，不能写在上面；请换一个文件名")
    if output.stem.endswith(ORIGINAL):
        raise StopError(f"{output} 是报来的原件，不能写在上面；请换一个文件名")
    _refuse_within(output, inbox, county)


def _refuse_within(output: Path, inbox: Path, county: County) -> None:
    """Stop where ``output`` is in a folder of the inbox that is a listed body's, or holds what was sent."""
    first = _first_below(_real(output), _real(inbox))
    names = {name for body in county.bodies for name in (body.name, *body.aliases)}
    if first in {SENT, HISTORY} or (first in names and not _is_own(first, county)):
        raise StopError(f"{output} 在收件的“{first}”里，那里只放报来的文件；请换一个地方")


def _first_below(target: Path, folder: Path) -> str:
    """The first folder on the way from ``folder`` down to ``target``; empty where it is not below it."""
    parts = target.relative_to(folder).parts if target.is_relative_to(folder) else ()
    return parts[0] if parts else ""


def _is_own(body: str, county: County) -> bool:
    """Whether a body is the county itself; where county.yaml does not name it, whether it is not listed."""
    return body.endswith(county.name) if county.name else not finder(county.bodies, "")(body)


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path))
