"""``govgen county return``: what each body is asked to mend, as Word files and one workbook."""

import datetime
from pathlib import Path

import click

from govgen.cli.county.shared import FOLDER, YEAR, output_folder, roll_for, settings_of
from govgen.cli.shared.console import OK, StopError, say
from govgen.cli.shared.jobs import JOBS
from govgen.render.docx.writer import write_docx
from govgen.workflows.check import examine
from govgen.workflows.county.progress import RETURNED, Event, ProgressError, read_progress, record
from govgen.workflows.county.returns import Issue, issues_of, return_page
from govgen.workflows.replacing import replace_file, replace_files
from govgen.workflows.reviewed import Reviewed

_HELP = """给每个没有通过审核的机关写一份退回意见（Word），另写一个总表（Excel），并在 进度.csv 里记一次退回。

每处错误、警告列一次，最重的在前；通过的机关没有。文件没有改过的，再运行不重复记退回。

\b
例：govgen county return 收件 --year 2025 -o 退回意见
"""


@click.command("return", help=_HELP, options_metavar="[选项]")
@FOLDER
@YEAR
@JOBS
@output_folder("退回意见写到哪个文件夹。")
def return_(folder: Path, year: int, jobs: int, output: Path) -> int:
    """Write a 退回意见 for each body whose report has errors."""
    settings = settings_of(folder)
    roll = roll_for(folder, year, settings, jobs)
    listed: list[tuple[str, Issue]] = []
    failing = [(body, item) for body, item in roll.by_body.items() if item is not None and not item.passes]
    for body, item in failing:
        if item.trouble:
            say(f"注意：{body}：{item.trouble}", err=True)
            continue
        examined = examine(item.path, county=settings)
        issues = issues_of(examined)
        listed += [(body, issue) for issue in issues]
        name = f"{body}{year}年退回意见.docx"
        replace_files(output, {name: write_docx(return_page(examined, issues))})
        say(f"已写到 {output / name}（{len(issues)} 处）")
    if listed:
        _write_workbook(output / f"{year}年退回意见.xlsx", listed)
    _record(folder, year, failing)
    passed = sum(item is not None and item.passes for item in roll.by_body.values())
    say(f"退回 {len(failing)} 个机关，通过 {passed} 个")
    return OK


def _write_workbook(file: Path, listed: list[tuple[str, Issue]]) -> None:
    try:
        from govgen.workflows.county.returns import returns_workbook  # noqa: PLC0415  (an extra)

        content = returns_workbook(listed)
    except ImportError:
        say("没有写 Excel 表；要写，请先安装：pip install 'govgen[excel]'", err=True)
        return
    replace_file(file, content)
    say(f"已写到 {file}")


def _record(folder: Path, year: int, failing: list[tuple[str, Reviewed]]) -> None:
    """Note each return once for each state of the file."""
    today = datetime.date.today().isoformat()
    try:
        events = [event for event in read_progress(folder) if event.what == RETURNED and event.year == year]
        new = []
        for body, item in failing:
            own = [event for event in events if event.body == body]
            if not own or own[-1].digest != item.digest:
                new.append(Event(year, body, RETURNED, len(own) + 1, today, item.digest))
        if new:
            record(folder, new)
    except ProgressError as why:
        raise StopError(str(why)) from why
