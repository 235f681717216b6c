"""``govgen county sum``: the county's own data file, every figure the sum of its bodies'."""

from decimal import Decimal
from pathlib import Path

import click

from govgen.cli.county.shared import last_year_of, over_year, refuse_sum, refuse_workbook, roll_for
from govgen.cli.shared.console import FOUND, OK, StopError, say
from govgen.cli.shared.options import FILE, edition_of, output_option
from govgen.datafile.county import County
from govgen.datafile.keys import vocabulary_of
from govgen.datafile.yaml_reader.source import read
from govgen.editions.cell_names import find
from govgen.editions.edition import Edition
from govgen.editions.table import CellRef
from govgen.workflows.county.received import ReceivedFigures, Roll
from govgen.workflows.county.sums import add_up, entries_of, terms_of, written_into
from govgen.workflows.county.workbook import write_workbook
from govgen.workflows.last_year import figures_by
from govgen.workflows.new import StarterPlan, starter
from govgen.workflows.replacing import replace_file

_HELP = """把各机关的数逐格相加，写成县级报告的数据文件；文件已有的，只改表格和汇总来源，其余一字不动。

有机关没报或没通过审核时不汇总；加 --allow-missing 先汇总已有的，缺的写进“未汇总”，每个都是一处错误。
转办、协助的申请可能重复计算，只列出来，由人决定是否扣减。

\b
例：govgen county sum 收件 --year 2025 -o 县/2025.yaml
    govgen county sum 收件 --year 2025 --explain 某一行.某一栏
    govgen county sum 收件 --year 2025 -o 县/2025.yaml --xlsx 汇总.xlsx
"""


@click.command("sum", help=_HELP, options_metavar="[选项]")
@over_year
@output_option("县级报告的数据文件。")
@click.option("--xlsx", type=FILE, metavar="文件", help="另写一个 Excel 汇总表。")
@click.option("--explain", metavar="单元格", help="只列出这一格由哪些机关的哪些数相加而来。")
@click.option("--allow-missing", is_flag=True, help="缺的机关写进“未汇总”，先汇总其余的。")
def sum_(
    folder: Path,
    year: int,
    jobs: int,
    output: Path | None,
    xlsx: Path | None,
    explain: str | None,
    allow_missing: bool,
) -> int:
    """Add the bodies' figures up; 1 where bodies are missing or fail."""
    if not (output or xlsx or explain):
        raise StopError("请用 -o 写明县级报告的数据文件，或用 --xlsx、--explain")
    edition = edition_of(year)
    cell = _cell(edition, explain) if explain else None
    roll = roll_for(folder, year, jobs, ReceivedFigures)
    if output:
        refuse_sum(output, folder, roll)
    if xlsx:
        refuse_workbook(xlsx, folder, roll.county)
    left = roll.left_out
    if cell is not None:
        _explain(roll, edition, cell)
    elif left and not allow_missing:
        _refuse(roll)
    else:
        sums = add_up(roll, edition)
        if output:
            _write(output, entries_of(roll, edition, sums, output.parent), roll)
        if xlsx:
            _write_workbook(xlsx, roll, edition, sums, output)
        for body, item in roll.passing:
            say(*(f"可能重复计算：{body}：{sentence}" for sentence in item.transfers), err=True)
        say(f"已汇总 {len(roll.passing)} 个机关" + (f"，未汇总 {len(left)} 个" if left else ""))
    return FOUND if left else OK


def _cell(edition: Edition, words: str) -> CellRef:
    found = [target for target in find(edition, tuple(words.split("."))) if len(target.refs) == 1]
    if len(found) != 1:
        raise StopError(f"“{words}”不是表里的一格，请写全，各级的键用点隔开，和正文里引用数字的写法一样")
    return next(iter(found[0].refs))


def _explain(roll: Roll, edition: Edition, cell: CellRef) -> None:
    terms = terms_of(roll, edition, cell)
    say(f"{edition.name_of(cell)} = {sum(terms.values()):f}")
    say(*(f"  {body}：{value:f}" for body, value in terms.items()))
    say(*(f"  {body}：没有报来或没有通过审核，未计入" for body in roll.left_out))


def _refuse(roll: Roll) -> None:
    say(*(f"没有报来：{body}" for body, item in roll.by_body.items() if item is None), err=True)
    for _, item in roll.failing:
        say(f"没有通过审核：{item.body or item.path}（{item.trouble or f'{item.errors} 处错误'}）", err=True)
    say(*(f"不知道以哪个文件为准：{body}" for body in roll.disputed), err=True)
    say("没有汇总；加 --allow-missing 可以先汇总其余的。", err=True)


def _write(output: Path, entries: dict[str, list[str]], roll: Roll) -> None:
    raw = output.read_bytes() if output.exists() else _new_file(output, roll.county, roll.year).encode()
    source = read(raw, vocabulary_of(raw))
    if not source.complete:
        raise StopError(f"{output} 读不全，没有改动，请先用 govgen check {output} 查看并改正")
    replace_file(output, written_into(source.text, source, entries))
    say(f"已写到 {output}")


def _new_file(output: Path, settings: County, year: int) -> str:
    if not settings.name or settings.report_kind is None:
        raise StopError("county.yaml 里要写“名称”和“类型”，才能新建县级报告")
    return starter(StarterPlan(settings.name, settings.report_kind, year, last_year_of(output, year)))


def _write_workbook(
    xlsx: Path, roll: Roll, edition: Edition, sums: dict[CellRef, Decimal], output: Path | None
) -> None:
    last = last_year_of(output, roll.year) if output else None
    values = figures_by(last, edition) if last else None
    replace_file(xlsx, write_workbook(roll, edition, sums, values))
    say(f"已写到 {xlsx}")
