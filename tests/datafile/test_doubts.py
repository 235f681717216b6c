"""待核: every entry is reported, and what it may mean is unknown until a person removes it."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers import BASE, errors, examined, marked

from govgen.datafile.cell import State
from govgen.editions.cell_names import find
from govgen.editions.table import CellRef
from govgen.workflows.check import Examined


def doubting(folder: Path, place: str, taken: str = "8") -> Examined:
    """The sound file with one entry of 待核."""
    return examined(folder, f"{BASE}待核:\n  - {{位置: {place}, 原文: 8?, 取作: {taken}}}\n")


def unknown(item: Examined) -> set[CellRef]:
    """The cells, computed totals left out, that are not known."""
    cells = item.report.cells.items()
    return {ref for ref, cell in cells if cell.state is State.UNKNOWN and not cell.computed}


def cells_of(item: Examined, *words: str) -> set[CellRef]:
    """The cells that keys lead to."""
    return {ref for target in find(item.report.edition, words) for ref in target.refs}


@pytest.mark.parametrize(
    ("place", "message", "meant"),
    [
        ("予以公开.自然", "不是表里的项目，是不是想写“自然人”？", ("予以公开", "自然人")),
        ("行政许可.处理决定", "不是表里的项目", ("行政许可", "本年处理决定数量")),
        ("自然人", "说的是哪一格不清楚", ("自然人",)),
        ("行政许可.行政处罚", "不是表里的项目", ("行政许可",)),
    ],
)
def test_a_place_that_names_no_one_cell_is_reported_and_all_it_may_mean_is_unknown(
    tmp_path: Path, place: str, message: str, meant: tuple[str, ...]
) -> None:
    item = doubting(tmp_path, place)
    assert [found.code for found in errors(item)] == ["D140", "D141"]
    reported = errors(item)[1]
    assert (marked(item, reported), message in reported.message) == (place, True)
    assert unknown(item) == cells_of(item, *meant)
    assert {item.report.cells[ref].value for ref in unknown(item)} != {None}


def test_a_heading_with_one_value_taken_is_not_clear(tmp_path: Path) -> None:
    item = doubting(tmp_path, "规章")
    assert [(found.code, marked(item, found)) for found in errors(item)][1] == ("D141", "规章")
    assert len(unknown(item)) == 3


def test_a_whole_row_may_be_in_doubt(tmp_path: Path) -> None:
    item = doubting(tmp_path, "规章", '""')
    assert [found.code for found in errors(item)] == ["D140"]
    assert len(unknown(item)) == 3


@pytest.mark.parametrize("place", ["年度", "发布日期", "总体情况"])
def test_a_fact_or_a_section_may_be_in_doubt(tmp_path: Path, place: str) -> None:
    item = doubting(tmp_path, place)
    assert [found.code for found in errors(item)] == ["D140"]
    assert unknown(item) == set()


def test_an_entry_without_a_place_is_reported(tmp_path: Path) -> None:
    item = doubting(tmp_path, '""')
    assert [(found.code, found.span.line) for found in errors(item)] == [
        ("D140", BASE.count("\n") + 2),
        ("D141", BASE.count("\n") + 2),
    ]


@pytest.mark.parametrize("place", ["予以公开.自然人", "予以公开 . 自然人", "本年度办理结果.予以公开．自然人"])
def test_the_cell_named_keeps_the_value_taken(tmp_path: Path, place: str) -> None:
    item = doubting(tmp_path, place, "7")
    assert [found.code for found in errors(item)] == ["D140"]
    (ref,) = unknown(item)
    assert item.report.cells[ref].value == 7
