"""The units that labels state, and what a figure in one of them is in another."""

import math
import re
from decimal import Decimal

_STATED = re.compile(
    r"单位\s*(?:[:：]|为)?\s*[（(]?\s*(?P<named>[^\s（）()，,。：:]{1,5})"
    r"|[（(]\s*(?:以|按)?\s*(?P<bracketed>[亿万千百十]*(?:[元件条项个次宗起份]|美元|港元|人民币)|[亿万千百])"
    r"\s*(?:计|为单位)?\s*[）)]"
)
_UNIT = re.compile(r"(?:人民币)?(?P<factor>[亿万千百十]*)(?P<of>[元件条项个次宗起人份块]?)(?:人民币)?\Z")
_FACTORS = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}


def unit_in(words: str) -> str:
    """The unit that a label, a caption or a note above a table states; empty for none."""
    match = _STATED.search(words)
    return (match["named"] or match["bracketed"]) if match else ""


def only_states_unit(words: str) -> bool:
    """Whether ``words`` say nothing but a unit."""
    return not _STATED.sub("", words).strip("（）() ")


def in_unit(value: Decimal, unit: str, wanted: str) -> Decimal | None:
    """A figure in ``unit`` as one in ``wanted``: itself where they are the same, None where of two kinds."""
    found, known = _UNIT.match(unit), _UNIT.match(wanted)
    if unit == wanted:
        return value
    if found is None or known is None:
        return None
    money = {"元", "块"}
    if found["of"] and known["of"] != found["of"] and not money.isdisjoint((found["of"], known["of"])):
        return None
    factors = [math.prod(_FACTORS[char] for char in match["factor"]) for match in (found, known)]
    if factors[0] == factors[1]:
        return value
    return (value * factors[0] / factors[1]).normalize() + 0  # without an exponent


def is_same(unit: str, other: str) -> bool:
    """Whether a figure in one unit is the same figure in the other."""
    return in_unit(Decimal(1), unit, other) == 1
