"""Typing slips: each reported with code, line and column, all in one pass, and mended for further reading."""

from __future__ import annotations

import pytest
from helpers import (
    BASE,
    brief,
    codes,
    errors,
    examined,
    marked,
    one_error,
    read_text,
    top_entry,
    with_entries,
)

from govgen.datafile.cell import State
from govgen.datafile.keys import vocabulary
from govgen.datafile.yaml_reader.slips import mend
from govgen.datafile.yaml_reader.source import MAX_SLIPS
from govgen.datafile.yaml_reader.tree import Scalar
from govgen.editions.table import CellRef

SLIPS = [
    ("机关：青禾镇人民政府\n", "Y013", 1, 3),
    ("机关： 青禾镇人民政府\n", "Y013", 1, 3),
    ("机关:青禾镇人民政府\n", "Y014", 1, 3),
    ("联系方式:\n\t科室: 办公室\n", "Y011", 2, 1),
    ("机关:\t青禾镇人民政府\n", "Y011", 1, 4),
    ("机关：\t青禾镇人民政府\n", "Y013", 1, 3),
    ("联系方式: {科室:\t办公室}\n", "Y011", 1, 11),
    ("联系方式: {科室: 办公室,\t电话: 1}\n", "Y011", 1, 16),
    ("所属: 某省\t某县\n", "Y011", 1, 7),
    ("总体情况:\t|\n  好。\n", "Y011", 1, 6),
    ("联系方式:\n　科室: 办公室\n", "Y012", 2, 1),
    ("联系方式:\n\xa0\xa0科室: 办公室\n", "Y012", 2, 1),
    ("信息处理费: {件数: 0，金额元: 0}\n", "Y015", 1, 14),
    ("信息处理费: {件数: 0、金额元: 0}\n", "Y015", 1, 14),
    ("信息处理费: ｛件数: 0, 金额元: 0}\n", "Y016", 1, 8),
    ("信息处理费: {件数: 0, 金额元: 0｝\n", "Y016", 1, 22),
    ("待核: ［］\n", "Y016", 1, 5),
    ("总体情况: ｜\n  第一段。\n  第二段。\n", "Y016", 1, 7),
    ("总体情况: ｜ # 备注\n  第一段。\n年度: 2025\n", "Y016", 1, 7),
    ("信息处理费: {件数：0, 金额元: 0}\n", "Y013", 1, 11),
    ("信息处理费: {件数:0, 金额元: 0}\n", "Y014", 1, 11),
    ("信息处理费: {件数: 0, 金额元：0}\n", "Y013", 1, 19),
    ("总体情况: |\n  第一段。\n第二段没有缩进。\n", "Y017", 3, 1),
    ("总体情况: |\n  第一段。\n 第二段少一格。\n", "Y017", 3, 1),
    ("总体情况: |\n　　第一段用全角空格。\n", "Y017", 2, 1),
    ("总体情况: |\n\t第一段用制表符。\n", "Y011", 2, 1),
    ("总体情况: |\n  \t第一段空格后有制表符。\n", "Y011", 2, 3),
    ("所属: 某县 #3号\n", "Y018", 1, 8),
    ("所属: 某县\n  某镇\n", "Y019", 1, 5),
    ("其他需要报告的事项: >\n  无。\n  无。\n", "Y019", 1, 12),
    ("联系方式: {科室: 办公室\n年度: 2025\n", "Y020", 1, 7),
    ('联系方式: {科室: "办公室}\n年度: 2025\n', "Y020", 1, 12),
    ('联系方式: {科室: "办公室, 电话: 1}\n年度: 2025\n', "Y020", 1, 12),
    ('所属: "某县  # 批注\n年度: 2025\n', "Y020", 1, 5),
    ('所属: "某县\n年度: 2025\n', "Y020", 1, 5),
    ("总体情况 |\n  第一段。\n年度: 2025\n", "Y020", 1, 5),
    ("总体情况|\n  第一段。\n年度: 2025\n", "Y020", 1, 5),
    ("联系方式 {科室: 办公室, 电话: 1}\n", "Y020", 1, 5),
    ("联系方式{科室: 办公室, 电话: 1}\n", "Y020", 1, 5),
    ("主动公开政府信息情况:\n  行政许可 {本年处理决定数量: 1}\n", "Y020", 2, 7),
    ("主动公开政府信息情况\n  行政许可: {本年处理决定数量: 1}\n", "Y020", 1, 11),
    ("总体情况: |\n  第一段。\n主动公开政府信息情况\n  行政许可: {}\n", "Y020", 3, 11),
    ("总体情况: |\n  第一段。\n其他需要报告的事项 |\n  无。\n", "Y020", 3, 10),
    ("所属: 某县\n年度 2025\n机关: 甲\n", "Y020", 2, 3),
    ("信息处理费: {件数: 0, 金额元: 0 #待查}\n年度: 2025\n", "Y020", 1, 23),
    ("信息处理费: {件数: 0, #补 金额元: 0}\n年度: 2025\n", "Y020", 1, 16),
    ("信息处理费: {件数: 0, 金额元: 0}}\n年度: 2025\n", "Y020", 1, 23),
    ("信息处理费: {件数: 0, 金额元: 0} } # 完\n年度: 2025\n", "Y020", 1, 24),
    ("信息处理费: {件数: 0,, 金额元: 0}\n年度: 2025\n", "Y020", 1, 15),
    ("信息处理费: {件数: 0, ，金额元: 0}\n年度: 2025\n", "Y020", 1, 16),
    ("信息处理费: {, 件数: 0, 金额元: 0}\n年度: 2025\n", "Y020", 1, 9),
    ("信息处理费: {件数: 0；金额元: 0}\n", "Y015", 1, 14),
    ("信息处理费: {件数: 0, 金额元: 0 # 见{附件}\n年度: 2025\n", "Y020", 1, 8),
]


