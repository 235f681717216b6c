"""Published reports as pasted text: cells, prose, cleanings, and what differs from the format."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

import import_accuracy as accuracy
import pytest
from helpers import shared
from import_mutants import mutant

from govgen.datafile.cell import State
from govgen.editions.loading import edition_for, editions
from govgen.editions.table import CellRef
from govgen.importers.convert import Imported, convert
from govgen.importers.sections import text_sections
from govgen.importers.tables.reader import edition_in_text, read_tables
from govgen.importers.tables.result import Reason
from govgen.render.html.page import Templates

SEEDS = ("000", "001", "002", "003", "004")


def seed(number: str) -> tuple[str, str]:
    """The name and text of a seed."""
    (file,) = shared("seeds").glob(f"{number}_*.txt")
    return file.name, file.read_text(encoding="utf-8")


def taken(number: str) -> Imported:
    """A seed after import."""
    name, text = seed(number)
    return convert(text.encode(), name)


def folded(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


@pytest.mark.parametrize("number", SEEDS)
def test_every_cell_of_the_seeds_is_read(number: str) -> None:
    name, text = seed(number)
    found = convert(text.encode(), name)
    values = [found.reading.cells[ref].value for ref in found.reading.edition.refs]
    assert [str(value) for value in values] == accuracy.seed_values(name)
    assert len(values) == 198


def test_only_the_figure_with_a_unit_is_doubtful() -> None:
    doubts = {
        (number, found.reading.edition.name_of(ref), cell.original)
        for number in SEEDS
        if (found := taken(number))
        for ref, cell in found.reading.cells.items()
        if cell.doubt
    }
    assert doubts == {("003", "主动公开政府信息情况.政府集中采购.采购总金额", "65万")}


@pytest.mark.parametrize(
    ("number", "body", "year"),
    [
        ("000", "承留镇人民政府", 2020),
        ("001", "灵秀镇人民政府", 2020),
        ("002", "漳平市芦芝镇人民政府", 2020),
        ("003", "港口街镇", 2020),
        ("004", "", 2019),
    ],
)
def test_who_reports_and_for_which_year(number: str, body: str, year: int) -> None:
    words = taken(number).words
    assert (words.body, words.year) == (body, year)
    assert words.year_is_guess == (number == "004")


def test_signature_and_contact_are_recognised() -> None:
    words = taken("002").words
    assert str(words.published) == "2021-01-18"
    assert words.contact == {"科室": "党政办", "电话": "0597-7773966", "传真": "0597-7771041"}
    assert taken("003").words.contact["地址"] == "港口街镇人民政府大楼一楼"


def _source(found: Imported, ident: str) -> str:
    """A section as the cleaned source has it, without what is under the text."""
    (part,) = (part for part in text_sections(found.page.text, found.reading.edition) if part.id == ident)
    words = folded("".join(line.text for line in part.lines))
    return re.split(r"芦芝镇人民政府2021年1月18日|扫一扫", words)[0]


@pytest.mark.parametrize("number", SEEDS)
def test_prose_comes_back_word_for_word(number: str) -> None:
    found = taken(number)
    for ident in ("overview", "problems", "others"):
        assert folded("".join(found.words.passages[ident])) == _source(found, ident)


@pytest.mark.parametrize("number", SEEDS)
def test_the_built_page_holds_the_prose(number: str) -> None:
    found = taken(number)
    text = found.yaml.replace("机关: 【待填写】", "机关: 下马关镇人民政府")
    report = accuracy.reviewed_text(text).report
    page = folded(re.sub(r"<[^>]+>", "", Templates().render(report, draft=True)))
    for lines in found.words.passages.values():
        for line in lines:
            assert folded(line) in page


@pytest.mark.parametrize("number", SEEDS)
def test_the_data_file_reads_back_to_the_same_cells(number: str) -> None:
    found = taken(number)
    cells = accuracy.reviewed(found).report.cells
    assert {ref: cell.value for ref, cell in cells.items()} == {
        ref: cell.value for ref, cell in found.reading.cells.items()
    }
    unknown = {ref for ref, cell in cells.items() if cell.state is State.UNKNOWN}
    assert unknown == {ref for ref, cell in found.reading.cells.items() if cell.doubt}


@pytest.mark.parametrize(
    ("number", "wanted"),
    [
        ("000", {("L450", "采购总金额(单位:万元,保留4位小数)"), ("L452", "")}),
        ("001", set()),
        (
            "002",
            {
                ("L450", "(本列数据勾稽关系为：第一项加第四项之和，等于第二项加第三项之和)"),
                ("L450", "2.其他法律法规禁止公开"),
                ("L451", "8.属于行政查询事项"),
            },
        ),
        ("003", {("L453", "65万")}),
        ("004", {("L450", "2.没有想成信息需要另行制作"), ("L455", ""), ("L455", "五、存在的问题及改进情况")}),
    ],
)
def test_what_the_seeds_altered_is_reported(number: str, wanted: set[tuple[str, str]]) -> None:
    found = taken(number)
    assert {(item.code, item.original) for item in found.alterations} == wanted
    codes = {finding.code for finding in accuracy.reviewed(found).findings}
    assert {code for code, _ in wanted} <= codes


def test_traditional_characters_and_glosses_are_gone() -> None:
    found = taken("004")
    assert not re.search(r"[鎮規據與]|\([a-zǎěàùí]+\)|\?", found.yaml.split("机关:", 1)[1])
    notes = "".join(str(note) for note in found.notes)
    assert "213 处夹在字后的拼音" in notes
    assert "繁体字，已转为简体" in notes


def test_furniture_of_a_page_is_left_out_and_told() -> None:
    found = taken("004")
    assert "ICP" not in found.yaml.split("机关:", 1)[1]
    assert any("ICP" in note.original for note in found.notes)


def test_marked_reports_have_no_wrong_cell() -> None:
    shared("reports-dev.jsonl")
    total = accuracy.Score()
    for report in filter(accuracy.has_tables, accuracy.reports()):
        found = accuracy.imported(report)
        total.add(accuracy.compared(found, accuracy.facts(report, found)))
    assert total.wrong == []
    assert total.right >= 569


def _marked() -> Iterator[tuple[str, bool, list[str]]]:
    for report in accuracy.reports():
        examined = accuracy.reviewed(accuracy.imported(report))
        wrongly = accuracy.false_errors(report, examined) if accuracy.has_tables(report) else []
        for code, is_found in accuracy.defects(report, examined):
            yield f"{report['id']} {code}", is_found, wrongly


def test_defects_in_tables_are_found_without_false_errors() -> None:
    shared("reports-dev.jsonl")
    marked = list(_marked())
    found = sum(is_found for _, is_found, _ in marked)
    assert found >= 0.95 * len(marked)
    assert [wrongly for *_, wrongly in marked if wrongly] == []


@pytest.mark.parametrize("number", SEEDS)
def test_no_mutilated_variant_has_a_wrong_cell_without_a_mark(number: str) -> None:
    """40 variants of each of the five seeds, every figure of them another one."""
    name, text = seed(number)
    right = 0
    for variant in range(40):
        changed, wanted = mutant(text, variant)
        score = accuracy.compared(convert(changed.encode(), name), wanted)
        assert score.wrong == [], f"variant {variant}"
        right += score.right
    assert right > 0.7 * 40 * 198


def test_cells_of_a_bare_text_know_their_places() -> None:
    _, text = seed("002")
    edition = edition_for(2020)
    assert edition is not None
    cells = read_tables(text, edition).as_cells()
    cell = cells[CellRef("disclosure", "other_service", "decisions")]
    line = text.split("\n")[cell.span.line - 1]
    assert line[cell.span.column - 1 : cell.span.end_column - 1] == "212" == str(cell.value)


def test_a_text_without_tables_has_no_edition() -> None:
    text = "一、总体情况\n全年公开信息3条。\n"
    assert [edition_in_text(text, year=year).edition for year in (2020, 2024)] == ["2019", "2021"]
    assert edition_in_text(text) is editions()[-1]


def with_rows(first: str, other: str) -> str:
    """A report in which only the first row, and those beside 行政处罚, are other ones."""
    return f"""二、主动公开政府信息情况
