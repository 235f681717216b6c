"""Articles of the Regulation, numbers of other documents, and what a report of a year can speak of."""

from __future__ import annotations

import pytest
from sentences import said

PAIRS = [
    ("L437", "按照《条例》第三十六条通知申请人补正2次。", "按照《条例》第三十条通知申请人补正2次。"),
    ("L437", "依据《条例》第三十六条第（九）项答复。", "依据《条例》第三十六条第（六）项答复。"),
    ("L437", "根据《条例》第五十九条规定办理。", "根据《条例》第五十六条规定办理。"),
    (
        "L423",
        "落实《优化营商环境条例》（国务院令第772号）。",
        "落实《优化营商环境条例》（国务院令第722号）。",
    ),
    ("T607", "庆祝新中国成立75周年。", "庆祝新中国成立76周年。"),
    ("T607", "今年是“十四五”规划开局之年。", "今年是“十四五”规划收官之年。"),
    ("T607", "由县扶贫开发办公室公告。", "由原县扶贫开发办公室公告的，继续有效。"),
    ("T603", "2025年2月29日修订指南。", "2024年2月29日修订指南。"),
    ("T603", "三季度（7月至10月）公布3批。", "三季度（7月至9月）公布3批。"),
]


@pytest.mark.parametrize(("code", "wrong", "right"), PAIRS)
def test_what_cannot_be_is_found_and_what_can_is_silent(code, wrong, right):
    assert code in said(wrong)
    assert code not in said(right)


@pytest.mark.parametrize("year", range(2019, 2030))
def test_an_anniversary_is_counted_from_its_event(year):
    for away in (-1, 0, 1):
        found = said(f"建党{year - 1921 + away}周年。", year=year)
        assert ("T607" in found) is (away != 0)


@pytest.mark.parametrize("year", range(2019, 2032))
def test_a_plan_begins_and_ends_in_its_years(year):
    for name, first in (("十三五", 2016), ("十四五", 2021), ("十五五", 2026)):
        assert ("T607" in said(f"今年是“{name}”规划开局之年。", year=year)) is (year != first)
        assert ("T607" in said(f"今年是“{name}”规划收官之年。", year=year)) is (year != first + 4)
