"""An office's own style may set the report otherwise, but not hide, move, alter or add to its words."""

from __future__ import annotations

from pathlib import Path

import pytest
from building import build, desk
from helpers import ROOT
from rendering import NAMES, example, page

from govgen.render.errors import TemplateError
from govgen.render.pdf.writer import write_pdf
from govgen.render.readback.page import differences
from govgen.render.readback.stylesheets import read_sheet, values, variables

__all__ = ["desk"]  # pytest finds the fixture by its name here

HARMFUL = [
    "td.zero{display:none}",
    "td.zero{DISPLAY : NONE !important}",
    r"td.zero{d\69splay:none}",
    "main{display:none}",
    "body *{visibility:hidden}",
    "html{opacity:0.01}",
    "@media (max-width: 40em){td{display:none}}",
    "@supports (color: red){@layer a{td{display:none}}}",
    "td{&.zero{display:none}}",
    "table{td{display:none}}",
    ":root{--a:none} td{display:var(--a)}",
    "td{display:var(--b, none)}",
    "td:not(:hover){display:none}",
    "td:unknown-state(1){display:none}",
    "#applications-table td.number{font-size:0}",
    "td{font:0/0 a}",
    "td{font-size:calc(1px*0)}",
    "td{font-size:1px}",
    "p{line-height:0}",
    '#applications-table td.number::after{content:"7"}',
    "td::before{content:counter(a)}",
    "td::after{content:attr(class)}",
    'section::before{content:"附"}',
    "td{color:transparent}",
    "td{color:rgb(0 0 0 / 5%)}",
    "td{-webkit-text-fill-color:transparent}",
    "td{color:#fff}",
    "td{color:oklch(99% 0 0)}",
    "td{color:#123;background:#123}",
    "td{background:#000}",
    ":root{--c:#fff} td{color:var(--c)}",
    "p{text-indent:-999px}",
    "p{text-indent:100%}",
    "td{letter-spacing:-1em}",
    "h2{margin-left:-100vw}",
    "td{position:absolute}",
    "td{position:relative;left:-500px}",
    "p{height:0;overflow:hidden}",
    "td{transform:scale(0)}",
    "td{clip-path:inset(50%)}",
    "td{filter:opacity(0)}",
    "td{animation:a 1s}",
    "td{-webkit-text-security:disc}",
    "td{text-decoration:line-through}",
    "p{text-transform:full-width}",
    "td{direction:rtl}",
    "tr{display:flex;flex-direction:row-reverse}",
    "td.zero{order:-1}",
    "tbody{display:table-footer-group}",
    "p{display:list-item}",
    "p::first-line{font-size:0}",
    ".signature{display:none}",
    ".date::before{content:'一月'}",
    "@import 'https://a/b.css';",
    "@import url(//a/b.css);",
    "nav{background:url(http://a/b.png)}",
    "@font-face{font-family:a;src:url(https://a/b.woff2)}",
]


def styled(css: str) -> str:
    return page().replace("</style>", f"\n{css}\n</style>", 1)


@pytest.mark.parametrize("css", HARMFUL)
def test_a_style_that_does_harm_to_the_words_is_found(css: str) -> None:
    found = differences(styled(css), example())
    assert found
    assert all(reason.startswith("样式") for reason in found)


HARMLESS = [
    "aside, nav, .toc{display:none}",
    ".toc::before, aside::after, nav::before{content:'目录'}",
    'td::before{content:""} p::after{content:none}',
    "body{font-family:serif;font-size:20px;color:#333;background:#f8f8f8}",
    "@media (min-width:60em){main{display:grid;grid-column:2;position:absolute;float:left;margin:0 auto 6rem}}",
    ".statutory th{background:#003366;color:#fff}",
    ".statutory td{padding:4px 8px;text-align:right;font-size:clamp(14px, 2vw, 1.2rem);letter-spacing:-.02em}",
    "h1{font:bold 28px/1.4 '黑体';text-shadow:0 0 1px #000;letter-spacing:.2em}",
    "td:hover{color:#fff;background:#000}",
    "td{display:block;width:100%;height:auto;max-width:none}",
    "tr{display:table-row;visibility:visible;opacity:1;transform:none}",
    "p{text-indent:2em;text-align:justify;text-decoration:underline;line-height:1.5}",
    ".run-in{color:rgb(160 0 0)}",
    "@page{size:A4;margin:20mm;@bottom-center{content:counter(page)}}",
    "@keyframes a{to{opacity:0}} nav{animation:a 1s}",
    "@font-face{font-family:a;src:url(data:font/woff2;base64,AA)}",
    "figure img{background:url(data:image/png;base64,AA)}",
    "nav{background:url(/img/a.png)}",
    "th{color:inherit;display:unset}",
    "@media (prefers-color-scheme:dark){:root{--ink:#fff}} td{color:var(--ink)}",
    "thead{display:table-header-group}",
    "}} broken { : ; } @ {",
]