信息内容\t本年制发件数\t本年废止件数\t现行有效件数
{first}
行政规范性文件\t1\t0\t2
第二十条第（六）项
信息内容\t本年处理决定数量
行政处罚\t3
{other}
第二十条第（八）项
信息内容\t本年收费金额（单位：万元）
行政事业性收费\t0
五、存在的主要问题及改进情况
"""


def test_figures_of_a_first_row_that_is_unknown_are_reported() -> None:
    text = with_rows("重大决策规定\t31\t41\t51", "行政强制\t7")
    found = convert(text.encode(), "report", year=2025)
    assert any("重大决策规定" in note.message and "31 41 51" in note.message for note in found.notes)


def test_of_two_unknown_rows_in_one_place_neither_is_lost() -> None:
    text = with_rows("规章\t0\t0\t0", "治安罚没\t47\n城管措施\t58")
    found = convert(text.encode(), "report", year=2025)
    cell = found.reading.cells[CellRef("disclosure", "coercion", "decisions")]
    assert (cell.value, cell.reason) == (47, Reason.ROW_NAME)
    assert any("城管措施" in note.message and "58" in note.message for note in found.notes)


def test_the_unit_of_a_row_with_an_unknown_name_is_not_accepted_with_its_name() -> None:
    text = with_rows("规章\t0\t0\t0", "城管措施（单位：千件）\t58")
    found = convert(text.encode(), "report", year=2025, accept=tuple(Reason))
    cell = found.reading.cells[CellRef("disclosure", "coercion", "decisions")]
    assert (cell.value, cell.reason) == (58_000, None)
    assert "千件" in cell.doubt


def test_a_blank_that_is_a_figure_where_the_row_is_repeated_is_not_accepted_as_one() -> None:
    text = with_rows("规章\t1\t\t1\n规章\t1\t5\t1", "行政强制\t7")
    found = convert(text.encode(), "report", year=2025, accept=tuple(Reason))
    cell = found.reading.cells[CellRef("disclosure", "rules", "abolished")]
    assert "出现两次" in cell.doubt
    assert cell.reason is None


def test_a_lone_zero_after_the_total_of_an_unknown_row_is_not_accepted_with_its_name() -> None:
    text = """三、收到和处理政府信息公开申请情况
（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）
4.保护第三方合法权益\t0\t0\t0\t0\t0\t0\t0
某种别的情形\t1\t0\t0\t0\t0\t1\t0
6.属于四类过程性信息\t0\t0\t0\t0\t0\t0\t0
五、存在的主要问题及改进情况
"""
    found = convert(text.encode(), "report", year=2025, accept=tuple(Reason))
    refs = [ref for ref in found.reading.cells if ref.row == "deny_internal"]
    assert len(refs) == 7
    assert all(found.reading.cells[ref].value is None for ref in refs)


@pytest.mark.parametrize(
    ("rows", "doubt"),
    [
        ("规章\n行政许可\t5\n规章\t1\t2\t3\n规章\t1\t2\t4", "（3，4）"),
        ("规章\t31\t32\n规章\t41\t42", "（31 32，41 42）"),
    ],
)
def test_figures_of_a_repeated_row_are_shown(rows: str, doubt: str) -> None:
    found = convert(with_rows(rows, "行政强制\t7").encode(), "report", year=2025)
    assert doubt in found.reading.cells[CellRef("disclosure", "rules", "in_force")].doubt
