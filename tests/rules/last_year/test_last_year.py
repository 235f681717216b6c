"""Last year's file: found, refused with the reason, and what was carried over checked against it."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers import BASE, LAST, ROOT, codes, errors, examined, marked, with_entries

from govgen.findings.finding import Finding, Level
from govgen.workflows.check import Examined, examine
from govgen.workflows.files import data_files

CARRIED = "上年结转政府信息公开申请数量: {自然人: 1}"


def carry(item: Examined) -> list[Finding]:
    """What is said of last year's file and of what was carried over."""
    return [finding for finding in item.findings if finding.code in {"K500", "K501", "K502"}]


def test_what_agrees_is_not_spoken_of(tmp_path: Path) -> None:
    assert carry(examined(tmp_path, BASE, last=LAST)) == []


def test_without_last_year_s_file_one_hint_says_what_was_not_checked(tmp_path: Path) -> None:
    item = examined(tmp_path, BASE)
    (hint,) = carry(item)
    assert (hint.code, hint.level) == ("K500", Level.INFO)
    assert marked(item, hint) == "2025"
    assert "2024.yaml" in hint.advice


def test_the_hint_names_the_year_before_this_one(tmp_path: Path) -> None:
    text = (ROOT / "examples/luzhi/2020.yaml").read_bytes()
    (hint,) = carry(examined(tmp_path, text, year=2020))
    assert "2019.yaml" in hint.advice


def test_before_the_first_edition_there_is_nothing_to_compare(tmp_path: Path) -> None:
    text = (ROOT / "examples/xiamaguan/2019.yaml").read_bytes()
    assert carry(examined(tmp_path, text, year=2019)) == []


def test_a_difference_is_an_error_that_names_both_figures_and_places(tmp_path: Path) -> None:
    text = BASE.replace(CARRIED, "上年结转政府信息公开申请数量: {自然人: 3}").replace(
        "予以公开: {自然人: 8}", "予以公开: {自然人: 10}"
    )
    item = examined(tmp_path, text, last=LAST)
    (error,) = carry(item)
    assert (error.code, error.level) == ("K501", Level.ERROR)
    assert marked(item, error) == "3"
    assert error.message == "上年结转（自然人）写作 3，而 2024 年度报告结转下年度是 1"
    (there,) = error.related
    assert there.file.endswith("2024.yaml")
    assert LAST.split("\n")[there.span.line - 1][there.span.column - 1 :].startswith("1}")


def test_a_county_s_difference_names_the_bodies_that_joined_or_left(tmp_path: Path) -> None:
    def listed(text: str, *bodies: str) -> str:
        rows = "".join(f"  - {{机关: {body}, 文件: {body}.yaml}}\n" for body in bodies)
        return f"{text}汇总来源:\n{rows}"

    text = BASE.replace(CARRIED, "上年结转政府信息公开申请数量: {自然人: 3}").replace(
        "予以公开: {自然人: 8}", "予以公开: {自然人: 10}"
    )
    last = listed(LAST, "甲镇人民政府", "乙镇人民政府")
    (error,) = carry(examined(tmp_path, listed(text, "乙镇人民政府", "丙镇人民政府"), last=last))
    changed = "（汇总的机关与上年相比，新增：丙镇人民政府；减少：甲镇人民政府）"
    assert error.message == f"上年结转（自然人）写作 3，而 2024 年度报告结转下年度是 1{changed}"
    (same,) = carry(examined(tmp_path, listed(text, "乙镇人民政府", "甲镇人民政府"), last=last))
    assert "相比" not in same.message


