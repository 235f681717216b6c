"""``govgen form``: a workbook to fill in, from a data file or for a body and year."""

from pathlib import Path

import click

from govgen.cli.shared.console import OK, StopError, say
from govgen.cli.shared.inputs import LAST, refuse_other
from govgen.datafile.identity import Kind, kind_of, unfit_name
from govgen.editions.loading import edition_for
from govgen.importers.form.outline import FormMark
from govgen.workflows.county.sums import last_values
from govgen.workflows.files import beside, read_data
from govgen.workflows.new import StarterPlan, starter
from govgen.workflows.replacing import replace_files
from govgen.workflows.sheet.form import LastYear, write_form
from govgen.workflows.sheet.form_data import ReadFile

ENDING = ".xlsx"

_HELP = """生成填报表（Excel）：法定表格照格式画好，填完用 govgen import 读回。

给出数据文件时带入其中的数和文字；不给文件时写明 --body 和 --year，生成一份空表。

\b
例：govgen form 青禾镇/2025.yaml -o 填报表.xlsx
    govgen form --body 青禾镇人民政府 --year 2025 --last 青禾镇/2024.yaml -o 填报表.xlsx
    govgen import 填报表.xlsx --into 青禾镇/2025.yaml
"""


@click.command(help=_HELP, options_metavar="[选项]")
@click.argument(
    "file", required=False, metavar="[文件]", type=click.Path(path_type=Path, exists=True, dir_okay=False)
)
@click.option("--body", metavar="机关", help="机关全称，没有数据文件时写。")
@click.option("--year", type=click.IntRange(2000, 2100), metavar="年度", help="年度，没有数据文件时写。")
@LAST
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="文件",
    help="写到这个文件，如 填报表.xlsx；已有的填报表不会被覆盖。",
)
def form(file: Path | None, body: str | None, year: int | None, last: Path | None, output: Path) -> int:
    """Write the form; 0, or 2 where it cannot be made."""
    _refuse_output(output)
    before = _read(last) if last else None
    now = _read(file) if file else ReadFile.of(_started(body, year, before), output.name)
    if file and (body or year):
        raise StopError("给了数据文件，就不用再写 --body 和 --year")
    identity, edition = now.report.identity, now.report.edition
    if identity is None:
        raise StopError(f"{file or output}：读不出机关和年度，请先用 govgen check 查看并改正")
    if file and before is None and (found := beside(file, identity.year)):
        before = _read(found)
    if before and before.report.head.year != identity.year - 1:
        raise StopError(f"上年的文件应是 {identity.year - 1} 年度的")
    mark = FormMark(identity.body, identity.year, edition.edition)
    try:
        content = write_form(mark, edition, now.data, _beside(before, now))
    except ImportError as error:
        raise StopError('生成 Excel 表要先安装一个组件：pip install "govgen[excel]"') from error
    except ValueError as error:
        raise StopError(str(error)) from error
    replace_files(output.parent, {output.name: content})
    blank = sum(value is None for value in now.data.figures.values())
    say(f"已写到 {output}，还有 {blank} 格没有数字；填好后运行 govgen import {output}")
    return OK


def _refuse_output(output: Path) -> None:
    if output.suffix.lower() != ENDING:
        raise StopError(f"填报表的文件名应以 {ENDING} 结尾：{output}")
    if output.exists():
        raise StopError(f"{output} 已经存在，没有改动；请换一个文件名，或先把它移走")


def _read(file: Path) -> ReadFile:
    refuse_other(file)
    return ReadFile.of(read_data(file), file.as_posix())


def _started(body: str | None, year: int | None, last: ReadFile | None) -> bytes:
    """The data file that a new report begins with."""
    if not (body and year):
        raise click.UsageError("请给出数据文件，或者写明 --body 和 --year")
    if unfit_name(body):
        raise StopError("机关名称只能用汉字、字母、数字、括号和间隔号")
    if edition_for(year) is None:
        raise StopError(f"{year} 年度没有统一格式")
    if last and last.report.head.year != year - 1:
        raise StopError(f"--last 的文件应是 {year - 1} 年度的")
    kind = kind_of(body) or Kind.DEPARTMENT
    return starter(StarterPlan(body, kind, year, last.report if last else None)).encode()


def _beside(before: ReadFile | None, now: ReadFile) -> LastYear | None:
    if before is None:
        return None
    return LastYear(before.data.facts, before.data.prose, last_values(before.report, now.report.edition))
