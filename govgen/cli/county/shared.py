"""What the county's commands share: the folder of bodies, the year, and the settings in force."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from govgen.cli.shared import options
from govgen.cli.shared.console import say, stop_on
from govgen.cli.shared.facts import edition_of
from govgen.cli.shared.inputs import FileReview, county_for
from govgen.cli.shared.jobs import JOBS, executor
from govgen.datafile.county import County
from govgen.workflows.county.likeness import Pair, alike_in
from govgen.workflows.county.progress import ProgressError, read_progress
from govgen.workflows.county.received import Received, Roll, files_for, roll_of
from govgen.workflows.county.status import BodyStatus, statuses
from govgen.workflows.files import COUNTY, county_file

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
        StopError: 进度.csv is not one of ours, or no edition was in force.
    """
    edition = edition_of(year)
    roll = roll_for(folder, year, jobs)
    with stop_on(ProgressError):
        events = read_progress(folder)
    return roll, list(statuses(roll, events, edition)), alike_in(roll, edition)
