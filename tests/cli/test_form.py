"""``govgen form``: what it writes, for one report and for a county, and what it refuses."""

from __future__ import annotations

from pathlib import Path

import pytest
from county_sample import BODIES, data_file, settings
from helpers import BASE, LAST

from govgen.cli.app import run


def test_a_county_gets_a_form_for_each_body_with_last_year_in_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bodies = [*BODIES, "青山经济开发区管委会"]
    folder, out = tmp_path / "收件", tmp_path / "填报"
    text = settings(bodies).replace("管委会}", "管委会, 类型: 县级部门}")
    (folder / "甲").mkdir(parents=True)
    (folder / "county.yaml").write_text(text, encoding="utf-8")
    (folder / "甲" / "2024.yaml").write_text(LAST, encoding="utf-8")
    (folder / "甲" / "2025.yaml").write_text(data_file(BODIES[1], received=41), encoding="utf-8")
    for ending in ("html", "xlsx"):
        words = ["form", "--county", str(folder), "--year", "2025", "-o", str(out), "--format", ending]
        assert run(words) == 0
        assert {file.name for file in out.glob(f"*.{ending}")} == {
            f"{body}2025年填报表.{ending}" for body in bodies
        }
    pages = {body: (out / f"{body}2025年填报表.html").read_text(encoding="utf-8") for body in bodies}
    assert "一年来发布各类信息96条" in pages[BODIES[0]], "last year's prose"
    assert "一年来发布各类信息96条" not in pages[BODIES[1]]
    assert 'data-path="cell/applications.new.natural" value="41"' in pages[BODIES[1]]
    assert 'data-path="cell/applications.new.natural" value=""' in pages[BODIES[2]]
    assert "<option selected>县级部门</option>" in pages[bodies[3]]
    capsys.readouterr()
    assert run(["form", "--county", str(folder), "--year", "2025", "-o", str(out)]) == 0
    assert "写了 0 份填报表；4 份已经有了，没有改动" in capsys.readouterr().out


def test_a_countys_faulty_file_is_named_and_the_others_get_their_forms(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    listed = settings([*BODIES[:1], "青山开发区管委会", *BODIES[1:2]])
    (tmp_path / "county.yaml").write_text(listed, encoding="utf-8")
    (tmp_path / "2025.yaml").write_text(BASE.replace("规章: {", "规章：{"), encoding="utf-8")
    out = tmp_path / "填报"
    assert run(["form", "--county", str(tmp_path), "--year", "2025", "-o", str(out), "--format", "html"]) == 2
    assert [file.name for file in out.iterdir()] == [f"{BODIES[1]}2025年填报表.html"]
    err = capsys.readouterr().err
    assert f"没有生成“{BODIES[0]}”的填报表：数据文件还有写法上的错误" in err
    assert "没有生成“青山开发区管委会”的填报表：看不出是哪一类机关，请在 county.yaml 里写明它的“类型”" in err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--body", "青山管委会", "--year", "2025", "-o", "a.html"], "看不出是哪一类机关，请加选项 --kind"),
        (["--body", "青禾镇", "--year", "2025", "-o", "a.docx"], "应以 .xlsx 或 .html 结尾"),
        (["--body", "青禾镇", "-o", "a.html"], "请给出数据文件，或者写明 --body 和 --year"),
        (
            ["--body", "青禾镇", "--year", "2025", "--format", "html", "-o", "a.html"],
            "--format 与 --county 同用",
        ),
        (["--county", ".", "-o", "a"], "--county 要写明 --year"),
        (["--county", ".", "--year", "2025", "-o", "a"], "没有找到 county.yaml"),
        (["--county", ".", "--year", "2005", "-o", "a"], "2005 年度没有统一格式"),
    ],
)
def test_what_cannot_be_made_is_refused(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: list[str],
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["form", *words]) == 2
    assert said in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_the_kind_is_written_where_the_name_does_not_say_it(tmp_path: Path) -> None:
    page = tmp_path / "a.html"
    words = ["form", "--body", "青山管委会", "--kind", "县级部门", "--year", "2025", "-o", str(page)]
    assert run(words) == 0
    assert "<option selected>县级部门</option>" in page.read_text(encoding="utf-8")
    assert run(words) == 2
