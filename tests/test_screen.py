"""What a reader sees on a screen, measured in a browser from a phone to a wide monitor."""

from __future__ import annotations

from pathlib import Path

import pytest
from judges.pages import measured, needed
from rendering import report

from govgen.render.html import Templates

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
