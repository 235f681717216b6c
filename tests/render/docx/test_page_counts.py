"""Word's file beside the PDF: opened in LibreOffice, every example has as many pages, give or take one."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pdfplumber
import pytest
from rendering import NAMES, page

from govgen.render.docx.writer import write_docx
from govgen.render.pdf.writer import write_pdf

pytestmark = pytest.mark.skipif(
    shutil.which("soffice") is None,
    reason="needs LibreOffice: apt-get install --no-install-recommends libreoffice-writer-nogui",
)


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with every example's DOCX as LibreOffice prints it."""
    folder = tmp_path_factory.mktemp("office")
    for name in NAMES:
        (folder / f"{name}.docx").write_bytes(write_docx(page(name)))
    profile = (folder / "profile").as_uri()
    command = ["soffice", "--headless", f"-env:UserInstallation={profile}", "--convert-to", "pdf"]
    files = [str(folder / f"{name}.docx") for name in NAMES]
    subprocess.run([*command, "--outdir", str(folder), *files], check=True, capture_output=True)
    return folder


def pages(path: Path) -> int:
    with pdfplumber.open(path) as pdf:
        return len(pdf.pages)


@pytest.mark.parametrize("name", NAMES)
def test_word_and_pdf_have_the_same_pages_but_for_one(name: str, opened: Path, tmp_path: Path) -> None:
    ours = tmp_path / "ours.pdf"
    ours.write_bytes(write_pdf(page(name)))
    assert pages(opened / f"{name}.pdf") >= 3
    assert abs(pages(opened / f"{name}.pdf") - pages(ours)) <= 1
