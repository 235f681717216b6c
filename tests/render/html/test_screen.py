"""What a reader sees on a screen, measured in a browser from a phone to a wide monitor."""

from __future__ import annotations

from pathlib import Path

import pytest
from judges.pages import measured, needed
from rendering import report

from govgen.render.html.page import Templates

pytestmark = needed

PHONE, TABLET, DESKTOP = 360, 768, 1280


def test_a_browser_does_not_thicken_the_face_of_the_title(tmp_path: Path) -> None:
    """小标宋 has one weight; the PDF's engine does not know the property, so it is kept from it."""
    assert (
        measured(shown(tmp_path, ""), DESKTOP, "getComputedStyle(document.querySelector('h1')).fontSynthesis")
        == "none"
    )


def shown(folder: Path, fragment: str) -> Path:
    """The page of the sound report with some of its entries changed."""
    path = folder / "page.html"
    path.write_text(Templates().render(report(fragment)), encoding="utf-8")
    return path


@pytest.mark.parametrize("width", [PHONE, TABLET, DESKTOP])
@pytest.mark.parametrize("figure", ["12345", "123456", ""])
def test_a_figure_stands_on_one_line_within_its_cell(figure: str, width: int, tmp_path: Path) -> None:
    applied = f"{{自然人: {figure}, 商业企业: {figure}}}"
    path = shown(tmp_path, f"收到和处理政府信息公开申请情况: {{本年新收政府信息公开申请数量: {applied}}}\n")
    wrong = """[...document.querySelectorAll("#applications .number")].filter(cell => {
        const words = document.createRange();
        words.selectNodeContents(cell);
        const lines = words.getClientRects();
        return lines.length !== 1 || lines[0].width > cell.clientWidth + 1;
    }).map(cell => cell.textContent)"""
    assert measured(path, width, wrong) == []


def test_on_a_phone_a_chart_fills_the_window_and_is_not_cut(tmp_path: Path) -> None:
    path = shown(tmp_path, "图表: 办理结果\n")
    asked = """(() => {
        const figure = document.querySelector("figure");
        const name = document.getElementById(figure.getAttribute("aria-labelledby"));
        return [figure.querySelector("img").width, figure.scrollWidth <= figure.clientWidth,
            name === figure.querySelector("figcaption")];
    })()"""
    width, whole, named = measured(path, PHONE, asked)
    assert PHONE - 40 <= width <= PHONE
    assert whole
    assert named


def test_on_a_phone_the_labels_of_all_rows_end_at_one_line_when_the_table_is_moved(tmp_path: Path) -> None:
    asked = """(() => {
        document.querySelector("#applications .table-scroll").scrollLeft = 150;
        const held = document.querySelectorAll("#applications :is(.note, tbody th:not(.group))");
        return [...held].map(cell => Math.round(cell.getBoundingClientRect().right));
    })()"""
    edges = measured(shown(tmp_path, ""), PHONE, asked)
    assert len(edges) > 25
    assert max(edges) - min(edges) <= 1
    assert edges[0] < 0.6 * PHONE


def test_on_a_phone_no_heading_or_label_ends_in_a_line_of_one_character(tmp_path: Path) -> None:
    asked = """[...document.querySelectorAll("h2, #disclosure [scope=row]")].map(node => {
        const words = document.createRange();
        words.selectNodeContents(node);
        const lines = [...words.getClientRects()];
        return lines.at(-1).width / parseFloat(getComputedStyle(node).fontSize);
    })"""
    lengths = measured(shown(tmp_path, ""), PHONE, asked)
    assert len(lengths) > 8
    assert min(lengths) > 1.5
