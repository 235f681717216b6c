"""Verbs and their objects: a pair of the list is right, any other pair of its words is wrong."""

from __future__ import annotations

import pytest
from sentences import said

from govgen.rules.lexicon import load

NOUNS = {noun: verbs.split() for nouns, verbs in load("objects")["nouns"].items() for noun in nouns.split()}


@pytest.mark.parametrize("noun", NOUNS)
def test_a_verb_of_the_noun_is_right(noun):
    text = "".join(f"今年{verb}了政务公开{noun}。" for verb in NOUNS[noun])
    assert "T632" not in said(text)


@pytest.mark.parametrize("noun", NOUNS)
def test_a_verb_of_other_nouns_only_is_wrong(noun):
    for verb in {"缩小", "拓宽", "加快", "营造", "发扬"}.difference(NOUNS[noun]):
        assert f"{verb}了政务公开的{noun}" == said(f"今年{verb}了政务公开的{noun}。")["T632"]


@pytest.mark.parametrize(
    "text",
    [
        "加大政务公开推进力度。",
        "各部门工作推进力度，由办公室通报。",
        "形成了各项工作顺利开展的制度体系。",
        "对政策起到了积极的推动作用。",
        "考核各村落实效率。",
        "扩大公开范围，工作力度不断加大。",
        "提高了规范性文件公开的质量和效率。",
    ],
)
def test_a_verb_that_does_not_govern_the_noun_is_no_mistake(text):
    assert "T632" not in said(text)
