"""This year's narrative against last year's, and figures that leap."""

from __future__ import annotations

import pytest
from helpers import BASE, LAST, ROOT, examined, with_entries

from govgen.rules.last_year.comparison import leaps
from govgen.workflows.check import examine

SENTENCES = [
    "镇里把办事指南和村务台账整理成册供群众查阅。",
    "重点公开财政预决算和社会救助等方面的信息。",
    "对历史信息逐条复核并更正了有错漏的条目。",
    "在集市日设流动咨询点解答群众提出的问题。",
    "邀请人大代表和村民代表开展社会评议活动。",
    "把公开工作纳入村级年度工作考核的内容里。",
    "安排专人每周巡查各栏目并登记更新的情况。",
    "组织两次培训讲解条例和统一格式的新要求。",
    "对拟公开的内容先审查后公开并且留下记录。",
    "按月核对公开目录并且逐项补齐缺少的信息。",
]


def overview(sentences: list[str]) -> str:
    return "总体情况: |\n" + "".join(f"  {sentence}\n" for sentence in sentences)


def found(tmp_path, this: list[str], last: list[str]) -> dict[str, str]:
    """The codes of copying between two years, with their messages."""
    problems = "存在的主要问题及改进情况: |\n  {}\n"
    now = with_entries(overview(this) + problems.format("解读材料偏少。"))
    before = with_entries(overview(last) + problems.format("人手不足。"), LAST)
    item = examined(tmp_path, now, last=before)
    return {entry.code: entry.message for entry in item.findings if entry.code in {"K510", "K511"}}


@pytest.mark.parametrize(
    ("kept", "expected"),
    [
        (10, {"K510": "10 句话里有 10 句与上年报告相同"}),
        (9, {"K510": "10 句话里有 9 句与上年报告相同"}),
        (8, {"K511": "10 句话里有 8 句与上年报告相同"}),
        (1, {"K511": "10 句话里有 1 句与上年报告相同"}),
        (0, {}),
    ],
)
def test_copied_sentences_are_counted(tmp_path, kept, expected):
    last = SENTENCES[:kept] + [f"上年另外写过的一句不相同的话，编号第{n}句。" for n in range(10 - kept)]
    assert found(tmp_path, SENTENCES, last) == expected


def test_a_year_or_a_mark_does_not_make_a_sentence_new_but_a_figure_does(tmp_path):
    last = ["2024年，镇政府网站公开政府信息一百条。", "全年收到政府信息公开申请13件。"]
    this = ["2025年镇政府网站公开政府信息一百条。", "全年收到政府信息公开申请14件。"]
    assert found(tmp_path, this, last) == {"K511": "2 句话里有 1 句与上年报告相同"}


def test_the_finding_shows_which_sentences(tmp_path):
    text = with_entries(overview(SENTENCES))
    before = with_entries(overview([*SENTENCES[:2], "上年另外写过的一句不相同的话。"]), LAST)
    item = examined(tmp_path, text, last=before)
    (finding,) = [entry for entry in item.findings if entry.code == "K511"]
    assert [term.message for term in finding.related][:2] == [words[:20] for words in SENTENCES[:2]]
    assert finding.span.line == text[: text.index(SENTENCES[0])].count("\n") + 1


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [(124, 640, True), (124, 24, True), (124, 200, False), (0, 40, False), (0, 50, True)],
)
def test_a_leap_is_five_times_and_not_a_trifle(tmp_path, before, now, expected):
    licence = "行政许可: {本年处理决定数量: 124}"
    text = BASE.replace(licence, licence.replace("124", str(now)))
    last = LAST.replace(
        LAST[LAST.index("行政许可: {") : LAST.index("行政处罚")],
        f"行政许可: {{本年处理决定数量: {before}}}\n  ",
    )
    item = examined(tmp_path, text, last=last)
    assert (leaps.code in {entry.code for entry in item.findings}) is expected


def test_a_year_under_the_older_notice_is_not_told_of_a_clause_that_came_later(tmp_path):
    text = (ROOT / "examples" / "luzhi" / "2020.yaml").read_text(encoding="utf-8")
    (tmp_path / "2020.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "2019.yaml").write_text(text.replace("年度: 2020", "年度: 2019"), encoding="utf-8")
    found = examine(tmp_path / "2020.yaml").findings
    (copied,) = (entry for entry in found if entry.code == "K510")
    assert copied.citation == ""
