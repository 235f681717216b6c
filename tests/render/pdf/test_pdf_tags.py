"""The tags of the PDF contain the report as printed, part by part and cell by cell."""

from __future__ import annotations

import urllib.parse
from unittest.mock import patch
from xml.etree.ElementTree import Element

import pikepdf
import pytest
from pdf_reading import LEFT, RIGHT, Node, Paper, paper
from pdf_sample import real, report
from weasyprint import pdf

from govgen.render import html_tree as dom
from govgen.render.pdf.engine import engine

YEARS = [2025, 2020]
TALL = "#applications td, #applications th { padding: 12pt 2pt }"
"""Rows so tall that the long table takes three pages."""
PAGES = {
    "edition of 2021": report,
    "edition of 2019": lambda: report(2020),
    "long table": lambda: report(css=TALL),
    "own templates": real,
}


def stock(html: str) -> Paper:
    """The same page as WeasyPrint tags it by itself."""
    html_class = engine().HTML  # installs the tags of this project
    with patch.object(pdf, "add_tags", pdf.add_tags.__wrapped__):
        return Paper(html_class(string=html).write_pdf(pdf_variant="pdf/ua-1"))


def covers(header: dom.Placed, cell: dom.Placed) -> bool:
    """Whether ``header`` is above ``cell`` with the scope of columns, or left of it with that of rows."""
    if header.node.get("scope") == "row":
        return header.row <= cell.row < header.row + header.rowspan and header.column < cell.column
    above = header.row + header.rowspan <= cell.row
    return (
        above and header.column < cell.column + cell.colspan and cell.column < header.column + header.colspan
    )


def blocks(table: Element) -> dict[Element, Element]:
    """The body that each cell is in; a cell of the head is in none, for it is a header of every body."""
    return {cell: body for body in table.iterfind("tbody") for cell in body.iter()}


def expected(table: Element) -> dict[tuple[int, int], tuple]:
    """What each cell of an HTML table must be in the PDF, by the row and column where it starts."""
    placed, body = dom.place(table), blocks(table)
    cells = {}
    for cell in placed:
        headers = {
            dom.text(other.node)
            for other in placed
            if other.is_header and covers(other, cell) and body.get(other.node) in {None, body.get(cell.node)}
        }
        scope = {"row": "/Row", None: None}.get(cell.node.get("scope"), "/Column")
        cells[cell.row, cell.column] = (
            cell.node.tag.upper(),
            cell.rowspan,
            cell.colspan,
            dom.text(cell.node),
            scope,
            frozenset() if cell.is_header or not cell.node.get("headers") else frozenset(headers),
        )
    return cells


def found(printed: Paper, table: Node) -> dict[tuple[int, int], tuple]:
    """What each cell of a PDF table is, likewise."""
    by_id = {bytes(node.source.ID): node for node in table.find("TH") if "/ID" in node.source}
    cells, taken = {}, set()
    for row, line in enumerate(table.find("TR")):
        column = 0
        for cell in line.kids:
            while (row, column) in taken:
                column += 1
            tall, wide = int(cell.attribute("RowSpan") or 1), int(cell.attribute("ColSpan") or 1)
            taken |= {(row + y, column + x) for y in range(tall) for x in range(wide)}
            scope = cell.attribute("Scope")
            headers = [
                by_id[bytes(ident)] for ident in cell.attribute("Headers") or [] if bytes(ident) in by_id
            ]
            texts = (
                frozenset(printed.text(header) for header in headers) if cell.role == "TD" else frozenset()
            )
            cells[row, column] = (cell.role, tall, wide, printed.text(cell), scope and str(scope), texts)
            column += wide
    return cells


def wrong_cells(html: str, printed: Paper) -> int:
    """How many cells of the three tables are not in the PDF as they are in the HTML."""
    wrong = 0
    tables = dom.main_element(dom.parse(html)).iter("table")
    tagged = printed.tree.find("Table")
    tables = [table for table in tables if "statutory" in table.get("class", "").split()]
    assert len(tables) == 3
    for number, table in enumerate(tables):
        want = expected(table)
        have = found(printed, tagged[number])
        wrong += sum(have.get(place) != cell for place, cell in want.items()) + len(have.keys() - want.keys())
    return wrong


@pytest.mark.parametrize("kind", PAGES)
def test_every_cell_has_its_place_its_words_and_all_its_headers(kind: str) -> None:
    html = PAGES[kind]()
    assert len(paper(html).tree.find("Table")) == 3
    assert wrong_cells(html, paper(html)) == 0


@pytest.mark.parametrize("year", YEARS)
def test_the_comparison_sees_what_weasyprint_alone_gets_wrong(year: int) -> None:
    html = report(year)
    assert wrong_cells(html, stock(html)) > 100


def test_a_table_over_three_pages_is_one_table_and_its_repeated_heads_are_artifacts() -> None:
    printed = paper(report(css=TALL))
    table = printed.tree.find("Table")[1]
    assert len(table.pages) == 3
    assert len(table.find("THead")) == 1
    head = printed.text(table.find("THead")[0])
    for page in sorted(table.pages)[1:]:
        assert head in "".join(printed.artifacts(page))
    assert len(stock(report(css=TALL)).tree.find("Table")) > 3


