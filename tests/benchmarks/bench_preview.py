"""How long a save takes to show in an open browser, against checking and rendering the same file in-process.

Run ``python -m tests.benchmarks.bench_preview`` with ``GOVGEN_JUDGES`` set as for the tests. The page must wait for
a look at the file, a review and a rendering; what it takes beyond the last two is the preview's own. Goal for one
save: under 300 ms on a quiet desk machine.
"""

from __future__ import annotations

import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from govgen.render.html.page import Templates
from govgen.workflows.check import examine

ROOT = Path(__file__).resolve().parents[2]
BASE = ROOT / "tests" / "base" / "2025.yaml"
JUDGE = ROOT / "tests" / "judges" / "preview.cjs"
ROUNDS = 5


def save_to_show(file: Path) -> list[int]:
    """Milliseconds from each of some saves to the figure in the page."""
    command = ["node", str(JUDGE), shutil.which("chromium") or "chromium", sys.executable, str(file)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, encoding="utf-8")
    times: list[int] = json.loads(done.stdout)["milliseconds"]
    return times


def in_process(file: Path) -> float:
    """Milliseconds of a review and a rendering in a process that runs already."""
    templates = Templates()
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        templates.render(examine(file).report)
        times.append(time.perf_counter() - start)
    return statistics.median(times[1:]) * 1000


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name:
        file = Path(name, "2025.yaml")
        file.write_text(BASE.read_text(encoding="utf-8"), encoding="utf-8")
        own = in_process(file)
        times = save_to_show(file)
    shown = statistics.median(times)
    print(
        f"save to show {shown:.0f} ms ({times}), review and rendering {own:.0f} ms, ratio {shown / own:.1f}"
    )


if __name__ == "__main__":
    main()
