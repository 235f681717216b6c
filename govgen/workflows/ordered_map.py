"""Applies a function to many items on an executor, results in the order of the items, memory bounded."""

import itertools
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

AHEAD = 64
"""Items in work at once: enough to keep every process of one machine busy, few enough for flat memory."""


def ordered_map(
    work: Callable[[Item], Result], items: Iterable[Item], executor: Executor | None = None
) -> Iterator[Result]:
    """``work`` of each item, in order; in this process where there is no executor.

    At most ``AHEAD`` items are in work, so that neither a long list nor a slow reader of the results fills
    the memory. An exception of ``work`` is raised at its item.
    """
    if executor is None:
        yield from map(work, items)
        return
    waiting: deque[Future[Result]] = deque()
    futures = (executor.submit(work, item) for item in items)
    try:
        waiting.extend(itertools.islice(futures, AHEAD))
        while waiting:
            done = waiting.popleft().result()
            waiting.extend(itertools.islice(futures, 1))
            yield done
    finally:
        for future in waiting:
            future.cancel()
