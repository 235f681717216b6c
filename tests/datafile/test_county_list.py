"""The list of bodies in county.yaml: what cannot be meant is an error with its line."""

from __future__ import annotations

import pytest

from govgen.datafile.county import read_county
from govgen.findings.finding import Level


def faults(listed: str) -> list[tuple[int, str]]:
    found = read_county(f"名称: 青山县人民政府\n机关:{listed}\n".encode())[1]
    return [(item.span.line, item.message) for item in found if item.level is Level.ERROR]


@pytest.mark.parametrize(
    ("listed", "line", "words"),
    [
        (" []", 2, "“机关”是空的"),
        ("\n  - {名称: 甲镇}\n  - {名称: 乙镇, 从: 2025, 至: 2023}", 4, "“乙镇”的“从”2025 晚于“至”2023"),
        ("\n  - {名称: 甲镇}\n  - {名称: 乙镇}\n  - {名称: 甲镇}", 5, "“甲镇”列了两次（另一处在第 3 行）"),
        ("\n  - {名称: 甲镇}\n  - {名称: 乙镇, 别名: [甲镇]}", 4, "“甲镇”指两个机关（另一处在第 3 行）"),
        ("\n  - {名称: 乙镇, 别名: [甲镇]}\n  - {名称: 甲镇}", 4, "“甲镇”指两个机关（另一处在第 3 行）"),
        ("\n  - {名称: 甲镇, 别名: [丙镇]}\n  - {名称: 乙镇, 别名: [丙镇]}", 4, "“丙镇”指两个机关"),
    ],
)
def test_what_cannot_be_meant_is_an_error(listed: str, line: int, words: str) -> None:
    ((at, message),) = faults(listed)
    assert at == line
    assert words in message


@pytest.mark.parametrize(
    "listed",
    [
        "\n  - {名称: 甲镇, 别名: [甲镇]}",
        "\n  - {名称: 甲镇, 至: 2023}\n  - {名称: 乙镇, 从: 2024, 别名: [甲镇]}",
        "\n  - {名称: 甲镇, 至: 2020}\n  - {名称: 甲镇, 从: 2023}",
        "\n  - {名称: 甲镇, 从: 2024, 至: 2024}",
    ],
)
def test_what_can_be_meant_is_none(listed: str) -> None:
    assert faults(listed) == []


@pytest.mark.parametrize("word", ["2025年", "２０２５", "20255", "今年"])
def test_a_key_that_is_no_year_is_an_error(word: str) -> None:
    """What is under it would count for no year."""
    found = read_county(f"名称: 青山县人民政府\n各年度:\n  {word}: {{截止日期: 01-10}}\n".encode())[1]
    assert [(item.span.line, item.level) for item in found] == [(3, Level.ERROR)]
