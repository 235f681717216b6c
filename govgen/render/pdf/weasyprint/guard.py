"""What this package relies on inside WeasyPrint and pydyf, and whether the installed ones still have it.

A release may change any of it without notice. Before a PDF is begun, what is imported must be there, and
functions whose inner working matters must have the source that they had: their change would not be seen
otherwise. Any other change makes the engine raise. After reviewing a new release, take its digests.
"""

import functools
import hashlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator

from govgen.render.pdf.engine import EngineMissing, engine, packages

TESTED = {"weasyprint": "70.0", "pydyf": "0.13.0"}
"""The versions that the patches and these tables were checked with."""

WORKING = {
    "weasyprint.layout.inline.justify_line": "dc0f6e423ed8f1efb0a8d924a17215c0",
    "weasyprint.layout.inline.text_align": "55d693d8bed34d82c37a176e7ad31dfd",
    "weasyprint.layout.inline.add_word_spacing": "d90168b3b031fe0cfd8e4950191ffccf",
    "weasyprint.draw.text.draw_first_line": "c6166500ccd95e34e916cd7a93b4caf0",
}
"""Functions that justify.py replaces or calls, and the digests of their sources."""

IMPORTED = (
    "pydyf.Stream",
    "weasyprint.css.ColorProfile",
    "weasyprint.formatting_structure.boxes.TableBox",
    "weasyprint.pdf.add_tags",
    "weasyprint.text.fonts.FontConfiguration",
    "weasyprint.urls.URLFetcher.fetch",
)
"""What the modules of ``pdf`` import, derive from or replace."""


def differences() -> Iterator[str]:
    """The names in ``WORKING`` and ``IMPORTED`` that are not what they were when this package was checked."""
    for name in (*WORKING, *IMPORTED):
        try:
            found = inspect.unwrap(pkgutil.resolve_name(name))
            changed = name in WORKING and _digest(found) != WORKING[name]
        except (ImportError, AttributeError, TypeError, OSError):
            changed = True  # gone, no function any more, or without its source
        if changed:
            yield name


@functools.cache
def _digest(function: Callable[..., object]) -> str:
    return hashlib.blake2b(inspect.getsource(function).encode(), digest_size=16).hexdigest()


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
