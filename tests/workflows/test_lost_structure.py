"""Keys, brackets and quotes that a clerk loses or misplaces in a whole file: one finding each, and no harm by --fix."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from helpers import ROOT

from govgen.findings.finding import Finding, Level
from govgen.workflows.check import Examined, examine
from govgen.workflows.fix import plan

FOLDER = ROOT / "examples" / "qinghe"
LINES = (FOLDER / "2025.yaml").read_text(encoding="utf-8").split("\n")
Change = Callable[[list[str]], list[str]]


def deeper(number: int, blanks: str = "  ") -> Change:
    """The file with more blanks before a line; lines are counted from 1."""
    return lambda lines: [blanks + line if at == number else line for at, line in enumerate(lines, start=1)]


def without(number: int) -> Change:
    """The file without a line."""
    return lambda lines: [line for at, line in enumerate(lines, start=1) if at != number]


def typed(number: int, old: str, new: str) -> Change:
    """The file with some words of a line typed otherwise."""
    assert LINES[number - 1].count(old) == 1
    return lambda lines: [
        line.replace(old, new) if at == number else line for at, line in enumerate(lines, start=1)
    ]


def reviewed(folder: Path, change: Change) -> Examined:
    """The example with one change, beside last year's file."""
    shutil.copy(FOLDER / "2024.yaml", folder)
    path = folder / "2025.yaml"
    path.write_text("\n".join(change(LINES)), encoding="utf-8")
    return examine(path)


def only(item: Examined) -> Finding:
    """The one finding of a file."""
    (found,) = item.findings
    return found


def figures(item: Examined) -> list[object]:
    return [cell.value for cell in item.report.cells.values()]


def mended(item: Examined) -> str:
    """The file after --fix, of which nothing is left to say, with the figures of the example."""
    made = plan(item)
    assert made is not None
    made.write()
    after = examine(item.path)
    assert list(after.findings) == []
    assert figures(after) == figures(examine(FOLDER / "2025.yaml"))
    return made.after.decode()


@pytest.mark.parametrize("number", [4, 5, 30, 38, 41, 44, 51, 54, 57, 61, 63, 67, 72])
@pytest.mark.parametrize("blanks", [" ", "  "])
def test_a_key_too_deep_is_one_finding_at_its_line_and_moved_out(
    tmp_path: Path, number: int, blanks: str
) -> None:
    item = reviewed(tmp_path, deeper(number, blanks))
    found = only(item)
    assert (found.code, found.span.line) == ("Y020", number)
    assert f"第 {number} 行多 {len(blanks)} 个空格" in found.message
    assert mended(item) == "\n".join(LINES)


@pytest.mark.parametrize("number", [30, 38, 41, 44, 51, 54, 61, 63])
def test_a_key_that_is_missing_above_its_rows_is_named_once_and_nothing_is_mended(
    tmp_path: Path, number: int
) -> None:
    item = reviewed(tmp_path, without(number))
    found = only(item)
    assert (found.code, found.span.line) == ("Y020", number)
    assert f"少了“{LINES[number - 1].strip()}”" in found.message
    assert f"在第 {number} 行前面加一行" in found.advice
    assert figures(item) == figures(examine(FOLDER / "2025.yaml"))
    assert plan(item) is None


def test_a_misspelt_table_key_above_rows_within_prose_leaves_the_rows_rows(tmp_path: Path) -> None:
    item = reviewed(tmp_path, typed(30, "主动公开政府信息情况:", "  主动公开情况如下。"))
    errors = [found for found in item.findings if found.level is Level.ERROR]
    assert [(found.code, found.span.line) for found in errors] == [("Y020", 31)]
    made = plan(item)
    assert made is None or made.after.decode().split("\n")[30:] == LINES[30:]


CONTACT = '联系方式: {科室: 党政办公室, 电话: 0000-1234567, 地址: 青禾路1号, 邮编: "000000"}'
ROWS = "联系方式:\n  科室: 党政办公室\n  电话: {}\n  地址: 青禾路1号\n  邮编: '000000'"


