"""Web pages, Word and PDF back to data: our own formats whole, and the layouts that others make."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from email.message import EmailMessage

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from random_reports import EXAMPLES, example, random_report
from word_report import saved, word_report

from govgen.datafile.cell import State
from govgen.datafile.chart import plans
from govgen.datafile.report import Report
from govgen.datafile.tables import Cells
from govgen.editions.table import CellRef
from govgen.importers.convert import Imported, convert
from govgen.importers.formats.detect import page_of, source_kind
from govgen.render.docx.writer import write_docx
from govgen.render.html.page import Templates
from govgen.render.pdf.writer import write_pdf

WRITERS: dict[str, Callable[[str], bytes]] = {
    "html": lambda html: html.encode(),
    "docx": write_docx,
    "pdf": write_pdf,
}


def page(report: Report) -> str:
    return Templates().render(report)


def values(cells: Cells) -> dict[CellRef, Decimal | None]:
    return {ref: cell.value for ref, cell in cells.items()}


def assert_same(found: Imported, report: Report) -> None:
    """The import says what the report says: cells without doubt, prose paragraph by paragraph, who and when."""
    assert values(found.reading.as_cells()) == values(report.cells)
    assert not [cell for cell in found.reading.as_cells().values() if cell.state is State.UNKNOWN]
    assert found.alterations == ()
    assert report.identity is not None
    assert (found.words.body, found.words.year) == (report.identity.body, report.identity.year)
    assert found.words.published == report.identity.published
    for ident, passage in report.passages.items():
        assert found.words.passages[ident] == tuple(paragraph.text for paragraph in passage.paragraphs)


@pytest.mark.parametrize("kind", WRITERS)
@pytest.mark.parametrize("name", EXAMPLES)
def test_our_own_formats_come_back_whole(name: str, kind: str) -> None:
    report = example(name)
    found = convert(WRITERS[kind](page(report)), "report")
    assert_same(found, report)
    # The introduction, which these files leave to the program, has a line set flush with wide gaps.
    assert found.words.passages == convert(page(report).encode(), "report").words.passages


@pytest.mark.parametrize("kind", ["html", "docx"])
@settings(max_examples=12, phases=[Phase.generate])
@given(number=st.integers(0, 10**9))
def test_random_reports_come_back(kind: str, number: int) -> None:
    report = random_report(number)
    assert_same(convert(WRITERS[kind](page(report)), "report"), report)


@settings(max_examples=4, phases=[Phase.generate])
@given(number=st.integers(0, 10**9))
def test_random_reports_come_back_from_pdf(number: int) -> None:
    report = random_report(number, largest=500)
    assert_same(convert(write_pdf(page(report)), "report"), report)


def test_figures_of_eight_digits_come_back_from_pdf() -> None:
    report = random_report(2, largest=90_000_000)
    assert_same(convert(write_pdf(page(report)), "report"), report)


def test_a_page_for_layout_is_not_a_table() -> None:
    html = page(example("qinghe/2025"))
    body = (
        html[html.index("<main") : html.index("</main>")].replace("<main", "<div").replace("</main", "</div")
    )
    framed = f"<html><body><table><tr><td>首页</td><td>{body}</td></tr></table></body></html>"
    found = convert(framed.encode(), "page")
    assert values(found.reading.as_cells()) == values(example("qinghe/2025").cells)


def test_a_page_in_gb2312_is_read_by_what_it_claims() -> None:
    html = page(example("qinghe/2025")).replace('charset="utf-8"', 'charset="gb2312"')
    assert_same(convert(html.encode("gb18030"), "page"), example("qinghe/2025"))


@pytest.mark.parametrize("encoding", ["quoted-printable", "base64"])
def test_a_page_saved_in_one_file_is_read_as_the_page(encoding: str) -> None:
    saved_page = EmailMessage()
    saved_page["MIME-Version"] = "1.0"
    saved_page["Subject"] = "=?utf-8?B?5bm05oql?="
    saved_page.add_related("body {}", "css")
    html = "<html><head><meta charset='gb2312'></head><body><p>一、总体情况</p><p>全年公开3条。</p></body></html>"
    saved_page.add_related(html.encode("gbk"), "text", "html", cte=encoding)
    raw = saved_page.as_bytes()
    assert source_kind(raw) == source_kind(b"<html>")
    assert page_of(raw).text == "一、总体情况\n全年公开3条。"


def test_a_label_broken_into_many_lines_of_its_cell_is_one_label() -> None:
    report = example("qinghe/2025")
    broken = re.sub(
        r"(<th[^>]*>)([^<]{12,})(?=</th>)", lambda head: head[1] + "<br>".join(_fours(head[2])), page(report)
    )
    assert broken.count("<br>") > 20
    assert_same(convert(broken.encode(), "report"), report)


@pytest.mark.parametrize(
    "around",
    [
        '<div style="position:relative;float:right">{}</div>',
        '<html style="filter:grayscale(1)">{}',
        '<style>.con {{ position: absolute; left: 30px; transform: none; order: 2 }}</style><div class="con">{}</div>',
        '<table style="float:right"><tr><td style="position:relative"><div>{}</div></td></tr></table>',
    ],
)
def test_where_a_table_is_on_a_page_casts_no_doubt_on_its_figures(around: str) -> None:
    table = '<table style="float:right"><tr><td>规章</td><td style="position:relative;float:left">3</td></tr></table>'
    assert page_of(around.format(table).encode()).text == "规章\t3"


def _fours(words: str) -> list[str]:
    return [words[at : at + 4] for at in range(0, len(words), 4)]


def test_an_empty_cell_of_a_real_table_is_doubtful_and_its_neighbours_are_not() -> None:
    html = page(example("qinghe/2025")).replace('<td headers="', '<td data-was="', 1)
    start = html.index("<td", html.index('id="applications-table"') + 2000)
    start = html.index(">", html.index('class="number', start)) + 1
    found = convert((html[:start] + html[html.index("<", start) :]).encode(), "page")
    (doubtful,) = [cell for cell in found.reading.cells.values() if cell.doubt]
    assert (doubtful.value, doubtful.original) == (None, "")
    assert "L454" in {item.code for item in found.alterations}


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_word_document_with_merged_cells(name: str) -> None:
    report = example(name)
    found = convert(saved(word_report(report)), "report")
    assert values(found.reading.as_cells()) == values(report.cells)
    assert found.alterations == ()


_LIST = """<w:abstractNum {ns} w:abstractNumId="77"><w:lvl w:ilvl="0"><w:start w:val="1"/>
<w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%1）"/></w:lvl></w:abstractNum>"""


