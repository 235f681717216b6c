"""Forms: what is written in a workbook comes back as the same data file."""

from __future__ import annotations

import io
import re
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
from govgen.editions.node import CellType
from govgen.importers.convert import Imported, convert
from govgen.importers.form.outline import FormMark
from govgen.importers.page import RefusedError
from govgen.workflows.sheet.form import write_form
from govgen.workflows.sheet.form_data import ReadFile, cell_address, fact_address, prose_address
from govgen.workflows.sheet.workbook_into import form_into_file

HOSTILE = (
    "=1+1",
    "<b>粗</b>&amp;",
    "{{ 予以公开.自然人 }}",
    "_x0041_",
    "'12",
    "@SUM(A1)",
    "长" * 4_000,
    "a：b",
)
WORDS = st.text(st.characters(categories=("L", "N", "P", "S")), min_size=1, max_size=40)
LINES = st.one_of(st.sampled_from(HOSTILE), WORDS.map(str.strip).filter(bool))


def form_of(text: str, last: str | None = None) -> bytes:
    """The form made from a data file's text."""
    now = ReadFile.of(text.encode(), "2025.yaml")
    assert now.report.identity is not None
    mark = FormMark(now.report.identity.body, now.report.identity.year, now.report.edition.edition)
    before = ReadFile.of(last.encode(), "2024.yaml") if last else None
    return write_form(mark, now.report.edition, now.texts, before.texts if before else None)


def texts_of(facts: Any, prose: Any, figures: Any) -> dict[str, str]:
    """The texts of a form by their addresses."""
    return (
        {fact_address(path): text for path, text in facts.items()}
        | {prose_address(ident): "\n".join(lines) for ident, lines in prose.items()}
        | {cell_address(ref): f"{value:f}" for ref, value in figures.items()}
    )


def by_value(texts: dict[str, str]) -> dict[str, object]:
    """Texts with figures as numbers, for a workbook keeps no zeros at the end of decimals."""
    return {path: Decimal(text) if text and "cell/" in path else text for path, text in texts.items()}


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
        CellType.MONEY: st.one_of(st.just(Decimal("1.20")), st.decimals(0, 10**6, places=2)),
    }
    types = {ref: kind for table in edition.tables for ref, kind in table.types.items()}
    return st.fixed_dictionaries(
        {ref: st.one_of(st.just(Decimal(0)), kinds[types[ref]]) for ref in edition.leaf_refs}
    )


@pytest.mark.parametrize("edition", editions(), ids=lambda edition: edition.edition)
@settings(max_examples=12)
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
    found = back(write_form(mark, edition, texts_of(facts, prose, figures), None))
    assert {ref: found.reading.cells[ref].value for ref in edition.leaf_refs} == figures
    assert found.words.passages == prose
    assert found.words.facts == facts
    again = ReadFile.of(found.yaml.encode(), "again.yaml")
    assert again.figures == figures
    assert {path: text for path, text in again.texts.items() if text and "cell/" not in path} == texts_of(
        facts, prose, {}
    )


def test_lines_of_a_cell_are_paragraphs() -> None:
    found = back(edited(form_of(BASE), 文字部分__B20="一是甲。\n二是乙。"))
    key = load_workbook(io.BytesIO(form_of(BASE)))["文字部分"]["A20"].value
    ident = next(section.id for section in found.reading.edition.sections if section.key == key)
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


def test_a_form_changes_only_what_differs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, form = tmp_path / "2025.yaml", tmp_path / "填报表.xlsx"
    text = BASE.replace("  行政许可: {", "  # 按许可证号核对过\n  行政许可: {").replace("\n", "\r\n")
    file.write_bytes(text.encode("utf-8-sig"))
    assert run(["form", str(file), "-o", str(form)]) == 0
    assert run(["import", str(form), "--into", str(file)]) == 0
    assert file.read_bytes() == text.encode("utf-8-sig")
    form.write_bytes(edited(form.read_bytes(), 表二__B10=125, 基本情况__B9="综合办"))
    capsys.readouterr()
    assert run(["import", str(form), "--into", str(file)]) == 0
    wanted = text.replace("本年处理决定数量: 124", "本年处理决定数量: 125").replace("党政办公室", "综合办")
    assert file.read_bytes() == wanted.encode("utf-8-sig")
    assert "改动 2 处" in capsys.readouterr().err


@settings(max_examples=10)
@given(data=st.data())
def test_a_form_written_into_a_file_makes_it_say_the_same(data: st.DataObject) -> None:
    edition = editions()[-1]
    text = "# 开头\n" + with_entries(tables(data.draw(figures_of(edition)))) + "# 结尾\n"
    old = ReadFile.of(text.encode(), "2025.yaml")
    figures = data.draw(figures_of(edition))
    idents = [section.id for section in edition.sections if section.kind == "text"]
    some = data.draw(st.sets(st.sampled_from(idents)))
    prose = {ident: tuple(data.draw(st.lists(LINES, min_size=1, max_size=4))) for ident in some}
    facts = {("机构变动",): data.draw(LINES)}
    mark = FormMark("青禾镇人民政府", 2025, edition.edition)
    wanted = old.texts | texts_of(facts, prose, figures)
    after, changed = form_into_file(text.encode(), "2025.yaml", back(write_form(mark, edition, wanted, None)))
    assert changed
    assert by_value(ReadFile.of(after, "2025.yaml").texts) == by_value(wanted)
    assert after.decode().startswith("# 开头\n")
    assert "# 结尾\n" in after.decode()


