"""What a new edition calls things is nothing to an older year, nor to a label of its own tables."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from helpers import ROOT
from own_editions import YEAR, edited, package_with, run

SHORT = (
    "key: 其他需要报告的事项\n    heading: 六、其他需要报告的事项",
    "key: 其他\n    heading: 六、其他",
)
COLUMNS = ["自然人", "法人或其他组织", "总计", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"]
TABLE = "\n".join(
    ["三、收到和处理政府信息公开申请情况", *COLUMNS, "一、本年新收政府信息公开申请数量", *"2000002"]
)


def said(package: Path, folder: Path, text: str, year: int, *, code: int = 0) -> list[tuple[str, int, str]]:
    """Code, line and message of what ``check --text`` finds in a text under a title."""
    file = folder / "text.txt"
    file.write_text(f"青禾镇人民政府{year}年政府信息公开工作年度报告\n{text}\n", encoding="utf-8")
    options = ["--body", "青禾镇人民政府", "--year", year, "--excerpt", "--output-format", "json"]
    found = json.loads(run(package, "check", "--text", file, *options, code=code))["findings"]
    return [(item["code"], item["line"], item["message"]) for item in found]


@pytest.mark.parametrize("year", [2020, 2025, YEAR])
def test_a_label_of_a_table_is_no_heading_without_its_number(tmp_path: Path, year: int) -> None:
    package = package_with(tmp_path, edited(SHORT))
    found = said(package, tmp_path, TABLE, year)
    assert "L420" not in {code for code, _, _ in found}
    assert {line for code, line, _ in found if code == "L421"} == {2}
    if year < YEAR:
        assert found == said(ROOT, tmp_path, TABLE, year)


HOSTILE = edited(
    ("{body}{year}年政府信息公开工作年度报告", "{body}政府办公室{year}年工作情况说明"),
    ("key: 总体情况\n    heading: 一、总体情况", "key: 下一步\n    heading: 一、下一步"),
    ("label: 规章}", "label: 一是}"),
    ("label: 1.属于国家秘密", f"label: 1.{'属于依照法律规定确定的' * 20}国家秘密, key: 国家秘密"),
)
"""An edition that calls things by words of everyday, and one of them at length."""


def test_a_key_of_a_later_edition_is_prose_in_an_older_file(tmp_path: Path) -> None:
    package = package_with(tmp_path, HOSTILE)
    begun = (ROOT / "examples" / "qinghe" / "2025.yaml").read_text(encoding="utf-8")
    lines = ("下一步：加强解读。", "  下一步: |", "一是：加强公开", " 一是: {本年制发件数: 3}")
    for number, line in enumerate(lines):
        for key in ("总体情况: |\n", "其他需要报告的事项: |\n"):
            for at, text in enumerate((f"{key}  按月公开。\n{line}\n", f"{line}\n{key}")):
                file = tmp_path / "files" / f"{number}{at}{key[:2]}.yaml"
                file.parent.mkdir(exist_ok=True)
                file.write_text(begun.replace(key, text, 1), encoding="utf-8")
    words = ("check", tmp_path / "files", "--output-format", "json")
    assert run(package, *words, code=1) == run(ROOT, *words, code=1)


@pytest.mark.parametrize("last", ["", f"{'按月逐项公开信息，' * 12}  35  36"])
@pytest.mark.parametrize(
    "first",
    ["青禾镇政府办公室2025年政府信息公开工作年度报告", "青禾镇人民政府2025年工作情况说明"],
)
def test_an_older_report_is_imported_as_without_the_later_edition(
    tmp_path: Path, first: str, last: str
) -> None:
    package = package_with(tmp_path, HOSTILE)
    source = tmp_path / "2025.txt"
    source.write_text(f"{first}\n一、总体情况\n2025年收到申请3件。\n{TABLE}\n{last}", encoding="utf-8")
    out = [tmp_path / "with.yaml", tmp_path / "without.yaml"]
    for each, file in zip((package, ROOT), out, strict=True):
        run(each, "import", source, "-o", file, code=1)
    assert out[0].read_text(encoding="utf-8") == out[1].read_text(encoding="utf-8")


LOCAL = "按照《关于做好政府信息公开工作的通知》（荔政务办发〔2025〕3号）和国办函〔2025〕5号要求，按月公开。"


@pytest.mark.parametrize("number", ["国办发〔2026〕40号", "国办函〔2026〕101号", "司公开发〔2026〕7号"])
def test_another_agency_s_notice_makes_no_slips_of_local_numbers(tmp_path: Path, number: str) -> None:
    package = package_with(tmp_path, edited(number=number))
    slip = "按照国办公开函〔2021〕30号编制。"
    for year in (YEAR - 1, YEAR):
        assert "L422" not in {code for code, _, _ in said(package, tmp_path, LOCAL, year)}
        assert "L422" in {code for code, _, _ in said(package, tmp_path, slip, year)}
    assert said(package, tmp_path, LOCAL, YEAR - 1) == said(ROOT, tmp_path, LOCAL, YEAR - 1)


@pytest.mark.parametrize(
    ("year", "number", "expected"),
    [
        (YEAR, "国办公开办函〔2026〕18号", []),
        (YEAR, "国办公开办函〔2021〕30号", ["L422"]),
        (YEAR, "国办公开办函〔2026〕81号", ["L423"]),
        (YEAR - 1, "国办公开办函〔2021〕30号", []),
        (YEAR - 1, "国办公开办函〔2021〕3号", ["L423"]),
    ],
)
def test_a_title_of_two_notices_goes_with_the_number_of_the_year(
    tmp_path: Path, year: int, number: str, expected: list[str]
) -> None:
    package = package_with(tmp_path, edited())
    title = "关于印发〈中华人民共和国政府信息公开工作年度报告格式〉的通知"
    due = "国办公开办函〔2026〕18号" if year == YEAR else "国办公开办函〔2021〕30号"
    text = f"按照《国务院办公厅政府信息与政务公开办公室{title}》（{number}）编制。"
    every = said(package, tmp_path, text, year, code="L422" in expected)
    found = [item for item in every if item[0] in {"L422", "L423"}]
    assert [code for code, _, _ in found] == expected
    if expected == ["L423"]:
        assert found[0][2] == f"“{title}”的文号是{due}，不是{number}"


def test_an_old_word_that_is_a_heading_again_is_none(tmp_path: Path) -> None:
    change = ("key: 总体情况\n    heading: 一、总体情况", "key: 概述\n    heading: 一、概述")
    package = package_with(tmp_path, edited(change))
    text = "本报告由概述、主动公开政府信息情况等六部分组成，不再设收费及减免情况。"
    found = {year: said(package, tmp_path, text, year) for year in (YEAR - 1, YEAR)}
    old = {year: [message for code, _, message in found[year] if code == "L419"] for year in found}
    assert [len(old[year]) for year in found] == [2, 1]
    assert "减免" in old[YEAR][0]


def test_of_editions_with_the_same_tables_the_nearest_is_named(tmp_path: Path) -> None:
    package = package_with(tmp_path, edited())
    run(package, "build", ROOT / "examples" / "qinghe" / "2025.yaml", "-o", tmp_path, "--format", "docx")
    (built,) = tmp_path.glob("*.docx")
    old = tmp_path / "2020.yaml"
    written = (ROOT / "examples" / "luzhi" / "2020.yaml").read_text(encoding="utf-8")
    assert "本年新制作数量" in written
    old.write_text(written.replace("本年新制作数量", "本年制发件数"), encoding="utf-8")
    for words in ((built, "--year", 2020), (old,)):
        found = json.loads(run(package, "check", *words, "--output-format", "json", code=1))["findings"]
        messages = [item["message"] for item in found if item["code"] == "L403"]
        assert messages
        assert all("2021 年版" in message for message in messages)


def test_aspects_are_looked_for_in_the_section_that_has_them(tmp_path: Path) -> None:
    key = "key: 存在的主要问题及改进情况\n"
    package = package_with(tmp_path, edited((key, f"{key}    aspects: [上年整改, 下步打算]\n")))
    text = "五、存在的主要问题及改进情况\n下步打算增加解读。\n六、其他需要报告的事项\n没有其他事项。"
    found = [message for code, _, message in said(package, tmp_path, text, YEAR) if code == "L411"]
    assert found == ["存在的主要问题及改进情况没有写到：上年整改"]


def test_a_new_file_begins_with_the_aspects_of_its_edition(tmp_path: Path) -> None:
    old = "[主动公开, 依申请公开, 政府信息管理, 政府信息公开平台建设, 监督保障]"
    package = package_with(tmp_path, edited((old, "[组织领导, 主动公开, 政策解读, 监督保障]")))
    file = tmp_path / f"{YEAR}.yaml"
    run(package, "new", file, "--body", "青禾镇人民政府", "--year", YEAR)
    begun = file.read_text(encoding="utf-8")
    section = begun[begun.index("总体情况: |") : begun.index("# 二、")]
    leads = [line.strip().partition("。")[0] for line in section.splitlines()[1:] if line.strip()]
    assert leads == ["（一）组织领导", "（二）主动公开情况", "（三）政策解读", "（四）监督保障情况"]


def test_with_its_number_a_short_heading_is_one(tmp_path: Path) -> None:
    package = package_with(tmp_path, edited(SHORT))
    found = said(package, tmp_path, "一、总体情况\n六、其他\n没有其他需要报告的事项。", YEAR)
    assert {line for code, line, _ in found if code == "L421"} == {3}
