"""Tables in the Word document: merged cells, repeated heads, rows that stay together."""

from __future__ import annotations

import itertools
from xml.etree.ElementTree import Element

import pytest
from docx_reading import W, body_of, has, style, value, word_cells, words
from html_sample import SLOPPY, page, sample
from rendering import report

from govgen.editions.loading import editions
from govgen.render.docx.writer import write_docx
from govgen.render.html.page import Templates
from govgen.render.html_tree import main_element, parse, rows

NEWEST = editions()[-1]


@pytest.fixture(scope="module")
def written() -> bytes:
    return write_docx(sample(NEWEST))


def test_merged_head_cells(written: bytes) -> None:
    applications = list(body_of(written).iter(f"{W}tbl"))[1]
    first = applications.findall(f"{W}tr")[0].findall(f"{W}tc")
    spans = [(value(cell, "tcPr/gridSpan"), value(cell, "tcPr/vMerge")) for cell in first]
    assert spans == [("3", "restart"), ("7", None)]


def test_head_rows_repeat_and_no_row_is_split(written: bytes) -> None:
    html_tables = list(main_element(parse(sample(NEWEST))).iter("table"))
    for source, table in zip(html_tables, body_of(written).iter(f"{W}tbl"), strict=True):
        lines = table.findall(f"{W}tr")
        repeated = [line.find(f"{W}trPr/{W}tblHeader") is not None for line in lines]
        assert repeated == [head for _, head in rows(source)]
        assert all(line.find(f"{W}trPr/{W}cantSplit") is not None for line in lines)


def kept_rows(table: Element) -> list[bool]:
    found = []
    for line in table.findall(f"{W}tr"):
        marks = {has(paragraph, "keepNext") for paragraph in line.iter(f"{W}p")}
        assert len(marks) == 1
        found.append(marks.pop())
    return found


def test_a_table_stays_whole_and_with_its_heading(written: bytes) -> None:
    blocks = list(body_of(written))
    for before, block in itertools.pairwise(blocks):
        if block.tag == f"{W}tbl":
            assert style(before) == "Heading1"
    for block in blocks:
        if block.tag == f"{W}tbl":
            *rows_above, last = kept_rows(block)
            assert all(rows_above)
            assert not last


def test_a_table_that_no_page_holds_is_parted_between_its_groups() -> None:
    body = "".join(
        f'<tr><th scope="row" rowspan="4">{number}</th><td>0</td></tr>' + "<tr><td>0</td></tr>" * 3
        for number in range(10)
    )
    made = write_docx(page(f"<table><thead><tr><th>甲</th><th>乙</th></tr></thead>{body}</table>"))
    (table,) = body_of(made).iter(f"{W}tbl")
    kept = kept_rows(table)
    assert kept == [True, True, *([True, True, True, False] * 10)[1:]]


@pytest.mark.parametrize(("wrapped", "whole"), [(0, True), (7, True), (8, False), (9, False), (12, False)])
def test_a_table_is_whole_only_where_a_page_holds_it_and_its_heading(wrapped: int, whole: bool) -> None:
    """Else LibreOffice moves it to the next page and leaves the heading behind."""
    long = "办理结果" * 8
    lines = "".join(
        f'<tr><th scope="row">{long if number < wrapped else "件"}</th><td class="number longest">{10**29}</td></tr>'
        for number in range(30)
    )
    made = write_docx(page(f"<h2>三、甲</h2><table>{lines}</table>"))
    (table,) = body_of(made).iter(f"{W}tbl")
    assert all(kept_rows(table)[:-1]) is whole


def test_tables_are_as_wide_as_the_text_and_their_columns_as_on_the_page(written: bytes) -> None:
    for table in body_of(written).iter(f"{W}tbl"):
        widths = [int(column.get(f"{W}w") or 0) for column in table.iter(f"{W}gridCol")]
        assert sum(widths) == 11906 - 1587 - 1474
        for line in table.findall(f"{W}tr"):
            assert sum(int(value(cell, "tcPr/tcW", "w") or 0) for cell in line.findall(f"{W}tc")) == sum(
                widths
            )
    applications = list(body_of(written).iter(f"{W}tbl"))[1]
    shares = [int(column.get(f"{W}w") or 0) / 8845 for column in applications.iter(f"{W}gridCol")]
    assert shares == pytest.approx([0.054, 0.109, 0.323, *[0.514 / 7] * 7], abs=0.0001)


def test_a_caption_in_sight_stands_above_its_table() -> None:
    made = write_docx(page("<table><caption>表名</caption><tr><td>1</td></tr></table>"))
    caption, table, *_ = body_of(made)
    assert (style(caption), words(caption), has(caption, "keepNext")) == ("Caption", "表名", True)
    assert value(table, "tblPr/tblCaption") == "表名"


