"""Slips that rules over prose once passed over, and sound sentences that they once held to be slips."""

from __future__ import annotations

import pytest
from helpers import codes, examined, marked, with_entries
from sentences import findings, said

from govgen.findings.finding import Level

OVERVIEW = (
    "总体情况: |\n  2025年，我镇围绕主动公开、依申请公开、政府信息管理、平台建设和监督保障开展工作，"
    "工作考核、社会评议按期进行，未发生责任追究。\n  {}\n"
)
OTHERS = "其他需要报告的事项: |\n  {}\n"


def overview(folder, words):
    return examined(folder, with_entries(OVERVIEW.format(words)))


def levels(item, code):
    return [finding.level for finding in item.findings if finding.code == code]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("主动公开128条，较上年增加18条，增长16.4%。", None),
        ("主动公开110条，比上年减少18条，下降14.1%。", None),
        ("主动公开由上年110条增加了18条，增长16.4%。", None),
        ("主动公开128条，较上年增加18条，增长14.1%。", "128条，较上年增加18条，增长14.1%"),
        ("主动公开110条，比上年减少18条，下降16.4%。", "110条，比上年减少18条，下降16.4%"),
        ("主动公开128条，较上年增加128条，增长16.4%。", None),
        ("增加公开栏18条，增加视频18条，增长16.4%。", None),
    ],
)
def test_a_difference_that_a_sentence_states_is_not_last_year_s_count(words, expected):
    """Where nothing tells last year's count, or none is left of it, the percentage is not judged."""
    assert said(words).get("C313") == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("网站公开90条，占总数的70.3%；公众号公开38条，占总数的29.7%。", None),
        ("在收到的申请中，自然人12件，占92.3%；商业企业1件，占7.7%。", None),
        ("公开信息128条，其中网站90条，占70.3%，网站里公文45条，占50%。", None),
        ("公开信息128条，其中网站90条，占70.3%；公众号38条，占39.7%。", "38条，占39.7%"),
    ],
)
def test_a_share_is_no_ground_for_judging_another(words, expected):
    assert said(words).get("C313") == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("共128条，其中网站90条（政策文件12条、工作动态78条），公众号38条。", False),
        ("共128条（其中网站90条（政策文件12条、工作动态78条），公众号38条）。", False),
        ("共128条，其中网站90条（政策文件12条、工作动态78条），公众号48条。", True),
        ("共128条（其中网站90条（政策文件12条、工作动态78条），公众号48条）。", True),
        ("共128条，其中网站90条（占70.3%），公众号48条。", True),
    ],
)
def test_a_bracket_after_a_part_speaks_of_that_part(words, expected):
    assert ("C311" in said(words)) is expected


@pytest.mark.parametrize(
    ("fee", "words", "expected"),
    [
        ("{件数: 0, 金额元: 0}", "本年度未收取信息处理费。", 0),
        ("{件数: 1, 金额元: 380}", "本年度对1件申请收取信息处理费380元。", 0),
        ("{件数: 1, 金额元: 380}", "全年办结申请11件，收取信息处理费0.038万元。", 0),
        ("{件数: 1, 金额元: 380}", "本年度收取信息处理费一件380元；2024年收取信息处理费2件500元。", 0),
        ("{件数: 1, 金额元: 380}", "信息处理费按每件100元的标准计收。", 0),
        ("{件数: 1, 金额元: 380}", "本年度未收取信息处理费。", 1),
        ("{件数: 1, 金额元: 380}", "信息处理费收取情况为0元。", 1),
        ("{件数: 1, 金额元: 380}", "信息处理费收取情况：无。", 1),
        ("{件数: 1, 金额元: 380}", "全年未收取任何费用。", 1),
        ("{件数: 1, 金额元: 380}", "本年度收取信息处理费1件280元。", 1),
        ("{件数: 1, 金额元: 380}", "本年度收取信息处理费2件，共380元。", 1),
        ("{件数: 0, 金额元: 0}", "本年度收取信息处理费1件380元。", 1),
        ("{件数: 1, 金额元: 0}", "本年度收取信息处理费1件。", 1),
        ("{件数: 0, 金额元: 380}", "本年度收取信息处理费380元。", 1),
    ],
)
def test_the_fee_agrees_with_itself_and_with_the_prose(tmp_path, fee, words, expected):
    item = examined(tmp_path, with_entries(f"信息处理费: {fee}\n" + OTHERS.format(words)))
    assert levels(item, "C327") == [Level.WARNING] * expected


def test_an_unreadable_fee_is_not_compared(tmp_path):
    fragment = "信息处理费: {件数: 三, 金额元: 0}\n" + OTHERS.format("本年度收取信息处理费2件。")
    assert "C327" not in codes(examined(tmp_path, with_entries(fragment)))


@pytest.mark.parametrize(
    ("fragment", "code", "level", "words"),
    [
        ("机关: XX镇人民政府\n类型: 乡镇政府\n", "L426", Level.ERROR, "XX镇人民政府"),
        ("所属: XX省XX市\n", "L426", Level.ERROR, "XX省XX市"),
        ("联系方式: {科室: XX办公室}\n", "L426", Level.ERROR, "XX办公室"),
        ("联系方式: {电话: XXXX-XXXXXXX}\n", "L426", Level.ERROR, "XXXX-XXXXXXX"),
        ("联系方式: {地址: ××路××号}\n", "L426", Level.ERROR, "××路××号"),
        ("联系方式: {邮箱: xxx@163.com}\n", "L426", Level.WARNING, "xxx@163.com"),
        ("联系方式: {邮箱: qinghe163.com}\n", "P706", Level.WARNING, "qinghe163.com"),
        ('联系方式: {邮编: "75110"}\n', "P710", Level.WARNING, '"75110"'),
    ],
)
def test_the_facts_at_the_top_are_filled_in_and_well_formed(tmp_path, fragment, code, level, words):
    item = examined(tmp_path, with_entries(fragment))
    (found,) = [finding for finding in item.findings if finding.code in {"L426", "P706", "P710"}]
    assert (found.code, found.level, marked(item, found)) == (code, level, words)


