"""What the ending of a body's name says of its kind, and what follows for those of a city with districts."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers import BASE, codes, examined

from govgen.datafile.identity import Kind, kind_of


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("青禾县振兴街道", Kind.STREET),
        ("振兴街道办", Kind.STREET),
        ("云泉市人民政府办公厅", Kind.CITY_DEPARTMENT),
        ("某省林业厅", Kind.CITY_DEPARTMENT),
        ("云泉市人民政府", Kind.COUNTY),
        ("青禾镇人民政府", Kind.TOWN),
        ("青禾县林业局", Kind.DEPARTMENT),
        ("青禾县市场监督管理局（知识产权局）", Kind.DEPARTMENT),
        ("青禾产业园管委会（筹）", None),
        ("青禾产业园管委会", None),
    ],
)
def test_the_kind_of_a_name(name: str, kind: Kind | None) -> None:
    assert kind_of(name) is kind


@pytest.mark.parametrize(("kind", "reported"), [("市级政府", False), ("县级政府", True), ("市级部门", True)])
def test_a_city_with_districts_may_make_rules(tmp_path: Path, kind: str, reported: bool) -> None:
    text = BASE.replace("机关: 青禾镇人民政府", f"机关: 云泉市人民政府\n类型: {kind}")
    text = text.replace("规章: {本年制发件数: 0,", "规章: {本年制发件数: 1,")
    assert ("L410" in codes(examined(tmp_path, text))) is reported
