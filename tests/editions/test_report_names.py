"""A notice may call the report otherwise: the name is the edition's wherever it is printed, read or judged."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml
from own_editions import YEAR, edited, package_with, run
from random_data_files import data_file, figures

from govgen.editions.loading import load

OLD = "{body}{year}年政府信息公开工作年度报告"
BODY = "青禾镇人民政府"


@pytest.mark.parametrize(
    ("title", "name", "unusual"),
    [
        ("{body}{year}年政务公开工作年度报告", "政务公开工作年度报告", ("T660", "有错漏，应为“{name}”")),
        ("{year}年{body}关于政府透明度的报告", "关于政府透明度的报告", ("T661", "里没有规定的名称“{name}”")),
    ],
)
def test_the_name_is_the_editions_in_every_command(
    tmp_path: Path, title: str, name: str, unusual: tuple[str, str]
) -> None:
    text = edited((OLD, title))
    package, edition = package_with(tmp_path / "site", text), load(text, f"{YEAR}.yaml")
    assert edition.report_name == name
    file, out = tmp_path / f"{YEAR}.yaml", tmp_path / "out"
    file.write_text(data_file(edition, YEAR, figures(edition, 1)), encoding="utf-8")
    run(package, "build", file, "-o", out)
    whole = title.format(body=BODY, year=YEAR)
    page = (out / f"{whole}.html").read_text(encoding="utf-8")
    assert f"编制并公布{YEAR}年{name}。" in re.sub("<[^>]+>", "", page)
    assert f"{YEAR}年,{name}," in page
    assert "政府信息公开工作年度报告" not in page.replace("政府信息公开工作年度报告格式", "")
    for built in sorted(out.iterdir()):
        back = tmp_path / f"{built.suffix[1:]}.yaml"
        run(package, "import", built, "-o", back)
        read = yaml.safe_load(back.read_text(encoding="utf-8"))
        assert (read["机关"], read["年度"]) == (BODY, YEAR), built.name
        assert not [item for item in said(package, built) if item[0] in {"T660", "T661", "T662"}]
    assert json.loads(run(package, "schema"))["title"].startswith(name)

    bare = tmp_path / "a.txt"
    options = ("--body", BODY, "--year", YEAR, "--excerpt")
    bare.write_text(f"{BODY}{YEAR}年政府信息公开工作年度报告\n一、总体情况\n按月公开。\n", encoding="utf-8")
    code, words = unusual
    found = [message for each, message in said(package, "--text", bare, *options) if each == code]
    assert len(found) == 1
    assert found[0].endswith(words.format(name=name))
    bare.write_text(f"{whole}\n一、总体情况\n按月公开。\n", encoding="utf-8")
    assert not [item for item in said(package, "--text", bare, *options) if item[0] in {"T660", "T661"}]


def said(package: Path, *words: object) -> list[tuple[str, str]]:
    """Code and message of what ``check`` finds."""
    found = json.loads(run(package, "check", *words, "--output-format", "json"))["findings"]
    return [(item["code"], item["message"]) for item in found]
