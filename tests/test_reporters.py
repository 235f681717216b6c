"""Every format of a review: exact lines, valid documents, places that outlive edits; and what is left out."""

from __future__ import annotations

import io
import json
import re
import sys
from pathlib import Path

import pytest
from helpers import BASE, EXAMPLES, examined, with_entries

from govgen.catalogue import entry
from govgen.cli.app import run
from govgen.diagnostics import Finding, Level, Related, Span
from govgen.reporters import FORMATS, Outcome, Summary, report, report_text, width
from govgen.review.acceptance import Settled

UNBALANCED = "收到和处理政府信息公开申请情况:\n  本年新收政府信息公开申请数量: {自然人: 5}\n"
BROKEN = with_entries("信息处理费: {件数: 三, 金额元: 3件}\n所属: 某省某市某县 #3号\n" + UNBALANCED)
"""Draws two errors of values, one of sums with its terms elsewhere, and a warning."""
NOTHING = Summary(1, 0, 0, 0, 0, 0)


@pytest.fixture(autouse=True)
def at_home(tmp_path, monkeypatch):
    """Each run starts in an empty folder, on no platform."""
    monkeypatch.chdir(tmp_path)
    for name in ("GITHUB_ACTIONS", "GITHUB_WORKSPACE", "CI_PROJECT_DIR", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)


def outcome(*findings: Finding, **more: object) -> Outcome:
    return Outcome(findings, NOTHING, **more)  # type: ignore[arg-type]  (a shorthand for tests)


def one(message: str = "甲", **more: object) -> Finding:
    known = {"code": "B201", "level": Level.ERROR, "span": Span.point(3, 5, 2), "file": "乡镇/2025.yaml"}
    return Finding(message=message, **(known | more))  # type: ignore[arg-type]  (likewise)


def checked(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    code = run(["check", *arguments])
    return code, capsys.readouterr().out


def as_document(capsys: pytest.CaptureFixture[str], kind: str, *arguments: str) -> object:
    return json.loads(checked(capsys, "--output-format", kind, *arguments)[1])


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
        "::100%25%0D%0A二行: a,b::error::x\n"
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


def sarif_run(text: str) -> dict[str, object]:
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
    accepted = Settled(one(level=Level.WARNING, code="L402"), "没有新格式")
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
    return [one["fingerprint"] for one in as_document(capsys, "gitlab", "2025.yaml")]  # type: ignore[attr-defined]  (a list)


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


def test_the_caret_stands_under_the_place_however_wide_the_characters():
    finding = one(span=Span.point(1, 3, 2))
    shown = report_text(outcome(finding, lines={"乡镇/2025.yaml": ["a甲乙c丙"]})).split("\n")
    line, caret = shown[2], shown[3]
    prefix = line[: line.index("乙")]
    assert width(prefix) == caret.index("^")
    assert caret.count("^") == width("乙c")


def test_a_long_line_is_shown_around_the_place():
    finding = one(span=Span.point(1, 501, 1))
    shown = report_text(outcome(finding, lines={"乡镇/2025.yaml": ["字" * 500 + "错" + "字" * 500]})).split(
        "\n"
    )
    assert width(shown[2]) < 130
    assert width(shown[2][: shown[2].index("错")]) == shown[3].index("^")


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
def test_colours_stand_on_a_terminal_only_and_no_color_is_honoured(
    tmp_path, monkeypatch, capsys, asked, coloured
):
    examined(tmp_path, BROKEN)
    if asked is not None:
        monkeypatch.setenv("NO_COLOR", asked)
    with monkeypatch.context() as patch:
        screen = Terminal(io.BytesIO(), encoding="utf-8", write_through=True)
        patch.setattr(sys, "stdout", screen)
        run(["check", "2025.yaml"])
        shown = screen.buffer.getvalue()  # type: ignore[attr-defined]  (BytesIO)
    assert (b"\x1b[" in shown) is coloured
    assert "\x1b[" not in checked(capsys, "2025.yaml")[1]


# Several formats in one run


def test_several_formats_in_one_run_say_the_same(tmp_path, capsys):
    examined(tmp_path, BROKEN)
    files = {kind: tmp_path / f"out.{kind}" for kind in FORMATS if kind != "text"}
    asked = [part for kind, file in files.items() for part in ("--output-format", f"{kind}={file.name}")]
    code, screen = checked(capsys, "--output-format", "text", *asked, "2025.yaml")
    assert code == 1
    assert screen == checked(capsys, "2025.yaml")[1]
    for kind, file in files.items():
        assert file.read_text(encoding="utf-8") == checked(capsys, "--output-format", kind, "2025.yaml")[1]


def test_results_in_files_alone_leave_the_screen_for_the_summary(tmp_path, capsys):
    examined(tmp_path, BROKEN)
    run(["check", "--output-format", "json=x.json", "2025.yaml"])
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.startswith("共审核 1 个文件")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--output-format", "xml"], "没有“xml”这种格式"),
        (["--output-format", "text", "--output-format", "json"], "屏幕上只能有一种"),
        (["--output-format", "json=a", "--output-format", "sarif=a"], "写到了同一处"),
        (["--output-format", "json=2025.yaml"], "不能写到要审核的文件上"),
        (["--output-format", "json=没有/x.json"], "找不到"),
        (["--select", "Z9"], "没有以“Z9”开头的代码"),
        (["--ignore", "B2019"], "是不是想写"),
        (["--level", "fatal"], "只能是"),
    ],
)
def test_misuse_ends_with_two_and_a_chinese_line(tmp_path, capsys, arguments, says):
    item = examined(tmp_path, BROKEN)
    assert run(["check", *arguments, "2025.yaml"]) == 2
    assert says in capsys.readouterr().err
    assert item.path.read_text(encoding="utf-8") == BROKEN


