"""The words of a source around its tables: sections, introduction, title, signature, whom to ask."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from govgen.edition import Edition
from govgen.identity import kind_of
from govgen.importing.page import Note, Page
from govgen.importing.reading import HEADING, Alteration, Reading
from govgen.importing.tokens import key
from govgen.outline import stretches
from govgen.passages import Paragraph, Passage
from govgen.review.lexicon import load, pattern
from govgen.review.reading import flat
from govgen.textual import subject_of

_NOBODY = "待填写"
_TITLE = re.compile(r"^(?:关于)?(?P<body>.*?)(?P<year>20\d\d)年度?(?P<rest>.*)$")
_BODY_AFTER = re.compile(r"^(?P<body>.{2,30}?)(?:政府)?(?:信息|政务)公开")
_BODY = re.compile(r"(?=.*[^人民政府])[\u3400-\u9fff（）()·]{2,30}\Z")
_SUBJECT = re.compile(r"(?:政府)?(?:信息|政务)公开(?:工作)?$")
_OPENING = 3
_DECORATION = re.compile(r"[\s#*《》“”\"]")
_PERIOD = re.compile(r"(20\d\d)\s*年\s*0?1\s*月\s*0?1\s*日")
_DATED = re.compile(r"20\d\d\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日?$")
_YEAR = re.compile(r"(20\d\d)\s*年")
_BRACES = re.compile(r"([{｛](?=[{｛%#])|[}｝%#](?=[}｝]))")
_CONTACT = {
    "科室": re.compile(
        r"(?:请与|请联系|联系)[^，。；（(]{0,20}(?:人民政府|办事处|街道办|[镇乡局])"
        r"([\u3400-\u9fff]{2,12}?(?:办公室|党政办|科|股|室|中心))(?:联系|\s?[（(])"
    ),
    "电话": re.compile(r"(?:电话|热线)(?:号码)?(?:为|是)?[：:]?\s*(\d[\d\-—－]{6,20})"),
    "传真": re.compile(r"传真[：:]?\s*(\d[\d\-—－]{6,20})"),
    "邮编": re.compile(r"(?:邮编|邮政编码)[：:]?\s*(\d{6})(?!\d)"),
    "地址": re.compile(r"(?<!邮箱)(?<!网站)地址[：:]\s*([^，。；,;）)\s]{4,40})"),
    "邮箱": re.compile(r"(?:邮箱|E-?mail)[^A-Za-z0-9]{0,6}([\w.+-]+@[\w-]+(?:\.[\w-]+)+)", re.IGNORECASE),
}


@dataclass(slots=True)
class Words:
    """What a source says in words. ``body`` and ``year`` are empty and None where it does not say them.

    ``year_is_guess`` tells that the year was taken from the text and not from title or period.
    """

    body: str = ""
    year: int | None = None
    year_is_guess: bool = False
    published: datetime.date | None = None
    contact: dict[str, str] = field(default_factory=dict)
    passages: dict[str, tuple[str, ...]] = field(default_factory=dict)
    alterations: list[Alteration] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


def read_words(page: Page, edition: Edition, reading: Reading) -> Words:
    """The prose of ``page`` by section; ``reading`` tells which lines its tables took."""
    taken = _lines_of_tables(page, reading)
    text = "\n".join(
        "" if number in taken else line.replace("\t", " ")
        for number, line in enumerate(page.text.split("\n"), start=1)
    )
    subject = subject_of(text, body=_NOBODY, kind=None, year=edition.first_year)
    kept = ("introduction", *(section.id for section in edition.sections if section.kind == "text"))
    words = Words(published=subject.identity.published)
    words.passages = {
        ident: tuple(_harmless(paragraph.text) for paragraph in subject.passages[ident].paragraphs)
        for ident in kept
        if ident in subject.passages and subject.passages[ident].paragraphs
    }
    words.body, words.year = _named(subject.passages)
    _unsigned(words)
    if words.year is None:
        words.year, words.year_is_guess = _year_of(page.text)
    words.contact = _contact(words.passages)
    words.alterations = list(_altered_headings(subject.passages, edition))
    words.notes = list(_left_out(text, subject.passages, edition))
    return words


def _harmless(text: str) -> str:
    """A paragraph with single blanks, and its braces apart, which in a data file would name a figure."""
    return _BRACES.sub(r"\1 ", " ".join(text.split()))


def _lines_of_tables(page: Page, reading: Reading) -> set[int]:
    """Every line from the first of the tables to the last, but for the headings of sections."""
    if not reading.lines:
        return set()
    headings = {part.span.line for part in stretches(page.text) if part.id}
    return set(range(min(reading.lines), max(reading.lines) + 1)) - headings


def _named(passages: Mapping[str, Passage]) -> tuple[str, int | None]:
    """Body and year as title and signature say them."""
    body, year = "", None
    titles = [paragraph.text for paragraph in _paragraphs(passages, "title")]
    for at, title in enumerate([*titles, *_announced(passages)]):
        match = _TITLE.match(_DECORATION.sub("", flat(title)))
        if match is None:
            continue
        year = (year or int(match["year"])) if at < len(titles) else year
        after = _BODY_AFTER.match(match["rest"])
        name = match["body"] or (after["body"] if after else "")
        name = _SUBJECT.sub("", name)
        name += "政府" if name.endswith("人民") else ""
        body = body or (name if _is_body(name) else "")
    if not body:
        signed = [paragraph.text.strip() for paragraph in _paragraphs(passages, "signature")]
        body = next((name for name in signed if _is_body(name) and kind_of(name)), "")
    return body, year


def _is_body(name: str) -> bool:
    return bool(_BODY.match(name))


def _announced(passages: Mapping[str, Passage]) -> list[str]:
    """The titles of a report that its first paragraphs say is hereby published."""
    named = pattern("title", load("title")["named"]["find"])
    first = [
        paragraph.text for ident in ("introduction", "overview") for paragraph in _paragraphs(passages, ident)
    ]
    return [match["name"] for text in first[:_OPENING] for match in named.finditer(flat(text))]


def _unsigned(words: Words) -> None:
    """Take the body's name out of the last section where it stands under it without a date."""
    last = next(reversed(words.passages), "")
    lines = words.passages.get(last, ())
    if words.body and len(lines) > 1 and key(lines[-1]) == key(words.body):
        words.passages[last] = lines[:-1]


