"""The line under a report that carries its date, in any usual form, with or without the body's name."""

import datetime
import re

from govgen.datafile.values import narrow

_DIGITS = {char: str(value) for value, char in enumerate("〇一二三四五六七八九")}
_DIGITS |= dict.fromkeys("零○Oo", "0")
_TEN = re.compile(r"([一二三四五六七八九]?)十([一二三四五六七八九]?)")
_DATED = re.compile(
    r"(?P<name>[\u3400-\u9fff（）()·\s]{0,32}?)(?:[（(](?:盖章|公章|印章|章)[）)]\s{0,8})?(?:日期|时间)?(?:[:：]\s{0,8})?"
    r"(?P<year>20\d\d|二[〇零○Oo][〇零○Oo一二三四五六七八九]{2})\s*(?P<mark>[年.\-/．－])\s{0,8}"
    r"(?P<month>[\d一二三四五六七八九十]{1,3})\s{0,8}[月.\-/．－]\s{0,8}(?P<day>[\d一二三四五六七八九十]{1,3})\s{0,8}日?\Z"
)


def signature_of(line: str) -> tuple[str, str] | None:
    """The name and the date, as written, of a line that holds nothing else; None for other lines."""
    match = _DATED.match(narrow(line.strip()))
    return (match["name"].strip(), match[0][match.start("year") :]) if match else None


def date_of(line: str) -> datetime.date | None:
    """The date in such a line, where it is one of the calendar."""
    match = _DATED.match(narrow(line.strip()))
    if match is None:
        return None
    try:
        return datetime.date(*(_number(match[part]) for part in ("year", "month", "day")))
    except ValueError:
        return None


def _number(words: str) -> int:
    """A number in digits or in Chinese numerals, read digit by digit or with 十."""
    words = _TEN.sub(lambda match: f"{match[1] or '一'}{match[2] or '〇'}", words)
    return int("".join(_DIGITS.get(char, char) for char in words))
