"""``govgen county review``: the internal page: states, findings and likeness of a year's reports."""

import os
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any
from urllib.parse import quote

import click

from govgen.cli.county.shared import output_folder, over_year, overview, settings_of
from govgen.cli.shared.console import OK, say
from govgen.cli.shared.options import OLD_FOLDER
from govgen.findings.catalogue import entry
from govgen.workflows.county.issues import LEVELS, Issue
from govgen.workflows.county.published import review_page
from govgen.workflows.county.status import BodyStatus
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
    settings = settings_of(folder)
    found = overview(folder, year, settings, jobs)
    issues = {body: item.issues for body, item in found.roll.by_body.items() if item}
    states = Counter(line.step.value for line in found.lines)
    context = {
        "title": f"{settings.name}{year}年度报告审核情况",
        "summary": "，".join(f"{state} {number} 个" for state, number in states.items()),
        "lines": [
            _line(
                line, issues.get(line.body, ()), _link(returns, f"{line.body}{year}年退回意见.docx", output)
            )
            for line in found.lines
        ],
        "codes": _codes(issues.values()),
        "pairs": [{**asdict(pair), "percent": f"{pair.share:.0%}"} for pair in found.pairs],
    }
    replace_files(output, {"index.html": review_page(context).encode()})
    say(f"已写到 {output / 'index.html'}")
    return OK


def _link(returns: Path | None, name: str, output: Path) -> str:
    """The address of a 退回意见 as seen from the page; empty where there is none."""
    if returns is None or not (returns / name).is_file():
        return ""
    return quote(Path(os.path.relpath(returns / name, output)).as_posix())


def _line(line: BodyStatus, issues: Sequence[Issue], returned: str) -> dict[str, Any]:
    return {
        "body": line.body,
        "words": line.words,
        "errors": line.errors if line.file else "",
        "warnings": line.warnings if line.file else "",
        "applications": "" if line.applications is None else f"{line.applications:f}",
        "on_time": {True: "是", False: "迟", None: ""}[line.on_time],
        "returned": returned,
        "issues": [
            {"level": LEVELS[issue.level], "place": issue.place, "problem": issue.problem} for issue in issues
        ],
    }


def _codes(listed: Iterable[Sequence[Issue]]) -> list[dict[str, Any]]:
    """Errors and warnings by code, the most frequent first."""
    counts: Counter[str] = Counter()
    bodies: Counter[str] = Counter()
    for issues in listed:
        own = [issue.code for issue in issues]
        counts.update(own)
        bodies.update(set(own))
    return [
        {"code": code, "title": entry(code).title, "bodies": bodies[code], "count": number}
        for code, number in counts.most_common()
    ]
