"""No command writes over a data file, and a closed stream or a missing glyph leaves nothing odd behind."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from helpers import BASE, ROOT

from govgen.cli.app import run


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two years of a body."""
    text = BASE.read_text(encoding="utf-8") if isinstance(BASE, Path) else BASE
    (tmp_path / "2025.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "2024.yaml").write_text(text.replace("年度: 2025", "年度: 2024"), encoding="utf-8")
    (tmp_path / "2023.YAML").write_text(text.replace("年度: 2025", "年度: 2023"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    "command",
    [
        ["diff", "--chart", "2025.yaml", "2024.yaml", "2025.yaml"],
        ["schema", "-o", "2025.yaml"],
        ["check", "--output-format", "json=2024.yaml", "2025.yaml"],
        ["schema", "-o", "2023.YAML"],
    ],
)
def test_a_result_is_never_written_over_a_data_file(
    desk: Path, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    before = {path.name: path.read_bytes() for path in desk.iterdir()}
    assert run(command) == 2
    assert "是数据文件，不能把结果写在上面" in capsys.readouterr().err
    assert {path.name: path.read_bytes() for path in desk.iterdir()} == before


@pytest.mark.skipif(os.name == "nt", reason="closes a stream the way a POSIX shell does")
@pytest.mark.parametrize("command", ["check examples/qinghe/2025.yaml", "explain B201"])
def test_a_closed_stream_swallows_what_is_said(command: str) -> None:
    done = subprocess.run(
        f"{sys.executable} -m govgen {command} >&-",
        shell=True,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_a_character_that_no_font_has_keeps_only_the_pdf_from_being_made(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (desk / "2024.yaml").unlink()
    path = desk / "2025.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("青禾路1号", "青禾路\U000323af号"), encoding="utf-8"
    )
    assert run(["build", "2025.yaml"]) == 2
    assert "没有这些字：\U000323af" in capsys.readouterr().err
    assert sorted(path.suffix for path in desk.glob("build/*")) == [".docx", ".html"]


def test_an_edited_document_is_compared_with_its_data_file(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (desk / "2024.yaml").unlink()
    assert run(["build", "2025.yaml", "--format", "html"]) == 0
    (page,) = Path("build").glob("*.html")
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace("设公开专区一处", "设公开专区两处"), encoding="utf-8")
    capsys.readouterr()
    assert run(["diff", "2025.yaml", str(page)]) == 0
    assert "设公开专区两处" in capsys.readouterr().out
    assert run(["diff", "2025.yaml", str(page), "--apply", "--yes"]) == 0
    assert "设公开专区两处" in (desk / "2025.yaml").read_text(encoding="utf-8")


def test_the_tables_of_a_bare_text_are_reviewed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = ROOT / "tests" / "base" / "text.txt"
    text = page.read_text(encoding="utf-8")
    sound, wrong = tmp_path / "sound.txt", tmp_path / "wrong.txt"
    sound.write_text(text, encoding="utf-8")
    wrong.write_text(
        text.replace("一、本年新收政府信息公开申请数量\t12", "一、本年新收政府信息公开申请数量\t11"),
        encoding="utf-8",
    )
    arguments = ["--body", "青禾镇人民政府", "--kind", "乡镇政府", "--year", "2025"]
    assert run(["check", "--text", str(sound), *arguments]) == 0
    assert run(["check", "--text", str(wrong), *arguments]) == 1
    out = capsys.readouterr().out
    assert "B201" in out
    assert "B202" in out
    old = ["--body", "青禾镇人民政府", "--kind", "乡镇政府", "--year", "2020"]
    assert run(["check", "--text", str(sound), *old]) == 1
    assert "L403" in capsys.readouterr().out


def test_a_body_still_to_be_filled_in_does_not_stop_a_draft(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (desk / "2024.yaml").unlink()
    path = desk / "2025.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("青禾镇人民政府", "【待填写】"), encoding="utf-8"
    )
    assert run(["build", "2025.yaml", "--format", "html"]) == 1
    assert not list(desk.glob("build/*"))
    assert run(["build", "2025.yaml", "--format", "html", "--force"]) == 1
    (page,) = desk.glob("build/*.html")
    assert page.name == "（机关待填写）2025年政府信息公开工作年度报告（草稿）.html"
    assert "D108" in capsys.readouterr().err
