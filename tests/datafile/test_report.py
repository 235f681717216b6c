"""From a file to a report: identity, sections, and always as much as the file allows."""

from __future__ import annotations

import datetime
import os
import tempfile
from decimal import Decimal
from pathlib import Path

import pytest
from helpers import (
    BASE,
    EXAMPLES,
    LAST,
    ROOT,
    brief,
    codes,
    damaged,
    errors,
    examined,
    marked,
    one_error,
    outside,
    with_entries,
    without,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from govgen.datafile.identity import Kind, kind_of
from govgen.datafile.passages import Shape
from govgen.workflows.check import examine
from govgen.workflows.new import StarterPlan, starter
from govgen.workflows.report_task import read_report, report_from


def test_a_sound_file_has_no_error_and_all_its_parts(tmp_path: Path) -> None:
    item = examined(tmp_path, BASE)
    report, identity = item.report, item.report.identity
    assert errors(item) == []
    assert identity is not None
    assert (identity.body, identity.year, identity.kind) == ("青禾镇人民政府", 2025, Kind.TOWN)
    assert identity.published == datetime.date(2026, 1, 18)
    assert (identity.contact.office, identity.contact.postcode) == ("党政办公室", "000000")
    assert report.title == "青禾镇人民政府2025年政府信息公开工作年度报告"
    assert report.head.facts.fee is not None
    assert (report.head.facts.fee.cases, report.head.facts.fee.yuan) == (Decimal(0), Decimal(0))
    assert list(report.passages) == ["overview", "problems", "others"]
    assert [p.shape for p in report.passages["overview"].paragraphs] == [Shape.PLAIN] + [Shape.RUN_IN] * 5


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_example_reads_whole(path: Path, tmp_path: Path) -> None:
    item = examined(tmp_path, path.read_bytes(), year=int(path.stem))
    assert item.source.is_sound
    text = path.read_text(encoding="utf-8")
    expected = [("D122", "发布日期:" not in text), ("D133", "{{ 上年." in text)]
    assert codes(item.report.findings) == [code for code, is_due in expected if is_due]
    assert len(item.report.cells) == len(item.report.edition.refs)


HEAD = [
    ("机关: 青禾镇/人民政府\n", "D120", "青禾镇/人民政府", "不能用的字符"),
    ("机关: ../../../tmp/x\n", "D120", "../../../tmp/x", "不能用的字符"),
    ("机关: 青禾镇\\人民政府\n", "D120", "青禾镇\\人民政府", "不能用的字符"),
    ('机关: "青禾镇\\n人民政府"\n', "D120", '"青禾镇\\n人民政府"', "不能用的字符"),
    ("机关: 青禾镇人民政府.\n", "D120", "青禾镇人民政府.", "不能用的字符"),
    ("机关: 青 禾镇\n", "D120", "青 禾镇", "不能用的字符"),
    ("机关: <b>镇</b>\n", "D120", "<b>镇</b>", "不能用的字符"),
    ("机关: 镇\n", "D120", "镇", "太短"),
    (f"机关: {'青' * 60}镇\n", "D120", "青" * 60 + "镇", "太长"),
    ("机关:\n", "D107", "机关", "空白"),
    ('机关: ""\n', "D107", "机关", "空白"),
    ("机关: 【待填写】\n", "D108", "【待填写】", "还没有填写"),
    ("年度: 【待填写】年\n", "D108", "【待填写】年", "还没有填写"),
    ("发布日期: 【待填写】\n", "D108", "【待填写】", "还没有填写"),
    ("机关: {名称: 镇}\n", "D106", "{", "直接写文字"),
    ("机关: 青禾产业园管委会\n", "D121", "青禾产业园管委会", "类型"),
    ("年度: 二〇二五\n", "D109", "二〇二五", "四位数字"),
    ("年度: 2025年\n", "D111", "2025年", "应写成 2025"),
    ("年度: ２０２５\n", "D110", "２０２５", "应写成 2025"),
    ("类型: 镇\n", "D120", "镇", "乡镇政府、街道办事处、县级部门、县级政府"),
    ("发布日期: 2026年1月18日\n", "D123", "2026年1月18日", "2026-01-18"),
    ("发布日期: 2026-02-30\n", "D123", "2026-02-30", "不是存在的日期"),
    ("联系方式: 党政办公室\n", "D106", "党政办公室", "科室"),
    ("联系方式: {办公室: 党政办公室}\n", "D101", "办公室", "没有“办公室”"),
    ("联系方式: {科室: }\n", "D107", "科室", "空白"),
    ("信息处理费: 0\n", "D106", "0", "件数"),
    ("信息处理费: {件数: 三, 金额元: 0}\n", "D109", "三", "信息处理费.件数"),
    ("信息处理费: {件数: 0, 金额元: 5元}\n", "D111", "5元", "信息处理费.金额元"),
    ("机关名称: 青禾镇\n", "D101", "机关名称", "是不是想写“机关”"),
    ("总体状况: |\n  好。\n", "D101", "总体状况", "是不是想写“总体情况”"),
    ("行政许可: {本年处理决定数量: 1}\n", "D101", "行政许可", "不应写在最外层"),
    ("所属: [某县]\n", "D106", "[", "直接写文字"),
    ("总体情况: {甲: 1}\n", "D106", "{", "应写文字"),
    ("其他需要报告的事项: |\n\n", "D104", "其他需要报告的事项", "没有内容"),
    ("其他需要报告的事项:\n", "D104", "其他需要报告的事项", "没有内容"),
    ("其他需要报告的事项: |\n  【待填写】\n", "D108", "【待填写】", "还没有填写"),
    ("政府信息公开行政复议、行政诉讼情况:\n", "D107", "政府信息公开行政复议、行政诉讼情况", "空白"),
    ("政府信息公开行政复议、行政诉讼情况: 无\n", "D106", "无", "行政复议"),
]


@pytest.mark.parametrize(("fragment", "code", "words", "message"), HEAD)
def test_what_is_wrong_with_an_entry_is_reported_at_its_place(
    tmp_path, fragment, code, words, message
) -> None:
    item = examined(tmp_path, with_entries(fragment))
    error = next(error for error in errors(item) if error.code == code)
    assert marked(item, error) == words
    assert message in error.message
    assert not error.message.isascii()


def test_two_facts_that_are_wrong_are_both_reported_and_the_rest_counts(tmp_path: Path) -> None:
    item = examined(tmp_path, with_entries("类型: 镇\n所属: " + "县" * 201 + "\n"))
    assert sorted(error.code for error in errors(item)) == ["D120", "D120"]
    assert item.report.identity is not None
    assert item.report.identity.kind is Kind.TOWN


def test_an_unreadable_year_is_reported_once(tmp_path: Path) -> None:
    assert one_error(examined(tmp_path, with_entries("年度: 二〇二五\n"))).code == "D109"


@pytest.mark.parametrize("key", ["机关", "年度"])
def test_body_and_year_are_needed(tmp_path: Path, key: str) -> None:
    item = examined(tmp_path, without(key))
    assert one_error(item).code == "D102"
    assert f"“{key}”" in one_error(item).message
    assert item.undraftable


@pytest.mark.parametrize(
    "key", ["主动公开政府信息情况", "收到和处理政府信息公开申请情况", "政府信息公开行政复议、行政诉讼情况"]
)
def test_a_missing_table_is_an_error_with_its_clause(tmp_path: Path, key: str) -> None:
    error = one_error(examined(tmp_path, without(key)))
    assert (error.code, error.where) == ("D103", key)
    assert "第五十条" in error.citation


@pytest.mark.parametrize("key", ["总体情况", "存在的主要问题及改进情况", "其他需要报告的事项"])
def test_a_missing_text_is_an_error(tmp_path: Path, key: str) -> None:
    item = examined(tmp_path, without(key))
    assert [(error.code, error.where) for error in errors(item)] == [("D104", key)]


def test_what_was_not_read_is_not_said_to_be_missing(tmp_path: Path) -> None:
    item = examined(tmp_path, "机关: 青禾镇人民政府\n年度: 2025\n联系方式: {科室: 甲\n")
    assert not {"D102", "D103", "D104", "D105", "D122"} & set(codes(item))
    assert {"Y020", "Y021"} <= set(codes(item))


@pytest.mark.parametrize(
    "fragment",
    [
        "一、总体情况: |\n  好。\n",
        "总 体 情 况: |\n  好。\n",
        "机 关: 别的镇人民政府\n",
        "机关: 别的镇人民政府\n",
    ],
)
def test_a_key_in_two_forms_is_a_key_written_twice(tmp_path: Path, fragment: str) -> None:
    item = examined(tmp_path, BASE + fragment)
    error = next(error for error in errors(item) if error.code == "Y028")
    assert marked(item, error) == fragment.split(":", maxsplit=1)[0]
    assert error.related[0].span.line < error.span.line
    identity = item.report.identity
    assert identity is not None
    assert identity.body == "青禾镇人民政府"


@pytest.mark.parametrize(
    "fragment",
    [
        "联系方式: {科室: 甲, 科室: 乙}\n",
        "图表:\n  渠道:\n    科室: 1\n    科室: 2\n",
    ],
)
def test_a_key_of_a_group_written_twice_is_reported_at_the_second(tmp_path: Path, fragment: str) -> None:
    item = examined(tmp_path, with_entries(fragment))
    (error,) = errors(item)
    assert (error.code, marked(item, error)) == ("Y028", "科室")
    assert error.related[0].span < error.span


def test_a_key_written_twice_below_one_that_nothing_reads_is_reported_too(tmp_path: Path) -> None:
    item = examined(tmp_path, with_entries("没有的表:\n  甲:\n    - {科室: 1, 科室: 2}\n"))
    unknown, again = errors(item)
    assert (unknown.code, again.code, marked(item, again)) == ("D101", "Y028", "科室")


def test_headings_in_full_are_keys(tmp_path: Path) -> None:
    text = BASE.replace("总体情况:", "一、总体情况:", 1).replace(
        "主动公开政府信息情况:", "二、主动公开政府信息情况:", 1
    )
    assert errors(examined(tmp_path, text)) == []


def test_prose_without_a_bar_is_one_paragraph(tmp_path: Path) -> None:
    item = examined(tmp_path, with_entries("其他需要报告的事项: 本年度未收取信息处理费。\n"))
    assert errors(item) == []
    assert [p.text for p in item.report.passages["others"].paragraphs] == ["本年度未收取信息处理费。"]


def test_wide_blanks_and_empty_lines_of_pasted_prose_are_dropped(tmp_path: Path) -> None:
    text = with_entries("其他需要报告的事项: |\n  　　第一段。  \n\n\n  　　第二段。\n")
    item = examined(tmp_path, text)
    assert [p.text for p in item.report.passages["others"].paragraphs] == ["第一段。", "第二段。"]
    first = item.report.passages["others"].paragraphs[0].body.span(0, 1)
    assert item.source.text.split("\n")[first.line - 1][first.column - 1] == "第"


def test_the_edition_of_a_file_without_a_year_is_that_of_its_words(tmp_path: Path) -> None:
    text = ROOT.joinpath("examples/luzhi/2020.yaml").read_text(encoding="utf-8")
    item = examined(tmp_path, text.replace("年度: 2020\n", ""), year=2020)
    assert item.report.edition.edition == "2019"
    assert "L403" not in codes(item)


def test_findings_come_in_the_order_of_places(tmp_path: Path) -> None:
    text = with_entries("类型: 镇\n其他需要报告的事项: |\n  {{ 甲 }}\n").replace("自然人: 12", "自然人: 若干")
    found = brief(examined(tmp_path, text).findings)
    assert [item[1:] for item in found] == sorted(item[1:] for item in found)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("青禾镇人民政府", Kind.TOWN),
        ("灵秀镇", Kind.TOWN),
        ("某民族乡人民政府", Kind.TOWN),
        ("某街道办事处", Kind.STREET),
        ("港口街镇人民政府", Kind.TOWN),
        ("某县教育局", Kind.DEPARTMENT),
        ("某县发展和改革委员会", Kind.DEPARTMENT),
        ("某县人民政府办公室", Kind.DEPARTMENT),
        ("某县人民政府", Kind.COUNTY),
        ("某区人民政府", Kind.COUNTY),
        ("某开发区管委会", None),
        ("某开发区管理委员会", None),
        ("某某公司", None),
    ],
)
def test_what_a_body_is_follows_from_its_name(body: str, kind: Kind | None) -> None:
    assert kind_of(body) is kind


