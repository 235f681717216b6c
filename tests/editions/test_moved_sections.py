"""Sections that a new edition renames, merges or adds: what was asked of the old ones is asked of those."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from own_editions import NUMBER, YEAR, edited, package_with, run
from random_data_files import data_file, figures

from govgen.editions.loading import EditionError, editions, in_order, load

OVERVIEW = "  - id: overview\n    kind: text\n    key: 总体情况\n    heading: 一、总体情况"
PROBLEMS = "    key: 存在的主要问题及改进情况\n    heading: 五、存在的主要问题及改进情况\n"
OTHERS = (
    "  - id: others\n    kind: text\n    key: 其他需要报告的事项\n    heading: 六、其他需要报告的事项\n"
    "    citation: 《中华人民共和国政府信息公开条例》第五十条第一款第（五）项\n"
)
MERGED = edited(
    (
        OVERVIEW,
        "  - id: survey\n    kind: text\n    replaces: [overview]\n    key: 工作概况\n    heading: 一、工作概况",
    ),
    (PROBLEMS, "    key: 问题和其他事项\n    heading: 五、问题和其他事项\n    replaces: [others]\n"),
    (OTHERS, "  - {id: plan, kind: text, key: 下年度安排, heading: 六、下年度安排, ahead: true}\n"),
)
TEXT = f"""青禾镇人民政府{YEAR}年政府信息公开工作年度报告
一、工作概况
（一）主动公开情况。按月公开补贴发放。（二）依申请公开情况。没有收到申请。（三）政府信息管理情况。发布前逐件审查。
（四）政府信息公开平台建设情况。网站设有专栏。（五）监督保障情况。领导小组逐月督促。
五、问题和其他事项
解读形式单一，{YEAR + 1}年由村干部在会议上讲解。
六、下年度安排
{YEAR + 1}年增加解读，{YEAR + 2}年增设查阅点。
"""


def findings(package: Path, folder: Path, text: str) -> list[tuple[str, int]]:
    """Code and line of each finding of a text."""
    file = folder / "text.txt"
    file.write_text(text, encoding="utf-8")
    words = ["--body", "青禾镇人民政府", "--year", YEAR, "--output-format", "json"]
    return [
        (item["code"], item["line"])
        for item in json.loads(run(package, "check", "--text", file, *words))["findings"]
    ]


def test_what_is_asked_of_a_section_is_asked_of_the_one_that_has_its_matter(tmp_path: Path) -> None:
    package = package_with(tmp_path / "site", MERGED)
    (tmp_path / "county.yaml").write_text("名称: 清河县人民政府\n总体情况字数上限: 20\n", encoding="utf-8")
    found = findings(package, tmp_path, TEXT)
    assert {("L413", 3), ("L416", 5), ("L429", 2)} <= set(found)
    assert [line for code, line in found if code == "T602"] == [8], "the year after next"
    short = TEXT.replace(f"解读形式单一，{YEAR + 1}年由村干部在会议上讲解。", "无。")
    assert ("L430", 5) in findings(package, tmp_path, short)


def test_a_section_looks_ahead_as_it_did_in_the_edition_before(tmp_path: Path) -> None:
    package = package_with(tmp_path / "site", edited(("    ahead: true\n", "")))
    text = f"五、存在的主要问题及改进情况\n{YEAR + 1}年由村干部讲解，{YEAR + 2}年增设查阅点。\n"
    assert [line for code, line in findings(package, tmp_path, text) if code == "T602"] == [2]


def test_the_old_name_of_a_section_is_its_name_with_a_finding(tmp_path: Path) -> None:
    package = package_with(tmp_path / "site", MERGED)
    found = findings(package, tmp_path, TEXT.replace("一、工作概况", "一、总体情况"))
    assert [item for item in found if item[0] in {"L420", "L421"}][:1] == [("L420", 2)]


@pytest.mark.parametrize(("old", "new"), [("[overview]", "[summary]"), ("[others]", "[disputes]")])
def test_a_section_carries_on_what_the_edition_before_has_and_this_one_has_not(old: str, new: str) -> None:
    assert old in MERGED
    with pytest.raises(EditionError, match=r"2026\.yaml：.*的 replaces “\w+”应是 2021 版有、本版没有的一节"):
        in_order((*editions(), load(MERGED.replace(old, new), "2026.yaml")))


def test_the_key_of_an_older_edition_is_told_the_new_one_and_misses_nothing_else(tmp_path: Path) -> None:
    table = ("主动公开政府信息情况", "政府信息主动公开情况")
    text = MERGED.replace(*table)
    package, edition = package_with(tmp_path / "site", text), load(text, f"{YEAR}.yaml")
    file = tmp_path / f"{YEAR}.yaml"
    written = data_file(edition, YEAR, figures(edition, 1)).replace(*reversed(table), 1)
    file.write_text(written.replace("工作概况: |", "总体情况: |", 1), encoding="utf-8")
    found = json.loads(run(package, "check", file, "--output-format", "json", code=1))["findings"]
    errors = {(item["code"], item["message"]) for item in found if item["level"] == "error"}
    pairs = (table, ("总体情况", "工作概况"))
    assert errors == {("D101", f"“{old}”在{NUMBER}所附格式里写作“{new}”") for old, new in pairs}
