"""退回意见: what a body is asked to mend, in the columns that reviewers use."""

from collections.abc import Iterable, Sequence

from govgen.findings.finding import Level
from govgen.findings.reporters.text import LEVEL_NAMES
from govgen.render.html.templates import environment
from govgen.workflows.county.received import Received
from govgen.workflows.county.return_items import Issue
from govgen.workflows.county.workbook import new_workbook

_COLUMNS = ("机关", "序号", "级别", "位置", "问题明细", "依据", "改法", "整改结果")
_WIDTHS = (24, 6, 6, 36, 48, 30, 36, 20)


def return_page(item: Received) -> str:
    """The 退回意见 of one body as HTML, from which the Word file is made."""
    report = item.title if item.body else "年度报告"
    context = {
        "title": f"关于{report}的退回意见",
        "body": item.body or item.path.parent.name,
        "report": f"《{report}》",
        "issues": item.issues,
        "errors": sum(issue.level == LEVEL_NAMES[Level.ERROR] for issue in item.issues),
    }
    return environment().get_template("return.html.j2").render(context)


def returns_workbook(returned: Iterable[tuple[str, Sequence[Issue]]]) -> bytes:
    """All issues of all bodies in one sheet, with an empty column for what was done."""
    with new_workbook() as (book, out):
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
            sheet.write_row(at, 0, row, style)
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, max(len(rows), 1), len(_COLUMNS) - 1)
    return out.getvalue()
