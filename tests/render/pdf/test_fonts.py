"""Every part of the paper gets the face that the standard wants, or one that is named."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from pdf_reading import Paper, paper
from pdf_sample import CSS, report

from govgen.render.pdf import engine, fonts
from govgen.render.pdf.engine import EngineMissing
from govgen.render.pdf.writer import write_pdf
from tests.fuzz.data_files import sample_fonts

RARE = "㑇堃垚淼犇𬭊珺镕喆昇①℃㎡"
OWN = "仿宋_GB2312"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a font of the prescribed name that has only the letters of 青禾镇."""
    source = next(Path("/usr/share/fonts").rglob("LXGWWenKai-Regular.ttf"), None)
    if source is None:
        pytest.skip("the package fonts-lxgw-wenkai is not installed")
    folder = tmp_path_factory.mktemp("fonts") / "本机关 字体"
    folder.mkdir()
    with TTFont(source) as font:
        cutter = Subsetter(Options(name_IDs=[]))
        cutter.populate(text="青禾镇")
        cutter.subset(font)
        for identifier, text in ((1, OWN), (2, "Regular"), (4, OWN), (6, "OwnFangSong")):
            font["name"].setName(text, identifier, 3, 1, 0x804)
        font.save(folder / "office.ttf")
    return folder


def test_the_style_names_the_faces_of_the_table() -> None:
    stacks = re.findall(r"font-family:\s*(?:var\(--digits\), )?([^;]+);", CSS)
    assert set(stacks) == {role.stack for role in fonts.roles()}


def test_prescribed_names_come_first_and_a_face_with_rare_characters_last() -> None:
    assert [role.name for role in fonts.roles()] == ["正文", "标题", "一级", "二级", "数字"]
    for role in fonts.roles():
        assert role.stack.startswith(f'"{role.statutory[0]}"')
        assert {"Noto Serif CJK SC", "Source Han Serif SC"} & set(role.stand_ins[-2:])


def test_a_stand_in_is_told_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    have = frozenset({"simsun", "simhei", "noto serif cjk sc", "noto sans cjk sc"})
    monkeypatch.setattr(fonts, "installed", lambda: have)
    assert fonts.substitutions() == (
        fonts.Substitution("正文", OWN, "Noto Serif CJK SC"),
        fonts.Substitution("标题", "方正小标宋简体", "Noto Serif CJK SC"),
        fonts.Substitution("二级", "楷体_GB2312", "Noto Serif CJK SC"),
    )
    monkeypatch.setattr(fonts, "installed", frozenset)
    assert {item.used for item in fonts.substitutions()} == {""}


def test_without_fontconfig_nothing_is_told_and_nothing_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "open_library", lambda _: None)
    fonts.installed.cache_clear()
    try:
        assert fonts.installed() is None
        assert fonts.substitutions() == ()
    finally:
        fonts.installed.cache_clear()


def test_the_installed_families_are_those_the_engine_prints_with() -> None:
    have = fonts.installed()
    assert have
    used = {
        str(font.BaseFont)
        .split("+")[1]
        .replace("-", " ")
        .removesuffix(" Bold")
        .removesuffix(" Digits")
        .casefold()
        for page in paper(report()).pdf.pages
        for font in page.Resources.Font.values()
    }
    assert used <= have
    named = {item.used.casefold() for item in fonts.substitutions() if item.used}
    assert named <= used


def test_an_office_s_own_font_is_preferred_and_the_rest_falls_back_glyph_by_glyph(office: Path) -> None:
    assert [face.families for face in fonts.faces(office)] == [(OWN,)]
    assert "正文" not in {item.role for item in fonts.substitutions(office)}
    printed = Paper(write_pdf(report(overview="<p>青禾镇全镇</p>"), fonts_dir=office))
    (paragraph,) = [node for node in printed.tree.find("P") if printed.text(node) == "青禾镇全镇"]
    other = "Noto-Serif-CJK-SC"
    names = [char["fontname"].split("+")[1] for _, char in printed.own_chars(paragraph)]
    assert [name == other for name in names] == [False, False, False, True, False]
    files = [font.DescendantFonts[0].FontDescriptor for font in printed.pdf.pages[0].Resources.Font.values()]
    assert OWN in {str(file.FontFamily) for file in files}


def test_a_broken_font_is_named(tmp_path: Path) -> None:
    (tmp_path / "broken.ttf").write_bytes(b"no font at all")
    with pytest.raises(engine.EngineMissing, match=r"broken\.ttf"):
        fonts.faces(tmp_path)


@pytest.mark.parametrize("place", ["<p>{}</p>", '<h3 class="level-2"><span class="face">{}</span></h3>'])
def test_rare_characters_of_names_are_printed_and_every_glyph_says_what_it_means(place: str) -> None:
    printed = paper(report(overview=place.format(f"{RARE}村"), body=f"{RARE[0]}{RARE[5]}镇人民政府"))
    assert f"{RARE}村" in printed.text(printed.tree)
    shown = list(printed.codes())
    assert len(shown) > 1000
    assert all(code and meaning for meaning, code in shown)


def test_the_libraries_of_this_machine_are_found_with_their_versions() -> None:
    found = {library.name: library for library in engine.facts().libraries}
    assert list(found) == ["gobject", "pango", "pangoft2", "harfbuzz", "harfbuzz-subset", "fontconfig"]
    assert all(library.found for library in found.values())
    assert re.fullmatch(r"\d+\.\d+\.\d+", found["pango"].version)
    assert engine.packages()["weasyprint"].startswith("70.")


def test_each_system_has_its_command_and_only_what_was_tried_says_so() -> None:
    installs = {install.system: install for install in engine.facts().installs}
    assert len(installs) == 4
    assert [name for name, install in installs.items() if install.tried] == ["Debian、Ubuntu"]
    assert all(install.command for install in installs.values())


@pytest.mark.parametrize(
    ("release", "system"),
    [
        ({"ID": "debian"}, "Debian、Ubuntu"),
        ({"ID": "kylin", "ID_LIKE": "debian"}, "银河麒麟、统信 UOS"),
        ({"ID": "linuxmint", "ID_LIKE": "ubuntu debian"}, "Debian、Ubuntu"),
        ({"ID": "plan9"}, None),
    ],
)
def test_the_system_is_known_by_its_own_name_first(
    monkeypatch: pytest.MonkeyPatch, release: dict[str, str], system: str | None
) -> None:
    monkeypatch.setattr("platform.system", lambda: "Linux")
    monkeypatch.setattr("platform.freedesktop_os_release", lambda: release)
    own = engine.this_system()
    assert (own and own.system) == system


def test_a_damaged_font_of_the_office_ends_in_a_pdf_or_one_refusal(tmp_path: Path) -> None:
    """What reads as a font by its name may still break where its glyphs are laid out and embedded."""
    sound = bytearray(next(raw for name, raw in sample_fonts() if name == "a.ttf"))
    page = '<html lang="zh-CN"><title>题</title><style>body { font-family: 样本 }</style><main>A 政</main></html>'
    places = range(0, len(sound) - 24, 32)
    refusals: list[str] = []
    for at in places:
        (tmp_path / "a.ttf").write_bytes(sound[:at] + b"\xff" * 24 + sound[at + 24 :])
        try:
            assert write_pdf(page, fonts_dir=tmp_path).startswith(b"%PDF")
        except EngineMissing as refused:
            refusals.append(refused.message)
    assert 0 < len(refusals) < len(places)
    assert [words for words in refusals if "a.ttf" not in words and str(tmp_path) not in words] == []
