"""A release of WeasyPrint other than the tested one is refused with the name of the part that differs."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from helpers import BASE

from govgen.cli.app import run
from govgen.render.pdf.engine import engine, packages
from govgen.render.pdf.weasyprint.guard import IMPORTED, TESTED, WORKING, differences


def owner_of(part: str) -> tuple[Any, str]:
    owner, _, name = part.rpartition(".")
    return pkgutil.resolve_name(owner), name


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    engine()
    monkeypatch.chdir(tmp_path)
    Path("2025.yaml").write_text(BASE, encoding="utf-8")
    return tmp_path


class Refusal(NamedTuple):
    """What a build of HTML and PDF and ``doctor`` did: exit codes, lines on the engine, files made."""

    build: int
    lines: list[str]
    files: list[str]
    doctor: int
    first_line: str


def tried(capsys: pytest.CaptureFixture[str]) -> Refusal:
    build = run(["build", "2025.yaml", "--format", "html,pdf"])
    lines = [line for line in capsys.readouterr().err.splitlines() if "核对过" in line]
    files = [path.suffix for path in Path("build").iterdir()]
    doctor = run(["doctor"])
    return Refusal(build, lines, files, doctor, capsys.readouterr().out.splitlines()[0])


def refusal(name: str) -> Refusal:
    """The PDF is refused with the part and the tested versions; HTML is made; doctor has the same line."""
    versions = "、".join(f"{package} {version}" for package, version in TESTED.items())
    line = f"已装的 {versions} 内部与核对过的 {versions} 不同（{name}），不能生成 PDF；请安装核对过的版本。HTML 和 DOCX 不受影响。"
    return Refusal(2, [line], [".html"], 2, line)


def test_the_installed_release_is_the_tested_one() -> None:
    assert list(differences()) == []
    assert {name: packages()[name] for name in TESTED} == TESTED


@pytest.mark.parametrize("part", [*WORKING, *IMPORTED])
def test_a_part_that_is_gone_is_seen(monkeypatch: pytest.MonkeyPatch, part: str) -> None:
    owner, name = owner_of(part)
    monkeypatch.delattr(owner, name)
    assert part in differences()


@pytest.mark.parametrize("part", WORKING)
def test_another_body_of_a_function_is_refused(desk, monkeypatch, capsys, part: str) -> None:
    owner, name = owner_of(part)
    parameters = ", ".join(inspect.signature(getattr(owner, name)).parameters)
    (desk / "other.py").write_text(f"def {name}({parameters}):\n    pass\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(desk))
    sys.modules.pop("other", None)
    monkeypatch.setattr(owner, name, getattr(importlib.import_module("other"), name))
    assert tried(capsys) == refusal(part)


@pytest.mark.parametrize("part", ["weasyprint.HTML.render", "weasyprint.document.Document.write_pdf"])
@pytest.mark.usefixtures("desk")
def test_a_function_that_takes_other_parameters_is_one_line(monkeypatch, capsys, part: str) -> None:
    monkeypatch.setattr(*owner_of(part), lambda: None)
    assert run(["build", "2025.yaml", "--format", "pdf"]) == 2
    err = capsys.readouterr().err
    assert "排版时出错（TypeError），没有生成 PDF" in err
    assert "Traceback" not in err


@pytest.mark.usefixtures("desk")
def test_whatever_the_engine_raises_is_one_line(monkeypatch, capsys) -> None:
    def broken(*_arguments: object, **_named: object) -> None:
        raise KeyError("inner")

    monkeypatch.setattr("govgen.render.pdf.writer.close_tables", broken)
    assert run(["build", "2025.yaml", "--format", "pdf"]) == 2
    err = capsys.readouterr().err
    assert "排版时出错（KeyError），没有生成 PDF" in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    "content", [b"", b"\x00\x01\x00\x00", b"ttcf" + b"\xff" * 60, b"OTTO" + b"\x00" * 99]
)
def test_a_broken_font_is_named(desk, capsys, content: bytes) -> None:
    (desk / "字体").mkdir()
    (desk / "字体" / "坏.ttf").write_bytes(content)
    assert run(["build", "2025.yaml", "--format", "pdf", "--fonts", "字体"]) == 2
    assert "字体文件 字体/坏.ttf 读不了" in capsys.readouterr().err
    assert not list(desk.glob("build/*"))
