"""Batch builds killed at random moments: run as ``python killed_batches.py NUMBER [SEED]`` in a folder of data files.

Each round starts a build of the folder ``data`` with one or two processes, ends it by SIGKILL or Ctrl-C after some
of its lines and a moment, and prints what was wrong afterwards, or ``ok``: every file must be whole, a second run must
finish, and nothing else may be left, no hidden folder and no process.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

OUT, WHOLE, CACHE = Path("out"), Path("whole"), Path("cache")
_PATIENCE = 30
"""Seconds in which the workers of a killed run must have ended."""


def start(folder: Path, jobs: int) -> subprocess.Popen[str]:
    words = [sys.executable, "-m", "govgen", "build", "data", "-o", folder, "--format", "html,docx"]
    env = {**os.environ, "XDG_CACHE_HOME": str(CACHE.absolute()), "PYTHONUNBUFFERED": "1"}
    pipe = subprocess.PIPE
    command = [*map(str, words), "--jobs", str(jobs)]
    return subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, env=env, start_new_session=True)


def files(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def alive(group: int) -> bool:
    """Whether a process of a killed run is still there."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def killed(rng: random.Random, reports: int) -> str:
    """One round; what was wrong."""
    for folder in (OUT, CACHE):
        shutil.rmtree(folder, ignore_errors=True)
    running = start(OUT, rng.choice([1, 2]))
    assert running.stdout is not None
    for _ in range(rng.randrange(reports)):
        running.stdout.readline()
    time.sleep(rng.random())
    if rng.random() < 0.5:
        os.killpg(running.pid, signal.SIGINT)  # as a terminal does
    else:
        running.kill()  # the workers must end by themselves
    _, err = running.communicate(timeout=_PATIENCE)
    until = time.monotonic() + _PATIENCE
    while alive(running.pid):
        if time.monotonic() > until:
            return "a process was left"
        time.sleep(0.05)
    if "Traceback" in err and not ("spawn_main" in err and "EOFError" in err):
        return err  # but for a worker that the interpreter had not started yet when its parent was killed
    whole = files(WHOLE)
    if broken := {name for name, raw in files(OUT).items() if ".govgen-" not in name and whole[name] != raw}:
        return f"not whole: {broken}"
    again = start(OUT, 1)
    again.communicate()
    return (
        "ok" if (again.returncode, files(OUT)) == (0, whole) else f"the second run left {sorted(files(OUT))}"
    )


def main(number: int, seed: int) -> None:
    start(WHOLE, 1).communicate()
    rng = random.Random(seed)
    reports = len(list(Path("data").rglob("*.yaml")))
    for at in range(number):
        print(at, killed(rng, reports), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1)