@pytest.mark.parametrize(
    ("cell", "value", "said"),
    [
        ("表三__A2", "白水乡人民政府 2025年度 填报表（2021年版格式，表样第1版）", "表三!A2 写的是“白水乡"),
        ("基本情况__B6", "2024", "基本情况!B6 写的是“2024”，与生成填报表时的“2025”不同"),
        ("govgen__B1", "9", "这份填报表是第 9 版表样，本程序读第 1 版"),
        ("govgen__B4", "2019", "填报表写的是2019年版格式，与 2025 年度适用的不同"),
        ("表三__A8", "别的", "表三!A8 应是“二、上年结转政府信息公开申请数量”"),
        ("文字部分__A4", "总则", "文字部分!B4 左边的“总则”不是报告里的部分"),
        ("govgen__B2", None, "不是用 govgen form 生成的填报表"),
    ],
)
def test_a_form_of_another_kind_is_refused(cell: str, value: object, said: str) -> None:
    with pytest.raises(RefusedError, match=re.escape(said)):
        back(edited(form_of(BASE), **{cell: value, "文字部分__B4": "引言的一段。"}))


def test_a_form_of_another_body_is_not_written_into_a_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, form = tmp_path / "2025.yaml", tmp_path / "填报表.xlsx"
    file.write_text(BASE, encoding="utf-8")
    form.write_bytes(form_of(BASE.replace("青禾镇人民政府", "白水乡人民政府")))
    assert run(["import", str(form), "--into", str(file)]) == 2
    assert "填报表是“白水乡人民政府 2025 年度”的，数据文件不是" in capsys.readouterr().err
    form.write_bytes(edited(form_of(BASE), 表三__D7="十二"))
    assert run(["import", str(form), "--into", str(file)]) == 2
    assert "表三!D7 是文字“十二”" in capsys.readouterr().err
    form.write_bytes(edited(form_of(BASE), 表三__D7=None))
    assert run(["import", str(form), "--into", str(file)]) == 2
    assert "表三!D7 是空白" in capsys.readouterr().err
    form.write_bytes(edited(form_of(BASE), 基本情况__B8="2026年1月20日"))
    assert run(["import", str(form), "--into", str(file)]) == 2
    assert capsys.readouterr().err.count("发布日期：") == 1
    assert file.read_text(encoding="utf-8") == BASE


def test_a_blank_cell_is_a_doubt_that_a_person_may_accept(tmp_path: Path) -> None:
    form = tmp_path / "填报表.xlsx"
    form.write_bytes(edited(form_of(BASE), 表三__E10=None))
    assert run(["import", str(form)]) == 1
    made = tmp_path / "2025.yaml"
    assert "待核" in made.read_text(encoding="utf-8")
    made.unlink()
    assert run(["import", str(form), "--accept", "空白"]) == 0


def test_a_form_for_a_new_report_asks_for_what_a_new_file_asks(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    form, last = tmp_path / "填报表.xlsx", tmp_path / "2024.yaml"
    last.write_text(LAST, encoding="utf-8")
    words = ["form", "--body", "青禾镇人民政府", "--year", "2025", "--last", str(last), "-o", str(form)]
    assert run(words) == 0
    assert "格没有数字" in capsys.readouterr().out
    sheet = load_workbook(form)["表三"]
    assert [sheet["D7"].value, sheet["D8"].value] == [None, 1]
    assert sheet["D7"].comment.text == "上年：11"
    assert sheet["A8"].comment is not None


@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice Calc")
def test_a_form_saved_by_libreoffice_imports_the_same(tmp_path: Path) -> None:
    form = tmp_path / "a.xlsx"
    form.write_bytes(edited(form_of(BASE, LAST), 表三__D7=13))
    made = back(form.read_bytes())
    for ending in ("xlsx", "ods", "xls"):
        command = ["soffice", "--headless", f"-env:UserInstallation={(tmp_path / 'p').as_uri()}"]
        out = tmp_path / ending
        call = [*command, "--convert-to", ending, "--outdir", str(out), str(form)]
        subprocess.run(call, check=True, capture_output=True)
        if not (saved := out / f"a.{ending}").exists():
            pytest.skip("LibreOffice is here without Calc")
        found = back(saved.read_bytes())
        assert found.words == made.words
        assert found.reading.cells == made.reading.cells
    sheet = load_workbook(tmp_path / "xlsx" / "a.xlsx", data_only=True)["表三"]
    assert [sheet["J7"].value, sheet["D32"].value, sheet["E32"].value] == [14, "不平衡，差1", "平衡"]
