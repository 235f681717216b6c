"""``govgen county sum``: every cell the sum of the bodies', its terms listed, and no part taken for the whole."""

from __future__ import annotations

import io
import json
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from county_sample import BODIES, county, data_file, tables
from helpers import BASE, with_entries
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter

from govgen.cli.app import run
from govgen.editions.cell_names import find
from govgen.editions.loading import edition_for
from govgen.editions.table import CellRef
from govgen.findings.finding import Level
from govgen.workflows.check import examine
from govgen.workflows.county.received import Received, Roll
from govgen.workflows.county.sums import add_up, terms_of
from govgen.workflows.report_task import read_report

EDITIONS = [edition for year in (2020, 2025) if (edition := edition_for(year))]


@pytest.fixture
def inbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return county(tmp_path, {body: data_file(body, 4 + place) for place, body in enumerate(BODIES)})


def summed(inbox: Path, *more: str) -> int:
    return run(["county", "sum", str(inbox), "--year", "2025", "-o", "县/2025.yaml", *more])


def codes_of(file: Path) -> set[str]:
    return {item.code for item in examine(file).findings}


def test_every_cell_is_the_sum_of_the_bodies(inbox: Path) -> None:
    assert summed(inbox) == 0
    total = read_report(Path("县/2025.yaml"))
    parts = [read_report(inbox / body / "2025.yaml") for body in BODIES]
    for ref, cell in total.cells.items():
        assert cell.value == sum(part.cells[ref].value for part in parts), total.edition.name_of(ref)
    assert [source.body for source in total.head.facts.sources] == list(BODIES)
    assert "B205" not in codes_of(Path("县/2025.yaml"))


def test_a_figure_altered_by_hand_is_found_with_its_terms(inbox: Path) -> None:
    summed(inbox)
    file = Path("县/2025.yaml")
    text = file.read_text(encoding="utf-8")
    wrong = text.replace("行政许可: {本年处理决定数量: 372}", "行政许可: {本年处理决定数量: 373}")
    assert wrong != text
    file.write_text(wrong, encoding="utf-8")
    (found,) = [item for item in examine(file).findings if item.code == "B205"]
    assert found.level is Level.ERROR
    assert "写作 373，各机关之和是 372，差 1" in found.message
    assert [item.message for item in found.related] == [f"{body} 124" for body in BODIES]
    assert {item.file for item in found.related} == {f"../收件/{body}/2025.yaml" for body in BODIES}


def test_any_single_figure_altered_is_found(inbox: Path) -> None:
    summed(inbox)
    report = examine(Path("县/2025.yaml"))
    lines = report.source.text.split("\n")
    stated = {ref: cell for ref, cell in report.report.cells.items() if cell.text and not cell.computed}
    assert len(stated) > 8
    for ref, cell in stated.items():
        line = lines[cell.span.line - 1]
        altered = line[: cell.span.column - 1] + str(cell.value + 1) + line[cell.span.end_column - 1 :]
        text = "\n".join([*lines[: cell.span.line - 1], altered, *lines[cell.span.line :]])
        Path("县/2025.yaml").write_text(text, encoding="utf-8")
        assert "B205" in codes_of(Path("县/2025.yaml")), report.report.edition.name_of(ref)


