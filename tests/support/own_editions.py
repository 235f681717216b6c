"""Editions that a test invents: the newest one changed, in a copy of the package, and commands run there."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from helpers import ROOT

YEAR = 2026
NUMBER = "国办公开办函〔2026〕18号"
_DATED = (
    ('edition: "2021"\nfrom: 2021\nchecked_to: 2025', 'edition: "2026"\nfrom: 2026\nchecked_to: 2026'),
    ("date: 2021-09-26", "date: 2026-10-12"),
)


def edited(*changes: tuple[str, str], number: str = NUMBER) -> str:
    """The file of the edition of 2021 as one of 2026 by the notice ``number``, each change made once."""
    text = (ROOT / "govgen" / "editions" / "2021.yaml").read_text(encoding="utf-8")
    text = text.replace("国办公开办函〔2021〕30号", number)
    for old, new in (*_DATED, *changes):
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def package_with(folder: Path, edition: str) -> Path:
    """A copy of the package in ``folder``, with a file for the edition of 2026."""
    shutil.copytree(ROOT / "govgen", folder / "govgen", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "templates", folder / "govgen" / "templates")
    (folder / "govgen" / "editions" / f"{YEAR}.yaml").write_text(edition, encoding="utf-8")
    return folder


def run(package: Path, *words: object, code: int = 0) -> str:
    """What a command of the package in a folder prints; it must end with the exit code given."""
    done = subprocess.run(
        [sys.executable, "-P", "-m", "govgen", *map(str, words)],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(package)},
        check=False,
    )
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout
