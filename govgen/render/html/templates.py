"""The Jinja templates: their names, their folder, and the environment that renders them."""

import functools
import posixpath
from importlib.resources import files
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from govgen.editions.labels import numeral
from govgen.render.errors import TemplateError
from govgen.render.html.line_breaks import typeset
from govgen.render.html.sandbox import LimitedEnvironment, limited

NAMES = ("report.html.j2", "_table.html.j2", "_chart.svg.j2", "print.css", "screen.css")
"""The files of ``templates/`` that an office may replace by its own of the same name."""


OwnFiles = tuple[tuple[str, bytes | None], ...]
"""The files of an office's folder, by their path in it; None for one that cannot be a template."""

_LARGEST = 1 << 20
"""Bytes of a file that a template may include; what is larger is no template."""


def files_in(folder: Path | None) -> OwnFiles:
    """The files of an office's own ``folder``; a link that leads out of it, or a large file, is not read.

    Raises:
        OSError: a file cannot be read.
    """
    if folder is None:
        return ()
    inside = folder.resolve()
    return tuple(
        (path.relative_to(folder).as_posix(), path.read_bytes() if is_fit else None)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        for is_fit in [path.resolve().is_relative_to(inside) and path.stat().st_size <= _LARGEST]
    )


@functools.lru_cache(maxsize=8)
def environment(own: OwnFiles = ()) -> jinja2.Environment:
    """The environment in which an office's ``own`` files go before the package's.

    Cached from report to report: compiling the templates takes as long as rendering one.
    """
    contents = dict(own)

    def source(name: str) -> tuple[str, str, None] | None:
        path = posixpath.normpath(name)
        if path not in contents:
            return None
        content = contents[path]
        if content is None:
            raise TemplateError([f"模板 {path} 是指向模板文件夹以外的链接，或者超过 1 MB，不能使用"])
        # Notepad begins a file with a byte order mark.
        return content.decode("utf-8-sig").replace("\r\n", "\n"), name, None

    loader = jinja2.ChoiceLoader([jinja2.FunctionLoader(source), jinja2.FileSystemLoader(packaged())])
    environment = LimitedEnvironment(
        loader=loader,
        undefined=jinja2.StrictUndefined,
        autoescape=lambda name: not (name or "").endswith(".yaml.j2"),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["typeset"] = typeset
    environment.filters["numeral"] = numeral
    # A style sheet is no template: "{#" and "{%" may occur in it.
    environment.globals["stylesheet"] = lambda name: Markup(loader.get_source(environment, name)[0])
    return environment


def render_page(own: OwnFiles, values: dict[str, Any]) -> str:
    """The page that the main template makes of ``values``, within the limits of ``sandbox``."""
    template = environment(own).get_template(NAMES[0])
    return "".join(limited(template.generate(values)))


def packaged() -> Path:
    """The templates that come with the package, in a wheel or in a checkout."""
    inside = Path(str(files("govgen"))) / "templates"
    return inside if (inside / NAMES[0]).is_file() else inside.parents[1] / "templates"
