"""Reads untrusted documents in a child process with limits of time, memory and output."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, BinaryIO

from govgen.importers.form.workbook import SheetCell, Workbook, read_workbook
from govgen.importers.formats.detect import MAX_BYTES, is_plain_text, page_of
from govgen.importers.page import Note, Page, RefusedError

MAX_SECONDS = 4
"""Processor time; a report of 60 pages takes three seconds, one of the usual 8 pages less than one."""
MAX_WAIT = 30
"""Time by the clock, for systems without a limit of processor time and for machines under load."""
MAX_MEMORY = 512 * 1024 * 1024
"""The library for PDF files takes 60 MB for a report."""
MAX_OUTPUT = 4 * 1024 * 1024
"""A report has some ten thousand characters."""
_TOO_MUCH = "内容太多、太复杂，不像一份年度报告，没有读入；请用 Word 或 WPS 打开后另存，再导入"
_CHILD = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from govgen.importers.isolation import answer; sys.stdout.write(answer(sys.stdin.buffer, sys.argv[2]))"
)


def read_source(path: Path) -> bytes:
    """The bytes of a file, of which no more is read than a report can have.

    Raises:
        RefusedError: the file is larger than the limit, or cannot be read.
    """
    try:
        with path.open("rb") as source:
            raw = source.read(MAX_BYTES + 1)
    except OSError as error:
        raise RefusedError("文件打不开；如果正在 Word 或 WPS 里编辑，请先关闭") from error
    if len(raw) > MAX_BYTES:
        raise RefusedError(f"文件太大，上限 {MAX_BYTES:,} 字节")
    return raw


def isolated_page(raw: bytes) -> Page:
    """The page that a source holds, read in a child process unless it is plain text.

    Raises:
        RefusedError: the source cannot be read, or reading it exceeds a limit.
    """
    if is_plain_text(raw):
        return page_of(raw)
    said = _asked(raw, "page")
    notes = tuple(Note(*note) for note in said["notes"])
    paragraphs = tuple(map(tuple, said["paragraphs"]))
    return Page(said["text"], frozenset(said["drawn"]), notes, said["may_lack"], paragraphs)


def isolated_workbook(raw: bytes) -> Workbook:
    """The cells of a workbook, read in a child process.

    Raises:
        RefusedError: it cannot be read, or reading it exceeds a limit.
    """
    said = _asked(raw, "workbook")
    sheets = {
        name: [[SheetCell(*cell) for cell in row] for row in rows] for name, rows in said["sheets"].items()
    }
    return Workbook(sheets, said["has_errors"])


def _asked(raw: bytes, what: str) -> dict[str, Any]:
    """The answer of a child process that reads ``raw`` as ``what``."""
    # The child imports from where this process does; it inherits no other setting of Python.
    command = [sys.executable, "-I", "-c", _CHILD, json.dumps(sys.path), what]
    try:
        done = subprocess.run(command, input=raw, capture_output=True, timeout=MAX_WAIT, check=False)
        said: dict[str, Any] = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError) as error:  # no answer: stopped by one of the limits
        raise RefusedError(_TOO_MUCH) from error
    except OSError as error:
        raise RefusedError("没有足够的内存或权限读这个文件，请关闭其他程序后再试") from error
    if "refused" in said:
        raise RefusedError(said["refused"])
    return said


def answer(source: BinaryIO, what: str) -> str:
    """What the child process says of the document that ``source`` holds, as JSON; sets the limits first."""
    _limit()
    try:
        raw = source.read()
        said = json.dumps(_said_of_page(raw) if what == "page" else read_workbook(raw)._asdict())
    except RefusedError as why:
        said = json.dumps({"refused": str(why)})
    return said if len(said) < MAX_OUTPUT else json.dumps({"refused": _TOO_MUCH})


def _said_of_page(raw: bytes) -> dict[str, object]:
    page = page_of(raw)
    notes = [(note.line, note.message, note.original) for note in page.notes]
    return {
        "text": page.text,
        "drawn": sorted(page.drawn),
        "notes": notes,
        "may_lack": page.may_lack,
        "paragraphs": page.paragraphs,
    }


def _limit() -> None:
    try:
        import resource  # noqa: PLC0415  (POSIX only)
    except ImportError:
        return
    wanted = {
        resource.RLIMIT_CPU: MAX_SECONDS,
        resource.RLIMIT_AS: MAX_MEMORY,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
    }
    for what, limit in wanted.items():
        _, hard = resource.getrlimit(what)
        allowed = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        resource.setrlimit(what, (allowed, hard))
