"""Where lines of prose may end, in the page, on paper and in Word; the words stay what they are."""

from __future__ import annotations

import itertools
import re

import pytest
from docx_reading import W, body_of, has, part, words
from hypothesis import given
from hypothesis import strategies as st
from pdf_reading import LEFT, RIGHT, paper
from pdf_sample import report as sample
from rendering import report

from govgen.render import html_tree as dom
from govgen.render.docx.writer import write_docx
from govgen.render.html.line_breaks import typeset
from govgen.render.html.page import Templates

ADDRESS = "https://www.qinghe.gov.cn/zwgk/zfxxgk/202512/t20251231_1234567890.html?from=a&b=0#c"


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("占33.33%～66.67%的", "占[33.33%～66.67%]的"),
        ("2019—2020年", "[2019—2020年]"),
        ("北京—上海", "北[京—]上海"),
        ("公开——解读", "公开——解读"),
        ("巴音·布鲁克·镇", "巴[音·]布鲁[克·]镇"),
        ("本年增/减", "本年[增/减]"),
        ("12/31起", "[12/31]起"),
        (f"网址：{ADDRESS}）", f"网址：<{ADDRESS}>）"),
        ("邮箱office@qinghe.gov.cn。", "邮箱<office@qinghe.gov.cn>。"),
        ("资金123456789012345.67元", "资金123456789012345.67元"),
        ("电话0000-1234567", "电话[0000-1234567]"),
    ],
)
def test_marks_are_tied_to_what_stands_before_them_and_long_words_let_loose(text: str, marked: str) -> None:
    html = str(typeset(text)).replace("&amp;", "&")
    html = re.sub(r'<(a href="[^"]+"|span) class="tied">(.*?)</(?:span|a)>', r"[\2]", html)
    assert re.sub(r'<(a href="[^"]+"|span) class="loose">(.*?)</(?:span|a)>', r"<\2>", html) == marked


@given(st.text(alphabet="测试09a/·～—-.%&<>\"' @：", max_size=60))
def test_the_words_stay_what_they_are(text: str) -> None:
    node = dom.parse(f"<main>{typeset(text)}</main>").find(".//main")
    assert node is not None
    assert "".join(node.itertext()) == text


def test_no_line_on_paper_begins_with_a_mark_that_may_not_begin_one() -> None:
    cases = (
        "占比33.33%～66.67%的",
        "三月～五月的",
        "时间2019—2020年的",
        "北京—上海的",
        "巴音·布鲁克的",
        "本年增/减的",
    )
    fillers = [f"{'测' * length}{case}试试试。" for case in cases for length in range(17, 27)]
    printed = paper(sample(overview="".join(f"<p>{typeset(text)}</p>" for text in fillers)))
    nodes = [node for node in printed.tree.find("P") if printed.text(node) in fillers]
    lines = [line for node in nodes for line in printed.lines(node)]
    assert len(lines) > 1.5 * len(fillers)
    assert not [line for line in lines if line[0]["text"] in "～—·/"]
    assert not [line for line in lines if line[-1]["text"] == "/"]


def test_a_long_word_leaves_no_wide_gaps_in_its_lines() -> None:
    text = f"本镇依托县政府门户网站（网址：{ADDRESS}）公开信息，联系邮箱zhengwugongkai_office@mail.qinghe.gov.cn。"
    printed = paper(sample(overview=f"<p>{typeset(text)}</p>"))
    (node,) = (node for node in printed.tree.find("P") if "依托" in printed.text(node))
    assert printed.text(node) == text
    lines = printed.lines(node)
    assert len(lines) > 3
    for line in lines[:-1]:
        gaps = [other["x0"] - one["x1"] for one, other in itertools.pairwise(line)]
        assert max(gaps) < 3
        assert line[-1]["x1"] > RIGHT - 16
        assert line[0]["x0"] > LEFT - 0.5


def test_word_may_break_long_words_in_the_paragraphs_that_have_one() -> None:
    html = Templates().render(report(f"其他需要报告的事项: |\n  网址：{ADDRESS}。\n  没有其他事项。\n"))
    loose = [words(node) for node in body_of(write_docx(html)).findall(f"{W}p") if has(node, "wordWrap")]
    assert loose == [f"网址：{ADDRESS}。"]


def test_word_begins_no_line_with_the_marks_of_the_standard() -> None:
    settings = part(write_docx(Templates().render(report())), "word/settings.xml")
    before, after = (settings.find(f"{W}noLineBreaks{side}") for side in ("Before", "After"))
    assert before is not None
    assert after is not None
    assert set("～—·/，。、；：？！）》”") <= set(before.get(f"{W}val") or "")
    assert set("/（《“") <= set(after.get(f"{W}val") or "")