def test_numbers_that_word_makes_are_part_of_the_text() -> None:
    document = docx.Document()
    root = document.part.numbering_part.element
    root.insert(0, parse_xml(_LIST.format(ns=nsdecls("w"))))
    root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
    for words in ("主动公开。", "依申请公开。"):
        paragraph = document.add_paragraph(words)
        numbered = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="0"/><w:numId w:val="77"/></w:numPr>'
        paragraph._p.get_or_add_pPr().append(parse_xml(numbered))
    assert page_of(saved(document)).text == "（一）主动公开。\n（二）依申请公开。"


def test_tracked_changes_are_read_as_accepted_and_noted() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("全年公开")
    for kind, run in (("del", "<w:delText>3</w:delText>"), ("ins", "<w:t>5</w:t>")):
        change = f'<w:{kind} {nsdecls("w")} w:id="1" w:author="x"><w:r>{run}</w:r></w:{kind}>'
        paragraph._p.append(parse_xml(change))
    paragraph.add_run("条。")
    read = page_of(saved(document))
    assert read.text == "全年公开5条。"
    assert any("修订" in note.message for note in read.notes)


@pytest.mark.parametrize("kind", WRITERS)
def test_a_chart_of_ours_is_asked_for_again_and_is_no_prose(kind: str) -> None:
    report = replace(example("qinghe/2025"), chart=plans()["两年对比"])
    found = convert(WRITERS[kind](page(report)), "report")
    assert_same(found, report)
    assert "\n图表: 两年对比\n" in found.yaml


def test_glosses_over_words_are_no_text_and_text_boxes_are_read_once() -> None:
    document = docx.Document()
    run = document.add_paragraph()._p
    ruby = "<w:ruby><w:rt><w:r><w:t>gui</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>规</w:t></w:r></w:rubyBase></w:ruby>"
    run.append(parse_xml(f"<w:r {nsdecls('w')}>{ruby}</w:r>"))
    cells = "".join(f"<w:tc><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:tc>" for words in ("规章", "3"))
    box = f"<w:txbxContent><w:tbl><w:tr>{cells}</w:tr></w:tbl></w:txbxContent>"
    office = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    both = f"<mc:Choice>{box}</mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback>"
    drawn = f'<mc:AlternateContent xmlns:mc="{office}">{both}</mc:AlternateContent>'
    run.append(parse_xml(f"<w:r {nsdecls('w')}>{drawn}</w:r>"))
    read = page_of(saved(document))
    assert (read.text, read.drawn) == ("规章\t3\n规", {1})
    assert read.paragraphs == ((0, 0), (0,))
    assert any("文本框" in note.message for note in read.notes)


_STYLED = """<w:style {ns} w:type="paragraph" w:styleId="{name}"><w:name w:val="{name}"/>{inner}</w:style>"""


def test_lists_of_one_draft_count_on_and_styles_pass_their_numbers_on() -> None:
    document = docx.Document()
    root = document.part.numbering_part.element
    root.insert(0, parse_xml(_LIST.format(ns=nsdecls("w"))))
    restart = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    for number, override in ((77, ""), (78, ""), (79, restart)):
        words = f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="77"/>{override}</w:num>'
        root.append(parse_xml(words))
    listed = '<w:pPr><w:numPr><w:numId w:val="77"/></w:numPr></w:pPr>'
    for name, inner in (("Base", listed), ("Heirs", '<w:basedOn w:val="Base"/>')):
        document.styles.element.append(parse_xml(_STYLED.format(ns=nsdecls("w"), name=name, inner=inner)))
    document.add_paragraph("甲", style="Heirs")
    for number in (78, 79, 77, 79):
        place = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>'
        document.add_paragraph("乙")._p.get_or_add_pPr().append(parse_xml(place))
    assert page_of(saved(document)).text == "（一）甲\n（二）乙\n（五）乙\n（三）乙\n（六）乙"
