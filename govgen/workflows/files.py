"""Data files on disk: which files a path means, last year's beside this year's, and what the county sets."""

import functools
import os
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from govgen.datafile.county import County, read_county, read_profile
from govgen.datafile.yaml_reader.encodings import MAX_WITH_LISTS
from govgen.findings.finding import Finding, Level

COUNTY = "county.yaml"
"""What the county sets for the folder and those below; never a report."""

PROFILE = "county-"
"""The start of the names of profiles that several counties share; no reports either."""

HISTORY, SENT = "往次", "来件"
"""The folders of a county's office for what was sent before and for what came in; they are not reviewed."""

ORIGINAL = ".原件"
"""The end of the name, before its suffix, of a document from which a data file beside it was made."""

SUFFIXES = (".yaml", ".yml")


def is_data_file(path: Path) -> bool:
    """Whether a file is one by its name: Windows may write the suffix large."""
    return path.suffix.lower() in SUFFIXES


def backup_names(path: Path) -> Iterator[Path]:
    """The names for what ``path`` was before its encoding was converted; the first that is free is taken."""
    return (path.with_name(f"{path.name}{ORIGINAL}{number or ''}") for number in range(1000))


def is_backup(path: Path) -> bool:
    """Whether a file has such a name, and the converted file is beside it."""
    name, mark, number = path.name.rpartition(ORIGINAL)
    return bool(name and mark) and (number.isdecimal() or not number) and path.with_name(name).is_file()


def data_files(paths: Iterable[Path]) -> list[Path]:
    """Every data file that ``paths`` name, a folder meaning all below it; each once, in order.

    The county's settings are none, even where a shell's pattern names them.

    Raises:
        FileNotFoundError: a path does not exist; it is the ``filename`` of the error.
        OSError: a folder cannot be read.
    """
    found: dict[str, Path] = {}
    for path in paths:
        if not path.exists():
            raise FileNotFoundError(2, "no such path", str(path))
        for file in _below(path) if path.is_dir() else (path,):
            if file.name != COUNTY and not file.name.startswith(PROFILE):
                found.setdefault(os.path.realpath(file), file)
    return list(found.values())


def _below(folder: Path) -> Iterator[Path]:
    for file in files_below(folder, lambda name: not name.startswith(".") and name not in {HISTORY, SENT}):
        if is_data_file(file) and not file.name.startswith(".") and not file.stem.endswith(ORIGINAL):
            yield file


def files_below(folder: Path, enters: Callable[[str], bool]) -> Iterator[Path]:
    """Every file below ``folder`` in order, in the folders that ``enters`` says by their names.

    A link to a folder is one, entered once and not on the way up; links to nothing are among the files, so
    that whoever reads them can say so.

    Raises:
        OSError: a folder cannot be read.
    """

    def refuse(error: OSError) -> None:
        raise error

    entered = set(map(str, Path(os.path.realpath(folder)).parents))
    for base, folders, names in os.walk(folder, onerror=refuse, followlinks=True):
        if (real := os.path.realpath(base)) in entered:
            folders.clear()
            continue
        entered.add(real)
        folders[:] = sorted(filter(enters, folders))
        yield from (Path(base, name) for name in sorted(names))


def read_data(path: Path) -> bytes:
    """The bytes of a data file; of one over the limit, one byte more than that.

    Raises:
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        return file.read(MAX_WITH_LISTS + 1)


def content_of(path: Path) -> bytes | None:
    """The bytes of a data file as ``read_data`` has them; None where it cannot be read."""
    try:
        return read_data(path)
    except (OSError, ValueError):
        return None


def named_by(path: Path, year: int) -> Iterator[Path]:
    """The paths that a file of ``year`` may have in the folder of ``path``, which is none of them."""
    paths = (path.with_name(f"{year}{suffix}") for suffix in (*SUFFIXES, *map(str.upper, SUFFIXES)))
    yield from (file for file in paths if file != path)


def beside(path: Path, year: int) -> Path | None:
    """Last year's file, named by its year, in the folder of ``path``; None where there is none."""
    return next((file for file in named_by(path, year - 1) if file.is_file()), None)


def year_named(path: Path) -> int | None:
    """The year that a file is named by; None where it has another name."""
    return int(path.stem) if re.fullmatch(r"20\d\d", path.stem, re.ASCII) else None


def county_file(path: Path) -> Path | None:
    """The nearest ``county.yaml`` in the folder of ``path`` or above; None where there is none."""
    folders = Path(os.path.realpath(path)).parents
    return next((folder / COUNTY for folder in folders if (folder / COUNTY).is_file()), None)


_read_county = functools.lru_cache(maxsize=16)(read_county)
_read_profile = functools.lru_cache(maxsize=16)(read_profile)
"""Cached, because a list of 50,000 bodies takes seconds and each document or save asks for it again."""


def county_of(file: Path) -> tuple[County, list[Finding]]:
    """What the nearest ``county.yaml`` sets for ``file``, and the errors in it as ``county_in`` has them.

    Raises:
        OSError: it or the profile that it names cannot be read.
    """
    settings = county_file(file)
    return county_in(settings, read_data(settings)) if settings else (County(), [])


def county_in(settings: Path, raw: bytes) -> tuple[County, list[Finding]]:
    """What ``raw``, the content of ``settings``, sets, and the errors in it or its profile, with their file.

    Raises:
        OSError: the profile that it names cannot be read; ``filename`` is its path.
    """
    county, found = _read_county(raw)
    errors = [item for item in found.in_file(str(settings)) if item.level is Level.ERROR]
    if errors or county.profile_file is None:
        return county, errors
    shared = settings.parent / county.profile_file
    profile, found = _read_profile(read_data(shared))
    errors = [item for item in found.in_file(str(shared)) if item.level is Level.ERROR]
    return county.model_copy(update={"profile": profile}), errors
