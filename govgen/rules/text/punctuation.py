"""Half-width marks, wide digits and letters, and stray blanks in Chinese prose, character by character."""

import functools
import re
from collections.abc import Iterator

BLANKS, MARKS, LETTERS, BULLETS = "T653", "T654", "T655", "T657"
"""The codes of the findings that are mended here."""
CODES = frozenset({BLANKS, MARKS, LETTERS, BULLETS})

_HAN = (("\u3400", "\u9fff"), ("\uf900", "\ufaff"), ("\U00020000", "\U0003ffff"))
"""The first and last of the Chinese characters; a regex with their ranges is slow to compile."""
_OPENING, _CLOSING = "“‘（《〈〔【", "”’）》〉〕】"
_WIDE = f"{_OPENING}{_CLOSING}，。；：？！、"
_BLANK = " \u00a0\u3000"

_LETTERS = {
    code: code - 0xFEE0
    for first, last in ("０９", "ＡＺ", "ａｚ")
    for code in range(ord(first), ord(last) + 1)
}
"""Digits and letters of full width to those of ASCII, which are at a fixed distance."""
_MARKS = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}

_ADDRESS = re.compile(r"https?://[!-~]+|www\.[!-~]+|[\w.+-]{1,64}@[\w.-]+", re.ASCII)
"""Web and mail addresses keep their marks."""
_PAIR = re.compile(r"[(（]([^()（）]*)[)）]")
_QUOTED = re.compile(r'"([^"\n]*)"|「([^「」\n]*)」|『([^『』\n]*)』')
_QUOTES = {'"': ("“", "”"), "「": ("“", "”"), "『": ("‘", "’")}
_DASH, _DOTS = re.compile("--+"), re.compile(r"\.{3,}")
_MARK = re.compile(rf"(?<=[^\s])[{_BLANK}]?([,;:?!])(?=[{_BLANK}]?(.?))")
_STRAY = re.compile(r"[ \t\u00a0]+|\u3000")
_MEASURES = "条件篇份次期场人个项起例笔户部处类批万余多"
"""In the blanks before a measure word by itself a number may be missing, so that they stay."""
_BULLET = re.compile("^[\ue000-\uf8ff]\\s*")
"""A bullet of a symbol font at the start of a paragraph, which other fonts do not have."""


def edits(text: str, wanted: frozenset[str] = CODES) -> list[tuple[int, str]]:
    """Where a character of ``text`` is to be another, or (an empty one) none; from left to right.

    ``wanted`` are the codes of what may be mended; what is left is as the mending of these alone makes it.
    Brackets turn wide in pairs, around Chinese or after it; a bare year in brackets is left, for it may be
    part of a document's number. Blanks go between Chinese characters or marks, but not several wide ones,
    which set columns apart.
    """
    narrow = text.translate(_LETTERS)
    kept = {at for match in _ADDRESS.finditer(narrow) for at in range(*match.span())}
    wide = narrow if LETTERS in wanted else text
    if MARKS in wanted:
        wide = _PAIR.sub(functools.partial(_bracketed, kept), _QUOTED.sub(_quoted, wide))
        wide = _with_marks(wide, kept)
    chars = list(wide)
    if MARKS in wanted:
        _set_runs(wide, chars)
    for match in _between(_STRAY, wide, _WIDE, _WIDE) if BLANKS in wanted else ():
        start, end = match.span()
        if wide[end] not in _MEASURES or _is_han(wide[end + 1 : end + 2]):
            chars[start:end] = [""] * (end - start)
    if BULLETS in wanted and (bullet := _BULLET.match(text)):
        chars[: bullet.end()] = [""] * bullet.end()
    return [(at, new) for at, new in enumerate(chars) if new != text[at]]


def _is_han(char: str, others: str = "") -> bool:
    """Whether ``char`` is a Chinese character or one of ``others``; an empty one is not."""
    return char != "" and (char in others or any(first <= char <= last for first, last in _HAN))


def _between(form: re.Pattern[str], text: str, before: str, after: str | None) -> Iterator[re.Match[str]]:
    """The matches of ``form`` after Chinese or one of ``before``, and before Chinese or one of ``after``.

    Where ``after`` is None, anything may follow.
    """
    for match in form.finditer(text):
        start, end = match.span()
        if _is_han(text[start - 1 : start], before) and (
            after is None or _is_han(text[end : end + 1], after)
        ):
            yield match


def _quoted(pair: re.Match[str]) -> str:
    """Straight quotes around Chinese, and corner brackets, as the quotes of the standard."""
    opening, closing = _QUOTES[pair[0][0]]
    return f"{opening}{pair[0][1:-1]}{closing}" if any(map(_is_han, pair[0])) else pair[0]


def _set_runs(text: str, chars: list[str]) -> None:
    """Hyphens for a dash and full stops for an ellipsis, each of which takes two characters."""
    closing = f"{_CLOSING}，、"
    for form, mark, before, after in ((_DASH, "—", _CLOSING, _OPENING), (_DOTS, "…", closing, None)):
        for match in _between(form, text, before, after):
            at, end = match.span()
            chars[at:end] = [mark, mark, *[""] * (end - at - 2)]


def _bracketed(kept: set[int], pair: re.Match[str]) -> str:
    """Brackets in their wide form, if they are around Chinese or after it and not part of an address."""
    is_after = _is_han(pair.string[pair.start() - 1 : pair.start()])
    is_year = re.fullmatch(r"(?:19|20)\d\d", pair[1])
    is_chinese = any(sign in "（）" or _is_han(sign) for sign in pair[0]) or (is_after and not is_year)
    return f"（{pair[1]}）" if is_chinese and kept.isdisjoint(range(*pair.span())) else pair[0]


def _with_marks(text: str, kept: set[int]) -> str:
    """Marks after Chinese, or before it, in their wide form."""
    chars = list(text)
    for match in _MARK.finditer(text):
        # The mark before has been turned already, so that a run of marks turns as one.
        before, at = chars[match.start() - 1], match.start(1)
        # One between digits or letters belongs to them.
        is_mark = _is_han(before, f"{_CLOSING}？！") or (before.isalnum() and _is_han(match[2], _OPENING))
        if is_mark and at not in kept:
            chars[at] = _MARKS[match[1]]
    return "".join(chars)
