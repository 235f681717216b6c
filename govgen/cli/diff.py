"""``govgen diff``: this year beside last."""

from __future__ import annotations

from pathlib import Path

import click

from govgen.chart import Figures, chart, plans
from govgen.cli.console import OK, StopError, say
from govgen.comparison import Comparison, as_json, as_text, compare
from govgen.examine import Examined, examine
from govgen.report import Report

_HELP = """对照两个年度的数据文件，逐格列出上年、今年、增减和百分比。

两年的格式不同时，能对上的格对照，对不上的另外列出。

\b
例：govgen diff 2024.yaml 2025.yaml
    govgen diff --output-format json 2024.yaml 2025.yaml
    govgen diff --chart 对比.svg 2024.yaml 2025.yaml
"""

_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command(help=_HELP, options_metavar="[选项]")
@click.argument("old", metavar="上年文件", type=_FILE)
@click.argument("new", metavar="今年文件", type=_FILE)
@click.option(
    "--output-format",
    type=click.Choice(["text", "json"]),
    default="text",
    metavar="格式",
    help="结果的格式：text（文字，默认）或 json。",
)
@click.option("--all", "every", is_flag=True, help="两年都是 0 的格也列出。")
@click.option(
    "--chart",
    "picture",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="文件",
    help="另把主要数据画成一幅条形图（SVG）。",
)
def diff(old: Path, new: Path, output_format: str, every: bool, picture: Path | None) -> int:
    """Print the comparison of two years; a cell that is unknown in either has no difference."""
    last, this = (_readable(file) for file in (old, new))
    comparison = _compared(last, this)
    if output_format == "json":
        click.echo(as_json(comparison), nl=False)
    else:
        say(as_text(comparison, every=every))
    if picture is not None:
        _draw(picture, last.report, this.report)
    return OK


def _readable(file: Path) -> Examined:
    examined = examine(file)
    if not examined.can_be_drafted:
        raise StopError(f"{file} 读不全，请先用 govgen check {file} 查看并改正")
    return examined


def _compared(last: Examined, this: Examined) -> Comparison:
    try:
        return compare(last.report, this.report)
    except ValueError as error:
        raise StopError(f"{last.path} 应是较早年度的文件，{this.path} 应是较晚的") from error


def _draw(picture: Path, last: Report, this: Report) -> None:
    from govgen.render.chart_view import chart_svg  # noqa: PLC0415  (only a picture needs it)

    kind = next(name for name, plan in plans().items() if plan.compares)
    svg = chart_svg(chart(kind, _figures(this), _figures(last)))
    picture.write_text(svg, encoding="utf-8", newline="\n")
    say(f"已画到 {picture}", err=True)


def _figures(report: Report) -> Figures:
    assert report.identity is not None
    return Figures(report.edition, report.cells, report.identity.year)
