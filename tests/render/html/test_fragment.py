"""The piece to paste into a web site's editor: nothing that can collide, nothing lost."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from rendering import NAMES, example, office, page, report

from govgen.render import html_tree as dom
from govgen.render.html.fragment import write_fragment
from govgen.render.html.page import Templates

each_example = pytest.mark.parametrize("name", NAMES)


def text_of(html: str) -> str:
    return write_fragment(html).decode("utf-8-sig")


def body_of(fragment: str) -> Element:
    body = dom.parse(f"<!DOCTYPE html><body>{fragment}").find("body")
    assert body is not None
    return body


Cells = dict[tuple[int, int], tuple[str, int, int, str]]


def cells(table: Element) -> Cells:
    return {
        (cell.row, cell.column): (str(cell.node.tag), cell.rowspan, cell.colspan, dom.text(cell.node))
        for cell in dom.place(table)
    }


@each_example
def test_its_tables_read_back_equal(name: str) -> None:
    wanted = [cells(table) for table in dom.main_element(dom.parse(page(name))).iter("table")]
    found = [cells(table) for table in body_of(text_of(page(name))).iter("table")]
    assert found == wanted
    assert sum(map(len, found)) > len(example(name).edition.refs)


@each_example
def test_its_words_are_those_of_the_report_in_order(name: str) -> None:
    wanted = dom.text(dom.main_element(dom.parse(page(name))))
    assert "".join(dom.text(body_of(text_of(page(name)))).split()) == "".join(wanted.split())


@each_example
def test_nothing_in_it_can_collide_or_needs_the_page(name: str) -> None:
    for node in body_of(text_of(page(name))).iter():
        assert {"id", "class", "headers", "aria-labelledby"}.isdisjoint(node.attrib)
        assert ("overflow-x" in (node.get("style") or "")) is (node.get("tabindex") == "0")
        assert node.tag not in {"main", "section", "footer", "nav", "style", "script"}


@each_example
def test_tables_keep_their_form_where_an_editor_drops_styles(name: str) -> None:
    tables = list(body_of(text_of(page(name))).iter("table"))
    assert [table.get("border") for table in tables] == ["1"] * len(tables) == ["1", "1", "1"]
    for table in tables:
        placed = dom.place(table)
        assert all("border:1px solid" in (cell.node.get("style") or "") for cell in placed)
        assert {cell.node.get("scope") for cell in placed if cell.is_header} >= {"col"}
        first = [float((cell.node.get("width") or "").rstrip("%")) for cell in placed if cell.row == 0]
        assert sum(first) == pytest.approx(100, abs=0.1)


def test_declarations_stand_once_and_the_later_wins() -> None:
    styles = [node.get("style") or "" for node in body_of(text_of(page())).iter()]
    names = [re.findall(r"(?:^|;)([a-z-]+):", style) for style in styles]
    assert all(len(each) == len(set(each)) for each in names)
    (date,) = (node for node in body_of(text_of(page())).iter("p") if dom.text(node) == "2026年1月18日")
    assert "text-align:right" in (date.get("style") or "")


def test_a_chart_and_its_caption_stand_in_the_middle() -> None:
    body = body_of(text_of(Templates().render(report("图表: 办理结果\n"))))
    (around,) = (node for node in body.iter("div") if node.find("img") is not None)
    assert "max-width:100%" in (around[0].get("style") or "")
    (caption,) = around.findall("p")
    assert all("text-align:center" in (node.get("style") or "") for node in (around, caption))
    assert "text-indent:0" in (caption.get("style") or "")


def test_angle_brackets_survive() -> None:
    words = "印发《〈条例〉实施细则》<试行> & “a<b”。"
    written = text_of(Templates().render(report(f"其他需要报告的事项: |\n  {words}\n")))
    assert "《〈条例〉实施细则》&lt;试行&gt; &amp; “a&lt;b”。" in written
    assert words in [dom.text(node) for node in body_of(written).iter("p")]


def test_characters_that_a_gbk_page_lacks_are_written_as_numbers() -> None:
    written = text_of(Templates().render(report("其他需要报告的事项: |\n  㑇村、𬭊厂、堃垚。\n")))
    assert "&#13383;村、&#183114;厂、堃垚。" in written
    assert written.encode("gbk").decode("gbk") == written


def test_it_opens_rightly_without_a_head() -> None:
    assert write_fragment(page()).startswith(b"\xef\xbb\xbf<div ")


def test_a_draft_says_so_first() -> None:
    first = next(iter(body_of(text_of(page(draft=True)))))[0]
    assert dom.text(first).startswith("草稿")
    assert "草稿" not in text_of(page())


def test_what_an_office_changes_reaches_it(tmp_path: Path) -> None:
    change = '<p><a href="#main">回到开头</a><a href="https://example.gov.cn/">本站</a></p>'
    templates = office(
        tmp_path, "report.html.j2", "</footer>\n</main>", f"</footer><aside>{change}</aside></main>"
    )
    written = text_of(templates.render(example()))
    assert '<a href="https://example.gov.cn/">本站</a>' in written
    assert "<a>回到开头</a>" in written


def test_an_offices_own_style_wins_and_hidden_parts_stay_out(tmp_path: Path) -> None:
    note = '<aside><p style="text-indent: 0">甲</p><p class="visually-hidden">乙</p><p hidden>丙</p></aside>'
    templates = office(tmp_path, "report.html.j2", "</main>", f"{note}</main>")
    written = text_of(templates.render(example()))
    assert re.search(r'<p style="[^"]*text-indent:0">甲</p>', written)
    assert "乙" not in written
    assert "丙" not in written
