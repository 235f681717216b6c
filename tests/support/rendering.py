"""Reports and pages for the tests of HTML: real examples, and templates of an office."""

from __future__ import annotations

import functools
from pathlib import Path

from helpers import BASE, EXAMPLES, ROOT, read_text, with_entries

from govgen.datafile.identity import Identity
from govgen.datafile.report import Report, build_report
from govgen.render.html.page import Templates
from govgen.workflows.files import beside

PACKAGED = ROOT / "templates"
NAMES = [f"{path.parent.name}-{path.stem}" for path in EXAMPLES]


def read_report(text: str, last: Report | None = None) -> Report:
    """The report that a data file holds, not reviewed."""
    return build_report(read_text(text), "2025.yaml", last=last)


@functools.cache
def example(name: str = "qinghe-2025") -> Report:
    """A published example."""
    path = EXAMPLES[NAMES.index(name)]
    before = beside(path, int(path.stem))
    last = read_report(before.read_text(encoding="utf-8")) if before else None
    return read_report(path.read_text(encoding="utf-8"), last)


@functools.cache
def page(name: str = "qinghe-2025", *, draft: bool = False) -> str:
    """The HTML of an example."""
    return Templates().render(example(name), draft=draft)


def report(fragment: str = "") -> Report:
    """The sound file with some of its entries changed."""
    return read_report(with_entries(fragment, BASE))


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
