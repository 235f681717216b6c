"""Slips that once led to a false word or to none: what is said now, and what is taken for unknown."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers import BASE, LAST, ROOT, codes, errors, examined, marked, one_error, with_entries

from govgen.datafile.cell import State
from govgen.editions.loading import edition_for
from govgen.editions.table import CellRef
from govgen.findings.finding import Finding
from govgen.findings.printable import UNSEEN
from govgen.workflows.check import Examined

FIRST_ROW = "本年新收政府信息公开申请数量: {自然人: 12, 商业企业: 1}"
DENIED = "    不予公开:\n      属于行政执法案卷: {自然人: 1}\n"
OUT = "  结转下年度继续办理: {自然人: 2, 商业企业: 1}"
LICENCE = "  行政许可:"
RESULTS = "收到和处理政府信息公开申请情况.本年度办理结果"


def changed(folder: Path, old: str, new: str) -> Examined:
    """The sound file with one place changed, reviewed."""
    assert BASE.count(old) == 1
    return examined(folder, BASE.replace(old, new))


def of_code(item: Examined, code: str) -> list[Finding]:
    return [found for found in item.findings if found.code == code]


def state(item: Examined, row: str, column: str, table: str = "applications") -> State:
    return item.report.cells[CellRef(table, row, column)].state


@pytest.mark.parametrize("mark", ['"', "'"])
def test_rows_below_and_beside_a_quoted_key_are_in_their_place(tmp_path: Path, mark: str) -> None:
    quoted = f"    不予公开:\n      {mark}属于行政执法案卷{mark}:\n        自然人: 1\n      属于国家秘密: {{自然人: 0}}\n"
    assert codes(changed(tmp_path, DENIED, quoted)) == codes(examined(tmp_path, BASE))


def on_figures(item: Examined) -> list[str]:
    """The codes that compare figures, or miss one."""
    return [code for code in codes(item) if code.startswith(("B", "C3")) or code == "D105"]


@pytest.mark.parametrize(
    ("written", "named"),
    [(r"\e[31m红\a", ["U+0007", "U+001B"]), (r"青禾路\x01号", ["U+0001"]), (r"青禾\u200b路", ["U+200B"])],
)
def test_what_an_escape_hides_is_named_and_not_kept(tmp_path: Path, written: str, named: list[str]) -> None:
    item = changed(tmp_path, "地址: 青禾路1号", f'地址: "{written}"')
    found = of_code(item, "Y007")
    assert [error.message.rpartition(" ")[2] for error in found] == named
    assert {marked(item, error) for error in found} == {f'"{written}"'}
    assert item.report.identity is not None
    address = item.report.identity.contact.address
    assert address is not None
    assert not UNSEEN.search(address)


@pytest.mark.parametrize(
    "written", ["\u200b", "\u034f", "\u3164", "\u2800", "\u180e", "\U000e0041", "\x07\x07"]
)
def test_what_cannot_be_seen_within_a_sentence_is_named_once(tmp_path: Path, written: str) -> None:
    found = changed(tmp_path, "未收取信息处理费", f"未收取{written}信息处理费").findings
    assert [item.code for item in found if item.code in {"Y007", "T653"}] == ["Y007"] * len(written)


def test_an_escape_in_a_key_is_named(tmp_path: Path) -> None:
    assert "Y007" in codes(changed(tmp_path, "所属:", '"所\\u200b属":'))


def test_escapes_of_what_can_be_seen_are_no_slip(tmp_path: Path) -> None:
    assert errors(changed(tmp_path, "地址: 青禾路1号", r'地址: "青禾\u8def1号"')) == []


@pytest.mark.parametrize("written", ["{ 总计 }", "｛总计｝", "{总计｝"])
def test_a_single_brace_is_no_reference(tmp_path: Path, written: str) -> None:
    error = one_error(changed(tmp_path, "未收取信息处理费", f"{written}未收取信息处理费"))
    assert error.code == "D132"
    assert "应写“{{ 总计 }}”" in error.message
    assert error.span.end_column - error.span.column == len(written)


@pytest.mark.parametrize("written", ["{", "｝", "{}", "{{ 年度 }"])
def test_a_brace_that_holds_nothing_is_refused(tmp_path: Path, written: str) -> None:
    item = changed(tmp_path, "未收取信息处理费", f"{written}未收取信息处理费")
    assert {error.code for error in errors(item)} == {"D132"}


@pytest.mark.parametrize(
    ("old", "new", "key", "place"),
    [
        (DENIED, "    不予公开: {自然人: 1}\n", "自然人", "应写在“不予公开”下面的某一项里"),
        (DENIED, "    不予公开: {总计: 1}\n", "总计", "应写在“不予公开”下面的某一项里"),
        (DENIED, f"{DENIED}      总计: {{自然人: 1}}\n", "总计", f"应写在“{RESULTS}”下面"),
        (
            DENIED,
            "    属于行政执法案卷: {自然人: 1}\n",
            "属于行政执法案卷",
            f"应写在“{RESULTS}.不予公开”下面",
        ),
        (
            "    未经复议直接起诉: {}",
            "    结果维持: 1\n    未经复议直接起诉: {}",
            "结果维持",
            "应写在“行政诉讼”下面的某一项里",
        ),
        ("  行政强制: {", "  行政强制: {现行有效件数: 1, ", "现行有效件数", "规章”或“"),
        ("  行政强制: {", "  信息处理费: {件数: 0}\n  行政强制: {", "信息处理费", "应写在最外层"),
        ("  行政强制: {", "  其他需要报告的事项: 无\n  行政强制: {", "其他需要报告的事项", "应写在最外层"),
    ],
)
def test_a_misplaced_key_is_reported_with_where_it_belongs(
    tmp_path: Path, old: str, new: str, key: str, place: str
) -> None:
    item = changed(tmp_path, old, new)
    error = one_error(item)
    assert (error.code, marked(item, error)) == ("D101", key)
    assert place in error.message
    assert on_figures(item) == []


def test_a_heading_that_only_another_edition_has_is_still_reported(tmp_path: Path) -> None:
    error = of_code(changed(tmp_path, "  规章: {", "  规章: {本年新公开数量: 1, "), "L403")
    assert len(error) == 1
    assert "2019 年版" in error[0].message


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("自然人: 12, 商业企业: 1", "自然人: 12 某企业: 1"),
        (LICENCE, "  <<: {甲: 1}\n  行政许可:"),
    ],
)
def test_what_was_not_read_is_unknown(tmp_path: Path, old: str, new: str) -> None:
    item = changed(tmp_path, old, new)
    assert not item.source.complete
    assert on_figures(item) == []
    assert "D107" not in codes(item)
    assert state(item, "carried_out", "natural") is State.UNKNOWN
    assert state(item, "results_total", "total") is State.UNKNOWN


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (LICENCE, "   行政许可:", "第 19 行多 1 个空格"),
        (LICENCE, " 行政许可:", "第 19 行少 1 个空格"),
        (LICENCE, "行政许可:", "第 19 行少 2 个空格"),
        ("  规章:", "规章:", "第 17 行少 2 个空格"),
        (DENIED, DENIED.replace("      ", "   "), "第 31 行少 3 个空格"),
        (DENIED, DENIED.replace("      ", "    "), "第 31 行少 2 个空格"),
        (DENIED, DENIED.replace("      ", ""), "第 31 行少 6 个空格"),
        (OUT, f"  {OUT}", "第 34 行多 2 个空格"),
        (OUT, OUT.strip(), "第 34 行少 2 个空格"),
        (OUT, f" {OUT}", "第 34 行多 1 个空格"),
        (OUT, OUT[1:], "第 34 行少 1 个空格"),
    ],
)
def test_a_row_out_of_line_is_one_finding_and_read_where_it_belongs(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    item = changed(tmp_path, old, new)
    error = one_error(item)
    assert error.code == "Y020"
    assert message in error.message
    assert error.fixable
    sound = examined(tmp_path, BASE).report
    assert {ref: cell.value for ref, cell in item.report.cells.items()} == {
        ref: cell.value for ref, cell in sound.cells.items()
    }


def test_rows_that_slipped_together_are_one_finding(tmp_path: Path) -> None:
    rows = ("  行政许可", "  行政处罚", "  行政强制")
    text = BASE
    for row in rows:
        text = text.replace(row, f" {row}")
    error = one_error(examined(tmp_path, text))
    assert error.span.line == 19
    assert [related.span.line for related in error.related] == [20, 21]


COMMENTED = """\
收到和处理政府信息公开申请情况:%s
  # # 今年收到的申请。
  %s本年新收政府信息公开申请数量: {自然人: 1}
  # 本年度办理结果:
  #   # 说明。
  #   予以公开: {自然人: 0, 商业企业: 0}
  #   不予公开:
  #     属于国家秘密: {自然人: 0, 商业企业: 0}
  %s属于行政执法案卷: {自然人: 1}
  # 结转下年度继续办理: {自然人: 0}