@pytest.mark.parametrize("reason", ["机构变动: 青禾乡并入本镇。", "更正上年: 上年漏计一件。"])
def test_a_difference_that_is_explained_is_a_warning(tmp_path: Path, reason: str) -> None:
    text = BASE.replace(CARRIED, "上年结转政府信息公开申请数量: {自然人: 3}").replace(
        "予以公开: {自然人: 8}", "予以公开: {自然人: 10}"
    )
    (warning,) = carry(examined(tmp_path, text + reason + "\n", last=LAST))
    assert (warning.code, warning.level) == ("K501", Level.WARNING)
    assert reason.split(": ")[1] in warning.message


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("机关: 青禾镇人民政府", "机关: 白杨镇人民政府", "白杨镇人民政府"),
        ("年度: 2024", "年度: 2023", "2023 年度"),
        ("年度: 2024", "年度: 去年", "读不出机关和年度"),
        ("机关: 青禾镇人民政府\n", "", "读不出机关和年度"),
        (LAST, "", "读不出机关和年度"),
        (LAST, "\x00\x00\x00\x00", "读不出机关和年度"),
    ],
)
def test_a_file_that_is_not_last_year_s_is_refused_with_the_reason(tmp_path: Path, old, new, why) -> None:
    (warning,) = carry(examined(tmp_path, BASE, last=LAST.replace(old, new, 1)))
    assert (warning.code, warning.level) == ("K502", Level.WARNING)
    assert why in warning.message
    assert "2024.yaml" in warning.message


def test_a_body_that_was_renamed_says_so_and_is_compared(tmp_path: Path) -> None:
    last = LAST.replace("机关: 青禾镇人民政府", "机关: 青禾乡人民政府")
    assert carry(examined(tmp_path, BASE + "机构变动: 撤乡设镇。\n", last=last)) == []


def test_an_unreadable_cell_of_last_year_is_not_compared_the_others_are(tmp_path: Path) -> None:
    last = LAST.replace("结转下年度继续办理: {自然人: 1}", "结转下年度继续办理: {自然人: 若干, 商业企业: 2}")
    unread, error = sorted(
        carry(examined(tmp_path, BASE, last=last)), key=lambda item: item.code, reverse=True
    )
    assert (error.code, unread.code) == ("K501", "K502")
    assert "（商业企业）" in error.message
    assert "（自然人）" in unread.message


@pytest.mark.parametrize("left", ["结转下年度继续办理: {自然人: }", ""])
def test_what_last_year_s_file_does_not_give_is_told(tmp_path: Path, left: str) -> None:
    """Silence would look like agreement."""
    line = "  结转下年度继续办理: {自然人: 1}\n"
    table = LAST[LAST.index("收到和处理") : LAST.index("政府信息公开行政复议、行政诉讼情况")]
    last = LAST.replace(line, f"  {left}\n") if left else LAST.replace(table, "")
    (warning,) = carry(examined(tmp_path, BASE, last=last))
    assert (warning.code, warning.level) == ("K502", Level.WARNING)
    assert "自然人" in warning.message
    assert "2024.yaml" in warning.message


def test_the_stock_of_documents_follows_from_last_year(tmp_path: Path) -> None:
    item = examined(tmp_path, BASE.replace("现行有效件数: 9}", "现行有效件数: 12}"), last=LAST)
    (warning,) = [finding for finding in item.findings if finding.code == "K503"]
    assert "8 + 2 - 1 = 9，写作 12" in warning.message
    assert marked(item, warning) == "12"
    assert [place.file.endswith("2024.yaml") for place in warning.related] == [True, False, False]


def test_last_year_s_own_faults_are_not_this_year_s(tmp_path: Path) -> None:
    last = LAST.replace("行政许可: {本年处理决定数量: 124}", "行政许可: {本年处理决定数量: 很多}")
    assert errors(examined(tmp_path, BASE, last=last)) == []


def test_a_file_named_by_hand_goes_before_the_one_beside(tmp_path: Path) -> None:
    (tmp_path / "2024.yaml").write_text(LAST.replace("机关: 青禾", "机关: 白杨"), encoding="utf-8")
    other = tmp_path / "去年.yaml"
    other.write_text(LAST, encoding="utf-8")
    path = tmp_path / "2025.yaml"
    path.write_text(BASE, encoding="utf-8")
    assert carry(examine(path, last=other)) == []
    assert [finding.code for finding in carry(examine(path))] == ["K502"]


def test_a_yml_file_is_found_too(tmp_path: Path) -> None:
    (tmp_path / "2024.yml").write_text(LAST, encoding="utf-8")
    assert carry(examined(tmp_path, BASE)) == []


