"""``govgen diff 2025.yaml 改后.docx``: what an edited document changed, and its prose written back."""

import sys
from pathlib import Path

import click

from govgen.cli.shared.console import OK, StopError, say, stop_on
from govgen.cli.shared.inputs import readable
from govgen.datafile.prose import shown
from govgen.datafile.report import INTRODUCTION
from govgen.importers.convert import Imported, convert
from govgen.importers.isolation import read_source
from govgen.importers.page import RefusedError
from govgen.render.html.page import Templates
from govgen.workflows.apply_edits import ProseChange, cell_changes, plan_of, prose_changes
from govgen.workflows.check import Examined
from govgen.workflows.fix import FixPlan
from govgen.workflows.line_edits import EditRefusedError


def show_edits(data: Path, document: Path, *, write: bool, yes: bool) -> int:
    """Print what ``document`` says otherwise than ``data``; with ``write`` put its prose into the data file.

    Raises:
        StopError: one of the two cannot be read, or the prose cannot be written back.
    """
    examined = readable(data)
    with stop_on(RefusedError, of=document):
        found = convert(read_source(document), document.name, edition=examined.report.edition)
    prose = list(prose_changes(examined, found, _opening(examined)))
    _show(prose, examined, found)
    with stop_on(EditRefusedError):
        if write and (plan := plan_of(examined, prose)):
            _offer(plan, yes=yes)
    return OK


def _opening(examined: Examined) -> tuple[str, ...]:
    """The introduction that the template writes where the data file brings none."""
    if INTRODUCTION in examined.report.passages:
        return ()
    page = Templates().render(examined.report)
    return convert(page.encode(), examined.report.name, trusted=True).words.passages.get(INTRODUCTION, ())


def _show(prose: list[ProseChange], examined: Examined, found: Imported) -> None:
    cells = list(cell_changes(examined.report, found))
    for cell in cells:
        place = f"{examined.path}:{cell.span.line}:{cell.span.column}"
        say(f"{place} {cell.name}：{shown(cell.before)} → {shown(cell.after)}")
    for change in prose:
        say(*_prose_lines(change, examined))
    for table in examined.report.edition.tables:
        if table.id not in found.reading.tables:
            say(f"改后的文件里没有找到“{table.key}”表，没有对照。")
    if not cells and not prose:
        say("没有不同。")
    if cells:
        say(f"有 {len(cells)} 格数字不同；数字不会写回，请核对后在数据文件里改。")


def _prose_lines(change: ProseChange, examined: Examined) -> list[str]:
    lines = [f"{examined.path}:{change.span.line}:{change.span.column} {change.where}"]
    lines += [f"  - {line}" for line in change.before.split("\n") if line]
    lines += [f"  + {line}" for line in change.after.split("\n") if line]
    if change.refused:
        lines.append(f"  = 不能写回：{change.refused}")
    return lines


def _offer(plan: FixPlan, *, yes: bool) -> None:
    """Show the change of the file, and write it once somebody agrees."""
    say(*plan.diff())
    if not yes:
        if not sys.stdin.isatty():
            raise StopError("要写入请加 --yes")
        if not click.confirm(f"写入 {plan.path}？"):
            say("没有写入。")
            return
    plan.write()
    say(f"已写入 {plan.path}，改了 {plan.count} 处文字。")
