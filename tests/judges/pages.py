"""Judges of web pages: the Nu checker, html-validate, and axe-core in a headless Chromium."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

FORM, KEYS, PREVIEW = (
    Path(__file__).with_name(name) for name in ("form.cjs", "form_keys.cjs", "preview_edit.cjs")
)
FOLDER = Path(os.environ.get("GOVGEN_JUDGES", ""))
AXE = Path(__file__).with_name("axe.cjs")
MEASURE = Path(__file__).with_name("measure.cjs")
INSTALL = 'export GOVGEN_JUDGES="$(bash .ci/judges.sh)"'

_NU = FOLDER / "node_modules/vnu-jar/build/dist/vnu.jar"
_VALIDATE = FOLDER / "node_modules/html-validate/bin/html-validate.mjs"
_PARTS = [
    _NU,
    _VALIDATE,
    FOLDER / "node_modules/axe-core/axe.min.js",
    FOLDER / "node_modules/playwright-core",
]
_BROWSER = next((found for name in ("chromium", "chromium-browser") if (found := shutil.which(name))), "")

HERE = bool(
    os.environ.get("GOVGEN_JUDGES")
    and _BROWSER
    and all(map(shutil.which, ("node", "java")))
    and all(part.exists() for part in _PARTS)
)
needed = pytest.mark.skipif(not HERE, reason=f"the judges of web pages are not here; run: {INSTALL}")


OLD = FOLDER / "chromium86"
"""Chromium 86 with its libraries."""
old_needed = pytest.mark.skipif(
    not (OLD / "chromium").is_file(), reason=f"Chromium 86 is not here; run: {INSTALL}"
)


def nu(pages: Sequence[Path]) -> list[str]:
    """The errors that the Nu checker finds, each with its page and line."""
    command = ["java", "-jar", str(_NU), "--errors-only", "--format", "json", "--exit-zero-always"]
    done = subprocess.run([*command, *map(str, pages)], capture_output=True, check=True)
    # The checker writes its findings to the stream of errors.
    messages = json.loads(done.stderr)["messages"]
    return [f"{Path(each['url']).name}:{each['lastLine']} {each['message']}" for each in messages]


def html_validate(pages: Sequence[Path], presets: str = "standard,a11y,document") -> list[str]:
    """What html-validate finds by these presets, each with its page, line and rule."""
    # It may end before all of its output has gone through a pipe.
    told = pages[0].with_suffix(".json")
    options = ["--formatter", f"json={told}", "--preset", presets]
    done = subprocess.run(["node", str(_VALIDATE), *options, *map(str, pages)], check=False)
    results: list[dict[str, Any]] = json.loads(told.read_text(encoding="utf-8"))
    assert (done.returncode == 0) is (results == [] or not any(each["messages"] for each in results))
    return [
        f"{Path(result['filePath']).name}:{each['line']} {each['ruleId']} {each['message']}"
        for result in results
        for each in result["messages"]
    ]


def axe(pages: Sequence[Path]) -> list[dict[str, Any]]:
    """What axe-core finds in each page at both widths and in both colour schemes.

    A view has ``page``, ``width``, ``scheme``, ``violations`` (texts), ``passes`` (how many rules did pass)
    and ``overflow`` (by how many px the page is wider than the window).
    """
    command = ["node", str(AXE), _BROWSER, *map(str, pages)]
    done = subprocess.run(command, capture_output=True, check=True)
    views: list[dict[str, Any]] = json.loads(done.stdout)
    return views


def measured(page: Path, width: int, expression: str) -> Any:
    """The value of a JavaScript expression in a page that is ``width`` px wide."""
    command = ["node", str(MEASURE), _BROWSER, str(page), str(width), expression]
    return json.loads(subprocess.run(command, capture_output=True, check=True).stdout)


def _browser(old: bool) -> tuple[str, dict[str, str]]:
    """Today's Chromium or an ``old`` one, and the environment that it runs in."""
    if not old:
        return _BROWSER, {**os.environ}
    return str(OLD / "chromium"), {**os.environ, "LD_LIBRARY_PATH": str(OLD / "lib")}


def filled(jobs: Sequence[dict[str, Any]], folder: Path, *, old: bool = False) -> list[dict[str, Any]]:
    """What came of forms that were filled in and saved, in today's Chromium or an ``old`` one; see form.cjs."""
    file = folder / "jobs.json"
    file.write_text(json.dumps(jobs), encoding="utf-8")
    browser, environment = _browser(old)
    command = ["node", str(FORM), browser, str(file)]
    done = subprocess.run(command, capture_output=True, check=False, env=environment, timeout=300)
    assert done.returncode == 0, done.stderr.decode()
    results: list[dict[str, Any]] = json.loads(done.stdout)
    return results


def keyed(page: Path, edits: dict[str, str], picture: Path) -> dict[str, Any]:
    """What came of a form that was filled in by keys alone; see form_keys.cjs."""
    file = page.with_suffix(".json")
    file.write_text(json.dumps(edits), encoding="utf-8")
    command = ["node", str(KEYS), _BROWSER, str(page), str(file), str(picture)]
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    seen: dict[str, Any] = json.loads(done.stdout)
    return seen


def filled_in_preview(
    file: Path, job: dict[str, Any], pictures: Path, *, old: bool = False
) -> dict[str, Any]:
    """What came of the form of ``preview --edit`` for a data file; see preview_edit.cjs."""
    asked = file.with_suffix(".json")
    asked.write_text(json.dumps(job), encoding="utf-8")
    browser, environment = _browser(old)
    command = ["node", str(PREVIEW), browser, sys.executable, str(file), str(asked), str(pictures)]
    command += ["old"] if old else []
    done = subprocess.run(command, capture_output=True, check=False, env=environment, timeout=300)
    assert done.returncode == 0, done.stderr.decode()
    seen: dict[str, Any] = json.loads(done.stdout)
    return seen


def printed(page: Path) -> Path:
    """The PDF that the browser's own print makes of a page, beside it."""
    paper = page.with_suffix(".pdf")
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
    command = [_BROWSER, *options, f"--print-to-pdf={paper}", page.resolve().as_uri()]
    subprocess.run(command, capture_output=True, check=True)
    return paper
