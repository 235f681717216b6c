"""Cells: 数, 零 and 未知; keys in every form; totals computed, stated and in doubt."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest
from helpers import BASE, ROOT, codes, errors, examined, marked, one_error, with_entries

from govgen.datafile.cell import Cell, State
from govgen.datafile.writer import table_lines
from govgen.editions.loading import edition_for
from govgen.editions.table import CellRef
from govgen.workflows.check import Examined

EDITION = edition_for(2025)
DISCLOSURE = """主动公开政府信息情况:
  规章: {本年制发件数: 0, 本年废止件数: 0, 现行有效件数: 0}
  行政规范性文件: {本年制发件数: 2, 本年废止件数: 1, 现行有效件数: 9}
  行政许可: {本年处理决定数量: 124}
  行政处罚: {本年处理决定数量: 3}
  行政强制: {本年处理决定数量: 0}
  行政事业性收费: {本年收费金额: 0}
"""


def cell(item: Examined, table: str, row: str, column: str) -> Cell:
    return item.report.cells[CellRef(table, row, column)]


def applications(rows: str) -> str:
    return with_entries(f"收到和处理政府信息公开申请情况:\n{rows}")


FULL = """主动公开政府信息情况:
  规章: {本年制发件数: 0, 本年废止件数: 0, 现行有效件数: 0}
  行政规范性文件: {本年制发件数: 2, 本年废止件数: 1, 现行有效件数: 9}
  行政许可: {本年处理决定数量: 124}
  行政处罚: {本年处理决定数量: 3}
  行政强制: {本年处理决定数量: 0}
  行政事业性收费: {本年收费金额（单位：万元）: 0}
收到和处理政府信息公开申请情况:
  一、本年新收政府信息公开申请数量: {自然人: 12, 商业企业: 1}
  二、上年结转政府信息公开申请数量: {自然人: 1}
  三、本年度办理结果:
    （一）予以公开: {自然人: 8}
    （二）部分公开（区分处理的，只计这一情形，不计其他情形）: {自然人: 1}
    （三）不予公开:
      7.属于行政执法案卷: {自然人: 1}
      3.危及“三安全一稳定”: {}
    （四）无法提供:
      1.本机关不掌握相关政府信息: {自然人: 1}
  四、结转下年度继续办理: {自然人: 2, 商业企业: 1}
