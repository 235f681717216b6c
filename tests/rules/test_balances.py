"""Sums that must agree: every single wrong count of table three is found, and named by its column."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from helpers import BASE, errors, examined, one_error, with_entries

from govgen.datafile.keys import vocabulary
from govgen.datafile.report import Report, build_report
from govgen.datafile.yaml_reader.source import read
from govgen.editions.edition import Edition
from govgen.editions.loading import editions
from govgen.editions.table import CellRef, Table, leaves_of
from govgen.rules.engine import review

ROWS, COLUMNS = 25, 7


def _leaves(table: Table) -> tuple[list[str], list[str]]:
    (block,) = table.blocks
    return [row.id for row in leaves_of(block.rows)], [column.id for column in leaves_of(block.columns)]


def _balanced(edition: Edition) -> dict[CellRef, int]:
    """A table three in which every cell holds another figure and every sum agrees, totals included."""
    table = edition.table_by_id["applications"]
    rows, columns = _leaves(table)
    parts = [row for row in rows if row not in {"new", "carried_in", "results_total", "carried_out"}]
    cells: dict[CellRef, int] = {}
    for x, column in enumerate(column for column in columns if column != "total"):
        for y, row in enumerate(parts):
            cells[CellRef(table.id, row, column)] = 3 + x * 7 + y * 11
        done = sum(cells[CellRef(table.id, row, column)] for row in parts)
        cells[CellRef(table.id, "results_total", column)] = done
        cells[CellRef(table.id, "carried_out", column)] = 5 + x
        cells[CellRef(table.id, "carried_in", column)] = 2 * x
        cells[CellRef(table.id, "new", column)] = done + 5 + x - 2 * x
    for row in rows:
        cells[CellRef(table.id, row, "total")] = sum(
            cells[CellRef(table.id, row, column)] for column in columns if column != "total"
        )
    return cells


def _written(edition: Edition, cells: dict[CellRef, int], *, broken: CellRef | None = None) -> str:
    """A data file with nothing but table three, each cell on a line of its own; ``broken`` is unreadable."""
    lines: list[str] = ["机关: 青禾镇人民政府", f"年度: {edition.first_year}"]
    above: list[str] = []
    for ref in (ref for ref in edition.refs if ref in cells):
        path = edition.name_of(ref).split(".")
        shared = next((n for n, (a, b) in enumerate(zip(above, path, strict=False)) if a != b), len(above))
        lines += [f"{'  ' * depth}{word}:" for depth, word in enumerate(path[:-1]) if depth >= shared]
        lines.append(f"{'  ' * (len(path) - 1)}{path[-1]}: {'若干' if ref == broken else cells[ref]}")
        above = path[:-1]
    return "\n".join(lines) + "\n"


def _report(text: str) -> Report:
    return build_report(read(text.encode(), vocabulary(None)), "report.yaml")


def _columns_named(report: Report) -> set[str]:
    """The columns whose balance or totals are said to be wrong, by the key path of the finding."""
    found = review(report)
    return {finding.where.rsplit(".", 1)[-1] for finding in found}


@pytest.mark.parametrize("edition", editions(), ids=lambda edition: edition.edition)
def test_a_balanced_table_is_balanced(edition: Edition) -> None:
    assert _columns_named(_report(_written(edition, _balanced(edition)))) == set()


@pytest.mark.parametrize("stated", ["totals stated", "totals left out"])
@pytest.mark.parametrize("edition", editions(), ids=lambda edition: edition.edition)
def test_each_single_wrong_count_is_found_in_its_column(edition: Edition, stated: str) -> None:
    """Every cell of table three in turn is raised by one: the finding names the column, without exception."""
    table = edition.table_by_id["applications"]
    sound = _balanced(edition)
    if stated == "totals left out":
        sound = {ref: value for ref, value in sound.items() if ref not in table.parts}
    tried = 0
    for ref in sound:
        report = _report(_written(edition, sound | {ref: sound[ref] + 1}))
        assert table.nodes["columns"][ref.column].name in _columns_named(report), ref
        tried += 1
    rows, columns = _leaves(table)
    assert (
        tried == len(rows) * len(columns)
        if stated == "totals stated"
        else (len(rows) - 1) * (len(columns) - 1)
    )


@pytest.mark.parametrize("edition", editions(), ids=lambda edition: edition.edition)
def test_also_when_another_cell_cannot_be_read(edition: Edition) -> None:
    """A cell of the next column is unreadable: what is wrong in this column is found all the same."""
    table = edition.table_by_id["applications"]
    sound = {ref: value for ref, value in _balanced(edition).items() if ref not in table.parts}
    columns = [column for column in _leaves(table)[1] if column != "total"]
    for ref, value in sound.items():
        other = columns[(columns.index(ref.column) + 1) % len(columns)]
        broken = CellRef(table.id, "granted", other)
        report = _report(_written(edition, sound | {ref: value + 1}, broken=broken))
        assert table.nodes["columns"][ref.column].name in _columns_named(report), ref


def test_an_unreadable_cell_of_the_same_column_leaves_the_stated_totals_to_speak() -> None:
    """The column's balance cannot be judged then, but each stated total that can be still is."""
    edition = editions()[-1]
    sound = _balanced(edition)
    broken = CellRef("applications", "granted", "natural")
    for row in ("new", "carried_in", "carried_out", "partial"):
        ref = CellRef("applications", row, "natural")
        report = _report(_written(edition, sound | {ref: sound[ref] + 1}, broken=broken))
        found = review(report)
        assert any(
            row_name in finding.where
            for finding in found
            for row_name in [edition.name_of(ref).split(".")[-2]]
        )


