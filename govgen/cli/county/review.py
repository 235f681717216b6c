"""``govgen county review``: the internal page: states, findings and likeness of a year's reports."""

import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

import click

from govgen.cli.county.shared import output_folder, over_year, overview, refuse_folder, refuse_internal
from govgen.cli.shared.console import OK, say
from govgen.cli.shared.options import OLD_FOLDER
from govgen.findings.catalogue import entry
from govgen.render.html.templates import environment
from govgen.workflows.county.status import HEAD, BodyStatus
from govgen.workflows.replacing import replace_files

_HELP = """写一个内部网页：各机关的进度、按规则统计的问题、每个机关的问题、雷同，并链接到退回意见。

页上标明“内部”，其中的个人信息用 * 遮住；不要放进公开的文件夹。

\b
例：govgen county review 收件 --year 2025 -o 内部 --returns 退回意见
"""


@click.command(help=_HELP, options_metavar="[选项]")
@over_year
@output_folder("内部页的文件夹。")
@click.option(
    "--returns",
    type=OLD_FOLDER,
    metavar="文件夹",
    help="退回意见的文件夹，有就逐个链接。",
)
def review(folder: Path, year: int, jobs: int, output: Path, returns: Path | None) -> int:
    """Write the internal page of a year."""
    refuse_internal(output)
    roll, lines, pairs = overview(folder, year, jobs)
    refuse_folder(output, folder, roll.county)
    states = Counter(line.step.value for line in lines)
    context = {
        "title": f"{roll.county.name}{year}年度报告审核情况",
        "summary": "，".join(f"{state} {number} 个" for state, number in states.items()),
        "head": HEAD,
        "lines": lines,
        "returned": {
            line.body: _link(returns, f"{line.body}{year}年退回意见.docx", output) for line in lines
        },
        "codes": _codes(lines),
        "pairs": pairs,
    }
    page = environment().get_template("county_review.html.j2").render(context)
    replace_files(output, {"index.html": page.encode()})
    say(f"已写到 {output / 'index.html'}")
    return OK


def _link(returns: Path | None, name: str, output: Path) -> str:
    """The address of a 退回意见 as seen from the page; empty where there is none."""
    if returns is None or not (returns / name).is_file():
        return ""
    return quote(Path(os.path.relpath(returns / name, output)).as_posix())


def _codes(lines: Sequence[BodyStatus]) -> list[dict[str, Any]]:
    """Errors and warnings by code, the most frequent first."""
    counts: Counter[str] = Counter()
    for issue in (issue for line in lines for issue in line.issues):
        counts[issue.code] += issue.count
    bodies = Counter(code for line in lines for code in {issue.code for issue in line.issues})
    return [
        {"code": code, "title": entry(code).title, "bodies": bodies[code], "count": number}
        for code, number in counts.most_common()
    ]
