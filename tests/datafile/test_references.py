"""References in prose: our own look-up by the edition's keys, every cell reachable, nothing guessed."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from helpers import BASE, LAST, ROOT, codes, errors, examined, marked, one_error, with_entries
from hypothesis import given
from hypothesis import strategies as st

from govgen.datafile.cell import UNKNOWN
from govgen.editions.cell_names import find
from govgen.editions.edition import Edition
from govgen.editions.labels import fold
from govgen.editions.loading import editions
from govgen.editions.table import CellRef
from govgen.workflows.check import Examined


def others(words: str) -> str:
    return with_entries(f"其他需要报告的事项: |\n  数为{words}。\n")


def printed(item: Examined) -> str:
    (paragraph,) = item.report.passages["others"].paragraphs
    return paragraph.text.removeprefix("数为").removesuffix("。")


REFERENCES = [
    ("{{ 行政许可.本年处理决定数量 }}", "124"),
    ("{{行政许可.本年处理决定数量}}", "124"),
    ("{{ 行政许可 }}", "124"),
    ("{{ 主动公开政府信息情况.行政许可 }}", "124"),
    ("{{ 行政规范性文件.现行有效件数 }}", "9"),
    ("{{ 本年新收政府信息公开申请数量 }}", "13"),
    ("{{ 本年新收政府信息公开申请数量.总计 }}", "13"),
    ("{{ 本年新收政府信息公开申请数量.商业企业 }}", "1"),
    ("{{ 收到和处理政府信息公开申请情况.本年新收政府信息公开申请数量 }}", "13"),
    ("{{ 本年度办理结果.总计 }}", "11"),
    ("{{ 本年度办理结果 }}", "11"),
    ("{{ 本年度办理结果.自然人 }}", "11"),
    ("{{ 不予公开 }}", "1"),
    ("{{ 不予公开.自然人 }}", "1"),
    ("{{ 本年度办理结果.不予公开.属于行政执法案卷 }}", "1"),
    ("{{ 其他处理.其他 }}", "0"),
    ("{{ 行政复议 }}", "1"),
    ("{{ 行政复议.结果维持 }}", "1"),
    ("{{ 行政诉讼 }}", "0"),
    ("{{ 复议后起诉.总计 }}", "0"),
    ("{{ 行政事业性收费 }}", "0"),
    ("{{ 予以公开 . 自然人 }}", "8"),
    ("{{ 予以公开．自然人 }}", "8"),
    ("{{ （一）予以公开.自然人 }}", "8"),
    ("{{ 7.属于行政执法案卷 }}", "1"),
    ("{{ 危及“三安全一稳定” }}", "0"),
    ("{{ 年度 }}", "2025"),
    ("{{ 机关 }}", "青禾镇人民政府"),
    ("{{ 予以公开 }}件和{{ 部分公开 }}", "8件和1"),
]


@pytest.mark.parametrize(("words", "text"), REFERENCES)
def test_a_reference_prints_the_figure(tmp_path: Path, words: str, text: str) -> None:
    item = examined(tmp_path, others(words))
    assert printed(item) == text
    assert errors(item) == []


@pytest.mark.parametrize(
    ("words", "code", "marked_as", "message"),
    [
        (
            "{{ 本年新收申请数量 }}",
            "D130",
            "{{ 本年新收申请数量 }}",
            "是不是想写“本年新收政府信息公开申请数量”",
        ),
        ("{{ 予以公开.甲 }}", "D130", "{{ 予以公开.甲 }}", "不是表里的项目"),
        ("{{ }}", "D130", "{{ }}", "不是表里的项目"),
        ("{{ . }}", "D130", "{{ . }}", "不是表里的项目"),
        ("{{ 总计 }}", "D131", "{{ 总计 }}", "可能是"),
        ("{{ 结果维持 }}", "D131", "{{ 结果维持 }}", "行政复议.结果维持；行政诉讼.未经复议直接起诉.结果维持"),
        ("{{ 自然人 }}", "D131", "{{ 自然人 }}", "等 "),
        ("{{ 规章 }}", "D131", "{{ 规章 }}", "“规章”下面不止一格，可能是：规章.本年制发件数；"),
        ("{{ 主动公开政府信息情况.规章 }}", "D131", "{{ 主动公开政府信息情况.规章 }}", "规章.现行有效件数"),
        ("{{ 主动公开政府信息情况 }}", "D131", "{{ 主动公开政府信息情况 }}", "下面不止一格"),
        ("{{ 行政许可.自然人 }}", "D130", "{{ 行政许可.自然人 }}", "“行政许可”下面没有“自然人”"),
        ("{{ 上年.行政许可 }}", "D133", "{{ 上年.行政许可 }}", "没有找到"),
        ("{{ 上年 }}", "D133", "{{ 上年 }}", "没有找到"),
        ("{% if 甲 %}", "D132", "{%", "不能写在正文里"),
        ("{# 甲 #}", "D132", "{#", "不能写在正文里"),
        ("｛｛ 行政许可 ｝｝", "D132", "｛｛ 行政许可 ｝｝", "应写“{{ 行政许可 }}”"),
        ("{{ 行政许可 }", "D132", "{{ 行政许可 }", "应写“{{ 行政许可 }}”"),
        ("{{ 2024.行政许可 }}", "D130", "{{ 2024.行政许可 }}", "不是表里的项目"),
        ("{{ 行政许可", "D132", "{{", "不能写在正文里"),
        ("{{ 行政许可 | int }}", "D130", "{{ 行政许可 | int }}", "不是表里的项目"),
        ("{{ 行政许可.__class__ }}", "D130", "{{ 行政许可.__class__ }}", "不是表里的项目"),
        ("{{ config }}", "D130", "{{ config }}", "不是表里的项目"),
        ("{{ 7*7 }}", "D130", "{{ 7*7 }}", "不是表里的项目"),
    ],
)
def test_what_is_no_reference_is_an_error_at_its_place(
    tmp_path: Path, words, code, marked_as, message
) -> None:
    item = examined(tmp_path, others(words))
    error = errors(item)[0]
    assert (error.code, marked(item, error)) == (code, marked_as)
    assert message in error.message


@pytest.mark.parametrize(
    ("words", "cell"), [("规章", "规章.本年制发件数"), ("上年.规章", "上年.规章.本年制发件数")]
)
def test_a_heading_is_never_suggested_for_itself(tmp_path: Path, words: str, cell: str) -> None:
    error = one_error(examined(tmp_path, others(f"{{{{ {words} }}}}"), last=LAST))
    assert error.code == "D131"
    assert f"“{cell}”" in error.advice
    assert "是不是想写" not in error.message


@pytest.mark.parametrize(
    ("old", "new", "last", "why", "advice"),
    [
        ("机关: 青禾镇", "机关: 青石镇", LAST, "的，与本报告的机关不同", "先解决上年文件的问题"),
        (
            "年度: 2025",
            "年度: 2025",
            LAST.replace("年度: 2024", "年度: 2023"),
            "2023 年度的",
            "先解决上年文件的问题",
        ),
        ("年度: 2025", "年度: 2025", None, "没有找到", "2024.yaml"),
    ],
)
def test_why_there_are_no_figures_of_last_year_is_reported(
    tmp_path: Path, old, new, last, why, advice
) -> None:
    text = others("{{ 上年.行政许可 }}").replace(old, new, 1)
    (error,) = [found for found in examined(tmp_path, text, last=last).findings if found.code == "D133"]
    assert why in error.message
    assert advice in error.advice
    assert last is None or "同一文件夹" not in error.advice


@pytest.mark.parametrize("year", ["年度: 2025年\n", ""])
def test_a_year_that_is_unread_is_reported_once(tmp_path: Path, year: str) -> None:
    text = others("{{ 上年.行政许可 }}").replace("年度: 2025\n", f"{year}图表: 两年对比\n", 1)
    assert "D133" not in codes(examined(tmp_path, text, last=LAST))


def test_every_fault_of_a_line_is_reported_at_its_own_place(tmp_path: Path) -> None:
    item = examined(tmp_path, others("{{ 甲 }}又{{ 乙 }}又{{ 行政许可 }}又{{ 总计 }}"))
    assert [(error.code, marked(item, error)) for error in errors(item)] == [
        ("D130", "{{ 甲 }}"),
        ("D130", "{{ 乙 }}"),
        ("D131", "{{ 总计 }}"),
    ]
    assert printed(item) == f"{UNKNOWN}又{UNKNOWN}又124又{UNKNOWN}"


def test_last_year_s_figures(tmp_path: Path) -> None:
    last = LAST.replace("{本年处理决定数量: 124}", "{本年处理决定数量: 77}")
    item = examined(tmp_path, others("{{ 上年.行政许可 }}和{{ 上年. 本年度办理结果.总计 }}"), last=last)
    assert printed(item) == "77和11"


def test_last_year_s_words_are_those_of_its_own_edition(tmp_path: Path) -> None:
    last = ROOT.joinpath("examples/luzhi/2020.yaml").read_text(encoding="utf-8")
    text = others("{{ 上年.其他对外管理服务事项.处理决定数量 }}").replace("年度: 2025", "年度: 2021")
    item = examined(tmp_path, text.replace("青禾镇人民政府", "漳平市芦芝镇人民政府", 1), year=2021, last=last)
    assert printed(item) == "212"


def test_last_year_s_unreadable_cell_is_an_error_here(tmp_path: Path) -> None:
    """Last year's findings are not this year's; a gap in this year's prose must not pass in silence."""
    last = LAST.replace("{本年处理决定数量: 124}", "{本年处理决定数量: 很多}")
    item = examined(tmp_path, others("{{ 上年.行政许可 }}"), last=last)
    assert (one_error(item).code, printed(item)) == ("D133", UNKNOWN)


