"""``govgen check --fix``: show what would be mended, and write it once a person says so."""

import sys
from collections.abc import Iterable

import click

from govgen.cli.shared.console import emit, reason, say, styler
from govgen.findings.printable import printable
from govgen.workflows.fix import FixPlan
from govgen.workflows.replacing import NotDoneError

_ROLES = {"+": "good", "-": "error", "@": "place"}


def offer_fixes(found: Iterable[FixPlan | NotDoneError | None], *, yes: bool, err: bool) -> bool:
    """Print the diff of what can be mended and write it after ``yes``; whether all files could be written.

    On a terminal the person is asked instead. ``err`` keeps standard output free for a program's format.
    """
    results = list(found)
    refused = [made for made in results if isinstance(made, NotDoneError)]
    plans = [made for made in results if isinstance(made, FixPlan)]
    say(*map(str, refused), err=True)
    for made in plans:
        _show(made, err=err)
    if not plans:
        if not refused:
            say("没有可以自动改正的地方。", err=err)
        return True
    counted = f"{len(plans)} 个文件 {sum(made.count for made in plans)} 处"
    if not (yes or _agreed(counted, err=err)):
        say(f"以上 {counted}没有写入；加 --yes 写入。", "", err=err)
        return True
    written = [made.count for made in plans if _written(made)]
    say(f"已改正 {len(written)} 个文件 {sum(written)} 处。", "", err=err)
    return len(written) == len(plans)


def _show(made: FixPlan, *, err: bool) -> None:
    style = styler(sys.stderr if err else sys.stdout)
    for line in made.diff():
        role = _ROLES.get(line[:1], "")
        shown = printable(line)
        emit((style(shown, role) if role else shown) + "\n", err=err)


def _agreed(counted: str, *, err: bool) -> bool:
    """Ask on a terminal; elsewhere the answer is no."""
    if not (sys.stdin.isatty() and (sys.stderr if err else sys.stdout).isatty()):
        return False
    return click.confirm(f"写入以上 {counted}改动吗？", err=err)


def _written(made: FixPlan) -> bool:
    """Write one file; an error is printed, and the other files are still written."""
    try:
        made.write()
    except (NotDoneError, OSError) as why:
        say(f"错误：{reason(why)}" if isinstance(why, OSError) else str(why), err=True)
        return False
    return True
