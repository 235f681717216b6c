"""What the law and the notices demand: who may do what, what must be covered, which documents hold."""

from __future__ import annotations

import pytest
from helpers import BASE, codes, examined, with_entries
from sentences import findings, said

from govgen.datafile.county import County, YearRules, read_county
from govgen.datafile.identity import Kind
from govgen.findings.finding import Level
from govgen.workflows.check import examine

RULES = "  规章: {本年制发件数: 0, 本年废止件数: 0, 现行有效件数: 0}\n"
COUNTED = BASE.replace(RULES, "  规章: {本年制发件数: 2, 本年废止件数: 0, 现行有效件数: 3}\n")


@pytest.mark.parametrize(
    ("body", "kind", "expected"),
    [
        ("青禾镇人民政府", None, Level.ERROR),
        ("红星街道办事处", None, Level.ERROR),
        ("某县人民政府", None, Level.ERROR),
        ("某县水利局", None, Level.ERROR),
        ("某市人民政府", None, Level.WARNING),
        ("某省人民政府", "县级政府", None),
        ("某自治区人民政府", None, None),
        ("某市人民政府办公室", None, None),
        ("某开发区管委会", None, None),
    ],
)
def test_who_may_count_rules_of_government(tmp_path, body, kind, expected):
    text = COUNTED.replace("机关: 青禾镇人民政府\n", f"机关: {body}\n" + (f"类型: {kind}\n" if kind else ""))
    found = [item for item in examined(tmp_path, text).findings if item.code == "L410"]
    assert [item.level for item in found] == ([expected] if expected else [])
    assert all("2、3" in item.message and len(item.related) == 1 for item in found)


SECTIONS = "一、总体情况\n{}\n二、主动公开政府信息情况\n"
COVERED = {
    "主动公开": "全年主动公开信息128条。",
    "依申请公开": "未收到申请公开政府信息的材料。",
    "政府信息管理": "落实保密审查制度。",
    "政府信息公开平台建设": "更新便民服务中心公开专区。",
    "监督保障": "工作考核、社会评议按期开展，没有责任追究情形。",
}


@pytest.mark.parametrize("missing", COVERED)
def test_each_aspect_is_missed_when_it_is_not_there(missing):
    words = "".join(text for name, text in COVERED.items() if name != missing)
    found = {item.code: item for item in findings(SECTIONS.format(words), kind=Kind.DEPARTMENT)}
    assert found["L411"].message == f"总体情况没有写到：{missing}"
    assert "L412" not in found


def test_all_five_aspects_in_any_words_are_enough():
    found = findings(SECTIONS.format("".join(COVERED.values())))
    assert not {item.code for item in found} & {"L411", "L413"}


def test_an_aspect_that_is_only_implied_is_a_hint():
    words = "".join(COVERED.values())
    assert "L434" in {item.code for item in findings(SECTIONS.format(words))}
    assert "L434" not in {
        item.code for item in findings(SECTIONS.format(words + "信息管理、平台建设和监督有序。"))
    }
    assert "L434" not in {item.code for item in findings(SECTIONS.format("工作平稳有序。"))}


def test_before_2021_the_aspects_are_practice():
    found = {item.code for item in findings(SECTIONS.format("工作平稳有序。"), year=2020)}
    assert "L412" in found
    assert "L411" not in found


@pytest.mark.parametrize(
    ("kind", "words", "expected"),
    [
        (Kind.TOWN, "由专人负责。", "L413"),
        (Kind.TOWN, "工作考核按期开展。", "L413"),
        (Kind.TOWN, "考核、评议按期开展，未发生追究情形。", None),
        (Kind.COUNTY, "由专人负责。", "L413"),
        (Kind.STREET, "由专人负责。", "L414"),
        (Kind.DEPARTMENT, "由专人负责。", None),
        (None, "由专人负责。", None),
    ],
)
def test_the_duties_of_governments_bind_governments(kind, words, expected):
    found = {item.code for item in findings(SECTIONS.format(words), kind=kind)}
    assert found & {"L413", "L414"} == ({expected} if expected else set())


def test_of_a_text_cut_off_in_section_one_nothing_is_missed():
    found = {item.code for item in findings("一、总体情况\n工作平稳有序。\n（一）主动公开情况。")}
    assert not found & {"L411", "L413", "L430"}


