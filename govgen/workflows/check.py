"""The straight line from a file to its findings: read, build, find last year's, review."""

from __future__ import annotations

import functools
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from govgen.datafile.county import County
from govgen.datafile.identity import Identity
from govgen.datafile.identity_reader import Head, read_head
from govgen.datafile.keys import folded, is_key
from govgen.datafile.report import Report, build_report
from govgen.datafile.values import PLACEHOLDER
from govgen.datafile.yaml_reader.source import Source, read
from govgen.datafile.yaml_reader.tree import Scalar
from govgen.editions.labels import fold
from govgen.editions.loading import edition_for
from govgen.findings.accepted import Settled
from govgen.findings.catalogue import finding
from govgen.findings.finding import START, Finding, Findings, Span
from govgen.rules.acceptance import settle
from govgen.rules.engine import review
from govgen.workflows.files import beside

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
    accepted: tuple[Settled, ...] = ()

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
    name = path.as_posix()
    raw = path.read_bytes()
    source = _source(raw)
    found = Findings()
    found.extend(source.findings)
    head = read_head(source.root, found, complete=source.complete)
    before, unusable = _last_report(path, last, head, found)
    if before is None and not unusable:
        report = _kept(raw, name)
    else:
        report = build_report(source, name, head, before, unusable=unusable)
    found.extend(report.findings)
    found.extend(review(replace(report, county=county or County())))
    whole = source.complete and report.identity is not None
    live, accepted = settle(found.in_file(name), report.accepted, complete=whole)
    return Examined(path, source, report, live.in_file(name).capped(), accepted)


def _last_report(path: Path, last: Path | None, head: Head, found: Findings) -> tuple[Report | None, str]:
    """Last year's report, or None and why its file cannot be used where there is one."""
    if head.year is None:
        return None, ""
    file = last or beside(path, head.year)
    place = head.places.get(("年度",), START)
    if file is None:
        if edition_for(head.year - 1) is not None:
            found.add(_not_compared(head.year, place))
        return None, ""
    try:
        report = _kept(file.read_bytes(), file.as_posix())
    except OSError:
        trouble = f"上年的文件 {file.name} 打不开"
        advice = "检查上年的文件能否打开，或用 --last 另指一个。"
        found.add(finding("K502", f"{trouble}，上年结转没有核对", place, advice=advice))
        return None, trouble
    trouble, advice = _trouble(report, head, head.year)
    if trouble:
        message = f"{trouble}，上年结转没有核对（{file.as_posix()}）"
        found.add(finding("K502", message, place, advice=advice))
        return None, trouble
    return report, ""


def _not_compared(year: int, place: Span) -> Finding:
    advice = f"把上年的文件放在同一文件夹（{year - 1}.yaml），或用 --last 指明。"
    return finding("K500", f"没有找到 {year - 1} 年度的文件，上年结转没有核对", place, advice=advice)


def _trouble(report: Report, head: Head, year: int) -> tuple[str, str]:
    """Why last year's report cannot be used, and what to do unless a body was renamed; empty if it can."""
    if report.identity is None:
        return "上年的文件读不出机关和年度", "先审核上年的文件，改正其中的“机关”“年度”。"
    if report.identity.year != year - 1:
        advice = f"核对两个文件里的“年度”，把 {year - 1} 年度的文件放在同一文件夹，或用 --last 指明。"
        return f"上年的文件是 {report.identity.year} 年度的，应为 {year - 1} 年度", advice
    if head.identity and head.identity.body != report.identity.body and not head.explanation:
        return f"上年的文件是“{report.identity.body}”的，与本报告的机关不同", ""
    return "", ""


@functools.lru_cache(maxsize=64)
def _source(raw: bytes) -> Source:
    """A file as read; kept, because this year's file is next year's last."""
    return read(raw, is_key)


@functools.lru_cache(maxsize=64)
def _kept(raw: bytes, name: str) -> Report:
    """A file as a report without last year's, not reviewed; kept, because it may be next year's last one."""
    source = _source(raw)
    return build_report(source, name, read_head(source.root, Findings(), complete=source.complete))
