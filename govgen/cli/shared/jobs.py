"""How work is divided: over processes of one machine (--jobs), and over machines (--shard)."""

import re
import signal
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

import click

from govgen.cli.shared.console import StopError

JOBS = click.option(
    "--jobs",
    default=1,
    show_default=True,
    type=click.IntRange(1, 64),
    metavar="个数",
    help="同时用几个进程；结果与一个进程的相同。",
)


class Shard(NamedTuple):
    """Part ``number`` of ``total`` parts of the work."""

    number: int
    total: int

    def of(self, files: Iterable[Path]) -> list[Path]:
        """The files of this part; every part has whole folders.

        A folder is never divided: reports of one body and year in one folder are found to be doubles only
        where they are reviewed together.
        """
        files = list(files)
        folders = list(dict.fromkeys(file.parent for file in files))
        mine = set(folders[self.number - 1 :: self.total])
        return [file for file in files if file.parent in mine]


WHOLE = Shard(1, 1)


def _shard(_context: click.Context, _option: click.Parameter, value: str | None) -> Shard:
    if value is None:
        return WHOLE
    match = re.fullmatch(r"(\d{1,4})/(\d{1,4})", value.strip(), re.ASCII)
    if match is None or not 1 <= int(match[1]) <= int(match[2]):
        raise click.BadParameter("应写成“3/8”的样子：分成 8 份，这次做第 3 份")
    return Shard(int(match[1]), int(match[2]))


SHARD = click.option(
    "--shard",
    callback=_shard,
    metavar="第几份/共几份",
    help="按文件夹分成几份，只做其中一份，如 3/8；供几台机器分着做，合起来就是全部。",
)


@contextmanager
def executor(jobs: int) -> Iterator[Executor | None]:
    """Worker processes; None where one process is to do it all.

    They are spawned: a fork would copy the locks of libraries that have threads.

    Raises:
        StopError: a worker was killed.
    """
    if jobs == 1:
        yield None
        return
    with ProcessPoolExecutor(jobs, get_context("spawn"), _leave_ctrl_c_to_the_parent) as pool:
        try:
            yield pool
        except BrokenProcessPool as why:
            message = "有一个进程中途被系统结束，多半是内存不够，没有做完；请减少 --jobs 再运行一次"
            raise StopError(message) from why
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _leave_ctrl_c_to_the_parent() -> None:
    """A terminal sends Ctrl-C to all processes; only the parent writes files, and it ends the workers."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
