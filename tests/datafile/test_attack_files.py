"""Data files made to hang, to use up memory or to command a CI log, each within limits of time and memory."""

from __future__ import annotations

import json
import math
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from helpers import BASE, ROOT, shared, with_entries
from limits import here

SECONDS, MEMORY = 3, 600 << 20
PROSE = "存在的主要问题及改进情况: |\n"
LAST = "  行政许可: {本年处理决定数量: 124}"


def limit() -> None:
    seconds = math.ceil(here(SECONDS))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def govgen(folder: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a command that the system kills at its limits of processor time and memory."""
    return subprocess.run(
        [sys.executable, "-m", "govgen", *arguments],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"} | variables,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        preexec_fn=limit,
    )


def found(folder: Path, text: str | bytes) -> tuple[int, list[str]]:
    """The exit code of a review and the codes of its errors."""
    (folder / "2025.yaml").write_bytes(text if isinstance(text, bytes) else text.encode())
    done = govgen(folder, "check", "--output-format", "json", "--ignore", "K500", "2025.yaml")
    assert "Traceback" not in done.stderr
    items = json.loads(done.stdout)["findings"]
    return done.returncode, [item["code"] for item in items if item["level"] == "error"]


@pytest.mark.parametrize(
    ("text", "errors"),
    [
        (with_entries(f"{PROSE}  5{' ' * 4900}\n"), []),
        (with_entries(f"{PROSE}  {'其中' * 400}5{' ' * 4000}件\n"), []),
        (with_entries(f"{PROSE}  5{' ' * 80_000}\n"), ["Y001"]),
        (with_entries(f"{PROSE}  {'{' * 4_900}\n"), ["D132"]),
        (with_entries(f"{PROSE}  {'{' * 80_000}\n"), ["Y001"]),
        (with_entries(PROSE + f"  {'{{ ' * 1_600}\n" * 16), ["D132"]),
        (with_entries(PROSE + f"  {{{'政' * 4_900}\n" * 16), ["D132"]),
        (BASE.replace(LAST, f"  行政许可: {'[' * 3000}"), ["Y025"]),
        (BASE + "x: &a [*a, *a]\n", ["Y023"]),
        (b"\0" * 300_000, ["Y001"]),
        ("a: " + "x" * 300_000, ["Y001"]),
        ("- " * 2400 + "x\n", ["Y025"]),
        ("? " * 2400 + "x\n", ["Y027"]),
        ("".join(f"k{number}: 1\n" for number in range(20_000)), ["Y026"]),
    ],
    ids=lambda value: value[:20].strip() if isinstance(value, str) else "",
)
def test_a_hostile_file_is_answered_within_the_limits(
    tmp_path: Path, text: str | bytes, errors: list[str]
) -> None:
    code, said = found(tmp_path, text)
    assert code == (1 if errors else 0)
    assert set(errors) <= set(said)


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there is no endless file here")
def test_an_endless_file_is_not_read_to_its_end(tmp_path: Path) -> None:
    for arguments in (["/dev/zero"], ["--text", "/dev/zero", "--body", "青禾镇人民政府", "--year", "2025"]):
        done = govgen(tmp_path, "check", *arguments)
        assert done.returncode == 1
        assert "错误[Y001] 文件太大" in done.stdout


ATTACKS = {"v1.yaml": 1, "keynl.yaml": 1, "blanks-in-prose.yaml": 0}
"""Data files made to harm, with the exit code of their review."""


def test_every_data_file_of_the_attack_has_an_outcome() -> None:
    assert {file.name for file in shared("attack").glob("*.yaml")} == set(ATTACKS)


@pytest.mark.parametrize(("name", "code"), ATTACKS.items())
def test_the_attack_files_are_answered_and_command_no_log(tmp_path: Path, name: str, code: int) -> None:
    file = shared(f"attack/{name}")
    (tmp_path / "2025.yaml").write_bytes(file.read_bytes())
    for kind in ("text", "github", "json"):
        done = govgen(tmp_path, "check", "--output-format", kind, "2025.yaml", GITHUB_ACTIONS="true")
        assert done.returncode == code, done.stdout[-500:]
        assert "Traceback" not in done.stderr
        assert "##[" not in done.stdout + done.stderr
        assert "\n::add-mask" not in done.stdout + done.stderr


@pytest.mark.parametrize("command", [["check", "2025.yaml"], ["build", "2025.yaml", "--format", "html"]])
def test_an_ascii_file_system_gives_no_traceback(tmp_path: Path, command: list[str]) -> None:
    (tmp_path / "2025.yaml").write_text(BASE, encoding="utf-8")
    plain = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = govgen(tmp_path, *command, **plain)
    assert "Traceback" not in done.stderr
    assert done.returncode == (0 if command[0] == "check" else 2)
    if command[0] == "build":
        assert "系统的编码写不了这个文件名" in done.stderr
        assert list(tmp_path.glob("build/*")) == []
