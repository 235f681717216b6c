"""Slips a clerk makes, one at a time: one finding each, the right one, mended by --fix where that is mechanical."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers import BASE, LAST, brief, examined, with_entries

from govgen.findings.finding import Level
from govgen.workflows.check import examine
from govgen.workflows.fix import plan

TABLE = "收到和处理政府信息公开申请情况:"
ROW = "本年新收政府信息公开申请数量: {自然人: 12, 商业企业: 1}"
PROSE = "  （三）政府信息管理"
SLIPS = {
    "wide colon": ("机关: 青", "机关：青", "Y013", True),
    "no blank after the colon": ("年度: 2025", "年度:2025", "Y014", True),
    "tab": ("  规章: {", "\t规章: {", "Y011", True),
    "wide blanks": ("  规章: {", "　规章: {", "Y012", True),
    "wide comma": ("件数: 0, 金额", "件数: 0，金额", "Y015", True),
    "a row in wide marks": (
        "信息处理费: {件数: 0, 金额元: 0}",
        "信息处理费：｛件数：0，金额元：0｝",
        "Y013",
        True,
    ),
    "bracket left open": (f"{ROW}\n", f"{ROW[:-1]}\n", "Y020", True),
    "one blank too many": ("  行政许可:", "   行政许可:", "Y020", True),
    "row at the edge": ("  行政许可:", "行政许可:", "Y020", True),
    "braces above rows": (
        "政府信息公开行政复议、行政诉讼情况:",
        "政府信息公开行政复议、行政诉讼情况: {}",
        "Y020",
        True,
    ),
    "prose without indent": (PROSE, PROSE.strip(), "Y017", True),
    "wide digits": ("本年处理决定数量: 3", "本年处理决定数量: ３", "D110", True),
    "unit": ("本年收费金额: 0", "本年收费金额: 800元", "D111", False),
    "thousands": ("本年处理决定数量: 124", '本年处理决定数量: "1,124"', "D112", False),
    "date": ("2026-01-18", "2026.1.18", "D123", False),
    "missing row": ("  行政强制: {本年处理决定数量: 0}\n", "", "D105", False),
    "missing table": (BASE[BASE.index(TABLE) : BASE.index("政府信息公开行政复议、")], "", "D103", False),
    "wrong table key": (TABLE, TABLE.replace("情况:", ":"), "D101", False),
    "wrong fact key": ("发布日期:", "发布日其:", "D101", False),
    "another word for a required key": ("机关: 青", "机构: 青", "D101", False),
    "wrong group key": ("本年度办理结果:", "本年度办里结果:", "D101", False),
    "wrong row key": ("予以公开: {", "予以公幵: {", "D101", False),
    "blank cells": (ROW, "本年新收政府信息公开申请数量: {自然人: , 商业企业: , 科研机构: }", "D107", False),
    "a row of Excel": (ROW, "本年新收政府信息公开申请数量: 12\t1\t0\t0\t0\t0\t13", "D106", False),
    "a row of Excel with its label": (
        f"  {ROW}",
        "一、本年新收政府信息公开申请数量\t12\t1\t0\t0\t0\t0\t13",
        "D106",
        False,
    ),
    "wrong reference": ("新收政府信息公开申请13件", "新收政府信息公开申请{{ 本年新收 }}件", "D130", False),
    "thousands and a fraction": ("本年收费金额: 0", "本年收费金额: 1,234.50", "D112", False),
    "a note beside a figure": ("本年处理决定数量: 124", "本年处理决定数量: 124（含变更）", "D109", False),
    "a column twice": (ROW, ROW.replace("商业企业", "自然人"), "Y028", False),
    "a comma lost": (ROW, ROW.replace(", ", " "), "Y020", False),
    "a row's braces lost": (ROW, ROW.replace("{", "").replace("}", ""), "Y020", False),
    "marks for nothing": ("本年处理决定数量: 124", "本年处理决定数量: **", "D109", False),
    "another word for a table's key": (TABLE, "收到和处理申请情况:", "D101", False),
    "no bar": ("总体情况: |", "总体情况:", "Y019", False),
}


@pytest.mark.parametrize("name", SLIPS)
def test_one_slip_is_one_finding(tmp_path: Path, name: str) -> None:
    old, new, code, fixable = SLIPS[name]
    assert BASE.count(old) >= 1
    item = examined(tmp_path, BASE.replace(old, new, 1))
    (found,) = (finding for finding in item.findings if finding.level is not Level.INFO)
    assert (found.code, found.fixable) == (code, fixable)
    if fixable:
        made = plan(item)
        assert made is not None
        made.write()
        after = examine(item.path)
        assert [finding for finding in after.findings if finding.level is not Level.INFO] == []
        assert plan(after) is None


def test_a_row_of_excel_is_written_out(tmp_path: Path) -> None:
    item = examined(tmp_path, BASE.replace(ROW, "本年新收政府信息公开申请数量: 12\t1\t0\t0\t0\t0\t13"))
    (found,) = (finding for finding in item.findings if finding.code == "D106")
    assert f"应写成“{ROW}”" in found.message


@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_another_encoding_is_converted_and_the_old_file_kept(tmp_path: Path, encoding: str, end: str) -> None:
    raw = BASE.replace("机关: ", "机关：").replace("\n", end).encode(encoding)
    item = examined(tmp_path, raw)
    assert [found.code for found in item.findings] in (["Y002"], ["Y003"])
    made = plan(item)
    assert made is not None
    made.write()
    assert item.path.read_bytes() == BASE.replace("\n", end).encode()
    assert (tmp_path / "2025.yaml.原件").read_bytes() == raw
    assert plan(examine(item.path)) is None


def test_bytes_that_an_encoding_lacks_are_never_converted(tmp_path: Path) -> None:
    item = examined(tmp_path, BASE.encode("utf-16")[:-1])
    before = item.path.read_bytes()
    with pytest.raises(Exception, match="不能转换编码"):
        plan(item)
    assert item.path.read_bytes() == before


PASTED = '其他需要报告的事项: |\n  \uf06c 信息发布 审查"不够"严格--有待改进...「从严」.\n'


def test_marks_pasted_from_word_are_mended_and_a_symbol_is_a_warning(tmp_path: Path) -> None:
    item = examined(tmp_path, with_entries(PASTED))
    (symbol,) = (found for found in item.findings if found.level is Level.WARNING)
    line = BASE[: BASE.index("其他需要报告的事项: |")].count("\n") + 2
    assert (symbol.code, symbol.span.line, symbol.span.column) == ("T657", line, 3)
    made = plan(item)
    assert made is not None
    assert "  信息发布审查“不够”严格——有待改进……“从严”." in made.after.decode()


@pytest.mark.parametrize("blank", [" ", "   ", "　", "\xa0"])
@pytest.mark.parametrize("word", ["条", "件", "篇", "次"])
def test_a_blank_that_may_have_held_a_number_is_never_joined_over(
    tmp_path: Path, blank: str, word: str
) -> None:
    prose = f"其他需要报告的事项: |\n  公众号全年累计发布{blank}{word}，取得较大进展。\n"
    made = plan(examined(tmp_path, with_entries(prose)))
    assert made is None or f"发布{blank}{word}，" in made.after.decode()


def test_a_file_named_by_another_year_is_an_error_at_the_year(tmp_path: Path) -> None:
    item = examined(tmp_path, BASE, year=2023)
    assert ("D124", 3, 5) in brief(item.findings)


@pytest.mark.parametrize("year", [2024, 2026, 2052])
def test_nothing_is_judged_by_a_year_that_the_name_of_the_file_contradicts(tmp_path: Path, year: int) -> None:
    prose = (
        "其他需要报告的事项: |\n  上年末现行有效{{ 上年.行政规范性文件.现行有效件数 }}件,未收取信息处理费。\n"
    )
    text = with_entries(prose).replace("年度: 2025", f"年度: {year}")
    item = examined(tmp_path, text, last=LAST)
    (found,) = (finding for finding in item.findings if finding.code != "T654")
    assert found.code == "D124"
    made = plan(item)
    assert made is not None
    assert "件，未" in made.after.decode()
