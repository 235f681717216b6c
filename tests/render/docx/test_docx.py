"""The Word document: read back from its parts and compared with the page it was made of."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
import zipfile
from xml.etree.ElementTree import Element

import docx
import pytest
from docx_reading import W, body_of, paragraphs, style, value, word_cells, words
from helpers import ROOT
from html_sample import BODY, RICH, YEAR, page, sample

from govgen.editions.edition import Edition
from govgen.editions.loading import editions
from govgen.render.docx.writer import write_docx
from govgen.render.html_tree import main_element, parse, place, text

each_edition = pytest.mark.parametrize("edition", editions(), ids=lambda edition: edition.edition)
NEWEST = editions()[-1]


@pytest.fixture(scope="module")
def written() -> bytes:
    return write_docx(sample(NEWEST))


def html_cells(table: Element) -> dict[tuple[int, int], str]:
    return {
        (cell.row + down, cell.column + across): text(cell.node)
        for cell in place(table)
        for down in range(cell.rowspan)
        for across in range(cell.colspan)
    }


@each_edition
def test_every_cell_stands_where_it_stands_on_the_page(edition: Edition) -> None:
    html = sample(edition)
    on_page = [html_cells(table) for table in main_element(parse(html)).iter("table")]
    in_word = [word_cells(table) for table in body_of(write_docx(html)).iter(f"{W}tbl")]
    assert in_word == on_page
    assert [len(cells) > 50 for cells in on_page] == [True, True, True]


@each_edition
def test_paragraphs_are_those_of_the_page_in_order(edition: Edition) -> None:
    html = sample(edition)
    wanted = [
        text(node)
        for node in main_element(parse(html)).iter()
        if node.tag in {"h1", "h2", "h3", "h4", "h5", "p"}
    ]
    assert [words(node) for node in paragraphs(write_docx(html))] == wanted
    assert len(wanted) > 25


def test_every_figure_stands_in_a_cell_of_its_own(written: bytes) -> None:
    figures = [words(cell) for cell in body_of(written).iter(f"{W}tc") if words(cell).isdigit()]
    assert len(figures) == len(set(figures)) == len(NEWEST.refs)


def test_hidden_captions_name_the_tables_without_being_seen(written: bytes) -> None:
    tables = list(body_of(written).iter(f"{W}tbl"))
    keys = [table.key for table in NEWEST.tables]
    assert [value(table, "tblPr/tblCaption") for table in tables] == keys
    assert [value(table, "tblPr/tblDescription") for table in tables] == keys
    assert not {style(paragraph) for paragraph in paragraphs(written)} & {"Caption"}
    assert not {words(paragraph) for paragraph in paragraphs(written)} & set(keys)


def test_a_page_without_main_is_refused() -> None:
    with pytest.raises(ValueError, match="<main>"):
        write_docx("<p>甲</p>")


def test_properties_come_from_the_head_of_the_page(written: bytes) -> None:
    core = docx.Document(io.BytesIO(written)).core_properties
    assert core.title == f"{BODY}{YEAR}年政府信息公开工作年度报告"
    assert core.author == core.last_modified_by == BODY
    assert core.language == "zh-CN"
    assert core.keywords == "政府信息公开,年度报告"
    assert core.comments == f"{BODY}{YEAR}年度报告"
    assert (core.created.isoformat(), core.modified.isoformat()) == (
        "2026-01-18T00:00:00+00:00",
        "2026-01-20T00:00:00+00:00",
    )


@pytest.mark.parametrize(
    ("head", "created"),
    [
        ("", None),
        ('<meta name="dcterms.created" content="昨天">', None),
        ('<meta name="DCTERMS.modified" content="2026-02-03">', "2026-02-03"),
        ('<meta name="dcterms.created" content="2026-02-03T04:00:00+08:00">', "2026-02-02"),
    ],
)
def test_dates_never_come_from_the_clock(head: str, created: str | None) -> None:
    core = docx.Document(io.BytesIO(write_docx(page("<h1>题目</h1>", head)))).core_properties
    assert (core.created and core.created.date().isoformat()) == created
    assert core.title == "题目"


def test_a_long_description_is_cut_to_what_a_property_holds() -> None:
    made = write_docx(page("<p>文</p>", f'<meta name="description" content="{"长" * 300}">'))
    assert docx.Document(io.BytesIO(made)).core_properties.comments == "长" * 255


SCRIPT = """
import hashlib, sys
from govgen.render.docx.writer import write_docx
print(hashlib.sha256(write_docx(sys.stdin.buffer.read().decode(), draft=True)).hexdigest())
"""


def digest(html: str, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        input=html.encode(),
        capture_output=True,
        env={**os.environ, **environment},
        cwd=ROOT,
        check=True,
    )
    return done.stdout.decode().strip()


def test_bytes_are_the_same_in_every_process() -> None:
    html = sample(NEWEST, extra=RICH)
    digests = {
        digest(html, PYTHONHASHSEED="0", TZ="UTC"),
        digest(html, PYTHONHASHSEED="77", TZ="Asia/Shanghai"),
        hashlib.sha256(write_docx(html, draft=True)).hexdigest(),
    }
    assert len(digests) == 1


def test_archive_tells_no_time_and_no_system(written: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(written)) as archive:
        entries = archive.infolist()
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert {entry.create_system for entry in entries} == {3}
    names = [entry.filename for entry in entries]
    assert names[0] == "[Content_Types].xml"
    assert names[1:] == sorted(names[1:])
