"""Finds the body, the year, the date under a report and the contact data in its text."""

import datetime
import re
from collections import Counter
from collections.abc import Iterable, Mapping

from govgen.datafile.identity import kind_of
from govgen.datafile.passages import Paragraph, Passage
from govgen.datafile.values import narrow
from govgen.rules.lexicon import load, pattern
from govgen.rules.text.lines import fold_marks

_DIGITS = {char: str(value) for value, char in enumerate("〇一二三四五六七八九")}
_DIGITS |= dict.fromkeys("零○Oo", "0")
_TEN = re.compile(r"([一二三四五六七八九]?)十([一二三四五六七八九]?)")
_DATED = re.compile(
    r"(?P<name>[\u3400-\u9fff（）()·\s]{0,32}?)(?:[（(](?:盖章|公章|印章|章)[）)]\s{0,8})?(?:日期|时间)?(?:[:：]\s{0,8})?"
    r"(?P<year>20\d\d|二[〇零○Oo][〇零○Oo一二三四五六七八九]{2})\s*[年.\-/．－]\s{0,8}"
    r"(?P<month>[\d一二三四五六七八九十]{1,3})\s{0,8}[月.\-/．－]\s{0,8}(?P<day>[\d一二三四五六七八九十]{1,3})\s{0,8}日?\Z"
)
_TITLE = re.compile(r"^(?:关于)?(?P<body>.*?)(?P<year>20\d\d)年度?(?P<rest>.*)$")
_BODY_AFTER = re.compile(r"^(?P<body>.{2,30}?)(?:政府)?(?:信息|政务)公开")
_BODY = re.compile(r"(?=.*[^人民政府])[\u3400-\u9fff（）()·]{2,30}\Z")
_SUBJECT = re.compile(r"(?:政府)?(?:信息|政务)公开(?:工作)?$")
_OPENING = 3
_DECORATION = re.compile(r"[\s#*《》“”\"]")
_PERIOD = re.compile(r"(20\d\d)\s*年\s*0?1\s*月\s*0?1\s*日")
_YEAR = re.compile(r"(20\d\d)\s*年")
_HAN = "[\u3400-\u9fff]"
_BLANKS = re.compile(rf"(?<={_HAN})[ \u3000]+(?={_HAN}|\d)|(?<=\d)[ \u3000]+(?={_HAN})")
"""Blanks that set off a number within an address."""
_CONTACT = {
    "科室": re.compile(
        r"(?:请与|请联系|联系)[^，。；（(]{0,20}(?:人民政府|办事处|街道办|[镇乡局])"
        r"([\u3400-\u9fff]{1,12}?(?:办公室|办|科|股|室|中心))(?:联系|\s?[（(])"
    ),
    "电话": re.compile(r"(?:电话|热线)(?:号码)?(?:为|是)?[：:]?\s*(\d[\d\-—－]{6,20})"),
    "传真": re.compile(r"传真[：:]?\s*(\d[\d\-—－]{6,20})"),
    "邮编": re.compile(r"(?:邮编|邮政编码)[：:]?\s*(\d{6})(?!\d)"),
    "地址": re.compile(
        r"(?<!邮箱)(?<!网站)地址[：:]\s*"
        r"((?:(?!\s*(?:邮编|邮政编码|电话|联系|传真|邮箱|网址|E-?mail))[^，。；,;）)\n]){4,40})"
    ),
    "邮箱": re.compile(r"(?:邮箱|E-?mail)[^A-Za-z0-9]{0,6}([\w.+-]+@[\w-]+(?:\.[\w-]+)+)", re.IGNORECASE),
}


def signature_of(line: str) -> tuple[str, datetime.date | None] | None:
    """The name and the date (None for 30 February) of a line that holds nothing else; None for others."""
    match = _DATED.match(narrow(line.strip()))
    if match is None:
        return None
    try:
        date = datetime.date(*(_number(match[part]) for part in ("year", "month", "day")))
    except ValueError:  # 30 February
        date = None
    return match["name"].strip(), date


def _number(words: str) -> int:
    """A number in digits or in Chinese numerals, read digit by digit or with 十."""
    words = _TEN.sub(lambda match: f"{match[1] or '一'}{match[2] or '〇'}", words)
    return int("".join(_DIGITS.get(char, char) for char in words))


def paragraphs(passages: Mapping[str, Passage], ident: str) -> tuple[Paragraph, ...]:
    """The paragraphs of a passage; none where it is not there."""
    passage = passages.get(ident)
    return passage.paragraphs if passage else ()


def titled(passages: Mapping[str, Passage]) -> tuple[str, int | None]:
    """The body and the year in the title; empty and None where they are not there."""
    body, year = "", None
    for paragraph in paragraphs(passages, "title"):
        name, its_year = _parts(paragraph.text)
        body, year = body or name, year or its_year
    return body, year


def named(passages: Mapping[str, Passage]) -> str:
    """The body named by the signature, or by a title in the first paragraphs (现将……公布); empty without."""
    form = pattern("title", load("title")["named"]["find"])
    first = [each.text for ident in ("introduction", "overview") for each in paragraphs(passages, ident)]
    titles = [match["name"] for text in first[:_OPENING] for match in form.finditer(fold_marks(text))]
    lines = [paragraph.text for paragraph in paragraphs(passages, "signature")]
    signed = [(signature_of(line) or (line.strip(), ""))[0] for line in lines]
    signed = [name for name in signed if _BODY.match(name) and kind_of(name)]
    return next(filter(None, [*signed, *(_parts(title)[0] for title in titles)]), "")


def _parts(title: str) -> tuple[str, int | None]:
    """The body and the year in a title, whichever comes first."""
    match = _TITLE.match(_DECORATION.sub("", fold_marks(title)))
    if match is None:
        return "", None
    after = _BODY_AFTER.match(match["rest"])
    name = _SUBJECT.sub("", match["body"] or (after["body"] if after else ""))
    name += "政府" if name.endswith("人民") else ""
    return (name if _BODY.match(name) else ""), int(match["year"])


def year_of(text: str) -> tuple[int | None, bool]:
    """The year whose first day opens the period reported on; else the one most often named, as a guess."""
    if match := _PERIOD.search(text):
        return int(match[1]), False
    counted = Counter(_YEAR.findall(text))
    return (int(counted.most_common(1)[0][0]), True) if counted else (None, True)


def contact(lines: Iterable[str]) -> dict[str, str]:
    """The contact data in ``lines`` of prose, by the keys of a data file."""
    text = "\n".join(lines)
    found = {name: form.search(text) for name, form in _CONTACT.items()}
    return {name: _BLANKS.sub("", match[1]).strip() for name, match in found.items() if match}
