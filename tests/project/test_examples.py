"""The examples: published figures stay what they are, and what is invented says so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from helpers import EXAMPLES, ROOT, errors

from govgen.cli.app import run
from govgen.findings.finding import Level
from govgen.workflows.check import Examined, examine

REAL = {"chengliu", "gangkoujie", "lingxiu", "luzhi", "xiamaguan"}
FAULTS = {"gangkoujie": {"L410"}}
"""Errors that the published report of a body really has; its figures are not ours to mend."""


def reviewed(path: Path) -> Examined:
    return examine(path)


def test_the_seven_are_there() -> None:
    assert sorted(f"{path.parent.name}/{path.stem}" for path in EXAMPLES) == [
        "chengliu/2020",
        "gangkoujie/2020",
        "lingxiu/2020",
        "luzhi/2020",
        "qinghe/2024",
        "qinghe/2025",
        "xiamaguan/2019",
    ]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_an_example_has_no_error_but_those_of_the_report_it_repeats(path: Path) -> None:
    found = {error.code for error in errors(reviewed(path))}
    assert found == FAULTS.get(path.parent.name, set())


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_an_example_without_such_faults_has_no_warning(path: Path) -> None:
    if path.parent.name not in FAULTS:
        assert not [item for item in reviewed(path).findings if item.level is Level.WARNING]


def test_the_rejected_example_has_the_findings_written_beside_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    assert run(["check", "examples/gangkoujie/2020.yaml"]) == 1
    written = (ROOT / "examples" / "gangkoujie" / "2020.findings.txt").read_text(encoding="utf-8")
    assert capsys.readouterr().out == written


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_an_example_says_where_its_figures_come_from(path: Path) -> None:
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith("#")
    assert ("已公布" in first) if path.parent.name in REAL else ("虚构" in first)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_table_two_stands_in_one_line_for_each_row(path: Path) -> None:
    item = reviewed(path)
    (table,) = (table for table in item.report.edition.tables if table.complete)
    rows = [row.name for block in table.blocks for row in block.rows]
    text = path.read_text(encoding="utf-8")
    for row in rows:
        assert re.search(rf"(?m)^  {re.escape(row)}: {{.+}}$", text)


def test_the_invented_body_fills_many_rows_and_columns_and_carries_over() -> None:
    item = examine(next(path for path in EXAMPLES if path.parent.name == "qinghe" and path.stem == "2025"))
    report = item.report
    filled = [ref for ref, cell in report.cells.items() if cell.value and not cell.computed]
    assert len({ref.row for ref in filled if ref.table == "applications"}) >= 15
    assert len({ref.column for ref in filled if ref.table == "applications"}) >= 5
    assert len({ref.column for ref in filled if ref.table == "disputes"}) >= 4
    assert report.last is not None
    assert report.last.cells["applications", "carried_out", "natural"].value
    assert item.findings.has_errors is False
