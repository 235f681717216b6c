"""Every format of a review: exact lines, valid documents, places that outlive edits."""

from __future__ import annotations

import io
import json
import os
import re
import sys
from typing import Any

import pytest
from helpers import BASE, examined
from reviewing import BROKEN, as_document, checked, leave_platforms

from govgen.cli.app import run
from govgen.findings.catalogue import entry
from govgen.findings.display import columns
from govgen.findings.finding import MOST, AcceptedFinding, Finding, Findings, Level, Related, Span
from govgen.findings.reporters import FORMATS, report, text
from govgen.findings.reporters.outcome import Outcome, Summary
from govgen.findings.reporters.text import report_text

NOTHING = Summary(1, 0, 0, 0, 0, 0)


@pytest.fixture(autouse=True)
def at_home(tmp_path, monkeypatch):
    """Each run starts in an empty folder, on no platform."""
    monkeypatch.chdir(tmp_path)
    leave_platforms(monkeypatch)


def outcome(*findings: Finding, **more: Any) -> Outcome:
    return Outcome(findings, NOTHING, **more)


def one(message: str = "甲", **more: Any) -> Finding:
    known = {"code": "B201", "level": Level.ERROR, "span": Span.point(3, 5, 2), "file": "乡镇/2025.yaml"}
    return Finding(message=message, **(known | more))


# GitHub annotations


def test_annotation_lines_are_exact():
    terms = (Related("新收 5", Span.point(7, 9)), Related("上年", Span.point(2, 1), "2024.yaml"))
    finding = one("收支不平衡：差 1", citation="条例第五十条", advice="改正。", related=terms)
    assert report("github", outcome(finding)) == (
        "::error file=乡镇/2025.yaml,line=3,endLine=3,col=5,endColumn=7,title=错误[B201]"
        "::收支不平衡：差 1%0A新收 5：第 7 行%0A上年：2024.yaml 第 2 行%0A依据：条例第五十条%0A改法：改正。\n"
    )


def test_annotations_escape_what_would_change_the_command():
    finding = one("100%\r\n二行: a,b::error::x", file="a,b:c%d.yaml", level=Level.WARNING, code="L402")
    assert report("github", outcome(finding)) == (
        "::warning file=a%2Cb%3Ac%25d.yaml,line=3,endLine=3,col=5,endColumn=7,title=警告[L402]"
        "::100%25␍␊二行: a,b::error::x\n"
    )


def test_annotations_over_several_lines_have_no_columns():
    finding = one(level=Level.INFO, code="K500", span=Span(3, 5, 4, 2))
    assert report("github", outcome(finding)) == (
        "::notice file=乡镇/2025.yaml,line=3,endLine=4,title=提示[K500]::甲\n"
    )


def test_annotations_come_by_themselves_on_github_actions(tmp_path, capsys, monkeypatch):
    examined(tmp_path, BROKEN)
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    assert run(["check", "2025.yaml"]) == 1
    shown = capsys.readouterr()
    lines = shown.out.splitlines()
    assert all(line.startswith(("::error ", "::warning ", "::notice ")) for line in lines)
    assert shown.err.startswith("共审核 1 个文件")
    assert f"错误 {sum(line.startswith('::error ') for line in lines)}，" in shown.err
    assert checked(capsys, "--output-format", "text", "2025.yaml")[1].startswith("警告[Y018]")


def test_platforms_get_paths_from_the_top_of_the_repository(tmp_path, capsys, monkeypatch):
    (tmp_path / "某镇").mkdir()
    item = examined(tmp_path / "某镇", BROKEN)
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path))
    monkeypatch.chdir(tmp_path / "某镇")
    for named in ("2025.yaml", "./2025.yaml", "../某镇/2025.yaml", str(item.path)):
        _, out = checked(capsys, "--output-format", "github", named)
        assert set(re.findall(r"file=([^,]*),", out)) == {"某镇/2025.yaml"}


# SARIF


def sarif_run(text: str) -> dict[str, Any]:
    """The only run of a SARIF text, after the published model has accepted the document."""
    model = pytest.importorskip("sarif_pydantic", reason="the model of SARIF is not installed")
    assert len(model.Sarif.model_validate_json(text).runs) == 1
    (only,) = json.loads(text)["runs"]
    return only


