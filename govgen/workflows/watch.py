"""Watches data files for changes by polling.

The files of one report are few. Unlike notifications of the system, polling also works on a shared drive, for
an editor that puts a new file in place of the old one, and for a file that does not exist yet.
"""

import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from govgen.workflows.files import PROFILE, county_file, data_files, is_data_file

INTERVAL = 0.03
"""Seconds between two polls."""

Stamp = tuple[int, int, int] | None


def sources(path: Path, last: Path | None = None, templates: Iterable[Path] = ()) -> Iterator[Path]:
    """Every file on which the report or reports of ``path`` depend, those that may yet appear among them.

    ``last`` is last year's file where it was named; else any other data file in its folder may be it.
    """
    files = data_files([path]) if path.is_dir() else [path, *([last] if last else _neighbours(path))]
    counties = {county for file in files if (county := county_file(file)) is not None}
    profiles = {profile for county in counties for profile in county.parent.glob(f"{PROFILE}*")}
    yield from (*files, *sorted(counties), *sorted(profiles), *templates)


def _neighbours(file: Path) -> list[Path]:
    folder = file.parent
    return [other for other in sorted(folder.iterdir()) if is_data_file(other) and other != file]


def changes(
    files: Callable[[], Iterable[Path]], stop: threading.Event, interval: float = INTERVAL
) -> Iterator[None]:
    """Yields after each save from now on, once ``files`` are unchanged for one poll; ends with ``stop``.

    ``files`` is called at every poll: which files matter may change with what is in them.
    """

    def stamps() -> dict[Path, Stamp]:
        return {file: _stamp(file) for file in files()}

    def saves(reported: dict[Path, Stamp]) -> Iterator[None]:
        seen = reported
        while not stop.wait(interval):
            now = stamps()
            if now == seen and now != reported:
                reported = now
                yield
            seen = now

    return saves(stamps())


def _stamp(file: Path) -> Stamp:
    """What differs after a save; None where there is no such file, as for a moment while it is replaced."""
    try:
        state = file.stat()
    except OSError:
        return None
    return state.st_mtime_ns, state.st_size, state.st_ino
