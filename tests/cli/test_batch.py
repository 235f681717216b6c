"""Batches: the same with several processes and in shards, only what changed is rendered, manifests."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from building import build, desk, written
from helpers import BASE, ROOT
from hypothesis import given
from hypothesis import strategies as st

from govgen.cli.app import run
from govgen.cli.shared.console import StopError
from govgen.cli.shared.jobs import Shard, executor
from govgen.datafile.report import Report
from govgen.workflows.build import Builder, Job, Rendered
from govgen.workflows.ordered_map import ordered_map

__all__ = ["desk"]  # pytest finds the fixture by its name here

TITLE = "青禾镇人民政府2025年政府信息公开工作年度报告"
WRONG = BASE.replace("予以公开: {自然人: 8}", "予以公开: {自然人: 9}")


@pytest.fixture
def county(desk: Path) -> Path:
    """Three folders: two years of one body, a report with an error, another body."""
    for name, text in (("baiyang", BASE.replace("青禾镇", "白杨镇")), ("wrong", WRONG)):
        (desk / name).mkdir()
        (desk / name / "2025.yaml").write_text(text, encoding="utf-8")
    return desk


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The data files whose reports were rendered since the list was cleared."""
    names: list[str] = []
    render = Builder.render

    def counting(self: Builder, report: Report, job: Job) -> Rendered:
        names.append(report.name)
        return render(self, report, job)

    monkeypatch.setattr(Builder, "render", counting)
    return names


def contents(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in written(folder)}


def test_check_says_the_same_with_two_processes(county: Path, capsys) -> None:
    (county / "wrong" / "2024.yaml").mkdir()  # a folder of that name is no file
    (county / "broken.yaml").write_bytes(b"\xff\xfe\x00")
    first = run(["check", "."]), capsys.readouterr()
    assert (run(["check", ".", "--jobs", "2"]), capsys.readouterr()) == first
    assert first[0] == 1


def test_build_makes_and_says_the_same_with_two_processes(county: Path, capsys) -> None:
    words = (".", "--force", "--no-cache", "-o")
    first = build(*words, "a", formats="html,pdf,docx"), capsys.readouterr()
    code, second = build(*words, "b", "--jobs", "2", formats="html,pdf,docx"), capsys.readouterr()
    assert code == first[0] == 1
    assert second.err == first[1].err
    assert second.out.replace(" b/", " a/") == first[1].out
    assert len(written(county / "a")) == 12
    assert contents(county / "b") == contents(county / "a")


def test_a_template_error_is_said_in_its_place_with_two_processes(county: Path, capsys) -> None:
    (county / "own").mkdir()
    (county / "own" / "report.html.j2").write_text("{{ none }}", encoding="utf-8")
    words = ("qinghe", "baiyang", "--templates", "own")
    first = build(*words), capsys.readouterr()
    assert (build(*words, "--jobs", "2"), capsys.readouterr()) == first
    assert first[0] == 2
    assert first[1].err.count("模板错误") == 3


def test_a_killed_process_is_one_line() -> None:
    with pytest.raises(StopError, match="内存不够"), executor(2) as pool:
        list(ordered_map(os._exit, [1], pool))


def test_a_second_run_renders_nothing_and_finds_the_same(county: Path, rendered, capsys) -> None:
    assert build(".", formats="html,docx") == 1
    assert len(rendered) == 3
    rendered.clear()
    first, before = capsys.readouterr(), contents(county / "build")
    assert build(".", formats="html,docx") == 1
    second = capsys.readouterr()
    assert rendered == []
    assert second.err == first.err
    assert "共 4 份：生成 0 份，草稿 0 份，未变，略过 3 份，没有生成 1 份。" in second.out
    assert contents(county / "build") == before


@pytest.mark.usefixtures("county")
def test_a_single_file_without_change_says_so(rendered, capsys) -> None:
    build("qinghe/2025.yaml")
    rendered.clear()
    capsys.readouterr()
    assert build("qinghe/2025.yaml") == 0
    assert rendered == []
    assert capsys.readouterr().out == f"未变，略过 build/{TITLE}\n"


@pytest.mark.parametrize(
    ("changed", "again"),
    [
        ("qinghe/2025.yaml", ["qinghe/2025.yaml"]),
        ("qinghe/2024.yaml", ["qinghe/2024.yaml", "qinghe/2025.yaml"]),
        ("baiyang/2025.yaml", ["baiyang/2025.yaml"]),
    ],
)
def test_a_changed_file_renders_itself_and_the_year_that_reads_it(
    county: Path, rendered, changed: str, again: list[str]
) -> None:
    build(".")
    rendered.clear()
    with (county / changed).open("a", encoding="utf-8") as file:
        file.write("# 备注\n")
    build(".")
    assert rendered == again


