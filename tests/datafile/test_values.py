"""Values: what is accepted as written, and every usual slip named with the value meant."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govgen.datafile.values import Slip, date, number, year
from govgen.editions.node import CellType

COUNT, SIGNED, MONEY = CellType.COUNT, CellType.SIGNED, CellType.MONEY


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("0", COUNT, "0"),
        (" 12 ", COUNT, "12"),
        ("999999999999", COUNT, "999999999999"),
        ("-5", SIGNED, "-5"),
        ("+5", SIGNED, "5"),
        ("2841.1208", MONEY, "2841.1208"),
        ("0.50", MONEY, "0.50"),
        ("0", MONEY, "0"),
    ],
)
def test_plain_numbers_are_taken(text: str, kind: CellType, value: str) -> None:
    got = number(text, kind)
    assert got == Decimal(value)
    assert str(got) == value, "as many decimals as were given"


@pytest.mark.parametrize(
    ("text", "kind", "code", "meant"),
    [
        ("", COUNT, "D107", "空白"),
        ("  ", MONEY, "D107", "空白"),
        ("【待填写】", COUNT, "D108", "还没有填写"),
        ("１９", COUNT, "D110", "应写 19"),
        ("－５", SIGNED, "D110", "应写 -5"),
        ("１．５", MONEY, "D110", "应写 1.5"),
        ("65万", MONEY, "D111", "应写 65"),
        ("65 万元", MONEY, "D111", "应写 65"),
        ("６５万", MONEY, "D111", "应写 65"),
        ("650000元", MONEY, "D111", "应写 65"),
        ("1234.5元", MONEY, "D111", "应写 0.12345"),
        ("2,841.12万元", MONEY, "D111", "应写 2841.12"),
        ("3亿", MONEY, "D111", "本格单位是万元，应写 30000"),
        ("65万", COUNT, "D111", "应写全数 650000"),
        ("1.5万条", COUNT, "D111", "应写全数 15000"),
        ("3件", COUNT, "D111", "应只写 3"),
        ("3 条", COUNT, "D111", "应只写 3"),
        ("1,234", COUNT, "D112", "应写 1234"),
        ("1，234", COUNT, "D112", "应写 1234"),
        ("12,345.6", MONEY, "D112", "应写 12345.6"),
        ("010", COUNT, "D113", "应写 10"),
        ("00", COUNT, "D113", "应写 0"),
        ("００", COUNT, "D113", "应写 0"),
        ("007.5", MONEY, "D113", "应写 7.5"),
        ("-1", COUNT, "D114", "负数"),
        ("-0.5", MONEY, "D114", "负数"),
        ("2.5", COUNT, "D115", "不是整数"),
        ("3.0", COUNT, "D115", "应写 3"),
        ("3.", COUNT, "D115", "应写 3"),
        ("+5", COUNT, "D109", "应写 5"),
        ("187（含变更）", COUNT, "D109", "应只写 187"),
        ("1.5（注）", MONEY, "D109", "应只写 1.5"),
        ("1.5（注）", COUNT, "D115", "不是整数"),
        ("-3 (注)", COUNT, "D114", "负数"),
        ("-3 (注)", SIGNED, "D109", "应只写 -3"),
        ("1,234（注）", COUNT, "D112", "应写 1234"),
        ("1.1234567", MONEY, "D109", "多于 6 位"),
        ("9999999999999", COUNT, "D109", "太大"),
        ("三", COUNT, "D109", "不是数字"),
        ("约12", COUNT, "D109", "不是数字"),
        ("12余", COUNT, "D109", "不是数字"),
        ("10%", COUNT, "D109", "不是数字"),
        ("1e3", COUNT, "D109", "不是数字"),
        ("12:30", COUNT, "D109", "不是数字"),
        ("٣", COUNT, "D109", "不是数字"),
        ("yes", COUNT, "D109", "不是数字"),
        ("没有这一项的数据所以这里没有办法填写任何数字", COUNT, "D109", "…"),
    ]
    + [
        (text, COUNT, "D116", "就写 0")
        for text in ("/", "-", "--", "—", "——", "－", "无", "没有", "不适用", "N/A", "零", "〇", "*")
    ],
)
def test_each_slip_is_named_with_the_value_meant(text: str, kind: CellType, code: str, meant: str) -> None:
    slip = number(text, kind)
    assert isinstance(slip, Slip)
    assert slip.code == code
    assert meant in slip.message


@given(st.text(max_size=40), st.sampled_from(CellType))
def test_whatever_is_written_gives_a_number_or_a_reason(text: str, kind: CellType) -> None:
    value = number(text, kind)
    if isinstance(value, Slip):
        assert value.message
    else:
        assert value == Decimal(text.strip())


@given(st.integers(0, 10**12 - 1))
def test_every_count_is_taken(count: int) -> None:
    assert number(str(count), COUNT) == count


@pytest.mark.parametrize(
    ("text", "code", "meant"),
    [
        ("2026年1月18日", "D123", "2026-01-18"),
        ("2026/1/18", "D123", "2026-01-18"),
        ("2026.01.18", "D123", "2026-01-18"),
        ("２０２６-01-18", "D123", "2026-01-18"),
        ("2026-1-8", "D123", "2026-01-08"),
        ("2026-02-30", "D123", "不是存在的日期"),
        ("2026-13-01", "D123", "不是存在的日期"),
        ("0000-01-01", "D123", "不是存在的日期"),
        ("一月十八日", "D123", "不是日期"),
        ("20260118", "D123", "不是日期"),
    ],
)
def test_dates_otherwise_written(text: str, code: str, meant: str) -> None:
    slip = date(text)
    assert isinstance(slip, Slip)
    assert slip.code == code
    assert meant in slip.message


def test_a_date() -> None:
    assert date("2026-01-18") == datetime.date(2026, 1, 18)


@pytest.mark.parametrize(
    ("text", "code", "meant"),
    [
        ("2025年", "D111", "应写成 2025"),
        ("2025 年度", "D111", "应写成 2025"),
        ("２０２５", "D110", "应写成 2025"),
        ("25", "D109", "四位数字"),
        ("1999", "D109", "四位数字"),
        ("二〇二五", "D109", "四位数字"),
    ],
)
def test_years_otherwise_written(text: str, code: str, meant: str) -> None:
    slip = year(text)
    assert isinstance(slip, Slip)
    assert slip.code == code
    assert meant in slip.message


def test_a_year() -> None:
    assert year("2025") == 2025
