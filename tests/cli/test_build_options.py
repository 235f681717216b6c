"""``govgen build`` with the options of publication, and ``govgen doctor``."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from helpers import ROOT

from govgen.cli import doctor
from govgen.cli.app import run
from govgen.cli.shared import fonts as typefaces
from govgen.render.pdf import engine, fonts
from govgen.render.pdf.fonts import Substitution

FILE = str(ROOT / "examples" / "qinghe" / "2025.yaml")
TITLE = "青禾镇人民政府2025年政府信息公开工作年度报告"
SUBSTITUTED = (Substitution("正文", "仿宋_GB2312", "Noto Serif CJK SC"), Substitution("标题", "小标宋", ""))

Output = pytest.CaptureFixture[str]


@pytest.fixture
def substituted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typefaces, "substitutions", lambda _folder: SUBSTITUTED)


@pytest.fixture
def pdf_of(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """What the PDF writer was asked for; it writes nothing real."""
    asked: dict[str, object] = {}

    def write(_html: str, **options: object) -> bytes:
        asked.update(options)
        return b"%PDF-"

    monkeypatch.setattr("govgen.render.pdf.writer.write_pdf", write)
    return asked


def test_a_fragment_is_made_beside_the_other_formats(tmp_path: Path) -> None:
    assert run(["build", FILE, "-o", str(tmp_path), "--format", "html", "--fragment"]) == 0
    assert {path.name for path in tmp_path.iterdir()} == {f"{TITLE}.html", f"{TITLE}.fragment.html"}


@pytest.mark.usefixtures("substituted")
def test_each_substitution_is_told_once_in_a_run(
    tmp_path: Path, pdf_of: dict[str, object], capsys: Output
) -> None:
    last = str(ROOT / "examples" / "qinghe" / "2024.yaml")
    assert run(["build", last, FILE, "-o", str(tmp_path), "--format", "pdf"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0] == (
        "代用字体：正文：指定 仿宋_GB2312，实际用 Noto Serif CJK SC；标题：指定 小标宋，没有可用的字体。"
    )
    assert [line[:3] for line in said[1:]] == ["已生成", "已生成", "共 2"]
    assert pdf_of["variant"] == "pdf/ua-1"


@pytest.mark.usefixtures("substituted")
def test_fonts_are_not_spoken_of_where_no_pdf_is_made(tmp_path: Path, capsys: Output) -> None:
    assert run(["build", FILE, "-o", str(tmp_path), "--format", "html", "--strict"]) == 0
    assert "指定" not in capsys.readouterr().out


@pytest.mark.usefixtures("substituted", "pdf_of")
def test_strict_makes_nothing_where_a_face_is_missing(tmp_path: Path, capsys: Output) -> None:
    assert run(["build", FILE, "-o", str(tmp_path), "--strict"]) == 2
    said = capsys.readouterr().err
    assert "正文：指定 仿宋_GB2312，实际用 Noto Serif CJK SC；标题" in said
    assert "--strict" in said
    assert list(tmp_path.iterdir()) == []


def test_strict_is_content_where_nothing_is_substituted(
    tmp_path: Path, pdf_of: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(typefaces, "substitutions", lambda _folder: ())
    asked = ["--format", "pdf", "--strict", "--pdf-variant", "PDF/A-2a"]
    assert run(["build", FILE, "-o", str(tmp_path), *asked]) == 0
    assert pdf_of["variant"] == "pdf/a-2a"


def test_an_unknown_variant_is_refused_in_chinese(tmp_path: Path, capsys: Output) -> None:
    assert run(["build", FILE, "-o", str(tmp_path), "--pdf-variant", "pdf/x"]) == 2
    assert "pdf/ua-1" in (said := capsys.readouterr().err)
    assert "--pdf-variant" in said
    assert "取值不对" in said


def test_a_folder_of_fonts_must_hold_fonts(tmp_path: Path, capsys: Output) -> None:
    folder = tmp_path / "字体"
    folder.mkdir()
    assert run(["build", FILE, "-o", str(tmp_path), "--fonts", str(folder)]) == 2
    assert f"{folder} 里没有字体文件" in capsys.readouterr().err
    (folder / "a.ttf").write_bytes(b"no font")
    assert run(["build", FILE, "-o", str(tmp_path), "--fonts", str(folder)]) == 2
    assert "a.ttf" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["字体"]


def test_an_offices_folder_of_fonts_reaches_the_pdf(
    tmp_path: Path, pdf_of: dict[str, object], capsys: Output
) -> None:
    kai = Path("/usr/share/fonts/truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf")
    if not kai.is_file():
        pytest.skip("needs a font file: apt-get install fonts-lxgw-wenkai")
    folder = tmp_path / "字体"
    folder.mkdir()
    shutil.copy(kai, folder)
    arguments = ["build", FILE, "-o", str(tmp_path), "--format", "pdf", "--fonts", str(folder)]
    assert run(arguments) == 0
    assert pdf_of["fonts_dir"] == folder
    assert "二级：指定 楷体_GB2312，实际用 LXGW WenKai" in capsys.readouterr().out


def test_what_a_pdf_embeds_is_said_and_a_font_file_that_it_does_not_use(
    tmp_path: Path, capsys: Output
) -> None:
    kai = Path("/usr/share/fonts/truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf")
    other = Path("/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf")
    if not (kai.is_file() and other.is_file()):
        pytest.skip("needs two font files: apt-get install fonts-lxgw-wenkai fonts-dejavu-core")
    folder = tmp_path / "字体"
    folder.mkdir()
    shutil.copy(kai, folder)
    shutil.copy(other, folder)
    arguments = ["build", FILE, "-o", str(tmp_path), "--format", "pdf", "--fonts", str(folder)]
    assert run(arguments) == 0
    said = capsys.readouterr()
    assert said.out.splitlines()[-1].startswith("PDF 里嵌入的字体：LXGW WenKai、Noto")
    assert said.err.splitlines()[-1] == "注意：字体文件 DejaVuSerif.ttf 没有用上"


def test_doctor_tells_everything_and_ends_well(monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    monkeypatch.setattr(doctor, "check", lambda: None)
    monkeypatch.setattr(doctor, "lacking", lambda _folder: SUBSTITUTED[:1])
    monkeypatch.setattr(doctor, "installed", lambda: frozenset({"simsun", "simhei"}))
    assert run(["doctor"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "可以生成 PDF。"
    assert "  正文：指定 仿宋_GB2312，代用 Noto Serif CJK SC" in said
    assert "  数字：指定 宋体，实际用 SimSun" in said
    assert {role.name for role in fonts.roles()} <= {line.strip().split("：")[0] for line in said}
    assert {library.name for library in engine.facts().libraries} <= {
        line.strip().split("：")[0] for line in said
    }
    assert any(line.startswith("  Python：3.") for line in said)
    assert any(line.startswith("  weasyprint：") for line in said)
    assert said[-1].startswith("  仿宋可用自由的 FandolFang（GPL，带字体例外条款")
    assert "dpkg-deb -x texlive-lang-chinese_*.deb" in said[-1]
    for install in engine.facts().installs:
        (line,) = (line for line in said if line.endswith(install.command))
        assert ("（未试）" in line) is not install.tried


def test_doctor_says_which_missing_library_only_takes_time(
    monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    monkeypatch.setattr(engine.Library, "found", False)
    run(["doctor"])
    said = capsys.readouterr().out.splitlines()
    assert "  pango：缺" in said
    assert "  harfbuzz-subset：缺（没有它也能生成 PDF，但慢十倍）" in said


@pytest.mark.parametrize("used", ["FandolFang", "仿宋"])
def test_doctor_is_silent_on_free_faces_where_one_is_used(
    used: str, monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    found = fonts.Substitution("正文", "仿宋_GB2312", used)
    monkeypatch.setattr(doctor, "check", lambda: None)
    monkeypatch.setattr(doctor, "lacking", lambda _folder: () if used == "仿宋" else (found,))
    assert run(["doctor"]) == 0
    assert "texlive" not in capsys.readouterr().out


@pytest.mark.parametrize("what", ["the engine", "a face"])
def test_doctor_ends_with_2_where_a_pdf_cannot_be_made(
    what: str, monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    def broken() -> None:
        raise engine.EngineMissing("missing", missing="pango", advice="")

    monkeypatch.setattr(doctor, "check", broken if what == "the engine" else lambda: None)
    monkeypatch.setattr(doctor, "lacking", lambda _folder: SUBSTITUTED if what == "a face" else ())
    assert run(["doctor"]) == 2
    first = capsys.readouterr().out.splitlines()[0]
    assert ("缺 pango" in first) is (what == "the engine")
    assert ("没有可用的字体：标题" in first) is (what == "a face")
