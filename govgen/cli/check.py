"""``govgen check``: review data files."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from govgen.cli.console import FOUND, OK, say, styler
from govgen.cli.inputs import LAST, PATHS, examined_files, named_files, summary_of
from govgen.diagnostics import Findings
from govgen.reporters import as_json, as_text, summary_text

_HELP = """审核数据文件，指出每一处问题的行、列、依据和改法。

路径可以是文件，也可以是文件夹（审核其中所有 .yaml 文件）。

\b
例：govgen check 2025.yaml
    govgen check --output-format json examples
"""


@click.command(help=_HELP, options_metavar="[选项]")
@PATHS
@LAST
@click.option(
    "--output-format",
    type=click.Choice(["text", "json"]),
    default="text",
    metavar="格式",
    help="结果的格式：text（文字，默认）或 json。",
)
def check(paths: tuple[Path, ...], last: Path | None, output_format: str) -> int:
    """Review ``paths``; 1 when any error was found."""
    examined = list(examined_files(named_files(paths), last))
    found = Findings()
    for item in examined:
        found.extend(item.findings)
    summary = summary_of(examined, found)
    if output_format == "json":
        click.echo(as_json(found, summary), nl=False)
    else:
        lines = {item.report.name: item.source.text.split("\n") for item in examined}
        style = styler(sys.stdout)
        for finding in found:
            say(as_text(finding, lines, style) + "\n")
        say(summary_text(summary))
    return FOUND if found.has_errors else OK
