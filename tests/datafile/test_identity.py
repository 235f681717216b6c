"""The facts at the top of a file: each fault has its own finding, whatever else is wrong."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govgen.datafile.county import County, read_county
from govgen.datafile.identity import Contact, Fee, Identity, Kind, unfit_name
from govgen.datafile.identity_reader import Head, read_head
from govgen.datafile.keys import vocabulary
from govgen.datafile.yaml_reader.source import read

FACTS = {
    "机关": ("青禾镇人民政府", "青禾镇/人民政府", "D120"),
    "所属": ("某省某县", "【待填写】", "D108"),
    "年度": ("2025", "2025年", "D111"),
    "类型": ("乡镇政府", "镇", "D120"),
    "发布日期": ("2026-01-18", "2026-1-18", "D123"),
    "联系方式": ("{科室: 办公室, 邮箱: a@b.cn}", "办公室", "D106"),
    "信息处理费": ("{件数: 1, 金额元: 2.5}", "{件数: 1.5, 金额元: 0}", "D115"),
    "机构变动": ("由青禾乡改设", "[改设]", "D106"),
}
"""Each fact as it should be, in a wrong form, and the code of that."""


def head_of(text: str) -> tuple[Head, list[tuple[str, int, int]]]:
    source = read(text.encode(), vocabulary(None))
    head = read_head(source)
    assert not source.findings
    return head, [(item.code, item.span.line, item.span.column) for item in head.findings]


def written(wrong: set[str]) -> str:
    return "".join(f"{key}: {bad if key in wrong else good}\n" for key, (good, bad, _) in FACTS.items())


def test_sound_facts_are_read() -> None:
    head, found = head_of(written(set()))
    assert found == []
    assert head.facts.fee == Fee(cases=Decimal(1), yuan=Decimal("2.5"))
    assert head.explanation == "由青禾乡改设"
    assert head.identity is not None
    assert head.identity.model_dump(include=set(Identity.KEYS)) == {
        "body": "青禾镇人民政府",
        "region": "某省某县",
        "year": 2025,
        "kind": Kind.TOWN,
        "published": datetime.date(2026, 1, 18),
        "contact": Contact(office="办公室", email="a@b.cn").model_dump(),
    }


@given(st.sets(st.sampled_from(list(FACTS))))
def test_each_wrong_fact_has_one_finding_at_its_value(wrong: set[str]) -> None:
    head, found = head_of(written(wrong))
    expected = {
        (code, line, len(key) + 3 + (5 if key == "信息处理费" else 0))
        for line, (key, (_, _, code)) in enumerate(FACTS.items(), start=1)
        if key in wrong
    }
    assert set(found) == expected
    assert (head.year is None) is ("年度" in wrong)
    assert (head.identity is None) is bool(wrong & {"机关", "年度"})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("联系方式: {科室: , 传呼: 3}\n", [("D107", 3, 8), ("D101", 3, 14)]),
        ("联系方式: {科室: 【待填写】, 电话: [1]}\n", [("D108", 3, 12), ("D106", 3, 23)]),
        ('联系方式: {地址: "甲\\n乙"}\n类型: ~\n', [("D120", 3, 12), ("D107", 4, 1)]),
        ("信息处理费: {件数: 1, 金额元: 五}\n", [("D109", 3, 21)]),
    ],
    ids=["blank-and-unknown", "unfilled-and-list", "two-lines-and-null", "fee"],
)
def test_parts_of_a_group_are_judged_one_by_one(text: str, expected: list[tuple[str, int, int]]) -> None:
    _, found = head_of("机关: 青禾镇人民政府\n年度: 2025\n" + text)
    assert [item for item in found if item[0] != "D122"] == expected


def test_a_file_cut_short_lacks_nothing() -> None:
    assert list(read_head(read(b"{", vocabulary(None))).findings) == []


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("镇", "太短"),
        ("", "太短"),
        ("青" * 46, "太长"),
        ("青禾 镇", "里有不能用的字符"),
        ("青禾镇\n", ""),
    ],
    ids=["short", "empty", "long", "blank", "line-end"],
)
def test_a_name_that_cannot_be_a_body_s_says_why(name: str, why: str) -> None:
    assert unfit_name(name) == why


@pytest.mark.parametrize(
    ("key", "entry", "codes"),
    [
        ("机关:", "  - {名称: 第%d镇人民政府, 别名: [第%d镇], 从: 2019}\n", []),
        ("机关:", "  - 名称: 第%d镇人民政府\n    别名: [第%d镇]\n    从: 2019\n", []),
        ('"机关":', "- 名称: 第%d镇人民政府\r\n  别名:\r\n  - 第%d镇\r\n  从: 2019\r\n", []),
        ("机关 :", "# 下一个\n  - {名称: 第%d镇人民政府, 别名: [第%d镇], 从: 2019}\n", []),
        ("机关：", "  - {名称: 第%d镇人民政府, 别名: [第%d镇], 从: 2019}\n", ["Y013"]),
    ],
)
def test_a_county_may_list_thousands_of_bodies(key: str, entry: str, codes: list[str]) -> None:
    listed = "".join(entry % (number, number) for number in range(9_000))
    county, found = read_county(f"名称: 大省人民政府\n{key}\n{listed}截止日期: 01-31\n".encode())
    assert [item.code for item in found] == codes
    assert (len(county.bodies), county.bodies[-1].name) == (9_000, "第8999镇人民政府")
    assert county.deadline == "01-31"


def test_settings_of_a_county_are_read_one_by_one() -> None:
    county, found = read_county("截止日期: 2月30日\n总体情况字数上限: 800\n截止: 1\n".encode())
    assert county == County(overview_limit=800)
    assert [(item.code, item.span.line, item.span.column) for item in found] == [
        ("D123", 1, 7),
        ("D101", 3, 1),
    ]


@pytest.mark.parametrize(
    ("body", "office", "expected"),
    [
        ("云州县人民政府办公室", "办公室", "云州县人民政府办公室"),
        ("云州县人民政府办公室", "办公室综合科", "云州县人民政府办公室综合科"),
        ("云州县人民政府", "政府办公室", "云州县人民政府办公室"),
        ("青禾镇人民政府", "党政办公室", "青禾镇人民政府党政办公室"),
        ("青禾镇人民政府", None, "青禾镇人民政府"),
    ],
)
def test_whom_to_ask_has_no_word_twice(body: str, office: str | None, expected: str) -> None:
    assert Identity(body=body, contact=Contact(office=office)).whom_to_ask == expected
