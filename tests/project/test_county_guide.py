"""The county office's guide: its commands run in their order on the example, and what they say is true."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest
from helpers import COUNTY, ROOT, errors

from govgen.cli.app import run
from govgen.workflows.check import examine
from govgen.workflows.report_task import read_report

GUIDE = (ROOT / "docs" / "county.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^govgen (.+)$", GUIDE, re.M)


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, int]]:
    """The example after every command of the guide, with the exit code of each."""
    folder = tmp_path_factory.mktemp("county") / "云州县"
    shutil.copytree(COUNTY, folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        return folder, {command: run(shlex.split(command)) for command in COMMANDS}


def test_every_command_does_what_the_guide_says(walked: tuple[Path, dict[str, int]]) -> None:
    folder, codes = walked
    assert len(COMMANDS) == 9
    assert 2 not in codes.values()
    assert len(list((folder.parent / "填报").glob("*.html"))) == 9
    assert (folder / "白鹭乡人民政府" / "2025.yaml").is_file()
    assert (folder.parent / "退回意见" / "梨园乡人民政府2025年退回意见.docx").is_file()
    assert "内部资料" in (folder.parent / "内部" / "index.html").read_text(encoding="utf-8")
    assert (folder.parent / "公开" / "index.html").is_file()


def test_the_sum_says_what_it_lacks(walked: tuple[Path, dict[str, int]]) -> None:
    file = walked[0] / "县" / "2025.yaml"
    assert list(read_report(file).head.facts.not_summed) == ["梨园乡人民政府", "南山街道办事处"]
    assert len(read_report(file).head.facts.sources) == 7
    assert [item.code for item in examine(file).findings].count("B206") == 2


def test_the_example_has_one_failing_body_and_two_alike(walked: tuple[Path, dict[str, int]]) -> None:
    files = sorted(path for path in COUNTY.rglob("*.yaml") if path.stem.isdecimal())
    assert len(files) == 16
    assert {path.parent.name for path in files if errors(examine(path))} == {"梨园乡人民政府"}
    page = (walked[0].parent / "内部" / "index.html").read_text(encoding="utf-8")
    assert re.findall(r"<h3>(.+?) 与 (.+?)：", page) == [("河东街道办事处", "河西街道办事处")]
