"""The ruler laid on the printed page: GB/T 9704-2012 in points."""

from __future__ import annotations

import inspect
import io
import itertools
import re
import unicodedata

import pdf_sample
import pdfplumber
import pytest
from helpers import ROOT
from pdf_reading import BOTTOM, LEFT, MIRRORED, POINT, RIGHT, TOP, Node, Paper, paper
from pdf_sample import BODY, real, report
from weasyprint.layout import inline

from govgen.editions.loading import load
from govgen.render import html_tree as dom
from govgen.render.pdf.weasyprint import guard, justify
from govgen.render.pdf.writer import write_pdf

CHARACTER = (RIGHT - LEFT) / 28
LINE = (BOTTOM - TOP) / 22
YEARS = [2025, 2020]


def prose(printed: Paper) -> list[Node]:
    """The paragraphs and headings of the report outside its tables, the signature left out."""
    return [node for node in printed.tree.find("P", "H2", "H3", "H4") if node not in printed.tree.kids]


def baselines(chars: list[dict]) -> list[float]:
    """The lines of body text of a page, from the top down, in points from the top."""
    return sorted(
        {
            round(297 * POINT - char["matrix"][5], 1)
            for char in chars
            if char["mcid"] is not None and char["size"] > 15.5
        }
    )


def test_a_page_of_plain_text_has_22_lines_of_28_characters() -> None:
    printed = paper(report(overview=f'<p style="text-indent: 0">{"永" * 28 * 60}</p>'))
    (long,) = [node for node in printed.tree.find("P") if "永永" in printed.text(node)]
    lines = printed.lines(long)
    assert {len(line) for line in lines} == {28}
    by_page = {page: sum(at == page for at, _ in long.pieces) for page in long.pages}
    assert by_page[1] == by_page[2] == 22


def test_a_page_is_filled_where_one_line_of_a_paragraph_fits_at_its_end() -> None:
    """Word and browsers fill it too; only the last line of a paragraph is not alone on a page."""
    printed = paper(report(overview=f"<p>{'永' * 28 * 5}</p>" * 28))
    last = next(node for node in printed.tree.find("P") if node.pages == {1, 2})
    assert sum(page == 1 for page, _ in last.pieces) == 1
    assert len(baselines(printed.chars[1])) == 22


def test_lines_stand_at_even_distances_whatever_faces_they_mix() -> None:
    mixed = (
        '<h3 class="level-2"><span class="face">（一）楷体</span></h3>'
        '<p><span class="run-in level-2">（一）楷体。</span>宋体Latin 12①℃㎡㑇堃垚淼犇𬭊珺镕喆昇后文</p>'
    ) * 12
    printed = paper(report(overview=mixed))
    lines = [line for node in prose(printed) if "楷体" in printed.text(node) for line in printed.lines(node)]
    starts = [round(line[0]["matrix"][5], 2) for line in lines]
    steps = [a - b for a, b in itertools.pairwise(starts) if a > b]
    assert len(steps) > 25
    assert all(step == pytest.approx(LINE, abs=0.05) for step in steps)


@pytest.mark.parametrize("year", YEARS)
def test_full_lines_of_prose_are_flush_at_both_edges(year: int) -> None:
    printed = paper(report(year))
    seen = 0
    for node in prose(printed):
        lines = printed.lines(node)
        for number, line in enumerate(lines):
            indent = 2 * CHARACTER if number == 0 else 0
            assert line[0]["x0"] == pytest.approx(LEFT + indent, abs=0.5)
            if line is not lines[-1]:
                lacking = RIGHT - line[-1]["x1"]
                seen += abs(lacking) < 0.5
                # A number that is kept whole leaves a line ragged rather than gaps like blanks.
                assert abs(lacking) < 0.5 or lacking > (len(line) - 1) * CHARACTER / 4
    assert seen > 25


def right_edges(printed: Paper) -> list[float]:
    """Where the full lines of the sample's paragraphs end."""
    nodes = [node for node in printed.tree.find("P") if "三农" in printed.text(node)]
    return [line[-1]["x1"] for node in nodes for line in printed.lines(node)[:-1]]