"""


@pytest.mark.parametrize("braces", ["", " {}"])
@pytest.mark.parametrize("first", ["", "# "])
def test_a_row_freed_without_its_headings_names_them_and_their_lines(
    tmp_path: Path, braces: str, first: str
) -> None:
    table = COMMENTED % (braces, first, "    ")
    item = examined(tmp_path, with_entries(table))
    start = item.source.text[: item.source.text.index("收到和处理政府信息公开申请情况:")].count("\n") + 1
    found = [error for error in errors(item) if error.code == "Y020"]
    messages = " ".join(error.message for error in found)
    assert f"“本年度办理结果”（第 {start + 3} 行）、“不予公开”（第 {start + 6} 行）" in messages
    assert len(found) == (2 if braces and not first else 1)
    assert item.source.complete
    assert item.report.cells[CellRef("applications", "deny_casefile", "natural")].value == 1


def test_what_was_read_whole_before_the_stop_still_counts(tmp_path: Path) -> None:
    text = BASE.replace("予以公开: {自然人: 8}", "予以公开: {自然人: 7}")
    item = examined(tmp_path, text.replace("  行政诉讼:", "  <<: {甲: 1}\n  行政诉讼:"))
    assert not item.source.complete
    assert "B201" in codes(item)
    assert state(item, "deny_secret", "law") is State.ZERO
    assert state(item, "cases", "direct_upheld", "disputes") is State.UNKNOWN
    sound = examined(tmp_path, text).report
    assert item.report.counted[State.ZERO] < sound.counted[State.ZERO]


def test_wide_blanks_before_a_row_hide_no_figure(tmp_path: Path) -> None:
    assert one_error(changed(tmp_path, LICENCE, "　行政许可:")).code == "Y012"


@pytest.mark.parametrize(
    ("old", "new", "row"),
    [
        ("自然人: 12", "自然入: 12", "new"),
        ("    予以公开: {自然人: 8}", "    予以公幵: {自然人: 8}", "granted"),
        (OUT, OUT.replace("继续办理", "继续办"), "carried_out"),
    ],
)
def test_after_an_unknown_key_what_it_may_mean_is_unknown(
    tmp_path: Path, old: str, new: str, row: str
) -> None:
    item = changed(tmp_path, old, new)
    assert one_error(item).code == "D101"
    assert on_figures(item) == []
    assert state(item, row, "natural") is State.UNKNOWN
    assert state(item, row, "total") is State.UNKNOWN
    assert state(item, "partial", "law") is State.ZERO


@pytest.mark.parametrize(
    ("old", "new", "code", "advice"),
    [
        ("发布日期: 2026-01-18", "发布日期:", "D107", "不需要的就整行删去"),
        ("机关: 青禾镇人民政府", "机关:", "D107", "不能没有"),
        ("件数: 0, 金额元", "件数: , 金额元", "D107", "没有就写 0"),
        ("年度: 2025", "年度: 二〇二五", "D109", "四位半角数字"),
        ("年度: 2025", "年度: 2025年", "D111", "四位半角数字"),
        ("机关: 青禾镇人民政府", "机关: 青禾镇/人民政府", "D120", "按机关全称填写"),
        ("年度: 2025", "年度: 2025\n类型: 乡镇", "D120", "从这几种里选一种"),
        ("所属: ", "所属: " + "某省" * 200, "D120", "简短的一行"),
    ],
)
def test_advice_fits_what_the_value_is(tmp_path: Path, old: str, new: str, code: str, advice: str) -> None:
    (found,) = of_code(changed(tmp_path, old, new), code)
    assert advice in found.advice
    assert ("写 0" in found.advice) == ("写 0" in advice)


OLD = (ROOT / "examples" / "luzhi" / "2020.yaml").read_text(encoding="utf-8")


def test_a_missing_cell_cites_the_notice_of_its_own_edition(tmp_path: Path) -> None:
    row = "行政许可: {上一年项目数量: 19, 本年增减: 0, 处理决定数量: 0}"
    item = examined(tmp_path, OLD.replace(row, row.replace(", 处理决定数量: 0", "")), year=2020)
    edition = edition_for(2020)
    assert edition is not None
    citations = {found.citation for found in of_code(item, "D105")}
    assert citations == {f"{edition.basis.number}所附格式表二"}
    item = changed(tmp_path, "行政许可: {本年处理决定数量: 124}", "行政许可: {}")
    assert one_error(item).citation == "国办公开办函〔2021〕30号所附格式表二"


@pytest.mark.parametrize(
    ("written", "meant"), [("“124”", "应写 124"), ("‘１２４’", "应写 124"), ("「124件」", "124")]
)
def test_wide_quotes_around_a_figure_are_named(tmp_path: Path, written: str, meant: str) -> None:
    error = one_error(changed(tmp_path, "本年处理决定数量: 124", f"本年处理决定数量: {written}"))
    assert meant in error.message
    assert "件" not in written or error.code == "D111"


def test_a_figure_above_its_own_rows_is_reported_once(tmp_path: Path) -> None:
    item = changed(tmp_path, "    不予公开:\n", "    不予公开: 1\n")
    assert "Y019" not in codes(item)
    assert "请删去“1”" in of_code(item, "Y020")[0].message


def test_a_lost_brace_suggests_no_word_as_a_figure(tmp_path: Path) -> None:
    item = changed(tmp_path, "予以公开: {自然人: 8}", "予以公开: 自然人: 8}")
    assert "左花括号" in one_error(item).message


@pytest.mark.parametrize("tail", [",", "，", "。", "；", " （含上年）", " 含上年 # 批注", "}"])
def test_what_stands_behind_the_last_brace_is_named_and_read_past(tmp_path: Path, tail: str) -> None:
    error = one_error(changed(tmp_path, "予以公开: {自然人: 8}", f"予以公开: {{自然人: 8}}{tail}"))
    assert (error.code, error.message.partition("“")[2]) == ("Y020", tail.partition(" #")[0].strip() + "”")


def test_prose_may_begin_with_a_figure_on_the_line_of_its_key(tmp_path: Path) -> None:
    text = with_entries("其他需要报告的事项: {{ 行政许可 }}件，未收取信息处理费。\n")
    assert errors(examined(tmp_path, text)) == []


def test_a_table_whose_key_nobody_knows_is_not_taken_for_prose(tmp_path: Path) -> None:
    error = one_error(changed(tmp_path, "\n主动公开政府信息情况:", "\n主动公开情况:"))
    assert (error.code, "主动公开政府信息情况" in error.message) == ("D101", True)


@pytest.mark.parametrize("blank", ["　", "\xa0", " "])
def test_blanks_behind_the_bar_or_the_last_brace_do_no_harm(tmp_path: Path, blank: str) -> None:
    for what in ("总体情况: |", "予以公开: {自然人: 8}"):
        assert errors(changed(tmp_path, what, f"{what}{blank}")) == []


def test_a_no_break_space_before_a_key_is_called_by_its_name(tmp_path: Path) -> None:
    error = one_error(changed(tmp_path, LICENCE, "\xa0\xa0行政许可:"))
    assert (error.code, "U+00A0" in error.message, "全角" in error.message) == ("Y012", True, False)


@pytest.mark.parametrize("blank", ["\xa0", "\u3000"])
@pytest.mark.parametrize(
    ("old", "kept"), [("年度: 2025", "年度:{}2025"), ("自然人: 12", "自然人:{}12")], ids=["line", "flow"]
)
def test_another_blank_after_a_colon_is_named(tmp_path: Path, old: str, kept: str, blank: str) -> None:
    item = changed(tmp_path, old, kept.format(blank))
    error = one_error(item)
    assert (error.code, marked(item, error)) == ("Y014", blank)
    assert "应为半角空格" in error.message
    assert state(item, "new", "natural") is State.STATED


@pytest.mark.parametrize(
    ("last", "advice"),
    [
        (LAST.replace("年度: 2024", "年度: 2022"), "2024 年度的文件"),
        (LAST.replace("年度: 2024\n", ""), "先审核上年的文件"),
        (LAST.replace("机关: 青禾镇", "机关: 青石镇"), "机构变动"),
    ],
)
def test_advice_about_last_years_file_fits_its_fault(tmp_path: Path, last: str, advice: str) -> None:
    (found,) = of_code(examined(tmp_path, BASE, last=last), "K502")
    assert advice in found.advice
    assert ("改过名" in found.advice) == (advice == "机构变动")


def test_a_table_of_another_edition_is_one_finding_with_every_place(tmp_path: Path) -> None:
    item = examined(tmp_path, OLD.replace("年度: 2020", "年度: 2023"), year=2023)
    (found,) = of_code(item, "L403")
    assert (found.span.line, len(found.related) > 10) == (17, True)
    assert of_code(item, "D105") == []
    assert f"共有 {len(found.related) + 1} 处" in found.message


def test_a_doubt_at_a_place_of_another_edition_is_understood(tmp_path: Path) -> None:
    doubt = "待核:\n  - {位置: 主动公开政府信息情况.政府集中采购, 原文: '', 取作: '', 原因: 缺}\n"
    item = examined(tmp_path, OLD.replace("年度: 2020", "年度: 2023") + doubt, year=2023)
    assert of_code(item, "D141") == []
    assert len(of_code(item, "D140")) == 1
