"""The bytes that the review and rendering of a data file depend on, so that any process can do them."""

import functools
import hashlib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from govgen.datafile.county import County
from govgen.datafile.identity_reader import read_head
from govgen.datafile.keys import SOURCES, vocabulary_of
from govgen.datafile.report import Report, build_report
from govgen.datafile.yaml_reader.source import Source, read
from govgen.workflows.files import content_of, named_by, read_data

_YEAR = re.compile(r"[2２][0０]\d\d")
_SUMMED = re.compile(r"\W*".join(SOURCES))


class ReportTask(NamedTuple):
    """A data file, and the content of the files it may refer to; None is one that cannot be read.

    ``last`` is last year's file where the user named it. ``county`` is without its list of bodies, which no
    report depends on and which may be long.
    """

    path: Path
    raw: bytes
    others: Mapping[Path, bytes | None]
    last: Path | None
    county: County

    @property
    def digest(self) -> str:
        """The SHA-256 of the data file."""
        return hashlib.sha256(self.raw).hexdigest()

    def digest_of(self, path: Path) -> str:
        """The SHA-256 of a file that the report refers to; empty where it cannot be read."""
        raw = self.others.get(path)
        return "" if raw is None else hashlib.sha256(raw).hexdigest()

    def last_file(self, year: int) -> Path | None:
        """Last year's file of a report for ``year``; None where there is none."""
        there = (file for file in named_by(self.path, year - 1) if file in self.others)
        return self.last or next(there, None)


def task_of(
    path: Path, last: Path | None = None, county: County | None = None, raw: bytes | None = None
) -> ReportTask:
    """The task for a data file; ``raw`` is its content where it is not to be read from the file.

    Raises:
        OSError: the file cannot be read.
    """
    raw = read_data(path) if raw is None else raw
    # Another encoding than UTF-8 is an error, and nothing but that error is then reviewed.
    text = raw.decode("utf-8", "replace")
    years = {int(digits) for digits in _YEAR.findall(text)}
    may_be_last = (file for year in years for file in named_by(path, year - 1) if file.is_file())
    files = [last] if last else list(may_be_last)
    if _SUMMED.search(text):
        files += [path.parent / part.file for part in read_head(source_of(raw)).facts.sources]
    others = {file: content_of(file) for file in files}
    return ReportTask(path, raw, others, last, (county or County()).without_bodies)


@functools.lru_cache(maxsize=8)
def source_of(raw: bytes) -> Source:
    """A file as read; cached, because this year's file is next year's last."""
    return read(raw, vocabulary_of(raw))


def report_from(raw: bytes, name: str) -> Report:
    """The report in the bytes of a data file, not reviewed and without last year's."""
    return build_report(source_of(raw), name)


def read_report(path: Path) -> Report:
    """The report in a data file, as ``report_from``.

    Raises:
        OSError: the file cannot be read.
    """
    return report_from(read_data(path), path.as_posix())