def test_without_the_patch_the_right_edge_is_ragged(monkeypatch: pytest.MonkeyPatch) -> None:
    guard.check()  # raises where another WeasyPrint is installed: review the patches, then take its digests
    assert min(right_edges(paper(report()))) > RIGHT - 0.5
    monkeypatch.setattr(inline, "justify_line", inspect.unwrap(inline.justify_line))
    assert min(right_edges(Paper(write_pdf(report())))) < RIGHT - 10


def test_room_is_given_between_chinese_characters_never_within_figures_words_or_dashes() -> None:
    words = "共128条，Web端——完成"
    gaps = [*justify.open_gaps(words), False]
    assert (
        "".join(mark + "|" * gap for mark, gap in zip(words, gaps, strict=True))
        == "共|128|条|，|Web|端|——|完|成"
    )
    printed = paper(report())
    for node in prose(printed):
        for line in printed.lines(node)[:-1]:
            for one, other in itertools.pairwise(line):
                if one["text"].isdigit() and other["text"].isdigit():
                    assert other["x0"] - one["x1"] == pytest.approx(0, abs=0.3)


def test_a_line_is_not_torn_apart_before_a_word_that_cannot_be_broken() -> None:
    printed = paper(report(overview=f"<p>见网站{'w' * 40}等处。</p>"))
    (node,) = [node for node in printed.tree.find("P") if "www" in printed.text(node)]
    first = printed.lines(node)[0]
    assert "".join(char["text"] for char in first) == "见网站"
    assert first[-1]["x1"] < LEFT + 7 * CHARACTER


def test_lines_are_flush_too_where_two_characters_make_one_glyph() -> None:
    printed = paper(report(overview="<p>" + "用cafe\u0301等，" * 40 + "</p>"))
    (node,) = [node for node in printed.tree.find("P") if "caf" in printed.text(node)]
    edges = [line[-1]["x1"] for line in printed.lines(node)[:-1]]
    assert len(edges) > 5
    assert all(edge == pytest.approx(RIGHT, abs=1.5) for edge in edges)


def test_figures_are_never_broken() -> None:
    """Nor what is printed for an unknown figure, in the same narrow column."""
    html = report().replace(">123<", ">98765<")
    printed = paper(re.sub(r'class="number"([^>]*>)124<', r'class="number longer"\1〔待核〕<', html))
    for words in ("98765", "〔待核〕"):
        (cell,) = [cell for cell in printed.tree.find("TD") if printed.text(cell) == words]
        assert len(printed.lines(cell)) == 1


@pytest.mark.parametrize("year", YEARS)
def test_no_page_has_more_than_22_lines_nor_anything_beside_the_text_area(year: int) -> None:
    for chars in paper(report(year)).chars:
        assert len(baselines(chars)) <= 22
        for char in chars:
            if char["mcid"] is not None:
                assert min(char["x0"] - LEFT, RIGHT - char["x1"]) > -0.5
                assert min(char["top"] - TOP, BOTTOM - char["bottom"]) > -0.5


def test_the_title_is_centred_its_lines_broken_by_sense() -> None:
    printed = paper(report())
    (title,) = printed.tree.find("H1")
    lines = printed.lines(title)
    assert ["".join(char["text"] for char in line) for line in lines] == [
        BODY,
        "2025年政府信息公开工作年度报告",
    ]
    for line in lines:
        assert {round(char["size"]) for char in line} == {22}
        assert (line[0]["x0"] + line[-1]["x1"]) / 2 == pytest.approx((LEFT + RIGHT) / 2, abs=1)


@pytest.mark.parametrize("extra", [0, 1, 3, 20, 21])
def test_a_title_too_long_for_a_line_is_broken_evenly(extra: int) -> None:
    body = f"{'某' * (16 + extra)}人民政府"
    printed = paper(real(body))
    (title,) = printed.tree.find("H1")
    lines = ["".join(char["text"] for char in line) for line in printed.lines(title)]
    assert "".join(lines) == f"{body}2025年政府信息公开工作年度报告"
    assert all(4 <= len(line) <= 20 for line in lines)


