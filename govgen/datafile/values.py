"""From what a clerk wrote to a number or a date; every usual slip is named with the value meant."""

import datetime
import re
import unicodedata
from decimal import Decimal
from typing import Any, NamedTuple

from govgen.editions.node import CellType
from govgen.editions.units import in_unit
from govgen.findings.display import clip

PLACEHOLDER = "【待填写】"
"""What a new file holds where a person must still write."""

_LARGEST = 10**12 - 1
_DIGITS_ONLY = "只写半角阿拉伯数字，不带单位、逗号；没有就写 0"


def text_schema(types: str | list[str], pattern: str, message: str, **limits: int) -> dict[str, Any]:
    """The JSON Schema of a text, with what an editor says where the pattern does not match."""
    return {"type": types, **limits, "pattern": pattern, "patternErrorMessage": message}


_WHOLE, _BROKEN = ["integer", "string"], ["number", "string"]
_NOT_NEGATIVE = {"minimum": 0, "maximum": _LARGEST}
NUMBER_SCHEMAS = {
    CellType.COUNT: text_schema(_WHOLE, r"^(?:0|[1-9][0-9]{0,11})$", _DIGITS_ONLY, **_NOT_NEGATIVE),
    CellType.SIGNED: text_schema(
        _WHOLE,
        r"^(?:0|[+-]?[1-9][0-9]{0,11})$",
        "只写半角阿拉伯数字，减少的前面写减号；没有就写 0",
        minimum=-_LARGEST,
        maximum=_LARGEST,
    ),
    CellType.MONEY: text_schema(
        _BROKEN, r"^(?:0|[1-9][0-9]{0,11})(?:\.[0-9]{1,6})?$", _DIGITS_ONLY, **_NOT_NEGATIVE
    ),
}
"""The JSON Schema of each type of number: plain, or the same digits in quotes."""

_PLAIN = {kind: re.compile(schema["pattern"]) for kind, schema in NUMBER_SCHEMAS.items()}
_NOTHING = frozenset(
    ["/", "-", "--", "—", "——", "－", "无", "没有", "不适用", "N/A", "n/a", "空", "零", "〇", "○", "*", "."]
)
_QUOTE = "[“”‘’「」『』\"']"
_AROUND = {
    rf"{_QUOTE}([^{_QUOTE[1:]}+){_QUOTE}": "{} 外面多了引号，应写 {:f}",
    r"([^()]+)\(.*\)": "“{}”的括号里是说明，应只写 {:f}",
}
"""What may be around a number, with what to say of it and of the number meant."""
_SLIPS = (
    (r"[+-]?\d{1,3}(?:,\d{3}){1,3}(?:\.\d+)?", None, "D112", "里有千位分隔号，应写 {:f}"),
    (r"[+-]?0\d{1,12}(?:\.\d+)?", None, "D113", "以 0 开头，应写 {:f}"),
    (r"-\d+(?:\.\d+)?", CellType.SIGNED, "D114", "是负数，这一格不会小于 0"),
    (r"[+-]?\d{1,12}\.0*", CellType.MONEY, "D115", "不是整数，应写 {:.0f}"),
    (r"[+-]?\d{1,12}\.\d*", CellType.MONEY, "D115", "不是整数"),
    (r"\d{1,12}\.\d{7,}", None, "D109", "的小数多于 6 位"),
    (r"\+\d{1,12}", None, "D109", "前面多了加号，应写 {:f}"),
)
"""The usual slips after folding widths, in the order in which they are looked for.

Each is a form, the type of number that may have it, the code, and what to say with the value meant.
"""
_WITH_UNIT = (
    r"(?P<number>[+-]?\d{1,12}(?:,\d{3})*(?:\.\d+)?)\s*"
    r"(?P<unit>[万亿千百][元件条项个次宗起人份]?|[元件条项个次宗起人份])"
)
_WIDTHS = ("<wide>", "<narrow>")
_DATE = re.compile(r"(\d{4})\s*[-年./]\s*(\d{1,2})\s*[-月./]\s*(\d{1,2})\s*日?\Z", re.ASCII)


