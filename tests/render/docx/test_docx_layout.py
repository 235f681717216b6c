"""The look of the Word document by GB/T 9704-2012: page, faces, headings, page numbers, signature."""

from __future__ import annotations

from xml.etree.ElementTree import Element

import pytest
from docx_reading import R, W, body_of, has, only, paragraphs, part, style, unpack, value, words
from html_sample import BODY, DATE, page, sample

from govgen.editions.loading import editions
from govgen.render.docx import signature as docx_signature
from govgen.render.docx import table as docx_table
from govgen.render.docx.writer import write_docx

HIGH = (("pgSz", "h"), ("pgMar", "top"), ("pgMar", "bottom"))
FULL = 315
"""A full character of body text in twips: 16 pt less 0.25 pt."""

NEWEST = editions()[-1]


@pytest.fixture(scope="module")
def written() -> bytes:
    return write_docx(sample(NEWEST))


def test_page_by_gb9704(written: bytes) -> None:
    section = f"{W}sectPr"
    size, margins, grid = (
        body_of(written).find(f"{section}/{W}{name}") for name in ("pgSz", "pgMar", "docGrid")
    )
    assert size is not None
    assert margins is not None
    assert grid is not None
    wide, high = (int(size.get(f"{W}{name}") or 0) for name in ("w", "h"))
    top, bottom, left, right = (
        int(margins.get(f"{W}{name}") or 0) for name in ("top", "bottom", "left", "right")
    )
    # A millimetre is 56.69 twips.
    assert [round(length / 56.69, 1) for length in (wide, high)] == [210, 297]
    assert [round(length / 56.69, 1) for length in (top, bottom, left, right)] == [37, 35, 28, 26]
    assert part(written, "word/settings.xml").find(f"{W}mirrorMargins") is not None
    assert grid.get(f"{W}type") == "lines"
    assert (high - top - bottom) // int(grid.get(f"{W}linePitch") or 0) == 22
    assert (wide - left - right) // FULL == 28


def test_lengths_that_the_code_reckons_with_are_those_of_the_styles(written: bytes) -> None:
    advance = int(inherited(written, "BodyText", "rPr/sz") or 0) * 10
    assert (
        docx_signature.CHARACTER == advance + int(inherited(written, "BodyText", "rPr/spacing") or 0) == FULL
    )
    assert str(docx_signature.FREE_LINE) == value(body_of(written), "sectPr/docGrid", "linePitch")
    for ident, measures in (("TableText", docx_table.TYPE), ("TableTextSmall", docx_table.DENSE_TYPE)):
        line = inherited(written, ident, "pPr/spacing", "line")
        assert measures == (int(inherited(written, ident, "rPr/sz") or 0) * 10, int(line or 0))
    page = (int(value(body_of(written), f"sectPr/{part}", side) or 0) for part, side in HIGH)
    assert next(page) - sum(page) == docx_table.PAGE
    margin = inherited(written, "StatutoryTable", "tblPr/tblCellMar/left", "w")
    assert margin == str(docx_table.MARGIN)


def styles(written: bytes) -> dict[str, Element]:
    root = part(written, "word/styles.xml")
    return {node.get(f"{W}styleId") or "": node for node in root.findall(f"{W}style")}


def inherited(written: bytes, ident: str, path: str, attribute: str = "val") -> str | None:
    known = styles(written)
    node: Element | None = known[ident]
    while node is not None:
        if (found := value(node, path, attribute)) is not None:
            return found
        node = known.get(value(node, "basedOn") or "")
    return value(part(written, "word/styles.xml"), f"docDefaults/rPrDefault/{path}", attribute)


@pytest.mark.parametrize(
    ("ident", "face", "half_points", "align"),
    [
        ("Title", "方正小标宋简体", "44", "center"),
        ("Heading1", "黑体", "32", "both"),
        ("Heading2", "楷体_GB2312", "32", "both"),
        ("Heading3", "仿宋_GB2312", "32", "both"),
        ("Heading4", "仿宋_GB2312", "32", "both"),
        ("BodyText", "仿宋_GB2312", "32", "both"),
        ("Signature", "仿宋_GB2312", "32", "right"),
        ("TableText", "仿宋_GB2312", "21", "left"),
        ("TableHeading", "仿宋_GB2312", "21", "center"),
        ("TableNumber", "仿宋_GB2312", "21", "center"),
        ("TableNumberLong", "仿宋_GB2312", "18", "center"),
        ("TableNumberLonger", "仿宋_GB2312", "13", "center"),
        ("Footer", "宋体", "28", "both"),
    ],
)
def test_faces_and_sizes_by_gb9704(
    written: bytes, ident: str, face: str, half_points: str, align: str
) -> None:
    assert inherited(written, ident, "rPr/rFonts", "eastAsia") == face
    assert inherited(written, ident, "rPr/sz") == half_points
    assert inherited(written, ident, "pPr/jc") == align


