"""How long a report takes to import, by kind of source, against a bare parse of the same file.

Run ``python -m tests.benchmarks.bench_import``. Goals: HTML and text at most 100 ms, DOCX 150 ms, PDF 2 s; the
ratio says how much of that is ours.
"""

from __future__ import annotations

import io
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import docx
import pdfplumber
import tinyhtml5

from govgen.importers.convert import convert
from govgen.render import html_tree as dom
from govgen.render.docx.writer import write_docx
from govgen.render.html.page import Templates
from govgen.render.pdf.writer import write_pdf
from govgen.workflows.check import examine

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "qinghe" / "2025.yaml"
ROUNDS = 9


def as_text(html: str) -> str:
    """The page as pasted text: a line for each paragraph, a cell a line."""
    main = dom.main_element(dom.parse(html))
    blocks = [node for node in main.iter() if node.tag in {"h1", "h2", "h3", "h4", "p", "td", "th"}]
    return "\n".join(dom.text(node) for node in blocks)


def pages(raw: bytes) -> list[str]:
    """The words of a PDF, page by page."""
    with pdfplumber.open(io.BytesIO(raw)) as document:
        return [page.extract_text() for page in document.pages]


def median(work: Callable[[], object]) -> float:
    """The median wall time of a call in milliseconds, after one that warms up."""
    work()
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        times.append(1000 * (time.perf_counter() - start))
    return statistics.median(times)


def main() -> None:
    """Print a line for each kind of source."""
    html = Templates().render(examine(EXAMPLE).report)
    sources: dict[str, tuple[bytes, Callable[[bytes], object]]] = {
        "text": (as_text(html).encode(), lambda raw: raw.decode().split("\n")),
        "html": (html.encode(), lambda raw: tinyhtml5.parse(raw.decode())),
        "docx": (write_docx(html), lambda raw: docx.Document(io.BytesIO(raw))),
        "pdf": (write_pdf(html), pages),
    }
    for kind, (raw, bare) in sources.items():
        ours, theirs = median(lambda: convert(raw, kind)), median(lambda: bare(raw))  # noqa: B023  (called at once)
        print(f"{kind}: {ours:.0f} ms, bare parse {theirs:.1f} ms, ratio {ours / theirs:.1f}")


if __name__ == "__main__":
    main()
