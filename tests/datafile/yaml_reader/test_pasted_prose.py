"""Prose pasted from Word without its indent: read where it is surely prose, and no key or figure lost."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from helpers import BASE, brief, examined, one_error, read_text, top_entry, with_entries
from hypothesis import given, settings
from hypothesis import strategies as st

from govgen.datafile.yaml_reader.tree import Mapping, Scalar, Sequence, YamlNode

PASTED = """\
总体情况: |
{0}2025年，我镇认真贯彻《中华人民共和国政府信息公开条例》，政府信息公开工作平稳有序。
{0}（一）主动公开情况。全年主动公开政府信息128条，其中政府网站90条、公众号38条。
{0}（二）依申请公开情况。全年新收政府信息公开申请13件，上年结转1件，办结11件，结转下年度3件。
{0}（三）政府信息管理情况。坚持先审查、后公开，清理行政规范性文件1件。
{0}（四）政府信息公开平台建设情况。镇便民服务中心设公开专区一处，专人更新栏目。
{0}（五）监督保障情况。工作考核、社会评议按期开展，全年未发生责任追究情形。
"""


@pytest.mark.parametrize(
    ("indent", "code"), [("", "Y017"), ("　　", "Y017"), ("\xa0\xa0", "Y017"), ("\t", "Y011")]
)
def test_a_pasted_block_is_one_finding_with_its_lines_and_the_same_words(
    tmp_path: Path, indent: str, code: str
) -> None:
    item = examined(tmp_path, with_entries(PASTED.format(indent)))
    error = one_error(item)
    assert (error.code, error.span.line, error.span.column) == (code, 9, 1)
    assert "第 9—14 行" in error.message
    assert "--fix" in error.advice
    assert error.fixable
    sound = examined(tmp_path, with_entries(PASTED.format("  "))).report
    assert item.report.passages["overview"].text == sound.passages["overview"].text


@pytest.mark.parametrize(
    "line",
    [
        "年度: 2025",
        "年度：2025年的工作。",
        "其它需要报告的事项: 本年度未收取信息处理费。",
        "主动公开政府信息情况",
        "主动公开政府信情况: |",
        "行政许可: {本年处理决定数量: 124}",
        "行政许可: 124",
        "自然人：12",
    ],
)
def test_what_may_be_a_key_is_never_read_as_prose(line: str) -> None:
    source = read_text(f"总体情况: |\n  第一段。\n{line}\n")
    first = top_entry(source, "总体情况").value
    assert isinstance(first, Scalar)
    assert line not in first.text
    key = line.replace("：", ":").partition(":")[0]
    assert key in {entry.key for entry in source.root} or source.findings.has_errors


def test_a_line_that_may_be_either_is_one_error_and_the_prose_goes_on() -> None:
    source = read_text("总体情况: |\n  第一段。\n电话：可向党政办公室查询。\n第三段。\n年度: 2025\n")
    assert brief(source.findings) == [("Y017", 3, 1), ("Y017", 4, 1)]
    assert "“电话”" in next(iter(source.findings)).message
    assert [entry.key for entry in source.root] == ["总体情况", "年度"]
    assert source.complete


LINES = BASE.split("\n")
KEYS = [
    (number, *match.span("key"))
    for number, line in enumerate(LINES)
    for match in re.finditer(r"(?:^ *|[{ ])(?P<key>[\u4e00-\u9fff、]+): ?", line)
]
FIGURE = re.compile(r"(?<=: )\d+(?=[,}])")


def words(node: YamlNode) -> list[str]:
    """Every key and value of a tree."""
    if isinstance(node, Scalar):
        return [node.text]
    if isinstance(node, Sequence):
        return [word for item in node.items for word in words(item)]
    return [word for entry in node for word in (entry.key, *words(entry.value))]


@settings(max_examples=300)
@given(
    st.sets(st.integers(0, len(LINES) - 1), max_size=12),
    st.lists(st.tuples(st.sampled_from(KEYS), st.integers(0, 20), st.sampled_from("情办某")), max_size=3),
    st.sampled_from(["", "\t", "　"]),
)
def test_whatever_lines_lose_their_indent_and_whatever_keys_are_misspelt_no_key_or_figure_is_lost(
    lines: set[int], misspelt: list[tuple[tuple[int, int, int], int, str]], indent: str
) -> None:
    """What was a key or a figure of a table is in the tree, or its line has a finding."""
    text = list(LINES)
    for (number, start, end), at, char in misspelt:
        column = start + at % (end - start)
        text[number] = text[number][:column] + char + text[number][column + 1 :]
    text = [indent + line.lstrip() if number in lines and line else line for number, line in enumerate(text)]
    source = read_text("\n".join(text))
    reported = {line for found in source.findings for line in range(found.span.line, found.span.end_line + 1)}
    reported |= {related.span.line for found in source.findings for related in found.related}
    kept = words(source.root)
    assert isinstance(source.root, Mapping)
    if not source.complete:
        return
    for number, line in enumerate(text):
        if number + 1 in reported or re.search("[。；]", line):
            continue
        for match in re.finditer(r"(?P<key>[\u4e00-\u9fff、]+): ", line):
            assert match["key"] in kept, line
        for figure in FIGURE.findall(line):
            assert figure in kept, line
    prose = [entry.value.text for entry in source.root if isinstance(entry.value, Scalar)]
    assert not any("{" in part for part in prose)
