"""Reports as offices change them in Word: every cell is right or doubtful, and most are right."""

import copy
import random
from collections.abc import Callable

import docx
import pytest
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.table import Table as WordTable
from docx_reading import W
from random_reports import random_report
from word_report import Write, merged, saved, word_report

from govgen.datafile.cell import State
from govgen.datafile.report import Report
from govgen.importers.convert import Imported, convert

Change = Callable[[Document, random.Random], object]
_CELL = f"<w:tc {nsdecls('w')}><w:tcPr/><w:p><w:r><w:t>%s</w:t></w:r></w:p></w:tc>"


def split(table: WordTable, row: int, column: int, down: int, across: int, text: str) -> None:
    """A merged cell after it was split: its words are in the first of the cells."""
    del down, across
    table.cell(row, column).text = text


def filled(table: WordTable, row: int, column: int, down: int, across: int, text: str) -> None:
    """A merged cell after it was split and each of the cells got the words."""
    for y in range(row, row + down):
        for x in range(column, column + across):
            table.cell(y, x).text = text


def read(made: Document) -> Imported:
    return convert(saved(made), "report", trusted=True)


def doubtful(found: Imported, report: Report) -> int:
    """How many cells are doubtful; all others are right."""
    cells = found.reading.as_cells()
    known = {ref: cell.value for ref, cell in cells.items() if cell.state is State.STATED}
    assert known == {ref: report.cells[ref].value for ref in known}
    return len(cells) - len(known)


def framed(made: Document, _chance: random.Random) -> None:
    """Everything in one cell of a table that lays out the page."""
    content = [node for node in made.element.body if node.tag != f"{W}sectPr"]
    frame = parse_xml(f"<w:tbl {nsdecls('w')}><w:tr><w:tc><w:tcPr/></w:tc></w:tr></w:tbl>")
    made.element.body.insert(0, frame)
    frame[0][0].extend([*content, parse_xml(f"<w:p {nsdecls('w')}/>")])


def numbered(made: Document, _chance: random.Random) -> None:
    """A column with the numbers of the rows before the labels."""
    for table in made.tables[:2]:
        for number, row in enumerate(table._tbl.tr_lst):
            row.insert(0, parse_xml(_CELL % (number or "序号")))


def noted(made: Document, chance: random.Random) -> None:
    """Raised marks of notes behind some labels."""
    for table in made.tables:
        for paragraph in table._tbl.iter(f"{W}p"):
            words = "".join(node.text or "" for node in paragraph.iter(f"{W}t"))
            if words and not words[-1].isdigit() and chance.random() < 0.2:
                raised = docx.text.paragraph.Paragraph(paragraph, made).add_run(
                    chance.choice(["①", "注1", "2"])
                )
                raised.font.superscript = True


def continued(made: Document, _chance: random.Random) -> None:
    """A table that goes on after a row whose label was broken in two, as by the end of a page."""
    table = made.tables[1]
    rows = table._tbl.tr_lst
    at = next(at for at, row in enumerate(rows) if "部分公开" in "".join(row.itertext()))
    further = copy.deepcopy(table._tbl)
    for row in rows[at + 1 :]:
        table._tbl.remove(row)
    for row in further.tr_lst[:at]:
        further.remove(row)
    label = next(node for node in rows[at].iter(f"{W}t") if node.text and "部分公开" in node.text)
    rest = [node for node in further.tr_lst[0].iter(f"{W}t") if node.text]
    label.text, label_rest = label.text[:-1], label.text[-1:]
    for node in rest:
        node.text = label_rest if "部分公开" in (node.text or "") else ""
    table._tbl.addnext(further)