"""
VARIANTS = (
    FULL.replace("（", "(").replace("）", ")").replace("“", "").replace("”", "").replace("(单位：万元)", "")
)


@pytest.mark.parametrize("text", [FULL, VARIANTS, FULL.replace("本年新收", "本年 新收")])
def test_labels_in_full_are_taken_for_the_keys_they_are(tmp_path: Path, text: str) -> None:
    plain = examined(tmp_path, BASE)
    item = examined(tmp_path, with_entries(text))
    assert errors(item) == []
    assert {ref: cell.value for ref, cell in item.report.cells.items()} == {
        ref: cell.value for ref, cell in plain.report.cells.items()
    }


def test_what_is_left_out_is_zero_and_what_is_written_is_stated(tmp_path: Path) -> None:
    item = examined(tmp_path, BASE)
    assert cell(item, "applications", "new", "natural") == Cell(
        State.STATED, Decimal(12), cell(item, "applications", "new", "natural").span, "12"
    )
    left_out = cell(item, "applications", "deny_secret", "law")
    assert (left_out.state, left_out.value, left_out.text) == (State.ZERO, 0, "")
    assert item.report.counted[State.STATED] == 20
    assert item.report.counted[State.ZERO] == (24 * 6 - 9) + (12 - 1)


def test_totals_are_computed(tmp_path: Path) -> None:
    item = examined(tmp_path, BASE)
    for row, column, value in [
        ("new", "total", 13),
        ("results_total", "natural", 11),
        ("results_total", "total", 11),
        ("carried_out", "total", 3),
        ("deny_secret", "total", 0),
    ]:
        total = cell(item, "applications", row, column)
        assert (total.value, total.computed) == (value, True)
    assert cell(item, "disputes", "cases", "review_total").value == 1


def test_quotes_change_nothing(tmp_path: Path) -> None:
    item = examined(
        tmp_path,
        BASE.replace("自然人: 12", '自然人: "12"').replace(
            "规章: {本年制发件数: 0", "规章: {本年制发件数: '0'"
        ),
    )
    assert errors(item) == []
    assert cell(item, "applications", "new", "natural").value == 12


def test_a_stated_total_is_kept_and_counts_as_written(tmp_path: Path) -> None:
    item = examined(
        tmp_path, BASE.replace("{自然人: 12, 商业企业: 1}", "{自然人: 12, 商业企业: 1, 总计: 13}")
    )
    assert errors(item) == []
    total = cell(item, "applications", "new", "total")
    assert (total.computed, total.text) == (False, "13")


UNKNOWN = [
    ("自然人: 12, 商业企业: 1}", "自然人: , 商业企业: 1}", "D107"),
    ("自然人: 12, 商业企业: 1}", "自然人: 【待填写】, 商业企业: 1}", "D108"),
    ("自然人: 12, 商业企业: 1}", "自然人: 十二, 商业企业: 1}", "D109"),
    ("自然人: 12, 商业企业: 1}", '自然人: "", 商业企业: 1}', "D107"),
    ("自然人: 12, 商业企业: 1}", "自然人: ~, 商业企业: 1}", "D107"),
    ("自然人: 12, 商业企业: 1}", "自然人: {甲: 1}, 商业企业: 1}", "D106"),
    ("自然人: 12, 商业企业: 1}", "自然人: [12], 商业企业: 1}", "D106"),
]


@pytest.mark.parametrize(("old", "new", "code"), UNKNOWN)
def test_an_unreadable_cell_is_unknown_and_its_totals_are(
    tmp_path: Path, old: str, new: str, code: str
) -> None:
    item = examined(tmp_path, BASE.replace(old, new))
    assert one_error(item).code == code
    assert one_error(item).where == "收到和处理政府信息公开申请情况.本年新收政府信息公开申请数量.自然人"
    assert cell(item, "applications", "new", "natural").state is State.UNKNOWN
    total = cell(item, "applications", "new", "total")
    assert (total.state, total.value) == (State.UNKNOWN, None)
    assert cell(item, "applications", "new", "company").value == 1


def test_a_misspelt_row_is_reported_once_and_not_as_missing_too(tmp_path: Path) -> None:
    item = examined(tmp_path, BASE.replace("  行政处罚: {", "  行政处伐: {"))
    error = one_error(item)
    assert (error.code, marked(item, error)) == ("D101", "行政处伐")
    assert "“行政处罚”" in error.message
    assert cell(item, "disclosure", "penalty", "decisions").state is State.UNKNOWN


def test_a_row_too_many_does_not_replace_one_that_is_missing(tmp_path: Path) -> None:
    item = examined(tmp_path, BASE.replace("  行政处罚: {", "  行政奖励: {"))
    assert sorted(error.code for error in errors(item)) == ["D101", "D105"]


def test_a_blank_group_is_unknown_below(tmp_path: Path) -> None:
    item = examined(
        tmp_path, BASE.replace("    不予公开:\n      属于行政执法案卷: {自然人: 1}\n", "    不予公开:\n")
    )
    error = one_error(item)
    assert (error.code, marked(item, error)) == ("D107", "不予公开")
    assert cell(item, "applications", "deny_casefile", "natural").state is State.UNKNOWN
    assert cell(item, "applications", "granted", "natural").value == 8


def test_a_group_that_is_a_number_says_what_belongs_there(tmp_path: Path) -> None:
    item = examined(tmp_path, BASE.replace("予以公开: {自然人: 8}", "予以公开: 8"))
    error = one_error(item)
    assert (error.code, marked(item, error)) == ("D106", "8")
    assert "自然人、商业企业" in error.message
    assert "如“予以公开: {自然人: 8}”" in error.message


@pytest.mark.parametrize(
    ("old", "new", "missing"),
    [
        ("  行政许可: {本年处理决定数量: 124}\n", "", ["行政许可"]),
        ("本年废止件数: 1, ", "", ["本年废止件数"]),
        ("{本年收费金额: 0}", "{}", ["本年收费金额"]),
        (
            "  行政处罚: {本年处理决定数量: 3}\n  行政强制: {本年处理决定数量: 0}\n",
            "",
            ["行政处罚", "行政强制"],
        ),
    ],
)
def test_every_missing_cell_of_table_two_is_an_error(tmp_path: Path, old, new, missing) -> None:
    item = examined(tmp_path, with_entries(DISCLOSURE.replace(old, new)))
    assert codes(item.report.findings) == ["D105"] * len(missing)
    for error, name in zip(errors(item), missing, strict=True):
        assert f"缺少“{name}”" in error.message
        assert error.where.endswith(name)


def test_a_missing_cell_is_placed_at_its_row(tmp_path: Path) -> None:
    item = examined(tmp_path, with_entries(DISCLOSURE.replace("本年废止件数: 1, ", "")))
    assert marked(item, one_error(item)) == "行政规范性文件"


@pytest.mark.parametrize(
    ("old", "new", "hint"),
    [
        ("行政许可:", "行政许司:", "“行政许可”"),
        ("行政许可: {本年处理决定数量", "行政许可: {处理决定数量", "L403"),
        ("现行有效件数: 9", "现行有效数: 9", "“现行有效件数”"),
    ],
)
def test_an_unknown_key_is_reported_with_what_was_meant(
    tmp_path: Path, old: str, new: str, hint: str
) -> None:
    item = examined(tmp_path, with_entries(DISCLOSURE.replace(old, new, 1)))
    unknown = [error for error in errors(item) if error.code in {"D101", "L403"}]
    assert len(unknown) == 1
    assert hint in f"{unknown[0].code} {unknown[0].message}"
    if hint.startswith("“"):
        assert f"是不是想写{hint}" in unknown[0].message


def test_a_key_of_the_other_edition_is_reported_as_such(tmp_path: Path) -> None:
    item = examined(tmp_path, with_entries(DISCLOSURE.replace("本年制发件数: 2", "本年新制作数量: 2")))
    error = next(error for error in errors(item) if error.code == "L403")
    assert "2019 年版" in error.message
    assert marked(item, error) == "本年新制作数量"


def test_two_forms_of_one_key_are_the_same_key(tmp_path: Path) -> None:
    item = examined(
        tmp_path,
        BASE.replace("予以公开: {自然人: 8}", "予以公开: {自然人: 8}\n    （一）予以公开: {自然人: 9}"),
    )
    error = one_error(item)
    assert (error.code, marked(item, error)) == ("Y028", "（一）予以公开")
    assert "“予以公开”" in error.related[0].message
    assert cell(item, "applications", "granted", "natural").state is State.UNKNOWN


def test_fees_are_in_yuan(tmp_path: Path) -> None:
    for written, meant in (("380元", "380"), ("0.038万元", "380"), ("3百", "300")):
        error = one_error(examined(tmp_path, BASE.replace("金额元: 0", f"金额元: {written}")))
        assert (error.code, error.message.rpartition("应写 ")[2]) == ("D111", meant)


DOUBT = "待核:\n  - {位置: %s, 原文: 十二, 取作: 12, 原因: 原文是汉字}\n"


def test_a_doubted_cell_is_unknown_keeps_what_was_taken_and_casts_doubt_on_its_totals(tmp_path: Path) -> None:
    item = examined(tmp_path, BASE + DOUBT % "本年新收政府信息公开申请数量.自然人")
    error = one_error(item)
    assert (error.code, error.span.line) == ("D140", BASE.count("\n") + 2)
    for word in ("十二", "12", "原文是汉字"):
        assert word in error.message
    doubted = cell(item, "applications", "new", "natural")
    assert (doubted.state, doubted.value, doubted.text) == (State.UNKNOWN, 12, "十二")
    assert cell(item, "applications", "new", "total").state is State.UNKNOWN
    assert cell(item, "applications", "carried_in", "total").state is State.STATED


def test_doubt_reaches_the_total_of_totals(tmp_path: Path) -> None:
    item = examined(tmp_path, BASE + DOUBT % "予以公开.自然人")
    for row, column in [("results_total", "natural"), ("granted", "total"), ("results_total", "total")]:
        assert cell(item, "applications", row, column).state is State.UNKNOWN


def test_a_doubt_hides_no_other_finding(tmp_path: Path) -> None:
    text = BASE.replace("自然人: 2, 商业企业: 1}", "自然人: 2, 商业企业: 3}")
    item = examined(tmp_path, text + DOUBT % "本年新收政府信息公开申请数量.自然人")
    assert sorted(error.code for error in errors(item)) == ["B201", "D140"]


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        ("12", "D106", "每一项应写成"),
        ("[12]", "D106", "每一项应写成"),
        ("[{地点: 甲}]", "D101", "位置"),
        ("[]", "", ""),
        ("", "", ""),
        ("{位置: 予以公开.自然人, 取作: 8}", "", ""),
    ],
)
def test_a_list_of_doubts_in_the_wrong_form_is_reported(
    tmp_path: Path, value: str, code: str, text: str
) -> None:
    item = examined(tmp_path, BASE + f"待核: {value}\n")
    found = [error for error in errors(item) if error.code != "D140"]
    assert [error.code for error in found] == ([code] if code else [])
    assert not found or text in found[0].message


def test_all_of_a_missing_table_is_unknown(tmp_path: Path) -> None:
    item = examined(tmp_path, "机关: 青禾镇人民政府\n年度: 2025\n")
    assert {cell.state for cell in item.report.cells.values()} == {State.UNKNOWN}
    assert len(item.report.cells) == 25 * 7 + 15 + 10


@pytest.mark.parametrize(
    ("table", "row", "column", "written", "value"),
    [
        ("disclosure", "licence", "delta", "本年增减: -3", Decimal(-3)),
        ("disclosure", "licence", "delta", "本年增/减: +3", Decimal(3)),
        ("disclosure", "procurement", "amount", "采购总金额: 2841.1208", Decimal("2841.1208")),
    ],
)
def test_signed_counts_and_money_of_the_2019_edition(tmp_path, table, row, column, written, value) -> None:
    key = written.split(":", maxsplit=1)[0].replace("/", "")
    text = ROOT.joinpath("examples/luzhi/2020.yaml").read_text(encoding="utf-8")
    old = "本年增减: 0" if "增" in key else "采购总金额: 0"
    item = examined(tmp_path, text.replace(old, written, 1), year=2020)
    assert errors(item) == []
    assert cell(item, table, row, column).value == value


@pytest.mark.parametrize("gone", ["未经复议直接起诉", "复议后起诉"])
def test_a_row_that_no_sum_would_miss_is_not_taken_for_zero(tmp_path: Path, gone: str) -> None:
    text = with_entries(
        "政府信息公开行政复议、行政诉讼情况:\n"
        "  行政复议: {}\n  行政诉讼:\n    未经复议直接起诉: {}\n    复议后起诉: {结果维持: 1}\n"
    )
    assert "D105" not in codes(examined(tmp_path, text))
    item = examined(tmp_path, re.sub(f"    {gone}: .*\n", "", text))
    assert [error.where.rpartition(".")[2] for error in errors(item) if error.code == "D105"] == [gone]
    every = examined(tmp_path, re.sub(r"行政诉讼:\n.*\n.*\n", "行政诉讼: {}\n", text))
    assert "D105" not in codes(every)
    table = item.report.edition.tables[-1]
    written = "\n".join(
        table_lines(table, {ref: Decimal(ref.column == "after_upheld") for ref in table.refs})
    )
    assert f"    {gone}: {{" in written
