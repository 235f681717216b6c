"""``govgen explain``: one code in full, a family or all in a list, and the way out of a wrong code."""

from __future__ import annotations

import json
import re

import pytest

from govgen.cli.app import run
from govgen.findings.catalogue import FAMILIES, codes, entry
from govgen.findings.reporters.text import LEVEL_NAMES


@pytest.fixture
def said(capsys):
    def ask(*arguments: str) -> str:
        assert run(["explain", *arguments]) == 0
        return capsys.readouterr().out

    return ask


@pytest.mark.parametrize("code", ["B201", "Y018", "D122", "K501", "D154"])
def test_a_code_is_explained_in_full(said, code):
    known, text = entry(code), said(code)
    assert text.startswith(f"{LEVEL_NAMES[known.level]}[{code}] {known.title}\n")
    assert f"来源：{known.tier.value}\n" in text
    assert (f"依据：{known.citation}\n" in text) is bool(known.citation)
    for part in (known.explanation, known.advice, *known.mistakes):
        assert part in text
    examples = {"错误的写法：": known.example.wrong, "正确的写法：": known.example.right}
    if known.example.last:
        examples["上年的文件："] = known.example.last
    for title, example in examples.items():
        indented = "".join(f"    {line}\n" for line in example.splitlines())
        assert f"{title}\n{indented}" in text


def test_small_letters_will_do(said):
    assert said(" b201 ") == said("B201")


def test_all_codes_are_listed_by_family(said):
    text = said()
    assert re.findall(r"(?m)^  ([A-Z]\d{3})  (?:错误|警告|提示)  \S", text) == codes()
    assert re.findall(r"(?m)^([A-Z])　\S", text) == list(FAMILIES)
    assert all(entry(code).title in text for code in codes())


def test_the_beginning_of_codes_lists_those(said):
    assert re.findall(r"(?m)^  (\S{4})  ", said("B2")) == [code for code in codes() if code.startswith("B2")]


def test_what_no_editor_shows_is_spelled_out(said):
    assert "\\u2028" in said("Y007")
    assert "gb18030" in said("Y003")


def test_json_holds_the_whole_entry(said):
    one = json.loads(said("--output-format", "json", "B201"))
    assert one.pop("code") == "B201"
    assert one.pop("family") == "勾稽关系"
    assert one == entry("B201").model_dump(mode="json")
    listed = json.loads(said("--output-format", "json"))
    assert [item["code"] for item in listed] == codes()
    assert all(item["explanation"] and item["example"]["wrong"] for item in listed)


@pytest.mark.parametrize(("wrong", "meant"), [("B2O1", "B201"), ("D1099", "D109"), ("Y18", "Y018")])
def test_a_wrong_code_is_met_with_a_guess(capsys, wrong, meant):
    assert run(["explain", wrong]) == 2
    error = capsys.readouterr().err
    assert f"没有代码“{wrong}”，是不是想写" in error
    assert f"“{meant}”" in error


def test_every_part_is_chinese(said):
    """Beside names that have no other form, such as codes, YAML and file names, no English word is shown."""
    allowed = r"[A-Z]\d+|YAML|PDF|Word|WPS|Unicode|UTF-\d+|GB/T|county\.yaml|--last"
    for code in ("B201", "Y018", "D105", "K501"):
        words = re.findall(r"[A-Za-z]{3,}", re.sub(allowed, "", said(code)))
        assert words == []
