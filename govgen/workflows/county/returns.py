"""退回意见: what a body is asked to mend, in the columns that reviewers use."""

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from govgen.findings.finding import Finding, Level
from govgen.render.html.templates import environment
from govgen.workflows.check import Examined

TEMPLATE = "return.html.j2"
COLUMNS = ("机关", "序号", "级别", "位置", "问题明细", "依据", "改法", "整改结果")
LEVELS = {Level.ERROR: "错误", Level.WARNING: "警告"}
_EXCERPT = 40
"""Characters of a sentence that are enough to find it in the report."""

_PRIVATE = "P7"
"""Findings on personal data, whose words are shown to the clerk alone."""


@dataclass(frozen=True, slots=True)
class Issue:
    """One row of a 退回意见."""

    level: Level
    place: str
    problem: str
    basis: str
    remedy: str


def issues_of(examined: Examined) -> list[Issue]:
    """Every error and warning once, the gravest first; none for a report that has neither."""
    found = [item for item in examined.findings if item.level in LEVELS]
    issues = (
        Issue(item.level, place_of(item, examined), masked(item), item.citation, item.advice)
        for item in sorted(found, key=lambda item: (item.level.rank, item.order))
    )
    return list(dict.fromkeys(issues))


def masked(finding: Finding) -> str:
    """The message; personal data in it is masked."""
    return (
        re.sub(r"\d(?=\d{2})", "*", finding.message) if finding.code.startswith(_PRIVATE) else finding.message
    )


def place_of(finding: Finding, examined: Examined) -> str:
    """Where a finding is in the printed report: section, then row and column, or the words of a sentence."""
    edition = examined.report.edition
    key, *rest = finding.where.split(".") if finding.where else [""]
    section = next((item for item in edition.sections if item.key == key), None)
    heading = section.heading if section else key or "报告"
    if rest:
        return f"{heading}，{'—'.join(rest)}"
    if finding.code.startswith(_PRIVATE) or (section and section.kind == "table"):
        return heading
    sentence = _sentence_at(finding, examined)
    return f"{heading}，“{sentence}”" if sentence else heading


def _sentence_at(finding: Finding, examined: Examined) -> str:
    """The words of the report around a finding; empty where it is not within prose."""
    for passage in examined.report.passages.values():
        for paragraph in passage.paragraphs:
            span = paragraph.body.span(0, len(paragraph.text))
            if span.line <= finding.span.line <= span.end_line:
                parts = re.split(r"(?<=[。！？；])", paragraph.text)
                at = finding.span.column - span.column
                return _clip(_part_at(parts, at))
    return ""


def _part_at(parts: list[str], at: int) -> str:
    for part in parts:
        if at < len(part) or part is parts[-1]:
            return part
        at -= len(part)
    return ""


def _clip(text: str) -> str:
    return text if len(text) <= _EXCERPT else f"{text[:_EXCERPT]}…"


def return_page(examined: Examined, issues: Iterable[Issue]) -> str:
    """The 退回意见 of one body as HTML, from which the Word file is made."""
    listed = list(issues)
    identity = examined.report.identity
    body = identity.body if identity else examined.path.parent.name
    report = examined.report.title or "年度报告"
    context = {
        "title": f"关于{report}的退回意见",
        "body": body,
        "report": f"《{report}》",
        "issues": listed,
        "errors": sum(issue.level is Level.ERROR for issue in listed),
    }
    return environment().get_template(TEMPLATE).render(context)


def returns_workbook(issues: Iterable[tuple[str, Issue]]) -> bytes:
    """All issues of all bodies in one sheet, with an empty column for what was done."""
    import xlsxwriter  # noqa: PLC0415  (an extra)

    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet = book.add_worksheet("退回意见")
    style = book.add_format({"text_wrap": True, "valign": "top", "border": 1})
    head = book.add_format({"bold": True, "border": 1, "bg_color": "#EEEEEE"})
    rows = list(_numbered(issues))
    for column, (word, width) in enumerate(zip(COLUMNS, (24, 6, 6, 36, 48, 30, 36, 20), strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, word, head)
    for number, row in enumerate(rows, start=1):
        _row(sheet, number, row, style)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(len(rows), 1), len(COLUMNS) - 1)
    book.close()
    return out.getvalue()


def _numbered(issues: Iterable[tuple[str, Issue]]) -> Iterator[tuple[Any, ...]]:
    number, last = 0, ""
    for body, issue in issues:
        number = number + 1 if body == last else 1
        last = body
        words = (LEVELS[issue.level], issue.place, issue.problem, issue.basis, issue.remedy, "")
        yield (body, number, *words)


def _row(sheet: Any, at: int, row: tuple[Any, ...], style: Any) -> None:
    for column, value in enumerate(row):
        if isinstance(value, int):
            sheet.write_number(at, column, value, style)
        else:
            sheet.write_string(at, column, value, style)
