"""Workbooks of an office's own, drawn as the format has the tables, read by the importer of documents."""

import datetime
import io
import random
import shutil
import subprocess
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from random_reports import example, random_report

from govgen.cli.app import run
from govgen.datafile.report import Report
from govgen.editions.layout import spots
from govgen.editions.table import Table
from govgen.importers.convert import Imported, convert
from govgen.importers.page import RefusedError

CALC = Path(shutil.which("soffice") or "none").resolve().with_name("libsclo.so")
"""The library of Calc, which an installation of Writer alone lacks."""


def draw(sheet: Worksheet, table: Table, report: Report, left: int) -> None:
    """Draw a table below what the sheet has, its labels merged, ``left`` columns from the edge."""
    top = sheet.max_row + 2
    for row, column, tag in spots(table):
        y, x = top + row, 1 + left + column
        if tag.rowspan > 1 or tag.colspan > 1:
            sheet.merge_cells(None, y, x, y + tag.rowspan - 1, x + tag.colspan - 1)
        value = tag.text if tag.ref is None else report.cells[tag.ref].value
        sheet.cell(y, x, float(value) if isinstance(value, Decimal) else value)


def workbook(report: Report, *, apart: bool, left: int = 0) -> Workbook:
    """A report in one sheet, or with a sheet for each table (``apart``)."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet["A1"] = report.title
    for section in report.edition.sections:
        if apart and section.kind == "table":
            sheet = book.create_sheet(section.key[:20])
        sheet.cell(sheet.max_row + 1, 1, section.heading)
        if section.kind == "table":
            draw(sheet, report.edition.table_of(section), report, left)
        for paragraph in report.passages[section.id].paragraphs if section.kind == "text" else ():
            sheet.cell(sheet.max_row + 1, 1, paragraph.text)
    return book


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(raw: bytes) -> Imported:
    return convert(raw, "表.xlsx", trusted=True)


def assert_same(found: Imported, report: Report) -> None:
    assert {ref: cell.value for ref, cell in found.reading.as_cells().items()} == {
        ref: cell.value for ref, cell in report.cells.items()
    }
    assert not any(cell.doubt for cell in found.reading.cells.values())
    assert found.reading.alterations == []
    assert (found.words.body, found.words.year) == (report.who.body, report.who.year)


@pytest.mark.parametrize("number", range(12))
def test_random_reports_come_back(number: int) -> None:
    report = random_report(number)
    chance = random.Random(number)
    made = workbook(report, apart=chance.random() < 0.5, left=chance.randrange(3))
    assert_same(read(saved(made)), report)


@pytest.mark.parametrize("ending", ["ods", "xls", "xlsx"])
@pytest.mark.skipif(not CALC.exists(), reason="needs LibreOffice Calc")
def test_a_workbook_saved_by_libreoffice_comes_back(ending: str, tmp_path: Path) -> None:
    report = example("qinghe/2025")
    (tmp_path / "表.xlsx").write_bytes(saved(workbook(report, apart=False)))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", ending, "--outdir", str(tmp_path / "lo")]
    subprocess.run([*command, str(tmp_path / "表.xlsx")], check=True, capture_output=True)
    assert_same(read((tmp_path / "lo" / f"表.{ending}").read_bytes()), report)


@pytest.mark.parametrize("value", [None, datetime.date(2025, 1, 2), True, "12件", 1.5])
def test_what_is_no_count_is_a_doubt_and_no_number(value: object) -> None:
    report = example("qinghe/2025")
    book = load_workbook(io.BytesIO(saved(workbook(report, apart=True))))
    sheet = book[report.edition.tables[1].key[:20]]
    (place,) = [
        (row[0].row, len(row)) for row in sheet.iter_rows() if str(row[0].value).startswith("一、本年新收")
    ]
    sheet.cell(place[0], place[1] - 3).value = value
    cells = read(saved(book)).reading.cells
    refs = [ref for ref in report.edition.tables[1].refs if ref.row == report.edition.tables[1].refs[0].row]
    changed = refs[-4]
    assert cells[changed].doubt
    others = [cells[ref] for ref in cells if ref.row != changed.row]
    assert not any(cell.doubt for cell in others)


def test_a_workbook_without_the_tables_is_refused() -> None:
    book = Workbook()
    assert isinstance(book.active, Worksheet)
    book.active.append(["收文登记", 3])
    with pytest.raises(RefusedError, match="没有年度报告的法定表格"):
        read(saved(book))


def test_the_command_imports_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = example("qinghe/2024")
    (tmp_path / "表.xlsx").write_bytes(saved(workbook(report, apart=True)))
    assert run(["import", str(tmp_path / "表.xlsx"), "-o", str(tmp_path / "2024.yaml")]) != 2
    assert "待核 0 处，原表改动 0 处" in capsys.readouterr().err
