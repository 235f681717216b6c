"""A clerk's desk for tests that build: a folder of sound files, and the command."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers import BASE, LAST

from govgen.cli.app import run


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A clerk's folder with this and last year's sound files, the current folder of the process."""
    folder = tmp_path / "qinghe"
    folder.mkdir()
    (folder / "2025.yaml").write_text(BASE, encoding="utf-8")
    (folder / "2024.yaml").write_text(LAST, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def build(*arguments: str, formats: str = "html") -> int:
    return run(["build", "--format", formats, *arguments])


def written(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
