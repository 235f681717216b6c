"""What a run of ``check`` shows and counts, and where it goes: several formats, levels, codes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from helpers import EXAMPLES, examined
from reviewing import BROKEN, as_document, checked, leave_platforms

from govgen.cli.app import run
from govgen.findings.finding import Level
from govgen.findings.reporters import FORMATS


@pytest.fixture(autouse=True)
def at_home(tmp_path, monkeypatch):
    """Each run starts in an empty folder, on no platform."""
    monkeypatch.chdir(tmp_path)
    leave_platforms(monkeypatch)


def test_several_formats_in_one_run_say_the_same(tmp_path, capsys):
    examined(tmp_path, BROKEN)
    files = {kind: tmp_path / f"out.{kind}" for kind in FORMATS if kind != "text"}
    asked = [part for kind, file in files.items() for part in ("--output-format", f"{kind}={file.name}")]
    code, screen = checked(capsys, "--output-format", "text", *asked, "2025.yaml")
    assert code == 1
    assert screen == checked(capsys, "2025.yaml")[1]
    for kind, file in files.items():
        assert file.read_text(encoding="utf-8") == checked(capsys, "--output-format", kind, "2025.yaml")[1]


def test_results_in_files_alone_leave_the_screen_for_the_summary(tmp_path, capsys):
    examined(tmp_path, BROKEN)
    run(["check", "--output-format", "json=x.json", "2025.yaml"])
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.startswith("共审核 1 个文件")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--output-format", "xml"], "没有“xml”这种格式"),
        (["--output-format", "text", "--output-format", "json"], "屏幕上只能有一种"),
        (["--output-format", "json=a", "--output-format", "sarif=a"], "写到了同一处"),
        (["--output-format", "json=2025.yaml"], "不能写到要审核的文件上"),
        (["--output-format", "json=没有/x.json"], "找不到"),
        (["--select", "Z9"], "没有以“Z9”开头的代码"),
        (["--ignore", "B2019"], "是不是想写"),
        (["--level", "fatal"], "只能是"),
    ],
)
def test_misuse_ends_with_two_and_a_chinese_line(tmp_path, capsys, arguments, says):
    item = examined(tmp_path, BROKEN)
    assert run(["check", *arguments, "2025.yaml"]) == 2
    assert says in capsys.readouterr().err
    assert item.path.read_text(encoding="utf-8") == BROKEN


# What is shown and counted


def codes_of(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[list[str], dict[str, int]]:
    document = as_document(capsys, "json", *arguments, "2025.yaml")
    return [finding["code"] for finding in document["findings"]], document["summary"]


def test_level_shows_it_and_what_is_graver(tmp_path, capsys):
    item = examined(tmp_path, BROKEN)
    everything, summary = codes_of(capsys)
    assert {finding.level for finding in item.findings} == set(Level)
    for level in Level:
        shown, counted = codes_of(capsys, "--level", level.value)
        kept = [finding for finding in item.findings if finding.level.rank <= level.rank]
        assert shown == [finding.code for finding in kept]
        assert counted["left_out"] == len(everything) - len(kept)
        assert counted["errors"] == summary["errors"]


def test_select_and_ignore_go_by_the_beginning_of_codes(tmp_path, capsys):
    examined(tmp_path, BROKEN)
    everything, _ = codes_of(capsys)
    assert set(codes_of(capsys, "--select", "B")[0]) == {"B201"}
    assert set(codes_of(capsys, "--select", "b2，Y018")[0]) == {"B201", "Y018"}
    assert codes_of(capsys, "--ignore", "B2", "--ignore", "D,Y")[0] == [
        code for code in everything if code[0] not in "BDY"
    ]
    assert codes_of(capsys, "--select", "D1", "--ignore", "D109")[0] == ["D111"]


def test_what_is_left_out_is_not_counted_but_told(tmp_path, capsys):
    examined(tmp_path, BROKEN)
    code, out = checked(capsys, "--select", "Y018", "2025.yaml")
    assert code == 0
    assert re.search(r"另有 \d+ 处（其中错误 \d+ 处）不在所选的级别和规则之内", out)
    assert "另有" not in checked(capsys, "2025.yaml")[1]


@pytest.mark.parametrize("kind", FORMATS)
def test_the_order_of_files_does_not_matter(capsys, kind):
    names = [str(path) for path in EXAMPLES]
    forwards = checked(capsys, "--output-format", kind, *names)[1]
    assert forwards == checked(capsys, "--output-format", kind, *reversed(names))[1]
    assert Path(names[0]).name in forwards
