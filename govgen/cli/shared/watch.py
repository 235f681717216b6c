"""Doing a command's work again after each save."""

import threading
from collections.abc import Callable, Iterable
from pathlib import Path

from govgen.cli.shared.console import OK, StopError, reason, say, show_error
from govgen.workflows.watch import changes

INTERVAL = 0.25
"""Seconds between two looks; a whole county's files may be under watch."""


def again(work: Callable[[], int], files: Callable[[], Iterable[Path]]) -> int:
    """Do ``work`` now and after each save of ``files``, until Ctrl-C, whether or not it works out."""
    saves = changes(files, threading.Event(), INTERVAL)
    try:
        _attempt(work)
        for _ in saves:
            _attempt(work)
    except KeyboardInterrupt:
        say("已停止。")
    return OK


def _attempt(work: Callable[[], int]) -> None:
    try:
        work()
    except StopError as error:
        show_error(error)
    except OSError as error:
        say(f"错误：{reason(error)}", err=True)
    say("保存文件后自动重新生成，按 Ctrl-C 停止。")
