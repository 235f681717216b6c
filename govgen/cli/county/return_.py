"""``govgen county return``: what each body is asked to mend, as Word files and one workbook."""

import datetime
from collections.abc import Sequence
from pathlib import Path

import click

from govgen.cli.county.shared import output_folder, over_year, refuse_folder, refuse_internal, roll_for
from govgen.cli.shared.console import OK, say
from govgen.render.docx.writer import write_docx
from govgen.workflows.county.progress import read_progress, record
from govgen.workflows.county.return_items import Issue, issues_in_all
from govgen.workflows.county.returns import issues_as_sent, return_page, returns_workbook
from govgen.workflows.county.status import new_returns
from govgen.workflows.replacing import NotDoneError, replace_file, replace_files

_HELP = """给每个没有通过审核的机关写一份退回意见（Word），另写一个总表（Excel），并在 进度.csv 里记一次退回。

错误、警告都列出，最重的在前，几处相同的并作一条；通过的机关没有。文件没有改过的，再运行不重复记退回。

\b
例：govgen county return 收件 --year 2025 -o 退回意见
"""


@click.command("return", help=_HELP, options_metavar="[选项]")
@over_year
@output_folder("退回意见写到哪个文件夹。")
def return_(folder: Path, year: int, jobs: int, output: Path) -> int:
    """Write a 退回意见 for each body whose report has errors."""
    refuse_internal(output)
    roll = roll_for(folder, year, jobs)
    refuse_folder(output, folder, roll.county)
    for body, item in roll.failing:
        if item.trouble:
            say(f"注意：{body}：{item.trouble}", err=True)
            continue
        name = f"{body}{year}年退回意见.docx"
        replace_files(output, {name: write_docx(return_page(item))})
        say(f"已写到 {output / name}（{issues_in_all(item.issues)} 处）")
    if listed := [(body, issues_as_sent(item)) for body, item in roll.failing if item.issues]:
        _write_workbook(output / f"{year}年退回意见.xlsx", listed, year)
    record(folder, new_returns(roll, read_progress(folder), datetime.date.today().isoformat()))
    say(f"退回 {len(roll.failing)} 个机关，通过 {len(roll.passing)} 个")
    return OK


def _write_workbook(file: Path, listed: Sequence[tuple[str, Sequence[Issue]]], year: int) -> None:
    try:
        replace_file(file, returns_workbook(listed, year))
        say(f"已写到 {file}")
    except NotDoneError as why:
        say(f"没有写 {file}：{why}", err=True)
