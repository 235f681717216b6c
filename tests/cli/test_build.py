"""Building: all files of a report together or none, drafts marked, templates held to the report."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from urllib.parse import unquote

import pytest
from building import build, desk, written
from helpers import BASE, LAST, with_entries

from govgen.render import html_tree as dom
from govgen.render.docx.writer import write_docx
from govgen.render.pdf import engine
from govgen.render.pdf.fonts import faces_to_embolden

__all__ = ["desk"]  # pytest finds the fixture by its name here

TITLE = "青禾镇人民政府2025年政府信息公开工作年度报告"
DRAFT = f"{TITLE}（草稿）"
WRONG = BASE.replace("予以公开: {自然人: 8}", "予以公开: {自然人: 9}")


def test_a_report_is_built_and_named_by_its_title(desk: Path, capsys) -> None:
    assert build("qinghe/2025.yaml", formats="html,docx") == 0
    assert written(desk / "build") == [f"{TITLE}.docx", f"{TITLE}.html"]
    out = capsys.readouterr().out
    for kind in ("html", "docx"):
        assert re.search(rf"已生成 .*{TITLE}\.{kind}（[\d,]+ KB）", out)


def test_the_folder_for_output_can_be_named(desk: Path) -> None:
    assert build("qinghe/2025.yaml", "-o", "公布/今年") == 0
    assert written(desk / "公布") == [f"今年/{TITLE}.html"]


def test_output_mirrors_the_input_tree(desk: Path) -> None:
    shutil.copytree(desk / "qinghe", desk / "county" / "a" / "qinghe")
    shutil.copytree(desk / "qinghe", desk / "county" / "b" / "qinghe")
    assert build("county", "-o", "out") == 0
    last = TITLE.replace("2025", "2024")
    assert written(desk / "out") == [
        f"{folder}/qinghe/{title}.html" for folder in ("a", "b") for title in (last, TITLE)
    ]


def test_two_files_of_one_body_and_year_are_left_out_and_the_rest_is_built(desk: Path, capsys) -> None:
    (desk / "qinghe" / "副本.yaml").write_text(BASE, encoding="utf-8")
    (desk / "qinghe" / "第一.yaml").write_text(LAST.replace("青禾镇", "白杨镇"), encoding="utf-8")
    assert build("qinghe") == 1
    made = written(desk / "build")
    assert [name for name in made if "白杨镇" in name]
    assert f"{TITLE}.html" not in made
    err = capsys.readouterr().err
    assert err.count("错误[D125]") == 2
    assert "2025.yaml（错误 1 处）" in err
    assert "副本.yaml（错误 1 处）" in err


def test_reports_that_would_have_one_name_are_left_out_and_the_rest_is_built(desk: Path, capsys) -> None:
    (desk / "其他").mkdir()
    (desk / "其他" / "2025.yaml").write_text(BASE, encoding="utf-8")
    assert build("qinghe/2025.yaml", "其他/2025.yaml", "qinghe/2024.yaml") == 1
    assert written(desk / "build") == [f"{TITLE.replace('2025', '2024')}.html"]
    assert "标题相同" in capsys.readouterr().err


def test_one_year_of_a_tree_is_built_where_it_is_asked_for(desk: Path) -> None:
    assert build("qinghe", "--year", "2024") == 0
    assert written(desk / "build") == [f"{TITLE.replace('2025', '2024')}.html"]


def test_a_run_over_a_folder_has_a_line_a_report_and_closes_with_totals(desk: Path, capsys) -> None:
    (desk / "qinghe" / "2025.yaml").write_text(WRONG, encoding="utf-8")
    assert build("qinghe") == 1
    shown = capsys.readouterr()
    assert [line[:3] for line in shown.out.splitlines()] == ["已生成", "共 2"]
    assert shown.out.splitlines()[-1] == "共 2 份：生成 1 份，草稿 0 份，没有生成 1 份。"
    assert "qinghe/2025.yaml（错误 1 处）" in shown.err


def test_the_same_file_named_twice_is_built_once(desk: Path) -> None:
    assert build("qinghe/2025.yaml", "qinghe/../qinghe/2025.yaml") == 0
    assert written(desk / "build") == [f"{TITLE}.html"]


def test_a_report_with_errors_is_not_built(desk: Path, capsys) -> None:
    (desk / "qinghe" / "2025.yaml").write_text(WRONG, encoding="utf-8")
    assert build("qinghe") == 1
    assert written(desk / "build") == [f"{TITLE.replace('2025', '2024')}.html"]
    assert "B201" in capsys.readouterr().err


def test_forced_it_becomes_a_draft_that_says_so(desk: Path) -> None:
    (desk / "qinghe" / "2025.yaml").write_text(
        WRONG.replace("行政许可: {本年处理决定数量: 124}", "行政许可: {本年处理决定数量: 很多}"),
        encoding="utf-8",
    )
    assert build("qinghe/2025.yaml", "--force") == 1
    assert written(desk / "build") == [f"{DRAFT}.html"]
    html = (desk / "build" / f"{DRAFT}.html").read_text(encoding="utf-8")
    assert "草稿" in html.split("<main")[0]
    assert "草稿" not in html[html.index("<main") :]
    assert "〔待核〕" in html


def test_force_changes_nothing_for_a_report_without_errors(desk: Path) -> None:
    assert build("qinghe/2025.yaml", "-o", "a") == build("qinghe/2025.yaml", "-o", "b", "--force") == 0
    assert written(desk / "a") == written(desk / "b")
    assert (desk / "a" / f"{TITLE}.html").read_bytes() == (desk / "b" / f"{TITLE}.html").read_bytes()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "文件没有读全"),
        (BASE + "联系方式: {科室: 甲\n", "文件没有读全"),
        ("机关: &a 青禾镇人民政府\n年度: 2025\n", "文件没有读全"),
        (BASE.replace("年度: 2025\n", ""), "“年度”没有写，或者写得不对"),
        (BASE.replace("年度: 2025\n", "年度: 二〇二五\n"), "“年度”没有写，或者写得不对"),
        (BASE.replace("机关: ", "机关: ../"), "“机关”没有写，或者写得不对"),
    ],
)
def test_what_cannot_be_forced_is_told_with_the_reason(desk: Path, text: str, why: str, capsys) -> None:
    (desk / "qinghe" / "2025.yaml").write_text(text, encoding="utf-8")
    assert build("qinghe/2025.yaml", "--force") == 1
    assert not (desk / "build").exists()
    assert f"2025.yaml：{why}，不能生成草稿。" in capsys.readouterr().err


NAMELESS = "（机关待填写）2025年政府信息公开工作年度报告（草稿）"


@pytest.mark.parametrize(
    ("old", "new", "code", "name"),
    [
        ("机关: ", "机关：", "Y013", DRAFT),
        ("年度: 2025", "年度：2025", "Y013", DRAFT),
        ("  行政许可: {", "  行政许可: {本年处理决定数量: 124}\n  行政许可: {", "Y028", DRAFT),
        ("机关: 青禾镇人民政府\n", "", "D102", NAMELESS),
        ("机关: 青禾镇人民政府\n", "机关:\n", "D107", NAMELESS),
    ],
)
def test_a_slip_of_writing_does_not_keep_from_a_draft(
    desk: Path, old: str, new: str, code: str, name: str, capsys
) -> None:
    """What was read to its end can be shown, whatever is wrong with it."""
    assert old in BASE
    (desk / "qinghe" / "2025.yaml").write_text(BASE.replace(old, new), encoding="utf-8")
    assert build("qinghe/2025.yaml", "--force") == 1
    assert written(desk / "build") == [f"{name}.html"]
    assert f"[{code}]" in capsys.readouterr().err


def test_a_failed_build_names_the_older_files_of_that_title(desk: Path, capsys) -> None:
    assert build("qinghe/2025.yaml", formats="html,docx") == 0
    (desk / "qinghe" / "2025.yaml").write_text(WRONG, encoding="utf-8")
    capsys.readouterr()
    assert build("qinghe/2025.yaml", formats="html,docx") == 1
    err = capsys.readouterr().err
    for kind in ("html", "docx"):
        assert f"{TITLE}.{kind} 是以前生成的" in err


@pytest.mark.parametrize(
    "name",
    [
        "../../越界",
        "..",
        "/etc/passwd",
        "C:\\报告",
        "a/b",
        "con.txt",
        "镇\u202e人民政府",
        "镇:人民政府",
        "镇*?",
        "~镇",
        "镇\x00政府",
    ],
)
def test_no_name_of_a_body_leads_out_of_the_folder(desk: Path, name: str) -> None:
    (desk / "qinghe" / "2025.yaml").write_text(with_entries(f"机关: '{name}'\n"), encoding="utf-8")
    before = written(desk)
    assert build("qinghe/2025.yaml", "--force") == 1
    assert written(desk) == before


@pytest.mark.parametrize("name", ["CON", "NUL", "com1", "PRN"])
def test_names_that_windows_reserves_never_stand_alone(desk: Path, name: str) -> None:
    (desk / "qinghe" / "2025.yaml").write_text(
        with_entries(f"机关: {name}\n类型: 乡镇政府\n"), encoding="utf-8"
    )
    build("qinghe/2025.yaml", "--force")
    for path in (desk / "build").glob("*"):
        assert path.name.split(".")[0].upper() != name.upper()
        assert path.name.startswith(f"{name}2025年")


def test_the_longest_name_of_a_body_makes_a_file_name_that_systems_take(desk: Path) -> None:
    body = "𠀀" * 44 + "镇"
    (desk / "qinghe" / "2025.yaml").write_text(with_entries(f"机关: {body}\n"), encoding="utf-8")
    assert build("qinghe/2025.yaml", "--force") in {0, 1}
    (path,) = (desk / "build").iterdir()
    assert len(path.name.encode()) <= 255


def _fails(*_arguments: object, **_named: object) -> bytes:
    raise OSError(28, "No space left on device", "report.docx")


def test_when_one_writer_fails_nothing_is_left(desk: Path, monkeypatch, capsys) -> None:
    monkeypatch.setattr("govgen.render.docx.writer.write_docx", _fails)
    assert build("qinghe/2025.yaml", formats="html,docx") == 2
    assert not (desk / "build").exists() or written(desk / "build") == []
    err = capsys.readouterr().err
    assert "No space" not in err
    assert len(err.strip().splitlines()[-1]) > 0


def test_when_a_file_cannot_be_moved_into_place_the_old_ones_stay(desk: Path, monkeypatch) -> None:
    assert build("qinghe/2025.yaml", formats="html,docx") == 0
    before = {name: (desk / "build" / name).read_bytes() for name in written(desk / "build")}
    (desk / "qinghe" / "2025.yaml").write_text(BASE.replace("128条", "128条，另有"), encoding="utf-8")
    real = Path.replace

    def stuck(self: Path, target: Path) -> Path:
        """The Word file is open in another program, as Windows then has it."""
        if (
            Path(target).suffix == ".docx"
            and self.parent.name.startswith(".govgen-")
            and "before" not in self.name
        ):
            raise PermissionError(13, "in use", str(target))
        return real(self, target)

    monkeypatch.setattr(Path, "replace", stuck)
    assert (
        build(
            "qinghe/2025.yaml",
            formats="html,docx",
        )
        == 2
    )
    assert {name: (desk / "build" / name).read_bytes() for name in written(desk / "build")} == before


def test_a_folder_in_the_place_of_a_file_is_left_alone(desk: Path) -> None:
    inside = desk / "build" / f"{TITLE}.html" / "重要.txt"
    inside.parent.mkdir(parents=True)
    inside.write_text("不要删", encoding="utf-8")
    assert build("qinghe/2025.yaml") == 2
    assert inside.read_text(encoding="utf-8") == "不要删"


def test_without_the_libraries_for_pdf_the_others_are_made_and_one_line_says_so(
    desk, monkeypatch, capsys
) -> None:
    def missing(*_arguments: object, **_named: object) -> bytes:
        raise engine.EngineMissing("missing", missing="libpango", advice="")

    monkeypatch.setattr("govgen.render.pdf.writer.write_pdf", missing)
    assert build("qinghe/2025.yaml", formats="html,pdf,docx") == 2
    assert written(desk / "build") == [f"{TITLE}.docx", f"{TITLE}.html"]
    lines = [line for line in capsys.readouterr().err.splitlines() if "libpango" in line]
    assert len(lines) == 1


def test_what_a_clerk_types_is_text_and_never_code(desk: Path) -> None:
    typed = "<script>alert(1)</script>&amp;\"双\"'单'〈b〉{0}"
    text = with_entries(
        f"其他需要报告的事项: |\n  本年度未收取信息处理费。{typed}。\n联系方式: {{科室: '<i>党政办</i>&'}}\n"
    )
    (desk / "qinghe" / "2025.yaml").write_text(text, encoding="utf-8")
    build("qinghe/2025.yaml", "--force")
    (path,) = (desk / "build").glob("*.html")
    html = path.read_text(encoding="utf-8")
    assert "<script" not in html
    assert "<i>" not in html
    assert typed in dom.text(dom.main_element(dom.parse(html)))


def test_the_docx_is_the_same_each_time(desk: Path) -> None:
    build("qinghe/2025.yaml", "-o", "a", formats="html,docx")
    html = (desk / "a" / f"{TITLE}.html").read_text(encoding="utf-8")
    written = write_docx(html, bold_faces=faces_to_embolden())
    assert (desk / "a" / f"{TITLE}.docx").read_bytes() == written
    links = re.findall(r'<a href="([^"]+)">(PDF|Word)</a>', html)
    assert [(unquote(address), name) for address, name in links] == [(f"{TITLE}.docx", "Word")]


def two_bodies(desk: Path) -> str:
    """A county's folder with two bodies; the name of the first one's page below the output folder."""
    for name in ("青禾", "白杨"):
        folder = desk / "m" / name
        folder.mkdir(parents=True)
        (folder / "2025.yaml").write_text(BASE.replace("青禾镇", f"{name}镇"), encoding="utf-8")
    return f"青禾/{TITLE}.html"


def test_a_target_that_is_blocked_does_not_keep_others_from_being_made(desk: Path, capsys) -> None:
    blocked = desk / "build" / two_bodies(desk)
    blocked.mkdir(parents=True)
    assert build("m") == 2
    assert written(desk / "build") == [f"白杨/{TITLE.replace('青禾', '白杨')}.html"]
    err = capsys.readouterr().err
    assert "应为文件而不是文件夹" in err
    assert blocked.name in err


def test_a_file_that_cannot_be_read_does_not_keep_others_from_being_made(desk: Path, capsys) -> None:
    made = two_bodies(desk)
    data = desk / "m" / "白杨" / "2025.yaml"
    data.unlink()
    data.symlink_to(desk / "没有.yaml")
    assert build("m") == 2
    assert written(desk / "build") == [made]
    assert "读不了文件 m/白杨/2025.yaml" in capsys.readouterr().err