def test_a_missing_body_stops_the_sum_or_stays_an_error(
    inbox: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (inbox / BODIES[2] / "2025.yaml").unlink()
    assert summed(inbox) == 1
    assert not Path("县/2025.yaml").exists()
    assert f"没有报来：{BODIES[2]}" in capsys.readouterr().err
    assert summed(inbox, "--allow-missing") == 1
    (found,) = [item for item in examine(Path("县/2025.yaml")).findings if item.code == "B206"]
    assert found.message == f"“{BODIES[2]}”还没有汇总进来"
    (inbox / BODIES[2] / "2025.yaml").write_text(data_file(BODIES[2]), encoding="utf-8")
    assert summed(inbox) == 0
    assert "B206" not in codes_of(Path("县/2025.yaml"))


def test_a_failing_body_stops_the_sum(inbox: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = inbox / BODIES[0] / "2025.yaml"
    file.write_text(
        data_file(BODIES[0]).replace("予以公开: {自然人: 4}", "予以公开: {自然人: 3}"), encoding="utf-8"
    )
    assert summed(inbox) == 1
    assert f"没有通过审核：{BODIES[0]}（1 处错误）" in capsys.readouterr().err


def test_a_report_sent_again_asks_for_a_new_sum(inbox: Path) -> None:
    """Beside the warning the sums are still compared, with the files as they are now."""
    summed(inbox)
    (inbox / BODIES[0] / "2025.yaml").write_text(data_file(BODIES[0], 9), encoding="utf-8")
    found = [item for item in examine(Path("县/2025.yaml")).findings if item.code in {"K520", "B205"}]
    assert [item.message for item in found if item.code == "K520"] == [
        f"“{BODIES[0]}”已重新报送（../收件/{BODIES[0]}/2025.yaml），请重新汇总"
    ]
    sums = [item.message for item in found if item.code == "B205"]
    assert len(sums) == 2
    assert all("写作 15，各机关之和是 20，差 5" in message for message in sums)


def test_a_figure_altered_by_hand_is_found_though_one_source_changed(inbox: Path) -> None:
    """A change of words in one source leaves all figures as they were."""
    summed(inbox)
    source = inbox / BODIES[0] / "2025.yaml"
    source.write_text(source.read_text(encoding="utf-8") + "# 核对过\n", encoding="utf-8")
    assert codes_of(Path("县/2025.yaml")) & {"K520", "B205"} == {"K520"}
    file = Path("县/2025.yaml")
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("行政许可: {本年处理决定数量: 372}", "行政许可: {本年处理决定数量: 37}"))
    assert codes_of(file) & {"K520", "B205"} == {"K520", "B205"}


def test_without_one_source_a_sum_below_the_others_is_wrong_and_one_above_is_not_judged(inbox: Path) -> None:
    summed(inbox)
    (inbox / BODIES[0] / "2025.yaml").unlink()
    file = Path("县/2025.yaml")
    found = [item for item in examine(file).findings if item.code in {"K521", "B205"}]
    assert [item.code for item in found] == ["K521"]
    assert "汇总数里仍有它的数" in found[0].message
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("{本年处理决定数量: 372}", "{本年处理决定数量: 247}"), encoding="utf-8")
    (low,) = [item for item in examine(file).findings if item.code == "B205"]
    assert "写作 247，打得开的 2 个机关之和是 248，差 1" in low.message


def test_terms_that_are_not_listed_are_counted_so_that_the_list_adds_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    bodies = [f"第{number}镇人民政府" for number in range(24)]
    assert summed(county(tmp_path, {body: data_file(body) for body in bodies}, bodies)) == 0
    file = Path("县/2025.yaml")
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("{本年处理决定数量: 2976}", "{本年处理决定数量: 2977}"), encoding="utf-8")
    (found,) = [item for item in examine(file).findings if item.code == "B205"]
    assert len(found.related) == 21
    assert found.related[-1].message == f"另有 4 个机关，共 {4 * 124}"


@pytest.mark.parametrize("stray", ["一", "龙"])  # before and after the body's own folder
def test_two_different_files_of_a_body_stop_the_sum(
    inbox: Path, capsys: pytest.CaptureFixture[str], stray: str
) -> None:
    """The one in the body's own folder is shown meanwhile, whatever the order of the folders."""
    (inbox / stray).mkdir()
    file = inbox / stray / "2025.yaml"
    file.write_text(data_file(BODIES[0], 90), encoding="utf-8")
    assert summed(inbox) == 1
    err = capsys.readouterr().err
    assert "内容不同，请只留下要用的一份" in err
    assert str(file) in err
    assert f"不知道以哪个文件为准：{BODIES[0]}" in err
    assert not Path("县").exists()
    assert run(["county", "status", str(inbox), "--year", "2025", "--json"]) == 1
    line = json.loads(capsys.readouterr().out)["bodies"][0]
    assert (line["step"], line["errors"], line["applications"]) == ("已收", 1, "4")
    assert summed(inbox, "--allow-missing") == 1
    assert read_report(Path("县/2025.yaml")).head.facts.not_summed == [BODIES[0]]
    file.write_bytes((inbox / BODIES[0] / "2025.yaml").read_bytes())
    assert summed(inbox) == 0


def test_summing_again_changes_the_figures_alone(inbox: Path) -> None:
    summed(inbox)
    file = Path("县/2025.yaml")
    text = file.read_text(encoding="utf-8").replace("所属: 【待填写】", "所属: 某省某市")
    file.write_text(text, encoding="utf-8")
    summed(inbox)
    assert file.read_text(encoding="utf-8") == text


def test_the_terms_of_one_cell(inbox: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["county", "sum", str(inbox), "--year", "2025", "--explain", "予以公开.总计"]) == 0
    out = capsys.readouterr().out.splitlines()
    assert out[0].endswith("本年度办理结果.予以公开.总计 = 15")
    assert out[1:] == [f"  {body}：{4 + place}" for place, body in enumerate(BODIES)]