def test_sizes_and_faces_follow_the_levels() -> None:
    printed = paper(report())

    def faces(*roles: str) -> set[tuple[str, int]]:
        nodes = printed.tree.find(*roles)
        chars = [char for node in nodes for _, char in printed.own_chars(node)]
        words = [char for char in chars if not char["text"].isdigit()]
        digits = {char["fontname"].split("+")[1] for char in chars if char["text"].isdigit()}
        assert digits <= {"Noto-Serif-CJK-SC-Digits", "Noto-Serif-CJK-SC-Digits-Bold"}
        return {(char["fontname"].split("+")[1], round(char["size"])) for char in words}

    assert faces("H1") == {("Noto-Serif-CJK-SC-Bold", 22)}
    assert faces("H2") == {("Noto-Sans-CJK-SC", 16)}
    assert faces("H3") == {("LXGW-WenKai", 16)}
    assert faces("H4") == {("Noto-Serif-CJK-SC", 16)}
    assert faces("P") == {("Noto-Serif-CJK-SC", 16), ("LXGW-WenKai", 16)}


def test_page_numbers_stand_at_the_outer_edge_one_character_in() -> None:
    for number, chars in enumerate(paper(report()).chars, start=1):
        foot = [
            char for char in chars if char["mcid"] is None and char["top"] > BOTTOM and char["text"].strip()
        ]
        assert "".join(char["text"] for char in foot) == f"—{number}—"
        assert {round(char["size"]) for char in foot} == {14}
        assert len({round(char["top"], 2) for char in foot}) == 1
        if number % 2:
            assert foot[-1]["x1"] == pytest.approx(RIGHT - 14, abs=0.5)
        else:
            assert foot[0]["x0"] == pytest.approx(LEFT + 14, abs=0.5)


def test_the_wider_margin_is_the_binding_edge_right_on_even_pages() -> None:
    with pdfplumber.open(io.BytesIO(paper(real()).data)) as pdf:
        starts = [min(char["x0"] for char in page.chars if char["mcid"] is not None) for page in pdf.pages]
    wide, narrow = starts[::2], starts[1::2]
    assert min(wide) == pytest.approx(28 * POINT, abs=1)
    assert min(narrow) == pytest.approx(26 * POINT, abs=1)


def test_the_dash_of_the_page_number_is_7_mm_below_the_text() -> None:
    scale = 300 / 72
    with pdfplumber.open(io.BytesIO(paper(report()).data)) as pdf:
        image = pdf.pages[0].to_image(resolution=300).original.convert("L")
    dash = image.crop(
        (int((RIGHT - 60) * scale), int(BOTTOM * scale), int((RIGHT - 44) * scale), image.height)
    )
    rows = [y for y in range(dash.height) if min(dash.crop((0, y, dash.width, y + 1)).tobytes()) < 128]
    assert rows
    assert rows[0] / scale == pytest.approx(7 * POINT, abs=0.6)
    assert len(rows) / scale < 2


def test_a_draft_says_so_in_the_top_margin_of_every_page() -> None:
    tall = "#applications td { padding: 20pt 0 }"
    for printed in (
        paper(report(), draft=True),
        paper(report(2020, draft=True, css=tall)),
        paper(real(), draft=True),
    ):
        for chars in printed.chars:
            shown = [char for char in chars if char["bottom"] < TOP]
            assert "".join(char["text"] for char in shown).strip() == "草稿"
            middle = (shown[0]["x0"] + shown[1]["x1"]) / 2
            assert middle == pytest.approx((LEFT + RIGHT) / 2, abs=1)
    assert not [char for chars in paper(report()).chars for char in chars if char["bottom"] < TOP]


@pytest.mark.parametrize(
    ("body", "longer"), [(BODY, False), ("县财政局", True), ("青禾县发展和改革委员会", False)]
)
def test_the_signature_stands_by_clause_7_3_5_2(body: str, *, longer: bool) -> None:
    printed = paper(real(body))
    name, date = (printed.lines(node)[0] for node in printed.tree.kids[-2:])
    assert date[0]["x0"] - name[0]["x0"] == pytest.approx(2 * CHARACTER, abs=0.5)
    assert (date if longer else name)[-1]["x1"] == pytest.approx(RIGHT - 2 * CHARACTER, abs=0.5)
    if longer:
        assert name[-1]["x1"] < RIGHT - 2 * CHARACTER
    last = printed.lines(printed.tree.find("P")[-3])[-1]
    if last[0]["page_number"] == name[0]["page_number"]:
        assert last[0]["matrix"][5] - name[0]["matrix"][5] == pytest.approx(2 * LINE, abs=1)


