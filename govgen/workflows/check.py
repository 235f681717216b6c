"""The straight line from a file to its findings: read, build, find last year's, review."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from govgen.datafile.county import County
from govgen.datafile.identity import Identity
from govgen.datafile.identity_reader import read_head
from govgen.datafile.keys import folded
from govgen.datafile.report import Report, build_report
from govgen.datafile.values import PLACEHOLDER
from govgen.datafile.yaml_reader.source import Source
from govgen.datafile.yaml_reader.tree import Scalar
from govgen.editions.labels import fold
from govgen.findings.finding import AcceptedFinding, Findings
from govgen.rules.acceptance import settle
from govgen.rules.engine import review
from govgen.workflows.files import read_data
from govgen.workflows.last_year import last_report, source_of
from govgen.workflows.sum_terms import terms_of

UNNAMED = "（机关待填写）"
"""Who reports, in a draft of a file that does not say it."""


class Examined(NamedTuple):
    """A file after review.

    ``findings`` are all there are, each with its file's name, but for those in ``accepted``, which the file
    lets stand with a reason.
    """

    path: Path
    source: Source
    report: Report
    findings: Findings
    accepted: tuple[AcceptedFinding, ...] = ()

    @property
    def can_be_drafted(self) -> bool:
        """Whether the file was read whole, so that a draft shows what it says and nothing else."""
        return not self.undraftable

    @property
    def undraftable(self) -> str:
        """Why not even a draft can be made, in the words of the clerk; empty where one can."""
        if not self.source.complete:
            return "文件没有读全"
        if self.report.head.year is None:
            return "“年度”没有写，或者写得不对"
        return "" if self.report.identity is not None else "“机关”没有写，或者写得不对"

    def named(self) -> Examined:
        """The same, fit for a draft where only the body is not known yet: a stand-in names it.

        That 机关 is left out or left to be filled in is an error, so nothing but a draft can come of it; one
        that is unfit for the name of a file is no reason to call the body otherwise.
        """
        head = self.report.head
        if head.identity is not None or head.year is None or not _is_open(self.source, "机关"):
            return self
        identity = Identity(body=UNNAMED, year=head.year)
        return self._replace(report=replace(self.report, head=replace(head, identity=identity)))


def _is_open(source: Source, key: str) -> bool:
    """Whether a fact is left out, blank, or left to be filled in."""
    entry = folded(source.root, Findings()).get(fold(key))
    if entry is None:
        return True
    value = entry.value
    return isinstance(value, Scalar) and (
        value.is_blank or not value.text.strip() or PLACEHOLDER in value.text
    )


def examine(path: Path, last: Path | None = None, county: County | None = None) -> Examined:
    """Review one data file. ``last`` names last year's file where it does not lie beside this one.

    Raises:
        OSError: the file cannot be read.
    """
    return examine_bytes(read_data(path), path, last, county)


def examine_bytes(raw: bytes, path: Path, last: Path | None = None, county: County | None = None) -> Examined:
    """Review the content of a data file as if it were at ``path``."""
    name = path.as_posix()
    source = source_of(raw)
    found = Findings()
    found.extend(source.findings)
    head = read_head(source.root, found, complete=source.complete)
    before, unusable = last_report(path, last, head, found)
    report = build_report(source, name, head, before, unusable=unusable)
    found.extend(report.findings)
    found.extend(review(replace(report, county=county or County(), terms=terms_of(path, head))))
    whole = source.complete and report.identity is not None
    live, accepted = settle(found.in_file(name), report.accepted, complete=whole)
    return Examined(path, source, report, live.in_file(name).capped(), accepted)


def reread(examined: Examined, raw: bytes) -> Examined:
    """A file as it would be with other bytes, read but not reviewed by rules."""
    source = source_of(raw)
    found = Findings()
    found.extend(source.findings)
    head = read_head(source.root, found, complete=source.complete)
    report = build_report(source, examined.report.name, head, examined.report.last)
    found.extend(report.findings)
    return examined._replace(source=source, report=report, findings=found)
