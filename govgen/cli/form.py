"""``govgen form``: forms to fill in, for one report or for every body of a county."""

from pathlib import Path

import click

from govgen.cli.shared.console import MISUSE, OK, StopError, refuse_existing, say, stop_on
from govgen.cli.shared.inputs import LAST, county_for, refuse_other
from govgen.cli.shared.options import (
    OLD_FILE,
    OLD_FOLDER,
    edition_of,
    kind_known,
    kind_option,
    output_option,
    refuse_unfit,
    year_option,
)
from govgen.datafile.identity import Kind, kind_of
from govgen.workflows.files import COUNTY, beside, read_data
from govgen.workflows.replacing import NotDoneError, replace_file, replace_files
from govgen.workflows.sheet.form_data import ReadFile
from govgen.workflows.sheet.making import PAGE, WORKBOOK, begun, begun_by, county_files, form_file

ENDINGS = (WORKBOOK, PAGE)
_FORMATS = [ending.removeprefix(".") for ending in ENDINGS]

_HELP = """生成填报表：法定表格照格式画好。以 .xlsx 结尾的是 Excel 表，以 .html 结尾的是网页。

网页不用联网，用浏览器打开就能填，“保存”得到数据文件；Excel 表填完用 govgen import 读回。
给出数据文件时带入其中的数和文字；不给文件时写明 --body 和 --year，生成一份空表。
给出 --county 时，为名单里的每个机关生成一份，带入上年的数和文字。

\b
例：govgen form 青禾镇/2025.yaml -o 填报表.xlsx
    govgen form --body 青禾镇人民政府 --year 2025 --last 青禾镇/2024.yaml -o 填报表.html
    govgen form --county 收件 --year 2025 -o 填报 --format html
    govgen import 填报表.xlsx --into 青禾镇/2025.yaml
"""


@click.command(help=_HELP, options_metavar="[选项]")
@click.argument("file", required=False, metavar="[文件]", type=OLD_FILE)
@click.option("--body", metavar="机关", help="机关全称，没有数据文件时写。")
@kind_option(f"{'、'.join(Kind)}；从名称看得出来时不用写。")
@year_option("年度，没有数据文件或者用 --county 时写。")
@LAST
@click.option(
    "--county",
    metavar="文件夹",
    type=OLD_FOLDER,
    help=f"为这个文件夹的 {COUNTY} 里的每个机关生成一份。",
)
@click.option(
    "--format",
    "format_",
    type=click.Choice(_FORMATS),
    metavar="格式",
    help=f"{'、'.join(_FORMATS)}，与 --county 同用；不写就是 {_FORMATS[0]}。",
)
@output_option(
    "写到这个文件，如 填报表.xlsx；用 --county 时写到这个文件夹。已有的填报表不会被覆盖。",
    click.Path(path_type=Path),
    "路径",
    required=True,
)
def form(
    file: Path | None,
    body: str | None,
    kind: str | None,
    year: int | None,
    last: Path | None,
    county: Path | None,
    format_: str | None,
    output: Path,
) -> int:
    """Write the form, or one for each body; 0, or 2 where one cannot be made."""
    with stop_on(NotDoneError, of=file or ""):
        if county:
            if file or body or kind or last or not year:
                raise click.UsageError("--county 要写明 --year，不与文件、--body、--kind、--last 同用")
            return _for_county(county, year, f".{format_ or _FORMATS[0]}", output)
        if format_:
            raise click.UsageError("--format 与 --county 同用；单份的格式由文件名的结尾决定")
        _refuse_output(output)
        if file and (body or kind or year):
            raise StopError("给了数据文件，就不用再写 --body、--kind 和 --year")
        before = _read(last) if last else None
        now = _read(file) if file else _started(body, kind, year, before)
        if file and before is None and (found := beside(file, now.report.head.year or 0)):
            before = _read(found)
        return _write(output, now, before)


def _write(output: Path, now: ReadFile, before: ReadFile | None) -> int:
    replace_file(output, form_file(now, before, output.suffix.lower()))
    blank = sum(value is None for value in now.figures.values())
    how = f"运行 govgen import {output}" if output.suffix.lower() == WORKBOOK else "按“保存”，得到数据文件"
    say(f"已写到 {output}，还有 {blank} 格没有数字；填好后{how}")
    return OK


def _for_county(folder: Path, year: int, ending: str, output: Path) -> int:
    """Write a form for each body of the list; those that are there already stay as they are."""
    edition_of(year)
    settings = county_for(folder / COUNTY)
    if not settings.bodies_of(year):
        raise StopError(f"没有找到 {COUNTY}，或者里面没有 {year} 年度要报告的机关")
    made, kept, refused = {}, 0, 0
    for body, now, before in county_files(folder, settings, year):
        name = f"{body.name}{year}年填报表{ending}"
        if (output / name).exists():
            kept += 1
            continue
        try:
            made[name] = form_file(now or begun_by(body, year, before), before, ending)
        except NotDoneError as error:
            refused += 1
            say(f"没有生成“{body.name}”的填报表：{error}", err=True)
    if made:
        replace_files(output, made)
    say(f"已在 {output} 写了 {len(made)} 份填报表" + (f"；{kept} 份已经有了，没有改动" if kept else ""))
    return MISUSE if refused else OK


def _refuse_output(output: Path) -> None:
    if output.suffix.lower() not in ENDINGS:
        raise StopError(f"填报表的文件名应以 {' 或 '.join(ENDINGS)} 结尾：{output}")
    refuse_existing(output)


def _read(file: Path) -> ReadFile:
    refuse_other(file)
    return ReadFile.of(read_data(file), file.as_posix())


def _started(body: str | None, kind: str | None, year: int | None, last: ReadFile | None) -> ReadFile:
    """The data file that a new report begins with."""
    if not (body and year):
        raise click.UsageError("请给出数据文件，或者写明 --body 和 --year")
    refuse_unfit(body)
    edition_of(year)
    if last and last.report.head.year != year - 1:
        raise StopError(f"--last 的文件应是 {year - 1} 年度的")
    old = last.report.identity if last else None
    same = old.kind if old and old.body == body and not kind_of(body) else None
    return begun(body, kind_known(body, kind or same), year, last)