def test_possible_double_counts_are_listed_not_deducted(
    inbox: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = inbox / BODIES[0] / "2025.yaml"
    text = file.read_text(encoding="utf-8").replace("办结4件。", "办结4件，其中1件由县自然资源局转办。")
    file.write_text(text, encoding="utf-8")
    assert summed(inbox) == 0
    assert f"可能重复计算：{BODIES[0]}：" in capsys.readouterr().err


def test_the_workbook_sums_by_formula_and_keeps_names_as_text(inbox: Path) -> None:
    assert summed(inbox, "--xlsx", "汇总.xlsx") == 0
    book = openpyxl.load_workbook(io.BytesIO(Path("汇总.xlsx").read_bytes()))
    sheet = book["各机关"]
    assert [sheet.cell(row, 1).value for row in range(4, 8)] == [*BODIES, "合计"]
    assert sheet.cell(7, 2).value == "=SUM(B4:B6)"
    assert [sheet.cell(row, 2).value for row in (1, 2, 3)] == ["主动公开政府信息情况", "规章", "本年制发件数"]
    assert {"B1:K1", "B2:D2", "E2:G2"} <= {str(each) for each in sheet.merged_cells.ranges}
    assert all(sheet.row_dimensions[row].height > 15 for row in (1, 2, 3))
    shown = openpyxl.load_workbook(io.BytesIO(Path("汇总.xlsx").read_bytes()), data_only=True)
    total = read_report(Path("县/2025.yaml"))
    assert [shown["各机关"].cell(7, 2 + at).value for at in range(len(total.edition.leaf_refs))] == [
        int(total.cells[ref].value) for ref in total.edition.leaf_refs
    ]
    assert any(
        cell.value == "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
        for row in book["汇总表"]
        for cell in row
    )


def test_every_label_of_the_tables_is_whole_in_print(inbox: Path) -> None:
    """The rows that a label spans are together as high as its lines need at the width of its columns."""
    summed(inbox, "--xlsx", "汇总.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(Path("汇总.xlsx").read_bytes()))["汇总表"]
    assert (sheet.page_setup.fitToHeight, sheet.page_setup.orientation) == (0, "landscape")
    merged = {(area.min_row, area.min_col): area for area in sheet.merged_cells.ranges}
    labels = [cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
    labels = [cell for cell in labels if cell.border.left.style]
    assert len(labels) > 60
    for cell in labels:
        area = merged.get((cell.row, cell.column))
        columns = range(cell.column, (area.max_col if area else cell.column) + 1)
        rows = range(cell.row, (area.max_row if area else cell.row) + 1)
        wide = sum(sheet.column_dimensions[get_column_letter(column)].width or 8 for column in columns)
        high = sum(sheet.row_dimensions[row].height or 15 for row in rows)
        assert cell.value.startswith("=") or high >= 15 * -(-2 * len(cell.value) // int(wide)), cell.value


@given(st.data())
@settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow])
def test_random_counties_of_each_edition(data: st.DataObject) -> None:
    edition = data.draw(st.sampled_from(EDITIONS))
    figures = st.lists(
        st.decimals(0, 10**6, places=0), min_size=len(edition.leaf_refs), max_size=len(edition.leaf_refs)
    )
    bodies = data.draw(st.lists(figures, min_size=1, max_size=4))
    roll = Roll(
        edition.first_year,
        {
            f"机关{number}": Received(Path(f"{number}.yaml"), figures=" ".join(map(str, values)))
            for number, values in enumerate(bodies)
        },
    )
    asked = data.draw(st.sampled_from(edition.refs))
    sums = add_up(roll, edition)
    for at, ref in enumerate(edition.leaf_refs):
        assert sums[ref] == sum(values[at] for values in bodies)
    assert sum(terms_of(roll, edition, asked).values()) == sums[asked]


@given(st.data())
@settings(max_examples=10, suppress_health_check=[HealthCheck.too_slow])
def test_written_tables_are_read_back_as_the_same_figures(data: st.DataObject) -> None:
    edition = EDITIONS[-1]
    values = {ref: Decimal(data.draw(st.integers(0, 9999))) for ref in edition.leaf_refs}
    from govgen.datafile.keys import vocabulary  # noqa: PLC0415
    from govgen.datafile.report import build_report  # noqa: PLC0415
    from govgen.datafile.yaml_reader.source import read  # noqa: PLC0415

    source = read(with_entries(tables(values), BASE).encode(), vocabulary(None))
    report = build_report(source, "x")
    assert {ref: report.cells[ref].value for ref in edition.leaf_refs} == values


def test_a_name_that_is_no_cell_is_refused(inbox: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["county", "sum", str(inbox), "--year", "2025", "--explain", "没有这一格"]) == 2
    assert "不是表里的一格" in capsys.readouterr().err
    assert find(EDITIONS[-1], ("没有这一格",)) == ()
    assert isinstance(EDITIONS[-1].leaf_refs[0], CellRef)
