"""Places in prose, from the list of administrative divisions."""

from __future__ import annotations

import pytest

from govgen.rules.wording.names import chains_of, is_within, places


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("在广元市青川县竹园镇公开。", ["广元市", "青川县", "竹园镇"]),
        ("与点军街道办事处联系。", ["点军街道"]),
        ("开通镇政府公众号，更新乡政府网站，全镇乡村振兴。", []),
        ("通榆县开通镇", ["通榆县", "开通镇"]),
        ("青川县域、荆州市场、和县", []),
    ],
)
def test_names_are_read_but_not_ordinary_words(text: str, names: list[str]) -> None:
    assert [text[start:end] for start, end in places(text)] == names


@pytest.mark.parametrize(
    ("body", "region", "chains"),
    [
        ("青川县竹园镇人民政府", "", [("四川省", "广元市", "青川县", "竹园镇")]),
        ("竹园镇人民政府", "青川县", [("四川省", "广元市", "青川县", "竹园镇")]),
        ("宜昌市点军区点军街道办事处", "", [("湖北省", "宜昌市", "点军区", "点军街道")]),
        ("榕江县林业局", "", [("贵州省", "黔东南苗族侗族自治州", "榕江县")]),
        ("北京市东城区建国门街道办事处", "", [("北京市", "东城区", "建国门街道")]),
        ("湖南省攸县槐岭乡人民政府", "", [("湖南省", "株洲市", "攸县")]),
        ("青禾镇人民政府", "", []),
    ],
)
def test_a_body_is_found_in_its_county(body: str, region: str, chains: list[tuple[str, ...]]) -> None:
    assert list(chains_of(body, region)) == chains


def test_a_place_is_within_when_it_is_above_or_below() -> None:
    own = chains_of("榕江县林业局")
    assert [is_within(name, own) for name in ("贵州省", "榕江县", "栽麻镇", "青川县")] == [
        True,
        True,
        True,
        False,
    ]
