"""Writes the rendered HTML as a tagged PDF."""

import atexit
import functools
import gc
import urllib.parse
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import weasyprint
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from govgen.render.errors import TemplateError
from govgen.render.html.line_breaks import level, loosen
from govgen.render.pdf.engine import VARIANTS, EngineMissing
from govgen.render.pdf.finishing import claim_accessibility, colour_profile, compress
from govgen.render.pdf.fonts import DIGITS, Face, digit_rules, faces, font_face_rules
from govgen.render.pdf.weasyprint import guard, justify, tags
from govgen.render.pdf.weasyprint.idents import hide_idents
from govgen.render.pdf.weasyprint.tables import close_tables, repeat_labels, start_at_once
from govgen.render.readback.pdf_pages import page_faults

_COLOURS = "--srgb"
_BOOKMARKS = (
    ".run-in.level-2 { bookmark-label: content(text); bookmark-level: 3 } h4, h5, h6 { bookmark-level: none }"
)
"""Bookmarks, which print.css cannot set for browsers: title, sections, and headings of the second level."""


def write_pdf(
    html: str,
    *,
    variant: str = "pdf/ua-1",
    draft: bool = False,
    fonts_dir: Path | None = None,
    on_fonts: Callable[[Iterable[str]], None] = lambda _: None,
) -> bytes:
    """The PDF of a rendered report, the same bytes for the same input, fonts and libraries.

    Args:
        html: the whole page, with the print style in it.
        variant: one of ``VARIANTS``.
        draft: mark every page as a draft.
        fonts_dir: a folder of an office's own fonts, preferred to those of the system.
        on_fonts: called with the names of the font families that the file embeds.

    Raises:
        EngineMissing: this machine cannot make a PDF, a font file in ``fonts_dir`` cannot be read,
            or no font has some of the characters.
        TemplateError: the style of the page hides words of the report, or they do not fit where they are.
        ValueError: an unknown variant.
    """
    if variant not in VARIANTS:
        raise ValueError(variant)
    guard.check()
    _prepare()
    found = faces(fonts_dir)
    try:
        finisher = _finisher(variant, on_fonts)
        return _written(html, variant, found, finisher, draft=draft)
    except (EngineMissing, TemplateError):
        raise
    except Exception as error:  # whatever the engine raises over a page or an office's own font
        where = f"，字体文件夹 {fonts_dir}" if found else ""
        raise guard.broken(f"{type(error).__name__}{where}") from error


@functools.cache
def _prepare() -> None:
    """Install what replaces parts of WeasyPrint, once for the process."""
    justify.install()
    tags.install()
    # Keeps the objects of the libraries out of every garbage collection, a tenth of the time of a report.
    gc.freeze()


def _written(html: str, variant: str, found: tuple[Face, ...], finisher: Any, *, draft: bool) -> bytes:
    fetcher, fonts = _Fetcher(found), _font_configuration(found)
    page = weasyprint.HTML(string=html, url_fetcher=fetcher)
    root = page.etree_element
    loosen(root)
    level(root)
    if draft:
        root.set("class", "draft")
    hide_idents(root)
    rules = "\n".join([_BOOKMARKS, font_face_rules(found), digit_rules(found)])
    added = weasyprint.CSS(string=rules, font_config=fonts, url_fetcher=fetcher)
    options = {"pdf_variant": variant, "pdf_identifier": True}
    colours = {}
    if variant.startswith("pdf/a"):
        options["output_intent"] = _COLOURS
        colours[_COLOURS] = colour_profile()

    def lay_out() -> Any:
        return page.render(fonts, color_profiles=colours, stylesheets=[added], **options)

    document = lay_out()
    if start_at_once(document.pages):
        document = lay_out()
    while repeat_labels(document.pages):  # repeated labels may move rows to a further page
        document = lay_out()
    if wrong := page_faults(root, document.pages):
        raise TemplateError(wrong)
    close_tables(document.pages)
    written: bytes = document.write_pdf(finisher=finisher, **options)
    return written


class _Fetcher(URLFetcher):  # type: ignore[misc]  # its module has no type information
    """Gives WeasyPrint a file: only data within the page itself, and the ``found`` fonts."""

    def __init__(self, found: tuple[Face, ...]) -> None:
        super().__init__(allowed_protocols={"data", "file"}, allow_redirects=False)
        self._fonts = {face.path.as_uri() for face in found}

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
        if urllib.parse.urlsplit(url).scheme != "data" and url not in self._fonts:
            raise ValueError(f"not part of the report: {url}")
        return super().fetch(url, headers)


@functools.lru_cache(maxsize=4)
def _font_configuration(found: tuple[Face, ...]) -> Any:  # noqa: ARG001  (one configuration for each set of fonts)
    """Kept from report to report, so that the fonts of the machine are listed and copied only once."""
    return FontConfiguration()


@atexit.register
def _forget_fonts() -> None:
    """Let go of the configurations while they can still remove the copies of fonts that they made."""
    _font_configuration.cache_clear()


def _finisher(variant: str, on_fonts: Callable[[Iterable[str]], None]) -> Callable[[Any, Any], None]:
    def finish(document: Any, pdf: Any) -> None:
        missing = {code for font in document.fonts.values() for code in font.missing}
        if missing:
            raise EngineMissing("glyphs", characters="".join(map(chr, sorted(missing))))
        on_fonts(sorted({font.family.removesuffix(DIGITS) for font in document.fonts.values()}))
        if variant.startswith("pdf/a"):
            claim_accessibility(pdf)
        # Each has a copy of its whole file, 20 MB for a Chinese one.
        document.fonts.clear()
        compress(pdf)

    return finish
