"""The lines of a document: rows of a table, and tables that only lay out a page."""

from __future__ import annotations

from govgen.importers.formats.looks import StyledRun
from govgen.importers.page import Lines


class CountedRow(list[list[StyledRun]]):
    """A table row that counts how often its length is asked for."""

    asked = 0

    def __len__(self) -> int:
        CountedRow.asked += 1
        return super().__len__()


def test_each_row_of_a_long_table_is_measured_a_few_times_only(monkeypatch) -> None:
    monkeypatch.setattr(CountedRow, "asked", 0)
    rows = [CountedRow([[StyledRun("规章")], [StyledRun("1")]]) for _ in range(1_000)]
    lines = Lines()
    lines.table(rows)
    assert len(lines.page().drawn) == len(rows)
    assert CountedRow.asked <= 5 * len(rows)


def test_a_table_of_one_column_or_of_none_is_text() -> None:
    lines = Lines()
    lines.table([])
    lines.table([[[StyledRun("一、总体情况")]], [[StyledRun("全年公开信息3条。")]]])
    page = lines.page()
    assert (page.text, page.drawn) == ("一、总体情况\n全年公开信息3条。", frozenset())
