"""Limits of processor time for work that has to end soon, whatever it is given.

They are given for a machine on which a search over the square of 5,000 characters takes ``USUAL`` seconds; on a slower
one all are longer alike, by what that search takes in this run.
"""

from __future__ import annotations

import contextlib
import functools
import re
import signal
import time
from collections.abc import Iterator
from types import FrameType
from typing import NoReturn

LENGTH = 5_000  # as long as a line may be
USUAL = 0.08
_SQUARE = re.compile(r"\w+?\x01")


@functools.cache
def square_time(length: int = LENGTH) -> float:
    """Seconds of processor time that a search over the square of ``length`` takes on this machine."""
    began = time.process_time()
    _SQUARE.search("a" * length)
    return time.process_time() - began


def here(seconds: float) -> float:
    """What ``seconds`` on the usual machine are on this one, if it is slower."""
    return seconds * max(1.0, square_time() / USUAL)


@contextlib.contextmanager
def stopped_after(seconds: float) -> Iterator[None]:
    """Stop the body with ``TimeoutError`` once it has used so many seconds of processor time, see ``here``."""
    seconds = here(seconds)

    def stop(_number: int, _frame: FrameType | None) -> NoReturn:
        raise TimeoutError(f"over {seconds} seconds of processor time")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