@pytest.mark.parametrize("length", [26, 27, 45])
def test_a_name_too_long_for_a_line_is_signed_on_several_within_the_text(length: int) -> None:
    """Both edges of 7.3.5.2 hold, and the date still starts two characters right of the name."""
    printed = paper(real(f"{'某' * (length - 4)}人民政府"))
    *_, signed, dated = printed.tree.kids
    lines, (date,) = printed.lines(signed), printed.lines(dated)
    assert sum(map(len, lines)) == length
    assert len(lines) == 1 if length <= 26 else len(lines) > 1
    assert {round(line[0]["x0"]) for line in lines} == {round(lines[0][0]["x0"])}
    assert lines[0][0]["x0"] > LEFT - 0.5
    assert max(line[-1]["x1"] for line in lines) == pytest.approx(RIGHT - 2 * CHARACTER, abs=0.5)
    assert date[0]["x0"] - lines[0][0]["x0"] == pytest.approx(2 * CHARACTER, abs=0.5)


def first_page(node: Node) -> int:
    return min(node.pages)


@pytest.mark.parametrize("filler", range(1, 22, 4))
@pytest.mark.parametrize("year", YEARS)
def test_nothing_is_parted_that_belongs_together(year: int, filler: int) -> None:
    """However much text is before them: rows, headings with what they head, groups, heads of tables."""
    printed = paper(report(year, overview="<p>情况。</p>" * filler))
    for section in printed.tree.find("Sect")[1:]:
        heading, *rest = section.kids
        assert heading.role == "H2"
        assert heading.pages == {first_page(rest[0])}
    for number, table in enumerate(printed.tree.find("Table")):
        rows = table.find("TR")
        assert all(len(row.pages) == 1 for row in rows)
        assert all(len(cell.pages) <= 1 for cell in table.find("TD"))
        if number == 0:
            assert all(len(body.pages) == 1 for body in table.find("TBody"))
            continue
        tops = [first_page(row) for row in rows]
        head = len(table.find("THead")[0].kids)
        assert len(set(tops[: head + 4])) == 1
        for at, row in enumerate(rows):
            for cell in row.kids:
                tall = int(cell.attribute("RowSpan") or 1)
                if 1 < tall <= 8:
                    assert len(set(tops[at : at + tall])) == 1


def labels_that_go_on(printed: Paper, table: Node) -> list[tuple[int, str]]:
    """The pages of a table after its first one with the labels of rows that began on a page before."""
    rows = table.find("TR")
    firsts = {page: at for at, row in reversed(list(enumerate(rows))) for page in row.pages}
    return [
        (page, printed.text(cell))
        for page, first in sorted(firsts.items())
        for at, row in enumerate(rows[:first])
        for cell in row.kids
        if cell.role == "TH" and at + int(cell.attribute("RowSpan") or 1) > first
    ]


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("filler", [1, 9])
def test_a_table_that_no_page_holds_begins_below_its_heading_and_repeats_labels(
    year: int, filler: int
) -> None:
    """The label of a group that goes on is printed as an artifact; in the tags it is one cell of all its rows."""
    tall = "#applications th, #applications td { padding: 8pt 3pt }"
    printed = paper(report(year, overview="<p>情况。</p>" * filler, css=tall))
    section = next(node for node in printed.tree.find("Sect") if len(node.pages) > 1 and node.find("THead"))
    heading, table = section.kids
    assert heading.pages == {first_page(table)}
    (group,) = [cell for cell in table.find("TH") if int(cell.attribute("RowSpan") or 1) > 8]
    assert printed.text(group).startswith("三、")
    going_on = labels_that_go_on(printed, table)
    assert printed.text(group) in {label for _, label in going_on}
    for page, label in going_on:
        assert "".join(printed.artifacts(page)).count(label) == 1


