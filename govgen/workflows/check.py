"""Reviews a data file: reads it, builds its report, finds last year's, and runs the rules."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from govgen.datafile.county import County
from govgen.datafile.identity_reader import Head, read_head
from govgen.datafile.keys import SOURCES, entries_by_key
from govgen.datafile.report import Report, SumTerm, build_report
from govgen.datafile.values import PLACEHOLDER
from govgen.datafile.yaml_reader.encodings import CONVERTED
from govgen.datafile.yaml_reader.repairs import BY_FIX
from govgen.datafile.yaml_reader.source import Source
from govgen.datafile.yaml_reader.tree import Scalar
from govgen.editions.labels import fold
from govgen.findings.catalogue import finding
from govgen.findings.finding import START, AcceptedFinding, Finding, Findings
from govgen.rules.engine import review
from govgen.workflows.acceptance import settle
from govgen.workflows.files import year_named
from govgen.workflows.last_year import last_report
from govgen.workflows.report_task import ReportTask, report_from, source_of, task_of

UNNAMED = "（机关待填写）"
"""Who reports, in a draft of a file that does not say it."""


class Examined(NamedTuple):
    """A file after review.

    ``findings`` are all there are, each with its file's name, but for those in ``accepted``, which the file
    accepts with a reason.
    """

    path: Path
    raw: bytes
    source: Source
    report: Report
    findings: Findings
    accepted: tuple[AcceptedFinding, ...] = ()

    @property
    def undraftable(self) -> str:
        """Why not even a draft can be made, in the words of the clerk; empty where one can."""
        if not self.source.complete:
            return "文件没有读全"
        if self.report.head.year is None:
            return "“年度”没有写，或者写得不对"
        return "" if self.report.identity is not None else "“机关”没有写，或者写得不对"

    def named(self) -> Examined:
        """The same, fit for a draft where only the body is not known yet: it gets a placeholder name.

        That 机关 is left out or left to be filled in is an error, so nothing but a draft can come of it; one
        that is unfit for the name of a file is no reason to call the body otherwise.
        """
        head = self.report.head
        if head.identity is not None or head.year is None or not _is_open(self.source, "机关"):
            return self
        facts = head.facts.model_copy(update={"body": UNNAMED})
        return self._replace(report=replace(self.report, head=replace(head, facts=facts)))


def _is_open(source: Source, key: str) -> bool:
    """Whether a fact is left out, blank, or left to be filled in."""
    entry = entries_by_key(source.root).get(fold(key))
    if entry is None:
        return True
    words = entry.value.words if isinstance(entry.value, Scalar) else "group"
    return not words or PLACEHOLDER in words


def examine(
    path: Path, last: Path | None = None, county: County | None = None, raw: bytes | None = None
) -> Examined:
    """Review one data file. ``last`` names last year's file where it is not in the same folder.

    ``raw`` is its content where it is not to be read from the file.

    Raises:
        OSError: the file cannot be read.
    """
    return examine_task(task_of(path, last, county, raw))


def examine_task(task: ReportTask) -> Examined:
    """Review a data file whose bytes, and those of the files it refers to, are all there."""
    examined = _read(task)
    report, found = examined.report, examined.findings
    found.extend(review(report))
    whole = examined.source.complete and report.identity is not None and report.dated
    live, accepted = settle(found.in_file(report.name), report.head.facts.accepted, complete=whole)
    if not examined.source.complete:
        live = Findings(map(_by_hand, live))
    return examined._replace(findings=live.in_file(report.name).capped(), accepted=accepted)


def _by_hand(item: Finding) -> Finding:
    """A finding of a file not read whole: only its encoding can be mended."""
    fixable = item.fixable and item.code in CONVERTED
    return item._replace(fixable=fixable, advice=item.advice.replace(BY_FIX, ""))


def report_of(task: ReportTask, *, draft: bool) -> Report:
    """The report in a data file, for one that was reviewed before; a draft may lack the body's name."""
    examined = _read(task)
    return (examined.named() if draft else examined).report


def _read(task: ReportTask) -> Examined:
    """A data file as read, not yet reviewed by rules."""
    source, found = source_of(task.raw), Findings()
    head = read_head(source)
    if (named := year_named(task.path)) and head.year and head.year != named:
        message = f"文件名是 {named}，“年度”写的是 {head.year}"
        found.add(finding("D124", message, head.places["年度",]))
        head.year_in_doubt = True
    before, unusable = last_report(task, head, found)
    report = build_report(source, task.path.as_posix(), head, before, unusable=unusable, county=task.county)
    found.extend(report.findings)
    report = replace(report, terms=tuple(_terms(task, head)))
    return Examined(task.path, task.raw, source, report, found)


def _terms(task: ReportTask, head: Head) -> Iterator[SumTerm]:
    """A term for each entry of 汇总来源 in a county's file; paths are relative to its folder."""
    for place, source in enumerate(head.facts.sources):
        span = head.places.get((SOURCES, place, "机关"), START)
        file = task.path.parent / source.file
        raw = task.others.get(file)
        report = None if raw is None else report_from(raw, file.as_posix())
        changed = report is not None and bool(source.digest) and task.digest_of(file) != source.digest
        yield SumTerm(source.body, source.file, span, report, changed)


def reread(examined: Examined, raw: bytes) -> Examined:
    """A file as it would be with other bytes, read but not reviewed by rules."""
    source, old = source_of(raw), examined.report
    head = read_head(source)
    head.year_in_doubt = old.head.year_in_doubt
    report = build_report(source, old.name, head, old.last, county=old.county)
    return examined._replace(raw=raw, source=source, report=report, findings=report.findings)
