"""The form of the preview in headless Chromium: filled in by keys alone, pasted into, contested and undone."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from helpers import ROOT
from judges import pages
from starter_filling import filled

from govgen.datafile.identity import Kind
from govgen.findings.finding import Level
from govgen.workflows.check import examine
from govgen.workflows.new import StarterPlan, starter
from govgen.workflows.sheet.form_data import ReadFile
from govgen.workflows.sheet.value_edits import texts_of

HOSTILE = "<b>粗</b> {{ 予以公开 }} {{\n- # 键: 值\n" + "长" * 3_000
BLOCK = "101\t102\t103\n104\t105\t106\n107\t108\t109\n110\t111\t112\n113\t114\t115"


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict:  # type: ignore[type-arg]  (JSON)
    folder = tmp_path_factory.mktemp("edit")
    file, asked = folder / "2025.yaml", folder / "edits.json"
    text = starter(StarterPlan("青禾镇人民政府", Kind.TOWN, 2025))
    file.write_text(text, encoding="utf-8")
    wanted = texts_of(ReadFile.of(filled(text, 2025).encode(), "2025.yaml"))
    known = texts_of(ReadFile.of(text.encode(), "2025.yaml"))
    (fact, prose) = ("fact/联系方式.科室", "prose/others")
    job = {
        "edits": {path: value for path, value in wanted.items() if value != known.get(path)},
        "block": ["cell/applications.granted.natural", BLOCK, "115"],
        "hostile": HOSTILE,
        "cell": "cell/applications.new.natural",
        "fact": fact,
        "prose": prose,
    }
    asked.write_text(json.dumps(job), encoding="utf-8")
    script = ROOT / "tests" / "judges" / "preview_edit.cjs"
    pictures = Path(os.environ.get("GOVGEN_PREVIEW_PICTURES", folder))
    done = subprocess.run(
        ["node", str(script), pages._BROWSER, sys.executable, str(file), str(asked), str(pictures)],
        cwd=ROOT,
        capture_output=True,
        check=False,
        encoding="utf-8",
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout) | {"wanted": wanted, "folder": folder}


@pages.needed
def test_a_starter_is_filled_in_by_keys_alone(seen: dict) -> None:  # type: ignore[type-arg]
    file = seen["folder"] / "made.yaml"
    file.write_text(seen["made"], encoding="utf-8")
    read = ReadFile.of(seen["made"].encode(), "2025.yaml")
    assert texts_of(read) == seen["wanted"]
    assert [item for item in examine(file).findings if item.level is Level.ERROR] == []
    assert seen["errors"] == []
