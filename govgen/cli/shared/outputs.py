"""Where a review's results go: formats to the screen and to files, several in one run."""

import functools
import os
import shutil
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

import click

from govgen.cli.shared.console import StopError, emit, keep_data, on_github, say, styler
from govgen.findings.reporters import FORMATS, report
from govgen.findings.reporters.outcome import WIDEST, Outcome
from govgen.findings.reporters.text import summary_text
from govgen.workflows.replacing import replace_file

_ROOTS = ("GITHUB_WORKSPACE", "CI_PROJECT_DIR")
"""Where platforms name the top of the checked-out repository."""


class Output(NamedTuple):
    """A format, and the file it goes to; None means the screen."""

    kind: str
    file: Path | None = None


def outputs(_context: click.Context, _option: click.Parameter, values: Iterable[str]) -> tuple[Output, ...]:
    """What ``--output-format`` asks for: 格式 or 格式=文件, any number of times.

    Without it text goes to the screen; on GitHub Actions, annotations do.

    Raises:
        BadParameter: no such format, or two that go to the same place.
    """
    wanted = [_output(value) for value in values]
    if len({output.file for output in wanted}) < len(wanted):
        raise click.BadParameter("两种格式写到了同一处；屏幕上只能有一种，其余写成“格式=文件”")
    return tuple(wanted) or (Output("github" if on_github() else "text"),)


def _output(value: str) -> Output:
    kind, _, file = value.replace("＝", "=").partition("=")
    kind = kind.strip().lower()
    if kind not in FORMATS:
        raise click.BadParameter(f"没有“{kind}”这种格式，只有 {'、'.join(FORMATS)}")
    return Output(kind, Path(file.strip()) if file.strip() else None)


def refuse_overwriting(wanted: Iterable[Output], inputs: Iterable[Path]) -> None:
    """Stop where a result would be written over a file under review.

    Raises:
        StopError: it would.
    """
    read = {os.path.realpath(path) for path in inputs}
    for output in wanted:
        if output.file is None:
            continue
        if os.path.realpath(output.file) in read:
            raise StopError(f"结果不能写到要审核的文件上：{output.file}")
        keep_data(output.file)


def on_screen(wanted: Iterable[Output]) -> str:
    """The format that goes to the screen; empty where none does."""
    return next((output.kind for output in wanted if output.file is None), "")


def deliver(outcome: Outcome, wanted: tuple[Output, ...], *, quiet: bool = False) -> None:
    """Write every format to its place; with ``quiet`` nothing to the screen.

    Raises:
        OSError: a file cannot be written.
    """
    for output in wanted:
        if output.file is not None:
            # Tools of all systems read these files: the line ends are the same everywhere. A file's name may
            # hold bytes that are no text; they are replaced, as on the screen.
            output.file.parent.resolve(strict=True)  # a folder that is not there is a slip of the path
            replace_file(output.file, report(output.kind, outcome))
    screen = on_screen(wanted)
    if quiet:
        return
    if screen:
        style = styler(sys.stdout)
        text = report(screen, outcome, style)
        if screen == "text":
            emit(text)
        else:  # a program's format has its own ways to escape
            click.echo(text, nl=False)
    if screen in {"", "github"}:
        say(*summary_text(outcome.summary).split("\n"), err=True)


def screen_width() -> int:
    """How many columns a source line may take: those of the terminal, where the output goes to one."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else WIDEST


def locator() -> Callable[[str], str]:
    """How platforms name files: by the path from the repository's top, with forward slashes."""
    named = next((os.environ[name] for name in _ROOTS if os.environ.get(name)), None)
    top = Path(named or Path.cwd()).resolve()

    @functools.cache
    def locate(file: str) -> str:
        path = Path(file).resolve()
        return (path.relative_to(top) if path.is_relative_to(top) else path).as_posix()

    return locate
