"""Reviews a bare text: decodes it, finds its sections and tables, and runs the rules."""

from collections.abc import Iterator
from dataclasses import replace

from govgen.datafile.county import County
from govgen.datafile.identity import Kind
from govgen.datafile.report import Report
from govgen.datafile.yaml_reader.encodings import decode
from govgen.findings.catalogue import finding, without_data_file
from govgen.findings.finding import START, Finding, Findings, Level
from govgen.importers.bare_text import report_of
from govgen.importers.tables.reader import edition_in_text, read_tables
from govgen.rules.engine import review
from govgen.workflows.table_findings import with_tables

_GARBLED = 10
"""With more deviations than this a text was converted by a program and is not the report's own words."""
_FOR_TEXTS = {
    "Y001": "请确认选的是报告的文本。",
    "Y004": "请先另存为纯文本（编码选 UTF-8）再审核；Word、PDF 文件也可以先用 govgen import 转成数据文件。",
}
"""What to do about a file that is no text, where a data file is not what was meant."""


def examine_text(
    raw: bytes, name: str, *, body: str, kind: Kind | None, year: int, excerpt: bool, county: County
) -> tuple[str, Findings]:
    """Review a report that exists only as text: the text as read, and all findings, each with its name.

    ``excerpt`` says that it is cut off at the end.

    A text in GBK is read, with a 提示; so are invisible characters, as no data file comes of it.

    Raises:
        UnfitNameError: ``body`` is no name.
    """
    text, faults = decode(raw)
    found = Findings(_softened(faults))
    if not found.has_errors and not text.strip():
        found.add(finding("Y006", "文本里没有内容", START))
    if not found.has_errors:
        report = report_of(text, body=body, kind=kind, year=year, excerpt=excerpt)
        report = replace(report, name=name, county=county)
        read = text.rpartition("\n")[0] if excerpt else text  # the last line may break off within a cell
        found.extend(review(_with_tables(report, read, found)))
    return text, Findings(map(without_data_file, found)).in_file(name).capped()


def _with_tables(report: Report, text: str, found: Findings) -> Report:
    """The report with the tables of its text, read as the importer reads them; deviations are findings."""
    reading = read_tables(text, edition_in_text(text, year=report.who.year))
    if len(reading.alterations) > _GARBLED and reading.edition is report.edition:
        first = reading.alterations[0]
        message = (
            f"表格里有 {len(reading.alterations)} 处文字与格式对不上，像是繁体或转码过的文本，表格没有审核"
        )
        advice = "请先用 govgen import 转成数据文件。"
        found.add(finding(first.code, message, first.span, advice=advice))
        return report
    return with_tables(report, reading, text, found, exact=False)


def _softened(faults: list[Finding]) -> Iterator[Finding]:
    """What is wrong with the encoding, as far as it matters to a text that is only read.

    A page may be full of invisible characters: they are reported once.
    """
    hidden = [fault for fault in faults if fault.code == "Y007"]
    if hidden:
        yield hidden[0]._replace(level=Level.INFO, message=f"{hidden[0].message}，全文共 {len(hidden)} 处")
    for fault in faults:
        if fault.code == "Y003":
            message, advice = (
                "文本是 GBK（GB18030、ANSI）编码，已按 GBK 读入",
                "不影响审核；以后请另存为 UTF-8。",
            )
            yield fault._replace(level=Level.INFO, message=message, advice=advice)
        elif fault.code != "Y007":
            yield fault._replace(advice=_FOR_TEXTS.get(fault.code, fault.advice))
