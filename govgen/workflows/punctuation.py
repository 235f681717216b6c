"""Half-width marks, wide digits and letters, and stray blanks in Chinese prose, character by character."""

from __future__ import annotations

import re

BLANKS, MARKS, LETTERS = "T653", "T654", "T655"
"""The codes under which a review tells what is mended here."""
CODES = frozenset({BLANKS, MARKS, LETTERS})

_HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_OPENING, _CLOSING = "“‘（《〈〔【", "”’）》〉〕】"
_WIDE = f"{_HAN}{_OPENING}{_CLOSING}，。；：？！、"
_BLANK = " \u00a0\u3000"

_LETTERS = {
    code: code - 0xFEE0
    for first, last in ("０９", "ＡＺ", "ａｚ")
    for code in range(ord(first), ord(last) + 1)
}
"""Digits and letters of full width to those of ASCII, which stand at a fixed distance."""
_MARKS = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}

_ADDRESS = re.compile(r"https?://[!-~]+|www\.[!-~]+|[\w.+-]{1,64}@[\w.-]+", re.ASCII)
"""Web and mail addresses keep their marks."""
_PAIR = re.compile(r"[(（]([^()（）]*)[)）]")
_MARK = re.compile(rf"(?<=[^\s])[{_BLANK}]?([,;:?!])(?=[{_BLANK}]?(.?))")
_STRAY = re.compile(rf"(?<=[{_WIDE}])(?:[ \t\u00a0]+|\u3000)(?=[{_WIDE}])")


def edits(text: str, wanted: frozenset[str] = CODES) -> list[tuple[int, str]]:
    """Where a character of ``text`` is to be another, or (an empty one) none; from left to right.

    ``wanted`` are the codes of what may be mended; what is left is as the mending of these alone makes it.
    Brackets turn wide in pairs, around Chinese or after it; a bare year in brackets is left, for it may be
    part of a document's number. Blanks go between Chinese characters or marks, but not several wide ones,
    which set columns apart.
    """
    narrow = text.translate(_LETTERS)
    kept = [match.span() for match in _ADDRESS.finditer(narrow)]
    wide = narrow if LETTERS in wanted else text
    if MARKS in wanted:
        wide = _with_marks(_with_brackets(wide, kept), kept)
    found = _STRAY.finditer(wide) if BLANKS in wanted else ()
    stray = {at for match in found for at in range(*match.span())}
    changed = [(at, "" if at in stray else char) for at, char in enumerate(wide)]
    return [(at, new) for at, new in changed if new != text[at]]


def mended(text: str) -> str:
    """``text`` with every edit made."""
    chars = list(text)
    for at, new in edits(text):
        chars[at] = new
    return "".join(chars)


def _with_brackets(text: str, kept: list[tuple[int, int]]) -> str:
    chars = list(text)
    for match in _PAIR.finditer(text):
        if _is_chinese(text, match) and not _touches(match.span(), kept):
            chars[match.start()], chars[match.end() - 1] = "（", "）"
    return "".join(chars)


def _is_chinese(text: str, pair: re.Match[str]) -> bool:
    if re.search(f"[{_HAN}]", pair[1]):
        return True
    before = text[pair.start() - 1 : pair.start()]
    return bool(re.match(f"[{_HAN}]", before)) and not re.fullmatch(r"(?:19|20)\d\d", pair[1])


def _with_marks(text: str, kept: list[tuple[int, int]]) -> str:
    chars = list(text)
    for match in _MARK.finditer(text):
        # The mark before has been turned already, so that a run of marks turns as one.
        if _is_mark(chars[match.start() - 1], match[2]) and not _touches(match.span(1), kept):
            chars[match.start(1)] = _MARKS[match[1]]
    return "".join(chars)


def _is_mark(before: str, after: str) -> bool:
    """Whether a mark stands after Chinese, or before it; one between digits or letters belongs to them."""
    if re.match(f"[{_HAN}{_CLOSING}？！]", before):
        return True
    return before.isalnum() and bool(re.match(f"[{_HAN}{_OPENING}]", after))


def _touches(span: tuple[int, int], others: list[tuple[int, int]]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in others)
