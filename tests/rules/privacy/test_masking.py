"""Personal data in quoted text: masked whole, also where only a part of it or another sentence is quoted."""

from __future__ import annotations

import pytest

from govgen.rules.privacy.masking import PersonalData


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("群众13812345678反映。", "群众*********78反映。"),
        ("来电138-1234-5678。", "来电***********78。"),
        ("来电１３８１２３４５６７８。", "来电*********７８。"),
        ("证号11010519491231002X。", "证号****************2X。"),
        ("证号110105194912310021。", "证号****************21。"),
        ("证号110105491231002。", "证号*************02。"),
        ("退到卡号6222020200112233445。", "退到卡号*****************45。"),
        ("6222 0202 0011 2233已退。", "*****************33已退。"),
        ("咨询电话：3456789。", "咨询电话：*****89。"),
        ("申请人王小明要求公开。", "申请人王**要求公开。"),
        ("答复当事人王小明、李大伟，均无异议。", "答复当事人王**、李**，均无异议。"),
        ("书记张建国任组长。", "书记张**任组长。"),
        ("全年公开128条，网站访问1234567次。", "全年公开128条，网站访问1234567次。"),
        ("电话0730-1234567，2025年1月18日。", "电话0730-1234567，2025年1月18日。"),
        ("申请人提出13件申请。", "申请人提出13件申请。"),
    ],
)
def test_what_is_masked_and_what_is_not(text: str, masked: str) -> None:
    assert PersonalData([text]).masked(text) == masked
    assert PersonalData([masked]).masked(masked) == masked


def test_what_one_sentence_shows_to_be_personal_is_masked_in_others() -> None:
    personal = PersonalData(["收到申请人王小明的申请，申请人王小明，补正。账号6222020200112233。"])
    assert personal.masked("已当面答复王小明。") == "已当面答复王**。"
    assert personal.masked("“账号622202020011”") == "“账号**********11”"
