"""已核实: what is accepted, what is not, and what is said about entries that accept nothing."""

from __future__ import annotations

import json
from functools import partial

import pytest
from helpers import codes, with_entries, without
from helpers import examined as examined_of

from govgen.cli.app import run
from govgen.datafile.identity import AcceptedWarning
from govgen.datafile.yaml_reader.tree import Mapping
from govgen.findings.finding import Finding, Findings, Level, Span
from govgen.workflows.acceptance import settle

examined = partial(examined_of, year=2031)
LATER = "年度: 2031\n发布日期: 2032-01-18\n"
"""Draws L402, a warning, once: no notice for such a year was looked for."""
REASON = "上级当年没有印发新的格式"


def entry(rule: str, where: str = "", reason: str = REASON) -> AcceptedWarning:
    return AcceptedWarning(code=rule, where=where, reason=reason, node=Mapping(Span.point(90, 3)))


def warning(code: str, where: str, line: int = 1, level: Level = Level.WARNING) -> Finding:
    return Finding(code, level, "…", Span.point(line, 1), where=where)


def settled(found: list[Finding], *entries: AcceptedWarning) -> tuple[list[str], list[str]]:
    """Codes left, and codes accepted."""
    items = Findings()
    items.extend(found)
    left, accepted = settle(items, entries)
    return [item.code for item in left], [item.finding.code for item in accepted]


def accepting(words: str) -> str:
    return with_entries(f"{LATER}已核实:\n  - {{{words}}}\n")


def test_an_accepted_warning_is_taken_out_and_kept_with_its_reason(tmp_path):
    assert "L402" in codes(examined(tmp_path, with_entries(LATER)))
    item = examined(tmp_path, accepting(f"规则: L402, 理由: {REASON}"))
    assert "L402" not in codes(item)
    (kept,) = item.accepted
    assert (kept.finding.code, kept.reason) == ("L402", REASON)
    assert kept.finding.file == item.path.as_posix()


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("规则: L402", "D151"),
        ("规则: L402, 理由: 【待填写】", "D151"),
        ("规则: L40Z, 理由: 无", "D152"),
        ("理由: 无", "D152"),
        ("规则: B201, 理由: 无", "D150"),
        ("规则: Y018, 理由: 无", "D150"),
        ("规则: L402, 位置: 总体情况, 理由: 无", "D150"),
    ],
)
def test_an_entry_that_accepts_nothing_is_a_finding_at_the_entry(tmp_path, words, code):
    text = accepting(words)
    item = examined(tmp_path, text)
    (fault,) = [finding for finding in item.findings if finding.code.startswith("D15")]
    assert fault.code == code
    assert (fault.span.line, fault.span.column) == (text.split("\n").index(f"  - {{{words}}}") + 1, 5)
    assert "L402" in codes(item)
    assert not item.accepted


def test_an_unknown_code_comes_with_a_guess(tmp_path):
    item = examined(tmp_path, accepting("规则: L4O2, 理由: 无"))
    assert "是不是想写" in next(found.message for found in item.findings if found.code == "D152")


@pytest.mark.parametrize(
    "where",
    [
        "行政复议.结果维持",
        "结果维持",
        "政府信息公开行政复议、行政诉讼情况.行政复议.结果维持",
        " 行政复议．结果 维持",
    ],
)
def test_a_place_is_a_key_path_or_its_end(where):
    found = [
        warning("C301", "政府信息公开行政复议、行政诉讼情况.行政复议.结果维持"),
        warning("C301", "总体情况", 2),
    ]
    assert settled(found, entry("C301", where)) == (["C301"], ["C301"])


def test_the_printed_heading_names_a_section_too():
    assert settled([warning("C301", "总体情况")], entry("c301", "一、总体情况")) == ([], ["C301"])


def test_the_end_of_a_word_is_not_the_end_of_a_path():
    assert settled([warning("C301", "总体情况")], entry("C301", "情况")) == (["C301", "D150"], [])