@pytest.mark.parametrize("ident", ["Heading1", "Heading2", "Heading3", "Heading4", "BodyText"])
def test_text_is_two_characters_in_and_on_the_lines(written: bytes, ident: str) -> None:
    assert inherited(written, ident, "pPr/ind", "firstLineChars") == "200"
    assert inherited(written, ident, "pPr/spacing", "line") == "579"
    assert inherited(written, ident, "pPr/spacing", "lineRule") == "exact"
    assert inherited(written, ident, "rPr/spacing") == "-5"


@pytest.mark.parametrize("ident", ["Title", "Heading1", "Heading2", "BodyText", "TableNumber", "Footer"])
def test_digits_have_one_face_everywhere(written: bytes, ident: str) -> None:
    assert inherited(written, ident, "rPr/rFonts", "ascii") == "SimSun"


def test_what_would_have_the_face_of_the_text_is_bold_and_nothing_else_is() -> None:
    made = write_docx(sample(NEWEST), bold_faces=["黑体", "楷体_GB2312"])
    bold = {ident for ident in styles(made) if styles(made)[ident].find(f"{W}rPr/{W}b") is not None}
    assert bold == {"Heading1", "Heading2", "RunIn2", "Caption", "Header"}
    assert b"<w:b/>" not in unpack(write_docx(sample(NEWEST)))["word/styles.xml"]


def test_run_in_headings_of_the_second_level_are_bookmarks(written: bytes) -> None:
    names = [node.get(f"{W}name") for node in body_of(written).iter(f"{W}bookmarkStart")]
    assert names[:2] == ["一主动公开情况_1", "二依申请公开情况_2"]
    assert len(set(names)) == len(names)


def test_headings_are_in_the_outline_and_stay_with_what_follows(written: bytes) -> None:
    idents = [f"Heading{level}" for level in range(1, 5)]
    assert [inherited(written, ident, "pPr/outlineLvl") for ident in idents] == ["0", "1", "2", "3"]
    assert styles(written)["Heading1"].find(f"{W}pPr/{W}keepNext") is not None
    assert [value(styles(written)[ident], "basedOn") for ident in idents[1:]] == ["Heading1"] * 3


def test_run_in_heading_is_a_style_for_characters(written: bytes) -> None:
    assert styles(written)["RunIn2"].get(f"{W}type") == "character"
    assert inherited(written, "RunIn2", "rPr/rFonts", "eastAsia") == "楷体_GB2312"


def test_every_face_is_in_the_font_table_with_a_stand_in_that_word_can_use(written: bytes) -> None:
    used = {node.get(f"{W}eastAsia") for node in part(written, "word/styles.xml").iter(f"{W}rFonts")} - {None}
    fonts = part(written, "word/fontTable.xml").findall(f"{W}font")
    stand_ins = {font.get(f"{W}name"): value(font, "altName") for font in fonts}
    assert len(used) == 5
    for face in used:
        name = stand_ins[face] or ""
        assert 0 < len(name) <= 31
        assert not {",", ";"} & set(name)


def test_no_theme_and_no_foreign_language(written: bytes) -> None:
    parts = unpack(written)
    assert not [name for name in parts if "theme" in name]
    for name, content in parts.items():
        assert b"asciiTheme" not in content, name
        assert b"eastAsiaTheme" not in content, name
    assert value(part(written, "word/styles.xml"), "docDefaults/rPrDefault/rPr/lang", "eastAsia") == "zh-CN"
    assert value(part(written, "word/settings.xml"), "themeFontLang", "eastAsia") == "zh-CN"
    settings_part = part(written, "word/settings.xml")
    compat = {node.get(f"{W}name"): node.get(f"{W}val") for node in settings_part.iter(f"{W}compatSetting")}
    assert compat["compatibilityMode"] == "15"


def test_title_is_one_paragraph_with_a_line_for_each_part(written: bytes) -> None:
    title = paragraphs(written)[0]
    assert style(title) == "Title"
    lines = ["\n" if node.tag == f"{W}br" else node.text for node in title.findall(f"{W}r/*")[1:]]
    assert lines == [BODY, "\n", "2025年政府信息公开工作年度报告"]


def test_headings_take_their_face_from_the_class_and_their_depth_from_the_element(written: bytes) -> None:
    found = {words(node): style(node) for node in paragraphs(written)}
    assert found["一、总体情况"] == "Heading1"
    assert found["（六）其他工作"] == "Heading2"
    assert found["1.目录"] == "Heading3"
    assert found["（1）更新"] == "Heading4"
    skipped = only('<h3 class="level-3">1.目录</h3>')
    assert (style(skipped), value(skipped, "pPr/outlineLvl")) == ("Heading3", "1")


def test_run_in_headings_keep_their_text_in_the_paragraph(written: bytes) -> None:
    paragraph = next(node for node in paragraphs(written) if words(node).startswith("（一）主动公开情况。"))
    assert style(paragraph) == "BodyText"
    runs = [(value(run, "rPr/rStyle"), words(run)) for run in paragraph.findall(f"{W}r")]
    assert runs[0] == ("RunIn2", "（一）主动公开情况。")
    assert runs[1][0] is None
    assert runs[1][1].startswith("全年办理")


