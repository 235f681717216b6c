"""Reads untrusted documents in a child process with limits of time, memory and output."""

import json
import subprocess
import sys
from pathlib import Path
from typing import BinaryIO

from pydantic import TypeAdapter
from pydantic_core import to_json

from govgen.importers.form.workbook import Workbook, is_workbook, read_workbook
from govgen.importers.formats.detect import MAX_BYTES, TEXT, page_of, source_kind
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
_ANSWER: TypeAdapter[Page | Workbook | str] = TypeAdapter(Page | Workbook | str)
"""In JSON a page is an object, a workbook an array, and a refusal its text."""
_CHILD = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from govgen.importers.isolation import answer; sys.stdout.buffer.write(answer(sys.stdin.buffer))"
)


def read_source(path: Path) -> bytes:
    """The bytes of a file, of which no more is read than a report can have.

    Raises:
        RefusedError: the file is larger than the limit, or cannot be read.
    """
    try:
        with path.open("rb") as source:
            raw = source.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise RefusedError("这是一个链接，指向的文件找不到；请把文件本身复制过来") from error
    except OSError as error:
        raise RefusedError("文件打不开；如果正在 Word 或 WPS 里编辑，请先关闭") from error
    if len(raw) > MAX_BYTES:
        raise RefusedError(f"文件太大，上限 {MAX_BYTES:,} 字节")
    return raw


def read_document(raw: bytes, *, trusted: bool = False) -> Page | Workbook:
    """A workbook, or the page of any other source; in a child process unless ``trusted`` or plain text.

    Raises:
        RefusedError: the source cannot be read, or reading it exceeds a limit.
    """
    is_book = is_workbook(raw)
    if trusted or (not is_book and source_kind(raw) == TEXT):
        return read_workbook(raw) if is_book else page_of(raw)
    # The child imports from where this process does; it inherits no other setting of Python.
    command = [sys.executable, "-I", "-c", _CHILD, json.dumps(sys.path)]
    try:
        done = subprocess.run(command, input=raw, capture_output=True, timeout=MAX_WAIT, check=False)
        read = _ANSWER.validate_json(done.stdout)
    except (subprocess.TimeoutExpired, ValueError) as error:  # no answer: stopped by one of the limits
        raise RefusedError(_TOO_MUCH) from error
    except OSError as error:
        raise RefusedError("没有足够的内存或权限读这个文件，请关闭其他程序后再试") from error
    if isinstance(read, str):
        raise RefusedError(read)
    return read


def answer(source: BinaryIO) -> bytes:
    """The JSON that the child process answers for the document in ``source``; sets the limits first."""
    _limit()
    try:
        text = to_json(read_document(source.read(), trusted=True))
    except RefusedError as why:
        text = to_json(str(why))
    return text if len(text) < MAX_OUTPUT else to_json(_TOO_MUCH)


def _limit() -> None:
    try:
        import resource  # noqa: PLC0415  (POSIX only)
    except ImportError:
        return
    for what, limit in (
        (resource.RLIMIT_CPU, MAX_SECONDS),
        (resource.RLIMIT_AS, MAX_MEMORY),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(what)[1]
        resource.setrlimit(what, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))
