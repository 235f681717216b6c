"""Draws the pictures of the README files: ``python -m tests.pictures [FOLDER]``.

Needs pdftoppm and pdftotext (poppler-utils) and Chromium.
"""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

from govgen.cli.app import run
from govgen.render.html.page import Templates
from govgen.render.html.templates import packaged
from govgen.workflows.preview.server import Server
from govgen.workflows.preview.session import PreviewSession

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "docs/pictures"
SAMPLE = ROOT / "examples/qinghe"
PICTURES = ("first-page.png", "table-three.png", "preview.png")
TABLE_THREE = "本年新收政府信息公开申请数量"
BROWSER = next((found for name in ("chromium", "chromium-browser") if (found := shutil.which(name))), "")
LACKING = [name for name in ("pdftoppm", "pdftotext") if not shutil.which(name)] + ["chromium"] * (
    not BROWSER
)
PAGE_HEIGHT = 1000
RIGHT, WRONG = "予以公开: {自然人: 14", "予以公开: {自然人: 15"
FOLLOW = "<script>setInterval(() => document.querySelector('.cards a')?.click(), 50);</script></body>"
SCREENSHOT = [BROWSER, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
SCREENSHOT += ["--window-size=1280,800", "--force-prefers-reduced-motion"]


def draw(folder: Path) -> None:
    """Write the first page, the page with table three, and the preview with a finding."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        _pages(work)
        _preview(work)
        for picture in PICTURES:
            # Thirty-two colours are enough for type and lines, and a third of the size.
            Image.open(work / picture).convert("RGB").quantize(32).save(folder / picture, optimize=True)


def _pages(work: Path) -> None:
    if run(["build", str(SAMPLE / "2025.yaml"), "-o", str(work), "--format", "pdf"]):
        raise RuntimeError("the sample was not built")
    (paper,) = work.glob("*.pdf")
    text = subprocess.run(["pdftotext", paper, "-"], capture_output=True, check=True, encoding="utf-8").stdout
    table = 1 + next(number for number, page in enumerate(text.split("\f")) if TABLE_THREE in page)
    for page, picture in ((1, "first-page"), (table, "table-three")):
        size = ["-f", str(page), "-l", str(page), "-singlefile", "-gray", "-scale-to", str(PAGE_HEIGHT)]
        subprocess.run(["pdftoppm", "-png", *size, paper, work / picture], check=True)


def _preview(work: Path) -> None:
    """One figure of table three is changed; the link of its finding is followed to the row."""
    shutil.copy(SAMPLE / "2024.yaml", work)
    text = (SAMPLE / "2025.yaml").read_text(encoding="utf-8")
    (work / "2025.yaml").write_text(text.replace(RIGHT, WRONG, 1), encoding="utf-8")
    shell = (packaged() / "preview.html").read_text(encoding="utf-8").replace("</body>", FOLLOW)
    with contextlib.chdir(work):  # the preview shows the path it was given
        session = PreviewSession(Path("2025.yaml"), None, Templates())
        server = Server(session, shell)
        session.refresh()
        with server.running():
            picture = f"--screenshot={work / 'preview.png'}"
            subprocess.run([*SCREENSHOT, picture, server.address], capture_output=True, check=True)


if __name__ == "__main__":
    draw(Path(sys.argv[1]).resolve() if sys.argv[1:] else FOLDER)