PARTS = "总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况、政府信息公开行政复议、行政诉讼情况、存在的主要问题及改进情况、其他需要报告的事项"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (f"本报告由{PARTS}六个部分组成。", set()),
        (f"本报告由{PARTS}等六部分组成。", set()),
        (f"本报告分为六个部分，包括{PARTS}。", set()),
        (f"本报告由{PARTS}7个部分组成。", {"L417"}),
        (f"全篇由{PARTS}八个单元组成。", {"L417"}),
        (f"本报告共三大板块：{PARTS}。", {"L417"}),
        (f"报告包括{PARTS.replace('主动公开政府信息情况、', '')}，计六部分。", {"L417"}),
        (f"本报告包括{PARTS.replace('政府信息公开行政复议、行政诉讼情况、', '')}等五个部分。", {"L417"}),
        (f"由青禾镇人民政府编制，全文包括{PARTS}六部分。", set()),
        (f"由6个部分组成，包括{PARTS}，所涉数据的统计期自2025年1月1日至2025年12月31日止。", set()),
        (f"本报告由{PARTS.rpartition('、')[0]}等六部分组成。", {"L417"}),
        (f"报告内容有{PARTS}等七项。", {"L417"}),
        ("本报告由总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况等六个部分组成。", set()),
        (f"本报告由{PARTS}、2026年工作思路七个部分组成。", {"L418"}),
        (f"本报告由{PARTS.replace('、其他', '以及其他')}六部分组成。", set()),
        (f"本报告由{PARTS.replace('、', '，').replace('，行政诉讼', '、行政诉讼')}六部分组成。", set()),
        (f"本报告包括{PARTS.replace('改进情况', '改情况')}。", {"L433"}),
        (f"本报告包括{PARTS.replace('其他需', '其进他需')}。", {"L433"}),
        (f"本报告包括{PARTS.replace('需要报告', '需要')}。", {"L433"}),
        (f"本报告包括{PARTS.replace('政府信息情况', '政府情况')}。", {"L433"}),
        (f"本报告包括{PARTS.replace('主要', '')}。", set()),
        (f"本报告包括{PARTS.replace('及改进情况', '和改进措施').replace('其他', '其它')}。", {"L433"}),
        ("全文由概述、主动公开情况、申请情况等部分组成。", {"L419"}),
        ("3.政府信息公开收费及减免情况。没有收费。", {"L419"}),
    ],
)
def test_the_list_of_parts(words, expected):
    assert {code for code in said(words) if code in {"L417", "L418", "L419", "L433"}} == expected


@pytest.mark.parametrize(
    ("year", "words", "expected"),
    [
        (2022, "按照国办公开办函〔2019〕60号要求编制。", "L422"),
        (2020, "按照国办公开办函〔2019〕60号要求编制。", None),
        (2022, "按照国办发〔2021〕30号要求编制。", "L422"),
        (2020, "按照国办公开办函〔2021〕30号要求编制。", "L422"),
        (2022, "按照《中华人民共和国政府信息公开工作年度报告格式》（国办公开办函〔2021〕3号）编制。", "L422"),
        (2022, "按照国办公开函〔2021〕30号要求编制。", "L422"),
        (2022, "按照国办公开办函〔2019〕61号规范平台。", None),
        (2022, "《中华人民共和国政府信息公开条例》（国务院令第117号）。", "L422"),
        (2022, "《优化营商环境条例》（国务院令第722号）。", None),
        (2022, "落实通知（镇政办函（16号））要求。", "L424"),
        (2022, "按照国办公开办函〔2021〕30号要求编制。", None),
        (2022, "《中华人民共和国政府信息公开条例》（国务院令第492号）。", "L422"),
        (2022, "《中华人民共和国政府信息公开条例》（国务院令第492号公布，第711号修订）。", None),
        (2022, "《中华人民共和国政府信息公开工作年度报告格式（试行）》。", "L422"),
        (2022, "关于政府信息公开工作年度报告有关事项的通知》（国办公开办函〔2021〕30号）。", "L423"),
        (2022, "按照国办公开办函[2021]30号要求编制。", "L424"),
        (2022, "按照国办公开办函〔202130号要求编制。", "L424"),
        (2022, "按照国办公开办函〔2021〕第30号要求编制。", "L424"),
        (2022, "按照镇政办函（2022）10号要求编制。", "L424"),
        (2022, "按照镇政办函〔2022〕10号要求编制。", None),
        (2022, "《条例》（国令第711号）。", "L424"),
        (2022, "《条例》（国务院令第711号，2019年4月3日公布）。", None),
        (2022, "该部分以表格形式报告。", "L425"),
        (2022, "编写说明：可先适当综述。", "L425"),
        (2022, "（文字描述）", "L425"),
        (2022, "此处简要介绍平台建设情况。", "L425"),
        (2022, "本段应写明信息管理情况。", "L425"),
        (2022, "（结合本单位实际撰写）", "L425"),
        (2022, "（300字左右）", "L425"),
        (2022, "（如无请填“无”）", "L425"),
        (2022, "本部分工作由办公室牵头，稿件每篇不少于500字。", None),
        (2022, "【数据待补充】", "L426"),
        (2022, "开展培训XX次。", "L426"),
        (2022, "通过LED屏、App和XXL工具公开。", None),
    ],
)
def test_documents_and_leftovers(year, words, expected):
    found = {code for code in said(words, year=year) if code.startswith("L42")}
    assert found == ({expected} if expected else set())


def test_a_gap_that_may_mean_something_else_is_a_warning():
    levels = {item.code: item.level for item in findings(SECTIONS.format("举办××主题活动。"))}
    assert levels["L426"] is Level.WARNING
    levels = {item.code: item.level for item in findings(SECTIONS.format("于XX月发布。"))}
    assert levels["L426"] is Level.ERROR


