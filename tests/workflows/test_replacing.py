"""Published files are replaced whole and as a set, whatever stops a build."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest
from helpers import BASE, ROOT

from govgen.cli.app import run
from govgen.workflows.replacing import remove_leftovers, replace_file, replace_files

HARNESS = ROOT / "tests" / "support" / "stopped_builds.py"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="stops builds in forked processes")
@pytest.mark.parametrize("how", ["kill", "signal"])
def test_a_build_stopped_at_any_file_operation_loses_no_published_file(tmp_path: Path, how: str) -> None:
    (tmp_path / "2025.yaml").write_text(BASE, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(HARNESS), how],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    lines = [line for line in done.stderr.splitlines() if line[0].isdigit()]
    assert len(lines) >= 10  # two files are written, kept, replaced, and their folder is cleaned up
    assert [line for line in lines if not line.endswith(" ok")] == []


def test_what_a_killed_run_left_is_cleaned_up_and_reported(tmp_path: Path, monkeypatch, capsys) -> None:
    monkeypatch.chdir(tmp_path)
    Path("2025.yaml").write_text(BASE, encoding="utf-8")
    left = Path("build", ".govgen-abc")
    left.mkdir(parents=True)
    (left / "0.old").write_text("x", encoding="utf-8")
    assert run(["build", "2025.yaml", "--format", "html"]) == 0
    assert "build 里上次的生成被中断，文件可能有新有旧；已清理 .govgen-abc。" in capsys.readouterr().err
    assert [path.suffix for path in Path("build").iterdir()] == [".html"]


def test_the_folder_of_a_run_that_began_later_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / ".govgen-new").mkdir()
    assert remove_leftovers(tmp_path, (tmp_path / ".govgen-new").stat().st_mtime) == []
    assert (tmp_path / ".govgen-new").is_dir()


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "磁盘满了，写不了"),
        (errno.EROFS, "磁盘是只读的，写不了"),
        (errno.EACCES, "没有权限读写"),
    ],
)
@pytest.mark.parametrize("call", ["mkdtemp", "write_bytes"])
def test_a_disk_that_takes_nothing_is_named_and_the_hidden_folder_is_not(
    tmp_path: Path, monkeypatch, capsys, number: int, words: str, call: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("2025.yaml").write_text(BASE, encoding="utf-8")

    def refuse(*_arguments: object, **_named: object) -> None:
        raise OSError(number, os.strerror(number), "build/.govgen-x")

    owner = "govgen.workflows.replacing." + ("tempfile.mkdtemp" if call == "mkdtemp" else "Path.write_bytes")
    monkeypatch.setattr(owner, refuse)
    assert run(["build", "2025.yaml", "--format", "html"]) == 2
    err = capsys.readouterr().err
    assert f"错误：{words} build" in err
    assert ".govgen-" not in err
    monkeypatch.undo()
    assert list(tmp_path.glob("build/*")) == []


def test_permissions_of_a_replaced_file_stay(tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_bytes(b"old")
    file.chmod(0o604)
    replace_files(tmp_path, {"a": b"new", "b": b"too"})
    assert (file.read_bytes(), file.stat().st_mode & 0o777) == (b"new", 0o604)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b"]


def test_a_hidden_folder_that_cannot_be_removed_is_left_and_no_mode_changes(
    tmp_path: Path, monkeypatch
) -> None:
    (tmp_path / "a").write_bytes(b"old")
    (tmp_path / "a").chmod(0o444)

    def refused(path: object, **_options: object) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(os, "rmdir", refused)
    monkeypatch.setattr(os, "unlink", refused)
    replace_files(tmp_path, {"a": b"new"})
    assert (tmp_path / "a").read_bytes() == b"new"
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o444
    assert len(list(tmp_path.glob(".govgen-*"))) == 1


def test_a_name_the_file_system_cannot_hold_changes_nothing(tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "a").write_bytes(b"old")

    def ascii_only(path: os.PathLike[str] | str) -> bytes:
        return os.fspath(path).encode("ascii")

    monkeypatch.setattr("govgen.workflows.replacing.os.fsencode", ascii_only)
    with pytest.raises(OSError, match="中") as caught:
        replace_files(tmp_path, {"a": b"new", "中": b"new"})
    assert caught.value.errno == errno.EILSEQ
    assert (tmp_path / "a").read_bytes() == b"old"


@pytest.mark.parametrize(
    "command", [["check", "2025.yaml", "--output-format", "json={}"], ["schema", "-o", "{}"]]
)
def test_a_result_that_cannot_be_written_leaves_the_old_one(tmp_path: Path, monkeypatch, command) -> None:
    monkeypatch.chdir(tmp_path)
    Path("2025.yaml").write_text(BASE, encoding="utf-8")
    Path("result.json").write_text("old", encoding="utf-8")

    def refuse(path: Path, content: bytes) -> None:
        with path.open("wb") as file:
            file.write(content[:9])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))

    monkeypatch.setattr(Path, "write_bytes", refuse)
    assert run([part.format("result.json") for part in command]) == 2
    assert Path("result.json").read_text(encoding="utf-8") == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["2025.yaml", "result.json"]


def test_a_link_stays_a_link_and_a_device_a_device(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("real")
    replace_file(tmp_path / "link", "新")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_bytes() == "新".encode()
    replace_file(Path(os.devnull), "x")
    assert not Path(os.devnull).is_file()