def test_without_a_place_only_a_code_that_fires_once_is_accepted():
    twice = [warning("C301", "总体情况"), warning("C301", "总体情况", 2)]
    assert settled(twice, entry("C301")) == (["C301", "C301", "D154"], [])
    assert settled(twice[:1], entry("C301")) == ([], ["C301"])


def test_a_place_that_could_be_two_is_refused():
    found = [warning("C301", "行政复议.总计"), warning("C301", "行政诉讼.总计", 2)]
    assert settled(found, entry("C301", "总计")) == (["C301", "C301", "D154"], [])


def test_all_findings_of_a_code_at_the_named_place_are_accepted():
    found = [warning("C301", "总体情况"), warning("C301", "总体情况", 2)]
    assert settled(found, entry("C301", "总体情况")) == ([], ["C301", "C301"])


def test_an_entry_written_twice_is_used_once():
    twice = (entry("C301", "总体情况"), entry("C301", "总体情况"))
    assert settled([warning("C301", "总体情况")], *twice) == (["D150"], ["C301"])


@pytest.mark.parametrize("where", ["", "上年结转", "总体情况"])
def test_an_error_stands_whatever_is_written(where):
    found = [warning("K501", "上年结转", level=Level.ERROR)]
    assert settled(found, entry("K501", where)) == (["K501", "D153"], [])


def test_an_error_that_was_softened_can_be_accepted():
    softened = [warning("K501", "上年结转")]
    assert settled(softened, entry("K501")) == ([], ["K501"])


def test_an_entry_is_not_called_unused_where_its_rule_could_not_speak(tmp_path):
    unread = examined(tmp_path, "已核实:\n  - {规则: L402, 理由: 无}\n---\n机关: 青禾镇人民政府\n")
    assert "Y021" in codes(unread)
    assert "D150" not in codes(unread)
    nameless = examined(tmp_path, without("机关") + "已核实:\n  - {规则: L402, 理由: 无}\n")
    assert "D150" not in codes(nameless)
    alone = with_entries("已核实:\n  - {规则: K510, 理由: 无}\n  - {规则: Y018, 理由: 无}\n")
    found = [finding for finding in examined_of(tmp_path, alone).findings if finding.code == "D150"]
    assert ["Y018" in finding.message for finding in found] == [True]


def test_an_entry_in_the_wrong_place_is_reported_where_the_code_is():
    items = Findings()
    items.add(warning("C301", "总体情况"))
    left, _ = settle(items, [entry("C301", "其他需要报告的事项")])
    assert "总体情况" in next(item.message for item in left if item.code == "D150")


def test_text_and_json_show_what_was_accepted_and_why(tmp_path, capsys):
    item = examined(tmp_path, accepting(f"规则: L402, 理由: {REASON}"))
    path = item.path.rename(tmp_path / "2031.yaml")
    assert run(["check", "--output-format", "text", str(path)]) == 0
    text = capsys.readouterr().out
    assert "已核实[L402]" in text
    assert f"理由：{REASON}" in text
    assert "，已核实 1。" in text
    run(["check", "--output-format", "json", str(path)])
    document = json.loads(capsys.readouterr().out)
    assert document["summary"]["accepted"] == 1
    assert "L402" not in [finding["code"] for finding in document["findings"]]
    assert [(kept["code"], kept["reason"]) for kept in document["accepted"]] == [("L402", REASON)]


def test_build_does_not_repeat_what_was_accepted(tmp_path, capsys):
    item = examined(tmp_path, accepting(f"规则: L402, 理由: {REASON}"))
    run(["build", str(item.path), "--format", "html", "-o", str(tmp_path / "out")])
    assert "[L402]" not in capsys.readouterr().err
    plain = examined(tmp_path, with_entries(LATER))
    run(["build", str(plain.path), "--format", "html", "-o", str(tmp_path / "out")])
    assert "[L402]" in capsys.readouterr().err