def test_an_altered_or_lost_file_is_made_again(county: Path, rendered) -> None:
    build(".", formats="html,docx")
    before = contents(county / "build")
    (county / "build" / "qinghe" / f"{TITLE}.docx").unlink()
    other = next((county / "build" / "baiyang").glob("*.html"))
    other.write_bytes(other.read_bytes().replace(b"8", b"9", 1))
    rendered.clear()
    build(".", formats="html,docx")
    assert rendered == ["baiyang/2025.yaml", "qinghe/2025.yaml"]
    assert contents(county / "build") == before


@pytest.mark.parametrize("words", [["--no-cache"], ["--fragment"], ["--templates", "own"], ["-o", "new"]])
def test_other_options_render_again(county: Path, rendered, words: list[str]) -> None:
    (county / "own").mkdir()
    shutil.copy(Path(__file__).parents[2] / "templates" / "screen.css", county / "own")
    build("qinghe")
    rendered.clear()
    build("qinghe", *words)
    assert rendered == ["qinghe/2024.yaml", "qinghe/2025.yaml"]


def test_county_settings_render_again(county: Path, rendered) -> None:
    build("qinghe")
    (county / "county.yaml").write_text("名称: 清河县人民政府\n", encoding="utf-8")
    rendered.clear()
    build("qinghe")
    assert rendered == ["qinghe/2024.yaml", "qinghe/2025.yaml"]


