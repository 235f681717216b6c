"""The wheel: built, installed into an empty environment outside the checkout, and put to work there."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest
from helpers import BASE, ROOT

TITLE = "青禾镇人民政府2025年政府信息公开工作年度报告"
MINUTE = 60


def call(*command: str | Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a command as a user would, with nothing of this process's Python in its way."""
    env = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")} | {
        "PYTHONUTF8": "1"
    }
    done = subprocess.run(
        [str(part) for part in command],
        cwd=folder,
        env=env,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=5 * MINUTE,
        check=False,
    )
    assert done.returncode == 0, done.stderr + done.stdout
    return done


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout, built by the installed build backend without a network."""
    pytest.importorskip("hatchling", reason="the build backend is not installed: pip install hatchling")
    folder = tmp_path_factory.mktemp("dist")
    code = f"from hatchling.build import build_wheel; print(build_wheel({str(folder)!r}))"
    call(sys.executable, "-c", code, folder=ROOT)
    (path,) = folder.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of programs of an environment that holds the wheel, and sees the libraries it needs."""
    home = tmp_path_factory.mktemp("venv")
    venv.create(home, with_pip=False, symlinks=os.name != "nt")
    scheme = {"base": str(home), "platbase": str(home)}
    site = Path(sysconfig.get_path("purelib", "venv", scheme))
    programs = Path(sysconfig.get_path("scripts", "venv", scheme))
    call(
        sys.executable,
        "-m",
        "pip",
        "install",
        "--no-deps",
        "--no-index",
        "--quiet",
        "--target",
        site,
        wheel,
        folder=home,
    )
    # Libraries come from where the tests' own come from; the checkout, installed there or not, stays out.
    (site / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return programs


def test_the_wheel_holds_everything_it_needs_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    packed = {name for name in names if not name.split("/")[0].endswith(".dist-info")}
    assert {name.split("/")[0] for name in packed} == {"govgen"}
    sources = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "govgen").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    templates = {f"govgen/templates/{path.name}" for path in (ROOT / "templates").iterdir() if path.is_file()}
    assert sources | templates <= packed
    assert "govgen/py.typed" in packed


def test_outside_the_checkout_a_report_is_built_from_the_wheel(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "2025.yaml").write_text(BASE, encoding="utf-8")
    python = installed / "python"
    where = call(python, "-c", "import govgen; print(govgen.__file__)", folder=tmp_path).stdout.strip()
    assert not Path(where).is_relative_to(ROOT)
    check = call(python, "-m", "govgen", "check", "2025.yaml", folder=tmp_path)
    assert "错误 0" in check.stdout
    call(python, "-m", "govgen", "build", "--format", "html,docx", "2025.yaml", folder=tmp_path)
    made = {path.name: path.read_bytes() for path in (tmp_path / "build").iterdir()}
    assert set(made) == {f"{TITLE}.html", f"{TITLE}.docx"}
    assert TITLE in made[f"{TITLE}.html"].decode()


def test_the_console_command_is_declared(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith("entry_points.txt"))
        assert "govgen = govgen.cli:main" in archive.read(name).decode()
