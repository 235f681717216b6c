"""Empty cells: 0 where the totals leave nothing else, else one doubt a row; doubts accepted together."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from helpers import ROOT

from govgen.editions.table import CellRef, Table
from govgen.importers.convert import Imported, convert
from govgen.importers.tables.result import Reason
from govgen.render.docx.writer import write_docx
from govgen.render.html.page import Templates
from govgen.workflows.check import examine

_CELL = re.compile(r'(<td headers="[^"]*"[^>]*class="number[^"]*"[^>]*>)([^<]*)(</td>)')


@cache
def html() -> str:
    return Templates().render(examine(ROOT / "examples" / "qinghe" / "2025.yaml").report)


@cache
def read_whole() -> Imported:
    return convert(html().encode(), "report", trusted=True)


def applications() -> Table:
    return read_whole().reading.edition.table_by_id["applications"]


def changed(changes: dict[CellRef, str]) -> str:
    """The example with other words in some cells."""
    refs = iter(ref for table in read_whole().reading.edition.tables for ref in table.refs)

    def cell(match: re.Match[str]) -> str:
        return match[1] + changes.get(next(refs), match[2]) + match[3]

    text, count = _CELL.subn(cell, html())
    assert count == len(read_whole().reading.edition.refs)
    return text


def read(changes: dict[CellRef, str], **options: tuple[Reason, ...]) -> Imported:
    return convert(changed(changes).encode(), "report", trusted=True, **options)


def zeros(table: Table) -> list[CellRef]:
    return [ref for ref in table.refs if read_whole().reading.cells[ref].value == 0]


def test_blanks_for_all_zeros_are_settled_where_both_sums_show_it_and_said_once() -> None:
    found = read(dict.fromkeys(zeros(applications()), ""))
    cells = found.reading.cells
    settled = [ref for ref in zeros(applications()) if not cells[ref].doubt]
    assert settled
    assert all(cells[ref].value == 0 for ref in settled)
    (note,) = [note for note in found.notes if "空白格" in note.message]
    assert f" {len(settled)} 个空白格" in note.message


def _parts(table: Table) -> list[CellRef]:
    """Cells that are 0 and in sums both ways, totals left out."""
    return [
        ref
        for ref in zeros(table)
        if ref not in table.parts and any(ref in table.column_parts(other) for other in table.refs)
    ]


def test_a_row_of_marks_for_zero_is_one_deviation_and_another_slip_of_the_row_its_own() -> None:
    table = applications()
    marks = dict.fromkeys(zeros(table), "—")
    row = next(iter(marks)).row
    other = next(ref for ref in table.refs if ref in marks and ref.row != row)
    found = read(marks | {other: "0件"})
    rows = {ref.row for ref in marks}
    told = Counter(item.where for item in found.alterations if item.code == "L453")
    assert len(told) <= len(rows) + 1
    assert set(told.values()) == {1}
    assert found.reading.edition.name_of(other) in told


def test_one_blank_cell_is_zero_and_no_deviation() -> None:
    ref = _parts(applications())[0]
    found = read({ref: ""})
    assert (found.reading.cells[ref].value, found.reading.cells[ref].doubt) == (Decimal(0), "")
    assert found.alterations == ()
    assert "待核" not in found.yaml


def test_a_blank_for_another_figure_stays_doubtful() -> None:
    table = applications()
    ref = next(
        ref
        for ref in table.refs
        if read_whole().reading.cells[ref].value not in {0, None} and ref not in table.parts
    )
    cell = read({ref: ""}).reading.cells[ref]
    assert (cell.value, cell.reason) == (None, Reason.BLANK)


def test_a_doubtful_neighbour_keeps_a_blank_doubtful() -> None:
    ref = _parts(applications())[0]
    total = next(
        total for total, parts in applications().parts.items() if ref in parts and total.row == ref.row
    )
    wrong = str((read_whole().reading.cells[total].value or 0) + 1)
    for words in (wrong, "0①", ""):
        assert read({ref: "", total: words}).reading.cells[ref].doubt


def test_never_in_tables_where_every_cell_must_be_written() -> None:
    for table in read_whole().reading.edition.tables:
        if table.complete:
            ref = zeros(table)[0]
            assert read({ref: ""}).reading.cells[ref].doubt


def test_blanks_of_a_row_are_one_doubt() -> None:
    table = applications()
    row = next(
        ref.row for ref in table.refs if ref not in table.parts and read_whole().reading.cells[ref].value
    )
    refs = [ref for ref in table.refs if ref.row == row][-3:]
    doubts = re.findall(r"(?m)^  - \{位置.*$", read(dict.fromkeys(refs, "")).yaml)
    assert len(doubts) == 1
    assert "空白" in doubts[0]


def test_a_form_that_nobody_filled_in_has_one_doubt_and_one_deviation_for_each_table() -> None:
    tables = read_whole().reading.edition.tables
    found = read({ref: "" for table in tables for ref in table.refs})
    keys = [table.key for table in tables]
    assert re.findall(r"(?m)^  - \{位置: \"?(.*?)\"?, 原文: \"\"", found.yaml) == keys
    assert [item.where for item in found.alterations if item.code == "L454"] == keys
    assert not any(cell.value for cell in found.reading.cells.values())


def test_an_empty_group_of_rows_is_one_doubt_and_the_blanks_beside_it_one_for_each_row() -> None:
    table = next(table for table in read_whole().reading.edition.tables if table.complete)
    name = table.key_paths[table.refs[0]][0]
    group = [ref for ref in table.refs if table.key_paths[ref][0] == name]
    other = next(ref for ref in table.refs if ref not in group)
    found = read(dict.fromkeys([*group, other], ""))
    doubts = re.findall(r"(?m)^  - \{位置: \"?(.*?)\"?, 原文: \"\"", found.yaml)
    assert doubts[0] == f"{table.key}.{name}"
    assert len(doubts) == 2


def test_a_blank_that_is_a_doubt_is_told_once(tmp_path: Path) -> None:
    file = tmp_path / "2025.yaml"
    file.write_text(read({applications().refs[0]: ""}).yaml, encoding="utf-8")
    item = examine(file)
    assert [found.code for found in item.findings if found.code in {"D107", "D108", "D140"}] == ["D140"]
    lines = file.read_text(encoding="utf-8").split("\n")
    doubt = next(at for at, line in enumerate(lines) if line == "待核:")
    file.write_text("\n".join(lines[:doubt]), encoding="utf-8")
    assert {"D107", "D108"} & {found.code for found in examine(file).findings}


def test_word_files_too() -> None:
    ref = _parts(applications())[0]
    found = convert(write_docx(changed({ref: ""})), "report", trusted=True)
    assert (found.reading.cells[ref].value, found.reading.cells[ref].doubt) == (Decimal(0), "")


def test_doubts_of_one_reason_are_accepted_together() -> None:
    table = next(table for table in read_whole().reading.edition.tables if table.complete)
    first, second, third, *_ = zeros(table)
    found = read({first: "", second: "/", third: "0①"}, accept=(Reason.BLANK, Reason.NOTHING))
    cells = found.reading.cells
    assert [(cells[ref].value, bool(cells[ref].doubt)) for ref in (first, second, third)] == [
        (Decimal(0), False),
        (Decimal(0), False),
        (Decimal(0), True),
    ]
    assert sum("已接受" in note.message for note in found.notes) == 2


@pytest.mark.parametrize("words", ["65万", "187①", "187<sup>1</sup>", "-1,234", "1,234.5"])
def test_units_marks_and_numbers_of_another_kind_belong_to_no_reason(words: str) -> None:
    table = next(table for table in read_whole().reading.edition.tables if table.complete)
    cell = read({table.refs[0]: words}, accept=tuple(Reason)).reading.cells[table.refs[0]]
    assert cell.doubt
    assert cell.reason is None
