"""``govgen county status``: how far each body's report has come."""

import json
from collections import Counter
from dataclasses import asdict
from pathlib import Path

import click

from govgen.cli.county.shared import over_year, overview
from govgen.cli.shared.console import FOUND, OK, say
from govgen.findings.display import columns
from govgen.workflows.county.likeness import Pair
from govgen.workflows.county.status import HEAD, BodyStatus

_SENTENCES = 5
"""Sentences that are enough to recognize what was copied."""

_HELP = """一个机关一行：未报、已收、退回（第几次）、已改、通过、已公布，另列错误、警告、申请数、是否按时。

只看，不写任何文件。全部通过时退出码 0，否则 1，可用于自动检查。

\b
例：govgen county status 收件 --year 2025
    govgen county status 收件 --year 2025 --json
"""


@click.command(help=_HELP, options_metavar="[选项]")
@over_year
@click.option("--json", "as_json", is_flag=True, help="输出 JSON，供别的程序读。")
def status(folder: Path, year: int, jobs: int, as_json: bool) -> int:
    """Show each body's state; 1 unless every body has a report that passes and no file is left over."""
    roll, lines, pairs = overview(folder, year, jobs)
    if as_json:
        alike = [asdict(pair) | {"share": round(pair.share, 2)} for pair in pairs]
        document = {"year": year, "bodies": [line.as_data() for line in lines], "alike": alike}
        say(json.dumps(document, ensure_ascii=False))
    else:
        _show(year, lines, pairs)
    others = (roll.unknown, roll.twice, roll.misdated, roll.unfilled)
    return FOUND if roll.left_out or any(others) else OK


def _show(year: int, lines: list[BodyStatus], pairs: list[Pair]) -> None:
    rows = [HEAD, *(line.cells for line in lines)]
    widths = [max(map(columns, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (cell + " " * (wide - columns(cell)) for cell, wide in zip(row, widths, strict=True))
        say("  ".join(cells).rstrip())
    for pair in pairs:
        say("", f"雷同：{pair.first} 与 {pair.second}，{len(pair.sentences)} 句相同（{pair.share:.0%}）")
        say(*(f"  {sentence}" for sentence in pair.sample(_SENTENCES)))
    counts = Counter(line.step.value for line in lines)
    totals = "，".join(f"{step} {number}" for step, number in counts.items())
    say("", f"{year} 年度 {len(lines)} 个机关：{totals or '没有'}")