class Slip(NamedTuple):
    """Why a value cannot be used as written: the catalogue's code and what to say.

    ``advice`` takes the place of the code's own where that is about cells and the value is none.
    """

    code: str
    message: str
    advice: str = ""


def narrow(text: str) -> str:
    """``text`` in narrow characters; superscripts, circled numbers and fractions stay what they are."""
    return "".join(
        unicodedata.normalize("NFKC", char) if unicodedata.decomposition(char).startswith(_WIDTHS) else char
        for char in text
    )


def number(text: str, kind: CellType, money: str = "万元") -> Decimal | Slip:
    """The number that ``text`` states, or what is wrong with it; nothing is guessed.

    ``money`` is the unit of an amount of money.
    """
    written = text.strip()
    if not written:
        return Slip("D107", "这一格是空白，不知道是 0 还是没有填")
    if PLACEHOLDER in written:
        return Slip("D108", "这一格还没有填写")
    if written in _NOTHING:
        return Slip("D116", f"“{written}”不是数字；如果没有，就写 0")
    if _PLAIN[kind].fullmatch(written):
        return Decimal(written)
    return _mistake(written, kind, money)


def _mistake(written: str, kind: CellType, money: str) -> Slip:
    folded, shown = narrow(written), clip(written)
    for form, message in _AROUND.items():
        if match := re.fullmatch(form, folded):
            value = number(match[1], kind, money)
            return value if isinstance(value, Slip) else Slip("D109", message.format(shown, value))
    if folded != written and _PLAIN[kind].fullmatch(folded):
        return Slip("D110", f"“{written}”是全角数字，应写 {folded}")
    for form, allowed, code, message in _SLIPS:
        if kind is not allowed and re.fullmatch(form, folded, re.ASCII):
            return Slip(code, f"“{shown}”{message.format(Decimal(folded.replace(',', '')))}")
    if match := re.fullmatch(_WITH_UNIT, folded, re.ASCII):
        return _with_unit(shown, match["number"].replace(",", ""), match["unit"], kind, money)
    too_large = re.match(r"\d{13}", folded, re.ASCII)
    return Slip("D109", "这个数太大，请核对" if too_large else f"“{shown}”不是数字")


def _with_unit(shown: str, value: str, unit: str, kind: CellType, money: str) -> Slip:
    how = f"应只写 {value}"
    stated = Decimal(value)
    if kind is CellType.MONEY and (meant := in_unit(stated, unit, money)) is not None:
        how = f"本格单位{'已' * (meant is stated)}是{money}，应写 {meant:f}"
    elif unit[0] in "百千万亿" and (meant := in_unit(stated, unit, "")) is not None:
        how = f"应写全数 {meant:f}，并请核对"
    return Slip("D111", f"“{shown}”里带了单位“{unit}”，{how}")


def date(text: str) -> datetime.date | Slip:
    """The date that ``text`` states in the form 2026-01-18, or what is wrong with it."""
    match = _DATE.match(narrow(text))
    if not match:
        return Slip("D123", f"“{clip(text)}”不是日期，应写成 2026-01-18 的样子")
    try:
        day = datetime.date(*map(int, match.groups()))
    except ValueError:
        return Slip("D123", f"“{text}”不是存在的日期")
    return day if day.isoformat() == text else Slip("D123", f"“{text}”应写成 {day.isoformat()}")


def year(text: str) -> int | Slip:
    """The fiscal year that ``text`` states, or what is wrong with it."""
    if re.fullmatch(r"20\d\d", text, re.ASCII):
        return int(text)
    match = re.fullmatch(r"(20\d\d)\s*年?度?", narrow(text), re.ASCII)
    advice = "年度只写四位半角数字，如 2025。"
    if match:
        return Slip("D110" if len(text) == 4 else "D111", f"“{text}”应写成 {match[1]}", advice)
    return Slip("D109", f"“{clip(text)}”不是年度，应写四位数字，如 2025", advice)
