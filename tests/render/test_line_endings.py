"""Where lines end, over all examples and three stress files: no short last line, no broken figure, whole tables."""

from __future__ import annotations

from pathlib import Path

import pytest
from judges.pages import measured, needed
from line_reading import (
    LINES_IN_BROWSER,
    broken_figures,
    pages,
    parted_tables,
    pdf_paragraphs,
    short_endings,
)
from pdf_reading import Paper
from rendering import NAMES

from govgen.render.pdf.writer import write_pdf

ALL = [*NAMES, "stress-name", "stress-figures", "stress-prose"]


@pytest.mark.parametrize("name", ALL)
def test_in_the_pdf_nothing_is_torn_apart(name: str) -> None:
    paper = Paper(write_pdf(pages()[name]))
    paragraphs = list(pdf_paragraphs(paper))
    assert len(paragraphs) > 10
    assert short_endings(paragraphs) == []
    assert broken_figures(paragraphs) == []
    assert parted_tables(paper) == 0


@needed
@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("width", [320, 1280])
def test_on_screen_nothing_is_torn_apart(name: str, width: int, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text(pages()[name], encoding="utf-8")
    blocks = measured(file, width, LINES_IN_BROWSER)
    assert len(blocks) > 100
    assert short_endings([lines for is_cell, lines in blocks if not is_cell]) == []
    assert broken_figures([lines for _, lines in blocks]) == []
