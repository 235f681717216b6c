"""Ids that only screens and assistive technology use become no destinations of a PDF."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from govgen.render.pdf.weasyprint.idents import IDENT, hide_idents


def test_cells_and_paragraphs_keep_the_ids_that_links_name() -> None:
    main = ET.fromstring(
        '<div><main id="main"><p id="a">x</p><p id="b">y<a href="#a">z</a></p>'
        '<th id="h" style="--at:1">v</th><td style="width: 1em">w</td></main></div>'
    )
    hide_idents(main)
    assert [node.attrib for node in main.iter() if node.tag in {"main", "p", "th", "td"}] == [
        {"id": "main"},
        {"id": "a"},
        {IDENT: "b"},
        {IDENT: "h", "style": "--at:1"},
        {"style": "width: 1em"},
    ]


def test_what_the_styles_of_an_office_refer_to_is_kept() -> None:
    page = '<html><style>#note { color: red }</style><main><p id="note">x</p></main></html>'
    root = ET.fromstring(page)
    hide_idents(root)
    assert ET.tostring(root, encoding="unicode") == page