def test_each_page_of_a_long_table_has_the_labels_of_its_groups(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of an invented edition, in which a repeated label is so long that it moves rows to a further page."""
    rows = "".join(f"                  - {{id: more_{n}, label: {n}.情形{n}}}\n" for n in range(4, 43))
    group = "              - {{id: {0}, label: （{0}）{0}的结果, children: [{1}]}}\n"
    cases = ", ".join(f"{{{{id: {{0}}_{n}, label: {n}.{{0}}的情形{n}}}}}" for n in range(1, 9))
    groups = "".join(group.format(name, cases.format(name)) for name in ("a", "b", "c", "d"))
    text = (ROOT / "govgen" / "editions" / "2021.yaml").read_text(encoding="utf-8")
    for old, new in (
        (
            "label: （六）其他处理",
            "label: （六）" + "其他各种处理办法" * 12 + "\n                key: 其他处理",
        ),
        ("              - {id: results_total", f"{rows}{groups}              - {{id: results_total"),
    ):
        assert old in text
        text = text.replace(old, new)
    edition = load(text, "2021.yaml")
    monkeypatch.setattr(pdf_sample, "edition_for", lambda _: edition)
    monkeypatch.setattr(pdf_sample, "editions", lambda: (edition,))
    printed = paper(report())
    going_on = labels_that_go_on(printed, printed.tree.find("Table")[1])
    assert {label[:3] for _, label in going_on} == {"三、本", "（六）"}
    for page, label in going_on:
        assert "".join(printed.artifacts(page)).count(label) == 1


def test_parted_tables_are_closed_right_below_their_last_row() -> None:
    """The cell that goes on to the next page has a line under it, where the row beside it ends."""
    seen = 0
    for filler in range(1, 22, 4):
        tall = "#applications th, #applications td { padding: 8pt 3pt }"
        printed = paper(report(overview="<p>情况。</p>" * filler, css=tall))
        table = printed.tree.find("Table")[1]
        if len(table.pages) == 1:
            continue
        seen += 1
        page = first_page(table)
        last = [row for row in table.find("TR") if first_page(row) == page][-1]
        bottom = max(char["bottom"] for _, char in printed.own_chars(last))
        with pdfplumber.open(io.BytesIO(printed.data)) as pdf:
            sheet = pdf.pages[page]
            edges = [edge for edge in sheet.edges if edge["orientation"] == "h" and edge["top"] > bottom - 1]
            sides = [edge for edge in sheet.edges if edge["orientation"] == "v"]
        assert {round(edge["x0"]) for edge in edges} & {round(LEFT - MIRRORED * (page % 2))}
        lowest = max(edge["bottom"] for edge in sides)
        assert lowest == pytest.approx(max(edge["bottom"] for edge in edges), abs=1)
        assert lowest < bottom + 16
    assert seen


def test_lines_of_tables_are_thin_and_figures_stand_in_the_middle() -> None:
    printed = paper(report())
    with pdfplumber.open(io.BytesIO(printed.data)) as pdf:
        widths = {round(line["linewidth"], 2) for page in pdf.pages for line in page.lines}
    assert widths == {0.5}
    table = printed.tree.find("Table")[1]
    middles = {}
    for row in table.find("TR")[3:]:
        for column, cell in enumerate(reversed(row.find("TD"))):
            line = printed.lines(cell)[0]
            middles.setdefault(column, set()).add(round((line[0]["x0"] + line[-1]["x1"]) / 2, 1))
    assert len(middles) == 7
    assert all(max(column) - min(column) < 1 for column in middles.values())


@pytest.mark.parametrize("year", YEARS)
def test_the_text_is_that_of_the_page_and_every_glyph_is_a_character(year: int) -> None:
    html = report(year)
    printed = paper(html)
    assert printed.text(printed.tree) == "".join(dom.text(dom.main_element(dom.parse(html))).split())
    for chars in printed.chars:
        for char in chars:
            assert len(char["text"]) == 1
            assert unicodedata.category(char["text"]) not in {"Cc", "Co", "Cn", "Cs"}
