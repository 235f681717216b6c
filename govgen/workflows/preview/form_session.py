"""A data file as a form in the browser changes it: one value at a time, and each change can be undone."""

import threading
from pathlib import Path
from typing import Any

from govgen.datafile.county import County
from govgen.workflows.county_settings import county_of
from govgen.workflows.files import beside, read_data
from govgen.workflows.fix import FixPlan
from govgen.workflows.line_edits import EditRefusedError
from govgen.workflows.sheet.form_data import ReadFile
from govgen.workflows.sheet.form_page import form_page
from govgen.workflows.sheet.making import last_year_of
from govgen.workflows.sheet.value_edits import with_value


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
            EditRefusedError: the value cannot be written.
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
            EditRefusedError: there is no such change, or the value cannot be written.
        """
        with self._turn:
            if not 0 < number <= len(self._changes):
                raise EditRefusedError("没有这一次改动")
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
        except (OSError, EditRefusedError) as error:
            raise EditRefusedError("写不进文件，请看文件是否正被别的程序打开、磁盘是否已满") from error
        old, new = before.texts, after.texts
        others = {other: text for other, text in new.items() if other != path and old.get(other) != text}
        return {"value": new[path], "values": others}

    def _read(self, raw: bytes | None = None) -> ReadFile:
        raw = read_data(self.file) if raw is None else raw
        county = County() if self.no_county else county_of(self.file)[0]
        return ReadFile.of(raw, self.file.as_posix(), county)