def test_an_unknown_cell_prints_as_unknown_and_is_reported_once(tmp_path: Path) -> None:
    text = others("{{ 行政许可 }}").replace("{本年处理决定数量: 124}", "{本年处理决定数量: 很多}")
    item = examined(tmp_path, text)
    assert (one_error(item).code, printed(item)) == ("D109", UNKNOWN)


@pytest.mark.parametrize(("written", "text"), [("2841.1208", "2841.1208"), ("0.50", "0.50"), ("65", "65")])
def test_money_prints_as_it_was_given(tmp_path: Path, written: str, text: str) -> None:
    data = others("{{ 行政事业性收费.本年收费金额 }}").replace("本年收费金额: 0", f"本年收费金额: {written}")
    assert printed(examined(tmp_path, data)) == text


CELLS = [(edition, ref) for edition in editions() for ref in edition.refs]


@given(st.sampled_from(CELLS))
def test_the_full_path_of_every_cell_leads_to_it_alone(cell: tuple[Edition, CellRef]) -> None:
    edition, ref = cell
    (target,) = find(edition, tuple(edition.name_of(ref).split(".")))
    assert target.refs == {ref}


@given(st.sampled_from(CELLS), st.data())
def test_a_shortened_path_leads_to_the_cell_or_says_that_it_is_not_clear(cell, data) -> None:
    edition, ref = cell
    words = edition.name_of(ref).split(".")
    short = tuple(words[data.draw(st.integers(0, len(words) - 1)) :])
    targets = find(edition, short)
    assert any(ref in target.refs for target in targets) or len(targets) == 1
    for target in targets:
        assert [fold(word) for word in target.path[-len(short) :]] == [fold(word) for word in short]


