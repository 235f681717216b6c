"""From the rendered HTML to a tagged PDF."""

from __future__ import annotations

from pathlib import Path


def write_pdf(
    html: str, *, variant: str = "pdf/ua-1", draft: bool = False, fonts_dir: Path | None = None
) -> bytes:
    """TODO"""
    import weasyprint

    return weasyprint.HTML(string=html).write_pdf(pdf_variant=variant)
