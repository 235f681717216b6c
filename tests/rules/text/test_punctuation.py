"""Marks, widths and blanks of prose: what is mended, what is left alone, and nothing more."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from sentences import mended

from govgen.rules.text.punctuation import edits

PROSE = [
    ("(一) 强化领导,落实责任", "（一）强化领导，落实责任"),
    ("（一)强化", "（一）强化"),
    ("一 （)", "一（）"),
    ("情况: 加强; 提高", "情况：加强；提高"),
    ("取得成绩,但仍有不足", "取得成绩，但仍有不足"),
    ("共90条,其中", "共90条，其中"),
    ("信息发布 协调 保密 审查办法", "信息发布协调保密审查办法"),
    ("公开。　下一步", "公开。下一步"),
    ("《甲》 、《乙》", "《甲》、《乙》"),
    ("《条例》(以下简称条例)", "《条例》（以下简称条例）"),
    ("全年１９件", "全年19件"),
    ("是否公开??", "是否公开？？"),
    ("信息  公开", "信息公开"),
    ("印制Ａ４宣传册", "印制A4宣传册"),
    ("网址:http://a.gov.cn/x,y", "网址：http://a.gov.cn/x,y"),
]

ALONE = [
    "共1,234件",
    "上午8:30至11:30",
    "见http://www.a.gov.cn/a,b;c:d?e!f",
    "邮箱a.b@c.gov.cn",
    "国办发(2021)30号",
    "文件 (PDF)",
    "共 90 条",
    "姓名　　职务",
    "a, b; c: d",
    "增长3.5%",
    "（一）主动公开情况。全年公开128条，其中90条。",
]


@pytest.mark.parametrize(("wrong", "right"), PROSE)
def test_prose_is_mended(wrong, right):
    assert mended(wrong) == right


@pytest.mark.parametrize("text", ALONE)
def test_what_may_be_meant_is_left_alone(text):
    assert edits(text) == []


@example("一 （)")
@given(st.text(alphabet="甲乙丙一（）()《》，,：:；;?! 　\u00a0\t19１９.ab/@。", max_size=40))
def test_mending_prose_is_done_at_once_and_changes_width_and_blanks_only(text):
    once = mended(text)
    assert mended(once) == once
    fold = str.maketrans("（），：；？！１９", "(),:;?!19", " 　\u00a0\t")
    assert once.translate(fold) == text.translate(fold)
    assert re.findall(r"\d+", once) == re.findall(r"\d+", text.translate(str.maketrans("１９", "19")))
