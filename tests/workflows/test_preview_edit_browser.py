"""The form of the preview in headless Chromium: filled in by keys alone, pasted into, contested and undone."""

import os
from pathlib import Path
from typing import Any

import pytest
from judges import pages
from starter_filling import filled

from govgen.datafile.identity import Kind
from govgen.editions.table import CellRef
from govgen.findings.finding import Level
from govgen.workflows.check import examine
from govgen.workflows.new import StarterPlan, starter
from govgen.workflows.sheet.form_data import ReadFile

pytestmark = pages.needed

HOSTILE = "<b>粗</b> {{ 予以公开 }} {{\n- # 键: 值\n" + "长" * 3_000
BLOCK = "101\t102\t103\n104\t105\t106\n107\t108\t109\n110\t111\t112\n113\t114\t115"
CELL, FACT, PROSE = "cell/applications.new.natural", "fact/联系方式.科室", "prose/others"


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What happened in today's Chromium."""
    return tried(tmp_path_factory.mktemp("edit"), old=False)


@pytest.fixture(scope="module", params=["today", pytest.param("Chromium 86", marks=pages.old_needed)])
def filled_in(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What happened in today's Chromium, or in an old one, which is only filled in and pasted into."""
    if request.param == "today":
        found: dict[str, Any] = request.getfixturevalue("seen")
        return found
    return tried(tmp_path_factory.mktemp("old"), old=True)


def tried(folder: Path, *, old: bool) -> dict[str, Any]:
    """What happened, with the values ``wanted`` of the filled-in starter and those ``known`` before."""
    file = folder / "2025.yaml"
    text = starter(StarterPlan("青禾镇人民政府", Kind.TOWN, 2025))
    file.write_text(text, encoding="utf-8")
    wanted, known = (read(each).texts for each in (filled(text, 2025), text))
    job = {
        "edits": {path: value for path, value in wanted.items() if value != known[path]},
        "block": ["cell/applications.granted.natural", BLOCK, "115"],
        "hostile": HOSTILE,
        "cell": CELL,
        "fact": FACT,
        "prose": PROSE,
    }
    pictures = Path(os.environ.get("GOVGEN_PREVIEW_PICTURES", folder))
    return pages.filled_in_preview(file, job, pictures, old=old) | {"starter": text, "wanted": wanted}


def read(text: str) -> ReadFile:
    return ReadFile.of(text.encode(), "2025.yaml")


def test_a_starter_is_filled_in_by_keys_alone(filled_in: dict[str, Any], tmp_path: Path) -> None:
    file = tmp_path / "2025.yaml"
    file.write_text(filled_in["made"], encoding="utf-8")
    assert read(filled_in["made"]).texts == filled_in["wanted"]
    assert [item for item in examine(file).findings if item.level is Level.ERROR] == []
    comments = [line for line in filled_in["starter"].split("\n") if line.lstrip().startswith("#")]
    assert [line for line in filled_in["made"].split("\n") if line.lstrip().startswith("#")] == comments
    assert filled_in["errors"] == []


def test_a_block_is_pasted(filled_in: dict[str, Any]) -> None:
    figures = read(filled_in["pasted"]).figures
    rows = [[int(figure) for figure in line.split("\t")] for line in BLOCK.split("\n")]
    table = read(filled_in["pasted"]).report.edition.table_by_id["applications"]
    names = list(dict.fromkeys(ref.row for ref in table.refs))
    top, columns = names.index("granted"), list(dict.fromkeys(ref.column for ref in table.refs))
    found = [
        [int(figures[CellRef("applications", row, column)] or 0) for column in columns[:3]]
        for row in names[top : top + len(rows)]
    ]
    assert found == rows


def test_of_two_values_the_user_picks_and_other_changes_show(seen: dict[str, Any]) -> None:
    assert seen["conflict"]["kept"]
    assert "用文件里的：别处改的" in seen["conflict"]["shown"]
    assert "用我填的：我填的" in seen["conflict"]["shown"]
    assert seen["outside"]


def test_hostile_prose_is_written_as_typed_and_can_be_undone(seen: dict[str, Any]) -> None:
    assert read(seen["written"]).texts[PROSE] == HOSTILE


def test_a_refused_value_is_said_and_a_finding_leads_to_its_field(seen: dict[str, Any]) -> None:
    assert seen["said"].endswith("没有写进文件：自然人：“12件”里带了单位“件”，应只写 12")
    assert seen["focus"] == CELL


def test_the_page_is_fit_for_all_and_for_a_phone(seen: dict[str, Any]) -> None:
    assert seen["violated"] == []
    assert seen["overflow"] == 0
    assert seen["shown"]
