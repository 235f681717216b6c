"""Nothing from input reaches a terminal or a CI log as anything but text."""

from __future__ import annotations

import json
import re

import pytest
from helpers import BASE
from hypothesis import given
from hypothesis import strategies as st
from reviewing import checked, leave_platforms

from govgen.cli.app import run
from govgen.findings.catalogue import finding
from govgen.findings.finding import AcceptedFinding, Related, Span
from govgen.findings.printable import json_text, printable, without_commands
from govgen.findings.reporters import FORMATS, report
from govgen.findings.reporters.outcome import Outcome, Summary

NASTY = "\x1b[2J\x1b]0;x\x07\x9b31m\n::add-mask::密\r##[error]\u202e\u2028\x7f\u3164\U000e0041"
OBEYED = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\U000e0041]")
"""What must not come out: all controls but the line feed, which ends each of our own lines."""


def nasty_outcome() -> Outcome:
    place = Span.point(1, 1, len(NASTY))
    found = finding(
        "Y018",
        f"“{NASTY}”没有读入",
        place,
        where=NASTY,
        advice=NASTY,
        related=(Related(NASTY, place, NASTY),),
    )
    found = found._replace(file=f"a/{NASTY}")
    lines = {found.file: NASTY.replace("\n", " ").split("\n")}
    return Outcome((found,), Summary(1, 1, 0, 0, 0, 0), (AcceptedFinding(found, NASTY),), lines)


@pytest.mark.parametrize("kind", FORMATS)
def test_no_reporter_prints_what_a_terminal_obeys(kind: str) -> None:
    text = report(kind, nasty_outcome())
    assert not OBEYED.search(text.replace("\n", ""))
    assert "##[" not in without_commands(text) if kind == "text" else "##[" not in text
    if kind in {"text", "github"}:
        assert "␛[2J" in text
    if kind == "json":
        assert json.loads(text)["findings"][0]["where"] == NASTY


def test_a_line_break_in_a_message_begins_no_line() -> None:
    assert len(report("github", nasty_outcome()).splitlines()) == 1
    assert not [line for line in report("text", nasty_outcome()).splitlines() if line.startswith("::")]


@given(st.text(st.sampled_from(":#[ \t\n\u3000\x85x")))
def test_no_line_of_a_log_is_a_command(text: str) -> None:
    shown = without_commands("\n".join(printable(line) for line in text.split("\n")))
    assert "##[" not in shown
    assert not [line for line in shown.split("\n") if line.lstrip().startswith("::")]


@given(st.text())
def test_json_keeps_every_value(text: str) -> None:
    written = json_text({"a": text, text: [text]})
    assert json.loads(written) == {"a": text, text: [text]}
    assert not OBEYED.search(written.replace("\n", ""))


@given(st.text())
def test_what_has_a_picture_is_left_alone(text: str) -> None:
    assert printable(printable(text)) == printable(text)
    assert "\n" not in printable(text)


def test_keys_and_names_of_files_are_shown_escaped(tmp_path, monkeypatch, capsys) -> None:
    leave_platforms(monkeypatch)
    monkeypatch.chdir(tmp_path)
    text = BASE.replace("  规章:", '  "规章\\n::add-mask::x\\e[2J":', 1)
    file = tmp_path / "::add-mask::y\x1b[1m.yaml"
    file.write_text(text, encoding="utf-8")
    code, out = checked(capsys, file.name)
    assert code == 1
    assert "“规章␊::add-mask::x [2J”" in out
    assert "::add-mask::y␛[1m.yaml:" in out
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    for words in (
        ["check", file.name],
        ["check", "--output-format", "text", file.name],
        ["check", "--fix", file.name],
        ["build", "--format", "html", file.name],
        ["build", "::add-mask::z"],
        ["check", "--select", "::\n::add-mask::z", "x"],
    ):
        assert run(words) in {1, 2}
        for line in "".join(capsys.readouterr()).splitlines():
            assert not re.match(r"\s*::(?!error |warning |notice )", line)


def test_a_fault_of_the_program_is_one_line(monkeypatch, capsys) -> None:
    def broken(*_: object) -> None:
        raise LookupError("a\x1b[2J\nb")

    monkeypatch.setattr("govgen.cli.explain._wanted", broken)
    assert run(["explain", "B201"]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("错误：程序出错")
    assert "LookupError a␛[2J" in line
    assert "--debug" in line
    assert run(["explain", "--debug", "B201"]) == 2
    assert "Traceback" in capsys.readouterr().err
