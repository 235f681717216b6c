"""Every reader and every rule takes long runs of one class of characters within a limit of processor time.

By hand, with 80,000 characters of each: ``GOVGEN_LONG_RUNS=16 pytest tests/project/test_long_runs.py``.
"""

from __future__ import annotations

import contextlib
import html
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from helpers import BASE, with_entries
from limits import here, stopped_after

from govgen.datafile.county import County
from govgen.datafile.identity import Kind
from govgen.importers.convert import convert
from govgen.importers.page import RefusedError
from govgen.workflows.check import examine
from govgen.workflows.check_text import examine_text

pytestmark = pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="work is stopped by a POSIX timer")
CLASSES = (
    "政",
    "1",
    "一",
    "（",
    "》",
    "《",
    "“",
    '"',
    " ",
    "\t",
    "，",
    "。",
    "-",
    "|",
    "{",
    "*",
    "a",
    "²",
    "\u200b",
    "2025年",
)
LINE, LINES = 4_900, int(os.environ.get("GOVGEN_LONG_RUNS", "4"))
"""Just under the limit of a line; how many such lines."""


def run(char: str) -> list[str]:
    return [(char * LINE)[:LINE]] * LINES


def as_data(char: str, folder: Path) -> None:
    prose = "".join(f"  {line.strip()}\n" for line in run(char))
    (folder / "2025.yaml").write_text(with_entries(f"存在的主要问题及改进情况: |\n{prose}"), encoding="utf-8")
    examine(folder / "2025.yaml")


def as_keys(char: str, folder: Path) -> None:
    (folder / "2025.yaml").write_text(BASE + "\n".join(run(char)), encoding="utf-8")
    examine(folder / "2025.yaml")


def as_bare_text(char: str, _folder: Path) -> None:
    raw = ("一、总体情况\n" + "\n".join(run(char))).encode()
    who = {"body": "青禾镇人民政府", "kind": Kind.TOWN, "year": 2025}
    examine_text(raw, "text", **who, excerpt=False, county=County())


def as_imported_text(char: str, _folder: Path) -> None:
    convert("".join(run(char)).encode(), "text", trusted=True)


def as_web_page(char: str, _folder: Path) -> None:
    words = html.escape("".join(run(char)))
    page = f"<meta charset=utf-8><p>{words}<table><tr><td>{words}<td>1</table>"
    convert(page.encode(), "page", trusted=True)


@pytest.mark.parametrize("read", [as_data, as_keys, as_bare_text, as_imported_text, as_web_page])
def test_a_long_run_of_one_character_is_read_in_time(
    read: Callable[[str, Path], None], tmp_path: Path
) -> None:
    limit = 1 + LINES / 4
    for char in CLASSES:
        began = time.process_time()
        with stopped_after(limit), contextlib.suppress(RefusedError):
            read(char, tmp_path)
        assert time.process_time() - began < here(limit), repr(char)
