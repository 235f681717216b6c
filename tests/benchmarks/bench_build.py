"""One report in all three formats against LibreOffice turning the same report's DOCX into a PDF.

Run ``python -m tests.benchmarks.bench_build``. Cold is a whole process; warm is one more document in a process
that already runs, for LibreOffice the marginal time of a document in one call. Goals: cold at most 1.0 times
LibreOffice, warm PDF at most 1.5 times.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from govgen.render.docx.writer import write_docx
from govgen.render.html.page import Templates
from govgen.render.pdf.writer import write_pdf
from govgen.workflows.check import examine

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "qinghe" / "2025.yaml"
ROUNDS = 5
COPIES = 6


def seconds(work: Callable[[], object]) -> float:
    """Wall time of one call."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def cold_govgen(folder: Path) -> None:
    """Check and build in a new process."""
    command = [sys.executable, "-m", "govgen", "build", str(EXAMPLE), "-o", str(folder)]
    subprocess.run(command, check=True, capture_output=True)


def office(folder: Path, files: list[Path]) -> None:
    """Convert ``files`` in one new LibreOffice process with a profile of its own."""
    profile = (folder / "profile").as_uri()
    command = ["soffice", "--headless", f"-env:UserInstallation={profile}", "--convert-to", "pdf"]
    subprocess.run([*command, "--outdir", str(folder), *map(str, files)], check=True, capture_output=True)


def main() -> None:
    """Measure in turn, so that drift of the machine touches both sides, and print medians and ratios."""
    if shutil.which("soffice") is None:
        sys.exit("needs LibreOffice: apt-get install --no-install-recommends libreoffice-writer-nogui")
    html = Templates().render(examine(EXAMPLE).report)
    with tempfile.TemporaryDirectory() as base:
        folder = Path(base)
        copies = [folder / f"{number}.docx" for number in range(COPIES)]
        for copy in copies:
            copy.write_bytes(write_docx(html))
        office(folder, copies[:1])  # makes the profile, which a user has already
        write_pdf(html)
        runs = [_round(folder, copies, html) for _ in range(ROUNDS)]
    cold, office_cold, warm, office_warm, docx = (
        statistics.median(column) for column in zip(*runs, strict=True)
    )
    print(
        f"cold: all three formats {cold:.2f} s, LibreOffice {office_cold:.2f} s, ratio {cold / office_cold:.2f}"
    )
    print(f"warm: PDF {warm:.3f} s, LibreOffice {office_warm:.3f} s, ratio {warm / office_warm:.2f}")
    print(f"warm: DOCX {docx:.3f} s")


def _round(folder: Path, copies: list[Path], html: str) -> tuple[float, ...]:
    cold = seconds(lambda: cold_govgen(folder / "out"))
    one = seconds(lambda: office(folder, copies[:1]))
    many = seconds(lambda: office(folder, copies))
    warm = seconds(lambda: write_pdf(html))
    docx = seconds(lambda: write_docx(html))
    return cold, one, warm, (many - one) / (len(copies) - 1), docx


if __name__ == "__main__":
    main()
