"""A header that states another unit than the format: the figure is converted, shown both ways and doubtful."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

import pytest
from helpers import ROOT

from govgen.editions.loading import edition_named
from govgen.editions.node import CellType
from govgen.editions.table import CellRef
from govgen.editions.units import unit_in
from govgen.findings.finding import START
from govgen.importers.convert import Imported, convert
from govgen.importers.tables.figures import converted
from govgen.importers.tables.reader import read_tables
from govgen.importers.tables.result import ReadCell, Reason
from govgen.render.docx.writer import write_docx
from govgen.render.html.page import Templates
from govgen.workflows.check import examine

FEES = CellRef("disclosure", "fees", "amount")
WHERE = "主动公开政府信息情况.本年收费金额"


@cache
def page() -> str:
    text = (ROOT / "examples" / "qinghe" / "2025.yaml").read_text(encoding="utf-8")
    assert "行政事业性收费: {本年收费金额: 0}" in text
    html = Templates().render(examine(ROOT / "examples" / "qinghe" / "2025.yaml").report)
    start = html.index("行政事业性收费")
    return html[:start] + html[start:].replace(">0<", ">800<", 1)


def fees(found: Imported) -> ReadCell:
    return found.reading.cells[FEES]


@pytest.mark.parametrize("kind", ["html", "docx"])
@pytest.mark.parametrize(
    ("unit", "value"),
    [("元", "0.08"), ("千元", "80"), ("亿元", "8000000"), ("百万元", "80000"), ("美元", None)],
)
def test_a_unit_of_a_header_converts_the_figure(kind: str, unit: str, value: str | None) -> None:
    html = page().replace("单位：万元", f"单位：{unit}")
    found = convert(html.encode() if kind == "html" else write_docx(html), "report", trusted=True)
    cell = fees(found)
    assert cell.value == (None if value is None else Decimal(value))
    assert cell.original == f"800（单位：{unit}）"
    assert f"“{unit}”" in cell.doubt
    assert [(item.code, item.where) for item in found.alterations] == [("L450", WHERE)]


def test_the_unit_of_the_format_is_no_doubt() -> None:
    cell = fees(convert(page().encode(), "report", trusted=True))
    assert (cell.value, cell.doubt) == (Decimal(800), "")


@pytest.mark.parametrize("heading", ["本年收费（元）", "收费总额（单位：元）", "金额（以元为单位）"])
def test_a_reworded_header_of_one_column_is_compared(heading: str) -> None:
    html = page().replace("本年收费金额（单位：万元）", heading)
    found = convert(html.encode(), "report", trusted=True)
    assert fees(found).value == Decimal("0.08")
    assert [(item.code, item.original) for item in found.alterations] == [("L450", heading)]


@pytest.mark.parametrize(
    "lines",
    [
        "第二十条第（八）项\n信息内容\t本年收费金额（单位：元）\n行政事业性收费\t800",
        "第二十条第（八）项\n单位：元\n信息内容\t本年收费金额\n行政事业性收费\t800",
        "第二十条第（八）项\n信息内容\t本年收费金额（单位：万元）\n行政事业性收费（元）\t800",
    ],
)
def test_units_of_a_bare_text(lines: str) -> None:
    text = f"二、主动公开政府信息情况\n第二十条第（六）项\n信息内容\t本年处理决定数量\n行政处罚\t3\n行政强制\t0\n{lines}\n"
    reading = read_tables(text, edition_named("2021"))
    assert reading.cells[FEES].value == Decimal("0.08")
    assert reading.cells[FEES].doubt
    assert "L450" in {item.code for item in reading.alterations}


@pytest.mark.parametrize(("heading", "code"), [("尚未审结数", "L450"), ("未审结案件数量", "L452")])
def test_the_header_of_the_table_without_row_labels_is_compared(heading: str, code: str) -> None:
    html = page()
    start = html.rindex("<table")
    html = html[:start] + html[start:].replace("尚未审结", heading, 1)
    found = convert(html.encode(), "report", trusted=True)
    assert [(item.code, item.expected) for item in found.alterations] == [(code, "尚未审结")]


@pytest.mark.parametrize(
    ("words", "unit"),
    [
        ("本年收费金额（单位：元）", "元"),
        ("金额（万元）", "万元"),
        ("单位: 千元", "千元"),
        ("件数", ""),
        ("商业企业", ""),
    ],
)
def test_where_a_unit_is_stated(words: str, unit: str) -> None:
    assert unit_in(words) == unit


def test_a_count_in_thousands_is_converted() -> None:
    cell = converted(ReadCell(Decimal(3), START, "3"), "千件", "", CellType.COUNT)
    assert (cell.value, bool(cell.doubt)) == (Decimal(3000), True)
    same = converted(ReadCell(Decimal(3), START, "3"), "条", "", CellType.COUNT)
    assert (same.value, same.doubt) == (Decimal(3), "")


def test_a_converted_figure_with_separators_is_not_accepted_for_these() -> None:
    cell = ReadCell(Decimal(12_000), START, "12,000", "分隔号", Reason.GROUPED)
    assert converted(cell, "元", "万元", CellType.MONEY).reason is None
