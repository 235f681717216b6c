"""Parses the text of a table cell as a number, in its unit; all but plain digits are doubtful."""

import re
from decimal import Decimal

from govgen.datafile.prose import printed
from govgen.datafile.values import Slip, number
from govgen.editions.node import CellType
from govgen.editions.units import in_unit
from govgen.findings.finding import START, Span
from govgen.importers.formats.looks import SUSPECT, unmarked
from govgen.importers.tables.result import ReadCell, Reason

_UNIT = r"[万亿千百]?[元件条项个次宗起人份]|万|％|%"
_FIGURE = re.compile(rf"[+\-−–—]{{0,2}}\s?\d[\d,]*(?:\.\d+)?\s?(?:{_UNIT})?\??\Z", re.ASCII)
_NOTHING = re.compile(r"(?:[/\\\-−–—_*.○〇×]{1,4}|无|没有|不适用|空|零|N/?A)\Z", re.IGNORECASE)
_PLAIN = re.compile(rf"(?P<sign>[+-]?)(?P<digits>\d[\d,]*(?:\.\d+)?)\s?(?P<unit>{_UNIT})?\Z", re.ASCII)
_MARKED = "“{}”不是这个数的数字（上标、带圈数字、划线、注释等），没有算在数里"
_ODD = "这一格里的字看起来不一样（字号、颜色、位置，或压着表格线），可能有一部分不是这个数"
_REASONS = {"D116": Reason.NOTHING, "D112": Reason.GROUPED}
"""By the code of the mistake in a data file that would be written so."""


def is_figure(words: str) -> bool:
    """Whether a cell holds a number, with whatever was written beside it, or a mark for none."""
    plain, marks = unmarked(words)
    return bool(_FIGURE.match(plain) or _NOTHING.match(plain)) or (not plain and bool(marks))


def figure(words: str, kind: CellType, unit: str = "万元", span: Span = START) -> ReadCell:
    """The figure in a cell. Wide digits are plain; units, separators, signs and marks are doubtful.

    ``unit`` is that of an amount of money.
    """
    plain, marks = unmarked(words)
    plain = plain.replace("−", "-")
    taken = number(plain, kind, unit)
    value = _meant(plain, kind, unit) if isinstance(taken, Slip) else taken
    if marks:
        has_foreign = any(char.isdecimal() and not char.isascii() for char in marks)
        return ReadCell(None if has_foreign or not plain else value, span, words, _MARKED.format(marks))
    if SUSPECT in words:
        return ReadCell(value, span, words, _ODD)
    if not isinstance(taken, Slip):
        return ReadCell(value, span, words)
    reason = _REASONS.get(taken.code)
    if reason is Reason.GROUPED and value is None:
        reason = None  # it is no number of this cell's kind without its separators either
    return ReadCell(value, span, words, taken.message, reason)


def _meant(words: str, kind: CellType, wanted: str) -> Decimal | None:
    """The number that the words most likely mean; None where two could be meant."""
    match = _PLAIN.match(words)
    if match is None:
        return None
    value, unit = Decimal(match["digits"].replace(",", "")), match["unit"] or ""
    if match["sign"] == "-":
        return -value if kind is CellType.SIGNED else None
    if kind is CellType.MONEY:
        return in_unit(value, unit, wanted) if unit else value
    counts = value == value.to_integral_value() and unit[:1] not in set("万亿千百%％")
    return value if counts else None


def converted(cell: ReadCell, unit: str, wanted: str, kind: CellType) -> ReadCell:
    """A cell whose header states ``unit``: doubtful and converted where the format has ``wanted``."""
    if not unit or cell.value is None:
        return cell
    value = in_unit(cell.value, unit, wanted)
    if value is cell.value:
        return cell
    original = f"{cell.original}（单位：{unit}）"
    if value is None:
        return ReadCell(None, cell.span, original, f"表头的单位是“{unit}”，不知道怎样折算")
    is_whole = kind is CellType.MONEY or value == value.to_integral_value()
    amounts = f"{printed(cell.value)}{unit}折合 {printed(value)}"
    doubt = f"表头的单位是“{unit}”，格式的单位是“{wanted or '件'}”：{amounts}"
    return ReadCell(value if is_whole else None, cell.span, original, doubt)
