"""Finds the units that headers state and converts figures to the units of the format."""

from collections.abc import Sequence

from govgen.datafile.prose import printed
from govgen.editions.node import CellType
from govgen.editions.units import in_unit, only_states_unit, unit_in
from govgen.importers.tables.result import ReadCell


def unit_among(words: Sequence[str], own: str) -> str:
    """The unit of a column: that of its ``own`` header, else one that is stated by itself."""
    alone = (unit_in(text) for text in words if only_states_unit(text))
    return unit_in(own) or next(alone, "")


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
