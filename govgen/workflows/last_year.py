"""Last year's report for comparison: finds its file, and says whether and which of its cells can be used."""

import functools
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from govgen.datafile.cell import State
from govgen.datafile.identity_reader import Head
from govgen.datafile.report import Report, build_report
from govgen.datafile.tables import add_totals
from govgen.datafile.yaml_reader.tree import Mapping, Scalar, YamlNode
from govgen.editions.edition import Edition
from govgen.editions.loading import edition_for
from govgen.editions.succession import counterpart
from govgen.editions.table import CellRef
from govgen.findings.catalogue import finding
from govgen.findings.finding import START, Finding, Findings, Level, Span
from govgen.workflows.report_task import ReportTask, source_of


def last_report(task: ReportTask, head: Head, found: Findings) -> tuple[Report | None, str]:
    """The report before that of ``task``, or None and why its file cannot be used where there is one.

    What its file does not say for certain is unknown in it.
    """
    if head.year is None or head.year_in_doubt:
        return None, ""
    file = task.last_file(head.year)
    place = head.places.get(("年度",), START)
    if file is None:
        if edition_for(head.year - 1) is not None:
            advice = f"把上年的文件放在同一文件夹（{head.year - 1}.yaml），或用 --last 指明。"
            message = f"没有找到 {head.year - 1} 年度的文件，上年结转没有核对"
            found.add(finding("K500", message, place, advice=advice))
        return None, ""
    raw, name = task.others[file], file.as_posix()
    report = None if raw is None else _kept(raw, name)
    trouble, advice = _trouble(file, report, head, head.year)
    if not trouble:
        return report, ""
    where = f"（{name}）" if report else ""
    found.add(finding("K502", f"{trouble}，上年结转没有核对{where}", place, advice=advice))
    return None, trouble


def _trouble(file: Path, report: Report | None, head: Head, year: int) -> tuple[str, str]:
    """Why last year's report cannot be used, and what to do unless a body was renamed; empty if it can."""
    if report is None:
        return f"上年的文件 {file.name} 打不开", "检查上年的文件能否打开，或用 --last 另指一个。"
    if report.identity is None:
        return "上年的文件读不出机关和年度", "先审核上年的文件，改正其中的“机关”“年度”。"
    if report.identity.year != year - 1:
        advice = f"核对两个文件里的“年度”，把 {year - 1} 年度的文件放在同一文件夹，或用 --last 指明。"
        return f"上年的文件是 {report.identity.year} 年度的，应为 {year - 1} 年度", advice
    if head.identity and head.identity.body != report.identity.body and not head.explanation:
        return f"上年的文件是“{report.identity.body}”的，与本报告的机关不同", ""
    return "", ""


def figures_by(report: Report, edition: Edition) -> dict[CellRef, Decimal | None]:
    """A report's figures by the cells of ``edition`` that carry on their meaning; None where it has none."""
    moved = {counterpart(ref, report.edition, edition): report.value(*ref) for ref in report.edition.refs}
    return {ref: moved.get(ref) for ref in edition.refs}


def own_errors(findings: Iterable[Finding]) -> list[Finding]:
    """The errors of last year's file that do not lie in the file of the year before it (D133)."""
    return [item for item in findings if item.level is Level.ERROR and item.code != "D133"]


@functools.lru_cache(maxsize=8)
def _kept(raw: bytes, name: str) -> Report:
    """A file's report with its gravest error, cells that a slip of YAML makes doubtful unknown."""
    source = source_of(raw)
    report = build_report(source, name)
    slips = [item for item in report.findings if item.code.startswith("Y") and item.level is not Level.INFO]
    spans = {span for item in slips for span in (item.span, *(other.span for other in item.related))}
    lines = {line for span in spans for line in range(span.line, span.end_line + 1)}
    doubtful = set(_doubtful(source.root, lines, inside=False))
    cells = {
        ref: cell._replace(state=State.UNKNOWN, value=None)
        if cell.span in doubtful or cell.span.line in lines
        else cell
        for ref, cell in report.cells.items()
    }
    for table in report.edition.tables:
        add_totals(table, cells)
    faults = own_errors(report.findings) or (slips if cells != report.cells else [])
    gravest = min(faults, key=lambda item: (item.level.rank, item.span), default=None)
    return replace(report, cells=cells, gravest=gravest)


def _doubtful(node: YamlNode, lines: set[int], *, inside: bool) -> Iterator[Span]:
    """The values on ``lines``, and those below a key on them, which may have been meant for another key."""
    for entry in node if isinstance(node, Mapping) else ():
        hit = inside or entry.span.line in lines
        if not isinstance(entry.value, Scalar):
            yield entry.span if hit else entry.value.span
            yield from _doubtful(entry.value, lines, inside=hit)
        elif hit or entry.value.span.line in lines:
            yield entry.value.span if entry.value.text else entry.span
