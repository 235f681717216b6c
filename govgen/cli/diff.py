"""``govgen diff``: the comparison of two years, or of a data file with an edited document."""

import sys
from pathlib import Path

import click

from govgen.cli.check_fix import offer_fixes
from govgen.cli.shared.console import MISUSE, OK, StopError, keep_data, say, stop_on
from govgen.cli.shared.inputs import readable, refuse_other
from govgen.cli.shared.options import FILE, OLD_FILE, TEXT_OR_JSON
from govgen.datafile.chart import chart, plans
from govgen.datafile.prose import shown
from govgen.datafile.report import INTRODUCTION, Report
from govgen.importers.convert import Imported, convert
from govgen.importers.isolation import read_source
from govgen.importers.page import RefusedError
from govgen.render.html.chart_view import chart_svg
from govgen.render.html.page import Templates
from govgen.workflows.apply_edits import (
    CellChange,
    ProseChange,
    cell_changes,
    other_changes,
    plan_of,
    prose_changes,
)
from govgen.workflows.check import Examined
from govgen.workflows.diff import as_json, as_text, compare
from govgen.workflows.files import is_data_file
from govgen.workflows.replacing import replace_file

_HELP = """对照两个年度的数据文件，逐格列出上年、今年、增减和百分比。

两年的格式不同时，能对上的格对照，对不上的另外列出。
后一个文件是改过的 Word、网页、PDF 或文本时，列出与数据文件不同的数字和文字。

\b
例：govgen diff 2024.yaml 2025.yaml
    govgen diff --output-format json 2024.yaml 2025.yaml
    govgen diff --chart 对比.svg 2024.yaml 2025.yaml
    govgen diff 2025.yaml 领导改过.docx --apply
"""


@click.command(help=_HELP, options_metavar="[选项]")
@click.argument("old", metavar="数据文件", type=OLD_FILE)
@click.argument("new", metavar="另一个文件", type=OLD_FILE)
@TEXT_OR_JSON
@click.option("--all", "every", is_flag=True, help="两年都是 0 的格也列出。")
@click.option("--chart", "picture", type=FILE, metavar="文件", help="另把主要数据画成一幅条形图（SVG）。")
@click.option(
    "--apply",
    "write",
    is_flag=True,
    help="把改后的文件里改过的正文写回数据文件；别的不写回，逐个列出。",
)
@click.option("--yes", is_flag=True, help="写回前不再询问。")
def diff(
    old: Path,
    new: Path,
    output_format: str,
    every: bool,
    picture: Path | None,
    write: bool,
    yes: bool,
) -> int:
    """Print the comparison of two years, or what an edited document changed; unknown cells do not differ."""
    refuse_other(old)
    if not is_data_file(new):
        if picture is not None or output_format == "json":
            raise StopError("--chart 和 --output-format json 只用于对照两个年度的数据文件")
        return _show_edits(old, new, write=write, yes=yes)
    if write:
        raise StopError("--apply 只用于对照改后的 Word、网页等文件")
    last, this = readable(old), readable(new)
    try:
        comparison = compare(last.report, this.report)
    except ValueError as error:
        raise StopError(f"{last.path} 应是较早年度的文件，{this.path} 应是较晚的") from error
    if output_format == "json":
        click.echo(as_json(comparison), nl=False)
    else:
        say(*as_text(comparison, every=every).split("\n"))
    if picture is not None:
        _draw(picture, last.report, this.report)
    return OK


def _draw(picture: Path, last: Report, this: Report) -> None:
    keep_data(picture)
    plan = next(plan for plan in plans().values() if plan.compares)
    svg = chart_svg(chart(plan, this.figures, last.figures))
    replace_file(picture, svg)
    say(f"已画到 {picture}", err=True)


def _show_edits(data: Path, document: Path, *, write: bool, yes: bool) -> int:
    """Print what ``document`` says otherwise than ``data``; with ``write`` put its prose into the data file.

    Raises:
        StopError: one of the two cannot be read, or the prose cannot be written back.
    """
    examined = readable(data)
    own = convert(Templates().render(examined.report).encode(), examined.report.name, trusted=True)
    with stop_on(RefusedError, of=document):
        found = convert(read_source(document), document.name, edition=examined.report.edition)
    opening = () if INTRODUCTION in examined.report.passages else own.words.passages.get(INTRODUCTION, ())
    prose = list(prose_changes(examined, found, opening))
    _show_changes(prose, examined, own, found)
    if write:
        plan = plan_of(examined, prose)
        if plan and not (yes or sys.stdin.isatty()):
            raise StopError("要写入请加 --yes")
        if plan and not offer_fixes([plan], yes=yes, err=False):
            return MISUSE
    return OK


def _show_changes(prose: list[ProseChange], examined: Examined, own: Imported, found: Imported) -> None:
    cells, others = list(cell_changes(examined.report, found)), list(other_changes(own, found))
    say(*(_cell_line(cell, examined) for cell in cells))
    for change in prose:
        say(*_prose_lines(change, examined))
    tables = [table for table in examined.report.edition.tables if table.id not in found.reading.tables]
    others += [f"改后的文件里没有找到“{table.key}”表，没有对照" for table in tables]
    say(*others)
    if not cells and not prose and not others:
        say("没有不同。")
    if cells:
        count = sum(cell.count for cell in cells)
        say(f"有 {count} 格数字不同；数字不会写回，请核对后在数据文件里改。")
    if others:
        say(f"另有 {len(others)} 处不同；标题、日期、表格等不会写回，要改的请在数据文件里改。")


def _cell_line(cell: CellChange, examined: Examined) -> str:
    place = f"{examined.path}:{cell.span.line}:{cell.span.column} {cell.name}"
    if cell.count > 1:
        return f"{place}：改后的文件里这 {cell.count} 格没有了，或者认不出"
    after = cell.remark if cell.after is None else shown(cell.after)
    return f"{place}：{shown(cell.before)} → {after}"


def _prose_lines(change: ProseChange, examined: Examined) -> list[str]:
    lines = [f"{examined.path}:{change.span.line}:{change.span.column} {change.where}"]
    lines += [f"  - {line}" for line in change.before.split("\n") if line]
    lines += [f"  + {line}" for line in change.after.split("\n") if line]
    if change.refused:
        lines.append(f"  = 不能写回：{change.refused}")
    return lines
