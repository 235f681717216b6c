"""The Jinja templates: their names, their folder, and the environment that renders them."""

from __future__ import annotations

import functools
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from govgen.render.html.line_breaks import typeset

if TYPE_CHECKING:
    from jinja2 import Environment

NAMES = ("report.html.j2", "_table.html.j2", "_chart.svg.j2", "print.css", "screen.css")
"""The files of ``templates/`` that an office may replace by its own of the same name."""


@functools.lru_cache(maxsize=8)
def environment(folder: Path | None, overridden: tuple[str, ...]) -> Environment:  # noqa: ARG001  (a file added later makes another)
    """Kept from report to report, because compiling the templates takes as long as drawing one."""
    import jinja2  # noqa: PLC0415  (a review never needs it)
    from jinja2.sandbox import SandboxedEnvironment  # noqa: PLC0415  (likewise)
    from markupsafe import Markup  # noqa: PLC0415  (comes with jinja2)

    folders = [str(folder) for folder in (folder, packaged()) if folder is not None]
    # Notepad begins a file with a byte order mark.
    loader = jinja2.FileSystemLoader(folders, encoding="utf-8-sig")
    environment = SandboxedEnvironment(
        loader=loader,
        undefined=jinja2.StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["typeset"] = typeset
    # A style sheet is no template: "{#" and "{%" may stand in it.
    environment.globals["stylesheet"] = lambda name: Markup(loader.get_source(environment, name)[0])
    return environment


def packaged() -> Path:
    """The templates that come with the package, in a wheel or in a checkout."""
    inside = Path(str(files("govgen"))) / "templates"
    return inside if (inside / NAMES[0]).is_file() else inside.parents[1] / "templates"
