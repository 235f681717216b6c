"""Prose against the tables, and the tables against each other: right statements in every wording are silent."""

from __future__ import annotations

import pytest
from helpers import BASE, LAST, codes, examined, with_entries
from sentences import findings

from govgen.datafile.identity import Kind
from govgen.importers.bare_text import report_of
from govgen.rules.text.claims import claims, kinds

OVERVIEW = BASE[BASE.index("总体情况: |") : BASE.index("主动公开政府信息情况:")]
"""Section one of the sound report: 13 new, 1 carried in, 11 dealt with, 3 carried out."""
APPLICATIONS = next(line for line in OVERVIEW.split("\n") if "依申请公开情况" in line)
LEAD = "  （二）依申请公开情况。"


def family(tmp_path, words: str, fragment: str = "") -> set[str]:
    """The codes of this family found with ``words`` on applications in section one."""
    text = OVERVIEW.replace(APPLICATIONS, LEAD + words)
    return {
        code for code in codes(examined(tmp_path, with_entries(text + fragment))) if code.startswith("C3")
    }


RIGHT = [
    "全年收到政府信息公开申请13件。",
    "收到申请14件（含上年结转1件）。",
    "新收依申请公开数量为13件，结转至2026年办理3件。",
    "依申请公开政府信息共13件，另有3件结转下年度办理。",
    "受理13件政府信息公开申请，结转上年度1件，共办结11件。",
    "网上申请9件，信函申请4件，共收到政府信息公开申请13件。",
    "新收政府信息公开申请13件，其中涉及征地的申请5件。",
    "新收政府信息公开申请{{ 本年新收政府信息公开申请数量 }}件，其中就宅基地收到申请12件。",
    "镇机关收到申请8件，便民服务中心收到申请5件。",
    "申请数量比2024年的21件减少8件，全县共收到申请96件。",
    "协助县自然资源局答复申请2件。",
    "办结11件，其中予以公开8件，部分公开1件，不予公开1件，无法提供1件。",
    "予以公开和部分公开9件，不予公开、无法提供各1件，不予处理、其他处理均为0件。",
    "行政复议1件，未发生行政诉讼。",
    "因政府信息公开被申请行政复议1件、提起行政诉讼0件，其中未经复议直接起诉0件。",
    "制发行政规范性文件2件，废止行政规范性文件1件，现行有效行政规范性文件9件。",
    "行政许可处理决定124件，作出行政处罚决定3件，行政强制0件。",
    "公开行政许可信息20条、行政处罚信息5条，公开规范性文件解读4件。",
    "行政事业性收费0元。",
    "办理人大建议22件、政协提案3件，答复群众留言40件。",
    "收到和处理政府信息公开申请情况等六个部分见本报告。",
    "收到公民、法人和其他组织提出的政府信息公开申请13件，自然人申请12件，商业企业申请1件。",
    "申请中，8件予以公开、1件部分公开，本机关不掌握相关政府信息1件；对自然人予以公开7件。",
    "受理建房申请61件，受理企业申请稳岗补贴4件。",
    "年末3件申请正在办理，结转至下一年度。",
    "办理行政许可事项124件。",
    "收到民政救助类申请23份，按时办结21份，办结率91.3%。",
    "制发公文128份，其中主动公开36份、依申请公开18份、不予公开74份。",
    "截至年底，3件申请尚未办结，转入下一年度。",
]


@pytest.mark.parametrize("words", RIGHT)
def test_a_right_statement_agrees_in_any_wording(tmp_path, words):
    assert family(tmp_path, words) - {"C321"} == set()


REFERENCE = "新收政府信息公开申请{{ 本年新收政府信息公开申请数量 }}件。"
"""A figure that was looked up, which proves nothing of one that was typed beside it."""

