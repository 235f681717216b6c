"""Removes invisible characters, web blanks, phonetic glosses and mojibake; each removal is a note."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace

from govgen.importers.formats.looks import SUSPECT
from govgen.importers.page import Note, Page

_HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_GLOSS = re.compile(rf"(?<=[{_HAN}])[(（][a-zāáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜńňǹ]{{1,6}}[)）]")
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufffe\uffff]"
)
_TURNED = re.compile(r"\u202e(?=\W{0,4}\d)")
"""An override of direction before digits, which are then shown in reverse."""
_BLANKS = re.compile(r"(?:\\[nrt])+|&nbsp;|&#160;|[\xa0\u2000-\u200a\u2028\u2029\u202f\u205f]")
_RADICAL = re.compile("[\u2e80-\u2fdf\uf900-\ufaff]")
"""What some fonts of PDFs have in place of the characters themselves."""
_WHOLE_RADICALS = str.maketrans(
    "⺒⺓⺝⺟⺠⻁⻄⻅⻆⻉⻋⻑⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻭⻮⻰⻱⻲⻳",
    "巳幺月母民虎西见角贝车長长门青韦页风飞食马骨鬼鱼鸟卤麦黄黾齐歯齿龙龜亀龟",
)
"""Radicals that are characters by themselves; for these Unicode has no compatibility mapping."""
_RUBBISH = re.compile(
    r"(?m)^[ \u3000]*\?[? \u3000]*|\ufffd+|\?{2,}|(?<=[|\t ])\?(?=[|\t ]|$)|(?<=\|)\?|(?<=\| )\?"
)
_RESIDUE: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str], str], ...] = (
    (_UNSEEN, "", "看不见的字符"),
    (_RADICAL, lambda match: _whole(match[0]), "部首编码的字"),
    (_BLANKS, " ", "网页空格"),
    (_GLOSS, "", "夹在字后的拼音"),
    (_RUBBISH, "", "乱码问号"),
)
"""What is removed, what takes its place, and what its note calls it."""
_TRADITIONAL = frozenset(
    "國開報務門們個說會來時過還為這對發關於數與學機構議訴訟總體況動請處復問題進項據辦結轉續業規範條單萬獲現電話鎮縣區網號屬訪舉無當額購許罰強質"
)
"""Characters that no text in simplified characters has, and that every report in traditional ones does."""
_FEW = 20


def _whole(radical: str) -> str:
    return unicodedata.normalize("NFKC", radical.translate(_WHOLE_RADICALS))


def clean(page: Page) -> Page:
    """``page`` in simplified characters, without residue; lines and their numbers stay what they were."""
    notes = [*page.notes]
    text = _TURNED.sub(SUSPECT, page.text)
    for residue, new, name in _RESIDUE:
        found = [each for each in residue.finditer(text) if each[0].strip(" \u3000") or each[0] == "\xa0"]
        if found:
            line = text.count("\n", 0, found[0].start()) + 1
            sample = found[0][0].strip()
            shown = (
                sample if sample and sample.isprintable() else f"U+{ord(sample[:1] or found[0][0][0]):04X}"
            )
            notes.append(Note(line, f"清理了 {len(found)} 处{name}，第一处在这里", shown))
        text = residue.sub(new, text)
    return replace(page, text=_simplified(text, notes), notes=tuple(notes))


def _simplified(text: str, notes: list[Note]) -> str:
    if sum(char in _TRADITIONAL for char in text) < _FEW:
        return text
    import opencc  # noqa: PLC0415  (its dictionaries are large, and few sources need them)

    converted: str = opencc.OpenCC("t2s").convert(text)
    changed = sum(one != other for one, other in zip(text, converted, strict=False))
    words = re.findall(rf"[{_HAN}]{{2,12}}", text)
    sample = next((word for word in words if set(word) & _TRADITIONAL), "")
    notes.append(Note(0, f"原文是繁体字，已转为简体（{changed} 个字）", sample))
    return converted
