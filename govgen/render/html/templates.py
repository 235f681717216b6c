"""The Jinja templates: their names, their folder, and the environment that renders them."""

import functools
from importlib.resources import files
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from govgen.editions.labels import numeral
from govgen.render.html.line_breaks import typeset
from govgen.render.html.sandbox import FolderLoader, LimitedEnvironment, limited

NAMES = ("report.html.j2", "_table.html.j2", "_chart.svg.j2", "print.css", "screen.css")
"""The files of ``templates/`` that an office may replace by its own of the same name."""


@functools.lru_cache(maxsize=8)
def environment(folder: Path | None, overridden: tuple[str, ...]) -> jinja2.Environment:  # noqa: ARG001  (a file added later makes another)
    """Cached from report to report: compiling the templates takes as long as rendering one."""
    # Notepad begins a file with a byte order mark.
    loaders = [FolderLoader(each, encoding="utf-8-sig") for each in (folder, packaged()) if each is not None]
    loader = jinja2.ChoiceLoader(loaders)
    environment = LimitedEnvironment(
        loader=loader,
        undefined=jinja2.StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["typeset"] = typeset
    environment.filters["numeral"] = numeral
    # A style sheet is no template: "{#" and "{%" may occur in it.
    environment.globals["stylesheet"] = lambda name: Markup(loader.get_source(environment, name)[0])
    return environment


def render_page(folder: Path | None, overridden: tuple[str, ...], values: dict[str, Any]) -> str:
    """The page that the main template makes of ``values``, within the limits of ``sandbox``."""
    template = environment(folder, overridden).get_template(NAMES[0])
    return "".join(limited(template.generate(values)))


def packaged() -> Path:
    """The templates that come with the package, in a wheel or in a checkout."""
    inside = Path(str(files("govgen"))) / "templates"
    return inside if (inside / NAMES[0]).is_file() else inside.parents[1] / "templates"