WRONG = [
    ("C301", f"{REFERENCE}本年新收政府信息公开申请14件，本年收到申请12件。"),
    ("C301", f"{REFERENCE}收到申请12件。"),
    ("C301", f"{REFERENCE}全年未收到政府信息公开申请。"),
    ("C306", "行政复议1件。全年没有发生行政复议。"),
    ("C309", "全年办理行政许可124件，全年办理行政许可123件。"),
    ("C301", "全年收到政府信息公开申请15件。"),
    ("C301", "全年未收到政府信息公开申请。"),
    ("C301", "本年度无依申请公开。"),
    ("C301", "受理十二件政府信息公开申请。"),
    ("C302", "上年结转2件。"),
    ("C303", "结转下年度继续办理1件。"),
    ("C303", "2件结转至下年办理。"),
    ("C304", "全年办结申请12件。"),
    ("C305", "予以公开9件。"),
    ("C305", "不予公开、无法提供各2件。"),
    ("C305", "予以公开及部分公开8件。"),
    ("C306", "行政复议2件。"),
    ("C306", "没有因政府信息公开申请行政复议的情况。"),
    ("C307", "行政诉讼4件。"),
    ("C307", "复议后起诉1件。"),
    ("C308", "全年制发行政规范性文件5件。"),
    ("C308", "未制定行政规范性文件。"),
    ("C308", "现行有效行政规范性文件12件。"),
    ("C309", "办理行政许可600件。"),
    ("C309", "作出行政处罚决定5件。"),
    ("C310", "收取行政事业性收费1.5万元。"),
    ("C301", "收到公民、法人和其他组织提出的政府信息公开申请15件。"),
    ("C301", "没有收到公民、法人或者其他组织提出的政府信息公开申请。"),
    ("C303", "年末2件申请正在办理，结转至下一年度。"),
    ("C302", "2024年结转至本年办理的申请2件。"),
    ("C303", "截至年底，1件申请尚未办结，转入下一年度。"),
    ("C305", "公开申请中，9件予以公开。"),
    ("C305", "办结情况：“部分公开”2件。"),
    ("C305", "公开申请中，本机关不掌握相关政府信息2件。"),
    ("C305", "依申请公开中，自然人提出申请9件。"),
    ("C309", "办理行政许可事项126件。"),
]


@pytest.mark.parametrize(("code", "words"), WRONG)
def test_a_wrong_statement_is_held_against_the_table(tmp_path, code, words):
    assert family(tmp_path, words) == {code}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("上年收到政府信息公开申请11件。", set()),
        ("上年收到政府信息公开申请15件。", {"C301"}),
        ("2024年，收到政府信息公开申请15件。", {"C301"}),
        ("收到政府信息公开申请13件，比上年增加2件。", set()),
        ("收到政府信息公开申请13件，比上年增加3件。", {"C301"}),
        ("收到政府信息公开申请13件，较2024年减少2件。", {"C301"}),
        ("收到政府信息公开申请13件，与2023年的20件相比有所减少。", set()),
        ("行政许可办件量比上年减少16件。", {"C309"}),
        ("上年末现行有效行政规范性文件9件。", {"C308"}),
    ],
)
def test_last_year_s_figures_and_changes_are_held_against_last_year_s_table(tmp_path, words, expected):
    text = with_entries(OVERVIEW.replace(APPLICATIONS, LEAD + words))
    found = codes(examined(tmp_path, text, last=LAST))
    assert {code for code in found if code.startswith("C3")} == expected


def test_none_of_two_kinds_means_none_of_either(tmp_path):
    """One suit without a review before it: the words cannot mean those after one alone."""
    suits = "政府信息公开行政复议、行政诉讼情况:\n  行政复议: {}\n  行政诉讼:\n"
    suits += "    未经复议直接起诉: {结果维持: 1}\n    复议后起诉: {}\n"
    assert "C307" in family(tmp_path, "全年未发生因政府信息公开被提起行政诉讼的情况。", suits)
    assert "C307" not in family(tmp_path, "行政诉讼1件，没有发生复议后起诉。", suits)


def test_a_difference_tells_both_figures_and_the_place_of_the_cell(tmp_path):
    text = OVERVIEW.replace("新收政府信息公开申请13件", "新收政府信息公开申请15件")
    item = examined(tmp_path, with_entries(text))
    (found,) = [finding for finding in item.findings if finding.code == "C301"]
    assert found.message == "正文写“新收政府信息公开申请15件”，表格里是 13 或 14"
    assert found.where == "总体情况"
    assert next(term.message for term in found.related) == (
        "收到和处理政府信息公开申请情况.本年新收政府信息公开申请数量.总计 13"
    )
    assert found.related[0].span.line > found.span.line


def test_a_reference_cannot_differ(tmp_path):
    words = "新收政府信息公开申请{{ 本年新收政府信息公开申请数量 }}件，办结{{ 本年度办理结果.总计 }}件。"
    assert family(tmp_path, words) == set()


def test_a_list_that_holds_an_unknown_figure_is_not_added_up(tmp_path):
    words = "办结11件，其中予以公开{{ 予以公开 }}件、部分公开1件、不予公开1件、无法提供1件。"
    doubt = "待核:\n  - {位置: 予以公开.自然人, 原文: 8?, 取作: 8, 原因: 看不清}\n"
    assert family(tmp_path, words, doubt) == set()


