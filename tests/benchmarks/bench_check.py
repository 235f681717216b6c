"""How long a review takes: cold, against a bare import of the libraries, and over many files.

Run as ``python tests/benchmarks/bench_check.py``. Both sides of each ratio are measured in this run, turn by
turn, so that a busy machine slows both; medians are compared. Byte code is cached, as in an installation.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "qinghe" / "2025.yaml"
BARE = [sys.executable, "-c", "import pydantic, yaml, click"]
CHECK = [sys.executable, "-m", "govgen", "check", str(EXAMPLE)]
ROUNDS, BODIES = 15, 300


def seconds(command: list[str], env: dict[str, str]) -> float:
    """The time of one run in a process of its own."""
    start = time.perf_counter()
    subprocess.run(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    return time.perf_counter() - start


def cold(env: dict[str, str]) -> tuple[float, float]:
    """Medians of a bare import and of a review of one file, in seconds."""
    times = [(seconds(BARE, env), seconds(CHECK, env)) for _ in range(ROUNDS + 1)][1:]
    return statistics.median(bare for bare, _ in times), statistics.median(check for _, check in times)


def bulk(folder: Path, env: dict[str, str]) -> float:
    """Files reviewed in a second by one process, its start included: two years of each body."""
    for number in range(BODIES):
        home = folder / f"body{number}"
        home.mkdir()
        for year in (2024, 2025):
            text = EXAMPLE.with_name(f"{year}.yaml").read_text(encoding="utf-8")
            (home / f"{year}.yaml").write_text(
                text.replace("0000-1234567", f"0000-{1234567 + number}"), encoding="utf-8"
            )
    command = [sys.executable, "-m", "govgen", "check", "--output-format", "json", str(folder)]
    return 2 * BODIES / seconds(command, env)


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name:
        env = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
        env |= {"PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": str(Path(name, "byte-code"))}
        bare, check = cold(env)
        print(f"bare import {bare:.3f} s, check {check:.3f} s, ratio {check / bare:.2f}")
        folder = Path(name, "county")
        folder.mkdir()
        print(f"bulk: {bulk(folder, env):.0f} files a second")


if __name__ == "__main__":
    main()
