"""What the commands share: printing that no code page can break, colours, and ways to stop."""

import contextlib
import errno
import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import click

from govgen.findings.finding import Level
from govgen.findings.printable import printable, without_commands
from govgen.findings.reporters.text import Style
from govgen.workflows.files import is_data_file

OK, FOUND, MISUSE = 0, 1, 2
"""Exit codes: all well, errors found in a report, misuse or a fault of the environment."""

_WINDOWS = os.name == "nt"

_COLOURS = {
    Level.ERROR.value: "red",
    Level.WARNING.value: "yellow",
    Level.INFO.value: "cyan",
    "place": "blue",
    "good": "green",
}


class StopError(click.ClickException):
    """The run cannot go on; the message says why, in one line."""

    exit_code = MISUSE


@contextlib.contextmanager
def stop_on(*kinds: type[Exception], of: object = "") -> Iterator[None]:
    """Turn exceptions of these ``kinds`` into an end of the run; ``of`` names what is refused.

    Raises:
        StopError: one was raised; the message is its own.
    """
    try:
        yield
    except kinds as why:
        raise StopError(f"{of}：{why}" if of else str(why)) from why


def keep_data(target: Path) -> None:
    """Stop before a result would be written over a data file, whatever its name was meant to be.

    Raises:
        StopError: ``target`` is there and is a data file.
    """
    if is_data_file(target) and target.exists():
        raise StopError(f"{target} 是数据文件，不能把结果写在上面")


def refuse_existing(target: Path) -> None:
    """Stop where a file that is to be made is there already.

    Raises:
        StopError: it is.
    """
    if target.exists():
        raise StopError(f"{target} 已经存在，没有改动；请换一个文件名，或先把它移走")


def write_new(file: Path, text: str) -> None:
    """Write a file that is not there yet, for people: old Notepad needs CRLF line ends and a byte order mark.

    Raises:
        StopError: it is there.
    """
    refuse_existing(file)
    file.parent.mkdir(parents=True, exist_ok=True)
    encoding, ends = ("utf-8-sig", "\r\n") if _WINDOWS else ("utf-8", "\n")
    with file.open("x", encoding=encoding, newline=ends) as out:
        out.write(text)


def prepare_streams() -> None:
    """Characters that the console's code page lacks are replaced rather than end the run.

    What is printed to a stream that the caller has closed is discarded.
    """
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115  (for the whole run)
        if reconfigure := getattr(getattr(sys, name), "reconfigure", None):
            reconfigure(errors="replace")


def coloured(stream: IO[str]) -> bool:
    """Whether colours belong on ``stream``: a terminal, unless it cannot or the user asked for none."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def styler(stream: IO[str]) -> Style:
    """The style for text that goes to ``stream``."""
    if not coloured(stream):
        return lambda text, _role: text
    return lambda text, role: click.style(text, fg=_COLOURS.get(role), bold=role in _COLOURS)


def say(*lines: str, err: bool = False) -> None:
    """Print each of ``lines`` as one line, whatever a name or a value in it holds."""
    for line in lines:
        emit(printable(line) + "\n", err=err)


def emit(text: str, *, err: bool = False) -> None:
    """Print text composed of printable parts; in the log of GitHub Actions none of it is a command."""
    click.echo(without_commands(text) if on_github() else text, err=err, nl=False)


def on_github() -> bool:
    """Whether this is a step of a GitHub Actions job."""
    return os.environ.get("GITHUB_ACTIONS") == "true"


def show_error(error: click.ClickException) -> None:
    """Print why a run stopped, and the usage where the command line was wrong.

    A command without its arguments prints its help, whose lines are its own.
    """
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        say(*error.message.split("\n"), err=True)
        return
    vars(error)["message"] = printable(error.message)  # its type says that it never changes
    shown = io.StringIO()
    error.show(file=shown)
    say(*shown.getvalue().removesuffix("\n").split("\n"), err=True)


_REFUSED = {
    errno.ENOENT: "找不到",
    errno.EACCES: "没有权限读写",
    errno.EPERM: "没有权限读写",
    errno.EISDIR: "应为文件而不是文件夹：",
    errno.ENOTDIR: "不是文件夹：",
    errno.EEXIST: "已存在同名文件：",
    errno.ENOSPC: "磁盘满了，写不了",
    errno.EDQUOT: "磁盘配额用完了，写不了",
    errno.EROFS: "磁盘是只读的，写不了",
    errno.ENAMETOOLONG: "文件名太长：",
    errno.EILSEQ: "系统的编码写不了这个文件名，请设置环境变量 PYTHONUTF8=1：",
}


def reason(error: OSError) -> str:
    """What the system refused, without its English words."""
    return f"{_REFUSED.get(error.errno or 0, '读写失败：')} {error.filename or ''}".strip()


class Progress:
    """Which of many files a run is at, on a terminal only: a line that gives way to the next."""

    def __init__(self, total: int) -> None:
        """Nothing is shown of a single file."""
        self.total = total if total > 1 and coloured(sys.stderr) else 0
        self.number = 0

    def step(self, name: str) -> None:
        """The next of them is ``name``."""
        self.number += 1
        self._show(f"[{self.number}/{self.total}] {printable(name)}")

    def clear(self) -> None:
        """Take the line away, so that others can be printed."""
        self._show("")

    def _show(self, text: str) -> None:
        if self.total:
            click.echo(f"\r\x1b[K{text}", err=True, nl=False)