def test_what_is_unknown_is_not_compared(tmp_path):
    doubt = "待核:\n  - {位置: 本年新收政府信息公开申请数量.自然人, 原文: 1 2, 取作: 12, 原因: 数字断开}\n"
    assert family(tmp_path, "全年收到政府信息公开申请15件。", doubt) == set()


def test_a_claim_is_not_compared_with_part_of_what_it_may_mean(tmp_path):
    """The total of results is unknown with one of its rows; the rows that are known do not make up for it."""
    doubt = "待核:\n  - {位置: 其他处理.其他.自然人, 原文: 1 2, 取作: 12, 原因: 数字断开}\n"
    assert family(tmp_path, "全年办结申请12件。", doubt) == set()


@pytest.mark.parametrize(
    ("kind", "expected"), [(Kind.COUNTY, ["42"]), (Kind.TOWN, [])], ids=["county", "town"]
)
def test_the_whole_county_is_a_county_s_own_matter(kind, expected):
    report = report_of(
        "一、总体情况\n全县共收到政府信息公开申请42件。\n", body="某县人民政府", kind=kind, year=2025
    )
    (entry,) = kinds("C301")
    assert [f"{claim.value}" for claim in claims(report, entry)] == expected


def table_two(documents: str) -> str:
    return (
        "主动公开政府信息情况:\n  规章: {本年制发件数: 0, 本年废止件数: 0, 现行有效件数: 0}\n"
        f"  行政规范性文件: {documents}\n  行政许可: {{本年处理决定数量: 124}}\n"
        "  行政处罚: {本年处理决定数量: 3}\n  行政强制: {本年处理决定数量: 0}\n"
        "  行政事业性收费: {本年收费金额: 0}\n"
    )


@pytest.mark.parametrize(
    ("documents", "expected"),
    [
        ("{本年制发件数: 5, 本年废止件数: 0, 现行有效件数: 4}", {"C317"}),
        ("{本年制发件数: 5, 本年废止件数: 1, 现行有效件数: 4}", set()),
        ("{本年制发件数: 11, 本年废止件数: 0, 现行有效件数: 40}", {"C319"}),
        ("{本年制发件数: 10, 本年废止件数: 0, 现行有效件数: 40}", set()),
    ],
)
def test_the_stock_of_documents(tmp_path, documents, expected):
    assert set(codes(examined(tmp_path, with_entries(table_two(documents))))) - {"K500"} == expected


def test_papers_posted_in_the_number_of_normative_documents_raise_a_question(tmp_path):
    text = OVERVIEW.replace("清理行政规范性文件1件", "全年制发文件8件")
    documents = table_two("{本年制发件数: 8, 本年废止件数: 0, 现行有效件数: 8}")
    assert "C319" in codes(examined(tmp_path, with_entries(text + documents)))
    other = table_two("{本年制发件数: 7, 本年废止件数: 0, 现行有效件数: 8}")
    assert "C319" not in codes(examined(tmp_path, with_entries(text + other)))


NOBODY = (
    "收到和处理政府信息公开申请情况:\n  本年新收政府信息公开申请数量: {}\n"
    "  上年结转政府信息公开申请数量: {}\n  本年度办理结果: {}\n  结转下年度继续办理: {}\n"
)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("全年未收到政府信息公开申请。", True),
        ("全年未收到政府信息公开申请，上年结转0件。", True),
        ("全年未收到政府信息公开申请。行政复议起于2024年的申请。", False),
        ("全年未收到政府信息公开申请。因主动公开的补偿方案引发行政复议。", False),
    ],
)
def test_disputes_without_applications_need_a_word(tmp_path, words, expected):
    assert ("C316" in family(tmp_path, words, NOBODY)) is expected


def test_of_a_bare_text_the_words_alone_are_asked_where_disputes_come_from():
    frame = "一、总体情况\n全年{}收到政府信息公开申请{}。因政府信息公开被申请行政复议1件。\n二、主动公开政府信息情况\n"
    assert "C316" in {item.code for item in findings(frame.format("未", ""))}
    assert "C316" not in {item.code for item in findings(frame.format("", "3件"))}


def test_a_bare_text_has_no_tables_to_compare():
    text = "一、总体情况\n收到申请13件，予以公开8件，行政复议2件。\n二、主动公开政府信息情况\n"
    assert not {item.code for item in findings(text)} & {f"C3{number:02}" for number in range(1, 11)}
