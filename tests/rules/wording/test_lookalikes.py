"""Characters taken for others of their sound or shape, or lost where two words meet (T630)."""

from __future__ import annotations

import random

import pytest
from sentences import FRAME, findings, said

from govgen.rules.text.vocabulary import listed, particles
from govgen.rules.wording import names


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
    ("words", "expected"),
    [
        ("加强政府欣喜公开工作。", "欣喜"),
        ("参加夜雾培训的有30人。", "夜雾"),
        ("推进权力公开透明，群众反应问题有回音。", "反应问题"),
        ("设置公式栏，定期更换。", "公式栏"),
        ("落实专人负责，完善工作极致。", "极致"),
    ],
)
def test_a_word_in_use_is_a_slip_where_only_another_goes_with_its_neighbours(words, expected):
    assert said(words).get("T630") == expected


@pytest.mark.parametrize(
    "words",
    [
        "村民欣喜地看到，公开栏办到了家门口。",
        "工作受到群众好评，机制日臻极致。",
        "会上展开讨论，各村自行设计公示牌。",
        "自2025年3月1日起施行，前10家大型企业已签约，办好3件事。",
        "宣布废止的四件，只发图片的一律退回。",
        "邀请村（居）民代表座谈，更新村（社区）务公开栏。",
    ],
)
def test_a_word_in_use_stays_where_it_may_be_meant(words):
    assert "T630" not in said(words)


def test_a_swap_within_any_word_of_the_list_is_found_between_marks():
    in_use = {*listed("everyday"), *listed("also"), *listed("beside"), *listed("solid")}
    every = [word for word in listed("everyday") if len(word) == 2 and word[0] != word[1]]
    free = set("".join(map(particles, ("joins", "before", "places"))))
    swapped = [word[::-1] for word in every if word[::-1] not in in_use and free.isdisjoint(word)]
    assert len(swapped) > 900
    for word in random.Random(2).sample(swapped, 40):
        assert said(f"一年来，{word}，收效明显。").get("T630") == word


def test_names_of_places_are_no_slips():
    for name in random.Random(3).sample(sorted(names._names()), 60):
        body = f"{name}办事处" if name.endswith("街道") else f"{name}人民政府"
        assert "T630" not in said(f"一年来，{body}主动公开政府信息30条，{name}公开栏更新2次。")


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


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("收到政府信公开申请3件，均已答复。", "政府信公开"),
        ("新增主开政府信息30条。", "主开"),
        ("政府信开年度报告按时编制。", "信开"),
        ("政务公工作有序推进。", "政务公"),
        ("（一）主动公。街道以服务群众为导向。", "主动公"),
        ("制发规范性文3件。", "规范性文"),
        ("落实上级有关门要求。", "有关门"),
        ("加强领导组织和领小组办公室建设。", "领小组"),
        ("通过政站公开信息。", "政站"),
        ("报送党政办室审核。", "党政办室"),
        ("其他需要的事项见下。", "需要的事项"),
    ],
)
def test_a_piece_lost_where_two_words_meet_is_found(words, expected):
    assert said(words).get("T630") == expected


@pytest.mark.parametrize(
    "words",
    [
        "推进财政预决算公开，政府网和微信公众号发布信息。",
        "把政务公开作为重点，设立政务公开专区，及时公开工作动态。",
        "上门服务，为民服务，市民群众参与法制建设。",
        "行政规范性文件和法规性文件一并清理。",
        "财政信息、党政信息、转发信息和赋权事项均已更新。",
    ],
)
def test_a_part_of_another_word_is_no_piece(words):
    assert "T630" not in said(words)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("扩大人民群众的知权和监督权。", "知权"),
        ("行政权力运行的透度不断提高。", "透度"),
        ("下一步，我镇将进步加强培训。", "进步"),
        ("各站所主要负人签字确认。", "主要负人"),
    ],
)
def test_a_character_lost_within_a_word_or_beside_its_neighbour_is_found(words, expected):
    assert said(words).get("T630") == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("全年在在区政府网站公开信息30条。", "在在"),
        ("均在期限内作出书面答复复，无逾期。", "复复"),
        ("镇网网站由专人维护。", "网网"),
        ("邀请专家作了培训训，效果良好。", "训训"),
        ("任务已已全部完成。", "已已"),
        ("无正当理由大量反复申申请。", "申申"),
        ("及时在在网站公开信息，积极及时更新。", "在在"),
    ],
)
def test_a_character_typed_twice_is_found(words, expected):
    assert said(words).get("T620") == expected


@pytest.mark.parametrize(
    "words",
    [
        "公开开展情况由青禾镇镇长向村村民代表说明，公民民主权利得到保障。",
        "对全年公开工作作了梳理，为了了解需求，目的的确定有依据。",
        "扎扎实实推进，方方面面参与，让群众得到实实在在的好处，一件件落实。",
    ],
)
def test_characters_where_two_words_meet_are_not_typed_twice(words):
    assert "T620" not in said(words)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("依据《中华人和国政府信息公开条例》编制。", "T616"),
        ("编制2025年政府信息公工作年度报告。", "T660"),
        ("主动公开信息公息公开30条。", "T620"),
    ],
)
def test_one_slip_is_told_once_by_the_longer_expression(words, code):
    found = said(words)
    assert code in found
    assert "T630" not in found


def test_findings_of_one_code_that_overlap_are_told_once():
    found = [item for item in findings(FRAME.format("不断完缮公开目录。")) if item.code == "T630"]
    assert [item.message for item in found] == ["“完缮”应为“完善”"]
