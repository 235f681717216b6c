"""Elements of the same kind share one computed style."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from pdf_sample import report
from weasyprint.css import get_all_computed_styles

from govgen.render.html_tree import parse
from govgen.render.pdf.weasyprint.styles import IDENT, share_styles
from govgen.render.pdf.writer import _Fetcher, _Page


def test_cells_and_paragraphs_have_no_style_of_their_own() -> None:
    main = ET.fromstring(
        '<div><main id="main"><p id="a">x</p><p id="b">y<a href="#a">z</a></p>'
        '<th id="h" style="--at:1">v</th><td style="width: 1em">w</td></main></div>'
    )
    share_styles(main, "")
    assert [node.attrib for node in main.iter() if node.tag in {"main", "p", "th", "td"}] == [
        {"id": "main"},
        {"id": "a"},
        {IDENT: "b"},
        {IDENT: "h"},
        {"style": "width: 1em"},
    ]


def test_what_the_styles_of_an_office_refer_to_is_kept() -> None:
    texts = (
        '<p id="note">x</p>',
        '<p style="--a: 1; color: red">x</p>',
        '<p style="--b: 1em">x</p>',
        '<div style="--c: 1em"><p style="width: var(--c)">x</p></div>',
    )
    for text in texts:
        main = ET.fromstring(f"<main>{text}</main>")
        share_styles(main, "#note { color: red } p { width: var( --b, 1em) }")
        assert ET.tostring(main, encoding="unicode") == f"<main>{text}</main>"


def test_elements_of_the_same_kind_share_a_style() -> None:
    root = parse(report())
    share_styles(root, "")
    styles = get_all_computed_styles(_Page(root, _Fetcher(()))).get_computed_styles()
    cells = [*root.iter("td"), *root.iter("th")]
    assert len({id(styles[cell, None]) for cell in cells}) * 4 < len(cells)
    assert {pseudo for _, pseudo in styles} <= {None, "before", "after"}
