"""``govgen new``: begin a data file."""

import sys
from pathlib import Path

import click

from govgen.cli.shared.console import OK, StopError, say, write_new
from govgen.cli.shared.inputs import readable, refuse_other
from govgen.cli.shared.options import OLD_FILE, edition_of, kind_option, refuse_unfit, year_option
from govgen.datafile.identity import Kind, kind_of, unfit_name
from govgen.datafile.report import Report
from govgen.datafile.values import PLACEHOLDER
from govgen.editions.edition import Edition
from govgen.editions.succession import lost
from govgen.workflows.files import COUNTY, beside, is_data_file
from govgen.workflows.last_year import own_errors
from govgen.workflows.new import StarterPlan, county_text, starter
from govgen.workflows.schema import file_name, schema_text

_HELP = """新建一份数据文件，表格、项目和填写说明都已排好，要填的地方写着【待填写】。

路径可以是文件，也可以是文件夹（在其中新建以年度命名的文件）。已有的文件不会被覆盖。

\b
例：govgen new 青禾镇 --body 青禾镇人民政府 --year 2024
    govgen new 青禾镇 --from 青禾镇/2024.yaml
    govgen new 收件 --county --body 青山县人民政府
"""


@click.command(help=_HELP, options_metavar="[选项]")
@click.argument("path", metavar="路径", type=click.Path(path_type=Path))
@click.option("--body", metavar="机关", help="机关全称，如 青禾镇人民政府。")
@kind_option(f"{'、'.join(Kind)}；从名称看得出来时不用写。")
@year_option("报告的是哪一年，如 2024。")
@click.option(
    "--from",
    "last_file",
    type=OLD_FILE,
    metavar="文件",
    help="接着上一年度的文件填：带入机关、联系方式和上年结转。",
)
@click.option("--county", is_flag=True, help=f"新建 {COUNTY}（县里的名单和要求），--body 写县政府全称。")
@click.option("--show-last", is_flag=True, help="把上年的文字列成说明，供参考（与 --from 同用）。")
def new(
    path: Path,
    body: str | None,
    kind: str | None,
    year: int | None,
    last_file: Path | None,
    county: bool,
    show_last: bool,
) -> int:
    """Write a new data file at ``path``, and the schema for editors in its folder."""
    if county:
        return _new_county(path, body or _asked("县政府全称", "--body"))
    if show_last and last_file is None:
        raise StopError("--show-last 要与 --from 同用")
    if last_file is not None:
        refuse_other(last_file)
    last = _last_report(last_file) if last_file else None
    plan = _plan(body, kind, year, last, quote_last=show_last)
    file = path if is_data_file(path) else path / f"{plan.year}.yaml"
    edition = edition_of(plan.year)
    text = starter(plan)
    write_new(file, text)
    _write_schema(file.with_name(file_name(edition)), edition)
    _print_result(file, text, last, edition)
    if last is None and (old := beside(file, plan.year)):
        say(f"提示：同一文件夹里有上年的 {old.name}，用 --from {old} 可以带入机关、联系方式和上年结转。")
    return OK


def _new_county(folder: Path, name: str) -> int:
    """Write county.yaml with the folders that are there already as its bodies."""
    refuse_unfit(name)
    file = folder / COUNTY
    there = sorted(folder.iterdir()) if folder.is_dir() else []
    bodies = [item.name for item in there if item.is_dir() and not unfit_name(item.name)]
    write_new(file, county_text(name, bodies))
    say(f"已新建 {file}，名单里有 {len(bodies)} 个机关；请补全后用 govgen county status 看进度。")
    return OK


def _plan(
    body: str | None, kind: str | None, year: int | None, last: Report | None, *, quote_last: bool
) -> StarterPlan:
    """What was said on the command line, then what last year's file says, then what a person answers."""
    before = last.identity if last else None
    body = body or (before.body if before else _asked("机关全称", "--body"))
    year = year or (before.year + 1 if before else int(_asked("年度", "--year")))
    refuse_unfit(body)
    if before and before.year != year - 1:
        raise StopError(f"--from 的文件是 {before.year} 年度的，应为 {year - 1} 年度")
    same = before.kind if before and before.body == body else None
    known = Kind(kind) if kind else same or kind_of(body) or _asked_kind()
    return StarterPlan(body, known, year, last, quote_last, f"./{file_name(edition_of(year))}")


def _asked(what: str, option: str) -> str:
    """What a person at the terminal answers.

    Raises:
        UsageError: standard input is no terminal.
    """
    if not sys.stdin.isatty():
        raise click.UsageError(f"缺少选项 {option}（{what}）")
    return str(click.prompt(what, type=int if option == "--year" else str))


def _asked_kind() -> Kind:
    if not sys.stdin.isatty():
        raise click.UsageError("从机关名称看不出类型，请加选项 --kind")
    return Kind(click.prompt("机关类型", type=click.Choice([*map(str, Kind)])))


def _last_report(file: Path) -> Report:
    """Last year's report, as far as it can be read; what it leaves unknown has to be filled in anew."""
    examined = readable(file)
    if own_errors(examined.findings):
        say(f"注意：{file} 还有错误，带入的数字请核对。", err=True)
    return examined.report


def _write_schema(file: Path, edition: Edition) -> None:
    text = schema_text(edition)
    if not file.exists():
        file.write_text(text, encoding="utf-8", newline="\n")
    elif file.read_text(encoding="utf-8") != text:
        say(f"{file} 与本版程序的不同，没有改动；要更新就运行 govgen schema -o {file}", err=True)


def _print_result(file: Path, text: str, last: Report | None, edition: Edition) -> None:
    fields = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    count = sum(line.count(PLACEHOLDER) for line in fields)
    say(f"已新建 {file}，有 {count} 处{PLACEHOLDER}要填。")
    gone = lost(last.edition, edition) if last else []
    if gone:
        say("上年用的是旧格式，下列项目在新格式里没有一一对应的格，数字没有带过来：")
        say(*(f"  {name}" for name in gone))
    say(f"填完运行：govgen check {file}")