@pytest.mark.parametrize(("name", "side"), [("footer1", "right"), ("footer2", "left")])
def test_page_number_stands_at_the_outer_edge(written: bytes, name: str, side: str) -> None:
    footer = part(written, f"word/{name}.xml")
    assert value(footer, "p/pPr/jc") == side
    assert value(footer, "p/pPr/ind", f"{side}Chars") == "100"
    assert [node.text for node in footer.iter(f"{W}instrText")] == [" PAGE "]
    texts = [node.text for node in footer.iter(f"{W}t")]
    assert (texts[0], texts[-1]) == ("— ", " —")


def test_odd_and_even_pages_have_their_own_footer(written: bytes) -> None:
    targets = {node.get("Id"): node.get("Target") for node in part(written, "word/_rels/document.xml.rels")}
    section = body_of(written).find(f"{W}sectPr")
    assert section is not None
    footers = {
        node.get(f"{W}type"): targets[node.get(f"{R}id")] for node in section.findall(f"{W}footerReference")
    }
    assert footers == {"default": "footer1.xml", "even": "footer2.xml"}
    assert part(written, "word/settings.xml").find(f"{W}evenAndOddHeaders") is not None


def test_a_draft_says_so_in_the_margin_of_every_page_and_nowhere_else(written: bytes) -> None:
    draft = write_docx(sample(NEWEST), draft=True)
    section = body_of(draft).find(f"{W}sectPr")
    assert section is not None
    kinds = [node.get(f"{W}type") for node in section.findall(f"{W}headerReference")]
    assert sorted(kind or "" for kind in kinds) == ["default", "even"]
    assert [words(part(draft, f"word/header{number}.xml")) for number in (1, 2)] == ["草稿", "草稿"]
    assert unpack(draft)["word/document.xml"].count("草稿".encode()) == 0
    assert not [name for name in unpack(written) if "header" in name]
    assert [words(node) for node in paragraphs(draft)] == [words(node) for node in paragraphs(written)]


def signature(body: str, date: str) -> tuple[Element, Element, Element]:
    lines = f'<p class="body-name">{body}</p><p class="date">{date}</p>'
    last, name, dated = paragraphs(
        write_docx(page(f'<p>正文。</p><footer class="signature">{lines}</footer>'))
    )
    return last, name, dated


def left(paragraph: Element) -> int:
    return int(value(paragraph, "pPr/ind", "left") or 0)


def right(paragraph: Element) -> int:
    return int(value(paragraph, "pPr/ind", "right") or 0)


@pytest.mark.parametrize(
    ("body", "date", "longest"),
    [
        ("青禾镇人民政府", "2026年1月18日", 7),
        ("某某省某某市某某县青禾镇人民政府", "2026年10月18日", 16),
        (
            '<span class="title-line">某某省某某市</span><span class="title-line">青禾镇人民政府</span>',
            DATE[1],
            7,
        ),
    ],
)
def test_a_date_starts_two_characters_right_of_the_name_and_ends_inside_the_margin(
    body: str, date: str, longest: int
) -> None:
    _, name, dated = signature(body, date)
    assert [value(node, "pPr/jc") for node in (name, dated)] == ["left", None]
    assert inherited(write_docx(sample(NEWEST)), "Date", "pPr/jc") == "right"
    assert left(name) == 8845 - 2 * FULL - longest * FULL
    digits = sum(mark.isdigit() for mark in date)
    assert 8845 - right(dated) - (3 * FULL + digits * 155) == left(name) + 2 * FULL
    assert right(dated) >= 0


@pytest.mark.parametrize(("date", "digits"), [("2026年1月18日", 7), ("2026年12月31日", 8)])
def test_a_date_longer_than_the_name_keeps_the_two_characters_clear(date: str, digits: int) -> None:
    _, name, dated = signature("县教育局", date)
    assert right(dated) == 2 * FULL
    date_start = 8845 - right(dated) - 3 * FULL - digits * 155
    assert date_start - (8845 - right(name) - 4 * FULL) == 2 * FULL


def test_signature_stands_one_line_below_the_text_and_stays_with_it() -> None:
    last, name, dated = signature(BODY, DATE[1])
    assert [style(node) for node in (last, name, dated)] == ["BodyText", "Signature", "Date"]
    assert value(name, "pPr/spacing", "before") == "579"
    assert value(dated, "pPr/spacing", "before") is None
    assert [has(node, "keepNext") for node in (last, name, dated)] == [True, True, False]


def test_a_report_without_date_has_the_name_two_characters_in() -> None:
    name = paragraphs(write_docx(sample(NEWEST, date=None)))[-1]
    assert (style(name), left(name)) == ("Signature", 8845 - 2 * FULL - len(BODY) * FULL)


def test_a_name_longer_than_a_line_leaves_room_for_the_date() -> None:
    _, name, dated = signature("长" * 60, DATE[1])
    assert left(name) == 0
    assert right(dated) > 0
