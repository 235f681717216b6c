"""Files of which only a part can be read: what stops the reading, and what may still be said of the rest."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers import BASE, brief, codes, errors, examined, read_text, with_entries

from govgen.datafile.cell import value_of
from govgen.editions.cell_names import find

SAYS_MANAGEMENT = "  （三）政府信息管理情况。"
ABSENCE = {"L411", "L412", "L413", "L434", "L416", "T650", "T643", "D104"}
"""Codes that report what is missing."""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "联系方式:\n  科室：办公室\n  电话:0000-1234567\n  地址: 青禾路1号: 二楼\n",
            [("Y013", 2, 5), ("Y014", 3, 5), ("Y020", 4, 12), ("Y021", 4, 12)],
        ),
        (
            "信息处理费: {件数：0, 金额元: 0}\n联系方式: 科室: 办公室}\n",
            [("Y013", 1, 11), ("Y020", 2, 9), ("Y021", 2, 9)],
        ),
        (
            "联系方式:\n  科室：办公室: 甲\n",
            [("Y013", 2, 5), ("Y020", 2, 9), ("Y021", 2, 9)],
        ),
        ('机关：甲\n所属: "某县\n', [("Y013", 1, 3), ("Y020", 2, 5), ("Y021", 2, 5)]),
        ("机关：甲\n所属: &地名 某县\n", [("Y013", 1, 3), ("Y021", 2, 5), ("Y023", 2, 5)]),
    ],
)
def test_a_slip_hides_no_other_and_the_stop_is_reported_at_its_own_place(
    text: str, found: list[tuple[str, int, int]]
) -> None:
    assert sorted(brief(read_text(text).findings)) == sorted(found)


def test_a_value_before_other_blanks_is_closed_before_them() -> None:
    text = "信息处理费: {件数: 0, 金额元: 18　\n年度: 2025\n"
    assert brief(read_text(text).findings) == [("Y020", 1, 8)]


@pytest.mark.parametrize("blank", [" ", "\t", "  "])
def test_a_blank_before_the_colon_is_no_lost_colon(blank: str) -> None:
    found = brief(read_text(f"联系方式{blank}: {{科室: 办公室}}\n").findings)
    assert [item for item in found if item[0] == "Y020"] == []


@pytest.mark.parametrize("comment", ["# 批注\n", "#批注\n\n# 又一行\n"])
def test_a_comment_within_prose_is_named_and_read_past(tmp_path: Path, comment: str) -> None:
    item = examined(tmp_path, BASE.replace(SAYS_MANAGEMENT, comment + SAYS_MANAGEMENT))
    at = BASE[: BASE.index(SAYS_MANAGEMENT)].count("\n") + 1
    expected = [("Y017", at + n, 1) for n, line in enumerate(comment.split("\n")) if line]
    assert brief(errors(item)) == expected
    assert "不能插批注" in errors(item)[0].message
    assert not ABSENCE & set(codes(item))


def test_a_comment_after_prose_is_no_slip(tmp_path: Path) -> None:
    table = "主动公开政府信息情况:"
    assert errors(examined(tmp_path, BASE.replace(table, f"# 下面是表\n\n# 每格都填\n{table}"))) == []


def test_many_comments_within_prose_take_no_long_time() -> None:
    assert "Y021" in codes(read_text("总体情况: |\n  甲。\n" + "#\n" * 100_000 + "  乙。\n").findings)


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("总体情况: |\n  ", "总体情况:\n  ", 1),
        ("总体情况: |\n  ", "总体情况: ", 0),
        ("总体情况: |", "总体情况: >", 0),
        ("总体情况: |", "总体情况: >\n", 0),
    ],
)
def test_prose_without_its_mark_is_still_read_line_by_line(
    tmp_path: Path, old: str, new: str, line: int
) -> None:
    item = examined(tmp_path, BASE.replace(old, new))
    (error,) = errors(item)
    assert (error.code, error.span.line) == ("Y019", BASE[: BASE.index(old)].count("\n") + 1 + line)
    assert not ABSENCE & set(codes(item))
    sound = examined(tmp_path, BASE).report.passages["overview"]
    read = item.report.passages["overview"]
    assert [part.text for part in read.paragraphs] == [part.text for part in sound.paragraphs]
    last = read.paragraphs[-1].body.span(0, 3)
    assert item.source.text.split("\n")[last.line - 1][last.column - 1 :].startswith("（五）")


def test_quoted_prose_of_several_lines_is_read_line_by_line(tmp_path: Path) -> None:
    item = examined(tmp_path, with_entries('其他需要报告的事项: "本年度未收取信息处理费。\n  无。"\n'))
    assert [part.text for part in item.report.passages["others"].paragraphs] == [
        "本年度未收取信息处理费。",
        "无。",
    ]
    assert codes(item) == [*codes(examined(tmp_path, BASE)), "Y019"]


def test_a_colon_in_prose_without_its_mark_is_not_the_fault(tmp_path: Path) -> None:
    text = BASE.replace("总体情况: |", "总体情况:").replace(SAYS_MANAGEMENT, f"{SAYS_MANAGEMENT}如下: ")
    item = examined(tmp_path, text)
    at = text[: text.index("总体情况:")].count("\n") + 2
    assert brief(errors(item)) == [("Y019", at, 3)]
    assert ("Y021", at + 3) in [found[:2] for found in brief(list(item.findings))]
    assert not ABSENCE & set(codes(item))


def test_a_passage_that_was_cut_short_is_not_called_empty(tmp_path: Path) -> None:
    item = examined(tmp_path, BASE.replace("总体情况: |", '总体情况: ""'))
    assert not ABSENCE & set(codes(item))
    assert not item.source.complete


@pytest.mark.parametrize("row", ["行政处罚", "行政强制", "行政事业性收费"])
def test_a_row_at_the_edge_is_reported_once_and_read_in_its_table(tmp_path: Path, row: str) -> None:
    item = examined(tmp_path, BASE.replace(f"  {row}: ", f"{row}: "))
    line = BASE[: BASE.index(f"  {row}: ")].count("\n") + 1
    assert brief(errors(item)) == [("Y020", line, 1)]
    (target,) = find(item.report.edition, (row,))
    assert value_of(target, item.report.cells) == value_of(target, examined(tmp_path, BASE).report.cells)


def test_a_row_within_another_is_not_called_missing(tmp_path: Path) -> None:
    text = BASE.replace("  行政许可: {本年处理决定数量: 124}\n", "")
    text = text.replace("  规章: {", "  规章: {行政许可: {本年处理决定数量: 124}, ")
    assert [found.code for found in errors(examined(tmp_path, text))] == ["D101"]


@pytest.mark.parametrize(
    "line",
    ["全年{{ 行政许可 }}件。", "全年{{ 行政许可 }}件，{{ 行政处罚 }}件。", "见“{{ 年度 }}”。", "甲，{乙}}。"],
)
def test_braces_within_a_plain_value_are_no_brackets(line: str) -> None:
    assert brief(read_text(f"其他需要报告的事项: {line}\n").findings) == []
