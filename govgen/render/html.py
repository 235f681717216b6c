"""The report as one self-contained HTML document, drawn by templates that may be overridden by name."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from govgen.render.readback import differences
from govgen.render.view import context
from govgen.report import Report

NAMES = ("report.html.j2", "_table.html.j2", "print.css", "screen.css")
"""The files of ``templates/`` that an office may replace by its own of the same name."""


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
    def overridden(self) -> tuple[str, ...]:
        """The names of the files taken from the user's folder."""
        if self.folder is None:
            return ()
        return tuple(name for name in NAMES if (self.folder / name).is_file())

    def render(self, report: Report, *, draft: bool = False) -> str:
        """The report as HTML, its tables read back and found equal to the edition and the report.

        Raises:
            TemplateError: a template does not work, or changes what the law or the data fixes.
        """
        html = self._draw(report, draft=draft)
        if wrong := differences(html, report):
            raise TemplateError(wrong)
        return html

    def _draw(self, report: Report, *, draft: bool) -> str:
        import jinja2  # noqa: PLC0415  (a review never needs it)
        from jinja2.sandbox import SandboxedEnvironment  # noqa: PLC0415  (likewise)

        folders = [str(folder) for folder in (self.folder, packaged()) if folder is not None]
        environment = SandboxedEnvironment(
            loader=jinja2.FileSystemLoader(folders),
            undefined=jinja2.StrictUndefined,
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        try:
            return environment.get_template("report.html.j2").render(context(report, draft=draft))
        except jinja2.TemplateSyntaxError as error:
            raise TemplateError([f"模板 {error.name} 第 {error.lineno} 行写法有误"]) from error
        except jinja2.TemplateNotFound as error:
            raise TemplateError([f"找不到模板 {error.name}"]) from error
        except jinja2.UndefinedError as error:
            raise TemplateError([f"模板用了没有提供的值（{error.message}）"]) from error
        except jinja2.TemplateError as error:
            raise TemplateError([f"模板不能使用（{error.message}）"]) from error
        except UnicodeDecodeError as error:
            raise TemplateError(["模板文件不是 UTF-8 编码"]) from error


def packaged() -> Path:
    """The templates that come with the package, in a wheel or in a checkout."""
    inside = Path(str(files("govgen"))) / "templates"
    return inside if (inside / NAMES[0]).is_file() else Path(__file__).resolve().parents[2] / "templates"
