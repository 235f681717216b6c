"""Keys, brackets and quotes that a clerk loses or misplaces in a whole file: one finding each, and no harm by --fix."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from helpers import ROOT

from govgen.findings.finding import Finding, Level
from govgen.workflows.check import Examined, examine
from govgen.workflows.fix import plan

FOLDER = ROOT / "examples" / "qinghe"
LINES = (FOLDER / "2025.yaml").read_text(encoding="utf-8").split("\n")
Change = Callable[[list[str]], list[str]]


def deeper(number: int, blanks: str = "  ") -> Change:
    """The file with more blanks before a line; lines are counted from 1."""
    return lambda lines: [blanks + line if at == number else line for at, line in enumerate(lines, start=1)]


def without(number: int) -> Change:
    """The file without a line."""
    return lambda lines: [line for at, line in enumerate(lines, start=1) if at != number]


def typed(number: int, old: str, new: str) -> Change:
    """The file with some words of a line typed otherwise."""
    assert LINES[number - 1].count(old) == 1
    return lambda lines: [
        line.replace(old, new) if at == number else line for at, line in enumerate(lines, start=1)
    ]


def reviewed(folder: Path, change: Change) -> Examined:
    """The example with one change, beside last year's file."""
    shutil.copy(FOLDER / "2024.yaml", folder)
    path = folder / "2025.yaml"
    path.write_text("\n".join(change(LINES)), encoding="utf-8")
    return examine(path)


def only(item: Examined) -> Finding:
    """The one finding of a file."""
    (found,) = item.findings
    return found


def figures(item: Examined) -> list[object]:
    return [cell.value for cell in item.report.cells.values()]


def mended(item: Examined) -> str:
    """The file after --fix, of which nothing is left to say, with the figures of the example."""
    made = plan(item)
    assert made is not None
    made.write()
    after = examine(item.path)
    assert list(after.findings) == []
    assert figures(after) == figures(examine(FOLDER / "2025.yaml"))
    return made.after.decode()


@pytest.mark.parametrize("number", [4, 5, 30, 38, 41, 44, 51, 54, 57, 61, 63, 67, 72])
@pytest.mark.parametrize("blanks", [" ", "  "])
def test_a_key_too_deep_is_one_finding_at_its_line_and_moved_out(
    tmp_path: Path, number: int, blanks: str
) -> None:
    item = reviewed(tmp_path, deeper(number, blanks))
    found = only(item)
    assert (found.code, found.span.line) == ("Y020", number)
    assert f"第 {number} 行多 {len(blanks)} 个空格" in found.message
    assert mended(item) == "\n".join(LINES)


@pytest.mark.parametrize("number", [30, 38, 41, 44, 51, 54, 61, 63])
def test_a_key_that_is_missing_above_its_rows_is_named_once_and_nothing_is_mended(
    tmp_path: Path, number: int
) -> None:
    item = reviewed(tmp_path, without(number))
    found = only(item)
    assert (found.code, found.span.line) == ("Y020", number)
    assert f"少了“{LINES[number - 1].strip()}”" in found.message
    assert f"在第 {number} 行前面加一行" in found.advice
    assert figures(item) == figures(examine(FOLDER / "2025.yaml"))
    assert plan(item) is None


def test_a_misspelt_table_key_above_rows_within_prose_leaves_the_rows_rows(tmp_path: Path) -> None:
    item = reviewed(tmp_path, typed(30, "主动公开政府信息情况:", "  主动公开情况如下。"))
    errors = [found for found in item.findings if found.level is Level.ERROR]
    assert [(found.code, found.span.line) for found in errors] == [("Y020", 31)]
    made = plan(item)
    assert made is None or made.after.decode().split("\n")[30:] == LINES[30:]
