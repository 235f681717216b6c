"""The files for builds in CI: parsed, and their govgen commands run unchanged on examples."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
import yaml
from helpers import BASE, ROOT
from packaging.requirements import Requirement

ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
DOCS = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
JOBS = [yaml.safe_load(block) for block in re.findall(r"(?ms)^```yaml\n(.*?)^```", DOCS)]
BASH = shutil.which("bash")

needs_bash = pytest.mark.skipif(BASH is None, reason="the steps are written for bash")


@pytest.fixture
def workspace(tmp_path):
    """A checkout with a sound report and, in another folder, one with an error."""
    top = tmp_path / "checkout"
    for name, text in (("good", BASE), ("bad dir", BASE.replace("自然人: 8}", "自然人: 9}"))):
        (top / name).mkdir(parents=True)
        (top / name / "2025.yaml").write_text(text, encoding="utf-8")
    return top


def shell(script: str, folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a step as the platform does, with the ``govgen`` of this interpreter first on the path."""
    bin_ = folder.parent / "bin"
    bin_.mkdir(exist_ok=True)
    command = bin_ / "govgen"
    command.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m govgen "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GITHUB_", "CI_"))}
    environment = kept | {"PATH": f"{bin_}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT)} | variables
    return subprocess.run(
        [str(BASH), "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def step(name: str) -> dict[str, Any]:
    return next(item for item in ACTION["runs"]["steps"] if item.get("name") == name)


def run_step(name: str, folder: Path, **inputs: str) -> subprocess.CompletedProcess[str]:
    """Run a step of the action with ``inputs`` over the action's defaults."""
    values = {key: str(spec["default"]) for key, spec in ACTION["inputs"].items()} | inputs
    item = step(name)
    variables = {
        key: re.sub(r"\$\{\{ inputs\.([\w-]+) \}\}", lambda match: values[match[1]], text)
        for key, text in item["env"].items()
    }
    places = {"RUNNER_TEMP": str(folder.parent), "GITHUB_OUTPUT": str(folder.parent / "outputs")}
    platform = {"GITHUB_ACTIONS": "true", "GITHUB_WORKSPACE": str(folder)}
    return shell(str(item["run"]), folder, **platform, **places, **variables)


def test_the_action_is_whole():
    """What the platform requires of a composite action, and that every input is used and documented."""
    assert ACTION["runs"]["using"] == "composite"
    assert ACTION["name"]
    assert ACTION["description"]
    text = (ROOT / "action.yml").read_text(encoding="utf-8")
    for name, spec in ACTION["inputs"].items():
        assert spec["description"]
        assert f"inputs.{name} " in text
    assert set(re.findall(r"inputs\.([\w-]+)", text)) == set(ACTION["inputs"])
    for item in ACTION["runs"]["steps"]:
        assert ("uses" in item) != ("run" in item)
        if "run" in item:
            assert item["shell"] == "bash"
            assert "${{" not in item["run"], "an input must not be pasted into a script"
    known = {item["id"] for item in ACTION["runs"]["steps"] if "id" in item}
    assert set(re.findall(r"steps\.(\w+)\.", text)) <= known


@needs_bash
def test_the_review_step_annotates_and_leaves_sarif(workspace):
    ended = run_step("Review", workspace, paths="good\nbad dir\n")
    assert ended.returncode == 1, ended.stderr
    lines = ended.stdout.splitlines()
    assert lines
    assert all(re.match(r"::(error|warning) file=(good|bad dir)/2025\.yaml,line=\d+", line) for line in lines)
    assert any(line.startswith("::error file=bad dir/2025.yaml") for line in lines)
    (output,) = (workspace.parent / "outputs").read_text(encoding="utf-8").splitlines()
    sarif = Path(output.removeprefix("sarif="))
    results = json.loads(sarif.read_text(encoding="utf-8"))["runs"][0]["results"]
    assert len(results) == len(lines)
    upload = next(item for item in ACTION["runs"]["steps"] if "upload-sarif" in item.get("uses", ""))
    assert upload["with"]["sarif_file"] == "${{ steps.review.outputs.sarif }}"


@needs_bash
def test_the_review_step_passes_a_sound_report(workspace):
    (workspace / "good").rename(workspace / "青禾 镇")
    assert run_step("Review", workspace, paths="  青禾 镇 \r\n\n").returncode == 0


@needs_bash
def test_a_path_is_never_run_as_code(workspace):
    ended = run_step("Review", workspace, paths="$(touch made)\n`touch made`\n; touch made\n--help")
    assert ended.returncode == 2
    assert not (workspace / "made").exists()


@needs_bash
def test_the_build_step_builds_what_has_no_errors(workspace):
    ended = run_step("Build", workspace, paths=".", output="out put", formats="html")
    assert ended.returncode == 1
    made = sorted(path.relative_to(workspace).as_posix() for path in workspace.rglob("*.html"))
    assert made == ["out put/good/青禾镇人民政府2025年政府信息公开工作年度报告.html"]
    keep = next(item for item in ACTION["runs"]["steps"] if "upload-artifact" in item.get("uses", ""))
    assert keep["with"]["path"] == "${{ inputs.output }}"


@needs_bash
@pytest.mark.parametrize(
    ("formats", "installs"),
    [("html, pdf", True), (" PDF ", True), ("html，pdf", True), ("html,docx", False), ("pdfx", False)],
)
def test_spaces_in_formats_do_not_matter(workspace, formats: str, installs: bool) -> None:
    bin_ = workspace.parent / "bin"
    bin_.mkdir()
    (bin_ / "sudo").write_text('#!/bin/sh\necho "$@"\n', encoding="utf-8")
    (bin_ / "sudo").chmod(0o755)
    ended = run_step("Install system packages", workspace, formats=formats)
    assert ended.returncode == 0, ended.stderr
    assert ("apt-get install" in ended.stdout) is installs
    if "pdf" not in formats.lower():
        assert run_step("Build", workspace, paths="good", formats=formats).returncode == 0


def test_the_constraints_hold_versions_only_and_cover_what_is_installed() -> None:
    """One version each, within the declared range, for all that govgen needs and all that those need."""
    lines = (ROOT / ".ci" / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = dict(line.split("==") for line in lines if not line.startswith("#"))
    assert all(re.fullmatch(r"[a-z0-9-]+==[\w.]+", line) for line in lines if not line.startswith("#"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [Requirement(line) for line in project["dependencies"]]
    seen: set[str] = set()
    while wanted:
        need = wanted.pop()
        name = re.sub(r"[-_.]+", "-", need.name).lower()
        if need.marker is not None and not need.marker.evaluate({"extra": ""}):
            continue
        assert need.specifier.contains(pins[name]), need
        if name not in seen:
            seen.add(name)
            wanted += [Requirement(line) for line in metadata.requires(need.name) or ()]
    install = step("Install govgen")["run"]
    assert '--constraint "$GITHUB_ACTION_PATH/.ci/constraints.txt"' in install
    assert "constraints.txt" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["weasyprint", "pydyf", "pdfplumber", "cssselect2", "tinycss2", "fonttools"])
def test_what_is_reached_into_has_an_upper_bound(name: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    (found,) = [need for line in project["dependencies"] if (need := Requirement(line)).name == name]
    assert "<" in str(found.specifier)


def test_the_documented_github_job_uses_inputs_that_exist():
    (job,) = [job for job in JOBS if "jobs" in job]
    (used,) = [
        item
        for work in job["jobs"].values()
        for item in work["steps"]
        if re.match(r"OWNER/govgen@v\d", item["uses"])
    ]
    assert set(used["with"]) <= set(ACTION["inputs"])
    assert job["permissions"]["security-events"] == "write"


@needs_bash
def test_the_documented_gitlab_jobs_run(workspace):
    (jobs,) = [job for job in JOBS if "default" in job]
    variables = {"REPORTS": "bad dir", "CI_PROJECT_DIR": str(workspace)}
    review = jobs["审核"]
    ended = shell("\n".join(review["script"]), workspace, **variables)
    assert ended.returncode == 1
    assert "错误[B201]" in ended.stdout
    items = json.loads(
        (workspace / review["artifacts"]["reports"]["codequality"]).read_text(encoding="utf-8")
    )
    assert {item["location"]["path"] for item in items} == {"bad dir/2025.yaml"}
    script = "\n".join(jobs["生成"]["script"]).replace("govgen build", "govgen build --format html")
    built = shell(script, workspace, **(variables | {"REPORTS": "good"}))
    assert built.returncode == 0, built.stderr
    (folder,) = jobs["生成"]["artifacts"]["paths"]
    assert list((workspace / folder).glob("*.html"))


def test_every_govgen_command_of_the_documents_has_options_that_exist(monkeypatch, workspace):
    shown = re.findall(r"(?m)^(?:\$ |\s+- )(govgen .+)$", DOCS)
    assert len(shown) == 3
    monkeypatch.chdir(workspace)
    for line in shown:
        command = shlex.split(line.replace('"$REPORTS"', "good").replace(" reports", " good"))
        ended = subprocess.run(
            [sys.executable, "-m", *command, *(["--format", "html"] if command[1] == "build" else [])],
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            capture_output=True,
            check=False,
        )
        assert ended.returncode == 0, ended.stderr.decode()


def test_the_hook_reviews_what_pre_commit_hands_it(workspace):
    (hook,) = HOOKS
    (wanted,) = [repo["hooks"] for job in JOBS for repo in job.get("repos", [])]
    assert [item["id"] for item in wanted] == [hook["id"]]
    tracked = [
        "good/2025.yaml",
        "bad dir/2025.yaml",
        "county.yaml",
        "good/2025.yaml.bak",
        "x/mkdocs.yml",
        "2024.yml",
        "青禾 镇/2023.YAML",
    ]
    handed = [name for name in tracked if re.search(hook["files"], name)]
    assert handed == ["good/2025.yaml", "bad dir/2025.yaml", "2024.yml", "青禾 镇/2023.YAML"]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GITHUB_")}
    shutil.copy(workspace / "good" / "2025.yaml", workspace / "--help.yaml")
    for names, code in (
        (["good/2025.yaml"], 0),
        (["--help.yaml"], 0),
        (["good/2025.yaml", "bad dir/2025.yaml"], 1),
    ):
        ended = subprocess.run(
            [sys.executable, "-m", *shlex.split(hook["entry"]), *names],
            cwd=workspace,
            env=kept | {"PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        assert ended.returncode == code, ended.stderr
        assert ("bad dir/2025.yaml" in ended.stdout) is bool(code)
