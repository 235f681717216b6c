"""Finds invisible, struck and odd characters of a PDF by colours, sizes, strokes and painted pixels."""

import itertools
import re
import string
from collections.abc import Sequence
from functools import cached_property
from typing import Any

from pdfplumber.utils.text import extract_text
from pypdfium2 import PdfPage

from govgen.importers.formats.looks import PLAIN, STRUCK, SUSPECT, StyledRun, TextLook, alike, visible

_THIN = 3.0
"""A filled rectangle as thin as this, in points, is a table rule; one behind a line of words is thicker."""
_SMALL = 0.85  # a digit smaller than this part of the cell's largest is a raised or lowered mark
_TOUCH = 0.3  # a digit nearer than this, in points, to one of the next cell may be of the same number
_FAINT = 0.08  # two colours this near each other in each component look the same on paper
_MIDDLE = 0.3  # a stroke through words runs this part of their height below their top and above their bottom
_BROKEN = re.compile(r"\d\n\d")
_WHITE = (1.0, 1.0, 1.0)
_DIGITS = frozenset(string.digits)  # painted whatever fonts there are; wide and circled digits are not
_FULL = 255  # the strongest red, green or blue of a pixel
_SCALE, _LARGEST = 2.0, 2000.0
"""Pixels to a point, with which a digit of five points is ten pixels high, and of the longer side at most."""
_RIM = 0.1  # the rim of a character's box is left out: a table rule may touch it
_OVERLAP = 0.4  # digits that cover more than this part of each other are not read one after the other


def is_rule(item: Any) -> bool:
    """Whether something drawn is, or may hold, a table rule: a visible stroke, or a thin visible fill."""
    if item["object_type"] not in {"rect", "line", "curve"}:
        return True
    is_thin = min(item["width"], item["height"]) <= _THIN
    inks = ((item.get("stroke"), "stroking_color"), (item.get("fill") and is_thin, "non_stroking_color"))
    return any(drawn and not alike(_rgb(item.get(ink)), _WHITE, _FAINT) for drawn, ink in inks)


def is_in(item: Any, box: Sequence[float]) -> bool:
    """Whether the middle of a character is in a box (left, top, right, bottom)."""
    left, top, right, bottom = box
    across, down = (item["x0"] + item["x1"]) / 2, (item["top"] + item["bottom"]) / 2
    return bool(left <= across < right and top <= down < bottom)


class PaintedPage:
    """A page as painted, to find the invisible characters on it.

    A digit counts where its place on the painted page is not all of one colour: whatever hides it (render
    mode, opacity, clipping, a cover, a layer switched off) leaves no trace there. Words are judged by their
    colour, since the fonts of a PDF that embeds none may be absent here; digits are always painted.
    """

    def __init__(self, page: Any, source: PdfPage) -> None:
        self._fills = [
            fill for fill in (*page.rects, *page.curves) if fill["fill"] and fill["height"] > _THIN
        ]
        sides = zip(page.mediabox, page.cropbox, (max, max, min, min), strict=True)
        self._box = tuple(inner(media, crop) for media, crop, inner in sides)
        self._source = source

    def hides(self, item: Any) -> bool:
        """Whether a character is in a picture, slanted, off the page, or looks like what is behind it."""
        if item["object_type"] != "char":
            return False
        if item.get("tag") == "Figure" or _is_slanted(item) or not is_in(item, self._box):
            return True
        if item["text"] in _DIGITS:
            return not self._has_trace(item)
        behind = [
            fill for fill in self._fills if is_in(item, (fill["x0"], fill["top"], fill["x1"], fill["bottom"]))
        ]
        paper = _rgb(behind[-1]["non_stroking_color"]) if behind else _WHITE
        return alike(_rgb(item["non_stroking_color"]), paper, _FAINT)

    @cached_property
    def _picture(self) -> Any:
        left, top, right, bottom = self._box
        return self._source.render(scale=min(_SCALE, _LARGEST / max(right - left, bottom - top))).to_pil()

    def _has_trace(self, item: Any) -> bool:
        left, top, right, bottom = self._box
        wide, high = self._picture.width / (right - left), self._picture.height / (bottom - top)
        rim_x, rim_y = (item["x1"] - item["x0"]) * _RIM, (item["bottom"] - item["top"]) * _RIM
        first, last = (item["x0"] + rim_x - left) * wide, (item["x1"] - rim_x - left) * wide
        upper, lower = (item["top"] + rim_y - top) * high, (item["bottom"] - rim_y - top) * high
        place = self._picture.crop((int(first), int(upper), int(last) + 1, int(lower) + 1))
        return any(most - least > _FAINT * _FULL for least, most in place.getextrema())


