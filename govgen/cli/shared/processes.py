"""Worker processes of this machine (--jobs)."""

import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from multiprocessing.process import BaseProcess

from govgen.cli.shared.console import StopError


@contextmanager
def processes(jobs: int) -> Iterator[ProcessPoolExecutor]:
    """``jobs`` worker processes. They are spawned: a fork would copy the locks of libraries with threads.

    Raises:
        StopError: one was killed.
    """
    with ProcessPoolExecutor(jobs, get_context("spawn"), _follow_parent) as pool:
        try:
            yield pool
        except BrokenProcessPool as why:
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
