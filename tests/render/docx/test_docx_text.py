"""What a page may hold beside the statutory parts: marks, links, lists, pictures, unknown elements."""

from __future__ import annotations

import pytest
from docx_reading import WP, A, R, W, body_of, has, only, paragraphs, part, style, unpack, value, words
from html_sample import page, png
from hypothesis import given, settings
from hypothesis import strategies as st

from govgen.render.docx.writer import write_docx
from govgen.render.html_tree import main_element, parse, text


def test_an_element_without_meaning_here_keeps_its_text_and_is_named_once() -> None:
    warnings: list[str] = []
    made = write_docx(
        page("<p>甲<b>乙</b>m<sup>2</sup></p><ol><li>丙<b>丁</b></li></ol>"), warn=warnings.append
    )
    assert [words(node) for node in paragraphs(made)] == ["甲乙m2", "丙丁"]
    assert warnings == ["Word 文件不认 <b>、<li>、<ol>、<sup>，其中的文字照印，没有它的格式"]


def test_chinese_quotes_are_set_in_the_chinese_face() -> None:
    paragraph = only("<p>“三农”12件</p>")
    assert value(paragraph, "r/rPr/rFonts", "hint") == "eastAsia"
    assert value(only("<p>12.5%</p>"), "r/rPr/rFonts", "hint") is None


def test_blanks_fold_as_in_a_browser() -> None:
    paragraph = only("<p>\n  甲 \n<b> 乙</b>\t丙<br>\n  丁 <br> </p>")
    pieces = ["\n" if node.tag == f"{W}br" else node.text or "" for node in paragraph.iterfind(f"{W}r/*")]
    assert "".join(pieces) == "甲 乙 丙\n丁"


def test_a_character_that_xml_cannot_hold_is_shown() -> None:
    assert words(only("<p>甲\x0b乙</p>")) == "甲\ufffd乙"


@pytest.mark.parametrize(
    "address", ["https://www.gov.cn/公开", "http://[::1", "javascript:x()", "#main", "mailto:a"]
)
def test_an_address_that_word_would_refuse_stays_text(address: str) -> None:
    paragraph = only(f'<p><a href="{address}">网站</a></p>')
    assert words(paragraph) == "网站"
    assert paragraph.find(f"{W}hyperlink") is None


def test_links_lead_where_the_page_leads() -> None:
    made = write_docx(
        page('<p><a href="https://www.gov.cn/a?b=1&amp;c=2">甲</a><a href="mailto:a@b.cn">乙</a></p>')
    )
    relations = {node.get("Id"): node for node in part(made, "word/_rels/document.xml.rels")}
    links = [relations[node.get(f"{R}id")] for node in body_of(made).iter(f"{W}hyperlink")]
    assert [node.get("Target") for node in links] == ["https://www.gov.cn/a?b=1&c=2", "mailto:a@b.cn"]
    assert {node.get("TargetMode") for node in links} == {"External"}


def test_a_picture_is_carried_with_its_words_and_fits_the_text() -> None:
    made = write_docx(
        page(f'<figure><img src="{png(2000, 40)}" alt="公开条数"><figcaption>图一</figcaption></figure>')
    )
    figure, caption = paragraphs(made)
    properties, extent = figure.find(f".//{WP}docPr"), figure.find(f".//{WP}extent")
    assert properties is not None
    assert extent is not None
    assert properties.get("descr") == "公开条数"
    assert int(extent.get("cx") or 0) == 8845 * 635
    blip = figure.find(f".//{A}blip")
    relations = {node.get("Id"): node.get("Target") for node in part(made, "word/_rels/document.xml.rels")}
    assert blip is not None
    assert f"word/{relations[blip.get(f'{R}embed')]}" in unpack(made)
    assert (style(figure), style(caption), has(figure, "keepNext")) == ("Figure", "Caption", True)


@pytest.mark.parametrize(
    "source", ["https://example.cn/a.png", "data:image/png;base64,####", "data:image/png;base64,aGVsbG8=", ""]
)
def test_a_picture_that_cannot_be_carried_leaves_its_words(source: str) -> None:
    paragraph = only(
        f'<p>见<img src="{source}" alt="公开条数">。</p>'.replace("<p>见", "").replace("。</p>", "")
    )
    assert words(paragraph) == "公开条数"


def test_unknown_elements_pass_through_to_their_children() -> None:
    made = write_docx(page("头<govgen-box><p>甲</p>乙<custom>丙</custom></govgen-box><dl><dt>丁</dt></dl>尾"))
    assert [words(node) for node in paragraphs(made)] == ["头", "甲", "乙丙", "丁", "尾"]


def test_what_is_not_for_print_is_left_out() -> None:
    made = write_docx(
        page('<nav>导航</nav><p>甲<span class="visually-hidden">听</span><!-- 注 -->乙</p><script>x</script>')
    )
    assert [words(node) for node in paragraphs(made)] == ["甲乙"]


TAGS = st.sampled_from(
    [
        "p",
        "div",
        "span",
        "b",
        "section",
        "ul",
        "ol",
        "li",
        "h2",
        "a",
        "blockquote",
        "x-y",
        "figure",
        "footer",
        "td",
    ]
)
TREES = st.recursive(
    st.text(alphabet="甲乙 “”1\n", min_size=1, max_size=4),
    lambda inner: st.builds(
        lambda name, parts: f"<{name}>{''.join(parts)}</{name}>", TAGS, st.lists(inner, max_size=4)
    ),
    max_leaves=12,
)


@settings(max_examples=40)
@given(st.lists(TREES, max_size=4))
def test_no_word_of_any_page_is_lost(parts: list[str]) -> None:
    html = page("".join(parts))
    wanted = "".join(text(main_element(parse(html))).split())
    assert "".join(words(body_of(write_docx(html))).split()) == wanted