def test_a_record_that_cannot_be_kept_is_said(desk: Path, monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    (desk / "cache").write_text("", encoding="utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(desk / "cache"))
    assert build("qinghe/2025.yaml") == 0
    assert "没有记下生成了什么" in capsys.readouterr().err


@given(st.lists(st.tuples(st.sampled_from("abcdefg"), st.integers(0, 9)), unique=True), st.integers(1, 9))
def test_every_file_is_in_one_shard(names: list[tuple[str, int]], total: int) -> None:
    files = [Path(folder, f"{number}.yaml") for folder, number in names]
    shards = [Shard(number, total).of(files) for number in range(1, total + 1)]
    assert sorted(file for shard in shards for file in shard) == sorted(files)
    assert not any(
        {a.parent for a in one} & {b.parent for b in other}
        for one in shards
        for other in shards
        if one is not other
    )


def test_a_flat_folder_is_divided_but_not_between_doubles(tmp_path: Path) -> None:
    for number, place in enumerate("甲乙丙丁甲"):
        text = BASE.replace("青禾镇", f"{place}山镇").replace(
            "机关: ", "机关:  '" if number == 4 else "机关: "
        )
        text = text.replace(f"'{place}山镇人民政府", f"'{place}山镇人民政府' # 同上") if number == 4 else text
        (tmp_path / f"{number}.yaml").write_text(text, encoding="utf-8")
    files = sorted(tmp_path.iterdir())
    shards = [[file.stem for file in Shard(number, 2).of(files)] for number in (1, 2)]
    assert shards == [["0", "2", "4"], ["1", "3"]]


def test_shards_together_find_and_build_what_the_whole_does(county: Path, capsys) -> None:
    shutil.copy(county / "qinghe" / "2025.yaml", county / "qinghe" / "又一份.yaml")
    whole = run(["check", ".", "--output-format", "github"]), set(capsys.readouterr().out.split("\n"))
    codes, lines = [], set()
    for part in ("1/2", "2/2"):
        codes.append(run(["check", ".", "--output-format", "github", "--shard", part]))
        lines |= set(capsys.readouterr().out.split("\n"))
    assert (max(codes), lines) == whole
    assert any("D125" in line for line in lines)
    build(".", "-o", "whole")
    for part in ("1/3", "2/3", "3/3"):
        build(".", "-o", "parts", "--shard", part)
    assert contents(county / "parts") == contents(county / "whole")


@pytest.mark.parametrize("value", ["0/3", "4/3", "3", "一/三"])
@pytest.mark.usefixtures("county")
def test_an_unsound_shard_is_refused(value: str, capsys) -> None:
    assert run(["check", ".", "--shard", value]) == 2
    assert "3/8" in capsys.readouterr().err


def test_a_manifest_says_what_was_made(county: Path) -> None:
    assert build("qinghe", "--manifest", "清单.json", formats="html,pdf") == 0
    manifest = json.loads((county / "清单.json").read_text(encoding="utf-8"))
    assert manifest["versions"]["govgen"] == "0.1.0"
    assert "weasyprint" in manifest["versions"]
    (_, report) = manifest["reports"]
    assert list(report["compared"]) == ["html", "pdf"]
    assert "signature" in report["compared"]["pdf"]
    assert (report["title"], report["edition"], report["draft"]) == (TITLE, "2021", False)
    assert report["formats"] == ["html", "pdf"]
    assert report["source"]["path"] == "qinghe/2025.yaml"
    assert report["last"]["path"] == "qinghe/2024.yaml"
    assert [file["path"] for file in report["outputs"]] == [f"build/{TITLE}.html", f"build/{TITLE}.pdf"]
    assert report["fonts"]


def test_a_manifest_names_warnings_without_their_words(county: Path) -> None:
    text = BASE.replace("平稳有序。", "平稳有序。。", 1)
    (county / "qinghe" / "2025.yaml").write_text(text, encoding="utf-8")
    build("qinghe/2025.yaml", "--manifest", "a.json")
    (report,) = json.loads((county / "a.json").read_text(encoding="utf-8"))["reports"]
    assert report["warnings"] == [{"code": "T652", "line": 9, "column": 45}]


def test_a_second_run_writes_the_same_manifest(county: Path) -> None:
    build(".", "--manifest", "a.json")
    build(".", "--manifest", "b.json")
    assert (county / "a.json").read_bytes() == (county / "b.json").read_bytes()


@pytest.mark.usefixtures("county")
def test_a_manifest_is_verified(capsys) -> None:
    build(".", "--manifest", "a.json", formats="html,docx")
    capsys.readouterr()
    assert run(["check", "a.json"]) == 0
    assert capsys.readouterr().out == "共核对 3 份报告、9 个文件：不符 0 个。\n"


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("qinghe/2024.yaml", "数据文件"),
        (f"build/{TITLE}.html", "生成的文件"),
        (f"build/{TITLE}.docx", "生成的文件"),
    ],
)
def test_one_changed_byte_is_found(county: Path, capsys, name: str, role: str) -> None:
    build("qinghe", "--manifest", "a.json", formats="html,docx")
    moved = county / "archive"  # all moved together: paths are relative to the manifest
    moved.mkdir()
    for part in ("qinghe", "build", "a.json"):
        shutil.move(county / part, moved / part)
    file = moved / name
    raw = bytearray(file.read_bytes())
    raw[len(raw) // 2] ^= 1
    file.write_bytes(raw)
    capsys.readouterr()
    assert run(["check", "archive/a.json"]) == 1
    said = capsys.readouterr().out.split("\n")
    assert said[0] == f"archive/{name}：{role}内容与清单不符，生成清单以后改动过"
    assert "不符 1 个" in said[1]
    file.unlink()
    assert run(["check", "archive/a.json"]) == 1
    assert f"archive/{name}：{role}找不到，或者打不开" in capsys.readouterr().out


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"format": "govgen-manifest-1"}'])
def test_what_is_no_manifest_is_misuse(desk: Path, text: str, capsys) -> None:
    (desk / "a.json").write_text(text, encoding="utf-8")
    assert run(["check", "a.json"]) == 2
    assert "不是 govgen build --manifest 写的清单" in capsys.readouterr().err


@pytest.mark.usefixtures("desk")
def test_a_manifest_is_named_json(capsys) -> None:
    assert build("qinghe", "--manifest", "a.yaml") == 2
    assert ".json" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signal to a group of processes")
def test_ctrl_c_with_two_processes_leaves_whole_files_and_the_next_run_finishes(county: Path) -> None:
    words = [sys.executable, "-m", "govgen", "build", ".", "--jobs", "2", "--format", "html,docx", "-o", "a"]
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    running = subprocess.Popen(
        words,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
    )
    assert running.stdout is not None
    next(line for line in running.stdout if "已生成" in line)
    os.killpg(running.pid, signal.SIGINT)
    _, err = running.communicate(timeout=60)
    assert "Traceback" not in err
    made = written(county / "a")
    assert made
    assert not any(".govgen-" in name for name in made)
    build(".", "-o", "b", formats="html,docx")
    assert contents(county / "a").items() <= contents(county / "b").items()
    build(".", "-o", "a", formats="html,docx")
    assert contents(county / "a") == contents(county / "b")