def test_tables_tell_a_reader_of_their_headings(written: bytes) -> None:
    looks = [table.find(f"{W}tblPr/{W}tblLook") for table in body_of(written).iter(f"{W}tbl")]
    flags = [(look.get(f"{W}firstRow"), look.get(f"{W}firstColumn")) for look in looks if look is not None]
    assert flags == [("1", "1"), ("1", "1"), ("1", "0")]


def cell_of(written: bytes, label: str) -> Element:
    return next(cell for cell in body_of(written).iter(f"{W}tc") if words(cell) == label)


def test_cells_are_set_by_what_they_are(written: bytes) -> None:
    """In all tables alike: heads and figures in the middle, names of rows and notes from the left, as in the PDF."""
    disclosure, applications = NEWEST.tables[:2]
    caption = cell_of(written, disclosure.blocks[0].caption)
    assert value(caption, "p/pPr/pStyle") == "TableHeading"
    assert not list(body_of(written).iter(f"{W}shd"))
    figure = cell_of(written, "106")
    assert value(figure, "p/pPr/pStyle") == "TableNumber"
    assert value(figure, "tcPr/vAlign") == "center"
    for name in (disclosure.blocks[0].rows[0].label, applications.blocks[0].rows[0].label):
        stub = cell_of(written, name)
        assert (value(stub, "p/pPr/pStyle"), value(stub, "p/pPr/jc")) == ("TableText", None)
    group = cell_of(written, applications.nodes["rows"]["deny"].label)
    assert (value(group, "p/pPr/pStyle"), value(group, "p/pPr/jc")) == ("TableText", "center")


@pytest.mark.parametrize(
    ("figure", "printed", "style_of_it"),
    [
        ("1234", "1234", ""),
        ("12345", "12345", "Long"),
        ("1234567", "1234567", "Longer"),
        ("", "〔待核〕", "Longer"),
    ],
)
def test_a_figure_that_would_break_in_a_narrow_column_is_set_smaller(
    figure: str, printed: str, style_of_it: str
) -> None:
    """In the tables with narrow columns only; each figure may use the whole width of its cell."""
    html = Templates().render(
        report(
            f"收到和处理政府信息公开申请情况: {{本年新收政府信息公开申请数量: {{自然人: {figure}}}}}\n"
            f"主动公开政府信息情况: {{行政许可: {{本年处理决定数量: {figure}}}}}\n"
        )
    )
    cells = [cell for cell in body_of(write_docx(html)).iter(f"{W}tc") if words(cell) == printed]
    styles = [value(cell, "p/pPr/pStyle") for cell in cells]
    assert styles[0] == "TableNumber"
    assert f"TableNumber{style_of_it}" in styles[1:]
    for cell in cells:
        assert [value(cell, f"tcPr/tcMar/{side}", "w") for side in ("left", "right")] == ["0", "0"]


def test_a_line_break_within_a_cell_is_kept(written: bytes) -> None:
    group = NEWEST.tables[1].nodes["rows"]["deny"]
    cell = cell_of(written, group.label)
    lines = ["\n" if node.tag == f"{W}br" else node.text or "" for node in cell.iterfind(f"{W}p/{W}r/*")]
    assert "".join(lines) == "\n".join((group.label[:3], group.label[3:]))


def test_sloppy_tables_become_whole_ones() -> None:
    made = write_docx(page(SLOPPY))
    for table in body_of(made).iter(f"{W}tbl"):
        columns = len(table.findall(f"{W}tblGrid/{W}gridCol"))
        for line in table.findall(f"{W}tr"):
            cells = line.findall(f"{W}tc")
            assert sum(int(value(cell, "tcPr/gridSpan") or 1) for cell in cells) == columns
            assert all(cell[-1].tag == f"{W}p" for cell in cells)
    assert "".join(words(node) for node in body_of(made)) == "abcdefghi"


def test_tables_that_touch_are_kept_apart_and_followed_by_a_paragraph() -> None:
    made = write_docx(page("<table><tr><td>1</table><table><tr><td>2</table>"))
    kinds = [node.tag.removeprefix(W) for node in body_of(made)]
    assert kinds == ["tbl", "p", "tbl", "p", "sectPr"]


def test_where_spans_overlap_the_first_cell_keeps_its_place() -> None:
    made = write_docx(page("<table><tr><td>x<td rowspan=2>a</tr><tr><td colspan=2>b</tr></table>"))
    (table,) = body_of(made).iter(f"{W}tbl")
    assert word_cells(table) == {(0, 0): "x", (0, 1): "a", (1, 0): "b", (1, 1): "a"}


def test_a_table_without_rows_leaves_nothing_that_word_would_refuse() -> None:
    made = write_docx(page("<table><caption>甲</caption></table><table></table>"))
    assert [words(block) for block in body_of(made)] == ["甲", ""]
    assert body_of(made).find(f"{W}tbl") is None
