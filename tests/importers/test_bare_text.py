"""Bare texts as subjects: sections, title, date, and what belongs to the page and not to the report."""

from __future__ import annotations

import datetime

import pytest
from sentences import TOWN, findings

from govgen.datafile.identity import Kind
from govgen.datafile.passages import Shape
from govgen.datafile.report import Report
from govgen.editions.loading import editions
from govgen.importers.bare_text import report_of
from govgen.importers.sections import heading_begun, text_sections
from govgen.rules.text.headings import section_of

WHOLE = """首页 > 政务公开 > 年报
青禾镇人民政府2025年政府信息公开工作年度报告
发布时间：2026-01-18 来源：青禾镇 浏览次数：
根据《中华人民共和国政府信息公开条例》编制本报告。
一、总体情况
（一）主动公开情况
全年公开信息128条。
二、主动公开政府信息情况
第二十条第（一）项
信息内容	本年制发件数
规章 | 0 | 0 | 0
本年处理的决定都在县政府网站公布，共有二十多项。
三、收到和处理政府信息公开申请情况
一、本年新收政府信息公开申请数量
0
四、结转下年度继续办理
四、政府信息公开行政复议、行政诉讼情况
0
五、存在的主要问题及改进情况
一是更新不够及时。
六、其他需要报告的事项
没有其他需要报告的事项。
青禾镇人民政府
2026年1月18日
扫一扫在手机打开当前页
"""


def read(text: str, **options: object) -> Report:
    given: dict = {"body": TOWN, "kind": Kind.TOWN, "year": 2025} | options
    return report_of(text, **given)


def texts(report: Report, ident: str) -> list[str]:
    return [paragraph.text for paragraph in report.passages[ident].paragraphs]


def test_a_whole_text_falls_into_its_parts():
    report = read(WHOLE)
    assert list(report.passages) == [
        "furniture",
        "title",
        "introduction",
        "overview",
        "disclosure",
        "applications",
        "disputes",
        "problems",
        "others",
        "signature",
    ]
    assert texts(report, "title") == ["青禾镇人民政府2025年政府信息公开工作年度报告"]
    assert [line.split()[0] for line in texts(report, "furniture")] == [
        "首页",
        "发布时间：2026-01-18",
        "扫一扫在手机打开当前页",
    ]
    assert texts(report, "overview") == ["（一）主动公开情况", "全年公开信息128条。"]
    assert report.passages["overview"].paragraphs[0].shape is Shape.HEADING
    assert texts(report, "signature") == ["青禾镇人民政府", "2026年1月18日"]
    assert report.who.published == datetime.date(2026, 1, 18)
    assert [passage.key for passage in report.passages.values()][:3] == ["网页内容", "标题", "引言"]
    assert report.whole
    assert not report.cells


def test_a_table_section_keeps_its_lines_and_row_labels_open_no_section():
    report = read(WHOLE)
    assert texts(report, "applications") == [
        "一、本年新收政府信息公开申请数量",
        "0",
        "四、结转下年度继续办理",
    ]
    assert texts(report, "disclosure")[2] == "规章 | 0 | 0 | 0"


def test_every_passage_knows_the_place_of_its_words():
    report = read(WHOLE)
    lines = WHOLE.split("\n")
    for _, paragraph in report.paragraphs:
        span = paragraph.body.span(0, len(paragraph.text))
        assert lines[span.line - 1][span.column - 1 : span.end_column - 1] == paragraph.text
    for passage in report.passages.values():
        if passage.heading:
            assert lines[passage.span.line - 1].startswith(passage.heading)


@pytest.mark.parametrize(
    ("heading", "ident"),
    [
        ("一、总体情况", "overview"),
        ("## 一、 总体情况", "overview"),
        ("- 总体情况", "overview"),
        ("一、工作概述", "overview"),
        ("一、2025年政务公开工作完成情况及成效", "overview"),
        ("二、行政机关主动公开政府信息情况", "disclosure"),
        ("三、政府信息依申请公开情况", "applications"),
        ("四、因政府信息公开申请行政复议、提起行政诉讼的情况", "disputes"),
        ("二、政府信息主动公开工作情况", "disclosure"),
        ("三、依申请公开政府信息工作办理情况", "applications"),
        ("五、政府信息公开工作存在的问题和不足", "problems"),
        ("六、其它需要说明的事项", "others"),
        ("?一、總體情況", "overview"),
        ("四、政府信息公開行政復(fù)議、行政訴訟情況", "disputes"),
    ],
)
def test_headings_are_known_however_they_were_altered_and_kept_as_they_stand(heading, ident):
    (found,) = [part for part in text_sections(f"{heading}\n甲。\n", editions()[-1]) if part.id]
    assert (found.id, found.heading) == (ident, heading)
    assert [line.text for line in found.lines] == ["甲。"]


@pytest.mark.parametrize(
    "words",
    [
        "本年新收政府信息公开申请数量",
        "上年结转政府信息公开申请数量",
        "本年度办理结果",
        "结转下年度继续办理",
        "加强领导",
    ],
)
def test_row_labels_and_other_words_are_no_headings(words):
    assert section_of(words, editions()[-1]) == ""


