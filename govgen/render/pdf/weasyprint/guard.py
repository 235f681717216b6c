"""What this package relies on inside WeasyPrint and pydyf, and whether the installed ones still have it.

A release may change any of it without notice. Each part is checked by its shape before a PDF is begun: it is
there, takes these parameters, sets these attributes; functions whose inner working matters are checked by a
digest of their source. After reviewing a new release, take its digests from ``differences``' own reckoning.
"""

import functools
import hashlib
import importlib
import inspect
from collections.abc import Iterator
from typing import Any, NamedTuple

from govgen.render.pdf.engine import EngineMissing, engine, packages

TESTED = {"weasyprint": "70.0", "pydyf": "0.13.0"}
"""The versions that the patches and this table were checked with."""


class PrivatePart(NamedTuple):
    """A name in a module. ``parameters`` and ``sets`` are separated by blanks; empty ones are not checked."""

    module: str
    name: str
    parameters: str = ""
    sets: str = ""
    digest: str = ""


PARTS = (
    # Replaced, or called by what is replaced: justify.py.
    PrivatePart(
        "weasyprint.layout.inline",
        "justify_line",
        "context line extra_width",
        digest="f83b21ff8793ba6b6dfc5fe8e10e4ab6cd6e02b17de02da97200902166148a81",
    ),
    PrivatePart(
        "weasyprint.layout.inline",
        "text_align",
        "context line available_width last",
        digest="e953d41b87ccfc30405f83f6cc3c73918ef4638662794db4f834b1d788d6ed67",
    ),
    PrivatePart(
        "weasyprint.layout.inline",
        "add_word_spacing",
        "context box justification_spacing x_advance",
        digest="879516e71f1b80fa1833aee877e1a34c851248c5fd871d6c855c58f07358d418",
    ),
    PrivatePart(
        "weasyprint.draw.text",
        "draw_first_line",
        "stream textbox text_overflow block_ellipsis matrix",
        digest="1bb8eae6d88e71b17096a034656f3be17da8f1f513c78536c1c38d971927638b",
    ),
    # Replaced by tags.py and subset.py, or read by them and by tables.py.
    PrivatePart("weasyprint.pdf", "add_tags", "pdf document pdf_version page_streams"),
    PrivatePart("weasyprint.pdf.fonts", "Font.subset", "self to_unicode hinting"),
    PrivatePart("weasyprint.pdf.fonts", "Font.__init__", sets="file_content index missing"),
    PrivatePart("weasyprint.pdf.stream", "Stream.__init__", sets="_tags"),
    PrivatePart("weasyprint.document", "Page.__init__", sets="_page_box"),
    PrivatePart("weasyprint.formatting_structure.boxes", "Box.__init__", sets="element_tag style element"),
    PrivatePart("weasyprint.formatting_structure.boxes", "Box.translate", "self dx dy ignore_floats"),
    PrivatePart("weasyprint.formatting_structure.boxes", "Box.is_in_normal_flow", "self"),
    PrivatePart("weasyprint.formatting_structure.boxes", "Box.margin_height", "self"),
    PrivatePart("weasyprint.formatting_structure.boxes", "Box.content_box_x", "self"),
    PrivatePart("weasyprint.formatting_structure.boxes", "Box.content_box_y", "self"),
    PrivatePart("weasyprint.formatting_structure.boxes", "Box.hit_area", "self"),
    PrivatePart("weasyprint.formatting_structure.boxes", "TableBox"),
    PrivatePart("weasyprint.formatting_structure.boxes", "InlineBox"),
    PrivatePart("weasyprint.formatting_structure.boxes", "LineBox"),
    # Called by writer.py and finishing.py.
    PrivatePart("weasyprint.document", "Document.write_pdf", "self target zoom finisher options"),
    PrivatePart(
        "weasyprint", "HTML.__init__", sets="base_url url_fetcher media_type wrapper_element etree_element"
    ),
    PrivatePart("weasyprint", "HTML.render", "self font_config counter_style color_profiles options"),
    PrivatePart("weasyprint", "HTML._ua_stylesheets", "self forms"),
    PrivatePart("weasyprint.html", "UA"),
    PrivatePart("weasyprint.css.counters", "CounterStyle"),
    PrivatePart("weasyprint.urls", "URLFetcher.fetch", "self url headers"),
    PrivatePart("weasyprint.css", "ColorProfile"),
    PrivatePart("weasyprint.text.fonts", "FontConfiguration"),
    PrivatePart("pydyf", "Dictionary"),
    PrivatePart("pydyf", "Array"),
    PrivatePart("pydyf", "String"),
    PrivatePart("pydyf", "PDF.__init__", sets="catalog objects"),
    PrivatePart("pydyf", "PDF.add_object", "self object_"),
    PrivatePart("pydyf", "Object.__init__", sets="number generation free"),
    PrivatePart("pydyf", "Object.compressible"),
    PrivatePart("pydyf", "Stream.__init__", sets="stream extra compress"),
    PrivatePart("pydyf", "PDF.page_references"),
)


def differences() -> Iterator[str]:
    """The names of ``PARTS`` that are not what they were when this package was checked."""
    for part in PARTS:
        if not _is_known(part):
            yield f"{part.module}.{part.name}"


def check() -> None:
    """Refuse a machine without the engine, and inner workings other than those known here.

    Raises:
        EngineMissing: some differ; the message names the first, and the versions that were checked.
    """
    engine()
    if (first := next(differences(), None)) is not None:
        raise foreign(first)


def foreign(part: str) -> EngineMissing:
    """The refusal of installed packages in which ``part`` is not what is relied on."""
    found = packages()
    installed = _listed({name: found[name] or "?" for name in TESTED})
    return EngineMissing("unknown", installed=installed, tested=_listed(TESTED), part=part)


def broken(reason: str) -> EngineMissing:
    """The refusal where the engine, of whatever version, raises something unforeseen."""
    return EngineMissing("failed", reason=reason, tested=_listed(TESTED))


def _listed(versions: dict[str, str]) -> str:
    return "、".join(f"{name} {version}" for name, version in versions.items())


@functools.cache
def _source(function: Any) -> str:
    return inspect.getsource(function)


def _is_known(part: PrivatePart) -> bool:
    try:
        found: Any = importlib.import_module(part.module)
        for name in part.name.split("."):
            found = getattr(found, name)
        found = inspect.unwrap(found)
        if part.parameters and list(inspect.signature(found).parameters) != part.parameters.split():
            return False
        source = _source(found) if part.sets or part.digest else ""
    except (ImportError, AttributeError, TypeError, ValueError, OSError):
        return False  # gone, no function any more, or without its source
    if part.digest and hashlib.sha256(source.encode()).hexdigest() != part.digest:
        return False
    return all(f"self.{name} = " in source for name in part.sets.split())