def test_the_arithmetic_is_shown_with_the_place_of_every_term(tmp_path: Path) -> None:
    item = examined(
        tmp_path,
        BASE.replace(
            "上年结转政府信息公开申请数量: {自然人: 1}", "上年结转政府信息公开申请数量: {自然人: 3}"
        ),
    )
    error = one_error(item)
    assert error.message == (
        "收支不平衡（自然人）：新收 12 + 结转 3 = 15，办理 11 + 结转下年度 2 = 13，差 2。"
        "没有写“不予处理”“其他处理”，按 0 计"
    )
    assert [related.message for related in error.related] == [
        "新收 12",
        "结转 3",
        "办理 11",
        "办理里的“予以公开”8",
        "办理里的“部分公开”1",
        "办理里的“属于行政执法案卷”1",
        "办理里的“本机关不掌握相关政府信息”1",
        "结转下年度 2",
    ]
    lines = BASE.split("\n")
    places = [lines[related.span.line - 1][related.span.column - 1 :] for related in error.related]
    assert places[0].startswith("12, 商业企业")
    assert places[1].startswith("1}")
    assert places[2].startswith("本年度办理结果")
    assert [place[:2] for place in places[3:7]] == ["8}", "1}", "1}", "1}"]
    assert places[7].startswith("2, 商业企业")
    assert "国办公开办函〔2021〕30号" in error.citation


def test_a_row_that_was_left_out_is_one_finding_that_names_it(tmp_path: Path) -> None:
    text = BASE.replace("予以公开: {自然人: 8}", "予以公开: {自然人: 8, 商业企业: 2, 其他: 3}").replace(
        "本年新收政府信息公开申请数量: {自然人: 12, 商业企业: 1}",
        "本年新收政府信息公开申请数量: {自然人: 12, 商业企业: 3, 其他: 3}",
    )
    assert errors(examined(tmp_path, text)) == []
    error = one_error(examined(tmp_path, re.sub("    予以公开: .*\n", "", text)))
    assert error.message.endswith(
        "；商业企业差 2、其他差 3，也是这样"
    )  # three rows are left out: none is named
    assert [item.message[:10] for item in error.related[-2:]] == [
        "收支不平衡（商业企业",
        "收支不平衡（其他）：",
    ]
    low = text.replace("部分公开: {自然人: 1}", "部分公开: {自然人: 2, 商业企业: 1}")
    found = errors(examined(tmp_path, low))
    assert len(found) == 2  # nothing is lacking there: each column has its own slip
    assert not any("按 0 计" in item.message for item in found)


