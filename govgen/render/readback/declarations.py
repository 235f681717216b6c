"""Declarations of CSS that would hide, move, alter or add words, told by property and value."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from typing import Any

_WIDE = frozenset({"inherit", "initial", "unset", "revert", "revert-layer"})

_ONLY: dict[str, frozenset[str]] = {
    **dict.fromkeys(("visibility",), frozenset({"visible"})),
    **dict.fromkeys(("content-visibility",), frozenset({"visible", "auto"})),
    **dict.fromkeys(
        (
            *("transform", "-webkit-transform", "scale", "rotate", "translate", "offset", "offset-path"),
            *("clip-path", "-webkit-clip-path", "mask", "mask-image", "-webkit-mask", "-webkit-mask-image"),
            *(
                "mask-border",
                "-webkit-mask-box-image",
                "filter",
                "-webkit-filter",
                "animation",
                "animation-name",
            ),
            *("-webkit-animation", "-webkit-animation-name", "text-transform", "-webkit-text-security"),
            *("line-clamp", "-webkit-line-clamp", "float", "list-style", "list-style-type"),
        ),
        frozenset({"none"}),
    ),
    "clip": frozenset({"auto"}),
    "mix-blend-mode": frozenset({"normal"}),
    "direction": frozenset({"ltr"}),
    "unicode-bidi": frozenset({"normal"}),
    "order": frozenset({"0"}),
    "position": frozenset({"static", "relative", "sticky", "-webkit-sticky"}),
    **dict.fromkeys(
        (
            *("grid-area", "grid-row", "grid-row-start", "grid-row-end"),
            *("grid-column", "grid-column-start", "grid-column-end"),
        ),
        frozenset({"auto"}),
    ),
}
"""Properties of which only these values leave words where and as they are."""

ARRANGING = frozenset({"position", "order", "float"}) | {name for name in _ONLY if name.startswith("grid-")}
"""Those that may well set the report as a whole beside something else."""

_WORDS = {
    **dict.fromkeys(("flex-direction", "flex-flow"), "reverse"),
    **dict.fromkeys(
        ("text-decoration", "text-decoration-line", "-webkit-text-decoration"),
        "line-through",
    ),
}
"""Properties that do harm by one word of their values."""

_SIZES = frozenset({"font-size", "line-height", "opacity", "zoom", "font-size-adjust"})
_EXTENTS = frozenset(
    f"{limit}{name}" for limit in ("", "max-") for name in ("width", "height", "inline-size", "block-size")
)
_SHIFTS = re.compile(
    r"text-indent|letter-spacing|word-spacing|left|right|top|bottom|(?:inset|margin|padding)(?:-[a-z-]+)?"
)
_INKS = frozenset({"color", "-webkit-text-fill-color"})

_EM = {"px": 16, "pt": 12, "pc": 1, "mm": 4.233, "cm": 0.4233, "in": 0.1667, "q": 16.93}
"""How many of a unit make about one character; of units not named here, one is about a character."""
_ROOM = 20
"""How many characters the whole of a window or of a block makes at the least."""
_OF_WINDOW = re.compile(r"[sld]?v(?:[whib]|min|max)|cq(?:[whib]|min|max)")

_BY_LIGHT = {"lab": "xyz-d50", "lch": "xyz-d50", "oklab": "xyz-d65", "oklch": "xyz-d65"}
"""Spaces of colours, and those that have the luminance for their second coordinate."""

_SMALLEST, _EXTENT = 0.38, 0.15
_BACK, _FORTH, _CLOSER = -5.0, 15.0, -0.3
"""In characters: type smaller than this is not read; words moved farther, or set closer, are away."""


@functools.lru_cache(maxsize=4096)
def alters(name: str, value: str, tag: str) -> bool:
    """Whether a declaration keeps the words of an element with this ``tag`` from being read as written."""
    value = value.lower()
    if value in _WIDE:
        return False
    if name in _ONLY:
        return value not in _ONLY[name]
    if name == "display":
        return _leaves_out(value, tag)
    if name in _INKS:
        return any(ink.alpha < 0.5 for ink in colours(value))
    return _WORDS.get(name, "\0") in value or _measures(name, value)


def _measures(name: str, value: str) -> bool:
    """Whether a size is too small to be read, or a shift too far to stay in sight."""
    import tinycss2  # noqa: PLC0415  (only rendering needs it)

    tokens = tinycss2.parse_component_value_list(value, skip_comments=True)
    if name == "font":
        name, tokens = "font-size", list(_size_in_font(tokens))
    if name in _SIZES:
        return any(size < _SMALLEST for size in _sizes(tokens, 1))
    sizes = list(_sizes(tokens, _ROOM))
    if name in _EXTENTS:
        return any(size < _EXTENT for size in sizes)
    if _SHIFTS.fullmatch(name):
        back = _CLOSER if name == "letter-spacing" else _BACK
        return any(not back <= size <= _FORTH for size in sizes)
    return False


@functools.lru_cache(maxsize=256)
def adds(value: str) -> bool:
    """Whether a value of ``content`` shows anything but blanks."""
    import tinycss2  # noqa: PLC0415  (as above)

    tokens = tinycss2.parse_component_value_list(value, skip_comments=True)
    for token in tokens:
        if token.type == "literal" and token.value == "/":
            break  # what follows is spoken, where it stands for a picture
        if token.type == "string":
            if token.value.strip():
                return True
        elif token.type == "ident":
            if token.lower_value not in _WIDE | {"none", "normal", "no-open-quote", "no-close-quote"}:
                return True
        elif token.type != "whitespace":
            return True
    return False


def _leaves_out(value: str, tag: str) -> bool:
    """Whether an element of this ``display`` is not shown, gets a mark, or goes to another place."""
    groups = {"table-header-group": "thead", "table-footer-group": "tfoot"}
    if value in groups:
        return tag != groups[value]
    return bool(set(value.split()) & {"none", "list-item", "run-in", "table-column", "table-column-group"})


def _size_in_font(tokens: Iterable[Any]) -> Iterator[Any]:
    """What of the value of ``font`` is a size: it ends before the height of lines and the faces."""
    for token in tokens:
        if token.type in {"literal", "string"}:
            return
        # A number is a weight, but for 0.
        if token.type != "number" or token.value < 1:
            yield token


def _sizes(tokens: Iterable[Any], whole: float) -> Iterator[float]:
    """Every measure in a value, in characters, ``whole`` being all of them; of a reckoning, each term."""
    for token in tokens:
        if token.type == "number":
            yield float(token.value)
        elif token.type == "percentage":
            yield token.value / 100 * whole
        elif token.type == "dimension":
            part = _OF_WINDOW.fullmatch(token.lower_unit)
            yield token.value / 100 * _ROOM if part else token.value / _EM.get(token.lower_unit, 1)
        elif token.type in {"function", "() block"}:
            yield from _sizes(token.arguments if token.type == "function" else token.content, whole)


@functools.lru_cache(maxsize=1024)
def colours(value: str) -> tuple[Any, ...]:
    """The colours in a value, as they are written or mixed of."""
    import tinycss2  # noqa: PLC0415  (as above)
    import tinycss2.color4  # noqa: PLC0415  (likewise)

    found: list[Any] = []
    for token in tinycss2.parse_component_value_list(value, skip_comments=True):
        colour = tinycss2.color4.parse_color(token)
        if colour is not None and colour != "currentcolor":
            found.append(colour)
        elif token.type == "function" and token.lower_name != "url":
            found += colours(tinycss2.serialize(token.arguments))
    return tuple(found)


def luminance(colour: Any) -> float:
    """The relative luminance of a colour (WCAG 2.2)."""
    if colour.space in _BY_LIGHT:
        return float(colour.to(_BY_LIGHT[colour.space]).coordinates[1])
    mixed = colour.to("srgb") if colour.space in {"hsl", "hwb"} else colour
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (min(1.0, max(0.0, part or 0)) for part in mixed.coordinates)
    )
    return float(0.2126 * red + 0.7152 * green + 0.0722 * blue)


def contrast(one: float, other: float) -> float:
    """How far two luminances are apart (WCAG 2.2)."""
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)
