"""An office's own templates are held to the report: what alters it, or does not work, stops the build."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from building import build, desk
from helpers import ROOT

__all__ = ["desk"]  # pytest finds the fixture by its name here


def templates(desk: Path, name: str, *changes: tuple[str, str]) -> Path:
    """An office's own folder of templates, with one file changed."""
    folder = desk / "模板"
    folder.mkdir(exist_ok=True)
    text = (ROOT / "templates" / name).read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text, f"the template no longer holds {old!r}"
        text = text.replace(old, new)
    (folder / name).write_text(text, encoding="utf-8")
    return folder


ALTERED = [
    ("_table.html.j2", "{{ c.text }}", "{{ c.text | replace('予以公开', '同意公开') }}", "同意公开"),
    ("_table.html.j2", "{{ c.text }}", "{{ c.text | replace('124', '142') }}", "应为“124”，模板印成了“142”"),
    (
        "_table.html.j2",
        "{{ c.text }}",
        "{{ '3' if c.text == '124' else '124' if c.text == '3' and c.kind == 'data' else c.text }}",
        "应为“124”，模板印成了“3”",
    ),
    (
        "_table.html.j2",
        "{{ c.text }}",
        "{{ c.text }}{{ '件' if c.kind == 'data' }}",
        "应为“124”，模板印成了“124件”",
    ),
]


@pytest.mark.parametrize(("name", "old", "new", "reason"), ALTERED)
def test_a_template_that_alters_a_table_stops_the_build(desk, capsys, name, old, new, reason) -> None:
    folder = templates(desk, name, (old, new))
    assert build("qinghe/2025.yaml", "--templates", str(folder)) == 2
    assert not (desk / "build").exists()
    captured = capsys.readouterr()
    assert reason in captured.err
    assert name in captured.out, "what was overridden is named"


REPORT_CHANGES = [
    (r"\{% if section.table %\}", "{% if section.table and section.id != 'disputes' %}", "法定表格"),
    (r"\{% for block in blocks %\}", "{% for block in blocks[1:] %}", "没有照印"),
    (r"\{\{ section.heading \}\}</h2>", "{{ section.heading | replace('一、', '') }}</h2>", "一级标题"),
    (r"<main", "<div", "<main>"),
    (r"\{\{ block.rest \| typeset\(end=true\) \}\}</p>", "{{ block.rest | truncate(10) }}</p>", "模板印成了"),
]


@pytest.mark.parametrize(("pattern", "new", "reason"), REPORT_CHANGES)
def test_a_template_that_drops_or_alters_a_part_stops_the_build(desk, capsys, pattern, new, reason) -> None:
    text = (ROOT / "templates" / "report.html.j2").read_text(encoding="utf-8")
    found = re.search(pattern, text)
    assert found, "the template no longer holds what this test changes"
    folder = templates(desk, "report.html.j2", (found[0], new))
    assert build("qinghe/2025.yaml", "--templates", str(folder)) == 2
    assert not (desk / "build").exists()
    assert reason in capsys.readouterr().err


@pytest.mark.parametrize(
    "new",
    [
        "{% if %}",
        "{{ 没有这个值 }}",
        "{{ section.no_such }}",
        "{% include '没有.html' %}",
        "{{ 1/0 }}",
        "{{ ''.__class__.__mro__ }}",
        "{{ cycler() }}",
        "{{ title | dictsort }}",
        "{{ stylesheet(1) }}",
        "{{ 'a' * 10 ** 16 }}",
    ],
)
def test_a_template_that_does_not_work_is_one_line_in_chinese(desk, capsys, new: str) -> None:
    folder = templates(desk, "report.html.j2", ("</main>", f"{new}\n</main>"))
    assert build("qinghe/2025.yaml", "--templates", str(folder)) == 2
    assert not (desk / "build").exists()
    (line,) = [line for line in capsys.readouterr().err.splitlines() if line.startswith("模板错误：")]
    assert "没有.html" in line or re.search(r"report\.html\.j2 第 \d+ 行", line)
    assert not re.search(r"[a-z]{3,} [a-z]{2,}", line), "the library's own words must not show"


def test_a_broken_template_is_named_with_its_line(desk, capsys) -> None:
    folder = templates(desk, "report.html.j2", ("</main>", "{% if %}\n</main>"))
    build("qinghe/2025.yaml", "--templates", str(folder))
    text = (folder / "report.html.j2").read_text(encoding="utf-8")
    number = text[: text.index("{% if %}")].count("\n") + 1
    assert f"report.html.j2 第 {number} 行" in capsys.readouterr().err
