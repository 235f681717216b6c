"""Personal and contact data: checksums decide, not digits alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers import codes, examined, with_entries
from sentences import findings, said

from govgen.findings.finding import Level
from govgen.rules.privacy.personal_data import is_card_number, is_identity_number


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("11010519491231002X", True),
        ("11010519491231002x", True),
        ("440524188001010014", True),
        ("110105194912310021", False),
        ("11010519491331002X", False),
    ],
)
def test_an_identity_number_has_a_date_and_its_check_digit(number, expected):
    """The first and third are the examples of GB 11643-1999 itself."""
    assert is_identity_number(number) is expected
    assert ("P701" in said(f"来信人证号{number}。")) is expected


@pytest.mark.parametrize(
    ("digits", "expected"),
    [("4111111111111111", True), ("4111111111111112", False), ("79927398713", True)],
)
def test_a_card_number_passes_the_check_of_its_standard(digits, expected):
    assert is_card_number(digits) is expected


@pytest.mark.parametrize(
    ("words", "code", "expected"),
    [
        ("群众13812345678反映的问题已经答复。", "P702", True),
        ("联系电话：13812345678。", "P702", False),
        ("监督电话13812345678，工作日接听。", "P702", False),
        ("申请人王某（联系电话：13912345678）要求公开征地材料。", "P702", True),
        ("村民来访，电话13912345678，要求公开。", "P702", True),
        ("订单202513812345678已经完成。", "P702", False),
        ("补贴发放到账号4111111111111111。", "P703", True),
        ("补贴发放到账号4111111111111112。", "P703", False),
        ("网站标识码4111111111111111。", "P703", False),
        ("申请人张小明提出申请。", "P704", True),
        ("收到张小明等3人申请公开的材料。", "P704", True),
        ("申请人张某提出申请。", "P704", False),
        ("申请人要求公开，申请人向镇政府提出。", "P704", False),
        ("电话：65877009。", "P705", True),
        ("电话（传真）：88670059。", "P705", True),
        ("传真：3996959。", "P705", True),
        ("电话：0577-65877009，传真：(0577)65877009。", "P705", False),
        ("电话：13812345678，热线电话：12345。", "P705", False),
        ("电子邮箱：jczdzbgs163.com。", "P706", True),
        ("电子邮箱：zwgk@163。", "P706", True),
        ("电子邮箱：zwgk_1@wh.shandong.cn。", "P706", False),
        ("可在网站（http//:www.ruian.gov.cn）下载。", "P707", True),
        ("可在网站（http://www，ruian.gov.cn）下载。", "P707", True),
        ("可在网站（http://www.ruian.gov.cn/col/c1_2/index.html?a=1）下载。", "P707", False),
        ("可在网站www.ruian.gov.cn下载。", "P707", False),
        ("组长由镇长刘小军担任。", "P709", True),
        ("组长由镇长担任，主任委员为副镇长。", "P709", False),
    ],
)
def test_data_in_sentences(words, code, expected):
    assert (code in said(words)) is expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("扫一扫在手机打开当前页", True),
        ("浏览次数：128", True),
        ("宁ICP备0900464号-5", True),
        ("网站点击量偏低，浏览次数不多。", False),
        ("镇政府网站首页设有专栏。", False),
    ],
)
def test_what_a_page_says_is_told_apart(line, expected):
    assert ("P708" in said(line)) is expected


def test_lines_of_the_page_that_stand_together_are_told_once():
    text = "首页 > 年报\n字体：[大 中 小]\n\n长者版\n一、总体情况\n工作平稳有序。\n二、主动公开政府信息情况\n"
    assert [item.span.line for item in findings(text) if item.code == "P708"] == [1, 4]


def test_the_contact_block_of_a_file_is_read_too(tmp_path):
    item = examined(tmp_path, with_entries('联系方式: {电话: 0000-1234567, 传真: "3996959"}\n'))
    (found,) = [finding for finding in item.findings if finding.code == "P705"]
    assert found.where == "联系方式.传真"
    assert found.span.line == 5
    assert "P705" not in codes(examined(tmp_path, with_entries("联系方式: {电话: 0000-1234567}\n")))


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("受理申请1件，具体信息为：张大山、李学明等申请公开土地补偿方案。", True),
        ("收到王小二申请公开的方案1件。", True),
        ("李大芳向我镇申请公开土地补偿方案。", True),
        ("5月12日，村民赵长山来信申请公开方案。", True),
        ("收到黄小兰等3人的公开申请。", True),
        ("刘大山来函要求公开审批材料。", True),
        ("何时公开、向谁公开均有规定，高校毕业生通过平台申请补贴。", False),
        ("任何单位和个人均可向本机关申请公开，申请人通过网络申请。", False),
        ("收到群众申请公开的方案1件，受理许可申请2件。", False),
    ],
)
def test_names_are_found_without_a_word_for_the_applicant(words, found):
    assert ("P704" in said(words)) is found


@pytest.mark.parametrize("key", ["电话", "传真"])
@pytest.mark.parametrize(
    ("written", "lacks"),
    [
        ("1234567", "没有区号"),
        ("65877009", "没有区号"),
        ("无", "不是电话号码"),
        ("OOOO-1234567", "不是电话号码"),
        ("0000-12345", "不是电话号码"),
        ("见门户网站", "不是电话号码"),
    ],
)
def test_the_value_of_a_telephone_key_is_a_whole_number(
    tmp_path: Path, key: str, written: str, lacks: str
) -> None:
    item = examined(tmp_path, with_entries(f"联系方式: {{科室: 党政办公室, {key}: {written}}}\n"))
    (found,) = (found for found in item.findings if found.code == "P705")
    assert found.message == f"联系方式.{key} “{written}”{lacks}"


@pytest.mark.parametrize(
    "written",
    [
        "0000-1234567",
        "(010) 12345678",
        "（0000）1234567",
        "+86-010-12345678",
        "0000-1234567转8012",
        "0000-1234567、7654321",
        "0000-1234567/0000-7654321（工作日）",
        "12345",
        "400-123-4567",
        "13800001234",
    ],
)
def test_whole_telephone_numbers_draw_nothing(tmp_path: Path, written: str) -> None:
    item = examined(tmp_path, with_entries(f'联系方式: {{科室: 党政办公室, 电话: "{written}"}}\n'))
    assert "P705" not in {found.code for found in item.findings}


@pytest.mark.parametrize(
    ("given", "level"),
    [("13812345678", Level.INFO), ('"0000-1234567、13812345678"', Level.INFO), ("0000-1234567", None)],
)
def test_a_mobile_number_as_the_telephone_is_pointed_out(
    tmp_path: Path, given: str, level: Level | None
) -> None:
    item = examined(tmp_path, with_entries(f"联系方式: {{科室: 党政办公室, 电话: {given}}}\n"))
    found = [(each.level, each.where) for each in item.findings if each.code == "P702"]
    assert found == ([(level, "联系方式.电话")] if level else [])
