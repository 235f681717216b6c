"""Reads title, sections, date and contact data around the tables, and notes the text that is left out."""

import datetime
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from govgen.datafile.chart import plans
from govgen.datafile.identity import kind_of
from govgen.datafile.passages import Passage
from govgen.editions.edition import Edition
from govgen.editions.loading import editions_until
from govgen.findings.display import clip
from govgen.findings.finding import START
from govgen.importers.bare_text import paragraphs, passages_of, published, signature_of
from govgen.importers.page import Note, Page
from govgen.importers.sections import TextSection, text_sections
from govgen.importers.tables.result import HEADING, Alteration, Reading
from govgen.importers.tables.tokens import label_key
from govgen.rules.lexicon import pattern_of
from govgen.rules.text.lines import fold_marks

_QUOTED = 40  # characters of a line left out that its note shows
_SHORT_NAMES = ("街道", "街道办")
_SENTENCE = re.compile(r"[。；]\s*\Z")
_A_YEAR = re.compile(r"^20\d\d年")
_BRACES = re.compile(r"([{｛](?=[{｛%#])|[}｝%#](?=[}｝]))")
"""In a data file doubled braces are references; those of a source get a blank between them."""
_TITLE = re.compile(r"^(?:关于)?(?P<body>.*?)(?:关于)?(?P<year>20\d\d)年度?(?P<rest>.*)$")
_BODY_AFTER = re.compile(r"^(?P<body>.{2,30}?)(?:政府)?(?:信息|政务)公开")
_BODY = re.compile(r"(?=.*[^人民政府])[\u3400-\u9fff（）()·]{2,30}\Z")
_SUBJECT = re.compile(r"(?:关于|(?:政府)?(?:信息|政务)公开(?:工作)?)$")
_OPENING = 3
_DECORATION = re.compile(r"[\s#*《》“”\"]")
_PERIOD = re.compile(r"(20\d\d)\s*年\s*0?1\s*月\s*0?1\s*日")
_YEAR = re.compile(r"(20\d\d)\s*年")
_PAGE_DATE = re.compile(
    r"(?:^（?|(?:成文|发布|生成|公开)(?:日期|时间)[\s：|]*)(20\d\d[-年./]\d{1,2}[-月./]\d{1,2})(?!\d)"
)
"""A date that begins a line of the page around the report, or follows what the page calls it."""
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


@dataclass(slots=True)
class Words:
    """The text of a source outside its tables. ``body`` and ``year`` are empty and None where unknown.

    ``year_is_guess``: the year was taken from the text and not from title or period; ``chart`` is
    the one of our own charts whose caption is in the text. ``facts`` are those that a form states, by key
    path; nothing else states them so. ``frame`` are title and signature as they are worded.
    """

    body: str = ""
    year: int | None = None
    year_is_guess: bool = False
    published: datetime.date | None = None
    contact: dict[str, str] = field(default_factory=dict)
    chart: str = ""
    facts: dict[tuple[str, ...], str] = field(default_factory=dict)
    passages: dict[str, tuple[str, ...]] = field(default_factory=dict)
    frame: dict[str, str] = field(default_factory=dict)
    alterations: list[Alteration] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


def read_words(page: Page, edition: Edition, reading: Reading) -> Words:
    """The prose of ``page`` by section; ``reading`` has the lines that its tables took."""
    parts = [part for part in text_sections(page.text, edition) if part.id]
    headings = [part.span.line for part in parts]
    taken = _lines_of_tables(parts, edition, reading) - {*headings}
    front = page.drawn & {*range(1, min(headings, default=1))}
    text = "\n".join(
        "" if number in taken else line.replace("\t", "|" if number in front else " ")
        for number, line in enumerate(page.text.split("\n"), start=1)
    )
    passages = passages_of(text, edition)
    kept = ("introduction", *(section.id for section in edition.sections if section.kind == "text"))
    words = Words(published=published(passages))
    words.frame = {
        ident: " ".join(each.text for each in paragraphs(passages, ident)) for ident in ("title", "signature")
    }
    words.passages = {
        ident: tuple(_BRACES.sub(r"\1 ", " ".join(each.text.split())) for each in found)
        for ident in kept
        if (found := paragraphs(passages, ident))
    }
    _take_caption(words)
    words.body, words.year = titled(passages, edition)
    words.contact = contact(line for lines in words.passages.values() for line in lines)
    words.notes = [
        *_left_out(text, passages, edition, words.body),
        *_between_tables(page, taken - reading.lines),
    ]
    if not words.body and (name := named(passages, edition)):
        words.body = name
        words.notes.append(Note(0, "标题里没有机关名称，取自正文或署名", name))
    if words.year is None:
        words.year, words.year_is_guess = year_of(page.text)
    if words.published is None and (date := _date_above(passages, min(headings, default=0), words.year)):
        words.published = date
        words.notes.append(Note(0, "落款没有日期，取自报告上方，请核对“发布日期”", str(date)))
    _unsigned(words)
    words.notes += _remarks_on_names(words)
    words.alterations += _altered_headings(passages, edition)
    return words


def _date_above(passages: Mapping[str, Passage], first: int, year: int | None) -> datetime.date | None:
    """The first date stated above line ``first`` that is of the year after ``year``."""
    above = [each for each in paragraphs(passages, "furniture") if each.body.span(0, 1).line < first]
    stated = (match[1] for each in above for match in _PAGE_DATE.finditer(fold_marks(each.text)))
    dates = (date for _, date in filter(None, map(signature_of, stated)) if date)
    return next((date for date in dates if year and date.year == year + 1), None)