@pytest.mark.parametrize(
    ("words", "first", "others"),
    [
        ("此处填写工作情况。", "此处填写", []),
        ("该段请补充有关数据。", "该段请补充", []),
        ("请填写此处说明，字数不限。", "请填写", ["此处说明", "字数不限"]),
        ("（可删除）本栏需列出平台。", "（可删除）", ["本栏需列出"]),
    ],
)
def test_an_instruction_that_two_phrases_match_has_one_place(words, first, others):
    (found,) = [item for item in findings(words) if item.code == "L425"]
    assert found.message.startswith(f"“{first}”")
    assert [item.message.split("”")[0].strip("“") for item in found.related] == others


def test_words_of_a_form_are_found_in_the_tables_of_a_text_once_a_section():
    text = "二、主动公开政府信息情况\n规章（设区的市应提供相关数据） |\n本年增/减（减用负值表示） |\n三、收到和处理政府信息公开申请情况\n"
    (found,) = [item for item in findings(text, year=2020) if item.code == "L425"]
    assert (found.span.line, [other.span.line for other in found.related]) == (2, [3])


@pytest.mark.parametrize(
    ("date", "county", "expected"),
    [
        ("2025-12-31", County(), "L427"),
        ("2026-01-01", County(), None),
        ("2026-01-31", County(), None),
        ("2026-02-01", County(), "L428"),
        ("2026-02-01", County(deadline="2月20日"), None),
        ("2026-01-21", County(deadline="1-20"), "L428"),
        ("2027-01-05", County(), "L428"),
        ("2026-01-12", County(deadline="1-20", years={"2025": YearRules(deadline="1-10")}), "L428"),
        ("2026-02-12", County(years={"2025": YearRules(deadline="2-20")}), None),
        ("2026-01-12", County(years={"2024": YearRules(deadline="1-10")}), None),
        ("2026-02-28", County(deadline="2-29"), None),
        ("2026-03-01", County(deadline="2-29"), "L428"),
    ],
)
def test_the_date_of_publication(tmp_path, date, county, expected):
    path = tmp_path / "2025.yaml"
    path.write_text(with_entries(f"发布日期: {date}\n"), encoding="utf-8")
    found = [item for item in examine(path, county=county).findings if item.code in {"L427", "L428"}]
    assert [item.code for item in found] == ([expected] if expected else [])
    assert all(item.span.line == 4 and item.where == "发布日期" for item in found)


@pytest.mark.parametrize(("body", "kind"), [("青山县人民政府", "县级政府"), ("江州市人民政府", "市级政府")])
@pytest.mark.parametrize(("date", "expected"), [("2026-03-31", False), ("2026-04-01", True)])
def test_a_government_from_the_county_up_has_until_31_march(tmp_path, body, kind, date, expected):
    path = tmp_path / "2025.yaml"
    path.write_text(with_entries(f"机关: {body}\n类型: {kind}\n发布日期: {date}\n"), encoding="utf-8")
    codes = {item.code for item in examine(path, county=County(deadline="1-20")).findings}
    assert ("L428" in codes) is expected


def test_the_county_s_limit_counts_characters_without_blanks(tmp_path):
    county, _ = read_county("总体情况字数上限: 10\n".encode())
    path = tmp_path / "2025.yaml"
    path.write_text(BASE, encoding="utf-8")
    (found,) = [item for item in examine(path, county=county).findings if item.code == "L429"]
    overview = BASE[BASE.index("总体情况: |") + 7 : BASE.index("主动公开政府信息情况:")]
    assert found.message == f"共 {len(''.join(overview.split()))} 字，上限是 10 字"
    enough = County(overview_limit=1000)
    assert "L429" not in codes(examine(path, county=enough).findings)


def test_a_section_on_problems_that_says_nothing(tmp_path):
    assert "L430" in codes(examined(tmp_path, with_entries("存在的主要问题及改进情况: |\n  暂无。\n")))


@pytest.mark.parametrize(("year", "expected"), [(2023, False), (2024, True)])
def test_direct_suits_are_asked_about_since_review_goes_first(tmp_path, year, expected):
    suits = "政府信息公开行政复议、行政诉讼情况:\n  行政复议: {}\n  行政诉讼:\n    未经复议直接起诉: {其他结果: 1}\n    复议后起诉: {}\n"
    text = with_entries(suits + f"年度: {year}\n发布日期: {year + 1}-01-18\n").replace("2025年", f"{year}年")
    assert ("L431" in codes(examined(tmp_path, text, year=year))) is expected


def test_a_page_dated_in_the_year_reported_on_came_too_early():
    text = "青禾镇人民政府2025年政府信息公开工作年度报告\n发布日期：{}    点击数：\n一、总体情况\n甲。\n"
    found = [item for item in findings(text.format("2025-12-23")) if item.code == "L427"]
    assert [(item.span.line, item.span.column, item.span.end_column) for item in found] == [(2, 1, 16)]
    assert "L427" not in {item.code for item in findings(text.format("2026-01-16"))}


def test_section_one_is_judged_where_the_next_heading_breaks_off():
    text = "青禾镇人民政府2025年政府信息公开工作年度报告\n一、总体情况\n全年公开信息95条。\n二、主动公"
    assert "L411" in {item.code for item in findings(text)}
