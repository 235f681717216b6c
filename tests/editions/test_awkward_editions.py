"""Editions that differ in their build: sections in another order, a notice with two numbers, odd headings."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from own_editions import YEAR, edited, package_with, run
from pdf_reading import LEFT, RIGHT, Paper
from random_data_files import data_file, figures, tree

from govgen.datafile.cell import Cell, State
from govgen.editions.loading import load
from govgen.findings.finding import START
from govgen.render.errors import TemplateError
from govgen.render.html.view import table_view

BODY = "青禾镇人民政府"
NUMBERS = "国办公开办函〔2026〕18号、司公开函〔2026〕7号"
DISCLOSURE = (
    "  - id: disclosure\n    kind: table\n    key: 主动公开政府信息情况\n    heading: 二、主动公开政府信息情况\n"
    "    citation: 《中华人民共和国政府信息公开条例》第五十条第一款第（一）项\n"
)
BETWEEN = "  - {id: plan, kind: text, key: 下年度安排, heading: 二、下年度安排}\n"


def wide() -> str:
    """A table without the first two, prose between tables, and one of thirty columns at the end."""
    text = edited((DISCLOSURE, ""), ("  - id: disputes\n    kind", f"{BETWEEN}  - id: disputes\n    kind"))
    text = text[: text.index("stocks:")]
    start = text.index("  - id: disclosure\n    key")
    text = text[:start] + text[text.index("  - id: applications\n    key") :]
    marks = iter("子丑寅卯辰巳午未申酉戌亥金木水火土日月星天地人春夏秋冬东西南")
    columns = "".join(f"          - {{id: k{at}, label: 第{mark}类}}\n" for at, mark in enumerate(marks))
    table = (
        "  - id: wide\n    key: 各类信息情况\n    stub: 类别\n    blocks:\n      - columns:\n"
        f"{columns}        rows: [{{id: one, label: 主动公开}}]\n\n"
    )
    text = text.replace("\nbalances:", f"\n{table}balances:", 1)
    section = "  - {id: wide, kind: table, key: 各类信息情况, heading: 七、各类信息情况}\n"
    return text.replace("\ntables:", f"{section}\ntables:", 1)


def test_prose_between_tables_is_read_back_from_every_format(tmp_path: Path) -> None:
    text = wide()
    package, edition = package_with(tmp_path / "site", text), load(text, f"{YEAR}.yaml")
    cells = figures(edition, 2)
    file, out = tmp_path / f"{YEAR}.yaml", tmp_path / "out"
    file.write_text(data_file(edition, YEAR, cells), encoding="utf-8")
    written = yaml.safe_load(file.read_text(encoding="utf-8"))
    run(package, "build", file, "-o", out)
    for built in sorted(out.iterdir()):
        back = tmp_path / f"{built.suffix[1:]}.yaml"
        run(package, "import", built, "-o", back)
        read = yaml.safe_load(back.read_text(encoding="utf-8"))
        for section in edition.sections:
            if section.kind == "text":
                assert read[section.key].split()[-1] == written[section.key].split()[-1]
        assert read["各类信息情况"] == tree(edition, cells)["各类信息情况"]
        assert "没有收入" not in back.read_text(encoding="utf-8")


def findings(package: Path, *words: object) -> list[tuple[str, str]]:
    """Code and message of what ``check`` finds."""
    found = json.loads(run(package, "check", *words, "--output-format", "json"))["findings"]
    return [(item["code"], item["message"]) for item in found]


@pytest.mark.parametrize(
    ("cited", "expected"),
    [
        (NUMBERS, []),
        (NUMBERS.partition("、")[0], []),
        (NUMBERS.partition("、")[2], []),
        ("司公开函〔2026〕8号", ["L423"]),
    ],
)
def test_each_number_of_a_notice_is_its_number(tmp_path: Path, cited: str, expected: list[str]) -> None:
    package = package_with(tmp_path / "site", edited(number=NUMBERS))
    title = "关于印发〈中华人民共和国政府信息公开工作年度报告格式〉的通知"
    text = tmp_path / "a.txt"
    text.write_text(
        f"按照《国务院办公厅政府信息与政务公开办公室{title}》（{cited}）编制。\n", encoding="utf-8"
    )
    found = findings(package, "--text", text, "--body", BODY, "--year", YEAR, "--excerpt")
    assert [code for code, _ in found if code in {"L422", "L423"}] == expected


def test_a_heading_without_number_and_with_words_before_its_key_is_one(tmp_path: Path) -> None:
    change = ("heading: 六、其他需要报告的事项", "heading: 附则及其他需要报告的事项")
    package = package_with(tmp_path / "site", edited(change))
    text = tmp_path / "a.txt"
    text.write_text("一、总体情况\n按月公开。\n附则及其他需要报告的事项\n没有其他事项。\n", encoding="utf-8")
    found = findings(package, "--text", text, "--body", BODY, "--year", YEAR)
    assert not [message for code, message in found if code in {"L420", "L421"} and "附则" in message]


def test_a_reference_by_an_old_key_is_told_the_new_one(tmp_path: Path) -> None:
    old = "{id: new, label: 一、本年新收政府信息公开申请数量}"
    text = edited((old, "{id: fresh, label: 一、新收, replaces: new}"), ("{row: new,", "{row: fresh,"))
    package, edition = package_with(tmp_path / "site", text), load(text, f"{YEAR}.yaml")
    file = tmp_path / f"{YEAR}.yaml"
    file.write_text(data_file(edition, YEAR, figures(edition, 1)), encoding="utf-8")
    said = json.loads(run(package, "check", file, "--output-format", "json", code=1))["findings"]
    (message,) = (item["message"] for item in said if item["code"] == "D130")
    assert message == "“本年新收政府信息公开申请数量”不是表里的项目，本年度的格式里写作“新收”"


MEDIA = "{id: law, label: 法律服务机构}"
APPLICANTS = ("新闻媒体", "行业协会", "教育机构", "医疗机构", "基层群众性自治组织", "境外组织和个人")


def with_applicants(*names: str) -> str:
    columns = (f"{{id: more{at}, label: {name}}}" for at, name in enumerate(names))
    return edited((MEDIA, "\n                  - ".join((MEDIA, *columns))))


@pytest.mark.parametrize("factor", [1, 1000])
def test_six_more_columns_keep_their_page_and_a_type_to_be_read(tmp_path: Path, factor: int) -> None:
    text = with_applicants(*APPLICANTS)
    package, edition = package_with(tmp_path / "site", text), load(text, f"{YEAR}.yaml")
    cells = {ref: str(int(float(figure)) * factor) for ref, figure in figures(edition, 1).items()}
    file, out = tmp_path / f"{YEAR}.yaml", tmp_path / "out"
    file.write_text(data_file(edition, YEAR, cells), encoding="utf-8")
    run(package, "build", file, "-o", out, "--format", "pdf")
    (built,) = out.glob("*.pdf")
    chars = [char for page in Paper(built.read_bytes()).chars for char in page]
    assert min(char["size"] for char in chars) > 6.9
    assert all(char["x0"] > LEFT - 1 and char["x1"] < RIGHT + 1 for char in chars)


def test_columns_that_no_page_holds_are_refused_with_the_reason() -> None:
    edition = load(with_applicants(*(f"第{at}种组织" for at in range(30))), f"{YEAR}.yaml")
    cells = {ref: Cell(State.STATED, Decimal(0), START) for ref in edition.refs}
    with pytest.raises(
        TemplateError, match="表有 40 列，A4 纸的版心宽 156 毫米，用最小的字也放不下；可以用 --format json"
    ):
        table_view(edition.table_by_id["applications"], cells)
