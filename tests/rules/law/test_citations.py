"""The numbers of documents, by their grammar."""

from __future__ import annotations

import pytest

from govgen.rules.law.documents import ORDER, citations, resembles


@pytest.mark.parametrize(
    ("text", "number", "wrong", "is_near"),
    [
        ("（国办公开办函〔2021〕30号）", "国办公开办函〔2021〕30号", "", True),
        ("（国办公开办函〔2021〕30 号）", "国办公开办函〔2021〕30号", "", True),
        ("国公开办函〔2021〕30号", "国公开办函〔2021〕30号", "", True),
        ("国办公开办函[2021]30号", "国办公开办函〔2021〕30号", "年份用六角括号“〔〕”括起来", True),
        ("国办公开办函〔202130号", "国办公开办函〔202130〕号", "年份要写全四位，并与序号分开", True),
        ("永政办函（16号）", "永政办函〔16〕号", "缺年份", False),
        ("镇政办函〔2023〕010号", "镇政办函〔2023〕10号", "序号不编虚位，不加“第”字", False),
        ("国办公开办函〔2021〕", "国办公开办函〔2021〕号", "缺序号", True),
    ],
)
def test_a_number_is_read_with_what_it_lacks(text: str, number: str, wrong: str, is_near: bool) -> None:
    (found,) = citations(text)
    assert (found.text, found.wrong, resembles(found, "国办公开办函")) == (number, wrong, is_near)


@pytest.mark.parametrize("text", ["党政办（3号楼）", "镇党政办3号窗口", "中埠镇铁山路37号", "公开信息2021条"])
def test_other_numbers_are_none(text: str) -> None:
    assert list(citations(text)) == []


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("国务院令第711号", "711"),
        ("国令第71号", "71"),
        ("国务院第711号令", "711"),
        ("国务院令（第11号）", "11"),
    ],
)
def test_an_order_is_read(text: str, number: str) -> None:
    assert [order["number"] for order in ORDER.finditer(text)] == [number]
