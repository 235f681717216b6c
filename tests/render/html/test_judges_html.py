"""Outside judges on the pages: HTML without errors, and accessible by WCAG 2.2 AA. Each is proved awake."""

from __future__ import annotations

from pathlib import Path

import pdfplumber
import pytest
from judges.pages import axe, html_validate, needed, nu, printed
from rendering import NAMES, page, report

from govgen.render.html.fragment import write_fragment
from govgen.render.html.page import Templates

pytestmark = needed

POINT = 72 / 25.4
"""A millimetre in points."""

LONG = "新疆维吾尔自治区伊犁哈萨克自治州尼勒克县喀拉苏乡人民政府"


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Every example, a draft, a body with a long name, and what has a chart."""
    folder = tmp_path_factory.mktemp("pages")
    html = {name: page(name) for name in NAMES}
    html["draft"] = page(draft=True)
    html["long"] = Templates().render(report(f"机关: {LONG}\n"))
    html["chart"] = Templates().render(report("图表: 办理结果\n"))
    return {name: stored(folder, name, text) for name, text in html.items()}


def stored(folder: Path, name: str, html: str) -> Path:
    path = folder / f"{name}.html"
    path.write_text(html, encoding="utf-8")
    return path


def spoilt(folder: Path, name: str, old: str, new: str) -> Path:
    """An example with one fault."""
    assert old in page()
    return stored(folder, name, page().replace(old, new, 1))


def test_the_nu_checker_finds_no_error(pages: dict[str, Path]) -> None:
    assert nu(list(pages.values())) == []


def test_the_nu_checker_is_awake(tmp_path: Path) -> None:
    wrong = {
        "open": spoilt(tmp_path, "open", "</main>", "<b></main>"),
        "headers": spoilt(tmp_path, "headers", 'headers="', 'headers="nowhere '),
        "css": spoilt(tmp_path, "css", "body {", "body { color: 12px;"),
    }
    found = nu(list(wrong.values()))
    assert {error.partition(".")[0] for error in found} == set(wrong)


def test_html_validate_finds_nothing(pages: dict[str, Path]) -> None:
    assert html_validate(list(pages.values())) == []


def test_html_validate_is_awake(tmp_path: Path) -> None:
    picture = spoilt(tmp_path, "picture", "</main>", '<img src="data:,"></main>')
    assert any("wcag/h37" in error for error in html_validate([picture]))
    twice = spoilt(tmp_path, "twice", '<main id="main">', '<main id="overview">')
    assert any("no-dup-id" in error for error in html_validate([twice]))


def test_a_page_with_a_fragment_in_it_is_sound(tmp_path: Path) -> None:
    fragment = write_fragment(page()).decode("utf-8-sig")
    host = '<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>年报</title></head><body>'
    # Twice in one page: nothing of it may collide.
    path = stored(tmp_path, "host", f"{host}<main>{fragment}{fragment}</main></body></html>")
    assert nu([path]) == []
    # Two first headings are the host's doing; old attributes are meant for editors that drop styles.
    found = html_validate([path])
    assert {each.split()[1] for each in found} == {"heading-level", "no-deprecated-attr"}
    named = {each.split('"')[1] for each in found if "no-deprecated-attr" in each}
    assert named <= {"border", "cellpadding", "cellspacing", "width"}


def test_axe_finds_nothing_at_any_width_light_or_dark(pages: dict[str, Path]) -> None:
    chosen = [pages[name] for name in ("qinghe-2025", "luzhi-2020", "draft", "long", "chart")]
    views = axe(chosen)
    assert len(views) == 8 * len(chosen)
    for view in views:
        assert (view["violations"], view["overflow"]) == ([], 0), view
        assert view["passes"] > 30


def test_axe_is_awake_and_sees_every_width_and_scheme(tmp_path: Path) -> None:
    narrow = "@media (max-width: 47.999rem) {"
    nameless = spoilt(tmp_path, "nameless", ' lang="zh-CN"', "")
    pale = page().replace("--ink: #e3e6ea", "--ink: #3a4048", 1)
    wide = pale.replace(narrow, f"{narrow} h1 {{ width: 900px; }}", 1)
    assert len({page(), pale, wide}) == 3
    views = axe([nameless, stored(tmp_path, "pale", wide)])
    first, second = views[:8], views[8:]
    assert all(any("html-has-lang" in each for each in view["violations"]) for view in first)
    assert {view["scheme"] for view in second if "contrast" in " ".join(view["violations"])} == {"dark"}
    assert {view["width"] for view in second if view["overflow"] > 0} == {320, 360}


@pytest.mark.parametrize("name", ["qinghe-2025", "draft"])
def test_a_browser_prints_the_page_of_the_standard(name: str, pages: dict[str, Path]) -> None:
    """A4 with the margins of GB/T 9704-2012 (5.2.1); every page is numbered, and marked in a draft."""
    with pdfplumber.open(printed(pages[name])) as paper:
        for number, sheet in enumerate(paper.pages, start=1):
            assert (float(sheet.width), float(sheet.height)) == pytest.approx((595.3, 841.9), abs=1)
            words = "".join(sheet.extract_text().split())
            assert words.endswith(f"—{number}—")
            assert words.startswith("草稿") is (name == "draft")
            marks = [mark for mark in sheet.chars if mark["text"].strip()]
            inside = [mark for mark in marks if 37 * POINT < mark["top"] < 262 * POINT]
            binding = 28 if number % 2 else 26
            assert min(mark["x0"] for mark in inside) >= binding * POINT - 2
            # A browser sets a closing mark at a line's end in half its width; the other half counts here.
            assert max(mark["x1"] for mark in inside) <= (binding + 156) * POINT + 9
        assert len(paper.pages) in range(6, 10)


@pytest.mark.parametrize("filler", [5, 14])
def test_a_browser_keeps_the_long_table_whole_wherever_its_page_begins(filler: int, tmp_path: Path) -> None:
    start = '</section>\n<section id="disclosure"'
    longer = page().replace(start, "<p>补充说明情况。</p>" * filler + start, 1)
    assert longer != page()
    with pdfplumber.open(printed(stored(tmp_path, "longer", longer))) as paper:
        (sheet,) = [sheet for sheet in paper.pages if "勾稽关系" in sheet.extract_text()]
        marks = [mark for mark in sheet.chars if mark["text"].strip() and mark["bottom"] < 262 * POINT]
        lowest = max(mark["bottom"] for mark in marks)
        below = [edge for edge in sheet.edges if edge["top"] > lowest and edge["width"] > 10]
        assert min(edge["x0"] for edge in below) == pytest.approx(
            (28 if sheet.page_number % 2 else 26) * POINT, abs=1
        )
