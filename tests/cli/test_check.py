"""``govgen check``: what it says, in which form, and how it ends."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from helpers import BASE, LAST, ROOT, with_entries

from govgen.cli.app import run
from govgen.datafile.county import Body, County
from govgen.workflows.report_task import ReportTask, task_of

WRONG = BASE.replace("予以公开: {自然人: 8}", "予以公开: {自然人: 9}")
KEYS = ["code", "level", "message", "advice", "citation", "file", "line", "column", "end_line", "end_column"]
COUNTS = ["files", "errors", "warnings", "infos", "stated_cells", "implied_zero_cells"]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "2025.yaml").write_text(BASE, encoding="utf-8")
    (tmp_path / "2024.yaml").write_text(LAST, encoding="utf-8")
    (tmp_path / "坏的").mkdir()
    (tmp_path / "坏的" / "2025.yaml").write_text(WRONG, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def as_json(capsys, *arguments: str) -> dict:
    run(["check", "--output-format", "json", *arguments])
    return json.loads(capsys.readouterr().out)


@pytest.mark.usefixtures("desk")
def test_a_sound_file_ends_in_zero_and_a_summary(capsys) -> None:
    assert run(["check", "2025.yaml"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert out.splitlines()[-1].startswith("共审核 1 个文件：错误 0，警告 0")
    assert "填写 20 格，省略按 0 计 146 格" in out


@pytest.mark.usefixtures("desk")
def test_an_error_ends_in_one(capsys) -> None:
    assert run(["check", "坏的"]) == 1
    out = capsys.readouterr().out
    assert "错误[B201] 收支不平衡（自然人）：新收 12 + 结转 1 = 13，办理 12 + 结转下年度 2 = 14，差 1" in out
    assert "坏的/2025.yaml:25:" in out
    for term in ("新收 12", "结转 1", "办理 12", "结转下年度 2"):
        assert f"= {term}：" in out
    assert "国办公开办函〔2021〕30号" in out


def test_the_caret_stands_under_the_place(desk: Path, capsys) -> None:
    (desk / "2025.yaml").write_text(BASE.replace("自然人: 12", "自然人: １２"), encoding="utf-8")
    run(["check", "2025.yaml"])
    lines = capsys.readouterr().out.splitlines()
    (at,) = (number for number, line in enumerate(lines) if "自然人: １２" in line and "|" in line)
    source, caret = lines[at], lines[at + 1]
    wide = [2 if ord(char) > 0x2E80 else 1 for char in source[: source.index("１２")]]
    assert caret.index("^") == sum(wide)
    assert caret.count("^") == 4


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["没有.yaml"], "找不到 没有.yaml"),
        (["空的"], "没有数据文件"),
        (["--output-format", "pdf", "2025.yaml"], "没有“pdf”这种格式"),
        (["--last", "没有.yaml", "2025.yaml"], "不存在"),
        (["--nonsense", "2025.yaml"], "没有选项"),
    ],
)
def test_misuse_ends_in_two(desk: Path, capsys, arguments: list[str], words: str) -> None:
    (desk / "空的").mkdir()
    assert run(["check", *arguments]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert words in err


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads what nobody may read")
def test_a_file_that_may_not_be_read_ends_in_two(desk: Path, capsys) -> None:
    (desk / "2025.yaml").chmod(0)
    assert run(["check", "2025.yaml"]) == 2
    assert "读不了，请检查权限" in capsys.readouterr().err


@pytest.mark.usefixtures("desk")
def test_a_file_that_cannot_be_read_ends_in_two(capsys, monkeypatch) -> None:
    def refuse(self: Path, *_: object, **__: object) -> object:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "open", refuse)
    assert run(["check", "2025.yaml"]) == 2
    err = capsys.readouterr().err
    assert "2025.yaml" in err
    assert "Permission" not in err


def test_one_unreadable_file_does_not_hide_the_faults_of_another(desk: Path, capsys) -> None:
    (desk / "2024.yaml").write_bytes(BASE.encode("gbk"))
    assert run(["check", "."]) == 1
    out = capsys.readouterr().out
    assert "Y003" in out
    assert "B201" in out


@pytest.mark.usefixtures("desk")
def test_json_has_the_shape_that_was_agreed(capsys) -> None:
    document = as_json(capsys, ".")
    assert {"findings", "summary"} <= set(document)
    assert [list(finding)[: len(KEYS)] for finding in document["findings"]] == [KEYS] * len(
        document["findings"]
    )
    assert list(document["summary"])[: len(COUNTS)] == COUNTS
    error = next(finding for finding in document["findings"] if finding["code"] == "B201")
    assert (error["level"], error["file"]) == ("error", "坏的/2025.yaml")
    line = WRONG.split("\n")[error["line"] - 1]
    assert line[error["column"] - 1 : error["end_column"] - 1] == "12"
    assert {finding["level"] for finding in document["findings"]} <= {"error", "warning", "info"}


def test_columns_count_code_points(desk: Path, capsys) -> None:
    (desk / "2025.yaml").write_text(with_entries("类型: 𬭊\n"), encoding="utf-8")
    error = next(item for item in as_json(capsys, "2025.yaml")["findings"] if item["code"] == "D120")
    assert (error["column"], error["end_column"]) == (5, 6)


def test_findings_are_printed_while_later_folders_are_not_read_yet(desk: Path, capsys, monkeypatch) -> None:
    for name in ("甲", "乙", "丙"):
        (desk / "各镇" / name).mkdir(parents=True)
        (desk / "各镇" / name / "2025.yaml").write_text(WRONG, encoding="utf-8")
    said: list[str] = []

    def read(*arguments: object) -> ReportTask:
        said.append(capsys.readouterr().out)
        return task_of(*arguments)

    monkeypatch.setattr("govgen.cli.shared.inputs.task_of", read)
    assert run(["check", "各镇", "--select", "B201"]) == 1
    assert [text.count("错误[B201]") for text in said] == [0, 0, 1]
    assert capsys.readouterr().out.count("错误[B201]") == 2


@pytest.mark.usefixtures("desk")
def test_the_summary_counts_what_is_listed(capsys) -> None:
    document = as_json(capsys, ".")
    for level in ("error", "warning", "info"):
        listed = sum(finding["level"] == level for finding in document["findings"])
        assert document["summary"][f"{level}s"] == listed
    assert document["summary"]["files"] == 3
    assert document["summary"]["stated_cells"] == 20 + 18 + 20


def test_findings_come_by_file_then_place(desk: Path, capsys) -> None:
    (desk / "2025.yaml").write_text(WRONG.replace("年度: 2025", "年度: 2025年"), encoding="utf-8")
    found = as_json(capsys, ".")["findings"]
    places = [(item["file"], item["line"], item["column"]) for item in found]
    assert places == sorted(places)


@pytest.mark.usefixtures("desk")
def test_the_order_of_paths_changes_nothing(capsys) -> None:
    one = as_json(capsys, "2025.yaml", "坏的/2025.yaml", "2024.yaml")
    other = as_json(capsys, "坏的", "2024.yaml", "2025.yaml", "./2025.yaml")
    assert one == other


def test_settings_of_the_county_are_no_report_and_are_found_above(desk: Path, capsys) -> None:
    (desk / "county.yaml").write_text("总体情况字数上限: 50\n", encoding="utf-8")
    document = as_json(capsys, "坏的")
    assert document["summary"]["files"] == 1
    assert any("50" in finding["message"] for finding in document["findings"])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("截止日期: 一月底\n", "county.yaml:1:7"),
        ("截止日: 01-31\n", "是不是想写“截止日期”"),
        ("总体情况字数上限: 很多\n", "1000"),
        ("截止日期: 02-30\n", "county.yaml:1:7"),
        ("截止日期：01-31\n", "全角冒号"),
        ("截止日期: [1]\n", "county.yaml:1:7"),
    ],
)
def test_broken_settings_of_the_county_end_in_two(desk: Path, capsys, text: str, words: str) -> None:
    (desk / "county.yaml").write_text(text, encoding="utf-8")
    assert run(["check", "2025.yaml"]) == 2
    assert words in capsys.readouterr().err


def test_settings_of_the_county_named_by_a_pattern_are_no_report(desk: Path, capsys) -> None:
    (desk / "county.yaml").write_text("总体情况字数上限: 5000\n", encoding="utf-8")
    document = as_json(capsys, "2024.yaml", "2025.yaml", "county.yaml")
    assert document["summary"]["files"] == 2
    assert document["summary"]["errors"] == 0
    assert run(["check", "county.yaml"]) == 2
    assert "county.yaml 是县里的设置，不是报告" in capsys.readouterr().err


def test_a_file_that_cannot_be_read_does_not_end_the_review_of_others(desk: Path, capsys) -> None:
    (desk / "甲.yaml").symlink_to(desk / "没有.yaml")
    (desk / "乙.yaml").symlink_to(desk / "乙.yaml")
    assert run(["check", "."]) == 2
    out, err = capsys.readouterr()
    assert "读不了文件 甲.yaml" in err
    assert "读不了文件 乙.yaml" in err
    assert "B201" in out
    assert "共审核 3 个文件" in out


def test_broken_settings_of_one_county_do_not_end_the_review_of_others(desk: Path, capsys) -> None:
    (desk / "坏的" / "county.yaml").write_text("截止日期: 一月底\n", encoding="utf-8")
    assert run(["check", "."]) == 2
    out, err = capsys.readouterr()
    assert err.count("county.yaml:1:7") == 1
    assert "共审核 2 个文件" in out


def test_hidden_files_and_other_files_are_left_alone(desk: Path, capsys) -> None:
    (desk / ".cache").mkdir()
    (desk / ".cache" / "2023.yaml").write_text("坏", encoding="utf-8")
    (desk / ".2023.yaml").write_text("坏", encoding="utf-8")
    (desk / "说明.txt").write_text("坏", encoding="utf-8")
    assert as_json(capsys, ".")["summary"]["files"] == 3


def test_a_named_file_is_read_whatever_its_ending(desk: Path, capsys) -> None:
    (desk / "数据.txt").write_text(WRONG, encoding="utf-8")
    assert as_json(capsys, "数据.txt")["summary"]["errors"] == 1


def in_a_process(*arguments: str, terminal: bool = False, **environment: str) -> str:
    """What a user's terminal, or a file, gets to see of a run."""
    command = [sys.executable, "-m", "govgen", "check", *arguments]
    kept = {key: value for key, value in os.environ.items() if key not in {"NO_COLOR", "GITHUB_ACTIONS"}}
    env = kept | {"PYTHONPATH": str(ROOT), "TERM": "xterm-256color"} | environment
    if not terminal:
        return subprocess.run(command, capture_output=True, env=env, check=False).stdout.decode()
    own, other = pty.openpty()
    with subprocess.Popen(command, stdout=other, stderr=subprocess.DEVNULL, env=env):
        os.close(other)
        seen = b""
        while True:
            try:
                part = os.read(own, 65536)
            except OSError:  # Linux says so when the other end is closed
                break
            if not part:
                break
            seen += part
    os.close(own)
    return seen.decode()


@pytest.mark.usefixtures("desk")
def test_colour_is_for_terminals_only() -> None:
    assert "\x1b[" not in in_a_process("坏的")
    assert "\x1b[" in in_a_process("坏的", terminal=True)
    assert "\x1b[" not in in_a_process("坏的", terminal=True, NO_COLOR="1")


@pytest.mark.parametrize("encoding", ["gbk", "ascii", "cp1252", "utf-8"])
def test_no_code_page_breaks_the_output(desk: Path, encoding: str) -> None:
    (desk / "2025.yaml").write_text(WRONG.replace("镇便民", "镇𬭊便民"), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "govgen", "check", "2025.yaml"],
        capture_output=True,
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": encoding},
        check=False,
    )
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr
    assert b"B201" in done.stdout


def test_the_reports_of_a_county_share_its_settings_in_memory(tmp_path: Path) -> None:
    county = County(bodies=(Body(name="青禾镇人民政府"),))
    one, other = (task_of(tmp_path / name, raw=b"", county=county).county for name in ("a.yaml", "b.yaml"))
    assert one is other
    assert one.bodies == ()