@pytest.mark.parametrize("change", [framed, numbered, noted, continued])
@pytest.mark.parametrize("number", [4, 7, 10])
def test_a_change_around_the_figures_leaves_them_readable(change: Change, number: int) -> None:
    report = random_report(number, largest=9)
    made = word_report(report)
    change(made, random.Random(number))
    found = read(made)
    assert doubtful(found, report) == 0
    stubs = {table.stub for table in report.edition.tables}
    assert [item for item in found.alterations if change is not noted or item.expected not in stubs] == []
    for section in report.edition.sections:
        if section.kind == "text":
            wanted = tuple(paragraph.text for paragraph in report.passages[section.id].paragraphs)
            assert found.words.passages[section.id] == wanted


@pytest.mark.parametrize("write", [split, filled])
@pytest.mark.parametrize("number", [4, 7, 10])
def test_labels_in_split_cells_are_one_label(write: Write, number: int) -> None:
    report = random_report(number, largest=9)
    found = read(word_report(report, write))
    assert doubtful(found, report) == 0
    assert found.alterations == ()


@pytest.mark.parametrize("number", [4, 7, 10])
def test_blanks_beside_a_split_label_are_no_cells_of_the_row(number: int) -> None:
    report = random_report(number, largest=9)
    assert doubtful(read(word_report(report, split, zero="")), report) <= 11


@pytest.mark.parametrize("write", [merged, split])
@pytest.mark.parametrize("number", [23, 28, 52, 76])
def test_empty_cells_beside_blank_ones_shift_no_figure(write: Write, number: int) -> None:
    """Totals are blank too, so that nothing proves where the row begins."""
    report = random_report(number, largest=9)
    made, chance = word_report(report, write), random.Random(number)
    for table in made.tables:
        for row in table._tbl.tr_lst:
            for node in row.iter(f"{W}t"):
                node.text = "" if (node.text or "").isdigit() and chance.random() < 0.2 else node.text
            row.insert(0, parse_xml(_CELL % ""))
            row.append(parse_xml(_CELL % ""))
    assert 0 < doubtful(read(made), report) <= 102


@pytest.mark.parametrize("at", [1, 4, 14])
def test_words_among_the_figures_of_a_row_without_labels_lose_none_of_them(at: int) -> None:
    report = random_report(4, largest=9)
    made = word_report(report)
    cells = made.tables[-1].rows[-1].cells
    cells[at].text = "见备注"
    found = read(made)
    assert doubtful(found, report) == len(cells)
    shown = "\n".join([*(cell.original for cell in found.reading.cells.values()), *map(str, found.notes)])
    for figures in (cells[:at], cells[at + 1 :]):
        assert " ".join(cell.text for cell in figures) in shown


@pytest.mark.parametrize("number", [4, 7, 10])
def test_columns_in_another_order_put_no_figure_in_the_wrong_cell(number: int) -> None:
    report = random_report(number, largest=9)
    made = word_report(report)
    for table, rows, left in ((made.tables[0], (1, 2, 3), 1), (made.tables[2], (1, 3), 0)):
        for row in rows:
            one, other = table.cell(row, left), table.cell(row, left + 1)
            one.text, other.text = other.text, one.text
    assert doubtful(read(made), report) == 6 + len(made.tables[2].rows[-1].cells)


@pytest.mark.parametrize("zero", ["—", "／", ""])
def test_marks_for_zero_are_settled_by_the_sums_as_blanks_are(zero: str) -> None:
    report = random_report(4, largest=9)
    found = read(word_report(report, zero=zero))
    blanks = {ref for ref, cell in found.reading.cells.items() if cell.original in {zero, ""}}
    assert 0 < doubtful(found, report) < len(blanks) / 2


def test_paragraphs_in_a_cell_of_a_page_stay_paragraphs() -> None:
    report = random_report(4)
    made = word_report(report)
    cell = made.add_table(1, 1).cell(0, 0)
    cell.text = "2026年的第一段。" + "详" * 200
    cell.add_paragraph("第二段。")
    lines = read(made).page.text.split("\n")
    assert lines[-2:] == ["2026年的第一段。" + "详" * 200, "第二段。"]
