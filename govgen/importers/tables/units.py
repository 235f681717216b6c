"""Finds the units that headers state and converts figures to the units of the format."""

import math
import re
from collections.abc import Sequence
from decimal import Decimal

from govgen.datafile.prose import printed
from govgen.editions.table import CellType
from govgen.importers.tables.result import ReadCell

_STATED = re.compile(
    r"单位\s*(?:[:：]|为)?\s*[（(]?\s*(?P<named>[^\s（）()，,。：:]{1,5})"
    r"|[（(]\s*(?:以|按)?\s*(?P<bracketed>[亿万千百十]*(?:[元件条项个次宗起份]|美元|港元|人民币)|[亿万千百])"
    r"\s*(?:计|为单位)?\s*[）)]"
)
_UNIT = re.compile(r"(?:人民币)?(?P<factor>[亿万千百十]*)(?P<of>[元件条项个次宗起份块]?)(?:人民币)?\Z")
_FACTORS = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_MONEY = "万元"
"""The unit of every amount of money in a statutory table."""


def unit_in(words: str) -> str:
    """The unit that a header, a caption or a note above a table states; empty for none."""
    match = _STATED.search(words)
    return (match["named"] or match["bracketed"]) if match else ""


def unit_among(words: Sequence[str], own: str) -> str:
    """The unit of a column: that of its ``own`` header, else one that is stated by itself."""
    alone = (unit_in(text) for text in words if not _STATED.sub("", text).strip("（）() "))
    return unit_in(own) or next(alone, "")


def converted(cell: ReadCell, unit: str, kind: CellType) -> ReadCell:
    """A cell whose header states ``unit``: doubtful and converted where the format has another."""
    if not unit or cell.value is None:
        return cell
    wanted = _MONEY if kind is CellType.MONEY else ""
    ratio = _ratio(unit, wanted)
    if ratio == 1:
        return cell
    original = f"{cell.original}（单位：{unit}）"
    if ratio is None:
        return ReadCell(None, cell.span, original, f"表头的单位是“{unit}”，不知道怎样折算")
    value = (cell.value * ratio).normalize() + 0  # without an exponent
    is_whole = kind is CellType.MONEY or value == value.to_integral_value()
    amounts = f"{printed(cell.value)}{unit}折合 {printed(value)}"
    doubt = f"表头的单位是“{unit}”，格式的单位是“{wanted or '件'}”：{amounts}"
    return ReadCell(value if is_whole else None, cell.span, original, doubt)


def _ratio(unit: str, wanted: str) -> Decimal | None:
    """By what a figure in ``unit`` is multiplied to be in ``wanted``; None where they are of two kinds."""
    found, known = _UNIT.match(unit), _UNIT.match(wanted)
    if found is None or known is None:
        return None
    is_money = [match["of"] in {"元", "块"} or not match["of"] for match in (found, known)]
    if (wanted and not all(is_money)) or (not wanted and found["of"] in {"元", "块"}):
        return None
    factors = [math.prod(_FACTORS[char] for char in match["factor"]) for match in (found, known)]
    return Decimal(factors[0]) / factors[1]
