"""An office's own style is not judged, but the words of the laid-out pages are those of the report."""

from __future__ import annotations

import pytest
from rendering import page

from govgen.render.errors import TemplateError
from govgen.render.pdf.writer import write_pdf

ALTERED_ON_PAPER = [
    ("td.zero{display:none}", "PDF 里应印“0”，样式使它印成了“”"),
    ("h2{visibility:hidden}", "PDF 里应印“一、总体情况”，样式使它印成了“”"),
    (".signature{display:none}", "PDF 里应印“青禾镇人民政府”，样式使它印成了“”"),
    ("h2::after{content:'（略）'}", "PDF 里应印“一、总体情况”，样式使它印成了“一、总体情况（略）”"),
    (
        "#applications-table td.number{display:none}#applications-table tr::after{content:'7'}",
        "PDF 里应印“31”，样式使它印成了“”",
    ),
]


@pytest.mark.parametrize(("css", "fault"), ALTERED_ON_PAPER)
def test_words_that_a_style_drops_or_adds_on_paper_are_found(css: str, fault: str) -> None:
    with pytest.raises(TemplateError) as error:
        write_pdf(page().replace("</head>", f"<style>{css}</style></head>"))
    assert any(reason.startswith(fault) for reason in error.value.reasons), error.value.reasons


BEYOND = [
    ("col:last-child{width:0%!important}", "28 处文字印到了版心之外，如“总计”"),
    (".statutory .number{font-size:30pt}", "184 处文字印到了所在的格子之外，如“0”"),
    (".signature .date{margin:0 -60mm 0 60mm}", "1 处文字印到了版心之外，如“2026年1月18日”"),
    ("h2{position:relative;top:-300mm}", "6 处文字印到了版心之外，如“一、总体情况”"),
]


@pytest.mark.parametrize(("css", "fault"), BEYOND)
def test_words_that_hang_out_of_the_page_or_their_cell_are_found(css: str, fault: str) -> None:
    with pytest.raises(TemplateError) as error:
        write_pdf(page().replace("</head>", f"<style>{css}</style></head>"))
    assert error.value.reasons[0] == f"PDF 里有 {fault}，列宽或样式放不下"


@pytest.mark.parametrize("draft", [False, True])
def test_colours_and_sizes_are_the_offices_own(draft: bool) -> None:
    css = ".statutory th{background:#003;color:#fff} td{font-size:6pt} h2{background:none;color:#a00}"
    assert write_pdf(page(draft=draft).replace("</head>", f"<style>{css}</style></head>"), draft=draft)
