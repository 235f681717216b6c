"""PDF files as browsers and offices print them: cut tables, running heads, several fonts in a line."""

import base64
import io
from collections.abc import Iterator

import pytest
import weasyprint
from PIL import Image

from govgen.importers.cleaning import clean
from govgen.importers.formats.looks import SUSPECT
from govgen.importers.formats.pdf import read_pdf
from govgen.importers.page import Page
from govgen.importers.tables.cut_rows import join_cut_rows

_WORDS = "镇政府及时公开各类信息并回应群众关切" * 4


def printed(content: str, style: str = "") -> Page:
    sheet = f"@page {{ size: A4; margin: 60px }} body {{ font-size: 16px; margin: 0 }} {style}"
    html = f"<html><style>{sheet}</style><body>{content}</body></html>"
    return read_pdf(weasyprint.HTML(string=html).write_pdf())


def on_a_page(name: str) -> str:
    return f"<p style='break-after:page;text-indent:2em'>{name}{_WORDS}。</p>"


def rules(tops: tuple[int, ...], walls: tuple[tuple[int, int, int], ...]) -> Iterator[str]:
    """Rules across at ``tops``, and upright ones, each at its place from its top to its bottom."""
    part = '<div style="position:absolute;background:#000;left:{}px;top:{}px;width:{}px;height:{}px"></div>'
    yield from (part.format(0, top, 300, 1) for top in tops)
    yield from (part.format(left, top, 1, bottom - top) for left, top, bottom in walls)


def words(left: int, top: int, text: str) -> str:
    return f'<div style="position:absolute;left:{left}px;top:{top}px">{text}</div>'


@pytest.mark.parametrize(("tops", "what"), [((40, 80), "top"), ((0, 40), "bottom"), ((40,), "both")])
def test_a_table_cut_off_at_a_page_break_is_closed_where_its_sides_end(
    tops: tuple[int, ...], what: str
) -> None:
    walls = tuple((left, 0, 80) for left in (0, 100, 200, 299))
    drawn = "".join(rules(tops, walls))
    figures = "".join(words(110 + 100 * at, 10 + 40 * row, f"{row}{at}") for row in (0, 1) for at in (0, 1))
    page = printed(drawn + figures + words(10, 10, "规章") + words(10, 50, "行政许可"))
    assert page.text.split("\n") == ["规章\t00\t01", "行政许可\t10\t11"], what


def test_a_merged_cell_is_not_cut_by_what_begins_beside_it() -> None:
    walls = ((0, 0, 120), (100, 0, 120), (200, 40, 120), (299, 0, 120))
    drawn = "".join(rules((0, 120), walls)) + (
        '<div style="position:absolute;background:#000;left:100px;top:40px;width:200px;height:1px"></div>'
    )
    cells = words(110, 10, "申请人") + words(110, 60, "1") + words(210, 60, "2") + words(10, 60, "合计")
    assert printed(drawn + cells).text.split("\n") == ["合计\t申请人", "1\t2"]


def test_heads_and_feet_of_every_page_are_left_out_with_a_note() -> None:
    style = """@page { @top-center { content: "1/29/26 青禾镇年报" }
        @bottom-center { content: "http://a.cn/1.html " counter(page) "/3" } }"""
    page = printed("".join(map(on_a_page, "甲乙丙")), style)
    assert page.text.split("\n") == [f"{at}{_WORDS}。" for at in "甲乙丙"]
    assert [note.original for note in page.notes] == ["1/29/26 青禾镇年报", "http://a.cn/1.html 3/3"]


def test_what_is_in_the_margin_of_one_page_only_stays() -> None:
    page = printed("".join(map(on_a_page, "甲乙")))
    assert page.text.split("\n") == [f"甲{_WORDS}。", f"乙{_WORDS}。"]
    assert page.notes == ()


def test_figures_in_the_margin_of_several_pages_stay() -> None:
    rows = {"甲": "12 0 3", "乙": "45 0 6"}
    page = printed("".join(f"<p style='margin:0'>{row}</p>{on_a_page(at)}" for at, row in rows.items()))
    assert page.text.split("\n") == [line for at, row in rows.items() for line in (row, f"{at}{_WORDS}。")]


@pytest.mark.parametrize("shift", [-5, -3, 3, 5])
def test_a_year_whose_font_is_higher_or_lower_stays_in_its_line(shift: int) -> None:
    year = f'<span style="position:relative;top:{shift}px">2024</span>'
    page = printed(f'<h1 style="font-size:26px">青禾镇人民政府{year}年政府信息公开<br>工作年度报告</h1>')
    assert page.text == "青禾镇人民政府2024年政府信息公开工作年度报告"


