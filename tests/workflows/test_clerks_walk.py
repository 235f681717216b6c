"""A clerk's whole way from last year's Word file to this year's report, in as few steps as it takes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from helpers import ROOT
from starter_filling import FACTS, LATER

from govgen.cli.app import run
from govgen.datafile.values import PLACEHOLDER
from govgen.workflows.check import examine

LAST = ROOT / "examples" / "qinghe" / "2024.yaml"
TITLE = "青禾镇人民政府2024年\n政府信息公开工作年度报告"


def word_file(folder: Path) -> Path:
    """Last year's report as offices keep it: a Chinese date, a title over two lines."""
    assert run(["build", str(LAST), "-o", str(folder), "--format", "docx"]) == 0
    (made,) = folder.glob("*.docx")
    document = docx.Document(str(made))
    for paragraph in document.paragraphs:
        if paragraph.text.startswith("青禾镇人民政府2024年政府信息公开"):
            first, *others = paragraph.runs
            first.text = TITLE
            for other in others:
                other.text = ""
        elif re.fullmatch(r"2025年1月\d+日", paragraph.text.strip()):
            paragraph.runs[0].text = "二〇二五年一月十七日"
            for other in paragraph.runs[1:]:
                other.text = ""
    target = folder / "去年.docx"
    document.save(str(target))
    return target


def filled_in(line: str, carried: dict[str, str], sentences: Iterator[str]) -> str:
    """A line with nothing left open: typed between the braces, or pasted from Word, which loses the indent."""
    if PLACEHOLDER not in line or line.lstrip().startswith("#"):
        return line
    key = line.split(":", maxsplit=1)[0].strip()
    facts = FACTS | {"发布日期": "2026-01-16"}
    if key in facts:
        return line.replace(PLACEHOLDER, facts[key])
    if f"{{{PLACEHOLDER}}}" in line:
        return line.replace(PLACEHOLDER, "")
    if "{" in line and "{{" not in line:
        # What came in last year is still open at the end of this one; all else is 0.
        still = carried if key.startswith("结转下年度") else {}
        form = rf"(?P<name>[^{{ ]+): {PLACEHOLDER}"
        return re.sub(form, lambda match: f"{match['name']}: {still.get(match['name'], '0')}", line)
    if re.match(r" +[^ :]+: ", line):
        return line.replace(PLACEHOLDER, "0")
    return re.sub(PLACEHOLDER, lambda _: next(sentences), line).lstrip()


def test_from_last_years_word_file_to_this_years_report(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = word_file(tmp_path)
    commands = 0

    def step(*words: str, code: int = 0) -> str:
        nonlocal commands
        commands += 1
        capsys.readouterr()
        assert run([*words]) == code
        shown = capsys.readouterr()
        return shown.out + shown.err

    old, new = tmp_path / "2024.yaml", tmp_path / "2025.yaml"
    step("import", str(source), "-o", str(old))
    before = {ref: cell.value for ref, cell in examine(LAST).report.cells.items()}
    assert {ref: cell.value for ref, cell in examine(old).report.cells.items()} == before
    step("new", str(tmp_path), "--from", str(old))
    lines = new.read_text(encoding="utf-8-sig").split("\n")
    carried = next(
        re.findall(r"([^{ ]+): (\d+)", line) for line in lines if line.strip().startswith("上年结转")
    )
    sentences = iter(LATER)
    after = [filled_in(line, dict(carried), sentences) for line in lines]
    edited = sum(old_line != line for old_line, line in zip(lines, after, strict=True))
    new.write_text("\n".join(after), encoding="utf-8")
    assert "可以用 --fix 改正" in step("check", str(new), code=1)
    step("check", "--fix", "--yes", str(new))
    step("build", str(new), "-o", str(tmp_path / "公布"), "--format", "html,docx")
    assert len(list((tmp_path / "公布").iterdir())) == 2
    with capsys.disabled():
        print(f"\n{commands} commands, {edited} edited lines")
    assert commands == 5
    assert edited < 40
