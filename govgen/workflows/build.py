"""From reviewed reports to files: all formats of a report are replaced together, or none is."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from govgen.datafile.report import Report
from govgen.render.errors import TemplateError
from govgen.render.html.fragment import write_fragment
from govgen.render.html.page import Templates
from govgen.render.html_tree import shared_tree
from govgen.render.pdf.engine import EngineMissing
from govgen.render.pdf.fonts import faces_to_embolden
from govgen.render.pdf.weasyprint.guard import check
from govgen.render.readback.word_document import document_faults
from govgen.render.report_data import report_json
from govgen.workflows.reviewed import Reviewed

FORMATS = ("html", "pdf", "docx")
DATA = "json"
"""The format for other programs; made only where it is asked for, as the next one is."""
FRAGMENT = "fragment.html"
"""The ending of the file to paste into a web site's editor."""

DRAFT = "（草稿）"

COMPARED = {
    "html": ("title", "headings", "prose", "cells", "headers", "signature"),
    "pdf": ("title", "headings", "prose", "cells", "signature"),
    "docx": ("title", "headings", "prose", "cells", "signature"),
}
"""What is read back: of HTML against the data file, of the PDF's pages and the Word file against the HTML."""


@dataclass(frozen=True, slots=True)
class Job:
    """One report to build: where its files go, and what they are called."""

    item: Reviewed
    folder: Path
    draft: bool

    @property
    def stem(self) -> str:
        """The files' name without ending: the title, marked where it is a draft."""
        return self.item.title + (DRAFT if self.draft else "")

    def target(self, kind: str) -> Path:
        """Where the file of one format goes."""
        return self.folder / f"{self.stem}.{kind}"


@dataclass(slots=True)
class Rendered:
    """A report in each format, not yet written; ``missing`` says in one line what cannot be made here.

    ``warnings`` are lines for the user; ``embedded`` are the font families that the PDF embeds.
    """

    contents: dict[str, bytes] = field(default_factory=dict)
    missing: str = ""
    warnings: list[str] = field(default_factory=list)
    embedded: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Builder:
    """How reports are made into files."""

    formats: tuple[str, ...] = FORMATS
    templates: Templates = field(default_factory=Templates)
    variant: str = "pdf/ua-1"
    fonts: Path | None = None

    def render(self, report: Report, job: Job) -> Rendered:
        """The report of ``job`` in all formats that this machine can make.

        Raises:
            TemplateError: a template does not work or alters the report.
            OSError: a template cannot be read.
        """
        html = self._page(report, job, self.formats)
        made = Rendered()
        for kind in self.formats:
            try:
                made.contents[kind] = self._content(kind, html, report, job, made)
            except EngineMissing as why:
                made.missing = why.message
        if made.missing and "html" in made.contents:
            made.contents["html"] = self._page(report, job, made.contents).encode("utf-8")
        return made

    def _page(self, report: Report, job: Job, formats: Iterable[str]) -> str:
        """The report as HTML, with links to the files of the other ``formats`` in its folder."""
        downloads = {
            name: quote(job.target(kind).name)
            for kind, name in (("pdf", "PDF"), ("docx", "Word"))
            if kind in formats
        }
        return self.templates.render(report, draft=job.draft, downloads=downloads)

    def _content(self, kind: str, html: str, report: Report, job: Job, made: Rendered) -> bytes:
        """The report in one format; what is to be said of it is noted in ``made``."""
        if kind == "html":
            return html.encode("utf-8")
        if kind == FRAGMENT:
            return write_fragment(html)
        if kind == DATA:
            done = job.item
            return report_json(report, done.findings, len(done.accepted), draft=job.draft).encode()
        if kind == "docx":
            from govgen.render.docx.writer import write_docx  # noqa: PLC0415  (loads python-docx)

            faces = faces_to_embolden(self.fonts)
            content = write_docx(html, draft=job.draft, bold_faces=faces, warn=made.warnings.append)
            if wrong := document_faults(shared_tree(html), content):
                raise TemplateError(wrong)
            return content
        check()  # says what is missing before a module that needs WeasyPrint is imported
        from govgen.render.pdf.writer import write_pdf  # noqa: PLC0415  (loads WeasyPrint)

        noted = made.embedded.extend
        return write_pdf(html, variant=self.variant, draft=job.draft, fonts_dir=self.fonts, on_fonts=noted)


def stale(job: Job) -> list[Path]:
    """Files of this report's title, final or draft, left in the folder by an earlier build."""
    title = job.item.title
    names = [f"{title}{mark}.{kind}" for mark in ("", DRAFT) for kind in (*FORMATS, DATA, FRAGMENT)]
    return [job.folder / name for name in names if title and (job.folder / name).is_file()]
