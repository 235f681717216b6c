"""What the preview shows: the last page that could be drawn and the review; and how it changes the file."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from govgen.datafile.county import County
from govgen.findings.catalogue import entry
from govgen.findings.display import clip
from govgen.render.errors import TemplateError
from govgen.render.html.page import Templates
from govgen.workflows.check import Examined, examine
from govgen.workflows.files import beside, county_of, read_data
from govgen.workflows.fix import FixPlan
from govgen.workflows.preview.places import PagePlace, Places
from govgen.workflows.replacing import NotDoneError
from govgen.workflows.sheet.form_data import ReadFile
from govgen.workflows.sheet.form_page import form_page
from govgen.workflows.sheet.making import last_year_of
from govgen.workflows.sheet.value_edits import with_value
from govgen.workflows.watch import sources

_SOURCE, _NAME = 200, 30
"""Characters of a source line, and of a name, that a card has room for."""
BLANK = '<!DOCTYPE html><html lang="zh-CN"><meta charset="utf-8"><title>预览</title><p>还没有能显示的报告。'


@dataclass(frozen=True, slots=True)
class Sheet:
    """One state of the preview. ``fresh`` says whether ``page`` shows the file as it is now.

    ``number`` counts the states from 1, so that a browser notices that it has missed one.
    """

    number: int
    page: str
    fresh: bool
    trouble: str = ""
    findings: tuple[dict[str, Any], ...] = ()
    title: str = ""
    file: str = ""
    next: str = ""


@dataclass(slots=True)
class PreviewSession:
    """Holds the sheet that browsers are shown; they may wait for the next one.

    ``no_county`` leaves county.yaml out.
    """

    file: Path
    last: Path | None = None
    templates: Templates = field(default_factory=Templates)
    no_county: bool = False
    sheet: Sheet = field(default=Sheet(0, BLANK, fresh=False))
    closed: bool = False
    _turn: threading.Condition = field(default_factory=threading.Condition)

    def watched(self) -> Iterator[Path]:
        """Every file on which the page depends."""
        return sources(self.file, self.last, self.templates.files)

    def refresh(self) -> Sheet:
        """Review and draw the file as it is now, and send it to every waiting browser."""
        sheet = self._drawn()
        with self._turn:
            self.sheet = sheet
            self._turn.notify_all()
        return sheet

    def after(self, number: int, patience: float) -> Sheet | None:
        """The sheet, once it is another than ``number``; None when ``patience`` seconds have passed.

        A browser left open from an earlier run may know a higher number than there is.
        """
        with self._turn:
            come = self._turn.wait_for(lambda: self.closed or self.sheet.number != number, patience)
            return self.sheet if come and not self.closed else None

    def close(self) -> None:
        """End the waiting of every browser."""
        with self._turn:
            self.closed = True
            self._turn.notify_all()

    def _drawn(self) -> Sheet:
        """The next sheet; where the file cannot be shown, the page of the one before stays."""
        stale = replace(self.sheet, number=self.sheet.number + 1, fresh=False, findings=(), next="")
        try:
            county, faults = (County(), []) if self.no_county else county_of(self.file)
            examined = examine(self.file, self.last, county)
        except OSError as error:
            return replace(stale, trouble=f"读不了文件 {Path(error.filename).name}")
        command = "" if examined.findings.has_errors else f"govgen build {examined.path}"
        # A file without body or year is still the same report: with another title the form would begin anew.
        title = examined.report.title or stale.title
        stale = replace(stale, findings=tuple(_records(examined)), title=title)
        stale = replace(stale, file=str(self.file), next=command)
        if faults:
            where = f"{Path(faults[0].file).name} 第 {faults[0].span.line} 行"
            return replace(stale, trouble=f"{where}：{faults[0].message}")
        if why := examined.undraftable:
            return replace(stale, trouble=f"{why}，左边是上一次能显示的样子")
        try:
            page = self.templates.render(examined.report, draft=examined.findings.has_errors)
        except TemplateError as error:
            return replace(stale, trouble=f"模板错误：{error.reasons[0]}")
        return replace(stale, page=page, fresh=True, trouble="")


def _records(examined: Examined) -> Iterator[dict[str, Any]]:
    """The findings for the page: the gravest first, each with its places in the report and in the form.

    ``where`` is the key on its line, or the beginning of prose, where it says none; ``open`` says that
    something is only left to be filled in.
    """
    places = Places(examined.report, examined.source.root)
    lines = examined.source.text.split("\n")
    for finding in sorted(examined.findings, key=lambda finding: (finding.level.rank, finding.span)):
        line = "".join(lines[finding.span.line - 1 : finding.span.line]).strip()
        yield {
            "code": finding.code,
            "level": finding.level.value,
            "message": finding.message,
            "line": finding.span.line,
            "column": finding.span.column,
            "advice": finding.advice,
            "citation": finding.citation,
            **places.of(finding)._asdict(),
            "where": finding.where or clip(line.partition(":")[0], _NAME),
            "source": clip(line, _SOURCE),
            "open": bool(entry(finding.code).together),
            "terms": [
                {
                    "message": term.message,
                    "line": term.span.line,
                    **(places.at(term.span) or PagePlace())._asdict(),
                }
                for term in finding.related
                if not term.file
            ],
        }


class ConflictError(Exception):
    """A value is not the one that was to be changed; the arguments: a message, the file's and the user's."""


class FormSession:
    """Changes the file as it is on disk at that moment; changes are numbered from 1."""

    def __init__(self, file: Path, last: Path | None = None, *, no_county: bool = False) -> None:
        """``last`` names last year's file where it is not in the same folder."""
        self.file = file
        self.last = last
        self.no_county = no_county
        self._changes: list[tuple[str, str, str, bytes, bytes]] = []
        """Each with its path, the value before and after, and the whole file before and after."""
        self._turn = threading.Lock()

    def page(self) -> str:
        """The form for the file as it is now; empty where one cannot be read."""
        try:
            now = self._read()
            file = self.last or beside(self.file, now.report.head.year or 0)
            before = ReadFile.of(read_data(file), file.as_posix()) if file else None
        except OSError:
            return ""
        return form_page(now, last_year_of(before, now.report.edition) if before else None, live=True)

    def values(self) -> dict[str, str]:
        """The text of each value by its path; none where the file cannot be read whole."""
        try:
            now = self._read()
        except OSError:
            return {}
        return now.texts if now.source.complete else {}

    def edit(self, *, path: str, old: str, new: str) -> dict[str, Any]:
        """Write ``new`` where the file has ``old``; what the page is answered.

        Raises:
            ConflictError: the file has another value there.
            NotDoneError: the value cannot be written.
        """
        with self._turn:
            now = self._read()
            disk = now.texts.get(path, "")
            if disk == new:
                return {"value": disk, "values": {}, "undo": 0}
            if disk != old:
                raise ConflictError("文件里的这一项已经不是原来的内容，请在两个里面选一个", disk, new)
            after = with_value(now, path, new)
            answer = self._put(now, after, path)
            self._changes.append((path, disk, answer["value"], now.raw, after.raw))
            return answer | {"undo": len(self._changes)}

    def undo(self, *, number: int) -> dict[str, Any]:
        """Put back the value before a change; the whole file where nothing else was changed since.

        Raises:
            ConflictError: the value was changed since.
            NotDoneError: there is no such change, or the value cannot be written.
        """
        with self._turn:
            if not 0 < number <= len(self._changes):
                raise NotDoneError("没有这一次改动")
            path, old, new, before, after = self._changes[number - 1]
            now = self._read()
            disk = now.texts.get(path, "")
            if disk != new:
                raise ConflictError("这一项后来又改过，不能撤销；要改请直接填写", disk, old)
            undone = self._read(before) if now.raw == after else with_value(now, path, old, known=True)
            return self._put(now, undone, path) | {"path": path, "undo": number}

    def _put(self, before: ReadFile, after: ReadFile, path: str) -> dict[str, Any]:
        """Write the file; the value at ``path`` as it is read now, and others that differ with it."""
        try:
            FixPlan(self.file, before.raw, after.raw, 1).write()
        except (OSError, NotDoneError) as error:
            raise NotDoneError("写不进文件，请看文件是否正被别的程序打开、磁盘是否已满") from error
        old, new = before.texts, after.texts
        others = {other: text for other, text in new.items() if other != path and old.get(other) != text}
        return {"value": new[path], "values": others}

    def _read(self, raw: bytes | None = None) -> ReadFile:
        raw = read_data(self.file) if raw is None else raw
        county = County() if self.no_county else county_of(self.file)[0]
        return ReadFile.of(raw, self.file.as_posix(), county)