# What is shown and counted


def codes_of(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[list[str], dict[str, int]]:
    document = as_document(capsys, "json", *arguments, "2025.yaml")
    return [finding["code"] for finding in document["findings"]], document["summary"]


def test_level_shows_it_and_what_is_graver(tmp_path, capsys):
    item = examined(tmp_path, BROKEN)
    everything, summary = codes_of(capsys)
    assert {finding.level for finding in item.findings} == set(Level)
    for level in Level:
        shown, counted = codes_of(capsys, "--level", level.value)
        kept = [finding for finding in item.findings if finding.level.rank <= level.rank]
        assert shown == [finding.code for finding in kept]
        assert counted["left_out"] == len(everything) - len(kept)
        assert counted["errors"] == summary["errors"]


def test_select_and_ignore_go_by_the_beginning_of_codes(tmp_path, capsys):
    examined(tmp_path, BROKEN)
    everything, _ = codes_of(capsys)
    assert set(codes_of(capsys, "--select", "B")[0]) == {"B201"}
    assert set(codes_of(capsys, "--select", "b2，Y018")[0]) == {"B201", "Y018"}
    assert codes_of(capsys, "--ignore", "B2", "--ignore", "D,Y")[0] == [
        code for code in everything if code[0] not in "BDY"
    ]
    assert codes_of(capsys, "--select", "D1", "--ignore", "D109")[0] == ["D111"]


def test_what_is_left_out_is_not_counted_but_told(tmp_path, capsys):
    examined(tmp_path, BROKEN)
    code, out = checked(capsys, "--select", "Y018", "2025.yaml")
    assert code == 0
    assert re.search(r"另有 \d+ 处（其中错误 \d+ 处）不在所选的级别和规则之内", out)
    assert "另有" not in checked(capsys, "2025.yaml")[1]


# Bare texts


TEXT = "青禾镇人民政府2025年政府信息公开工作年度报告\n一、总体情况\n{}\n二、主动公开政府信息情况\n"


def test_a_bare_text_is_reviewed_by_the_same_rules(tmp_path, capsys):
    words = "（一）主动公开情况。按照《中华人民共和国政府信息公开条例规定，积极推进积极推进公开工作。"
    (tmp_path / "报告.txt").write_text(TEXT.format(words), encoding="utf-8")
    run(
        [
            "check",
            "--text",
            "报告.txt",
            "--body",
            "青禾镇人民政府",
            "--year",
            "2025",
            "--output-format",
            "json",
        ]
    )
    of_text = json.loads(capsys.readouterr().out)["findings"]
    examined(tmp_path, with_entries(f"总体情况: |\n  {words}\n"))
    of_file = as_document(capsys, "json", "2025.yaml")["findings"]
    wording = [finding for finding in of_file if finding["code"].startswith("T")]
    assert wording
    same = {(finding["code"], finding["message"]) for finding in of_text}
    assert {(finding["code"], finding["message"]) for finding in wording} <= same
    line = TEXT.format(words).split("\n").index(words) + 1
    assert line in {finding["line"] for finding in of_text}
    assert {finding["file"] for finding in of_text} == {"报告.txt"}


@pytest.mark.parametrize("name", ["报告.txt", "-"])
def test_a_text_in_gbk_is_read_with_a_hint(tmp_path, capsys, monkeypatch, name):
    raw = TEXT.format("全年未发生责任追究情形。").encode("gb18030")
    (tmp_path / "报告.txt").write_bytes(raw)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
    run(["check", "--text", name, "--body", "青禾镇人民政府", "--year", "2025", "--output-format", "json"])
    document = json.loads(capsys.readouterr().out)
    (told,) = [finding for finding in document["findings"] if finding["code"] == "Y003"]
    assert told["level"] == "info"
    assert told["file"] == ("标准输入" if name == "-" else name)
    assert document["summary"]["files"] == 1


def test_what_is_no_text_is_an_error(tmp_path, capsys):
    (tmp_path / "a.txt").write_bytes(b"%PDF-1.7")
    (tmp_path / "b.txt").write_bytes(b" \n")
    for name, code in (("a.txt", "Y004"), ("b.txt", "Y006")):
        assert run(["check", "--text", name, "--body", "青禾镇人民政府", "--year", "2025"]) == 1
        assert f"错误[{code}]" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--text", "a.txt"], "要同时写 --body 和 --year"),
        (["--text", "a.txt", "--body", "青禾产业园管委会", "--year", "2025"], "请写 --kind"),
        (["--text", "a.txt", "--body", "青禾镇", "--year", "2015"], "还没有统一格式"),
        (["--text", "a.txt", "--body", "青禾镇", "--year", "2025", "."], "不能与路径"),
        (["--body", "青禾镇", "."], "要与 --text 同用"),
        (["--yes", "."], "要与 --fix 同用"),
        ([], "没有写要审核的文件"),
    ],
)
def test_what_does_not_go_together_is_told(tmp_path, capsys, arguments, says):
    (tmp_path / "a.txt").write_text("一、总体情况\n", encoding="utf-8")
    assert run(["check", *arguments]) == 2
    assert says in capsys.readouterr().err


def test_kind_decides_where_the_name_does_not(tmp_path, capsys):
    (tmp_path / "a.txt").write_text("一、总体情况\n全年工作平稳有序。\n", encoding="utf-8")
    arguments = ["--text", "a.txt", "--body", "青禾产业园管委会", "--year", "2025", "--excerpt"]
    assert run(["check", *arguments, "--kind", "县级部门"]) == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith("共审核 1 个文件")


@pytest.mark.parametrize("kind", FORMATS)
def test_the_order_of_files_does_not_matter(capsys, kind):
    names = [str(path) for path in EXAMPLES]
    forwards = checked(capsys, "--output-format", kind, *names)[1]
    assert forwards == checked(capsys, "--output-format", kind, *reversed(names))[1]
    assert Path(names[0]).name in forwards
