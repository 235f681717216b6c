"""Text copied from a PDF: broken at a fixed width, with page numbers, dates and headings in other forms."""

from __future__ import annotations

import datetime
import textwrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govgen.importers.bare_text import signature_of
from govgen.importers.convert import Imported, convert
from govgen.importers.tables.tokens import tokens

INTRODUCTION = (
    "本报告由青禾镇人民政府党政办公室根据《中华人民共和国政府信息公开条例》（以下简称《条例》）编制，"
    "所列数据的统计期限自2025年1月1日起至2025年12月31日止。如对报告内容有疑问，请与青禾镇党政办公室联系"
    "（地址：青禾县振兴路 12 号，邮编：123456，电话：0123-4567890）。"
)
OVERVIEW = (
    "（一）主动公开。全年主动公开政府信息30条，其中政府网站20条、微信公众号10条，公开栏同步张贴惠农补贴和村级财务。",
    "（二）依申请公开。全年未收到政府信息公开申请，没有因政府信息公开工作被申请行政复议或者提起行政诉讼的情形发生。",
    "（三）政府信息管理。信息先审查后公开，定期清理失效文件，对涉及个人隐私的内容作区分处理，全年没有发生泄密事件。",
    "（四）政府信息公开平台建设。网站和公众号由专人维护，栏目按季度自查，发现的错别字和断链问题在三个工作日内改正。",
    "（五）监督保障。全年考核结果为优秀，社会评议满意，没有责任追究，组织各站所负责人参加县里举办的专题培训两次。",
)
PROBLEMS = "一是公开内容更新不够及时，政策解读的形式比较单一。下一步，按月核对目录，逐项补齐，并加强经办人员的业务培训。"
TITLE = "青禾镇人民政府2025年政府信息公开工作年度报告"


def report(*, title: str = TITLE, width: int = 0, signature: str = "", numbers: str = "一、{}") -> str:
    """A report whose prose is broken at ``width`` characters."""
    digits = "一二三四五六"

    def heading(at: int, words: str) -> str:
        return numbers.format(words).replace("一", digits[at - 1], 1).replace("1", str(at), 1)

    prose = (
        INTRODUCTION,
        heading(1, "总体情况"),
        *OVERVIEW,
        heading(2, "主动公开政府信息情况"),
        heading(5, "存在的主要问题及改进情况"),
        PROBLEMS,
    )
    last = (heading(6, "其他需要报告的事项"), "无其他需要报告的事项。", signature)
    lines = [
        part
        for text in prose
        for part in (textwrap.wrap(text, width, break_long_words=True) if width else [text])
    ]
    return "\n".join([title, *lines, *last]) + "\n"


def read(text: str) -> Imported:
    return convert(text.encode(), "报告.txt")


@settings(max_examples=15)
@given(width=st.integers(26, 34))
def test_prose_broken_at_a_fixed_width_is_joined(width: int) -> None:
    words = read(report(width=width)).words
    assert "".join("".join(words.passages["introduction"]).split()) == "".join(INTRODUCTION.split())
    assert words.passages["overview"] == OVERVIEW
    assert "".join(words.passages["problems"]) == PROBLEMS
    assert not [note for note in words.notes if "没有收入" in note.message]


@pytest.mark.parametrize(
    "title",
    [
        "青禾镇人民政府2025年\n政府信息公开工作年度报告",
        "青禾镇人民政府2025年度政府\n信息公开工作年度报告",
        "青禾镇人民政府\n2025年政府信息公开工作年度报告",
        "青禾镇人民政府\n2025年\n政府信息公开工作年度报告",
    ],
)
def test_a_title_over_several_lines_is_one(title: str) -> None:
    words = read(report(title=title)).words
    assert (words.body, words.year, words.year_is_guess) == ("青禾镇人民政府", 2025, False)
    assert words.notes == []


@pytest.mark.parametrize("numbers", ["一、{}", "1、{}", "1. {}", "第一部分 {}", "第一部分：{}", "## 一、{}"])
def test_headings_in_other_forms_open_their_sections(numbers: str) -> None:
    words = read(report(numbers=numbers)).words
    assert words.passages["overview"] == OVERVIEW
    assert words.passages["problems"] == (PROBLEMS,)
    assert words.passages["others"] == ("无其他需要报告的事项。",)


@pytest.mark.parametrize("at", [4, 6, 9])
def test_a_heading_over_two_lines_is_whole(at: int) -> None:
    heading = "五、存在的主要问题及改进情况"
    words = read(report().replace(heading, f"{heading[:at]}\n{heading[at:]}")).words
    assert words.passages["problems"] == (PROBLEMS,)
    assert [item for item in words.alterations if item.where == heading[2:]] == []


