"""How long a county, a province or the country takes: synthetic bodies reviewed and added up.

Run as ``python -m tests.benchmarks.bench_county [N …] [--jobs 2]``. For each N it writes N sound reports of invented
bodies with figures of their own, runs ``govgen county sum`` over them as a process, and prints reports a second, the
peak memory of the process and of its workers, and whether the sum is what arithmetic says.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BASE = (ROOT / "tests" / "base" / "2025.yaml").read_text(encoding="utf-8")
_SYLLABLES = "青白红黄云石松柳河山溪岭桥湖泉林峰泽川平安康宁和兴旺福禄寿喜"


def name_of(number: int) -> str:
    """An invented town, another for each number."""
    count = len(_SYLLABLES)
    digits = [number // count**place % count for place in range(4)]
    return "".join(_SYLLABLES[digit] for digit in digits) + "镇人民政府"


def write_county(folder: Path, number: int) -> int:
    """``number`` bodies below ``folder`` with their county.yaml; the sum of the applications they received."""
    rng = random.Random(number)
    total = 0
    names = [name_of(at) for at in range(number)]
    for name in names:
        received = rng.randint(9, 90)
        total += received + 1
        text = BASE.replace("自然人: 12", f"自然人: {received}").replace(
            "予以公开: {自然人: 8}", f"予以公开: {{自然人: {received - 4}}}"
        )
        text = text.replace("申请13件", f"申请{received + 1}件").replace("办结11件", f"办结{received - 1}件")
        file = folder / "收件" / name / "2025.yaml"
        file.parent.mkdir(parents=True)
        file.write_text(text.replace("青禾镇人民政府", name), encoding="utf-8")
    listed = "".join(f"  - {{名称: {name}}}\n" for name in names)
    (folder / "county.yaml").write_text(f"名称: 大省人民政府\n机关:\n{listed}", encoding="utf-8")
    return total


def measure(number: int, jobs: int) -> str:
    """One line on a run over ``number`` bodies."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        wanted = write_county(folder, number)
        command = [sys.executable, "-m", "govgen", "county", "sum", "收件", "--year", "2025"]
        command += ["--jobs", str(jobs), "--explain", "本年新收政府信息公开申请数量.总计"]
        began = time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True)
        out = process.stdout.read() if process.stdout else ""
        _, status, usage = os.wait4(process.pid, 0)
        took = time.perf_counter() - began
        found = re.search(r"= (\d+)", out)
        right = bool(found) and int(found[1]) == wanted and os.waitstatus_to_exitcode(status) == 0
    peak = usage.ru_maxrss // 1024
    return f"{number:>7,} bodies: {took:7.1f} s, {number / took:6.1f} a second, peak {peak} MB, sum right: {right}"


def main() -> None:
    """Measure each number of bodies asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("numbers", nargs="*", type=int, default=[10, 100, 1000])
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    for number in options.numbers:
        print(measure(number, options.jobs), flush=True)


if __name__ == "__main__":
    main()
