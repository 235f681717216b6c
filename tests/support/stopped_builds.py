"""Builds stopped at each of their file operations in turn: run as a script in the folder of a data file.

``python stopped_builds.py kill|signal`` prints one line for each operation: what was wrong afterwards,
or ``ok``. Every build is a child of its own that starts from the same old files; an audit hook counts the
operations within ``build``, and stops the build before the one whose turn it is.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
from pathlib import Path
from typing import Any

from govgen.cli.app import run

OUT = Path("build")
OLD = "旧的"
OPERATIONS = {"open", "os.mkdir", "os.rename", "os.link", "os.remove", "os.rmdir", "os.chmod"}
ARGUMENTS = ["build", "2025.yaml", "--format", "html", "--fragment"]
STOPPED = 77
"""The exit code of a killed child; no other way to end has it."""


def child(number: int, how: str) -> int:
    """Build, stopped at operation ``number`` (0: never); the exit code."""
    pid = os.fork()
    if pid == 0:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 1)
        os.dup2(null, 2)
        if number:
            sys.addaudithook(stopper(number, how))
        os._exit(run(ARGUMENTS))
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def stopper(number: int, how: str) -> Any:
    left = [number]
    top = str(OUT.absolute())

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        # From Python 3.12 on temporary folders have absolute paths.
        if event not in OPERATIONS or not str(Path(str(arguments[0])).absolute()).startswith(top):
            return
        left[0] -= 1
        if left[0] == 0:
            if how == "kill":
                os._exit(STOPPED)
            Path("stopped").touch()
            os.kill(os.getpid(), signal.SIGINT)

    return hook


def state() -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in OUT.iterdir() if path.is_file()}


def begin(names: list[str]) -> None:
    shutil.rmtree(OUT, ignore_errors=True)
    Path("stopped").unlink(missing_ok=True)
    OUT.mkdir()
    for name in names:
        (OUT / name).write_text(OLD, encoding="utf-8")


def fault(code: int, how: str, new: dict[str, bytes]) -> str:
    """What is wrong after a stopped build and a second, whole one."""
    now = state()
    if now.keys() != new.keys():
        return f"absent: {new.keys() - now.keys()}, too many: {now.keys() - new.keys()}"
    if any(now[name] not in {new[name], OLD.encode()} for name in new):
        return "a file is neither the old one nor the new one"
    if how != "kill" and (code != 2 or len({now[name] == new[name] for name in new}) > 1):
        return f"Ctrl-C left old files beside new ones, or was forgotten (exit code {code})"
    if child(0, how) != 0 or state() != new or len(list(OUT.iterdir())) != len(new):
        return f"a second run left {sorted(path.name for path in OUT.iterdir())}"
    return "ok"


def main(how: str) -> None:
    begin([])
    assert run(ARGUMENTS) == 0  # in this process, so that no child has to load the libraries again
    new = state()
    for number in range(1, 1000):
        begin(list(new))
        code = child(number, how)
        if code != STOPPED and not Path("stopped").exists():
            return
        sys.stderr.write(f"{number} {fault(code, how, new)}\n")


if __name__ == "__main__":
    main(sys.argv[1])
