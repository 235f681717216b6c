"""The lists of words: every entry says where it comes from, and every pattern is sound and fast."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from helpers import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st
from limits import stopped_after
from sentences import findings

from govgen.editions.loading import editions
from govgen.editions.table import CellRef
from govgen.findings.catalogue import entry as entry_of
from govgen.findings.finding import Level
from govgen.rules.consistency.cells import RELATIONS
from govgen.rules.lexicon import Phrase, coded_phrases, load, pattern
from govgen.rules.text.lines import fold_marks, is_furniture
from govgen.rules.text.vocabulary import listed

FOLDER = ROOT / "govgen/rules/lexicon"
NAMES = sorted(path.stem for path in FOLDER.glob("*.yaml"))
PATTERN_KEYS = {
    "find",
    "near",
    "unless",
    "words",
    "used",
    "defined",
    "good",
    "total",
    "outcomes",
    "rise",
    "fall",
    "against",
    "before",
    "after",
    "clause",
    "inside",
    "loose",
    "sure",
    "unsure",
    "literal",
}


def nodes(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every mapping and scalar of a list with its path."""
    yield path, value
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from nodes(inner, f"{path}/{key}")
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from nodes(inner, f"{path}[{number}]")


def patterns(name: str) -> Iterator[tuple[str, str]]:
    """Every pattern of a list with its path."""
    for path, value in nodes(load(name)):
        key = re.sub(r"\[\d+\]$", "", path).rpartition("/")[2]
        if isinstance(value, str) and (key in PATTERN_KEYS or key in {"patterns", "none", "zero"}):
            yield path, value


def test_there_are_lists():
    assert len(NAMES) > 12


@pytest.mark.parametrize("name", NAMES)
def test_every_entry_with_words_has_a_source(name):
    """An entry is a mapping with a pattern or with words; it names its source."""
    bare = [
        path
        for path, value in nodes(load(name))
        if isinstance(value, dict)
        and path
        and ({"find", "pairs", "words", "near", "terms", "names", "values"} & set(value))
        and not str(value.get("source", "")).strip()
    ]
    assert bare == []


@pytest.mark.parametrize("name", NAMES)
def test_no_source_is_the_set_the_rules_are_measured_with(name):
    assert "reports-dev" not in (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_patterns_compile_and_run_in_time(name):
    """No pattern takes long over long runs of what it is made of: each is tried on several such runs."""
    runs = [(word * 12_000)[:12_000] for word in ("公", "公开、", "1", "《", "信息公开申请1件，", " ", "*")]
    for path, expression in patterns(name):
        compiled = pattern(name, expression)
        for run in runs:
            with stopped_after(2):
                assert sum(1 for _ in compiled.finditer(run)) <= len(run), path


def test_a_review_of_a_long_line_takes_time_in_proportion():
    """Lists within lists, marks without partners and rows of numbers are read once, whatever their number."""
    words = ["其中1条", "（", "一是", "共1条，其中1条、", "20", "《条例》", " "]
    text = "一、总体情况\n" + "\n".join((word * 4_000)[:4_000] for word in words)
    with stopped_after(10):
        assert findings(text)


@pytest.mark.parametrize("name", NAMES)
def test_both_parsers_of_yaml_read_a_list_alike(name: str) -> None:
    text = (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
    assert yaml.load(text, Loader=yaml.SafeLoader) == yaml.load(text, Loader=yaml.CSafeLoader)


def test_a_message_names_the_word_that_is_meant() -> None:
    phrase = Phrase(
        "confusions", find="证物|公式(?=栏)", say="{0}：{3}", right={"证物": "政务", "公式": "公示"}
    )
    assert [phrase.message(match) for match in phrase.matches("证物、公式栏")] == ["证物：政务", "公式：公示"]


GUARDED = [
    Phrase(name, entry["find"], "", has=tuple(entry["has"]))
    for name in NAMES
    for _, entry in nodes(load(name))
    if isinstance(entry, dict) and "has" in entry and "find" in entry
]


@settings(max_examples=300)
@given(st.data())
def test_every_match_contains_one_of_the_words_its_entry_names(data: st.DataObject) -> None:
    """Were it not so, mistakes would be passed over in silence."""
    phrase = data.draw(st.sampled_from(GUARDED))
    assert phrase.may_match(data.draw(st.from_regex(pattern(phrase.list, phrase.find))))


def test_a_phrase_is_allowed_where_its_sentence_matches_unless() -> None:
    phrase = Phrase("marks", "甲+乙", "“{0}”", unless="丙")
    assert [match[0] for match in phrase.matches("甲甲乙。丙甲乙。甲乙")] == ["甲甲乙", "甲乙"]


def test_a_phrase_with_a_code_is_no_graver_than_the_catalogue_allows() -> None:
    phrases = coded_phrases()
    assert len(phrases) > 100
    graver = [
        phrase.find
        for phrase in phrases
        if phrase.level and Level(phrase.level).rank < entry_of(phrase.code).level.rank
    ]
    assert graver == []
    assert [phrase.find for phrase in phrases if not phrase.say] == []


def test_checks_of_cells_name_cells_of_an_edition_and_a_relation() -> None:
    """A cell that no edition has would never be judged."""
    known = {ref for edition in editions() for ref in edition.refs}
    checks = [*load("cells")["disputes"], *load("cells")["checks"]]
    names = {
        cell.format(each=word).removeprefix("last.")
        for check in checks
        for word in check.get("each", [""])
        for cell in check["cells"]
    }
    assert [name for name in sorted(names) if CellRef(*name.split(".")) not in known] == []
    assert {check["relation"] for check in checks} | {"short"} == set(RELATIONS)
    assert all(entry_of(check["code"]).title for check in checks)


FURNITURE = (
    "标题：青禾镇年度报告",
    "当前位置：首页",
    "首页 > 政务公开",
    "发布时间：2026-01-18",
    "来源：青禾镇",
    "浏览次数：12",
    "索引号：000",
    "扫一扫",
    "网站标识码",
    "2026-01-18 10:20",
    "下一篇",
    "责任编辑：某",
    "打印本页",
)


def test_the_sign_of_furniture_matches_every_kind_of_it():
    """One example for each entry, in their order: were the sign absent from one, it would be passed over."""
    page = load("furniture")["page"]
    assert len(page) == len(FURNITURE)
    for entry, line in zip(page, FURNITURE, strict=True):
        assert pattern("furniture", entry["find"]).search(fold_marks(line)), line
        assert is_furniture(line), line


@pytest.mark.parametrize("name", NAMES)
def test_no_key_is_there_twice(name: str) -> None:
    pending = [yaml.compose((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))]
    while pending:
        node = pending.pop()
        if isinstance(node, yaml.MappingNode):
            keys = [key.value for key, _ in node.value]
            assert len(keys) == len(set(keys)), sorted(key for key in keys if keys.count(key) > 1)
        children = node.value if isinstance(node, yaml.CollectionNode) else []
        pending += [part for child in children for part in (child if isinstance(child, tuple) else (child,))]


def test_each_word_of_the_vocabulary_is_listed_once() -> None:
    words = [word for group in ("everyday", "also", "beside") for word in listed(group)]
    assert len(words) == len(set(words)), sorted(word for word in words if words.count(word) > 1)
