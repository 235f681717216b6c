"""The chart of a report: right figures, readable without colour or sight, in all three formats."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import urllib.parse
import zipfile
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml
from helpers import BASE, ROOT, codes, examined, with_entries
from pydantic import TypeAdapter

from govgen.datafile.chart import Chart, ChartPlan, chart, plans
from govgen.editions.cell_names import find
from govgen.editions.loading import editions
from govgen.render import html_tree as dom
from govgen.render.docx.pictures import picture_of, svg_to_png
from govgen.render.docx.writer import write_docx
from govgen.render.html.chart_view import WIDTH, chart_svg, chart_view
from govgen.render.html.page import Templates
from govgen.workflows.check import examine

SVG = "{http://www.w3.org/2000/svg}"
NEW = ROOT / "examples/qinghe/2025.yaml"


def drawn(kind: str) -> Chart:
    report = examine(NEW).report
    assert report.last is not None
    return chart(plans()[kind], report.figures, report.last.figures)


def test_the_charts_are_what_pydantic_makes_of_their_file() -> None:
    """The package builds them without looking; here every key, type and word of them is looked at."""
    text = (ROOT / "govgen" / "datafile" / "charts.yaml").read_text(encoding="utf-8")
    assert TypeAdapter(dict[str, ChartPlan]).validate_python(yaml.safe_load(text)) == plans()
    for plan in plans().values():
        assert plan.bars
        assert all((plan.title, plan.unit, *plan.bars))


@pytest.mark.parametrize("edition", editions(), ids=lambda edition: edition.edition)
def test_every_bar_names_one_figure_of_each_edition(edition: object) -> None:
    for plan in plans().values():
        for name in plan.bars.values():
            assert len(find(edition, tuple(name.split(".")))) == 1, name  # type: ignore[arg-type]  (an edition)


def test_figures_by_hand() -> None:
    assert [values[0] for values in drawn("办理结果").bars.values()] == [19, 6, 8, 5, 3, 1]
    compared = drawn("两年对比").bars
    assert compared["新收申请"] == (35, 42)
    assert compared["结转下年度"] == (4, 4)


def test_the_text_alternative_holds_every_figure() -> None:
    data = drawn("两年对比")
    for values in data.bars.values():
        for year, value in zip(data.series, values, strict=True):
            assert f"{year}{value}件" in data.alternative


@pytest.mark.parametrize("narrow", [False, True])
def test_bars_are_to_scale_and_stay_within_the_picture(narrow: bool) -> None:
    data = Chart("题", "件", ("甲", "乙"), {"一": (Decimal(0), Decimal(50)), "二": (None, Decimal(100))})
    view = chart_view(data, narrow=narrow)
    lengths = [[bar["length"] for bar in group["bars"]] for group in view["groups"]]
    assert lengths[0][0] == lengths[1][0] == 0
    assert lengths[1][1] == 2 * lengths[0][1] > 0
    assert view["left"] + lengths[1][1] < view["width"] - 60
    assert [bar["text"] for bar in view["groups"][1]["bars"]] == ["〔待核〕", "100"]
    assert all(
        bar["y"] + bar["height"] <= view["height"] for group in view["groups"] for bar in group["bars"]
    )


@pytest.mark.parametrize("length", [2, 10, 26, 45])
def test_names_are_never_cut(length: int) -> None:
    """However long the name of a body is: left of the bars, and above them on a phone."""
    data = Chart("题", "件", ("甲",), {"漳" * length: (Decimal(9),)})
    wide, narrow = chart_view(data), chart_view(data, narrow=True)
    assert wide["groups"][0]["x"] - 14 * length >= 0
    assert narrow["groups"][0]["x"] + 14 * length <= narrow["width"]


def test_nothing_to_show_is_still_a_chart() -> None:
    root = ElementTree.fromstring(chart_svg(Chart("题", "件", ("甲",), {"一": (Decimal(0),)})))
    assert [node.text for node in root.iter(f"{SVG}text")] == ["题（单位：件）", "一", "0"]


def test_it_reads_in_black_and_white_and_says_what_it_is() -> None:
    root = ElementTree.fromstring(chart_svg(drawn("两年对比")))
    assert {value for node in root.iter() for value in (node.get("fill"), node.get("stroke")) if value} == {
        "#000",
        "#333",
        "#fff",
    }
    assert root.get("role") == "img"
    ids = {node.get("id") for node in root.iter()}
    assert set(str(root.get("aria-labelledby")).split()) <= ids
    # This year is filled and last year is not, and the legend says which is which.
    bars = [node.get("fill") for node in root.iter(f"{SVG}rect")][1:]
    assert bars == ["#fff", "#333"] * (len(bars) // 2)


def test_names_are_escaped() -> None:
    svg = chart_svg(Chart("<b>", "件", ("甲&乙",), {'"<script>': (Decimal(1),)}))
    assert ElementTree.fromstring(svg).find(f"{SVG}title").text == "<b>"  # type: ignore[union-attr]  (there is one)
    assert "<script" not in svg


def page(folder: Path) -> str:
    item = examined(folder, with_entries("图表: 办理结果\n"))
    assert not item.findings.has_errors
    return Templates().render(item.report)


def test_it_is_in_the_first_section_with_its_data_behind_it(tmp_path: Path) -> None:
    body = dom.main_element(dom.parse(page(tmp_path)))
    (figure,) = body.iter("figure")
    assert figure in list(next(node for node in body.iter("section") if node.get("id") == "overview"))
    (image,) = figure.iter("img")
    assert "予以公开8件" in str(image.get("alt"))
    kind, _, payload = str(image.get("src")).partition(",")
    assert kind == "data:image/svg+xml"
    assert ElementTree.fromstring(urllib.parse.unquote(payload)).tag == f"{SVG}svg"
    (table,) = figure.iter("table")
    rows = [[dom.text(cell) for cell in row] for row in table.iter("tr")]
    assert rows[0] == ["项目", "2025年"]
    assert ["予以公开", "8"] in rows


def test_a_report_without_the_block_has_no_chart(tmp_path: Path) -> None:
    assert "<figure" not in Templates().render(examined(tmp_path, BASE).report)


@pytest.mark.parametrize(
    ("fragment", "code"),
    [
        ("图表: 饼图\n", "D106"),
        ("图表: {}\n", "D106"),
        ("图表: 【待填写】\n", "D108"),
        ("图表: 两年对比\n", "D133"),
    ],
)
def test_a_chart_that_cannot_be_drawn_is_reported(tmp_path: Path, fragment: str, code: str) -> None:
    item = examined(tmp_path, with_entries(fragment))
    assert code in codes(item)
    assert item.report.chart is None


def test_with_last_year_beside_it_two_years_are_compared(tmp_path: Path) -> None:
    last = BASE.replace("年度: 2025", "年度: 2024", 1)
    item = examined(tmp_path, with_entries("图表: 两年对比\n"), last=last)
    assert item.report.chart == plans()["两年对比"]
    assert "新收申请2024年13件，2025年13件" in Templates().render(item.report)


def test_word_gets_lines_and_points_with_the_words_for_them(tmp_path: Path) -> None:
    written = write_docx(page(tmp_path))
    with zipfile.ZipFile(io.BytesIO(written)) as package:
        names = package.namelist()
        (svg,) = (name for name in names if name.endswith(".svg"))
        (png,) = (name for name in names if name.endswith(".png"))
        document = package.read("word/document.xml").decode()
        types = package.read("[Content_Types].xml").decode()
        assert ElementTree.fromstring(package.read(svg)).tag == f"{SVG}svg"
        assert package.read(png).startswith(b"\x89PNG")
    assert "svgBlip" in document
    assert 'descr="2025年政府信息公开申请办理结果：予以公开8件' in document
    assert "image/svg+xml" in types
    assert written == write_docx(page(tmp_path))


def test_the_picture_is_not_blank_and_is_twice_the_size() -> None:
    png = svg_to_png(chart_svg(drawn("办理结果")))
    assert int.from_bytes(png[16:20], "big") == 2 * WIDTH
    assert len(png) > 3 * len(svg_to_png(f'<svg xmlns="{SVG[1:-1]}" width="{WIDTH}" height="300"/>'))


@pytest.mark.parametrize(
    "source",
    [
        "data:image/png;base64,AAAA",
        "data:image/svg+xml,<svg",
        "data:image/svg+xml;base64,@@@",
        "data:image/svg+xml,%ff%fe",
        "https://example.cn/a.svg",
        f"data:image/svg+xml,<svg xmlns='{SVG[1:-1]}' width='9' height='9'><image href='/etc/x.png'/></svg>",
    ],
)
def test_only_a_sound_drawing_within_the_page_is_taken(source: str) -> None:
    assert picture_of(source)[1] == b""


OWN = "图表: {渠道（条）: {政府网站: 90, 公众号: 38}}\n"


def test_a_chart_of_own_numbers_has_their_title_and_unit(tmp_path: Path) -> None:
    item = examined(tmp_path, with_entries(OWN))
    assert not item.findings.has_errors
    html = Templates().render(item.report)
    assert "2025年渠道：政府网站90条；公众号38条。" in html
    assert "2025年渠道（单位：条）</figcaption>" in html


@pytest.mark.parametrize("name", ["图表.渠道.政府网站", "渠道.政府网站", "政府网站"])
def test_prose_refers_to_a_number_of_the_chart(tmp_path: Path, name: str) -> None:
    prose = f"其他需要报告的事项: |\n  政府网站公布{{{{ {name} }}}}条。\n"
    item = examined(tmp_path, with_entries(OWN + prose))
    assert not item.findings.has_errors
    assert "政府网站公布90条。" in [line.text for _, line in item.report.paragraphs]


@pytest.mark.parametrize(
    ("fragment", "code", "line"),
    [
        ("图表: {渠道: {政府网站: 90万}}\n", "D111", 1),
        ("图表: {渠道: {政府网站: 【待填写】}}\n", "D108", 1),
        ("图表: {渠道: {}}\n", "D106", 1),
        ("图表: {渠道: 9}\n", "D106", 1),
        ("图表: {甲: {乙: 1}, 丙: {丁: 1}}\n", "D106", 1),
    ],
)
def test_a_number_of_a_chart_that_is_none_is_found(
    tmp_path: Path, fragment: str, code: str, line: int
) -> None:
    item = examined(tmp_path, fragment + BASE)
    assert code in [found.code for found in item.findings if found.span.line == line]


def test_prose_that_states_another_number_than_the_chart_is_found(tmp_path: Path) -> None:
    prose = "其他需要报告的事项: |\n  其中政府网站89条、公众号38条。\n"
    item = examined(tmp_path, with_entries(OWN + prose))
    (found,) = (found for found in item.findings if found.code == "C330")
    assert found.message == "正文写“政府网站89条”，图表里是 90"


AXE = Path(os.environ.get("GOVGEN_JUDGES", ""), "node_modules/axe-core")


@pytest.mark.skipif(
    not AXE.is_dir() or shutil.which("chromium") is None,
    reason="set GOVGEN_JUDGES to FOLDER after: npm install --prefix FOLDER playwright-core axe-core",
)
def test_a_page_with_a_chart_is_accessible_and_fits_a_phone(tmp_path: Path) -> None:
    file = tmp_path / "chart.html"
    file.write_text(page(tmp_path), encoding="utf-8")
    done = subprocess.run(
        ["node", str(ROOT / "tests/judges/axe.cjs"), str(shutil.which("chromium")), str(file)],
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    seen = json.loads(done.stdout)
    assert len(seen) >= 4
    assert all(view["violations"] == [] and view["overflow"] <= 0 and view["passes"] > 20 for view in seen)
