"""An outside judge, the Open XML SDK, on the Word document."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from html_sample import RICH, SLOPPY, page, sample
from judges.word import judged, needed

from govgen.editions.loading import editions
from govgen.render.docx.writer import write_docx

pytestmark = needed


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
