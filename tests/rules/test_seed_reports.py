"""The five sample reports: every mistake in their prose that a reader listed is found, or named as out of reach."""

from __future__ import annotations

import functools

import pytest
from helpers import shared
from sentences import marked

from govgen.datafile.identity import kind_of
from govgen.findings.finding import Finding
from govgen.importers.bare_text import report_of
from govgen.rules.engine import review

SEEDS = {
    "000": ("000_6fcfc4d15a0103bf.txt", "承留镇人民政府", 2020),
    "001": ("001_94d5af374346e30f.txt", "灵秀镇人民政府", 2020),
    "002": ("002_1104d68483ffc8d3.txt", "漳平市芦芝镇人民政府", 2020),
    "003": ("003_d7ed800fb9a05f29.txt", "港口街镇人民政府", 2020),
    "004": ("004_f981580c597a0c44.txt", "下马关镇人民政府", 2019),
}

FOUND = [
    ("000", "总体情况 has no 依申请公开", "L412", "2020年度，承留镇在市委市政府"),
    ("000", "half-width brackets of （一）", "T654", "("),
    ("000", "no period, no signature or date", "T663", ""),
    ("001", "parts 1 + 0 + 1 of a total of 1", "C311", "1 条，其中机构设置"),
    ("001", "a town speaks of 街道", "T604", "街道信息公开"),
    ("001", "依申请公开政府信息公开 doubled", "T632", "依申请公开政府信息公开"),
    ("001", "brackets of two widths", "T654", "("),
    ("001", "、 between 《》 and 《》", "T656", "》、《"),
    ("001", "年度报告 without 工作", "T661", "政府信息公开年度报告"),
    ("001", "no signature or date", "T663", ""),
    ("002", "second level numbered 1.", "T641", "1."),
    ("002", "half-width marks", "T654", "("),
    ("002", "流于形式缺乏: a mark is missing", "T651", "流于形式缺乏"),
    ("003", "2016年度 left over", "T602", "2016年"),
    ("003", "old outline: 概述", "L419", "由概述"),
    ("003", "old outline: 收费及减免", "L419", "收费及减免"),
    ("003", "a part that the format lacks", "L418", "政府信息公开的收费及减免情况"),
    ("003", "继续保持 without an object", "T633", "工作继续保持"),
    ("003", "blanks inside a title", "T653", " "),
    ("003", "纸制文件", "T630", "纸制文件"),
    ("003", "a verb is missing after 积极主动", "T633", "积极主动"),
    ("003", "积极推进积极推进", "T620", "积极推进积极推进"),
    ("003", "其它 for 其他", "T631", "其它"),
    ("003", "names of office-holders", "P709", "镇长刘光勇"),
    ("003", "no signature or date", "T663", ""),
    ("004", "title missing", "T662", ""),
    ("004", "《 missing", "T610", "》"),
    ("004", "（二） without （一）", "T640", "(二)"),
    ("004", "heading three missing", "L421", ""),
    ("004", "heading five altered", "L420", "五、存在的問題及改進情況"),
    ("004", "一、 silent on 依申请公开", "L412", ""),
]

OUT_OF_REACH = {
    ("000", "规范性文件类信息20条 beside 19 in the table"): "what was published is not what the table counts",
    ("000", "mixed brackets in the captions of the tables"): "the tables are the importer's",
    ("001", "growth entered where the year before was 0"): "the tables are the importer's",
    ("001", "headings at three levels of Markdown"): "levels of Markdown are the page's, not the report's",
    ("001", "向两馆移交 undefined"): "a word that is common knowledge to its readers",
    ("002", "altered note, label and rows of table three"): "the tables are the importer's",
    ("003", "introduction inside 一、"): "an introduction has no form of its own by which to know it",
    ("003", "镇党委人大主席"): "needs a list of the offices of each body",
    ("003", "title without 人民政府"): "the short name of a body is usual in titles",
    ("003", "rules of government 4 54 58, 65万"): "the tables are the importer's",
    ("004", "想成信息 for 现成信息"): "a label of table three, and in traditional characters",
    ("004", "disputes without applications"): "needs the figures of the tables, which the importer reads",
    ("004", "furniture of the page"): "in traditional characters, which the importer converts first",
}


@functools.cache
def read(seed: str) -> tuple[str, tuple[Finding, ...]]:
    name, body, year = SEEDS[seed]
    text = shared(f"seeds/{name}").read_text(encoding="utf-8")
    return text, tuple(review(report_of(text, body=body, kind=kind_of(body), year=year)))


@pytest.mark.parametrize(
    ("seed", "mistake", "code", "words"), FOUND, ids=[f"{s}-{m}" for s, m, _, _ in FOUND]
)
def test_a_listed_mistake_is_found_on_its_words(seed, mistake, code, words):
    text, found = read(seed)
    assert any(words in marked(text, item) for item in found if item.code == code), mistake


def test_what_is_out_of_reach_has_its_reason():
    assert all(reason for reason in OUT_OF_REACH.values())
    assert not {(seed, mistake) for seed, mistake, *_ in FOUND} & set(OUT_OF_REACH)


def test_the_seeds_draw_no_error_but_what_is_forbidden():
    assert [(seed, item.code) for seed in SEEDS for item in read(seed)[1] if item.level == "error"] == []
