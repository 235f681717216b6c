"""Blocks of a table with rows of the same label, and tables with one column of labels."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest
import yaml
from own_editions import YEAR, edited, package_with, run
from random_data_files import data_file, figures

from govgen.editions.loading import load

ROW = "rows: [{id: fees, label: 行政事业性收费}]"
FIRST = """rows: [{id: fees, label: 行政事业性收费}]
      - caption: 第二十条第（九）项
        columns: [{id: projects, label: 采购项目数量}]
        rows: [{id: purchases, label: 行政事业性收费, key: 收费采购}]"""
SECOND = """rows: [{id: fees, label: 行政事业性收费, key: 收费金额}]
      - caption: 第二十条第（九）项
        columns: [{id: projects, label: 采购项目数量}]
        rows: [{id: purchases, label: 行政事业性收费}]"""


@pytest.mark.parametrize("rows", [FIRST, SECOND], ids=["key second", "key first"])
def test_a_key_means_its_own_row_whatever_another_is_labelled(tmp_path: Path, rows: str) -> None:
    text = edited((ROW, rows))
    package, edition = package_with(tmp_path, text), load(text, "2026.yaml")
    cells = figures(edition, 3)
    file = tmp_path / f"{YEAR}.yaml"
    file.write_text(data_file(edition, YEAR, cells), encoding="utf-8")
    found = json.loads(run(package, "check", file, "--output-format", "json", "--ignore", "K501"))["findings"]
    assert not [item for item in found if item["code"][0] == "D"]
    judge = pytest.importorskip("jsonschema", reason="pip install jsonschema")
    schema = json.loads(run(package, "schema", "--edition", str(YEAR)))
    whole = yaml.safe_load(file.read_text(encoding="utf-8"))
    table = {edition.tables[0].key: whole[edition.tables[0].key]}
    errors = judge.Draft7Validator(schema).iter_errors(table)
    assert [error.message for error in errors if error.validator != "required"] == []


def test_a_balance_of_a_table_with_one_column_of_labels_is_in_the_form(tmp_path: Path) -> None:
    balance = """balances:
  - code: B201
    table: disclosure
    name: 处罚
    words: 第一项等于第二项
    citation: 国办公开办函〔2026〕18号所附格式表二
    left: [{row: penalty, word: 处罚}]
    right: [{row: coercion, word: 强制}]
"""
    package, form = package_with(tmp_path, edited(("balances:\n", balance))), tmp_path / "form.xlsx"
    words = ("form", "--body", "青禾镇人民政府", "--year", YEAR, "-o", form)
    run(package, *words)
    cells = [cell.value for sheet in openpyxl.load_workbook(form) for row in sheet for cell in row]
    assert "处罚：第一项等于第二项" in cells