def _paragraphs(passages: Mapping[str, Passage], ident: str) -> tuple[Paragraph, ...]:
    passage = passages.get(ident)
    return passage.paragraphs if passage else ()


def _year_of(text: str) -> tuple[int | None, bool]:
    """The year whose first day opens the period reported on; else the one most often named, as a guess."""
    if match := _PERIOD.search(text):
        return int(match[1]), False
    named = Counter(_YEAR.findall(text))
    return (int(named.most_common(1)[0][0]), True) if named else (None, True)


def _contact(passages: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Whom to ask, as the introduction or the last section says it."""
    text = "\n".join(line for ident in passages for line in passages[ident])
    return {name: match[1] for name, form in _CONTACT.items() if (match := form.search(text))}


def _altered_headings(passages: Mapping[str, Passage], edition: Edition) -> Iterator[Alteration]:
    """The headings of sections that are lacking or worded otherwise, as far as the source goes."""
    order = [section.id for section in edition.sections]
    seen = [ident for ident in order if ident in passages and passages[ident].heading]
    for section in edition.sections:
        at = order.index(section.id)
        if section.id in seen:
            passage = passages[section.id]
            if key(passage.heading) != key(section.heading):
                line = passage.span.line
                yield Alteration(HEADING, section.key, section.heading, passage.heading.strip(), line)
        elif any(order.index(ident) > at for ident in seen):
            yield Alteration(HEADING, section.key, section.heading, "", 0)


def _left_out(text: str, passages: Mapping[str, Passage], edition: Edition) -> Iterator[Note]:
    """Words of the source that no part of a data file takes: notes between tables, furniture of a page."""
    for section in edition.sections:
        if section.kind == "table" and section.id in passages:
            for paragraph in passages[section.id].paragraphs:
                span = paragraph.body.span(0, 1)
                yield Note(span.line, f"“{section.key}”里表格以外的文字没有收入", _clip(paragraph.text))
    for paragraph in (*_paragraphs(passages, "furniture"), *_after_the_date(passages)):
        yield Note(paragraph.body.span(0, 1).line, "页面上的文字没有收入", _clip(paragraph.text))
    for number, line in enumerate(text.split("\n"), start=1):
        if "|" in line and line.strip("| "):
            yield Note(number, "这一行像表格，没有收入", _clip(line))


def _after_the_date(passages: Mapping[str, Passage]) -> Iterator[Paragraph]:
    signed = _paragraphs(passages, "signature")
    dated = [at for at, paragraph in enumerate(signed) if _DATED.search(paragraph.text)]
    yield from signed[dated[0] + 1 :] if dated else ()


def _clip(text: str, limit: int = 40) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"
