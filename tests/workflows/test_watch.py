"""The polling watcher, and ``build --watch``: each save of a file is noticed once, however it is saved."""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers import BASE, ROOT

from govgen.workflows.watch import changes, sources

SOON = 5.0


class Watch:
    """A watcher in a thread of its own; ``noticed`` holds one item for each save noticed."""

    def __init__(self, *files: Path) -> None:
        self.stop = threading.Event()
        self.noticed: queue.Queue[bool] = queue.Queue()
        self.saves = changes(lambda: files, self.stop, 0.02)
        self.thread = threading.Thread(target=self._listen)
        self.thread.start()

    def _listen(self) -> None:
        for _ in self.saves:
            self.noticed.put(True)

    def noticed_once(self) -> bool:
        """Whether one save is noticed, and no second one."""
        self.noticed.get(timeout=SOON)
        with pytest.raises(queue.Empty):
            self.noticed.get(timeout=0.15)
        return True


@pytest.fixture
def watch(tmp_path: Path) -> Iterator[Watch]:
    (tmp_path / "a.yaml").write_text("一", encoding="utf-8")
    watch = Watch(tmp_path / "a.yaml", tmp_path / "later.yaml")
    yield watch
    watch.stop.set()
    watch.thread.join(SOON)
    assert not watch.thread.is_alive()


def test_a_save_in_place_a_replacement_and_a_new_file_are_noticed_once_each(
    watch: Watch, tmp_path: Path
) -> None:
    (tmp_path / "a.yaml").write_text("二", encoding="utf-8")
    assert watch.noticed_once()
    (tmp_path / "b").write_text("三", encoding="utf-8")
    (tmp_path / "b").replace(tmp_path / "a.yaml")
    assert watch.noticed_once()
    (tmp_path / "later.yaml").write_text("四", encoding="utf-8")
    assert watch.noticed_once()
    (tmp_path / "a.yaml").unlink()
    assert watch.noticed_once()


def test_other_files_are_not_noticed(watch: Watch, tmp_path: Path) -> None:
    (tmp_path / "c.yaml").write_text("五", encoding="utf-8")
    with pytest.raises(queue.Empty):
        watch.noticed.get(timeout=0.15)


def test_a_save_before_the_first_poll_is_noticed(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text("一", encoding="utf-8")
    stop = threading.Event()
    saves = changes(lambda: [file], stop, 0.01)
    file.write_text("二二", encoding="utf-8")
    giving_up = threading.Timer(10, stop.set)
    giving_up.start()
    assert next(saves, "no save was noticed") is None
    giving_up.cancel()


def test_a_report_depends_on_its_neighbours_its_county_and_an_offices_templates(tmp_path: Path) -> None:
    folder = tmp_path / "青禾镇"
    folder.mkdir()
    for name in ("青禾镇/2024.yaml", "青禾镇/2025.yaml", "county.yaml", "青禾镇/说明.txt"):
        (tmp_path / name).write_text("", encoding="utf-8")
    template = tmp_path / "t" / "screen.css"
    wanted = [folder / "2025.yaml", folder / "2024.yaml", tmp_path / "county.yaml", template]
    assert list(sources(folder / "2025.yaml", None, [template])) == wanted
    assert list(sources(folder)) == [folder / "2024.yaml", folder / "2025.yaml", tmp_path / "county.yaml"]
    named = tmp_path / "old.yaml"
    assert folder / "2024.yaml" not in list(sources(folder / "2025.yaml", named))


def test_build_watch_builds_again_and_ends_cleanly(tmp_path: Path) -> None:
    file, out = tmp_path / "2025.yaml", tmp_path / "out"
    file.write_text(BASE, encoding="utf-8")
    running = subprocess.Popen(
        [
            sys.executable,
            "-u",
            "-m",
            "govgen",
            "build",
            str(file),
            "--watch",
            "--format",
            "html",
            "-o",
            str(out),
        ],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        env=os.environ | {"PYTHONIOENCODING": "utf-8"},
    )
    assert running.stdout is not None
    made = out / "青禾镇人民政府2025年政府信息公开工作年度报告.html"

    def until(words: str) -> str:
        seen = []
        for line in running.stdout or ():
            seen.append(line)
            if words in line:
                return "".join(seen)
        raise AssertionError("".join(seen))

    until("自动重新生成")
    assert ">124</td>" in made.read_text(encoding="utf-8")
    file.write_text(BASE.replace("124", "125"), encoding="utf-8")
    until("自动重新生成")
    assert ">125</td>" in made.read_text(encoding="utf-8")
    file.write_text(BASE.replace("124", "126万"), encoding="utf-8")
    assert "D111" in until("自动重新生成")
    assert ">125</td>" in made.read_text(encoding="utf-8")
    file.unlink()
    assert "找不到" in until("自动重新生成")
    running.send_signal(signal.SIGINT)
    rest, _ = running.communicate(timeout=SOON)
    assert (running.returncode, rest) == (0, "已停止。\n")
    assert sorted(item.name for item in tmp_path.rglob("*")) == ["out", made.name]
