"""``govgen county return``: what a body is asked to mend, once for each fault and in words for what it sent."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest
from county_sample import BODIES, county, data_file
from helpers import with_entries

from govgen.cli.app import run
from govgen.workflows.check import examine
from govgen.workflows.county.return_items import issues_in_all, issues_of

ROW = "收到和处理政府信息公开申请情况.上年结转政府信息公开申请数量"
COLUMNS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")
STROKES = "".join(
    f'  - {{规则: L453, 位置: 主动公开政府信息情况.{key}, 应为: "", 原文: "/"}}\n'
    for key in ("行政许可.本年处理决定数量", "行政处罚.本年处理决定数量", "行政强制.本年处理决定数量")
) + "".join(f'  - {{规则: L453, 位置: {ROW}.{column}, 应为: "", 原文: "/"}}\n' for column in COLUMNS)


@pytest.fixture
def inbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A body with nine strokes for 0 and a row that an import could not read."""
    monkeypatch.chdir(tmp_path)
    doubted = data_file(BODIES[0]).replace(
        "本年新收政府信息公开申请数量: {自然人: 4}", "本年新收政府信息公开申请数量:"
    )
    doubts = (
        f'待核:\n  - {{位置: {ROW.replace("上年结转", "本年新收")}, 原文: "", 取作: "", 原因: 原文空白}}\n'
    )
    return county(tmp_path, {BODIES[0]: with_entries(doubts + f"原表改动:\n{STROKES}", doubted)}, BODIES[:1])


def returned(inbox: Path) -> list[list[str]]:
    assert run(["county", "return", str(inbox), "--year", "2025", "-o", "退回"]) == 0
    document = docx.Document(str(next(Path("退回").glob("*.docx"))))
    return [[cell.text for cell in row.cells] for row in document.tables[0].rows]


def test_what_is_wrong_alike_in_several_places_is_one_row(inbox: Path) -> None:
    rows = {row[1]: row for row in returned(inbox)}
    (strokes,) = [words for words in rows if "不只是数字" in words]
    assert strokes.endswith(
        "上年结转政府信息公开申请数量—社会公益组织；上年结转政府信息公开申请数量—法律服务机构等 9 处：原报告的数字格里不只是数字（原文是“/”）"
    )
    assert strokes.startswith(
        "二、主动公开政府信息情况，行政许可—本年处理决定数量；行政处罚—本年处理决定数量；"
    )
    assert strokes.count("收到和处理政府信息公开申请情况") == 1
    issues = issues_of(examine(inbox / BODIES[0] / "2025.yaml"))
    assert issues_in_all([issue for issue in issues if issue.code == "L453"]) == 9


def test_a_cell_that_an_import_could_not_read_is_asked_for_once(inbox: Path) -> None:
    found = examine(inbox / BODIES[0] / "2025.yaml")
    assert {"L453", "D140"} <= {item.code for item in found.findings}
    assert [issue.code for issue in issues_of(found) if "新收" in issue.place] == ["D140"]


def test_a_blank_cell_without_a_doubt_is_still_asked_for(tmp_path: Path) -> None:
    file = tmp_path / "2025.yaml"
    file.write_text(
        data_file(BODIES[0]).replace("行政许可: {本年处理决定数量: 24}", "行政许可: {本年处理决定数量: }")
    )
    found = examine(file)
    assert {item.code for item in found.findings if item.level == "error"} == {
        issue.code for issue in issues_of(found) if issue.level == "错误"
    }


@pytest.mark.parametrize("ending", ["docx", "yaml"])
def test_the_advice_is_for_what_the_body_sent(inbox: Path, ending: str) -> None:
    (inbox / BODIES[0] / f"2025.原件.{ending}").write_bytes(b"")
    words = "".join(cell for row in returned(inbox) for cell in row)
    assert ("从“待核”里删去" in words) is (ending == "yaml")
    assert ("“原表改动”里的这一条" in words) is (ending == "yaml")
    assert "对照原件核对，改正表里的数" in words
    book = openpyxl.load_workbook(next(Path("退回").glob("*.xlsx")))
    assert ("从“待核”里删去" in str([cell.value for row in book.active for cell in row])) is (
        ending == "yaml"
    )


def test_the_workbook_has_no_time_of_making(inbox: Path) -> None:
    """Equal data gives equal bytes."""
    returned(inbox)
    core = zipfile.ZipFile(next(Path("退回").glob("*.xlsx"))).read("docProps/core.xml").decode()
    assert core.count("2026-01-01T00:00:00Z") == 2


def test_both_are_laid_out_to_be_printed(inbox: Path) -> None:
    """The table begins below the text, and every row of the workbook is as high as its text needs."""
    returned(inbox)
    document = zipfile.ZipFile(next(Path("退回").glob("*.docx"))).read("word/document.xml").decode()
    assert "keepNext" not in document[document.index("<w:tbl>") :]
    sheet = openpyxl.load_workbook(io.BytesIO(next(Path("退回").glob("*.xlsx")).read_bytes())).active
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.page_setup.fitToHeight == 0
    assert sheet.print_title_rows == "$1:$1"
    long = next(row for row in range(2, sheet.max_row + 1) if "等 9 处" in sheet.cell(row, 4).value)
    assert sheet.row_dimensions[long].height >= 15 * len(sheet.cell(long, 4).value) * 2 // 36
