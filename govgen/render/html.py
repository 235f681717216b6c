"""The report as one self-contained HTML document, drawn by templates that may be overridden by name."""

from __future__ import annotations

import functools
import re
import traceback
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from govgen.render.breaking import typeset
from govgen.render.readback import differences
from govgen.render.view import context
from govgen.report import Report

if TYPE_CHECKING:
    from jinja2 import Environment

NAMES = ("report.html.j2", "_table.html.j2", "_chart.svg.j2", "print.css", "screen.css")
"""The files of ``templates/`` that an office may replace by its own of the same name."""

_QUOTED = re.compile(r"'([^']+)' is undefined|no attribute '([^']+)'")


class TemplateError(Exception):
    """A template cannot be used; ``reasons`` say why, in the words of the user."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__("\n".join(reasons))
        self.reasons = reasons


@dataclass(frozen=True, slots=True)
class Templates:
    """Where templates come from: the user's folder first, then the package's."""

    folder: Path | None = None

    @property
    def files(self) -> tuple[Path, ...]:
        """Where the user's own templates are, or may yet be put."""
        return () if self.folder is None else tuple(self.folder / name for name in NAMES)

    @property
    def overridden(self) -> tuple[str, ...]:
        """The names of the files taken from the user's folder."""
        if self.folder is None:
            return ()
        return tuple(name for name in NAMES if (self.folder / name).is_file())

    def render(self, report: Report, *, draft: bool = False) -> str:
        """The report as HTML, read back and found equal to the edition and the report.

        Raises:
            TemplateError: a template does not work, or changes what the law or the data fixes.
        """
        html = self._draw(report, draft=draft)
        if wrong := differences(html, report):
            raise TemplateError(wrong)
        return html

    def _draw(self, report: Report, *, draft: bool) -> str:
        import jinja2  # noqa: PLC0415  (a review never needs it)

        values = context(report, draft=draft)
        try:
            return environment(self.folder, self.overridden).get_template(NAMES[0]).render(values)
        except jinja2.TemplateSyntaxError as error:
            raise TemplateError([f"模板 {error.name} 第 {error.lineno} 行写法有误"]) from error
        except jinja2.TemplateNotFound as error:
            raise TemplateError([f"找不到模板 {error.name}"]) from error
        except jinja2.UndefinedError as error:
            name = next(
                (word for match in _QUOTED.finditer(str(error)) for word in match.groups() if word), ""
            )
            raise TemplateError([f"{_place(error)}用了没有提供的值 {name}".rstrip()]) from error
        except UnicodeDecodeError as error:
            raise TemplateError(["模板文件不是 UTF-8 编码"]) from error
        except OSError:
            raise
        except Exception as error:
            # A template runs code of its author's, and that may raise whatever Python knows.
            raise TemplateError([f"{_place(error)}不能执行"]) from error


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


def _place(error: Exception) -> str:
    """The template and line where ``error`` was raised."""
    frames = [
        frame for frame in traceback.extract_tb(error.__traceback__) if Path(frame.filename).name in NAMES
    ]
    return f"模板 {Path(frames[-1].filename).name} 第 {frames[-1].lineno} 行" if frames else "模板"


def packaged() -> Path:
    """The templates that come with the package, in a wheel or in a checkout."""
    inside = Path(str(files("govgen"))) / "templates"
    return inside if (inside / NAMES[0]).is_file() else Path(__file__).resolve().parents[2] / "templates"
