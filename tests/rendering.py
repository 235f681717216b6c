"""Reports and pages for the tests of HTML: real examples, and templates of an office."""

from __future__ import annotations

import functools
from pathlib import Path

from helpers import BASE, EXAMPLES, ROOT, examined, with_entries

from govgen.examine import examine
from govgen.identity import Identity
from govgen.render.html import Templates
from govgen.report import Report

PACKAGED = ROOT / "templates"
NAMES = [f"{path.parent.name}-{path.stem}" for path in EXAMPLES]


@functools.cache
def example(name: str = "qinghe-2025") -> Report:
    """A published example."""
    return examine(EXAMPLES[NAMES.index(name)]).report


@functools.cache
def page(name: str = "qinghe-2025", *, draft: bool = False) -> str:
    """The HTML of an example."""
    return Templates().render(example(name), draft=draft)


def report(folder: Path, fragment: str = "") -> Report:
    """The sound file with some of its entries changed."""
    return examined(folder, with_entries(fragment, BASE)).report


def identity(of: Report) -> Identity:
    """Who reports; every report used here says it."""
    assert of.identity is not None
    return of.identity


def office(folder: Path, name: str, old: str, new: str) -> Templates:
    """The templates of an office that has changed one place of one file."""
    text = (PACKAGED / name).read_text(encoding="utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    return Templates(folder)