def _lines_of_tables(parts: Iterable[TextSection], edition: Edition, reading: Reading) -> set[int]:
    """Every line from the first of the tables to the last, without sections of prose between two tables."""
    taken = set(range(min(reading.lines), max(reading.lines) + 1)) if reading.lines else set()
    for part in parts:
        lines = {line.span(0, 1).line for line in part.lines}
        if edition.section_by_id[part.id].kind == "text" and not lines & reading.lines:
            taken -= lines
    return taken


def _take_caption(words: Words) -> None:
    """Remove the caption of a built-in chart from the prose and set the key that draws the chart."""
    captions = {label_key(f"{plan.title}（单位：{plan.unit}）"): name for name, plan in plans().items()}
    for ident, lines in words.passages.items():
        found = [captions.get(_A_YEAR.sub("", label_key(line)), "") for line in lines]
        words.chart = next(filter(None, found), words.chart)
        words.passages[ident] = tuple(line for line, chart in zip(lines, found, strict=True) if not chart)


def _unsigned(words: Words) -> None:
    """Remove the body's name from the end of the last section, where it is a signature without a date."""
    last = next(reversed(words.passages), "")
    lines = words.passages.get(last, ())
    if words.body and len(lines) > 1 and label_key(lines[-1]) == label_key(words.body):
        words.passages[last] = lines[:-1]


def _altered_headings(passages: Mapping[str, Passage], edition: Edition) -> Iterator[Alteration]:
    """The headings of sections that are missing or worded differently, as far as the source goes."""
    headed = {ident: passage for ident, passage in passages.items() if passage.heading}
    order = [section.id for section in edition.sections]
    last = max(map(order.index, headed), default=-1)
    for section in edition.sections[: last + 1]:
        passage = headed.get(section.id)
        original, span = (passage.heading.strip(), passage.span) if passage else ("", START)
        if label_key(original) != label_key(section.heading):
            yield Alteration(HEADING, section.key, section.heading, original, span)


def _remarks_on_names(words: Words) -> Iterator[Note]:
    """Names that are not written in full, or are where a paragraph should be."""
    if words.body.endswith(_SHORT_NAMES):
        full = f"{words.body.partition('街道')[0]}街道办事处"
        yield Note(0, f"机关名称没有写全称，多半是“{full}”，请核对后改“机关”一项", words.body)
    for lines in words.passages.values():
        if words.body and any(label_key(line) == label_key(words.body) for line in lines):
            yield Note(0, "正文里有一段只有机关名称，多半是署名，请核对后删去", words.body)


def _between_tables(page: Page, numbers: Iterable[int]) -> Iterator[Note]:
    """Notes on sentences between the tables, which a data file has no key for."""
    lines = page.text.split("\n")
    for number in sorted(numbers):
        line = lines[number - 1]
        if _SENTENCE.search(line) and number not in page.drawn:
            yield Note(number, "表格之间的文字没有收入", clip(line, _QUOTED))


def _left_out(text: str, passages: Mapping[str, Passage], edition: Edition, body: str) -> Iterator[Note]:
    """Notes on text without a key in a data file: remarks beside tables, lines around the report."""
    for section in edition.sections:
        if section.kind == "table" and section.id in passages:
            for paragraph in passages[section.id].paragraphs:
                at = paragraph.body.span(0, 1).line
                yield Note(at, f"“{section.key}”里表格以外的文字没有收入", clip(paragraph.text, _QUOTED))
    signed = paragraphs(passages, "signature")
    dated = next((at for at, each in enumerate(signed, start=1) if signature_of(each.text)), len(signed))
    after = [each for each in signed[dated:] if label_key(each.text) != label_key(body)]
    for paragraph in (*paragraphs(passages, "furniture"), *after):
        yield Note(paragraph.body.span(0, 1).line, "页面上的文字没有收入", clip(paragraph.text, _QUOTED))
    noted = {paragraph.body.span(0, 1).line for paragraph in paragraphs(passages, "furniture")}
    for number, line in enumerate(text.split("\n"), start=1):
        if "|" in line and line.strip("| ") and number not in noted:
            yield Note(number, "这一行像表格，没有收入", clip(line, _QUOTED))


def titled(passages: Mapping[str, Passage], edition: Edition) -> tuple[str, int | None]:
    """The body and the year in the title; empty and None where they are not there."""
    body, year = "", None
    for paragraph in paragraphs(passages, "title"):
        name, its_year = _parts(paragraph.text, edition)
        body, year = body or name, year or its_year
    return body, year


def named(passages: Mapping[str, Passage], edition: Edition) -> str:
    """The body named by the signature, or by a title in the first paragraphs (现将……公布); empty without."""
    form = pattern_of("title", "named")
    first = [
        each.text
        for ident in ("introduction", edition.sections[0].id)
        for each in paragraphs(passages, ident)
    ]
    titles = [match["name"] for text in first[:_OPENING] for match in form.finditer(fold_marks(text))]
    lines = [paragraph.text for paragraph in paragraphs(passages, "signature")]
    signed = [(signature_of(line) or (line.strip(), ""))[0] for line in lines]
    signed = [name for name in signed if _BODY.match(name) and kind_of(name)]
    return next(filter(None, [*signed, *(_parts(title, edition)[0] for title in titles)]), "")


def _parts(title: str, edition: Edition) -> tuple[str, int | None]:
    """The body and the year in a title, whichever comes first."""
    words = _DECORATION.sub("", fold_marks(title))
    forms = (known.title_form.fullmatch(words) for known in reversed(editions_until(edition)))
    match = next(filter(None, forms), None) or _TITLE.match(words)
    if match is None:
        return "", None
    after = None if match["body"] else _BODY_AFTER.match(match["rest"])
    name = _SUBJECT.sub("", after["body"] if after else match["body"])
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
    found = ((name, form.search(text)) for name, form in _CONTACT.items())
    return {name: _BLANKS.sub("", match[1]).strip() for name, match in found if match}
