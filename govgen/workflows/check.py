"""The straight line from a file to its findings: read, build, find last year's, review."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from govgen.datafile.county import County
from govgen.datafile.identity_reader import read_head
from govgen.datafile.keys import entries_by_key
from govgen.datafile.report import Report, build_report
from govgen.datafile.values import PLACEHOLDER
from govgen.datafile.yaml_reader.encodings import CONVERTED
from govgen.datafile.yaml_reader.source import Source
from govgen.datafile.yaml_reader.tree import Scalar
from govgen.editions.labels import fold
from govgen.findings.catalogue import finding
from govgen.findings.finding import AcceptedFinding, Findings, Related
from govgen.rules.engine import review
from govgen.workflows.acceptance import settle
from govgen.workflows.files import read_data, year_named
from govgen.workflows.last_year import last_report, source_of
from govgen.workflows.sum_terms import terms_of

UNNAMED = "（机关待填写）"
"""Who reports, in a draft of a file that does not say it."""


class Examined(NamedTuple):
    """A file after review.

    ``findings`` are all there are, each with its file's name, but for those in ``accepted``, which the file
    lets stand with a reason. ``digest`` is the SHA-256 of the file as reviewed.
    """

    path: Path
    source: Source
    report: Report
    findings: Findings
    accepted: tuple[AcceptedFinding, ...] = ()
    digest: str = ""

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
        facts = head.facts.model_copy(update={"body": UNNAMED})
        return self._replace(report=replace(self.report, head=replace(head, facts=facts)))


def _is_open(source: Source, key: str) -> bool:
    """Whether a fact is left out, blank, or left to be filled in."""
    entry = entries_by_key(source.root, Findings()).get(fold(key))
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


class ReviewTask(NamedTuple):
    """What a process needs to review one data file: its bytes, and what the county sets."""

    path: Path
    raw: bytes
    last: Path | None
    county: County

    def run(self) -> Examined:
        """The file after review."""
        return examine_bytes(self.raw, self.path, self.last, self.county)


def examine_bytes(raw: bytes, path: Path, last: Path | None = None, county: County | None = None) -> Examined:
    """Review the content of a data file as if it were at ``path``."""
    name = path.as_posix()
    source = source_of(raw)
    found = Findings()
    found.extend(source.findings)
    head = read_head(source.root, found, complete=source.complete)
    if (named := year_named(path)) and head.year and head.year != named:
        message = f"文件名是 {named}，“年度”写的是 {head.year}"
        found.add(finding("D124", message, head.places["年度",]))
    before, unusable = last_report(path, last, head, found)
    built = build_report(source, name, head, before, unusable=unusable, county=county)
    report = replace(built, terms=terms_of(path, head))
    found.extend(report.findings)
    found.extend(review(report))
    whole = source.complete and report.identity is not None
    live, accepted = settle(found.in_file(name), head.facts.accepted, complete=whole)
    if not source.complete:
        live = _without_fixes(live)
    digest = hashlib.sha256(raw).hexdigest()
    return Examined(path, source, report, live.in_file(name).capped(), accepted, digest)


def _without_fixes(found: Findings) -> Findings:
    """The same, but that only a file's encoding can be mended while the file is not read whole."""
    kept = Findings()
    kept.extend(replace(item, fixable=item.fixable and item.code in CONVERTED) for item in found)
    return kept


def with_doubles(items: list[Examined]) -> list[Examined]:
    """``items``, of which those in one folder for one body and year have that as an error."""
    groups: dict[object, list[Examined]] = {}
    for item in items:
        identity = item.report.identity
        key = (item.path.parent, identity.body, identity.year) if identity else item.path
        groups.setdefault(key, []).append(item)
    others = {item.path: group for group in groups.values() for item in group if len(group) > 1}
    return [_with_double(item, others[item.path]) if item.path in others else item for item in items]


def _with_double(item: Examined, group: list[Examined]) -> Examined:
    place = ("年度",)
    related = tuple(
        Related("另一个文件", other.report.head.places[place], other.report.name)
        for other in group
        if other is not item
    )
    message = "这个机关这个年度在同一文件夹里不止一个文件"
    double = finding("D125", message, item.report.head.places[place], related=related)
    found = Findings()
    found.extend([*item.findings, replace(double, file=item.report.name)])
    return item._replace(findings=found)


def reread(examined: Examined, raw: bytes) -> Examined:
    """A file as it would be with other bytes, read but not reviewed by rules."""
    source = source_of(raw)
    found = Findings()
    found.extend(source.findings)
    head = read_head(source.root, found, complete=source.complete)
    county = examined.report.county
    report = build_report(source, examined.report.name, head, examined.report.last, county=county)
    found.extend(report.findings)
    return examined._replace(source=source, report=report, findings=found)
