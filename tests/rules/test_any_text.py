"""Whatever a text holds, the review ends, and every finding lies inside the text."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sentences import TOWN

from govgen.datafile.identity import Kind
from govgen.importers.bare_text import report_of
from govgen.rules.engine import review

PIECES = st.sampled_from(
    [
        *"。，、；：（）《》“”〔〕()<>|\t\n 　1０一是二均其中",
        "一、总体情况\n",
        "二、主动公开政府信息情况\n",
        "\n六、其他需要报告的事项\n",
        "青禾镇人民政府2025年政府信息公开工作年度报告\n",
        "2024年",
        "2026年1月18日",
        "政府信息公开申请",
        "行政复议",
        "99999999999999999999条",
        "其中公文3件",
        "占比33.3%",
        "（一）",
        "1.",
        "国办公开办函",
        "13812345678",
        "http://",
        "XX",
        "𠀀",
    ]
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(st.lists(PIECES, max_size=40).map("".join), st.sampled_from([*Kind, None]), st.booleans())
def test_any_text_can_be_reviewed(text, kind, excerpt):
    report = report_of(text, body=TOWN, kind=kind, year=2025, excerpt=excerpt)
    lines = text.splitlines() or [""]
    for finding in review(report):
        span = finding.span
        assert 1 <= span.line <= span.end_line <= len(lines)
        assert 1 <= span.column <= len(lines[span.line - 1]) + 1
        assert span.end_column <= len(lines[span.end_line - 1]) + 2


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(
    st.text(st.sampled_from("青禾某县3()（）·"), max_size=5).map("青{}".format),
    st.sampled_from(["镇人民政府", "街道办事处", "局"]),
    st.sampled_from([*Kind, None]),
)
def test_a_body_of_any_name_can_be_reviewed(name, ending, kind):
    text = f"一、总体情况\n{name}镇编制本报告，青木镇政府信息公开申请1件。\n"
    assert review(report_of(text, body=name + ending, kind=kind, year=2025)) is not None


SOUND = """青禾镇人民政府2025年政府信息公开工作年度报告
根据《中华人民共和国政府信息公开条例》（国务院令第711号）和《国务院办公厅政府信息与政务公开办公室关于印发〈中华人民共和国政府信息公开工作年度报告格式〉的通知》（国办公开办函〔2021〕30号）要求，编制本报告。所列数据的统计期限自2025年1月1日至2025年12月31日。如有疑问，请与青禾镇党政办公室联系（电话：0000-1234567）。
一、总体情况
（一）主动公开。全年公开信息27条，其中政府网站12条、微信公众号15条。组织政策解读3次，答复率100%。
（二）依申请公开。收到申请13件，上年结转1件，办结11件，结转下年度继续办理3件。没有因政府信息公开申请引起行政复议。
（三）政府信息管理。执行《政府信息公开信息处理费管理办法》，明确专人负责信息发布审核，“三审三校”后才能发布。
"""


def test_a_text_cut_off_anywhere_has_no_finding_that_the_whole_text_lacks():
    def found(text: str) -> set[tuple[str, str]]:
        report = report_of(text, body=TOWN, kind=Kind.TOWN, year=2025, excerpt=True)
        return {(finding.code, finding.message) for finding in review(report)}

    whole = found(SOUND)
    texts = [SOUND[:cut] for cut in range(1, len(SOUND))]
    assert {text[-20:]: more for text in texts if (more := found(text) - whole)} == {}


def test_a_slip_in_the_last_clause_of_an_excerpt_is_found():
    text = "一、总体情况\n（一）主动公开。没有发生因政府信府信息公开工作而引起的行政复议"
    report = report_of(text, body=TOWN, kind=Kind.TOWN, year=2025, excerpt=True)
    assert [finding.code for finding in review(report)] == ["T620"]
