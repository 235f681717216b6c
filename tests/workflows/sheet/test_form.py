"""Forms: what is written in a workbook comes back as the same data file."""

from __future__ import annotations

import io
import shutil
import subprocess
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from county_sample import tables
from helpers import BASE, LAST, with_entries
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from govgen.cli.app import run
from govgen.editions.edition import Edition
from govgen.editions.loading import editions
from govgen.editions.table import CellType
from govgen.importers.convert import Imported, convert
from govgen.importers.form.outline import FormMark
from govgen.importers.page import RefusedError
from govgen.workflows.sheet.form import LastYear, write_form
from govgen.workflows.sheet.form_data import FormData, ReadFile

HOSTILE = ("=1+1", "<b>粗</b>&amp;", "{{ 予以公开.自然人 }}", "_x0041_", "'12", "@SUM(A1)", "长" * 4_000, "a：b")
WORDS = st.text(st.characters(categories=("L", "N", "P", "S")), min_size=1, max_size=40)
LINES = st.one_of(st.sampled_from(HOSTILE), WORDS.map(str.strip).filter(bool))


def form_of(text: str, last: str | None = None) -> bytes:
    """The form made from a data file's text."""
    now = ReadFile.of(text.encode(), "2025.yaml")
    assert now.report.identity is not None
    mark = FormMark(now.report.identity.body, now.report.identity.year, now.report.edition.edition)
    before = ReadFile.of(last.encode(), "2024.yaml") if last else None
    beside = LastYear(before.data.facts, before.data.prose, before.data.figures) if before else None
    return write_form(mark, now.report.edition, now.data, beside)


def back(form: bytes) -> Imported:
    return convert(form, "填报表.xlsx", trusted=True)


def edited(form: bytes, **values: object) -> bytes:
    """``form`` with other values in cells named ``sheet__D12``, as Excel would save it."""
    book = load_workbook(io.BytesIO(form))
    for name, value in values.items():
        sheet, _, cell = name.partition("__")
        book[sheet][cell] = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def figures_of(edition: Edition) -> st.SearchStrategy[dict[Any, Decimal]]:
    whole = st.integers(0, 10**6).map(Decimal)
    kinds: dict[CellType, st.SearchStrategy[Decimal]] = {
        CellType.COUNT: whole,
        CellType.SIGNED: st.integers(-(10**6), 10**6).map(Decimal),
        CellType.MONEY: st.decimals(0, 10**6, places=2),
    }
    types = {ref: kind for table in edition.tables for ref, kind in table.types.items()}
    return st.fixed_dictionaries(
        {ref: st.one_of(st.just(Decimal(0)), kinds[types[ref]]) for ref in edition.leaf_refs}
    )


@pytest.mark.parametrize("edition", editions(), ids=lambda edition: edition.edition)
@settings(max_examples=12, deadline=None)
@given(data=st.data())
def test_a_report_comes_back_equal(edition: Edition, data: st.DataObject) -> None:
    year = edition.first_year
    figures = data.draw(figures_of(edition))
    prose = {
        section.id: tuple(data.draw(st.lists(LINES, min_size=1, max_size=3)))
        for section in edition.sections
        if section.kind == "text"
    }
    facts = {("机关",): "青禾镇人民政府", ("年度",): str(year), ("所属",): data.draw(LINES)}
    mark = FormMark("青禾镇人民政府", year, edition.edition)
    found = back(write_form(mark, edition, FormData(facts, prose, dict(figures)), None))
    assert {ref: found.reading.cells[ref].value for ref in edition.leaf_refs} == figures
    assert found.words.passages == prose
    assert found.words.facts == facts
    again = ReadFile.of(found.yaml.encode(), "again.yaml")
    assert again.data.figures == figures
    assert again.data.prose == prose
    assert again.data.facts == facts


def test_lines_of_a_cell_are_paragraphs() -> None:
    found = back(edited(form_of(BASE), 文字部分__B20="一是甲。\n二是乙。"))
    key = load_workbook(io.BytesIO(form_of(BASE)))["文字部分"]["A20"].value
    ident = next(section.id for section in found.edition.sections if section.key == key)
    assert found.words.passages[ident][-2:] == ("一是甲。", "二是乙。")


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("12", "表三!D7 是文字“12”，不是数字"),
        (True, "表三!D7 是是非值“TRUE”，不是数字"),
        ("2025-01-02", "表三!D7 是文字“2025-01-02”，不是数字"),
        (1.5, "表三!D7 “1.5”不是整数"),
        (-1, "表三!D7 “-1”是负数，这一格不会小于 0"),
        (1e15, "表三!D7 这个数太大，请核对"),
        ("#DIV/0!", "表三!D7 是空白或错误值，不是数字"),
    ],
)
def test_what_is_no_count_is_a_doubt_with_its_cell(value: object, said: str) -> None:
    found = back(edited(form_of(BASE), 表三__D7=value))
    doubts = [cell for cell in found.reading.cells.values() if cell.doubt]
    assert [cell.doubt for cell in doubts] == [said]
    assert [cell.value for cell in doubts] == [None]
