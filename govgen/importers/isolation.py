"""Reads untrusted documents in a child process with limits of time, memory and output."""

import json
import subprocess
import sys
from pathlib import Path
from typing import BinaryIO, TypeVar

from pydantic import TypeAdapter
from pydantic_core import to_json

from govgen.importers.form.workbook import Workbook, read_workbook
from govgen.importers.formats.detect import MAX_BYTES, is_plain_text, page_of
from govgen.importers.page import Page, RefusedError

MAX_SECONDS = 4
"""Processor time; a report of 60 pages takes three seconds, one of the usual 8 pages less than one."""
MAX_WAIT = 30
"""Time by the clock, for systems without a limit of processor time and for machines under load."""
MAX_MEMORY = 512 * 1024 * 1024
"""The library for PDF files takes 60 MB for a report."""
MAX_OUTPUT = 4 * 1024 * 1024
"""A report has some ten thousand characters."""
_TOO_MUCH = "内容太多、太复杂，不像一份年度报告，没有读入；请用 Word 或 WPS 打开后另存，再导入"
_Read = TypeVar("_Read", Page, Workbook)
_PAGE: TypeAdapter[Page | str] = TypeAdapter(Page | str)
_WORKBOOK: TypeAdapter[Workbook | str] = TypeAdapter(Workbook | str)
_CHILD = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from govgen.importers.isolation import answer; "
    "sys.stdout.buffer.write(answer(sys.stdin.buffer, sys.argv[2]))"
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
    return page_of(raw) if is_plain_text(raw) else _isolated(raw, "page", _PAGE)


def isolated_workbook(raw: bytes) -> Workbook:
    """The cells of a workbook, read in a child process.

    Raises:
        RefusedError: it cannot be read, or reading it exceeds a limit.
    """
    return _isolated(raw, "workbook", _WORKBOOK)


def _isolated(raw: bytes, kind: str, answers: TypeAdapter[_Read | str]) -> _Read:
    """What a child process reads from ``raw``; it answers in JSON, with a text where it refuses."""
    # The child imports from where this process does; it inherits no other setting of Python.
    command = [sys.executable, "-I", "-c", _CHILD, json.dumps(sys.path), kind]
    try:
        done = subprocess.run(command, input=raw, capture_output=True, timeout=MAX_WAIT, check=False)
        read = answers.validate_json(done.stdout)
    except (subprocess.TimeoutExpired, ValueError) as error:  # no answer: stopped by one of the limits
        raise RefusedError(_TOO_MUCH) from error
    except OSError as error:
        raise RefusedError("没有足够的内存或权限读这个文件，请关闭其他程序后再试") from error
    if isinstance(read, str):
        raise RefusedError(read)
    return read


def answer(source: BinaryIO, kind: str) -> bytes:
    """The JSON that the child process answers for the document in ``source``; sets the limits first."""
    _limit()
    read: Page | Workbook | str
    try:
        read = page_of(source.read()) if kind == "page" else read_workbook(source.read())
    except RefusedError as why:
        read = str(why)
    text = to_json(read)
    return text if len(text) < MAX_OUTPUT else to_json(_TOO_MUCH)


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
