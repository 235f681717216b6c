"""Compares labels as clerks write them: folded, without numbers and bracketed notes."""

import functools
import re
import unicodedata

_MARKER = re.compile(r"^(?:[一二三四五六七八九十]+、|\([一二三四五六七八九十]+\)|\d+[.、])")
_NOTE = re.compile(r"\([^()]*\)")
_IGNORED = str.maketrans("", "", "\"'“”‘’/／")
_DIGITS = "零一二三四五六七八九"


def numeral(number: int) -> str:
    """A number from 0 to 99 in Chinese."""
    tens, ones = divmod(number, 10)
    before = ((_DIGITS[tens] if tens > 1 else "") + "十") if tens else ""
    return before + (_DIGITS[ones] if ones or not tens else "")


@functools.lru_cache(maxsize=4096)
def fold(word: str) -> str:
    """``word`` without what clerks vary: width, spaces, quotes and slashes."""
    return "".join(unicodedata.normalize("NFKC", word).translate(_IGNORED).split())


def unnumbered(label: str) -> str:
    """A label as a clerk would write it: folded, without its number and its bracketed notes."""
    return _NOTE.sub("", _MARKER.sub("", fold(label)))
