"""The report as a Word document, from the same page that the PDF is made of."""

from __future__ import annotations

from govgen.render.docx.blocks import Writer
from govgen.render.docx.package import Package
from govgen.render.docx.properties import properties_of
from govgen.render.html_tree import main, parse


def write_docx(html: str, *, draft: bool = False) -> bytes:
    """The .docx of a rendered page, set by GB/T 9704-2012.

    What stands in ``<main>`` is written; elements and a few classes count (``level-2`` to ``level-4``,
    ``run-in``, ``title-line``, ``signature``, ``body-name``, ``date``, ``number``, ``caption``,
    ``visually-hidden``), CSS does not. An unknown element is passed through to its children. A ``draft``
    says so in the top margin. The same page gives the same bytes. ValueError when the page has no ``<main>``.
    """
    root = parse(html)
    package = Package()
    blocks = Writer(package).blocks(main(root))
    return package.finish(blocks, properties_of(root), draft=draft)