def test_sarif_is_valid_and_says_all_a_viewer_needs(tmp_path, capsys):
    item = examined(tmp_path, BROKEN)
    only = sarif_run(checked(capsys, "--output-format", "sarif", "2025.yaml")[1])
    assert only["columnKind"] == "unicodeCodePoints"
    found = list(item.findings)
    assert [result["ruleId"] for result in only["results"]] == [finding.code for finding in found]
    rules = only["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == sorted({finding.code for finding in found})
    for result, finding in zip(only["results"], found, strict=True):
        rule = rules[result["ruleIndex"]]
        assert rule["id"] == result["ruleId"]
        assert rule["shortDescription"]["text"] == entry(finding.code).title
        assert rule["fullDescription"]["text"] == entry(finding.code).explanation
        assert entry(finding.code).advice in rule["help"]["text"]
        assert f"```yaml\n{entry(finding.code).example.right}```" in rule["help"]["markdown"]
        assert finding.message in result["message"]["text"]
        place = result["locations"][0]["physicalLocation"]
        assert place["artifactLocation"] == {"uri": "2025.yaml", "uriBaseId": "%SRCROOT%"}
        assert place["region"] == {
            "startLine": finding.span.line,
            "startColumn": finding.span.column,
            "endLine": finding.span.end_line,
            "endColumn": finding.span.end_column,
        }
        related = result.get("relatedLocations", [])
        assert [
            (term["message"]["text"], term["physicalLocation"]["region"]["startLine"]) for term in related
        ] == [(term.message, term.span.line) for term in finding.related]
    assert any(finding.related for finding in found)


def test_sarif_levels_are_those_of_the_finding():
    kinds = [one(level=level, code=code) for level, code in zip(Level, ("B201", "L402", "K500"), strict=True)]
    only = sarif_run(report("sarif", outcome(*kinds)))
    assert [result["level"] for result in only["results"]] == ["error", "warning", "note"]


def test_sarif_paths_are_uris(tmp_path):
    relative = sarif_run(report("sarif", outcome(one(file="某镇/二 份#1.yaml"))))
    absolute = sarif_run(report("sarif", outcome(one(file=(tmp_path / "二 份.yaml").as_posix()))))
    places = [
        result["locations"][0]["physicalLocation"]["artifactLocation"]
        for result in (*relative["results"], *absolute["results"])
    ]
    assert places[0]["uri"] == "%E6%9F%90%E9%95%87/%E4%BA%8C%20%E4%BB%BD%231.yaml"
    assert places[1] == {"uri": (tmp_path / "二 份.yaml").as_uri()}


def test_sarif_keeps_what_was_accepted_as_suppressed():
    accepted = AcceptedFinding(one(level=Level.WARNING, code="L402"), "没有新格式")
    only = sarif_run(report("sarif", outcome(one(), accepted=(accepted,))))
    assert [result.get("suppressions") for result in only["results"]] == [
        None,
        [{"kind": "inSource", "status": "accepted", "justification": "没有新格式"}],
    ]


def test_sarif_words_are_not_taken_for_links():
    only = sarif_run(report("sarif", outcome(one("[看](1)"), one("{甲}[乙]"))))
    assert [result["message"]["text"] for result in only["results"]] == [r"\[看\](1)", "{甲}[乙]"]


def test_sarif_of_a_clean_file_has_no_rules(tmp_path, capsys):
    (tmp_path / "2025.yaml").write_text(BASE, encoding="utf-8")
    only = sarif_run(checked(capsys, "--output-format", "sarif", "--level", "error", "2025.yaml")[1])
    assert (only["results"], only["tool"]["driver"]["rules"]) == ([], [])


# GitLab


def test_gitlab_items_have_exactly_what_the_platform_reads(tmp_path, capsys):
    """The platform's schema: five facts, its severities, a path without ``./``, all fingerprints unlike."""
    item = examined(tmp_path, BROKEN)
    items = as_document(capsys, "gitlab", "./2025.yaml")
    assert isinstance(items, list)
    found = list(item.findings)
    assert [one["check_name"] for one in items] == [finding.code for finding in found]
    severities = {Level.ERROR: "critical", Level.WARNING: "minor", Level.INFO: "info"}
    for one, finding in zip(items, found, strict=True):
        assert set(one) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert one["severity"] == severities[finding.level]
        assert one["description"].startswith(finding.message)
        assert one["location"] == {
            "path": "2025.yaml",
            "lines": {"begin": finding.span.line, "end": finding.span.end_line},
        }
        assert re.fullmatch("[0-9a-f]{32}", one["fingerprint"])
    assert len({one["fingerprint"] for one in items}) == len(items)


def prints(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return [one["fingerprint"] for one in as_document(capsys, "gitlab", "2025.yaml")]


def test_fingerprints_outlive_lines_that_come_and_go_above(tmp_path, capsys):
    examined(tmp_path, BROKEN)
    before = prints(capsys)
    examined(tmp_path, "# 一行\n\n# 又一行\n" + BROKEN)
    assert prints(capsys) == before
    examined(tmp_path, BROKEN.replace("件数: 三", "件数: 四"))
    after = prints(capsys)
    assert len(after) == len(before)
    assert len(set(after) - set(before)) == len([mark for mark in before if mark not in after]) > 0


def test_like_findings_on_one_line_have_fingerprints_of_their_own():
    twice = outcome(one(), one("乙"))
    marks = [item["fingerprint"] for item in json.loads(report("gitlab", twice))]
    assert len(set(marks)) == 2


# JSON and text


def test_json_says_where_and_which_published_mistakes(tmp_path, capsys):
    item = examined(tmp_path, BROKEN)
    document = as_document(capsys, "json", "2025.yaml")
    sums = [finding for finding in document["findings"] if finding["code"] == "B201"]
    assert sums
    assert all(finding["mistakes"] == ["A2"] for finding in sums)
    assert {finding["where"] for finding in sums} == {
        finding.where for finding in item.findings if finding.code == "B201"
    }
    assert document["accepted"] == []
    assert list(document["summary"])[:6] == [
        "files",
        "errors",
        "warnings",
        "infos",
        "stated_cells",
        "implied_zero_cells",
    ]


def test_the_caret_is_under_the_place_however_wide_the_characters():
    finding = one(span=Span.point(1, 3, 2))
    shown = report_text(outcome(finding, lines={"乡镇/2025.yaml": ["a甲乙c丙"]})).split("\n")
    line, caret = shown[2], shown[3]
    prefix = line[: line.index("乙")]
    assert columns(prefix) == caret.index("^")
    assert caret.count("^") == columns("乙c")


def test_a_long_line_is_shown_around_the_place():
    finding = one(span=Span.point(1, 501, 1))
    shown = report_text(outcome(finding, lines={"乡镇/2025.yaml": ["字" * 500 + "错" + "字" * 500]})).split(
        "\n"
    )
    assert columns(shown[2]) < 130
    assert columns(shown[2][: shown[2].index("错")]) == shown[3].index("^")


def test_a_line_far_too_long_is_not_measured_for_each_of_its_findings(monkeypatch):
    measured: list[int] = []

    def counted(words: str) -> int:
        measured.append(len(words))
        return columns(words)

    monkeypatch.setattr(text, "columns", counted)
    report_text(outcome(one(span=Span.point(1, 100_001, 1)), lines={"乡镇/2025.yaml": ["字" * 200_000]}))
    assert max(measured) <= text.WIDEST


def test_findings_alike_on_one_line_are_listed_up_to_a_limit_and_then_counted(tmp_path):
    line = next(number for number, words in enumerate(BASE.split("\n"), 1) if words.startswith("总体情况"))
    item = examined(tmp_path, BASE.replace("总体情况: |\n", f"总体情况: |\n  {'（' * 80}\n"))
    (*listed, last) = [finding for finding in item.findings if finding.code == "T610"]
    assert [finding.span.line for finding in listed] == [line + 1] * MOST
    assert (listed[-1].span.column, last.span.line, last.span.column) == (46, line + 1, 47)
    assert last.message == "这一行里这样的问题还有 30 处，没有逐一列出"
    assert last.level is listed[0].level


def test_what_is_counted_is_as_grave_as_the_gravest_of_it():
    found = Findings()
    found.extend(one(span=Span.point(1, column), level=Level.INFO) for column in range(1, MOST + 3))
    found.add(one(span=Span.point(1, MOST + 3), level=Level.ERROR))
    found.extend(one(span=Span.point(2, column)) for column in range(1, MOST + 1))
    first, second = ([item for item in found.capped() if item.span.line == line] for line in (1, 2))
    assert (len(first), first[-1].level) == (MOST + 1, Level.ERROR)
    assert "还有 3 处" in first[-1].message
    assert len(second) == MOST


def test_terms_are_shown_with_their_places():
    finding = one(
        related=(Related("新收 5", Span.point(7, 9)), Related("上年", Span.point(2, 1), "2024.yaml"))
    )
    text = report_text(outcome(finding))
    assert "新收 5：第 7 行第 9 列" in text
    assert "上年：2024.yaml 第 2 行第 1 列" in text


class Terminal(io.TextIOWrapper):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("asked", "coloured"), [(None, True), ("1", False), ("", True)])
def test_colours_are_for_a_terminal_only_and_no_color_is_honoured(
    tmp_path, monkeypatch, capsys, asked, coloured
):
    examined(tmp_path, BROKEN)
    if asked is not None:
        monkeypatch.setenv("NO_COLOR", asked)
    with monkeypatch.context() as patch:
        screen = Terminal(io.BytesIO(), encoding="utf-8", write_through=True)
        patch.setattr(sys, "stdout", screen)
        run(["check", "2025.yaml"])
        screen.seek(0)
        shown = screen.buffer.read()
    assert (b"\x1b[" in shown) is coloured
    assert "\x1b[" not in checked(capsys, "2025.yaml")[1]


@pytest.mark.parametrize("kind", FORMATS)
def test_a_file_whose_name_is_no_text_can_be_reported(tmp_path, monkeypatch, kind: str) -> None:
    """A folder packed on Windows and unpacked elsewhere has names in GBK."""
    name = os.fsdecode(b"q2\xc7\xe0.yaml")
    try:
        (tmp_path / name).write_text(BASE.replace("年度: 2025", "年度: 二"), encoding="utf-8")
    except OSError:
        pytest.skip("this file system takes only names that are text")
    leave_platforms(monkeypatch)
    monkeypatch.chdir(tmp_path)
    assert run(["check", name, "--output-format", f"{kind}=结果.txt"]) == 1
    said = (tmp_path / "结果.txt").read_text(encoding="utf-8")
    assert ("q2%C7%E0.yaml" if kind == "sarif" else "q2??.yaml") in said
