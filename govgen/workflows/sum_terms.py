"""The bodies' reports that a county's data file adds up, read from the files that it names."""

from pathlib import Path

from govgen.datafile.identity_reader import Head
from govgen.datafile.keys import SOURCES
from govgen.datafile.report import Report, SumTerm, build_report
from govgen.findings.finding import START
from govgen.workflows.files import read_data
from govgen.workflows.report_task import ReportTask, source_of


def terms_of(task: ReportTask, head: Head) -> tuple[SumTerm, ...]:
    """A term for each entry of 汇总来源 in a county's file; paths are relative to its folder."""
    return tuple(_term(task, head, place) for place in range(len(head.facts.sources)))


def _term(task: ReportTask, head: Head, place: int) -> SumTerm:
    source = head.facts.sources[place]
    span = head.places.get((SOURCES, place, "机关"), START)
    file = task.path.parent / source.file
    raw = task.others.get(file)
    if raw is None:
        return SumTerm(source.body, source.file, span, None, changed=False)
    changed = bool(source.digest) and task.digest_of(file) != source.digest
    return SumTerm(source.body, source.file, span, report_from(raw, file.as_posix()), changed)


def read_report(path: Path) -> Report:
    """A data file as a report, not reviewed and without last year's.

    Raises:
        OSError: the file cannot be read.
    """
    return report_from(read_data(path), path.as_posix())


def report_from(raw: bytes, name: str) -> Report:
    """The report in the bytes of a data file, not reviewed and without last year's."""
    return build_report(source_of(raw), name)
