"""The clerk's guide: every command in it runs, in its order, and its tables say what the program says."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from helpers import ROOT
from running import until_stopped
from starter_filling import LATER, SENTENCES, filled

from govgen.datafile import keys
from govgen.findings.catalogue import FAMILIES
from govgen.workflows.filling_notes import key_notes

GUIDE = (ROOT / "README.zh-CN.md").read_text(encoding="utf-8")
COMMANDS = [
    line for block in re.findall(r"```sh\n(.*?)```", GUIDE, re.S) for line in block.strip().split("\n")
]
PIP = [line for line in COMMANDS if " -m pip " in line]
"""Commands that install; one test runs those that need no system of their own."""
RUNNING = {"preview", "--watch"}
"""Commands with one of these words run until Ctrl-C."""


@pytest.fixture
def shell(tmp_path: Path) -> dict[str, str]:
    """The environment of a clerk whose ``govgen`` is this checkout's and whose home is empty."""
    program = tmp_path / "bin" / "govgen"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m govgen "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    return os.environ | {
        "PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "PYTHONIOENCODING": "utf-8",
        "PYTHONUNBUFFERED": "1",
        "HOME": str(tmp_path),
        "BROWSER": "true",
    }


def fill(file: Path, year: int) -> None:
    text = file.read_text(encoding="utf-8-sig")
    file.write_text(filled(text, year, prose=LATER if year == 2025 else SENTENCES), encoding="utf-8")


@pytest.mark.skipif(
    shutil.which("bash") is None, reason="the commands are written for a shell, and bash is not here"
)
def test_every_command_runs(tmp_path: Path, shell: dict[str, str]) -> None:
    folder = tmp_path / "工作"
    (folder / "模板").mkdir(parents=True)
    (folder / "字体").mkdir()
    shutil.copy(ROOT / "templates" / "screen.css", folder / "模板")
    shutil.copytree(ROOT / "examples" / "qinghe", folder / "examples" / "qinghe")
    ran = 0
    for command in COMMANDS:
        if command in PIP:
            continue
        if "--fonts" in command and not _some_font(folder / "字体"):
            pytest.skip("no font is installed that could stand for an office's own")
        if RUNNING & set(command.split()):
            code = until_stopped(["bash", "-c", f"exec {command}"], folder, shell)
        else:
            done = subprocess.run(
                ["bash", "-c", command],
                cwd=folder,
                env=shell,
                capture_output=True,
                check=False,
                encoding="utf-8",
            )
            code = done.returncode
            assert code == 0, f"{command}\n{done.stdout}{done.stderr}"
        assert code == 0, command
        ran += 1
        if command.startswith("govgen new"):
            newest = max((folder / "青禾镇").glob("*.yaml"))
            fill(newest, int(newest.stem))
    assert ran == len(COMMANDS) - len(PIP) > 12
    assert (tmp_path / ".govgen-complete.bash").stat().st_size
    assert {file.suffix for file in (folder / "公布").iterdir()} == {".html", ".pdf", ".docx", ".json"}


def _some_font(folder: Path) -> bool:
    """Put one installed font into ``folder``, as an office would its own."""
    if shutil.which("fc-match") is None:
        return False
    done = subprocess.run(
        ["fc-match", "-f", "%{file}", ":lang=zh-cn"], capture_output=True, check=True, encoding="utf-8"
    )
    if not done.stdout:
        return False
    shutil.copy(done.stdout, folder)
    return True


@pytest.mark.skipif(
    not os.environ.get("GOVGEN_PACKAGES"),
    reason="set GOVGEN_PACKAGES=1 to install with pip, which takes the network",
)
def test_installing_from_a_folder_of_wheels_needs_no_network(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "venv", str(tmp_path / "venv")], check=True)
    python = tmp_path / "venv" / ("Scripts" if os.name == "nt" else "bin") / "python"
    here, _own_folder, wheels, offline = PIP
    assert here == "python -m pip install ."
    folder = tmp_path / "安装包"
    for command in (wheels, offline):
        words = [str(folder) if word == "安装包" else word for word in command.split()[1:]]
        subprocess.run([str(python), *words], cwd=ROOT, check=True)
    words = ["new", "青禾镇", "--body", "青禾镇人民政府", "--year", "2025"]
    subprocess.run([str(python), "-m", "govgen", *words], cwd=tmp_path, check=True)
    new = tmp_path / "青禾镇" / "2025.yaml"
    fill(new, 2025)
    new.write_text(new.read_text(encoding="utf-8") + "图表: 办理结果\n", encoding="utf-8")
    words = ["build", "青禾镇", "--format", "html,docx"]
    subprocess.run([str(python), "-m", "govgen", *words], cwd=tmp_path, check=True)
    assert len(list((tmp_path / "build").iterdir())) == 2


def test_commands_in_running_text_are_bare_names() -> None:
    """Commands with arguments are in code blocks, which are run."""
    named = set(re.findall(r"`(govgen [^`]+)`", GUIDE))
    assert named
    assert all(len([word for word in command.split() if not word.startswith("--")]) == 2 for command in named)


def test_every_key_is_explained_as_the_program_explains_it() -> None:
    rows = dict(re.findall(r"^\| ([^|]+) \| (.+?) \| `.*` \|$", GUIDE, re.M))
    assert rows == {key: note.text for key, note in key_notes().items()}
    assert set(keys.TOP) <= rows.keys()


def test_every_family_of_findings_is_explained() -> None:
    assert re.findall(r"^\| ([A-Z]) \|", GUIDE, re.M) == list(FAMILIES)


def test_every_link_leads_to_a_file() -> None:
    links = re.findall(r"\]\(([^)#]+)\)", GUIDE)
    assert links
    assert all((ROOT / link).is_file() for link in links)
