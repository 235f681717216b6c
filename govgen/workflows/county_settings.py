"""What ``county.yaml`` sets for the files below it, with the profile that several counties share."""

import functools
from pathlib import Path

from govgen.datafile.county import County, read_county, read_profile
from govgen.findings.finding import Finding, Level
from govgen.workflows.files import county_file, read_data

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
