"""Two years side by side: every figure against arithmetic by hand, in text and JSON, across editions too."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import pytest
from helpers import BASE, ROOT, with_entries

from govgen.cli.app import run
from govgen.workflows.check import examine
from govgen.workflows.diff import Change, as_json, as_text, compare

OLD, NEW = ROOT / "examples/qinghe/2024.yaml", ROOT / "examples/qinghe/2025.yaml"


@pytest.mark.parametrize(
    ("last", "this", "difference", "percent"),
    [
        ("4", "6", "2", "50.0"),
        ("3", "4", "1", "33.3"),
        ("8", "7", "-1", "-12.5"),
        ("6", "0", "-6", "-100.0"),
        ("0", "5", "5", None),
        ("0", "0", "0", None),
        ("0.5", "0.75", "0.25", "50.0"),
        ("800", "801", "1", "0.1"),
        ("-2", "2", "4", "-200.0"),
        (None, "5", None, None),
        ("5", None, None, None),
    ],
)
def test_arithmetic(last: str | None, this: str | None, difference: str | None, percent: str | None) -> None:
    change = Change("格", *(None if value is None else Decimal(value) for value in (last, this)))
    assert change.difference == (None if difference is None else Decimal(difference))
    assert change.percent == (None if percent is None else Decimal(percent))


def test_every_cell_of_both_years_is_there() -> None:
    last, this = examine(OLD).report, examine(NEW).report
    cells = {item["cell"]: item for item in json.loads(as_json(compare(last, this)))["cells"]}
    assert len(cells) == len(this.edition.refs)
    for ref in this.edition.refs:
        item = cells[this.edition.name_of(ref)]
        before, now = last.cells[ref].value, this.cells[ref].value
        assert before is not None
        assert now is not None
        assert [Decimal(item[key]) for key in ("last", "this", "change")] == [before, now, now - before]


def test_text_shows_what_changed_and_leaves_out_empty_rows(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["diff", str(OLD), str(NEW)]) == 0
    out = capsys.readouterr().out
    assert re.search(r"^ +35 +42 +\+7 +\+20\.0%  本年新收政府信息公开申请数量\.总计$", out, re.M)
    assert re.search(r"^ +8 +7 +-1 +-12\.5%  行政规范性文件\.现行有效件数$", out, re.M)
    assert "重复申请.科研机构" not in out
    assert run(["diff", "--all", str(OLD), str(NEW)]) == 0
    assert "重复申请.科研机构" in capsys.readouterr().out


def test_columns_of_text_line_up() -> None:
    lines = as_text(compare(examine(OLD).report, examine(NEW).report)).split("\n")
    names = [line for line in lines if re.match(r" +\d", line)]
    # Figures are narrow, so that the names begin in one column.
    starts = {re.search(r"[\u4e00-\u9fff]", line).start() for line in names}  # type: ignore[union-attr]  (every row has a name)
    assert len(names) > 40
    assert len(starts) == 1


def test_across_editions_what_has_a_counterpart_is_compared(tmp_path: Path) -> None:
    old = next((ROOT / "examples").rglob("chengliu/2020.yaml"))
    new = tmp_path / "2021.yaml"
    new.write_text(with_entries("年度: 2021\n机关: 承留镇人民政府\n发布日期: 2022-01-10\n"), encoding="utf-8")
    comparison = compare(examine(old).report, examine(new).report)
    by_name = {change.name: change for change in comparison.changes}
    moved = by_name["主动公开政府信息情况.行政规范性文件.本年制发件数"]
    assert (moved.last, moved.this, moved.percent) == (Decimal(19), Decimal(2), Decimal("-89.5"))
    assert by_name["主动公开政府信息情况.行政规范性文件.现行有效件数"].last is None
    assert comparison.gone
    assert all(name in as_text(comparison) for name in comparison.gone)


def test_an_unknown_cell_has_no_difference(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for year, text in (
        (2024, BASE.replace("年度: 2025", "年度: 2024", 1)),
        (2025, BASE.replace("124", "【待填写】")),
    ):
        (tmp_path / f"{year}.yaml").write_text(text, encoding="utf-8")
    assert (
        run(["diff", "--output-format", "json", *(str(tmp_path / f"{year}.yaml") for year in (2024, 2025))])
        == 0
    )
    cells = {item["cell"]: item for item in json.loads(capsys.readouterr().out)["cells"]}
    item = cells["主动公开政府信息情况.行政许可.本年处理决定数量"]
    assert (item["last"], item["this"], item["change"], item["percent"]) == ("124", None, None, None)


@pytest.mark.parametrize("pair", [(NEW, OLD), (NEW, NEW)])
def test_years_in_the_wrong_order_are_refused(
    pair: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["diff", *map(str, pair)]) == 2
    assert "较早" in capsys.readouterr().err


def test_a_file_that_cannot_be_read_whole_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "2024.yaml"
    file.write_text("机关: {\n", encoding="utf-8")
    assert run(["diff", str(file), str(NEW)]) == 2
    assert "govgen check" in capsys.readouterr().err


def test_the_chart_is_a_sound_svg(tmp_path: Path) -> None:
    picture = tmp_path / "对比.svg"
    assert run(["diff", "--chart", str(picture), str(OLD), str(NEW)]) == 0
    root = ElementTree.parse(picture).getroot()
    words = ["".join(node.itertext()) for node in root.iter("{http://www.w3.org/2000/svg}text")]
    assert {"2024年", "2025年", "35", "42"} <= set(words)
