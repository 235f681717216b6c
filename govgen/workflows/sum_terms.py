"""The bodies' reports that a county's data file adds up, read from the files that it names."""

from collections.abc import Iterator
from pathlib import Path

from govgen.datafile.identity_reader import Head
from govgen.datafile.keys import SOURCES
from govgen.datafile.report import Report, SumTerm, build_report
from govgen.findings.finding import START
from govgen.workflows.files import read_data
from govgen.workflows.report_task import ReportTask, source_of


def terms_of(task: ReportTask, head: Head) -> Iterator[SumTerm]:
    """A term for each entry of 汇总来源 in a county's file; paths are relative to its folder."""
    for place, source in enumerate(head.facts.sources):
        span = head.places.get((SOURCES, place, "机关"), START)
        file = task.path.parent / source.file
        raw = task.others.get(file)
        report = None if raw is None else report_from(raw, file.as_posix())
        changed = report is not None and bool(source.digest) and task.digest_of(file) != source.digest
        yield SumTerm(source.body, source.file, span, report, changed)


def read_report(path: Path) -> Report:
    """A data file as a report, not reviewed and without last year's.

    Raises:
        OSError: the file cannot be read.
    """
    return report_from(read_data(path), path.as_posix())


def report_from(raw: bytes, name: str) -> Report:
    """The report in the bytes of a data file, not reviewed and without last year's."""
    return build_report(source_of(raw), name)
