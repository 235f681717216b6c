"""Finding a string by its edit distance."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govgen.datafile.near import Near, distance, near

NAME = "政府信息公开工作年度报告"


@pytest.mark.parametrize(
    ("one", "other", "away"),
    [
        ("", "", 0),
        ("甲", "", 1),
        ("", "甲乙", 2),
        ("甲乙", "乙甲", 1),
        ("甲乙丙", "甲丙", 1),
        ("甲乙", "丙丁", 2),
    ],
)
def test_a_swap_is_one_edit(one: str, other: str, away: int) -> None:
    assert distance(one, other) == away


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2024年政府信息公开工作年度报告。", [Near(5, 17, 0)]),
        ("2024年政信府息公开工作年度报告。", [Near(5, 17, 1)]),
        ("2024年信息公开工作年度报告。", [Near(5, 15, 2)]),
        ("政府信息公开工作年度总结", [Near(0, 12, 2)]),
        ("政府信息公开工作年度告报", [Near(0, 12, 1)]),
        ("做好政府信息公开工作。", []),
        (f"《{NAME}》和{NAME}", [Near(1, 13, 0), Near(15, 27, 0)]),
    ],
)
def test_a_slip_is_found_with_its_place(text: str, found: list[Near]) -> None:
    assert list(near(text, NAME, 2)) == found


@given(
    st.text("甲乙政府信息", max_size=12),
    st.integers(0, len(NAME) - 1),
    st.sampled_from(["lost", "doubled", "other"]),
    st.text("甲乙。", max_size=12),
)
def test_one_edit_anywhere_is_found(before: str, at: int, how: str, after: str) -> None:
    middle = {"lost": "", "doubled": NAME[at] * 2, "other": "丙"}[how]
    text = before + NAME[:at] + middle + NAME[at + 1 :] + after
    assert any(item.distance <= 1 for item in near(text, NAME, 2))


@given(st.text("政府信息公开工作年度报告甲", max_size=40))
def test_matches_are_in_order_and_as_far_as_they_say(text: str) -> None:
    last = 0
    for start, end, away in near(text, NAME, 2):
        assert last <= start < end <= len(text)
        assert distance(text[start:end], NAME) == away <= 2
        last = end
