"""A report as data: its schema, and that its figures are those of the report."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from helpers import BASE, LAST, ROOT, examined, with_entries

from govgen.cli.app import run
from govgen.datafile.cell import State
from govgen.editions.node import CellType
from govgen.render.report_data import report_json, report_schema
from govgen.workflows.check import Examined, examine

SCHEMA = json.loads(report_schema())
EXAMPLES = sorted((ROOT / "examples").glob("*/20??.yaml"))


def data_of(item: Examined) -> Any:
    draft = item.findings.has_errors
    made = json.loads(report_json(item.report, item.findings, len(item.accepted), draft=draft))
    jsonschema.Draft202012Validator(SCHEMA).validate(made)
    return made


def assert_same(item: Examined, made: Any) -> None:
    """Each cell once, in printed order, with the value that the report has, to the last digit."""
    report = item.report
    cells = [(table["id"], cell) for table in made["tables"] for cell in table["cells"]]
    assert [f"{table}.{cell['id']}" for table, cell in cells] == [
        ".".join(ref) for ref in report.edition.refs
    ]
    for ref, (_, cell) in zip(report.edition.refs, cells, strict=True):
        value = None if report.cells[ref].state is State.UNKNOWN else report.cells[ref].value
        kind = report.edition.table_by_id[ref.table].types[ref]
        assert ".".join(cell["labels"]) == report.edition.name_of(ref)
        assert (cell["state"], cell["type"]) == (report.cells[ref].state, kind)
        assert (None if cell["value"] is None else Decimal(cell["value"])) == value
        assert isinstance(cell["value"], str if kind is CellType.MONEY else int) or value is None


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_figures_are_those_of_the_report(file: Path) -> None:
    item = examine(file)
    made = data_of(item)
    assert_same(item, made)
    values = {cell["id"]: cell["value"] for table in made["tables"] for cell in table["cells"]}
    sums = [cell for table in made["tables"] for cell in table["cells"] if cell["sum_of"]]
    assert sums
    for cell in sums:
        assert cell["value"] == sum(values[part] for part in cell["sum_of"])


def test_money_keeps_its_digits_and_a_doubtful_cell_has_no_value(tmp_path: Path) -> None:
    doubt = "待核:\n  - {位置: 主动公开政府信息情况.行政许可, 原文: '', 取作: '', 原因: 空白}\n"
    text = with_entries(doubt).replace("本年收费金额: 0", "本年收费金额: 1234567.100001")
    assert "1234567.100001" in text
    item = examined(tmp_path, text, last=LAST)
    made = data_of(item)
    assert_same(item, made)
    cells = {cell["labels"][1]: cell for cell in made["tables"][0]["cells"]}
    assert cells["行政事业性收费"]["value"] == "1234567.100001"
    assert (cells["行政许可"]["state"], cells["行政许可"]["value"]) == ("unknown", None)
    assert made["draft"] is True
    assert made["review"]["errors"] == sum(found.level == "error" for found in item.findings) > 0


@pytest.mark.parametrize("wrong", [12.5, "12.5e3", "１２", "12."])
def test_the_schema_refuses_what_is_no_exact_figure(tmp_path: Path, wrong: object) -> None:
    made = data_of(examined(tmp_path, BASE, last=LAST))
    made["tables"][0]["cells"][0]["value"] = wrong
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(SCHEMA).validate(made)


def test_data_are_built_beside_the_documents_and_in_the_manifest(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = ROOT / "examples" / "qinghe" / "2025.yaml"
    title = "青禾镇人民政府2025年政府信息公开工作年度报告"
    manifest = tmp_path / "清单.json"
    built = ["build", str(file), "-o", str(tmp_path), "--format", "html,json", "--manifest", str(manifest)]
    assert run(built) == 0
    made = tmp_path / f"{title}.json"
    first = made.read_bytes()
    assert_same(examine(file), json.loads(first))
    assert {path.name for path in tmp_path.iterdir()} == {"清单.json", f"{title}.html", f"{title}.json"}
    assert run(["check", str(manifest)]) == 0
    assert run([*built, "--no-cache"]) == 0
    assert made.read_bytes() == first
    made.write_bytes(first.replace(b'"value": 2', b'"value": 3', 1))
    assert run(["check", str(manifest)]) == 1
    capsys.readouterr()


def test_the_schema_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["schema", "--report"]) == 0
    assert json.loads(capsys.readouterr().out) == SCHEMA
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert run(["schema", "--report", "--county"]) == 2