def cell_words(chars: Sequence[Any], cell: Sequence[float], page: Any) -> str:
    """The words of a cell, doubtful where its digits may not be one number.

    That is where they look different, cover each other, are in two lines, or stand on the rule beside them
    or against digits behind it.
    """
    digits = sorted((char for char in chars if char["text"].isdigit()), key=lambda char: float(char["x0"]))
    largest = max((char["size"] for char in digits), default=0)
    looks = [_look(char, largest, page) if char["text"].isdigit() else PLAIN for char in chars]
    runs = [StyledRun(char["text"], look) for char, look in zip(chars, looks, strict=True)]
    shown = [char | {"text": visible([run], is_cell=True)} for char, run in zip(chars, runs, strict=True)]
    text = extract_text([char for char in shown if char["text"]])
    covers = any(
        one["x1"] - other["x0"] > _OVERLAP * (one["x1"] - one["x0"])
        for one, other in itertools.pairwise(digits)
    )
    is_odd = (
        covers
        or _spills(digits, cell, page)
        or _BROKEN.search(text)
        or visible(runs, is_cell=True).endswith(SUSPECT)
    )
    return text.replace("\n", "") + (SUSPECT if is_odd else "")


def _spills(digits: Sequence[Any], cell: Sequence[float], page: Any) -> bool:
    """Whether one of the digits of a cell is on the rule beside it, or the next to one of another cell."""
    edges = (cell[0], cell[2])
    if any(one["x0"] + _TOUCH < edge < one["x1"] - _TOUCH for one in digits for edge in edges):
        return True
    ends = [
        (one, char) for char in page.chars if char["text"].isdigit() for one in (*digits[:1], *digits[-1:])
    ]
    return any(
        one["top"] < (char["top"] + char["bottom"]) / 2 < one["bottom"]
        and min(abs(char["x1"] - one["x0"]), abs(one["x1"] - char["x0"])) < _TOUCH
        and not is_in(char, cell)
        for one, char in ends
    )


def _look(char: Any, largest: float, page: Any) -> TextLook:
    height = char["bottom"] - char["top"]
    is_struck = any(
        edge["orientation"] == "h"
        and char["top"] + _MIDDLE * height < edge["top"] < char["bottom"] - _MIDDLE * height
        and edge["x0"] <= (char["x0"] + char["x1"]) / 2 <= edge["x1"]
        for edge in page.edges
    )
    style = (char["fontname"], round(char["size"], 1), _rgb(char["non_stroking_color"]))
    return TextLook(STRUCK if is_struck else "", char["size"] < _SMALL * largest, style=style)


def _is_slanted(char: Any) -> bool:
    """Whether a character runs up or down the page at an angle, as those of watermarks do."""
    along, aside = sorted(map(abs, char["matrix"][:2]), reverse=True)
    return bool(aside > _FAINT * along)


def _rgb(colour: Any) -> tuple[float, ...]:
    """A colour as red, green and blue; empty where it is a pattern or unknown."""
    parts = colour if isinstance(colour, tuple | list) else (colour,)
    if not all(isinstance(part, int | float) for part in parts):
        return ()
    if len(parts) == 1:
        return tuple(parts) * 3
    if len(parts) == len("cmyk"):
        return tuple(1 - min(1.0, part + parts[3]) for part in parts[:3])
    return tuple(parts)