@given(st.text(max_size=20))
def test_any_words_are_looked_up(words: str) -> None:
    for edition in editions():
        assert isinstance(find(edition, tuple(words.split("."))), tuple)


def test_a_group_of_columns_is_their_sum() -> None:
    edition = editions()[-1]
    (target,) = find(edition, ("行政诉讼", "复议后起诉"))
    assert {ref.column for ref in target.refs} == {"after_total"}
    (both,) = find(edition, ("行政诉讼",))
    assert {ref.column for ref in both.refs} == {"direct_total", "after_total"}


def test_values_are_decimals_of_the_digits_given(tmp_path: Path) -> None:
    item = examined(tmp_path, BASE.replace("本年收费金额: 0", "本年收费金额: 0.50"))
    assert item.report.cells["disclosure", "fees", "amount"].value == Decimal("0.50")


@pytest.mark.parametrize(
    ("written", "named"),
    [
        ("行政许可.本年处理决定数量", "行政许可.本年处理决定数量"),
        ("【行政许可.本年处理决定数量】", "行政许可.本年处理决定数量"),
        ("上年.行政许可.本年处理决定数量", "行政许可.本年处理决定数量"),
        ("行政诉讼.复议后起诉.结果维持", "行政诉讼.复议后起诉.结果维持"),
    ],
)
def test_a_reference_without_braces_is_named(tmp_path: Path, written: str, named: str) -> None:
    item = examined(tmp_path, with_entries(f"其他需要报告的事项: |\n  作出{written}件，未收取信息处理费。\n"))
    (found,) = (found for found in item.findings if found.code == "D132")
    assert marked(item, found) == named


def test_a_stop_between_two_items_is_no_reference(tmp_path: Path) -> None:
    assert "D132" not in codes(examined(tmp_path, others("1.行政许可3件.行政处罚.2.行政强制1件")))