@pytest.mark.parametrize(
    "fragment",
    [
        '联系方式: {邮箱: xxgk_1@163.com, 邮编: "751100", 地址: 青禾路1号, 电话: 0000-1234567}\n',
        "联系方式: {邮箱: XXX@163.com, 邮编: XXXXXX, 科室: 政务公开办公室}\n",
        "所属: 某省某市某县\n",
    ],
)
def test_sound_or_unfilled_facts_are_not_called_malformed(tmp_path, fragment):
    assert {"P706", "P710"} & set(codes(examined(tmp_path, with_entries(fragment)))) == set()


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("制发行政规范性文件2件，现行有效12件。", 1),
        ("制发行政规范性文件2件，废止3件，现行有效9件。", 1),
        ("制发行政规范性文件2件、废止1件，目前现行有效9件。", 0),
        ("制发行政规范性文件2件，规章现行有效12件。", 0),
    ],
)
def test_counts_of_documents_may_follow_their_noun_at_a_distance(tmp_path, words, expected):
    assert len(levels(overview(tmp_path, words), "C308")) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("本年度未收取信息处理费", True),
        ("没有其他需要报告的事项", True),
        ("本年度未收取信息处理费。", False),
        ("无", False),
        ("无其他事项", False),
    ],
)
def test_the_sole_line_of_the_last_section_ends_with_a_stop(tmp_path, words, expected):
    assert ("T650" in codes(examined(tmp_path, with_entries(OTHERS.format(words))))) is expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("责任编辑：张三", True),
        ("编辑：张三 审核：李四", True),
        ("打印 关闭", True),
        ("【打印本页】【关闭窗口】", True),
        ("上一篇：青禾镇2024年政府信息公开工作年度报告", True),
        ("【下一篇】青禾镇政府信息公开指南", True),
        ("审核：坚持先审查、后公开，专人负责。", False),
        ("打印机设在大厅", False),
        ("发布：各类政府信息128条", False),
    ],
)
def test_lines_of_a_page_are_told_apart(words, expected):
    assert ("P708" in said(words)) is expected


@pytest.mark.parametrize(
    ("words", "code", "level", "sign"),
    [
        ("全年<b>公开</b>信息128条。", "P711", Level.WARNING, "<b>"),
        ("全年公开&nbsp;信息128条。", "P711", Level.WARNING, "&nbsp;"),
        ("全年**重点工作**有序推进。", "P711", Level.WARNING, "**重点工作**"),
        ("|项目|数量|", "P711", Level.WARNING, "|项目|数量|"),
        ("## 主动公开", "P711", Level.WARNING, "## 主"),
        ("培训情况（此处待补充）另行统计。", "L426", Level.ERROR, "（此处待补充）"),
        ("全年公开？？条信息。", "L426", Level.ERROR, "？？条"),
        ("全年公开?条信息。", "L426", Level.WARNING, "?条"),
        ("全年公开**条，完成**项。", "L426", Level.ERROR, "**条"),
    ],
)
def test_what_an_editor_or_a_template_left_is_found(tmp_path, words, code, level, sign):
    item = overview(tmp_path, words)
    found = [finding for finding in item.findings if finding.code in {"P711", "L426"}]
    assert {finding.code for finding in found} == {code}
    assert (found[0].level, marked(item, found[0])) == (level, sign)


@pytest.mark.parametrize(
    "words",
    [
        "《关于印发<青禾镇公开指南>的通知》已经公布。",
        "公开什么、怎么公开？条例已有规定。",
        "一份清单（附后）已经公布，待补充的栏目有两个。",
        "得分以“A|B”两档计。",
    ],
)
def test_signs_with_a_meaning_of_their_own_are_no_leftovers(tmp_path, words):
    assert {"P711", "L426"} & set(codes(overview(tmp_path, words))) == set()


def test_a_row_that_is_drawn_in_a_bare_text_is_part_of_a_table():
    assert "P711" not in said("|项目|数量|")
    assert "P711" in said("全年**重点工作**有序推进。")


@pytest.mark.parametrize(
    ("year", "notice"), [(2020, "国办公开办函〔2019〕60号"), (2025, "国办公开办函〔2021〕30号")]
)
def test_a_finding_cites_the_notice_of_its_own_year(year, notice):
    text = (
        "青禾镇信息公开年度报告\n根据《政府信息公开条例》（国务院令第492号）编制本报告，由总体情况、主动公开"
        "政府信息情况、收到和处理政府信息公开申情况、行政复议情况、乡村振兴情况、其他事项等六部分组成。\n"
        "一、概况\n本报告包括收费及减免情况。\n该部分以表格形式报告。\n三、收到和处理政府信息公开申请情况\n"
    ).replace("青禾镇信息", f"青禾镇{year}年信息")
    cited = {item.code: item.citation for item in findings(text, year=year)}
    for code in ("L418", "L419", "L422", "T660"):
        assert cited[code] == notice, code
    for code in ("L420", "L421", "L433"):
        assert cited[code] == f"{notice}所附格式", code
    assert cited["L425"].startswith(notice)
