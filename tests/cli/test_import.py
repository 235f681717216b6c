"""``govgen import`` from the command line: what is written, what is said, how it ends."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers import ROOT, examined

from govgen.cli.app import run
from govgen.editions.node import CellType
from govgen.importers.tables.figures import figure, is_figure
from govgen.render.docx.writer import write_docx
from govgen.render.html.page import Templates
from govgen.workflows.check import examine

EXAMPLE = ROOT / "examples" / "qinghe" / "2025.yaml"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A sound report as a Word document."""
    file = tmp_path / "报告.docx"
    file.write_bytes(write_docx(Templates().render(examine(EXAMPLE).report)))
    return file


def test_a_sound_report_becomes_a_sound_data_file(source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["import", str(source)]) == 0
    made = examine(source.with_name("2025.yaml"))
    assert not made.findings.has_errors
    assert {ref: cell.value for ref, cell in made.report.cells.items()} == {
        ref: cell.value for ref, cell in examine(EXAMPLE).report.cells.items()
    }
    shown = capsys.readouterr()
    assert "待核 0 处，原表改动 0 处" in shown.err
    assert "共审核 1 个文件：错误 0" in shown.out


def test_what_is_there_is_not_overwritten(source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = source.with_name("2025.yaml")
    target.write_text("机关: 甲\n", encoding="utf-8")
    assert run(["import", str(source)]) == 2
    assert "已经存在" in capsys.readouterr().err
    assert target.read_text(encoding="utf-8") == "机关: 甲\n"


def test_a_dry_run_shows_and_writes_nothing(source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["import", "--dry-run", str(source)]) == 0
    assert [file.name for file in source.parent.iterdir()] == ["报告.docx"]
    shown = capsys.readouterr()
    assert "机关: 青禾镇人民政府" in shown.out
    assert "175 格，读出 175 格" in shown.err


def test_a_doubt_ends_with_an_error_until_a_person_removes_it(
    source: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = source.with_name("报告.html")
    html = Templates().render(examine(EXAMPLE).report)
    assert ">187<" in html
    page.write_text(html.replace(">187<", ">187件<"), encoding="utf-8")
    target = source.with_name("导入.yaml")
    assert run(["import", str(page), "-o", str(target)]) == 1
    assert "D140" in capsys.readouterr().out
    text = target.read_text(encoding="utf-8")
    doubt = next(line for line in text.split("\n") if "187件" in line and "取作" in line)
    assert '取作: "187"' in doubt
    assert "{本年处理决定数量: 187}" in text
    target.write_text(text.replace(f"\n待核:\n{doubt}\n", "\n"), encoding="utf-8")
    assert run(["check", str(target)]) == 0


def test_stated_totals_that_are_wrong_are_kept_and_found(tmp_path: Path) -> None:
    html = Templates().render(examine(EXAMPLE).report)
    page = tmp_path / "报告.html"
    page.write_text(html.replace('total">42<', 'total">43<', 1), encoding="utf-8")
    assert run(["import", str(page)]) == 1
    made = examine(tmp_path / "2025.yaml")
    assert "B202" in {found.code for found in made.findings}
    assert "总计: 43" in made.source.text


def test_a_year_that_nobody_says_is_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "a.txt"
    file.write_text("一、总体情况\n全年公开信息3条。\n", encoding="utf-8")
    assert run(["import", str(file)]) == 2
    assert "--year" in capsys.readouterr().err
    assert run(["import", str(file), "--year", "2020"]) == 1
    assert "年度: 2020" in (tmp_path / "2020.yaml").read_text(encoding="utf-8")


def test_a_file_that_cannot_be_read_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "a.doc"
    file.write_bytes(b"\xd0\xcf\x11\xe0" + b"\0" * 10)
    assert run(["import", str(file)]) == 2
    assert "另存为 .docx" in capsys.readouterr().err


def test_entries_of_alterations_name_a_known_code(tmp_path: Path) -> None:
    text = (
        EXAMPLE.read_text(encoding="utf-8") + "\n原表改动:\n  - {规则: L999, 位置: 甲, 应为: 乙, 原文: 丙}\n"
    )
    assert "D106" in {found.code for found in examined(tmp_path, text).findings}


@pytest.mark.parametrize(
    ("words", "kind", "value", "is_doubtful"),
    [
        ("０", CellType.COUNT, "0", False),
        ("１２", CellType.COUNT, "12", False),
        ("-3", CellType.SIGNED, "-3", False),
        ("+3", CellType.SIGNED, "3", False),
        ("65万", CellType.MONEY, "65", True),
        ("65万元", CellType.MONEY, "65", True),
        ("6500元", CellType.MONEY, "0.65", True),
        ("3件", CellType.COUNT, "3", True),
        ("1,234", CellType.COUNT, "1234", True),
        ("3万件", CellType.COUNT, None, True),
        ("--253", CellType.SIGNED, None, True),
        ("-3", CellType.COUNT, None, True),
        ("/", CellType.COUNT, None, True),
        ("无", CellType.COUNT, None, True),
        ("12?", CellType.COUNT, None, True),
        ("3.5", CellType.COUNT, None, True),
    ],
)
def test_figures_as_offices_write_them(
    words: str, kind: CellType, value: str | None, is_doubtful: bool
) -> None:
    assert is_figure(words)
    read = figure(words, kind)
    assert (None if read.value is None else str(read.value), bool(read.doubt)) == (value, is_doubtful)


@pytest.mark.parametrize("words", ["规章", "第二十条第（一）项", "1.属于国家秘密", "2020年", "（一）", ""])
def test_words_are_no_figures(words: str) -> None:
    assert not is_figure(words)