@pytest.mark.parametrize("comment", ["", "  # 办公电话，带区号。", " #x"])
@pytest.mark.parametrize("mark", ['"', "'"])
def test_a_quote_left_open_is_closed_before_the_comment(tmp_path: Path, mark: str, comment: str) -> None:
    value = f"{mark}0000-1234567"
    item = reviewed(tmp_path, typed(6, CONTACT, ROWS.format(value + comment)))
    assert (only(item).code, only(item).span.line, only(item).span.column) == ("Y020", 8, 7)
    assert ROWS.format(f"{value}{mark}{comment}") in mended(item)


@pytest.mark.parametrize("mark", ['"', "'"])
def test_a_quote_left_open_within_braces_is_one_finding_at_the_quote(tmp_path: Path, mark: str) -> None:
    item = reviewed(tmp_path, typed(39, "商业企业: 6", f"商业企业: {mark}6"))
    found = only(item)
    assert (found.code, found.span.line, found.span.column) == ("Y020", 39, LINES[38].index("6,") + 1)
    assert f"少了“{mark}”" in found.message
    assert f"商业企业: {mark}6{mark}, 科研机构: 1," in mended(item)


@pytest.mark.parametrize("number", [32, 39, 62])
@pytest.mark.parametrize("mark", ["）", ")", "]", "］", "】"])
@pytest.mark.parametrize("tail", ["", "  # 批注"])
def test_a_bracket_of_another_kind_at_the_end_is_one_finding(
    tmp_path: Path, number: int, mark: str, tail: str
) -> None:
    item = reviewed(tmp_path, typed(number, "}", mark + tail))
    found = only(item)
    assert (found.code, found.message) == ("Y020", f"“{mark}”应为“}}”")
    assert (found.span.line, found.span.column) == (number, len(LINES[number - 1]))
    assert mended(item).split("\n")[number - 1] == LINES[number - 1] + tail


def test_parentheses_of_a_value_and_surplus_brackets_are_told_from_that(tmp_path: Path) -> None:
    assert list(reviewed(tmp_path, typed(6, "青禾路1号", "青禾路1号（东门）")).findings) == []
    found = only(reviewed(tmp_path, typed(39, "商业企业: 6", "商业企业: 6]")))
    assert found.message == "这里多了一个“]”"


@pytest.mark.parametrize("margin", ["\t", "\t\t", "　　", "\xa0 "])
def test_a_margin_before_every_line_is_one_finding_and_taken_away(tmp_path: Path, margin: str) -> None:
    item = reviewed(tmp_path, lambda lines: [margin + line if line else line for line in lines])
    found = only(item)
    assert (found.code, found.span.line, found.span.column) == ("Y011" if "\t" in margin else "Y012", 1, 1)
    assert "--fix" in found.advice
    assert mended(item) == "\n".join(LINES)


def test_other_slips_behind_a_margin_have_their_own_places_and_are_mended_too(tmp_path: Path) -> None:
    change = typed(39, "自然人: 31, ", "自然人：31，")
    item = reviewed(tmp_path, lambda lines: [f"\t{line}" if line else line for line in change(lines)])
    assert [(found.span.line, found.span.column) for found in item.findings] == [(1, 1), (39, 24)]
    assert mended(item) == "\n".join(LINES)


def test_a_file_that_fix_refuses_is_not_sent_to_it(tmp_path: Path) -> None:
    change = typed(67, "存在", "<<: {甲: 1}\n存在")
    item = reviewed(tmp_path, lambda lines: [f"\t{line}" if line else line for line in change(lines)])
    assert not item.source.complete
    assert not any(found.fixable or "--fix" in found.advice for found in item.findings)


@pytest.mark.parametrize("number", [39, 40, 59, 62])
def test_a_missing_row_of_a_table_is_named_once_and_nothing_is_computed_from_it(
    tmp_path: Path, number: int
) -> None:
    found = only(reviewed(tmp_path, without(number)))
    assert (found.code, found.level) == ("D105", Level.ERROR)
    name = LINES[number - 1].strip().partition(":")[0]
    assert f"缺少“{name}”" in found.message
    assert f"写“{name}: {{}}”" in found.advice


def test_a_table_of_zeros_needs_no_rows(tmp_path: Path) -> None:
    rows = lambda lines: [*lines[:60], f"{lines[60]} {{}}", *lines[65:]]  # noqa: E731
    assert "D105" not in {found.code for found in reviewed(tmp_path, rows).findings}


