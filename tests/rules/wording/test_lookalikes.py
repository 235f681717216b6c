"""Characters taken for others of their sound or shape, in expressions of any length (T630)."""

from __future__ import annotations

import pytest
from sentences import said


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("确保公开内容真实准却。", "准却"),
        ("不断完缮公开目录。", "完缮"),
        ("政务公开工作扎实推近。", "推近"),
        ("不断提升政务公开的规范化水评。", "水评"),
        ("加强业务陪训。", "业务陪训"),
        ("及时调正公开目录。", "调正"),
        ("政策解渎形式单一。", "政策解渎"),
        ("落实三审三较制度。", "三审三较"),
        ("公开城乡底保名单。", "城乡底保"),
        ("加强公从号运维。", "公从号"),
        ("严格按照依法依归原则答复。", "依法依归"),
        ("纸制文件已经归档。", "纸制文件"),
        ("及时反应问题。", "反应问题"),
    ],
)
def test_an_exchanged_character_is_found_without_a_list_of_slips(words, expected):
    assert said(words).get("T630") == expected


@pytest.mark.parametrize(
    "words",
    [
        "工作推近年关，各村到年底保障供应。",
        "确切时间另行公布，即使身在外地也能查询。",
        "检察机关监督，公司、政治、之后、意思等词不受影响。",
        "公众好评不断，规范划分责任。",
        "人真的多，路程不短。",
        "引发关注，制订办法，指定专人。",
        "适时更新栏目，通过多重渠道发布，并在区政府网展示成果。",
        "同一申请公开的内容已申请公开，由有限责任分公司帮助土地增收。",
    ],
)
def test_words_side_by_side_and_words_of_their_own_are_no_slips(words):
    assert "T630" not in said(words)
