"""Files of which only a part can be read: what stops the reading, and what may still be said of the rest."""

from __future__ import annotations

import pytest
from helpers import brief, read_text


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "联系方式:\n  科室：办公室\n  电话:0000-1234567\n  地址: 青禾路1号: 二楼\n",
            [("Y013", 2, 5), ("Y014", 3, 5), ("Y020", 4, 12), ("Y021", 4, 12)],
        ),
        (
            "信息处理费: {件数：0, 金额元: 0}\n联系方式: 科室: 办公室}\n",
            [("Y013", 1, 11), ("Y020", 2, 9), ("Y021", 2, 9)],
        ),
        (
            "联系方式:\n  科室：办公室: 甲\n",
            [("Y013", 2, 5), ("Y020", 2, 9), ("Y021", 2, 9)],
        ),
        ('机关：甲\n所属: "某县\n', [("Y013", 1, 3), ("Y020", 2, 5), ("Y021", 2, 5)]),
        ("机关：甲\n所属: &地名 某县\n", [("Y013", 1, 3), ("Y021", 2, 5), ("Y023", 2, 5)]),
    ],
)
def test_a_slip_hides_no_other_and_the_stop_is_told_at_its_own_place(
    text: str, found: list[tuple[str, int, int]]
) -> None:
    assert sorted(brief(read_text(text).findings)) == sorted(found)


def test_a_value_before_other_blanks_is_closed_before_them() -> None:
    text = "信息处理费: {件数: 0, 金额元: 18　\n年度: 2025\n"
    assert brief(read_text(text).findings) == [("Y020", 1, 8)]


@pytest.mark.parametrize("blank", [" ", "\t", "  "])
def test_a_blank_before_the_colon_is_no_lost_colon(blank: str) -> None:
    found = brief(read_text(f"联系方式{blank}: {{科室: 办公室}}\n").findings)
    assert [item for item in found if item[0] == "Y020"] == []