def test_last_year_s_file_may_have_a_large_suffix(tmp_path: Path) -> None:
    (tmp_path / "2024.YAML").write_text(LAST, encoding="utf-8")
    assert carry(examined(tmp_path, BASE)) == []


def test_a_folder_in_the_place_of_last_year_s_file_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "2024.yaml").mkdir()
    assert [finding.code for finding in carry(examined(tmp_path, BASE))] == ["K500"]


def test_a_file_beside_itself_is_not_its_own_last_year(tmp_path: Path) -> None:
    """A file of 2025 that is named 2024.yaml must not be compared with itself."""
    item = examined(tmp_path, BASE, year=2024)
    assert item.report.last is None
    assert carry(item) == []


def test_each_body_of_a_folder_has_its_own_last_year(tmp_path: Path) -> None:
    for body in ("青禾", "白杨"):
        folder = tmp_path / body
        folder.mkdir()
        (folder / "2025.yaml").write_text(BASE.replace("青禾镇", f"{body}镇"), encoding="utf-8")
        (folder / "2024.yaml").write_text(LAST.replace("青禾镇", f"{body}镇"), encoding="utf-8")
    found = [examine(path) for path in data_files([tmp_path])]
    assert len(found) == 4
    assert [code for item in found for code in codes(item) if code in {"K501", "K502"}] == []


def test_two_years_across_the_change_of_editions_are_compared(tmp_path: Path) -> None:
    last = (ROOT / "examples/luzhi/2020.yaml").read_text(encoding="utf-8")
    text = BASE.replace("青禾镇人民政府", "漳平市芦芝镇人民政府").replace("年度: 2025", "年度: 2021")
    (error,) = carry(examined(tmp_path, text, year=2021, last=last))
    assert error.message == "上年结转（自然人）写作 1，而 2020 年度报告结转下年度是 0"


SAID = "存在的主要问题及改进情况: |\n  上年末有效{{ 上年.行政规范性文件.现行有效件数 }}件，下一步逐件清理。\n"
ROW = "  行政规范性文件: {本年制发件数: 1, 本年废止件数: 0, 现行有效件数: 8}"


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (ROW.replace("8}", "8, 现行有效件数: 80}"), "Y028"),
        (f"{ROW}\n{ROW.replace('8}', '80}')}", "Y028"),
        (ROW.replace("件数: 8", "件数：8"), "Y013"),
        (ROW.replace("件数: 8", "件数:8"), "Y014"),
        (ROW.replace(", 现行", "，现行"), "Y015"),
        (ROW.replace("8}", "8, #本年制发件数: 5\n    }"), "Y018"),
        (
            "  行政规范性文件：\n    本年制发件数: 1\n    本年废止件数: 0\n    现行有效件数: 8",
            "Y013",
        ),
        (
            "  行政规范性文件:\n    本年制发件数: 1\n    本年废止件数: 0\n    现行有效件数: 8\n"
            "  行政规范性文件:\n    现行有效件数: 80",
            "Y028",
        ),
    ],
)
def test_what_last_years_file_says_twice_or_with_a_slip_is_unknown(
    tmp_path: Path, row: str, code: str
) -> None:
    old = next(line for line in LAST.split("\n") if line.startswith("  行政规范性文件:"))
    item = examined(tmp_path, with_entries(SAID), last=LAST.replace(old, row))
    (told,) = [found for found in item.findings if found.code == "K502"]
    assert code in told.related[0].message
    assert told.related[0].file.endswith("2024.yaml")
    assert told.related[0].span.line in {
        LAST.split("\n").index(old) + 1 + below for below in range(row.count("\n") + 1)
    }
    (unread,) = [found for found in item.findings if found.code == "D133"]
    assert marked(item, unread) == "{{ 上年.行政规范性文件.现行有效件数 }}"
    assert "K503" not in codes(item)


def test_a_slip_in_last_years_prose_takes_no_figure(tmp_path: Path) -> None:
    last = LAST.replace("所属: 某省", "所属：某省")
    item = examined(tmp_path, with_entries(SAID), last=last)
    assert [found.code for found in item.findings if found.code in {"K502", "D133", "K503"}] == ["K502"]