def test_columns_that_are_off_in_both_directions_are_two_findings(tmp_path: Path) -> None:
    text = BASE.replace("予以公开: {自然人: 8}", "予以公开: {自然人: 7, 商业企业: 1}")
    assert len([error for error in errors(examined(tmp_path, text)) if error.code == "B201"]) == 2


def test_a_total_that_follows_from_the_columns_says_nothing_new(tmp_path: Path) -> None:
    item = examined(tmp_path, BASE.replace("予以公开: {自然人: 8}", "予以公开: {自然人: 9}"))
    assert [error.where.rsplit(".", 1)[-1] for error in errors(item)] == ["自然人"]


@pytest.mark.parametrize(
    ("old", "new", "code", "message"),
    [
        (
            "{自然人: 12, 商业企业: 1}",
            "{自然人: 12, 商业企业: 1, 总计: 14}",
            "B202",
            "写作 14，但 自然人 12 + 商业企业 1 = 13，差 1",
        ),
        (
            "    予以公开: {自然人: 8}",
            "    予以公开: {自然人: 8}\n    总计: {自然人: 12}",
            "B203",
            "= 11，差 1",
        ),
        (
            "行政复议: {结果维持: 1}",
            "行政复议: {结果维持: 1, 总计: 0}",
            "B204",
            "写作 0，但 结果维持 1 = 1，差 1",
        ),
        ("未经复议直接起诉: {}", "未经复议直接起诉: {总计: 2}", "B204", "各项都是 0 = 0，差 2"),
    ],
)
def test_a_stated_total_is_checked(tmp_path: Path, old: str, new: str, code: str, message: str) -> None:
    item = examined(tmp_path, BASE.replace(old, new))
    error = next(error for error in errors(item) if error.code == code)
    assert message in error.message
    assert error.related or "都是 0" in error.message


def test_a_stated_total_of_totals_is_checked_both_ways(tmp_path: Path) -> None:
    text = BASE.replace("    予以公开: {自然人: 8}", "    予以公开: {自然人: 8}\n    总计: {总计: 10}")
    assert [error.code for error in errors(examined(tmp_path, text))].count("B203") == 1
    assert "B202" in [error.code for error in errors(examined(tmp_path, text))]


def test_figures_are_judged_where_the_body_cannot_be_read(tmp_path: Path) -> None:
    text = with_entries("机关: ../../etc\n").replace("予以公开: {自然人: 8}", "予以公开: {自然人: 9}")
    assert sorted(error.code for error in errors(examined(tmp_path, text))) == ["B201", "D120"]


def test_figures_are_judged_where_the_year_is_missing(tmp_path: Path) -> None:
    text = BASE.replace("年度: 2025\n", "").replace("予以公开: {自然人: 8}", "予以公开: {自然人: 9}")
    assert sorted(error.code for error in errors(examined(tmp_path, text))) == ["B201", "D102"]


def test_a_row_is_named_as_a_row_where_a_column_has_the_same_id() -> None:
    """In the edition of 2019 the row （六）其他处理 and the column 其他 share an id."""
    edition = editions()[0]
    sound = _balanced(edition)
    total = CellRef("applications", "results_total", "natural")
    report = _report(_written(edition, sound | {total: sound[total] + 1}))
    message = next(f.message for f in review(report) if f.code == "B203")
    assert "其他处理" in message


def test_a_stated_total_that_follows_from_its_columns_is_no_second_imbalance(tmp_path: Path) -> None:
    """The total is judged by itself only where a column of it is not known."""
    new = "  本年新收政府信息公开申请数量: {自然人: %s, 商业企业: 1, 总计: %s}"
    before = "  本年新收政府信息公开申请数量: {自然人: 12, 商业企业: 1}"
    assert before in BASE
    wrong = errors(examined(tmp_path, BASE.replace(before, new % (13, 14))))
    assert [(error.code, "（自然人）" in error.message) for error in wrong] == [("B201", True)]
    alone = errors(examined(tmp_path, BASE.replace(before, new % (12, 14))))
    assert [error.code for error in alone] == ["B202"]
