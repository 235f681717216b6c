"""Where the county's commands may write: never over what was sent, nor the internal among the public."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from county_sample import BODIES, county, data_file

from govgen.cli.app import run

OWN = data_file("青山县人民政府")


@pytest.fixture
def inbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """All bodies sent a report; the county's folder has files of its own, and of others."""
    monkeypatch.chdir(tmp_path)
    inbox = county(tmp_path, {body: data_file(body) for body in BODIES[:2]}, BODIES[:2])
    (inbox / "来件").mkdir()
    (inbox / "来件" / "原.yaml").write_text("年度: 2025\n", encoding="utf-8")
    (inbox / BODIES[0] / "2025.原件.yaml").write_text(data_file(BODIES[0]), encoding="utf-8")
    (inbox / "进度.csv").write_text("年度,机关,事项,次数,日期,摘要,来源\n", encoding="utf-8")
    Path("县").mkdir()
    Path("县/别的.yaml").write_text(data_file(BODIES[0]), encoding="utf-8")
    Path("县/本县.yaml").write_text(OWN, encoding="utf-8")
    Path("县/空.yaml").write_text("机关:\n", encoding="utf-8")
    openpyxl.Workbook().save("名册.xlsx")
    return inbox


def assert_refused(words: list[str], why: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The command stops with ``why``, and no file has changed."""
    before = {path: path.read_bytes() for path in Path().rglob("*") if path.is_file()}
    capsys.readouterr()
    assert run(["county", *words]) == 2
    assert why in capsys.readouterr().err
    assert {path: path.read_bytes() for path in Path().rglob("*") if path.is_file()} == before


@pytest.mark.parametrize(
    ("year", "option", "target", "why"),
    [
        ("2025", "-o", f"收件/{BODIES[0]}/2025.yaml", "那里只放报来的文件"),
        ("2025", "-o", f"收件/{BODIES[0]}/汇总.yaml", "那里只放报来的文件"),
        ("2025", "-o", f"收件/{BODIES[0]}/2025.原件.yaml", "是报来的原件"),
        ("2025", "-o", "收件/来件/原.yaml", "那里只放报来的文件"),
        ("2025", "-o", "county.yaml", "是县里的设置"),
        ("2025", "-o", "收件/进度.csv", "要以 .yaml 结尾"),
        ("2025", "-o", "县/汇总.txt", "要以 .yaml 结尾"),
        ("2025", "-o", "县/别的.yaml", "不是县级报告"),
        ("2025", "-o", "县/空.yaml", "读不出机关和年度"),
        ("2024", "-o", "县/本县.yaml", "是 2025 年度的，应为 2024 年度"),
        ("2024", "-o", "县/2025.yaml", "文件名不是 2024 年度"),
        ("2025", "--xlsx", "名册.xlsx", "不是以前写的汇总表"),
        ("2025", "--xlsx", "收件/进度.csv", "要以 .xlsx 结尾"),
        ("2025", "--xlsx", "收件/来件/汇总.xlsx", "那里只放报来的文件"),
    ],
)
def test_a_sum_is_not_written_over_another_file(
    inbox: Path, capsys: pytest.CaptureFixture[str], year: str, option: str, target: str, why: str
) -> None:
    assert_refused(["sum", str(inbox), "--year", year, "--allow-missing", option, target], why, capsys)


def test_the_countys_own_files_are_replaced(inbox: Path) -> None:
    words = ["county", "sum", str(inbox), "--year", "2025", "-o", "县/本县.yaml", "--xlsx", "汇总.xlsx"]
    assert [run(words), run(words)] == [0, 0]
    assert "汇总来源" in Path("县/本县.yaml").read_text(encoding="utf-8")


def test_a_file_named_by_last_year_but_of_another_is_refused(
    inbox: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("县/2024.yaml").write_text(OWN, encoding="utf-8")
    why = "里的“年度”不是 2024"
    assert_refused(["sum", str(inbox), "--year", "2025", "-o", "县/2025.yaml"], why, capsys)


@pytest.mark.parametrize("command", ["publish", "review", "return"])
@pytest.mark.parametrize("target", ["收件", ".", f"收件/{BODIES[0]}", "收件/来件", "收件/另一个/页"])
def test_results_do_not_go_into_the_inbox(
    inbox: Path, capsys: pytest.CaptureFixture[str], command: str, target: str
) -> None:
    (inbox / "另一个").mkdir()
    (inbox / "另一个" / "2024.yaml").write_text(data_file("另一个"), encoding="utf-8")
    year = [] if command == "publish" else ["--year", "2025"]
    assert_refused([command, str(inbox), *year, "-o", target], "收件", capsys)


@pytest.mark.parametrize("command", ["review", "return"])
@pytest.mark.parametrize("target", ["公开", "公开/内部", "."])
def test_nothing_internal_is_written_among_public_pages(
    inbox: Path, capsys: pytest.CaptureFixture[str], command: str, target: str
) -> None:
    assert run(["county", "publish", str(inbox), "-o", "公开"]) == 0
    assert_refused([command, str(inbox), "--year", "2025", "-o", target], "不能放内部的结果", capsys)