@settings(max_examples=int(os.environ.get("GOVGEN_FUZZ", "60")))
@given(st.data(), st.sampled_from([BASE, LAST]))
def test_whatever_is_wrong_with_a_file_it_is_reviewed(data: st.DataObject, text: str) -> None:
    """All rules on damaged files: no exception, no finding outside the file, none in English only."""
    with tempfile.TemporaryDirectory() as folder:
        item = examined(Path(folder), damaged(data, text), last=LAST)
    assert outside(item.findings, item.source.text) == []
    assert all(not finding.message.isascii() for finding in item.findings)
    if not item.source.complete:
        assert item.findings.has_errors


@pytest.mark.parametrize("year", [2015, 2018, 2020, 2052])
def test_a_year_that_is_not_that_of_the_name_is_one_finding_and_the_tables_stay(
    tmp_path: Path, year: int
) -> None:
    """The edition is then the one whose words the file uses."""
    text = with_entries(f"年度: {year}\n").replace("发布日期: 2026-01-18\n", "")
    (tmp_path / "2025.yaml").write_text(text, encoding="utf-8")
    item = examine(tmp_path / "2025.yaml")
    assert [error.code for error in errors(item)] == ["D124"]
    assert item.report.edition.edition == "2021"


def test_a_year_before_the_first_edition_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "2018.yaml").write_text(with_entries("年度: 2018\n"), encoding="utf-8")
    found = [error.message for error in errors(examine(tmp_path / "2018.yaml")) if error.code == "L401"]
    assert len(found) == 1
    assert "最早的是 2019 年度" in found[0]


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("year", [2019, 2020, 2021, 2025])
def test_a_new_file_is_unfilled_until_a_part_of_it_is_filled_in(kind: Kind, year: int) -> None:
    def unfilled(text: str) -> bool:
        return report_from(text.encode(), "2025.yaml").unfilled

    last = read_report(ROOT / "examples" / "qinghe" / "2024.yaml") if year == 2025 else None
    text = starter(StarterPlan("青禾镇人民政府", kind, year, last))
    assert unfilled(text)
    assert not unfilled(text.replace("（二）改进情况。【待填写】", "（二）改进情况。加强培训。"))
    assert not unfilled(f'机关: 青禾镇人民政府\n年度: {year}\n"总体情况\n')  # nothing after it could be read
    head, _, table = text.partition("政府信息公开行政复议、行政诉讼情况:")
    assert not unfilled(f"{head}政府信息公开行政复议、行政诉讼情况:{table.replace('{【待填写】}', '{}')}")
