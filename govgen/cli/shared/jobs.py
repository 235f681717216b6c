"""How work is divided: here (--jobs), over a cluster (--scheduler), over runs on many machines (--shard)."""

import concurrent.futures
import os
import re
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, NamedTuple

import click

from govgen.cli.shared.console import StopError, stop_on
from govgen.editions.labels import fold
from govgen.workflows.files import content_of, year_named
from govgen.workflows.replacing import NotDoneError

_SCHEDULER = "govgen.scheduler"
_IDENTITY = re.compile("(?:机关|年度)[\"'”’]?\\s*[:：]")


def _keep_scheduler(context: click.Context, _option: click.Parameter, value: str | None) -> None:
    context.meta[_SCHEDULER] = value


_jobs = click.option(
    "--jobs",
    default=1,
    show_default=True,
    type=click.IntRange(1, 64),
    metavar="个数",
    help="同时用几个进程；结果与一个进程的相同。",
)

_scheduler = click.option(
    "--scheduler",
    expose_value=False,
    callback=_keep_scheduler,
    metavar="地址",
    help="交给 Dask 集群去做：tls://主机:端口，本机的可以写 tcp://127.0.0.1:端口；上千份才值得。",
)


def JOBS(command: Callable[..., Any]) -> Callable[..., Any]:  # noqa: N802  (used like the other options)
    """``--jobs`` and ``--scheduler``."""
    return _jobs(_scheduler(command))


NO_CACHE = click.option("--no-cache", is_flag=True, help="没有改动的也重新生成。")


class Shard(NamedTuple):
    """Part ``number`` of ``total`` parts of the work."""

    number: int
    total: int

    def of(self, files: Iterable[Path]) -> list[Path]:
        """The files of this part.

        Files of one body and year in one folder are in the same part: only where they are reviewed together
        are they found to be doubles. A folder of files named by years is that of one body and never divided.
        """
        files = list(files)
        divided = {file.parent for file in files if year_named(file) is None}
        groups = [(file.parent, _identity_lines(file) if file.parent in divided else ()) for file in files]
        mine = set(list(dict.fromkeys(groups))[self.number - 1 :: self.total])
        return [file for file, group in zip(files, groups, strict=True) if group in mine]


def _identity_lines(file: Path) -> tuple[str, ...]:
    """The lines of a data file with 机关 and 年度, without blanks and quotes."""
    text = (content_of(file) or b"").decode("utf-8", "replace")
    lines = (fold(line.partition("#")[0]) for line in text.split("\n") if _IDENTITY.search(line))
    return tuple(sorted(line for line in lines if _IDENTITY.match(line)))


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
    help="分成几份，只做其中一份，如 3/8；供几台机器分着做，合起来就是全部。",
)


@contextmanager
def executor(jobs: int, fonts: Path | None = None) -> Iterator[Executor | None]:
    """Worker processes of this machine or of a cluster; None where this process is to do it all.

    ``fonts`` is a folder of fonts that the work needs.

    Raises:
        StopError: a worker was killed, or the cluster cannot be used.
    """
    context = click.get_current_context(silent=True)
    if address := context.meta.get(_SCHEDULER) if context else None:
        if jobs > 1 or fonts:
            raise click.UsageError("--scheduler 不能与 --jobs、--fonts 同用；字体要装在每台机器上")
        from govgen.workflows.cluster import cluster  # noqa: PLC0415

        with stop_on(NotDoneError), cluster(address) as pool:
            yield pool
    elif jobs == 1:
        yield None
    else:
        with _processes(jobs) as pool:
            yield pool


@contextmanager
def _processes(jobs: int) -> Iterator[Executor]:
    """``jobs`` worker processes. They are spawned: a fork would copy the locks of libraries with threads.

    Raises:
        StopError: one was killed.
    """
    # Named in full, the module of processes is loaded only here.
    with concurrent.futures.ProcessPoolExecutor(jobs, get_context("spawn"), _follow_parent) as pool:
        try:
            yield pool
        except BrokenExecutor as why:
            message = "有一个进程中途被系统结束，多半是内存不够，没有做完；请减少 --jobs 再运行一次"
            raise StopError(message) from why
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _follow_parent() -> None:
    """Set up a worker: it leaves Ctrl-C, which a terminal sends to all, to its parent, and ends with it.

    Without that, the workers of a killed parent would wait for ever.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_after, args=(parent_process(),), daemon=True).start()


def _end_after(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)