@pytest.mark.parametrize("mark", [";", "；", "; ", "； "])
@pytest.mark.parametrize("number", [4, 33, 41])
def test_a_semicolon_for_a_colon_is_mended_and_reading_goes_on(
    tmp_path: Path, number: int, mark: str
) -> None:
    colon = ": " if ": " in LINES[number - 1] else ":"
    line = LINES[number - 1].replace(colon, mark.strip() if colon == ":" else mark, 1)
    item = reviewed(tmp_path, lambda lines: [*lines[: number - 1], line, *lines[number:]])
    found = only(item)
    assert (found.code, found.span.line) == ("Y020", number)
    assert mended(item).split("\n")[number - 1].split() == LINES[number - 1].split()


def test_a_lost_comma_is_named_and_the_values_beside_it_are_read(tmp_path: Path) -> None:
    item = reviewed(tmp_path, typed(39, "31, 商业企业", "31 商业企业"))
    assert (only(item).code, only(item).span.column) == ("Y020", LINES[38].index("31,") + 3)
    assert figures(item) == figures(examine(FOLDER / "2025.yaml"))
    assert plan(item) is None


def test_braces_on_the_line_below_their_key_are_moved_in(tmp_path: Path) -> None:
    item = reviewed(tmp_path, typed(33, "行政许可: {", "行政许可:\n  {"))
    assert (only(item).code, only(item).span.line) == ("Y020", 34)
    made = plan(item)
    assert made is not None
    made.write()
    assert list(examine(item.path).findings) == []


def test_prose_on_the_line_of_its_bar_is_read_and_named(tmp_path: Path) -> None:
    item = reviewed(tmp_path, typed(9, "总体情况: |", "总体情况: | 以下是本年度的情况。"))
    assert (only(item).code, only(item).span.line, only(item).span.column) == ("Y020", 9, 9)
    assert "以下是本年度的情况。" in item.report.passages["overview"].text
    assert plan(item) is None


def test_a_comment_without_its_mark_above_all_keys_is_named_and_read_past(tmp_path: Path) -> None:
    item = reviewed(tmp_path, typed(1, "# ", ""))
    assert (only(item).code, only(item).span.line) == ("Y020", 1)
    assert "加“# ”" in only(item).advice
    assert plan(item) is None


@pytest.mark.parametrize("key", ["科室", "电话", "地址"])
@pytest.mark.parametrize(
    ("change", "message"),
    [("{}# 负责信息公开", "“# 负责信息公开”混进了内容"), ("“{}”", "两边的引号不用写")],
)
def test_a_comment_or_quotes_that_would_be_printed_with_a_fact_are_named(
    tmp_path: Path, key: str, change: str, message: str
) -> None:
    value = {"科室": "党政办公室", "电话": "0000-1234567", "地址": "青禾路1号门"}[key]
    rows = ROWS.format("0000-1234567").replace("青禾路1号", "青禾路1号门")
    item = reviewed(tmp_path, typed(6, CONTACT, rows.replace(value, change.format(value))))
    found = only(item)
    assert (found.code, found.level) == ("D120", Level.ERROR)
    assert message in found.message


def test_a_number_sign_of_an_address_is_no_comment(tmp_path: Path) -> None:
    assert list(reviewed(tmp_path, typed(6, "青禾路1号", "青禾路1号3#楼B#门")).findings) == []


@pytest.mark.parametrize("gap", [" ", "  ", ""])
def test_two_rows_on_one_line_are_both_read_and_told_apart(tmp_path: Path, gap: str) -> None:
    line = f"{LINES[32]}{gap}{LINES[33].strip()}"
    item = reviewed(tmp_path, lambda lines: [*lines[:32], line, *lines[34:]])
    errors = [found for found in item.findings if "行政处罚" in found.message]
    assert only(item) == errors[0]
    assert (errors[0].code, errors[0].message) == ("Y020", "“行政处罚”应另起一行")
    assert "换行" in errors[0].advice
    assert figures(item) == figures(examine(FOLDER / "2025.yaml"))
    assert plan(item) is None
