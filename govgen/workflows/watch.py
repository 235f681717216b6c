"""Files under watch: a word each time they were saved, whatever way an editor saves and wherever they lie.

The files of one report are few, so they are looked at rather than subscribed to: that also works on a shared
drive, for an editor that puts a new file in place of the old one, and for a file that is not there yet.
"""

import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from govgen.workflows.files import SUFFIXES, county_file, data_files

INTERVAL = 0.03
"""Seconds between two looks."""

Stamp = tuple[int, int, int] | None


def sources(path: Path, last: Path | None = None, templates: Iterable[Path] = ()) -> Iterator[Path]:
    """Every file on which the report or reports of ``path`` depend, those that may yet appear among them.

    ``last`` is last year's file where it was named; else any other data file beside may be it.
    """
    files = data_files([path]) if path.is_dir() else [path, *([last] if last else _neighbours(path))]
    counties = {county for file in files if (county := county_file(file)) is not None}
    yield from (*files, *sorted(counties), *templates)


def _neighbours(file: Path) -> list[Path]:
    folder = file.parent
    return [other for other in sorted(folder.iterdir()) if other.suffix in SUFFIXES and other != file]


def changes(
    files: Callable[[], Iterable[Path]], stop: threading.Event, interval: float = INTERVAL
) -> Iterator[None]:
    """One word after each save from now on, once ``files`` have been quiet for a look; ends with ``stop``.

    ``files`` is asked at every look: which files matter may change with what is in them.
    """
    return _follow(files, stop, interval, _stamps(files()))


def _follow(
    files: Callable[[], Iterable[Path]], stop: threading.Event, interval: float, told: dict[Path, Stamp]
) -> Iterator[None]:
    seen = told
    while not stop.wait(interval):
        now = _stamps(files())
        if now == seen and now != told:
            told = now
            yield
        seen = now


def _stamps(files: Iterable[Path]) -> dict[Path, Stamp]:
    return {file: _stamp(file) for file in files}


def _stamp(file: Path) -> Stamp:
    """What differs after a save; None where there is no such file, as for a moment while it is replaced."""
    try:
        state = file.stat()
    except OSError:
        return None
    return state.st_mtime_ns, state.st_size, state.st_ino
