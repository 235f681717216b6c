"""county.yaml and a profile: what they change of review and report, and that the tables stay as they are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from county_sample import BODIES, county, data_file

from govgen.cli.app import run
from govgen.datafile.county import read_county

PROFILE = """\
依据: [{名称: 某省政府信息公开规定, 简称: 规定}]
总体情况标题: [主动公开, 组织领导]
应列数字: [全文电子化率]
另加部分: 信息处理费收取情况
"""


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    county(tmp_path, {BODIES[0]: data_file(BODIES[0])}, more="地方规定文件: 省.yaml\n")
    Path("省.yaml").write_text(PROFILE, encoding="utf-8")
    return Path("收件", BODIES[0], "2025.yaml")


def codes(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    run(["check", *arguments])
    return re.findall(r"\[([A-Z]\d{3})\]", capsys.readouterr().out)


def test_a_shared_profile_is_applied_and_can_be_left_out(
    office: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = codes(capsys, str(office))
    assert {"L435", "L436", "D104"} <= set(found)
    assert not {"L435", "L436", "D104"} & set(codes(capsys, str(office), "--no-county"))


def test_the_settings_in_force_are_named_once(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["check", str(office), str(office.parent)])
    assert capsys.readouterr().err.count("county.yaml 的设置审核") == 1


def test_the_extra_part_and_the_basis_are_printed_and_tables_stay(office: Path) -> None:
    run(["build", str(office), "-o", "甲", "--format", "html", "--no-county"])
    text = office.read_text(encoding="utf-8") + "信息处理费收取情况: |\n  本年度没有收取信息处理费。\n"
    new = "（六）组织领导情况。明确分管领导，全文电子化率100%。\n\n主动公开政府信息情况:"
    office.write_text(text.replace("\n主动公开政府信息情况:", f"  {new}", 1), encoding="utf-8")
    assert run(["build", str(office), "-o", "乙", "--format", "html"]) == 0
    plain, local = (next(Path(name).glob("*.html")).read_text(encoding="utf-8") for name in "甲乙")
    words = re.sub("<[^>]*>", "", local)
    assert "七、信息处理费收取情况" in words
    assert "、《某省政府信息公开规定》（以下简称《规定》）要求" in words
    assert "等七个部分组成" in words
    assert "等六个部分组成" in re.sub("<[^>]*>", "", plain)
    assert re.findall("<table.*?</table>", plain, re.DOTALL) == re.findall(
        "<table.*?</table>", local, re.DOTALL
    )


@pytest.mark.parametrize("kind", ["html", "docx"])
def test_a_report_built_by_a_profile_does_not_differ_from_its_file(
    kind: str, office: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = office.read_text(encoding="utf-8") + "信息处理费收取情况: |\n  本年度没有收取信息处理费。\n"
    words = text.replace(
        "\n主动公开政府信息情况:", "  （六）组织领导情况。全文电子化率100%。\n\n主动公开政府信息情况:", 1
    )
    office.write_text(words, encoding="utf-8")
    assert run(["build", str(office), "-o", "甲", "--format", kind]) == 0
    capsys.readouterr()
    assert run(["diff", str(office), str(next(Path("甲").glob(f"*.{kind}")))]) == 0
    assert capsys.readouterr().out == "没有不同。\n"


def test_a_wrong_profile_file_is_refused_with_its_place(
    office: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("省.yaml").write_text("依据: 规定\n", encoding="utf-8")
    assert run(["check", str(office)]) == 2
    assert "省.yaml:1:5" in capsys.readouterr().err
    Path("省.yaml").unlink()
    assert run(["check", str(office)]) == 2
    assert "打不开地方规定文件" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("名称: 青山县人民政府\n机关: [{别名: [甲乙]}]\n", "D106", 2),
        ("名称: 青山县人民政府\n机关: 甲镇\n", "D106", 2),
        ("截止日期: 02-30\n", "D123", 1),
        ("雷同比例: {值: 3, 理由: 多}\n", "D109", 1),
        ("机关:\n  - {名称: 甲镇人民政府, 从: 去年}\n", "D109", 2),
        ("各年度:\n  2025: {通知: 某通知, 截止: 01-20}\n", "D101", 2),
    ],
    ids=["no name", "no list", "no such day", "no share", "no year", "unknown key"],
)
def test_every_fault_of_the_settings_has_its_place(text: str, code: str, line: int) -> None:
    _, found = read_county(text.encode())
    assert [(item.code, item.span.line) for item in found] == [(code, line)]
