"""What a sentence works out itself, and how many items it says and has."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sentences import said

PAIRS = [  # code, wrong, right
    (
        "C329",
        "年初有账号97个，年内新开设6个，关停21个，年末保留85个。",
        "年初有账号97个，年内新开设6个，关停21个，年末保留82个。",
    ),
    (
        "C329",
        "全年编印简报12期，每期印制150份，发放1500份。",
        "全年编印简报12期，每期印制150份，发放1800份。",
    ),
    ("C329", "12个村张贴公示960份，平均每村85份。", "12个村张贴公示963份，平均每村80份。"),
    ("C329", "网站访问量186万人次，是去年62万人次的2倍。", "网站访问量186万人次，是去年62万人次的3倍。"),
    ("C329", "关注人数从1.2万人增至1.5万人，净增三分之一。", "关注人数从1.2万人增至1.5万人，净增四分之一。"),
    (
        "C329",
        "与2024年收到5件申请相比，2025年收到3件，增加2件。",
        "与2024年收到5件申请相比，2025年收到3件，减少2件。",
    ),
    ("C313", "推文由上年的480篇减到360篇，增长25%。", "推文由上年的480篇减到360篇，下降25%。"),
    ("C313", "浏览量比上年增长12%，由150万次上升到162万次。", "浏览量比上年增长8%，由150万次上升到162万次。"),
    ("C313", "及时率98.6%，上年为96.2%，提高3.4个百分点。", "及时率98.6%，上年为96.2%，提高2.4个百分点。"),
    (
        "C313",
        "征地类占45%，审批类占30%，登记类占25%，其余10%为查询类。",
        "征地类占45%，审批类占30%，登记类占15%，其余10%为查询类。",
    ),
    (
        "C312",
        "问题有两个方面：一是内容单一；二是更新慢；三是队伍不稳。",
        "问题有三个方面：一是内容单一；二是更新慢；三是队伍不稳。",
    ),
    ("C312", "街道有8个社区，9个社区均设公开栏。", "街道有9个社区，8个社区均设公开栏。"),
    ("C312", "任务分给18个单位，这15个单位已报送。", "任务分给18个单位，这18个单位已报送。"),
    (
        "C311",
        "信息620条，镇本级388条，各村232条。镇本级又可分为机构41条、政策57条、民生299条。",
        "信息620条，镇本级388条，各村232条。镇本级又可分为机构41条、政策57条、民生290条。",
    ),
    (
        "C311",
        "2024年、2025年分别移交245份、268份，两年累计移交503份。",
        "2024年、2025年分别移交245份、268份，两年累计移交513份。",
    ),
    (
        "C312",
        "网站、来信和座谈会分别收到意见14条、9条、26条，总数为52条。",
        "网站、来信和座谈会分别收到意见14条、9条、26条，总数为49条。",
    ),
]


@pytest.mark.parametrize(("code", "wrong", "right"), PAIRS)
def test_a_wrong_statement_is_found_and_the_right_one_is_silent(code, wrong, right):
    assert code in said(wrong)
    assert {"C311", "C312", "C313", "C329"}.isdisjoint(said(right))


@given(st.integers(1, 900), st.integers(1, 90), st.integers(1, 90), st.integers(-30, 30))
def test_a_stock_is_right_exactly_where_it_adds_up(start, more, less, off):
    left = max(0, start + more - less + off)
    text = f"年初在册事项{start}项，新增{more}项，取消{less}项，年末在册{left}项。"
    assert ("C329" in said(text)) is (left != start + more - less)


@given(st.integers(2, 60), st.integers(1, 300), st.integers(-5, 5))
def test_a_count_for_each_is_right_exactly_where_it_gives_all(things, each, off):
    whole = max(1, things * each + off)
    text = f"共办{things}期简报，每期印{each}份，发放{whole}份。"
    assert ("C329" in said(text)) is (whole != things * each)


@pytest.mark.parametrize(
    "text",
    [
        "一年级6218人、七年级7045人，比上年分别减少512人和增加188人。",
        "31%、24%、9%，合计64%，其余36%为他用。",
        "每村至少1名信息员，12个村共有信息员15名。",
        "访问量186万人次，是去年62万人次的近3倍。",
        "公开不公开不一样，早公开晚公开不一样。",
        "网上126件，邮寄103件，当面53件，网上和邮寄合占八成。",
    ],
)
def test_a_right_sentence_of_the_kind_is_silent(text):
    assert {"C311", "C312", "C313", "C329", "T620"}.isdisjoint(said(text))