def test_a_page_that_lost_its_line_breaks_is_broken_at_headings_and_numbers():
    text = (
        "现将有关情况报告如下： 一、总体情况 （一）主动公开情况。全年公开信息128条，内容都是群众关心的。 "
        "（二）依申请公开情况。全年没有收到申请，也没有上年结转的申请需要办理。 二、主动公开政府信息情况"
    )
    report = read(text)
    assert texts(report, "introduction") == ["现将有关情况报告如下："]
    assert [line[:3] for line in texts(report, "overview")] == ["（一）", "（二）"]
    assert report.passages["disclosure"].heading == "二、主动公开政府信息情况"
    second = report.passages["overview"].paragraphs[1].body
    assert text[second.span(0, 1).column - 1] == "（"


def test_lines_of_one_length_are_joined_to_paragraphs_that_still_know_their_places():
    text = (
        "一、总体情况\n"
        "全年主动公开政府信息一百二十八条，内容涉及财政预决算和\n"
        "社会救助等方面，镇里还通过村务公开栏公开了群众关心的重\n"
        "点信息，并安排专人负责更新栏目，做到了内容准确和更新及\n"
        "时，群众反映良好。\n"
        "（二）依申请公开情况\n"
    )
    report = read(text)
    first = report.passages["overview"].paragraphs[0].body
    assert first.text.endswith("更新及时，群众反映良好。")
    assert first.span(first.text.index("群众反映"), len(first.text)).line == 5
    assert report.passages["overview"].paragraphs[1].text == "（二）依申请公开情况"


def test_a_title_may_take_two_lines():
    report = read("青禾镇人民政府\n2025年政府信息公开工作年度报告\n一、总体情况\n甲。\n")
    assert texts(report, "title") == ["青禾镇人民政府2025年政府信息公开工作年度报告"]
    assert "furniture" not in report.passages


def test_a_title_in_the_table_of_a_page_is_found():
    report = read("| 名称 | 青禾镇人民政府2025年政府信息公开工作年度报告 | |\n一、总体情况\n甲。\n")
    assert texts(report, "title") == ["青禾镇人民政府2025年政府信息公开工作年度报告"]


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("一、总体情况\n甲。乙，丙", "甲。乙，丙"),
        ("一、总体情况\n甲。\n乙丙12", "甲。"),
        ("一、总体情况\n甲，乙丙12", "甲，乙丙"),
        ("一、总体情况\n甲，共12条", "甲，共12条"),
        ("一、总体情况\n甲，乙（国办", "甲，乙"),
        ("一、总体情况\n甲。\n（一）乙丙", "甲。"),
        ("一、总体情况\n甲。", "甲。"),
    ],
)
def test_of_an_excerpt_the_number_or_brackets_in_which_it_ends_are_left_out(text, last):
    report = read(text, excerpt=True)
    assert "\n".join(texts(report, "overview")) == last
    assert not report.whole


def test_an_excerpt_may_end_with_a_heading():
    report = read("一、总体情况\n甲。\n二、主动公开政府信息情况", excerpt=True)
    assert "disclosure" in report.passages


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("二、主动公开政府信息情况", True),
        ("二、 主动公开政府信息情况 ", True),
        ("二、主动公开信息情况", False),
    ],
)
def test_only_the_statute_s_own_words_are_a_heading(line, expected):
    assert (heading_begun(line, editions()[-1]) == line) is expected


def test_a_text_without_heading_one_has_its_overview_after_the_introduction():
    report = read(
        "根据《条例》编制。统计期限为全年。\n2025年，全镇公开信息95条。\n二、主动公开政府信息情况\n"
    )
    assert [paragraph.text for paragraph in report.passages["introduction"].paragraphs] == [
        "根据《条例》编制。统计期限为全年。"
    ]
    assert report.passages["overview"].text == "2025年，全镇公开信息95条。"


def test_a_title_over_two_lines_is_one():
    report = read(
        "青禾镇人民政府2025年度政府\n信息公开工作年度报告\n根据《条例》编制。\n一、总体情况\n甲。\n"
    )
    assert report.passages["title"].text == "青禾镇人民政府2025年度政府信息公开工作年度报告"
    assert "furniture" not in report.passages


def test_a_text_before_the_first_edition_is_refused():
    with pytest.raises(ValueError, match="2018"):
        read("甲。", year=2018)


def test_what_a_name_cannot_hold_is_left_out_of_it():
    assert read("甲。", body="某街道办事处[slqj] ").identity.body == "某街道办事处slqj"


def test_a_heading_that_breaks_off_is_not_judged():
    text = "青禾镇人民政府2025年政府信息公开工作年度报告\n我镇编制本报告，现予公布。\n一、总体"
    assert "L420" not in {item.code for item in findings(text)}
    row = "一、总体情况\n工作平稳。\n二、主动公开政府信息情况\n（二）部分公开（区分处理的，"
    assert "T610" not in {item.code for item in findings(row)}
