"""The progress line of runs over several files: on a terminal nothing is printed on its line."""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path

import pytest
from helpers import BASE

from govgen.cli.app import run

FIXABLE = BASE.replace("2025年，我镇", "2025年,我镇")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True

    @property
    def lines(self) -> list[str]:
        """What is left on each line of the screen."""
        return [line.rpartition("\r\x1b[K")[2] for line in self.getvalue().split("\n")]


@pytest.mark.parametrize(
    "words",
    [
        ["check", "收件"],
        ["check", "收件", "--fix", "--yes"],
        ["check", "收件", "--output-format", "json"],
        ["county", "status", "收件", "--year", "2025"],
        ["build", "收件", "--format", "html"],
    ],
    ids=" ".join,
)
def test_no_output_shares_a_line_with_the_progress(
    words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for county in ("甲县", "乙县"):
        for town in ("东", "西"):
            folder = Path("收件", county, town)
            folder.mkdir(parents=True)
            text = FIXABLE.replace("青禾镇", f"{county[0]}{town}镇")
            (folder / "2025.yaml").write_text(text, encoding="utf-8")
        Path("收件", county, "county.yaml").write_text(f"名称: {county}人民政府\n", encoding="utf-8")
    unfixable = Path("收件", "甲县", "东", "报告.yaml")
    unfixable.write_text(BASE + "联系方式: {科室: 甲\n", encoding="utf-8")
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    screen = Terminal()
    monkeypatch.setattr(sys, "stdout", screen)
    monkeypatch.setattr(sys, "stderr", screen)
    run(words)
    shown = re.compile(r"\[\d/\d\] ")
    assert shown.search(screen.getvalue())
    assert [line for line in screen.lines if shown.search(line)] == []