@pytest.mark.parametrize(("text", "code", "line", "column"), SLIPS)
def test_each_slip_at_its_place(text: str, code: str, line: int, column: int) -> None:
    source = read_text(text)
    assert brief(source.findings)[0] == (code, line, column)
    assert source.complete, "a slip must not stop the reading"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("联系方式:\n\t科室:\t办公室\n\t电话: 1\n", [2, 1]),
        ("信息处理费：｛件数：0，金额元：0｝\n", [6]),
        ("机关：甲\n年度：2025\n所属：乙\n", [1, 1, 1]),
        ("机关：\t甲\t乙\n", [3]),
    ],
)
def test_the_slips_of_a_line_are_one_finding_with_every_place(text: str, lines: list[int]) -> None:
    assert [1 + len(found.related) for found in read_text(text).findings] == lines


TEN = """\
机关：青禾镇人民政府
所属:某省某市某县
年度: 2025
联系方式: {科室: 党政办公室，电话: 0000-1234567}
信息处理费: ｛件数: 0, 金额元: 0}
主动公开政府信息情况:
\t规章: {本年制发件数: 0, 本年废止件数: 0, 现行有效件数: 0}
　行政规范性文件: {本年制发件数：2, 本年废止件数:1, 现行有效件数: 9}
  行政许可: {本年处理决定数量: 3件}
  行政处罚: {本年处理决定数量: １９}
  行政强制: {本年处理决定数量: -}
  行政事业性收费: {本年收费金额: 65万}
总体情况: |
  第一段。
第二段没有缩进。
存在的主要问题及改进情况: 一是不够及时。
  二是不够全面。
其他需要报告的事项: |
  无{% if %}。
"""


def test_ten_slips_and_the_values_beside_them_in_one_pass(tmp_path) -> None:
    found = brief(examined(tmp_path, TEN).findings)
    slips = [
        ("Y013", 1, 3),
        ("Y014", 2, 3),
        ("Y015", 4, 17),
        ("Y016", 5, 8),
        ("Y011", 7, 1),
        ("Y012", 8, 1),
        ("Y017", 15, 1),
        ("Y019", 16, 15),
    ]
    values = [("D111", 9, 20), ("D110", 10, 20), ("D116", 11, 20), ("D111", 12, 21), ("D132", 19, 4)]
    assert set(slips + values) <= set(found)
    assert not [item for item in found if item[0] in {"Y020", "Y021"}]


@pytest.mark.parametrize(
    ("value", "code", "message"),
    [
        ("1,234", "D112", "1234"),
        ("1，234", "D112", "1234"),
        ("12,345,678", "D112", "12345678"),
        ("-", "D116", "写 0"),
        ("*", "D116", "写 0"),
        ("%", "D109", "不是数字"),
    ],
)
@pytest.mark.parametrize("form", ["行政许可: {本年处理决定数量: %s}", "行政许可:\n    本年处理决定数量: %s"])
def test_a_value_that_yaml_would_take_apart_is_named_as_it_was_written(tmp_path, form, value, code, message):
    table = BASE[BASE.index("主动公开政府信息情况:") : BASE.index("收到和处理")]
    line = form % value
    item = examined(tmp_path, with_entries(table.replace("行政许可: {本年处理决定数量: 124}", line)))
    finding = one_error(item)
    assert finding.code == code
    assert marked(item, finding) == value
    assert message in finding.message


