"""What a county, a province or the country costs: synthetic bodies reviewed, added up and built.

Run as ``python -m tests.benchmarks.bench_county check|sum|build [N …] [--jobs 2]``. For each N it writes N sound reports
of invented bodies with figures of their own and runs the command over them as a process. It prints processor time, which
other work on the machine does not change, with that of workers, and the peak memory of the largest process. For ``sum`` it
says whether the sum is what arithmetic says; ``build`` (three formats) is run again without a change, and with one.
A report alone is measured first: the start of the program is in its cost, and left out of that of each further report.
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
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

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


class Cost(NamedTuple):
    """What a process cost, and what it printed."""

    code: int
    out: str
    processor: float
    wall: float
    peak: int

    def line(self, what: str, number: int, alone: dict[str, float]) -> str:
        """One line for people; ``alone`` has what each kind of run over a single report cost."""
        each = f"{self.processor / number * 1000:.1f} ms each, {60 * number / self.processor:,.0f} a minute a core"
        first = alone.setdefault(what, self.processor)
        if number > 1:
            each += f", {(self.processor - first) / (number - 1) * 1000:.1f} ms each further one"
        return (
            f"{what:>9} {number:>6,}: {self.processor:8.1f} s of processor, {self.wall:8.1f} s by the clock, "
            f"{each}, peak {self.peak} MB"
        )


def cost(folder: Path, *words: str) -> Cost:
    """Run ``govgen`` in ``folder``."""
    env = {**os.environ, "XDG_CACHE_HOME": str(folder / "cache"), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "govgen", *words]
    began = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, env=env, stdout=subprocess.PIPE, text=True)
    out = process.stdout.read() if process.stdout else ""
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - began
    processor = usage.ru_utime + usage.ru_stime
    return Cost(os.waitstatus_to_exitcode(status), out, processor, wall, usage.ru_maxrss // 1024)


def measure(command: str, number: int, jobs: str, alone: dict[str, float]) -> Iterator[str]:
    """Lines on the runs over ``number`` bodies; ``alone`` as for ``Cost.line``."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        wanted = write_county(folder, number)
        if command == "check":
            run = cost(folder, "check", "收件", "--jobs", jobs)
            yield run.line(command, number, alone) + f", {run.out.splitlines()[-1]}"
        elif command == "sum":
            cell = "本年新收政府信息公开申请数量.总计"
            run = cost(folder, "county", "sum", "收件", "--year", "2025", "--jobs", jobs, "--explain", cell)
            found = re.search(r"= (\d+)", run.out)
            right = run.code == 0 and found is not None and int(found[1]) == wanted
            yield run.line(command, number, alone) + f", right: {right}"
        else:
            words = ("build", "收件", "-o", "公布", "--jobs", jobs)
            yield cost(folder, *words).line("build", number, alone)
            yield cost(folder, *words).line("unchanged", number, alone)
            changed = next((folder / "收件").glob("*/2025.yaml"))
            with changed.open("a", encoding="utf-8") as file:
                file.write("# 备注\n")
            again = cost(folder, *words)
            yield again.line("one new", number, alone) + f", {again.out.splitlines()[-1]}"


def main() -> None:
    """Measure each number of bodies asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("command", choices=["check", "sum", "build"])
    parser.add_argument("numbers", nargs="*", type=int, default=[10, 100, 1000])
    parser.add_argument("--jobs", default="1")
    options = parser.parse_args()
    alone: dict[str, float] = {}
    for number in dict.fromkeys([1, *options.numbers]):
        for line in measure(options.command, number, options.jobs, alone):
            print(line, flush=True)


if __name__ == "__main__":
    main()
