"""退回意见: what a body is asked to mend, in the columns that reviewers use."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from govgen.findings.catalogue import entry
from govgen.findings.display import columns
from govgen.findings.finding import Level
from govgen.render.html.templates import environment
from govgen.workflows.county.received import Received
from govgen.workflows.county.return_items import Issue, issues_in_all
from govgen.workflows.county.workbook import A4, new_workbook
from govgen.workflows.files import ORIGINAL, is_data_file

_COLUMNS = ("机关", "序号", "级别", "位置", "问题明细", "依据", "改法", "整改结果")
_WIDTHS = (24, 6, 6, 36, 48, 30, 36, 20)
_LINE, _TALLEST = 15, 409
"""The height of a line in points, and the most that a row can have."""


def issues_as_sent(item: Received) -> tuple[Issue, ...]:
    """What a body is asked to mend; one that sent a document has no data file with lines to add or delete."""
    originals = item.path.parent.glob(f"{item.path.stem}{ORIGINAL}.*")
    if is_data_file(next(originals, item.path)):
        return item.issues
    advice = {code: entry(code).data_advice for code in {issue.code for issue in item.issues}}
    return tuple(
        replace(issue, remedy=issue.remedy.removesuffix(advice[issue.code])) for issue in item.issues
    )


def return_page(item: Received) -> str:
    """The 退回意见 of one body as HTML, from which the Word file is made."""
    report = item.title if item.body else "年度报告"
    issues = issues_as_sent(item)
    context = {
        "title": f"关于{report}的退回意见",
        "body": item.body or item.path.parent.name,
        "report": f"《{report}》",
        "issues": issues,
        "count": issues_in_all(issues),
        "errors": issues_in_all(issues, Level.ERROR),
    }
    return environment().get_template("return.html.j2").render(context)


def returns_workbook(returned: Iterable[tuple[str, Sequence[Issue]]], year: int) -> bytes:
    """All issues of all bodies on ``year`` in one sheet, with an empty column for what was done."""
    with new_workbook(year) as (book, out):
        sheet = book.add_worksheet("退回意见")
        style = book.add_format({"text_wrap": True, "valign": "top", "border": 1})
        head = book.add_format({"bold": True, "border": 1, "bg_color": "#EEEEEE"})
        for column, (word, width) in enumerate(zip(_COLUMNS, _WIDTHS, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, word, head)
        rows = [
            (body, number, issue.level, issue.place, issue.problem, issue.basis, issue.remedy, "")
            for body, issues in returned
            for number, issue in enumerate(issues, start=1)
        ]
        for at, row in enumerate(rows, start=1):
            # Not every program fits a row's height to its text by itself.
            lines = (-(-columns(str(cell)) // width) for cell, width in zip(row, _WIDTHS, strict=True))
            sheet.set_row(at, min(_LINE * max(lines), _TALLEST))
            sheet.write_row(at, 0, row, style)
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, max(len(rows), 1), len(_COLUMNS) - 1)
    return out.getvalue()