def test_radicals_are_read_as_the_characters_they_are() -> None:
    assert clean(Page("⻘禾镇⼈⺠政府⻚⾯⻓期⻅⻋⻔")).text == "青禾镇人民政府页面长期见车门"


def test_prose_keeps_its_paragraphs_where_most_lines_are_rows_in_smaller_type() -> None:
    rows = "".join(f"<p style='margin:0;font-size:10px'>{at} 0 0</p>" for at in range(20))
    parts = "".join(f"<p style='text-indent:2em'>{text}</p>" for text in (f"{_WORDS}。", "一、总体情况"))
    assert printed(parts + rows + parts).text.split("\n")[:2] == [f"{_WORDS}。", "一、总体情况"]


def test_a_date_at_the_right_edge_does_not_go_on_in_the_next_line() -> None:
    signed = "<p style='text-align:right'>2026年1月18日</p><p>抄送：县政府办公室。</p>"
    page = printed(f"<p style='text-indent:2em'>{_WORDS}。</p>{signed}")
    assert page.text.split("\n")[1:] == ["2026年1月18日", "抄送：县政府办公室。"]


def test_a_watermark_across_the_page_is_no_text() -> None:
    mark = (
        '<div style="position:absolute;top:0;left:0;color:#ccc;transform:rotate(-30deg)">内部资料 2026</div>'
    )
    assert printed(f"<p>{_WORDS}。</p>{mark}").text == f"{_WORDS}。"


def _ruled(*cells: str) -> str:
    walls = tuple((100 * at, 0, 40) for at in range(len(cells) + 1))
    return "".join(rules((0, 40), walls)) + "".join(cells)


def test_a_figure_may_stand_against_the_rule_of_its_cell() -> None:
    page = printed(_ruled(words(10, 10, "规章"), words(101, 10, "45"), words(210, 10, "6")))
    assert page.text == "规章\t45\t6"


@pytest.mark.parametrize("at", [2, 3])
def test_a_figure_that_goes_on_behind_the_rule_is_doubtful(at: int) -> None:
    page = printed(_ruled(words(10, 10, "规章"), words(100 * at - 10, 10, "45"), words(250, 10, "")))
    row = page.text.split("\n")[0].split("\t")
    assert row[at - 1] == f"4{SUSPECT}"


def test_pages_that_are_pictures_are_named() -> None:
    png = io.BytesIO()
    Image.new("RGB", (40, 40), "grey").save(png, "PNG")
    scan = f'<img src="data:image/png;base64,{base64.b64encode(png.getvalue()).decode()}">'
    page = printed(f"{on_a_page('甲')}{scan}")
    assert [note.message[:8] for note in page.notes] == ["第 2 页是图片"]


_CUT = {
    "in a label": ("2.没有\t0\t4", "\t\t现成信息需要另行制作\t\t", "2.没有现成信息需要另行制作\t0\t4"),
    "in labels side by side": (
        "（四）无法提\t1.本机关不掌握\t0\t4",
        "\t供\t相关政府信息\t\t",
        "（四）无法提供\t1.本机关不掌握相关政府信息\t0\t4",
    ),
    "below the figures": ("\t0\t4", "\t\t2.重复申请\t\t", "2.重复申请\t0\t4"),
    "below the label": ("2.重复申请\t\t", "\t\t\t0\t4", "2.重复申请\t0\t4"),
}


@pytest.mark.parametrize(("upper", "lower", "whole"), _CUT.values(), ids=_CUT)
def test_a_row_that_a_page_break_cuts_is_one_row(upper: str, lower: str, whole: str) -> None:
    page = join_cut_rows(Page(f"{upper}\n{lower}", frozenset({1, 2}), may_lack=True))
    assert (page.text.strip(), page.drawn) == (whole, {2})


@pytest.mark.parametrize(
    "text",
    [
        "2.重复申请\t0\t4\n3.要求提供公开出版物\t\t",
        "2.重复申请\t\t\n3.要求提供公开出版物\t0\t4",
        "2.重复申请\t0\t4\n\t\t",
        "信息内容\t本年处理决定数量\n行政许可\t0",
        "结果维持\t总计\n0\t0",
        "其他\t0\t4\n本镇另加的一行\t\t",
    ],
)
def test_rows_of_their_own_stay_apart(text: str) -> None:
    page = Page(text, frozenset({1, 2}), may_lack=True)
    assert join_cut_rows(page) == page