def test_the_tables_are_named() -> None:
    names = [str(table.attribute("Summary")) for table in paper(report()).tree.find("Table")]
    assert names == [caption.text for caption in dom.parse(report()).iter("caption")]


def test_identifiers_are_in_a_sorted_tree_that_leads_to_their_cells() -> None:
    printed = paper(report())
    names = list(printed.pdf.Root.StructTreeRoot.IDTree.Names)
    keys = [bytes(key) for key in names[::2]]
    assert keys == sorted(keys)
    headers = {bytes(node.source.ID): node.source for node in printed.tree.find("TH")}
    assert dict(zip(keys, names[1::2], strict=True)) == headers
    used = {bytes(i) for cell in printed.tree.find("TD") for i in cell.attribute("Headers") or []}
    assert used <= headers.keys()


@pytest.mark.parametrize("kind", PAGES)
def test_the_tree_reads_as_the_report_does(kind: str) -> None:
    html = PAGES[kind]()
    printed = paper(html)
    assert printed.text(printed.tree) == "".join(dom.text(dom.main_element(dom.parse(html))).split())


def test_a_paragraph_over_two_pages_is_one_paragraph() -> None:
    printed = paper(report())
    parted = [node for node in printed.tree.find("P") if len(node.pages) == 2]
    text = "".join(dom.text(dom.main_element(dom.parse(report()))).split())
    long = paper(report(overview=f"<p>{'长' * 28 * 40}</p>"))
    assert [len(node.pages) for node in long.tree.find("P") if "长长" in long.text(node)] == [3]
    assert all(printed.text(node) in text for node in parted)


def test_sections_are_not_parted_by_pages() -> None:
    tree = paper(report(css=TALL)).tree
    assert not tree.find("Part", "NonStruct", "Div")
    assert [kid.role for kid in tree.kids] == ["H1", *["Sect"] * 7, "P", "P"]
    assert [node.role for node in tree.find("H1", "H2", "H3", "H4")] == [
        *("H1", "H2", "H2", "H2", "H2", "H2", "H3", "H4", "H3", "H2")
    ]


@pytest.mark.parametrize("draft", [False, True])
@pytest.mark.parametrize("css", ["", TALL])
def test_all_painting_is_either_in_the_tree_or_an_artifact(css: str, *, draft: bool) -> None:
    assert paper(report(css=css, draft=draft), draft=draft).loose() == []


def test_page_numbers_and_the_draft_mark_are_artifacts() -> None:
    printed = paper(report(draft=True), draft=True)
    for page in range(len(printed.pdf.pages)):
        shown = "".join(printed.artifacts(page))
        assert f"—{page + 1}—" in shown.replace(" ", "")
        assert "草稿" in shown.replace(" ", "")
    assert "草稿" not in printed.text(printed.tree)


def test_every_piece_of_content_leads_back_to_its_part() -> None:
    printed = paper(report(css=TALL))
    numbers = printed.pdf.Root.StructTreeRoot.ParentTree.Nums
    owners = dict(zip(map(int, numbers[::2]), numbers[1::2], strict=True))
    for page, sheet in enumerate(printed.pdf.pages):
        assert int(sheet.StructParents) == page
        pieces = sorted(number for at, number in printed.tree.all_pieces if at == page)
        assert pieces == [number for number, owner in enumerate(owners[page]) if owner is not None]
    for node in printed.tree.walk():
        assert all(owners[page][number] == node.source for page, number in node.pieces)


def test_links_lists_and_loose_text_of_an_own_template_are_tagged() -> None:
    inner = '<ul><li>第一</li><li><p>第二</p></li></ul><p>见<a href="https://example.org/">网站</a>。</p><div>散文</div>'
    printed = paper(report(overview=inner))
    (items,) = printed.tree.find("L")
    assert [[kid.role for kid in item.kids] for item in items.kids] == [["LBody"], ["LBody"]]
    assert [printed.text(item)[-2:] for item in items.kids] == ["第一", "第二"]
    (link,) = printed.tree.find("Link")
    assert printed.text(link) == "网站"
    annotation = next(kid.Obj for kid in link.source.K if isinstance(kid, pikepdf.Dictionary))
    numbers = printed.pdf.Root.StructTreeRoot.ParentTree.Nums
    owners = dict(zip(map(int, numbers[::2]), numbers[1::2], strict=True))
    assert owners[int(annotation.StructParent)] == link.source
    assert "散文" in [printed.text(node) for node in printed.tree.find("P")]


def test_a_picture_says_what_it_shows_and_where_it_stands() -> None:
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="50">'
        '<rect width="200" height="50"/><text x="5" y="20">件数</text></svg>'
    )
    source = f"data:image/svg+xml,{urllib.parse.quote(drawing)}"
    figure = f'<figure><img alt="三年的件数" src="{source}"><figcaption>件数</figcaption></figure>'
    printed = paper(report(overview=f"<p>如图。</p>{figure}"))
    assert printed.loose() == []
    (picture,) = printed.tree.find("Figure")
    assert str(picture.source.Alt) == "三年的件数"
    left, bottom, right, top = map(float, picture.attribute("BBox"))
    assert (right - left, top - bottom) == pytest.approx((150, 37.5))
    assert LEFT - 1 < left < right < RIGHT + 1
    words = [char for _, char in printed.own_chars(picture)]
    assert all(bottom < 842 - char["bottom"] and 842 - char["top"] < top for char in words)
