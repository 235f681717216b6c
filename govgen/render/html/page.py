"""The report as one self-contained HTML document, drawn by templates that may be overridden by name."""

import re
import traceback
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Self

import jinja2

from govgen.datafile.report import Report
from govgen.render.errors import TemplateError
from govgen.render.html.sandbox import LimitError
from govgen.render.html.templates import NAMES, OwnFiles, files_in, render_page
from govgen.render.html.view import context
from govgen.render.readback.page import differences

_QUOTED = re.compile(r"'([^']+)' is undefined|no attribute '([^']+)'")


@dataclass(frozen=True, slots=True)
class Templates:
    """The sources of templates: the user's folder first, then the package's."""

    folder: Path | None = None
    loaded: OwnFiles | None = None

    @property
    def own(self) -> OwnFiles:
        """The user's files: as they were loaded, else as they are now.

        Raises:
            OSError: one cannot be read.
        """
        return files_in(self.folder) if self.loaded is None else self.loaded

    def load(self) -> Self:
        """The same with the content of the user's files, for a process without the folder."""
        return replace(self, loaded=self.own)

    @property
    def files(self) -> tuple[Path, ...]:
        """Where the user's own templates are, or may yet be put."""
        return () if self.folder is None else tuple(self.folder / name for name in NAMES)

    @property
    def overridden(self) -> tuple[str, ...]:
        """The names of the files taken from the user's folder."""
        names = {name for name, _ in self.own}
        return tuple(name for name in NAMES if name in names)

    def render(
        self, report: Report, *, draft: bool = False, downloads: Mapping[str, str] | None = None
    ) -> str:
        """The report as HTML, compared with the edition and the report; ``downloads`` as in ``context``.

        Raises:
            TemplateError: a template does not work, or changes what the law or the data fixes.
        """
        html = self._draw(context(report, draft=draft, downloads=downloads))
        if wrong := differences(html, report):
            raise TemplateError(wrong)
        return html

    def _draw(self, values: dict[str, Any]) -> str:
        try:
            return render_page(self.own, values)
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
        except LimitError as error:
            raise TemplateError([f"{_place(error)}停不下来：{error}"]) from error
        except (OSError, TemplateError):
            raise
        except Exception as error:
            # A template runs code of its author's, and that may raise whatever Python knows.
            raise TemplateError([f"{_place(error)}不能执行"]) from error


def _place(error: Exception) -> str:
    """The template and line where ``error`` was raised."""
    frames = [
        frame for frame in traceback.extract_tb(error.__traceback__) if Path(frame.filename).name in NAMES
    ]
    return f"模板 {Path(frames[-1].filename).name} 第 {frames[-1].lineno} 行" if frames else "模板"
