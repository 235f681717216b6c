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


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(st.lists(PIECES, max_size=40).map("".join), st.sampled_from([*Kind, None]), st.booleans())
def test_any_text_can_be_reviewed(text, kind, excerpt):
    report = report_of(text, body=TOWN, kind=kind, year=2025, excerpt=excerpt)
    lines = text.splitlines() or [""]
    for finding in review(report):
        span = finding.span
        assert 1 <= span.line <= span.end_line <= len(lines)
        assert 1 <= span.column <= len(lines[span.line - 1]) + 1
        assert span.end_column <= len(lines[span.end_line - 1]) + 2


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(
    st.text(st.sampled_from("青禾某县3()（）·"), max_size=5).map("青{}".format),
    st.sampled_from(["镇人民政府", "街道办事处", "局"]),
    st.sampled_from([*Kind, None]),
)
def test_a_body_of_any_name_can_be_reviewed(name, ending, kind):
    text = f"一、总体情况\n{name}镇编制本报告，青木镇政府信息公开申请1件。\n"
    assert review(report_of(text, body=name + ending, kind=kind, year=2025)) is not None
