"""``govgen diff``: the comparison of two years, or of a data file with an edited document."""

from pathlib import Path

import click

from govgen.cli.diff_document import show_edits
from govgen.cli.shared.console import OK, StopError, keep_data, say
from govgen.cli.shared.inputs import readable, refuse_other
from govgen.cli.shared.options import FILE, OLD_FILE, TEXT_OR_JSON
from govgen.datafile.chart import chart, plans
from govgen.datafile.report import Report
from govgen.render.html.chart_view import chart_svg
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
@click.option("--apply", "write", is_flag=True, help="把改后的文件里改过的文字写回数据文件；数字不写回。")
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
        return show_edits(old, new, write=write, yes=yes)
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