@pytest.mark.parametrize(
    "line",
    [
        "联系方式: {地址: 青禾路1号，近镇政府, 电话: 1}",
        '联系方式: {地址: "青禾路，1号：东侧", 电话: "1"}',
        "所属: 某省（含：某市，某县）",
        "所属: 某县  # 说明：这里，有{全角}标点",
        "主动公开政府信息情况: {行政事业性收费: {本年收费金额（单位：万元）: 0}}",
        "主动公开政府信息情况:\n  行政事业性收费:\n    本年收费金额（单位：万元）: 0",
        "收到和处理政府信息公开申请情况:\n  本年度办理结果:\n"
        "    （二）部分公开（区分处理的，只计这一情形，不计其他情形）: {自然人: 1}",
        "联系方式: {\n科室: 办公室,\n电话: 1\n}",
        "联系方式:\n  {科室: 办公室,\n   电话: 1}",
        "总体情况: |\n  一是：公开，及时。\n  \t二是\t整齐。\n  网址：http://a.b/c，#1。\n\n  键:值 {a，b}",
        "待核:\n  - {位置: 行政许可, 原因: 原文为“12，其中：3”}",
        "待核: []",
        "所属: 某县{某镇\n年度: 2025",
        "所属: 某县[某镇]{x",
        "所属: 某县{某镇}}",
        "联系方式: {科室: 办公室, 电话: 1,}",
    ],
)
def test_sound_punctuation_is_left_alone(line: str) -> None:
    assert mend(line, vocabulary(None)).findings == []
    assert "\n".join(each.text for each in mend(line, vocabulary(None)).lines) == line
    assert not [code for code in codes(read_text(line + "\n").findings) if code != "Y006"]


def test_a_known_key_ends_the_prose_and_is_read() -> None:
    text = "总体情况: |\n  第一段。\n机关：青禾镇人民政府\n"
    source = read_text(text)
    assert [entry.key for entry in source.root] == ["总体情况", "机关"]
    assert brief(source.findings) == [("Y013", 3, 3)]


def test_a_key_without_its_colon_is_read(tmp_path) -> None:
    item = examined(tmp_path, BASE.replace("总体情况: |", "总体情况 |").replace("行政处罚: {", "行政处罚{"))
    assert [found.code for found in errors(item)] == ["Y020", "Y020"]
    assert "“行政处罚”后面少了冒号" in errors(item)[1].message
    assert "overview" in item.report.passages


def test_what_a_comment_swallowed_is_read_and_the_bracket_closed_before_it(tmp_path) -> None:
    text = BASE.replace("{本年处理决定数量: 3}", "{本年处理决定数量: 3 #待查}")
    item = examined(tmp_path, text.replace("自然人: 12, 商业企业: 1", "自然人: 12, #补 商业企业: 1"))
    assert item.source.complete
    assert [marked(item, found) for found in errors(item)] == ["#待查}", "#补 商业企业: 1}"]
    assert item.report.cells[CellRef("applications", "new", "company")].state is State.STATED


def test_a_word_of_a_value_is_not_taken_for_a_key() -> None:
    assert brief(read_text("引言: 甲\n  年度 2025\n  总体情况\n").findings) == [("Y019", 1, 5)]


def test_an_unknown_key_without_its_colon_is_reported_where_it_is() -> None:
    source = read_text("机关: 甲\n某事项 |\n  第一段。\n年度: 2025\n")
    assert brief(source.findings) == [("Y020", 2, 1), ("Y021", 2, 1)]


def test_reading_stops_where_there_is_no_end_of_slips() -> None:
    source = read_text("机关：甲\n" * (MAX_SLIPS + 50))
    assert codes(source.findings).count("Y013") == MAX_SLIPS
    assert "Y021" in codes(source.findings)
    assert not source.complete


def test_an_explicit_indent_is_kept() -> None:
    source = read_text("总体情况: |2\n    首行空两格。\n  第二行。\n")
    assert brief(source.findings) == []
    assert top_entry(source, "总体情况").value.text == "  首行空两格。\n第二行。\n"


@pytest.mark.parametrize("blank", ["　　", "\xa0", "        ", "  \u2003"])
@pytest.mark.parametrize(
    "text",
    [
        "总体情况: |\n  第一段。\n{}\n  第二段。\n年度: 2025\n",
        "总体情况: |\n{}\n  第一段。\n  第二段。\n年度: 2025\n",
        "总体情况: |\n  第一段。\n  第二段。\n{}\n年度: 2025\n",
        "联系方式:\n  科室: 办公室\n{}\n  电话: 1\n",
        "{}\n联系方式: {科室: 办公室,\n{}\n  电话: 1}\n",
    ],
)
def test_a_line_of_blanks_is_an_empty_line(text: str, blank: str) -> None:
    source, empty = read_text(text.replace("{}", blank)), read_text(text.replace("{}", ""))
    assert source.complete
    assert brief(source.findings) == []
    assert [entry.value.text for entry in source.root if isinstance(entry.value, Scalar)] == [
        entry.value.text for entry in empty.root if isinstance(entry.value, Scalar)
    ]


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("总体情况: |\n  第一段。\n\t\n  第二段。\n", 1),
        ("总体情况: |\n  第一段。\n \t\n  第二段。\n", 2),
        ("联系方式:\n  科室: 办公室\n  \t\n  电话: 1\n", 3),
    ],
)
def test_a_tab_on_a_line_of_blanks_is_reported(text: str, column: int) -> None:
    source = read_text(text)
    assert brief(source.findings) == [("Y011", 3, column)]
    assert source.complete


def test_a_tab_behind_the_indent_of_prose_is_no_slip() -> None:
    assert brief(read_text("总体情况: |\n  第一段。\n  \t\n  第二段。\n").findings) == []
