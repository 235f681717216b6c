"""``check --text``: a report that exists only as text is reviewed by the same rules."""

from __future__ import annotations

import io
import json
import sys

import pytest
from helpers import ROOT, examined, with_entries
from reviewing import as_document, leave_platforms

from govgen.cli.app import run


@pytest.fixture(autouse=True)
def at_home(tmp_path, monkeypatch):
    """Each run starts in an empty folder, on no platform."""
    monkeypatch.chdir(tmp_path)
    leave_platforms(monkeypatch)


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
    (found,) = [finding for finding in document["findings"] if finding["code"] == "Y003"]
    assert found["level"] == "info"
    assert found["file"] == ("标准输入" if name == "-" else name)
    assert document["summary"]["files"] == 1


def test_what_no_editor_shows_is_reported_once_of_a_text(tmp_path, capsys):
    text = TEXT.format("全年未\u200b发生责任\u200b追究情形。")
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    run(["check", "--text", "a.txt", "--body", "青禾镇人民政府", "--year", "2025", "--output-format", "json"])
    document = json.loads(capsys.readouterr().out)
    (found,) = [finding for finding in document["findings"] if finding["code"] == "Y007"]
    assert (found["level"], found["line"], found["column"]) == ("info", 3, 4)
    assert "共 2 处" in found["message"]


def test_what_is_no_text_is_an_error(tmp_path, capsys):
    (tmp_path / "a.txt").write_bytes(b"%PDF-1.7")
    (tmp_path / "b.txt").write_bytes(b" \n")
    for name, code in (("a.txt", "Y004"), ("b.txt", "Y006")):
        assert run(["check", "--text", name, "--body", "青禾镇人民政府", "--year", "2025"]) == 1
        said = capsys.readouterr().out
        assert f"错误[{code}]" in said
        assert ".yaml" not in said
        assert ("govgen import" in said) == (code == "Y004")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--text", "a.txt"], "要同时写 --body 和 --year"),
        (["--text", "a.txt", "--body", "青禾产业园管委会", "--year", "2025"], "请加选项 --kind"),
        (["--text", "a.txt", "--body", "青禾镇", "--year", "2015"], "2015 年度没有统一格式"),
        (["--text", "a.txt", "--body", "青禾镇", "--year", "2025", "."], "不能与路径"),
        (["--body", "青禾镇", "."], "要与 --text 同用"),
        (["--yes", "."], "要与 --fix 同用"),
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


def found_in(capsys, *more: str) -> list[tuple[str, str]]:
    """The codes and levels of a review of ``a.txt``."""
    arguments = ["--text", "a.txt", "--body", "青禾镇人民政府", "--year", "2025", *more]
    run(["check", *arguments, "--output-format", "json"])
    return [(item["code"], item["level"]) for item in json.loads(capsys.readouterr().out)["findings"]]


def test_the_line_in_which_an_excerpt_breaks_off_is_not_judged(tmp_path, capsys):
    whole = (ROOT / "tests" / "base" / "text.txt").read_text(encoding="utf-8")
    note = "（本列数据的勾稽关系为：第一项加第二项之和，"
    text = whole[: whole.index(note) + len(note)]
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    assert not {"L450", "L452"} & {code for code, _ in found_in(capsys, "--excerpt")}
    assert "L450" in {code for code, _ in found_in(capsys)}


def test_an_empty_cell_of_a_page_is_only_a_hint(tmp_path, capsys):
    whole = (ROOT / "tests" / "base" / "text.txt").read_text(encoding="utf-8")
    label = "2.重复申请"
    text = whole.replace(f"{label}\t0\t0\t0\t0\t0\t0\t0", f"{label}\t\t\t\t\t\t\t")
    assert text != whole
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    assert ("L454", "info") in found_in(capsys)


def test_a_text_is_reviewed_without_the_cluster(tmp_path, capsys):
    (tmp_path / "a.txt").write_text(TEXT.format("全年未发生责任追究情形。"), encoding="utf-8")
    words = ["--body", "青禾镇人民政府", "--year", "2025", "--scheduler", "tcp://127.0.0.1:1"]
    run(["check", "--text", "a.txt", *words])
    shown = capsys.readouterr()
    assert "共审核 1 个文件" in shown.out
    assert shown.err == ""
