"""``govgen check --fix``: show what would be mended, and write it once a person says so."""

import sys
from collections.abc import Callable, Iterable
from typing import NamedTuple

import click

from govgen.cli.shared.console import emit, reason, say, styler
from govgen.findings.finding import Finding
from govgen.findings.printable import printable
from govgen.workflows.check import Examined
from govgen.workflows.fix import FixPlan, FixRefusedError, plan

_ROLES = {"+": "good", "-": "error", "@": "place"}


class FixResult(NamedTuple):
    """How many files were written, and how many could not be."""

    written: int = 0
    failed: int = 0


def offer_fixes(
    examined: Iterable[Examined], keeps: Callable[[Finding], bool], *, yes: bool, err: bool
) -> FixResult:
    """Print the diff of what can be mended and write it after ``yes``.

    Only findings that ``keeps`` keeps are mended. On a terminal the person is asked instead. ``err`` keeps
    standard output free for a program's format.
    """
    plans, refused = _plans(examined, keeps)
    for made in plans:
        _show(made, err=err)
    if not plans:
        if not refused:
            say("没有可以自动改正的地方。", err=err)
        return FixResult()
    counted = f"{len(plans)} 个文件 {sum(made.count for made in plans)} 处"
    if not (yes or _agreed(counted, err=err)):
        say(f"以上 {counted}没有写入；加 --yes 写入。", "", err=err)
        return FixResult()
    written = sum(_written(made) for made in plans)
    say(f"已改正 {written} 个文件。", "", err=err)
    return FixResult(written, len(plans) - written)


def _plans(examined: Iterable[Examined], keeps: Callable[[Finding], bool]) -> tuple[list[FixPlan], int]:
    """What can be mended, and how many files are refused, which is told."""
    plans, refused = [], 0
    for item in examined:
        try:
            made = plan(item, keeps)
        except FixRefusedError as why:
            say(str(why), err=True)
            refused += 1
        else:
            plans += [made] if made else []
    return plans, refused


def _show(made: FixPlan, *, err: bool) -> None:
    style = styler(sys.stderr if err else sys.stdout)
    for line in made.diff():
        role = _ROLES.get(line[:1], "")
        shown = printable(line)
        emit((style(shown, role) if role else shown) + "\n", err=err)


def _agreed(counted: str, *, err: bool) -> bool:
    """Ask on a terminal; elsewhere nobody can answer."""
    if not (sys.stdin.isatty() and (sys.stderr if err else sys.stdout).isatty()):
        return False
    return click.confirm(f"写入以上 {counted}改动吗？", err=err)


def _written(made: FixPlan) -> bool:
    """Write one file; a fault of it is told, and keeps no other from being written."""
    try:
        made.write()
    except FixRefusedError as why:
        say(str(why), err=True)
        return False
    except OSError as error:
        say(f"错误：{reason(error)}", err=True)
        return False
    return True
