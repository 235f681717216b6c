"""Counts in prose: reading them, and holding lists of parts, percentages and words against them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from sentences import said

from govgen.rules.text.counts import figures, value_of
from govgen.rules.text.lines import flat


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("公开信息128条，公文3件", [("128", "条"), ("3", "件")]),
        ("公开 1,286 条", [("1286", "条")]),
        ("推送2.5万条", [("25000", "条")]),
        ("退回三条，答复十二件，其中一百零五份", [("3", "条"), ("12", "件"), ("105", "份")]),
        ("２０条", [("20", "条")]),
        ("第三条规定，12月31日，99号，六个部分，“一条龙”服务", []),
    ],
)
def test_a_count_is_a_number_with_a_measure_word(text, expected):
    found = [(str(item.value.normalize().__format__("f")), item.unit) for item in figures(flat(text))]
    assert found == expected


@pytest.mark.parametrize(
    ("word", "value"), [("十", 10), ("二十", 20), ("两", 2), ("一百一十", 110), ("037", 37)]
)
def test_numerals(word, value):
    assert value_of(word) == Decimal(value)


@pytest.mark.parametrize(("text", "about"), [("100余条", True), ("3多万条", True), ("100条", False)])
def test_round_figures_are_known(text, about):
    (found,) = figures(text)
    assert found.about is about


OVER = [
    "共公开政府信息32条，其中工作动态20条、规划5条、公文9条。",
    "主动公开162条。其中，公文41条，公众号发布293篇。",
    "公开信息1条，包括机构概况1条，以及预决算2条。",
    "公开信息50条（含公文30条、动态40条）。",
    "主动公开信息213条：网站44条，公众号139条，公开栏32条。",
    "公开信息188条。其中重点领域类74条（社会救助29条、养老服务18条、安全生产16条、食品药品13条）。",
    "全年公开205条，上半年121条、下半年94条。",
    "新收申请58件，比上年减少11件。其中商业企业3件、自然人57件。",
    "公开信息137条，其中，动态29条、解读38条，视频1条，培训6条，组织开展活动10条，科普63条。",
]


@pytest.mark.parametrize("words", OVER)
def test_parts_above_their_total_are_found(words):
    assert "C311" in said(words)


FAIR = [
    "公开信息81条。其中，动态50条，年报1条，财政4条，公文26条。",
    "公开信息105条，其中动态66条等。",
    "公开信息1186条，其中公众号923条；办结申请23件。",
    "公开信息5767条，其中重点领域3683条，其他2084条，主动公开文件597份，解读14篇。",
    "公开信息50条。其中机构类20条，内有领导10条、职能10条；工作类11条，其中动态3条、计划8条；财政类19条。",
    "公开信息32条。其中，机构职能1条；重要经济信息11条；财政4条，包含三公经费；其他16条。",
    "办理留言1647条，其中局长信箱268条（含投诉14条，回复率100%）、咨询1379条。",
    "网站公开754条，新媒体公开2808条，其他方式公开54条。其中，公众号1205条、微博984条。",
    "制作政府信息1条，其中主动公开1条、依申请公开0条、不予公开0条，向两馆移交1条。",
    "收到申请4件，其中自然人3件、企业1件，予以公开2件、部分公开2件。",
    "收到申请3件，其中1件要求提供简报，3件均已办结。",
    "收到申请2件，其中自然人2件，都在20个工作日内答复。",
    "公开信息36条，比上年多5条，其中涉及扶贫政策的最多，有13条。",
    "主动公开信息215条：网站44条，公众号139条，公开栏32条。",
    "收到申请4件，办结3件，其中予以公开2件、无法提供1件。",
    "公开信息100余条，其中网站80条、公众号60条。",
    "公开信息279条，其中通过网站50条，通过新媒体229条。全文电子化达100%。",
    "主动公开规章13件（含新制定5件，修改4件，废止4件），规范性文件42件。",
]


@pytest.mark.parametrize("words", FAIR)
def test_lists_that_agree_or_leave_their_end_open_draw_nothing(words):
    assert {"C311", "C312"} & set(said(words)) == set()


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("公开信息21条，其中，公文4条，规划5条，其他4条；收到申请0件。", True),
        ("公开信息21条，其中，重点领域4条，规划5条，其他4条。", True),
        ("公开信息21条，其中，公文4条，规划5条，其他4条等。", False),
        ("公开信息21条，主要包括公文4条，规划5条。", False),
        ("公开信息21条，其中被省级媒体采用4条，市级5条。", False),
        ("公开信息21条，其中公文4条，规划5条，都已更新。", False),
    ],
)
def test_parts_below_their_total_are_told_where_the_list_is_closed(words, expected):
    assert ("C312" in said(words)) is expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("公开信息224条。其中机构类13条，占比5.8%；规划类1条，占比0.5%。", "1条，占比0.5%"),
        ("公开信息224条。其中机构类13条，占比5.8%；规划类1条，占比0.4%；其他9条，占比4%。", None),
        ("公开信息3条，其中公文1条，占33.34%。", "1条，占33.34%"),
        ("公开信息3条，其中公文1条，占33.33%。", None),
        ("收到申请22件，比2024年（31件）下降29%。", None),
        ("收到申请22件，比2024年（31件）下降39%。", "22件，比2024年（31件）下降39%"),
        ("公开信息由上年100条增至120条，增长20%。", None),
        ("公开信息从100条增至120条，增长25.5%。", "100条增至120条，增长25.5%"),
        ("公开信息252条，比2024年的210条多42条，增长20%。", None),
        ("公开信息252条，比2024年的210条多42条，增长16.7%。", "252条，比2024年的210条多42条，增长16.7%"),
        ("公开信息500条，较上年增长20%，办结3件。", None),
        ("发布信息250条，汛情占35.2%，疫情70条占28%，其他92条占38.6%。", "92条占38.6%"),
        ("公文1条，占比12%。", None),
        ("公开信息300余条，其中公文1条，占比12%。", None),
    ],
)
def test_percentages_are_computed_again(words, expected):
    assert said(words).get("C313") == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("收到申请1件，均已答复。", True),
        ("收到申请0件，全部按期办结。", True),
        ("收到申请一件，均按要求答复。", True),
        ("收到申请1件，问的是草场界线，全部按时答复。", True),
        ("行政复议0件，均未被纠正。", True),
        ("开展测评1次，平均分89.5分。", False),
        ("收到申请2件，均已答复。", False),
        ("网上申请22件，书面申请1件，均已答复。", False),
        ("行政复议、行政诉讼均为0件。", False),
        ("收到申请1件，已答复。", False),
        ("收到申请1件。各项工作均按期完成。", False),
        ("收到申请0件，复议和诉讼均无。", False),
        ("收到申请11件，均已答复。", False),
    ],
)
def test_all_of_one_is_no_all(words, expected):
    assert ("C314" in said(words)) is expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("5件因本机关不掌握相关政府信息而不予公开。", True),
        ("政府信息不存在，不予公开3件。", True),
        ("不予公开3件（其中信息不存在2件）。", True),
        ("信访投诉类申请不予公开。", True),
        ("9件因需另行制作而不予公开。", True),
        ("3件因信息不由我镇制作保存，作不予公开处理。", True),
        ("同意公开5件，不予公开1件，不掌握2件。", False),
        ("2件属于行政查询事项不予公开。", False),
        ("1件因四类过程性信息不予公开，5件因不掌握无法提供。", False),
        ("没有现成信息的依法告知，涉密的不予公开。", False),
    ],
)
def test_refusals_have_their_statutory_names(words, expected):
    assert ("C315" in said(words)) is expected


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("全年更新栏目15余个。", "C325"),
        ("主动公开政府信息120余条。", "C322"),
        ("协助县自然资源局办理申请5件。", "C321"),
    ],
)
def test_words_about_figures(words, code):
    assert code in said(words)