def test_a_numbered_heading_within_a_section_opens_no_other() -> None:
    text = report().replace("（一）主动公开。", "1、主动公开政府信息情况\n（一）主动公开。")
    assert read(text).words.passages["overview"][0] == "1、主动公开政府信息情况"


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("2026年1月17日", (2026, 1, 17)),
        ("2026 年 01 月 17 日", (2026, 1, 17)),
        ("2026.1.17", (2026, 1, 17)),
        ("2026-01-17", (2026, 1, 17)),
        ("２０２６年１月１７日", (2026, 1, 17)),
        ("二〇二六年一月十七日", (2026, 1, 17)),
        ("二○二六年十二月三十一日", (2026, 12, 31)),
        ("二零二六年十月二十日", (2026, 10, 20)),
        ("青禾镇人民政府 2026年1月17日", (2026, 1, 17)),
        ("青禾镇人民政府（盖章）2026年1月17日", (2026, 1, 17)),
        ("2026年2月30日", None),
        ("截至2026年1月17日，共公开30条", None),
    ],
)
def test_dates_under_a_report(line: str, day: tuple[int, int, int] | None) -> None:
    signed = signature_of(line)
    assert (signed and signed[1]) == (datetime.date(*day) if day else None)


def test_the_name_beside_a_date() -> None:
    assert signature_of("青禾镇人民政府 2026年1月17日") == ("青禾镇人民政府", datetime.date(2026, 1, 17))
    assert signature_of("全年公开信息30条。") is None


@pytest.mark.parametrize(
    "signature",
    ["青禾镇人民政府\n2026年1月17日", "2026年1月17日\n青禾镇人民政府", "青禾镇人民政府 二〇二六年一月十七日"],
)
def test_signature_and_date_in_either_order(signature: str) -> None:
    words = read(report(signature=signature)).words
    assert words.published == datetime.date(2026, 1, 17)
    assert words.passages["others"] == ("无其他需要报告的事项。",)
    assert words.notes == []


def test_an_address_with_blanks_is_whole() -> None:
    assert read(report()).words.contact["地址"] == "青禾县振兴路12号"
    text = report().replace("振兴路 12 号，邮编", "振兴路 12 号 邮编")
    assert read(text).words.contact["地址"] == "青禾县振兴路12号"


@pytest.mark.parametrize(
    "line", ["|---|:--:|", "— 4 —", "- 12 -", "第 3 页 共 9 页", "3/9", "+-----+----+", "======", "---"]
)
def test_lines_of_layout_are_no_cells(line: str) -> None:
    assert tokens(f"行政处罚\t3\n{line}\n行政强制\t0", frozenset(), 60)[2].text == "行政强制"


@pytest.mark.parametrize("line", ["/ / /", "- - -", "3 4", "—", "0"])
def test_marks_for_nothing_and_figures_are_cells(line: str) -> None:
    assert tokens(line, frozenset(), 60)


TABLE_4 = """四、政府信息公开行政复议、行政诉讼情况
| 行政复议 ||||| 行政诉讼 ||||||||||
|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|
| 结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 | 未经复议直接起诉 ||||| 复议后起诉 |||||
|  |  |  |  |  | 结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 | 结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 |
| 1 | 0 | 2 | 0 | 3 | 0 | 4 | 0 | 0 | 4 | 0 | 0 | 0 | 5 | 5 |
五、存在的主要问题及改进情况
"""


def test_table_four_in_markdown_is_read() -> None:
    text = report().replace("五、存在的主要问题及改进情况\n", TABLE_4)
    reading = read(text).reading
    values = [str(cell.value) for ref, cell in reading.cells.items() if ref.table == "disputes"]
    assert values == ["1", "0", "2", "0", "3", "0", "4", "0", "0", "4", "0", "0", "0", "5", "5"]
    assert not [cell for cell in reading.cells.values() if cell.doubt]
    assert reading.alterations == []


def test_a_table_cut_by_page_numbers_is_whole() -> None:
    table = "第二十条第（六）项\n| 信息内容 | 本年处理决定数量 |\n|---|---|\n| 行政处罚 | 3 |\n— 2 —\n\n| 信息内容 | 本年处理决定数量 |\n|---|---|\n| 行政强制 | 4 |\n"
    reading = read(report().replace("五、存在", f"{table}五、存在", 1)).reading
    values = {ref.row: str(cell.value) for ref, cell in reading.cells.items() if not cell.doubt}
    assert list(values.values()) == ["3", "4"]


@pytest.mark.parametrize("name", ["振兴街道", "青禾县振兴街道", "振兴街道办"])
def test_a_street_without_its_office_is_offered_the_full_name(name: str) -> None:
    found = read(report(title=TITLE.replace("青禾镇人民政府", name)))
    assert found.words.body == name
    assert [note.message for note in found.words.notes if "街道办事处" in note.message]


def test_a_paragraph_that_is_only_the_name_is_noted() -> None:
    found = read(report().replace("（二）", "青禾镇人民政府\n（二）", 1))
    assert [note.original for note in found.words.notes] == ["青禾镇人民政府"]


@pytest.mark.parametrize("blank", ["", "  ", "\u3000\u3000"])
def test_a_line_of_blanks_is_no_empty_cell(blank: str) -> None:
    assert tokens(blank, frozenset(), 60) == []
