"""Where the lines of a signature stand, by GB/T 9704-2012 7.3.5.2."""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

CHARACTER = 315
"""The advance of a full character of the body text in twips: 16 pt less 0.25 pt (see styles.xml)."""

LINE = 28 * CHARACTER
"""A full line of text (5.2.3)."""

FREE_LINE = 579
"""The height of the line left free above the signature, in twips (the line pitch of document.xml)."""

_MARGIN = 2 * CHARACTER
_HALF = 155  # a Latin letter or digit: 8 pt less 0.25 pt


class Indents(NamedTuple):
    """Right indents of the body's name and of the date, in twips."""

    name: int
    date: int


def width(text: str) -> int:
    """The length of ``text`` in twips when set as body text."""
    return sum(CHARACTER if unicodedata.east_asian_width(mark) in "WFA" else _HALF for mark in text)


def indents(name: str, date: str) -> Indents:
    """The indents with which the date starts two characters right of where the name starts.

    The name keeps two characters clear at the right. Where that would leave the date less than no room,
    because it is the longer one, the date keeps two characters clear and the name moves left. A name of more
    than a line counts as one full line.
    """
    wide = min(width(name), LINE - _MARGIN)
    long = min(width(date), LINE - 2 * _MARGIN)
    if not name or long > wide:
        return Indents(name=2 * _MARGIN + long - wide, date=_MARGIN)
    return Indents(name=_MARGIN, date=wide - long)
