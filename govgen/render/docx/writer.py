"""The report as a Word document, from the same page that the PDF is made of."""

from collections.abc import Callable, Iterable

from govgen.render.docx.blocks import Writer
from govgen.render.docx.package import Package
from govgen.render.html_tree import main_element, shared_tree


def write_docx(
    html: str,
    *,
    draft: bool = False,
    bold_faces: Iterable[str] = (),
    warn: Callable[[str], None] = lambda _: None,
) -> bytes:
    """The .docx of a rendered page, set by GB/T 9704-2012.

    The elements in ``<main>`` that the package's templates use and a few classes count (``level-2`` to
    ``level-4``, ``run-in``, ``title-line``, ``signature``, ``body-name``, ``date``, ``number``, ``caption``,
    ``visually-hidden``), CSS does not. Of any other element the text is kept, and ``warn`` is called with
    its name. A ``draft`` has a note in the top margin; what is set in ``bold_faces`` is bold. The same page
    gives the same bytes.

    Raises:
        ValueError: the page has no ``<main>``.
    """
    root = shared_tree(html)
    package = Package(bold_faces)
    blocks = Writer(package, warn).blocks(main_element(root))
    return package.finish(blocks, root, draft=draft)