@pytest.mark.parametrize("css", HARMLESS)
def test_a_style_that_leaves_the_words_alone_is_let_be(css: str) -> None:
    assert differences(styled(css), example()) == []


@pytest.mark.parametrize("name", NAMES)
def test_the_packages_own_style_is_let_be(name: str) -> None:
    assert differences(page(name), example(name)) == []
    assert differences(page(name, draft=True), example(name)) == []


@pytest.mark.parametrize(
    "style",
    [
        "color:transparent;text-indent:-999px",
        "color:transparent",
        "opacity:.1",
        "font-size:1px",
        "float:right",
    ],
)
def test_a_style_of_an_element_of_its_own_is_read_too(style: str) -> None:
    altered = page().replace('class="number"', f'class="number" style="{style}"', 1)
    found = differences(altered, example())
    assert found
    assert any(reason.startswith("样式元素上的“") or "模板印成了“”" in reason for reason in found)


def test_the_reason_names_selector_and_declaration() -> None:
    assert differences(styled("td.zero { display: none }"), example()) == [
        "样式“td.zero”里的“display: none”会把报告的文字或者数字隐去、移走、改样或者添上别的，请删去"
    ]


@pytest.mark.parametrize("name", ["screen.css", "print.css"])
def test_a_replaced_style_sheet_that_drops_figures_stops_the_build(desk: Path, capsys, name: str) -> None:
    folder = desk / "模板"
    folder.mkdir()
    text = (ROOT / "templates" / name).read_text(encoding="utf-8")
    (folder / name).write_text(text + "\ntd.zero{display:none}\n", encoding="utf-8")
    assert build("qinghe/2025.yaml", "--templates", str(folder)) == 2
    assert not (desk / "build").exists()
    assert "模板错误：样式“td.zero”里的“display: none”" in capsys.readouterr().err


UNSEEN_ON_PAPER = [
    ("td.zero{display:none}", "PDF 里应印“0”，样式使它印成了“”"),
    ("#applications-table td.number{font-size:0}", "PDF 里应印“31”，样式使它印成了“”"),
    (
        '#applications-table td.number{font-size:0}#applications-table td.number::after{content:"7";font-size:10pt}',
        "PDF 里应印“31”，样式使它印成了“7”",
    ),
    ("td{color:transparent}", "PDF 里应印“187”，样式使它印成了“”"),
    ("td.number{color:#fff}", "PDF 里应印“187”，样式使它印成了“”"),
    (".statutory th{background:#000;color:#111}", "PDF 里应印“规章”，样式使它印成了“”"),
    ("h1{text-indent:-9999px}", "PDF 里应印“青禾镇人民政府2025年政府信息公开工作年度报告”"),
    ("section{opacity:.1}", "PDF 里应印“一、总体情况”，样式使它印成了“”"),
    ("h2{visibility:hidden}", "PDF 里应印“一、总体情况”，样式使它印成了“”"),
    (".statutory{transform:scale(0)}", "PDF 里应印“187”，样式使它印成了“”"),
    (".signature{display:none}", "PDF 里应印“青禾镇人民政府”，样式使它印成了“”"),
    ("h2::after{content:'（略）'}", "PDF 里应印“一、总体情况”，样式使它印成了“一、总体情况（略）”"),
]


@pytest.mark.parametrize(("css", "told"), UNSEEN_ON_PAPER)
def test_what_a_style_hides_or_adds_on_paper_is_found_on_the_laid_out_pages(css: str, told: str) -> None:
    with pytest.raises(TemplateError) as error:
        write_pdf(page().replace("</head>", f"<style>{css}</style></head>"))
    assert any(reason.startswith(told) for reason in error.value.reasons), error.value.reasons


@pytest.mark.parametrize("draft", [False, True])
def test_light_words_on_a_dark_ground_and_small_type_are_seen_on_paper(draft: bool) -> None:
    css = ".statutory th{background:#003;color:#fff} td{font-size:6pt} h2{background:none;color:#a00}"
    assert write_pdf(page(draft=draft).replace("</head>", f"<style>{css}</style></head>"), draft=draft)


def test_values_of_variables_are_put_in_and_do_not_run_in_circles() -> None:
    known = variables(
        read_sheet(":root{--a:var(--b) 1;--b:2} @media print{:root{--b:3}} p{--c:var(--c)}").rules
    )
    assert values("x var(--a)", known) == ["x 2 1", "x 3 1"]
    assert values("var(--none)", known) == []
    assert values("var(--none, 4)", known) == ["4"]
    assert values("var(--c)", known) == ["var(--c)"]
