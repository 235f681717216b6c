"""``govgen county status``: how far each body's report has come."""

import json
from collections import Counter
from pathlib import Path

import click

from govgen.cli.county.shared import over_year, overview, settings_of
from govgen.cli.shared.console import FOUND, OK, say
from govgen.findings.display import full_width as width
from govgen.workflows.county.likeness import Pair
from govgen.workflows.county.status import BodyStatus

_HELP = """一个机关一行：未报、已收、退回（第几次）、已改、通过、已公布，另列错误、警告、申请数、是否按时。

只看，不写任何文件。全部通过时退出码 0，否则 1，可用于自动检查。

\b
例：govgen county status 收件 --year 2025
    govgen county status 收件 --year 2025 --json
"""
_HEAD = ("机关", "状态", "错误", "警告", "收到申请", "按时")


@click.command(help=_HELP, options_metavar="[选项]")
@over_year
@click.option("--json", "as_json", is_flag=True, help="输出 JSON，供别的程序读。")
def status(folder: Path, year: int, jobs: int, as_json: bool) -> int:
    """Show each body's state; 1 unless every report passes and none is a copy of another."""
    found = overview(folder, year, settings_of(folder), jobs)
    lines, pairs = found.lines, found.pairs
    if as_json:
        say(_json(year, lines, pairs))
    else:
        _show(year, lines, pairs)
    is_clean = all(line.is_done for line in lines) and not found.roll.unknown and not found.roll.twice
    return OK if is_clean else FOUND


def _json(year: int, lines: list[BodyStatus], pairs: list[Pair]) -> str:
    document = {
        "year": year,
        "bodies": [line.as_data() for line in lines],
        "alike": [
            {
                "first": pair.first,
                "second": pair.second,
                "share": round(pair.share, 2),
                "sentences": pair.sentences,
            }
            for pair in pairs
        ],
    }
    return json.dumps(document, ensure_ascii=False)


def _show(year: int, lines: list[BodyStatus], pairs: list[Pair]) -> None:
    rows = [_HEAD, *(_row(line) for line in lines)]
    widths = [max(width(row[column]) for row in rows) for column in range(len(_HEAD))]
    for row in rows:
        say(
            "  ".join(
                cell + " " * (wide - width(cell)) for cell, wide in zip(row, widths, strict=True)
            ).rstrip()
        )
    for pair in pairs:
        say("", f"雷同：{pair.first} 与 {pair.second}，{len(pair.sentences)} 句相同（{pair.share:.0%}）")
        say(*(f"  {sentence}。" for sentence in pair.sentences[:5]))
    counts = Counter(line.step.value for line in lines)
    said = "，".join(f"{step} {number}" for step, number in counts.items())
    say("", f"{year} 年度 {len(lines)} 个机关：{said or '没有'}")


def _row(line: BodyStatus) -> tuple[str, ...]:
    if not line.file:
        return (line.body, line.words, "", "", "", "")
    number = "?" if line.applications is None else f"{line.applications:f}"
    kept = {True: "是", False: "迟", None: ""}[line.on_time]
    return (line.body, line.words, str(line.errors), str(line.warnings), number, kept)
