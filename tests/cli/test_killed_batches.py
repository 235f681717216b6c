"""A batch killed at a random moment leaves whole files, no process, and is finished by the next run."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from helpers import BASE, ROOT

HARNESS = ROOT / "tests" / "support" / "killed_batches.py"
ROUNDS = 4


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signal to a group of processes")
def test_killed_batches(tmp_path: Path) -> None:
    for place in "甲乙丙丁":
        file = tmp_path / "data" / place / "2025.yaml"
        file.parent.mkdir(parents=True)
        file.write_text(BASE.replace("青禾镇", f"{place}山镇"), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(HARNESS), str(ROUNDS), "16"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.splitlines() == [f"{number} ok" for number in range(ROUNDS)], done.stderr
