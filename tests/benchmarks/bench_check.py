"""How long a review takes: cold, against a process that loads the libraries, and over many files.

A cold check may take twice as long as a process that loads yaml, click and one pydantic model. In bulk at least
six files are to be reviewed in the time of a bare import of the three, which loads no model.

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
# ``import pydantic`` loads next to nothing until a name is used; a model is the least that a program needs of it.
LOADED = [
    sys.executable,
    "-c",
    "import yaml, click\nfrom pydantic import BaseModel\nclass A(BaseModel):\n a: int",
]
CHECK = [sys.executable, "-m", "govgen", "check", str(EXAMPLE)]
ROUNDS, FILES, BULK_ROUNDS = 15, 1000, 3


def seconds(command: list[str], env: dict[str, str]) -> float:
    """The time of one run in a process of its own."""
    start = time.perf_counter()
    subprocess.run(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    return time.perf_counter() - start


def cold(env: dict[str, str]) -> list[float]:
    """Medians of a bare import, of one that loads pydantic, and of a review of one file, in seconds."""
    commands = (BARE, LOADED, CHECK)
    times = [[seconds(command, env) for command in commands] for _ in range(ROUNDS + 1)][1:]
    return [statistics.median(column) for column in zip(*times, strict=True)]


def bulk(folder: Path, files: list[Path], env: dict[str, str]) -> float:
    """Files reviewed in a second by one process, its start included: ``files`` copied to a thousand.

    One process keeps one core busy; the median of several runs is given.
    """
    copies = -(-FILES // len(files))
    for number in range(copies):
        for file in files:
            home = folder / f"{file.parent.name}{number}"
            home.mkdir(exist_ok=True)
            text = file.read_text(encoding="utf-8")
            # No two alike, so that nothing kept from one file serves another.
            home.joinpath(file.name).write_text(f"# {number}\n{text}", encoding="utf-8")
    command = [sys.executable, "-m", "govgen", "check", "--output-format", "json", str(folder)]
    times = []
    for _ in range(BULK_ROUNDS):
        start = time.perf_counter()
        subprocess.run(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        times.append(time.perf_counter() - start)
    return copies * len(files) / statistics.median(times)


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name:
        env = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
        env |= {"PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": str(Path(name, "byte-code"))}
        bare, loaded, check = cold(env)
        print(
            f"cold check {check:.3f} s, yaml, click and one model {loaded:.3f} s: {check / loaded:.2f} (at most 2)"
        )
        every = sorted(EXAMPLE.parents[1].glob("*/*.yaml"))
        richest = [file for file in every if file.parent == EXAMPLE.parent]
        for label, files in (("all examples", every), ("the richest two", richest)):
            folder = Path(name, label)
            folder.mkdir()
            rate = bulk(folder, files, env)
            # The peer's time shows how fast this machine is: a rate alone cannot be compared between machines.
            print(
                f"bulk, {label}: {rate:.0f} files a second, {rate * bare:.1f} in the time of a bare import (at least 6)"
            )


if __name__ == "__main__":
    main()
