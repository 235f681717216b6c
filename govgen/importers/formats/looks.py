"""The look of text runs in any format, and the visible text of a cell or paragraph."""

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from govgen.datafile.values import narrow

STRUCK, HIDDEN = "划去", "隐藏"
SUSPECT = "\ufdd0"
"""Ends the text of a cell whose digits do not all look alike; a noncharacter, which no document has."""
_RAISED = str.maketrans("0123456789+-()=n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾⁼ⁿ")
_MAPPED = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾⁼ⁿ")
_NUMBER = re.compile(r"[\d.,，+\-\s]*")
_NOTE = re.compile(
    r"⁽[^⁽⁾]*⁾|(?<=\d)\s*(?:[\[【〔(（{](?:注|\*)?\s*[\d*a-zA-Z]{0,2}[\]】〕)）}]|注\s*\d{0,2}|[*†‡※#^]+\d{0,2})\Z"
)
"""A raised mark, or a note that follows a number."""


class TextLook(NamedTuple):
    """How a piece of text looks.

    ``gone`` says why it does not count; ``raised`` covers sub- and superscript; ``doubtful`` is for text
    that may be invisible; ``style`` is whatever else distinguishes pieces of one cell.
    """

    gone: str = ""
    raised: bool = False
    doubtful: bool = False
    style: tuple[object, ...] = ()


PLAIN = TextLook()


class StyledRun(NamedTuple):
    """Some text and its look; ``paragraph`` is the number in a Word file of the paragraph it begins."""

    text: str
    look: TextLook = PLAIN
    paragraph: int | None = None


def alike(one: Sequence[float], other: Sequence[float], within: float) -> bool:
    """Whether two colours are so near each other that words in one are not seen on the other."""
    return len(one) == len(other) and all(abs(a - b) <= within for a, b in zip(one, other, strict=True))


def visible(pieces: Sequence[StyledRun], *, is_cell: bool) -> str:
    """The text that a reader sees; raised characters become those of Unicode, so that they stay apart.

    In a cell, and in a paragraph that is only a number, digits of different looks add ``SUSPECT``.
    """
    kept = [piece for piece in pieces if not piece.look.gone]
    text = "".join(_raised(piece.text, is_cell) if piece.look.raised else piece.text for piece in kept)
    digits = [piece.look for piece in kept if any(char.isdigit() for char in piece.text)]
    is_odd = len({look.style for look in digits}) > 1 or any(look.doubtful for look in digits)
    return text.rstrip() + SUSPECT if is_odd and (is_cell or _NUMBER.fullmatch(text)) else text


def _raised(text: str, is_cell: bool) -> str:
    raised = text.translate(_RAISED)
    if not text.strip() or set(raised) <= _MAPPED:
        return raised
    return f"⁽{text}⁾" if is_cell else text


def unmarked(text: str) -> tuple[str, str]:
    """A cell's text in narrow characters without what is no plain digit of its number, and these marks.

    Marks are numerals other than plain digits (superscripts, circled numbers, fractions), symbols, combining
    strokes and circles with the digit that they cover, and notes after a number.
    """
    plain: list[str] = []
    marks: list[str] = []
    was_mark = False
    for char in narrow(text.replace(SUSPECT, "")):
        category = unicodedata.category(char)
        if category in {"Mn", "Me"} and (was_mark or plain):
            mark = marks.pop() if was_mark else plain.pop()
            marks.append(mark + char)
            was_mark = True
            continue
        was_mark = not char.isascii() and (category[0] == "N" or category == "So") and char not in "〇○"
        (marks if was_mark else plain).append(char)
    rest = "".join(plain).strip()
    marks += (match[0].strip() for match in _NOTE.finditer(rest))
    return _NOTE.sub("", rest).strip(), "".join(marks)
