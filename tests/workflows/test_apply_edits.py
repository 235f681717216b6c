"""The leader edits the document: what changed, where, and the prose back in the data file."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest
from helpers import ROOT, examined

from govgen.cli import app
from govgen.importers.convert import convert
from govgen.render.docx.writer import write_docx
from govgen.render.html.page import Templates
from govgen.workflows.apply_edits import (
    CellChange,
    ProseChange,
    cell_changes,
    other_changes,
    plan_of,
    prose_changes,
)
from govgen.workflows.check import Examined, examine
from govgen.workflows.replacing import NotDoneError, rewritten

SOURCE = (ROOT / "examples" / "qinghe" / "2025.yaml").read_text(encoding="utf-8")
INTRODUCTION = "引言: |\n  根据条例编制本报告。\n"


@pytest.fixture
def data(tmp_path: Path) -> Examined:
    (tmp_path / "2024.yaml").write_bytes((ROOT / "examples" / "qinghe" / "2024.yaml").read_bytes())
    return examined(tmp_path, SOURCE + "\n" + INTRODUCTION)


def document(data: Examined, *changes: tuple[str, str]) -> bytes:
    """The built document with words replaced, as in Word: within the runs of a paragraph or cell."""
    made = docx.Document(io.BytesIO(write_docx(Templates().render(data.report))))
    paragraphs = [*made.paragraphs, *(p for t in made.tables for c in t._cells for p in c.paragraphs)]
    for old, new in changes:
        hits = [paragraph for paragraph in paragraphs if old in paragraph.text]
        assert hits, old
        text = hits[0].text.replace(old, new, 1)
        for run in hits[0].runs[1:]:
            run.text = ""
        hits[0].runs[0].text = text
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def compared(data: Examined, raw: bytes) -> tuple[list[CellChange], list[ProseChange]]:
    found = convert(raw, "edited.docx")
    return list(cell_changes(data.report, found)), list(prose_changes(data, found))


def applied(data: Examined, raw: bytes) -> str:
    _, prose = compared(data, raw)
    plan = plan_of(data, prose)
    assert plan is not None
    plan.write()
    return data.path.read_text(encoding="utf-8")


def test_an_untouched_document_differs_in_nothing(data: Examined) -> None:
    assert compared(data, document(data)) == ([], [])
    assert plan_of(data, []) is None


def test_a_changed_word_goes_to_its_place_and_nowhere_else(data: Examined) -> None:
    before = data.path.read_text(encoding="utf-8")
    raw = document(data, ("增设“政策问答”和“项目进度”两个栏目", "新设“政策问答”栏目"))
    _, (change,) = compared(data, raw)
    line = before.split("\n")[change.span.line - 1]
    assert change.where == "总体情况"
    assert line.strip().startswith("县政府网站本镇专栏")
    assert change.before.count("。") == 1
    assert applied(data, raw) == before.replace("增设“政策问答”和“项目进度”两个栏目", "新设“政策问答”栏目")


def test_references_survive_a_change_beside_them(data: Examined) -> None:
    raw = document(data, ("全年制发行政规范性文件", "一年来制发行政规范性文件"))
    after = applied(data, raw)
    assert "一年来制发行政规范性文件{{ 行政规范性文件.本年制发件数 }}件" in after


def test_a_figure_that_is_looked_up_is_never_written(data: Examined) -> None:
    before = data.path.read_bytes()
    _, (change,) = compared(data, document(data, ("制发行政规范性文件2件", "制发行政规范性文件5件")))
    assert "表格" in change.refused
    assert plan_of(data, [change]) is None
    assert data.path.read_bytes() == before


def test_a_changed_cell_is_shown_with_its_place_and_not_written(data: Examined) -> None:
    made = docx.Document(io.BytesIO(document(data)))
    (cell,) = [cell for cell in made.tables[0]._cells if cell.text == "187"][:1]
    cell.paragraphs[0].runs[0].text = "188"
    out = io.BytesIO()
    made.save(out)
    (change,), prose = compared(data, out.getvalue())
    assert (change.name, change.before, change.after) == (
        "主动公开政府信息情况.行政许可.本年处理决定数量",
        187,
        188,
    )
    assert "187" in data.source.text.split("\n")[change.span.line - 1]
    assert plan_of(data, prose) is None


def test_paragraphs_put_in_and_taken_out(data: Examined) -> None:
    made = docx.Document(io.BytesIO(document(data)))
    (problem,) = [item for item in made.paragraphs if item.text.startswith("（二）本年存在的主要问题")]
    problem.insert_paragraph_before("另外加写一段。", problem.style)
    (gone,) = [item for item in made.paragraphs if item.text.startswith("3.政策解读")]
    gone._p.getparent().remove(gone._p)
    out = io.BytesIO()
    made.save(out)
    before = data.path.read_text(encoding="utf-8").split("\n")
    after = applied(data, out.getvalue()).split("\n")
    assert set(before) - set(after) == {line for line in before if line.strip().startswith("3.政策解读")}
    at = after.index("  另外加写一段。")
    assert after[at + 1].strip().startswith("（二）本年存在的主要问题")
    assert len(after) == len(before)


def others(data: Examined, raw: bytes) -> list[str]:
    own = convert(Templates().render(data.report).encode(), "own.html", trusted=True)
    return list(other_changes(own, convert(raw, "edited.docx")))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("青禾镇人民政府", "白水镇人民政府", "标题：青禾镇人民政府2025年政府信息公开工作年度报告 → 白水镇"),
        (
            "政府信息公开工作年度报告",
            "政府信息公开年报",
            "标题：青禾镇人民政府2025年政府信息公开工作年度报告 → ",
        ),
        (
            "2026年1月18日",
            "2026年1月25日",
            "署名和日期：青禾镇人民政府 2026年1月18日 → 青禾镇人民政府 2026年1月25日",
        ),
        (
            "一、总体情况",
            "一、总体工作情况",
            "标题与格式不同：总体情况（应为“一、总体情况”，原文是“一、总体工作情况”）",
        ),
        ("行政许可", "行政许可事项", "原文是“行政许可事项”"),
        ("第二十条第（五）项", "第二十条第（五）款", "原文是“第二十条第（五）款”"),
        ("187", "约187件", "表格里多了“约187件”"),
    ],
)
def test_what_has_no_place_in_the_data_file_is_named(data: Examined, old: str, new: str, said: str) -> None:
    made = docx.Document(io.BytesIO(document(data)))
    cells = [paragraph for table in made.tables for cell in table._cells for paragraph in cell.paragraphs]
    paragraph = next(item for item in [*made.paragraphs, *cells] if old in item.text and len(item.text) < 40)
    text = paragraph.text.replace(old, new, 1)
    for run in paragraph.runs[1:]:
        run.text = ""
    paragraph.runs[0].text = text
    out = io.BytesIO()
    made.save(out)
    assert others(data, document(data)) == []
    (named,) = others(data, out.getvalue())
    assert said in named
    assert compared(data, out.getvalue())[1] == []


def test_rows_and_columns_taken_out_are_named_once_and_are_no_zeros(data: Examined) -> None:
    made = docx.Document(io.BytesIO(document(data)))
    rows = made.tables[1]._tbl.tr_lst
    for row in rows[7:15]:
        made.tables[1]._tbl.remove(row)
    for row in made.tables[2]._tbl.tr_lst[2:]:
        row.remove(row.tc_lst[3])
    out = io.BytesIO()
    made.save(out)
    changes, _ = compared(data, out.getvalue())
    assert [(change.name, change.after, change.count) for change in changes] == [
        ("政府信息公开行政复议、行政诉讼情况", None, 15)
    ]
    missing = [item for item in others(data, out.getvalue()) if "缺少一行" in item]
    assert any("本年度办理结果.不予公开（应为“（三）不予公开”）" in item for item in missing)
    assert not any("属于国家秘密" in item for item in others(data, out.getvalue()))


def test_text_below_a_heading_that_was_taken_out_is_not_written_into_the_part_before(data: Examined) -> None:
    made = docx.Document(io.BytesIO(document(data, ("访问", "浏览"))))
    (heading,) = [item for item in made.paragraphs if item.text.startswith("六、")]
    heading.insert_paragraph_before("另有一段，是第六部分的。", heading.style)
    heading._p.getparent().remove(heading._p)
    out = io.BytesIO()
    made.save(out)
    found = compared(data, out.getvalue())[1]
    refused = ["存在的主要问题及改进情况", "其他需要报告的事项"]
    assert [change.where for change in found if change.refused] == refused
    text = applied(data, out.getvalue())
    assert "是第六部分的" not in text
    assert text.count("依照《政府信息公开信息处理费管理办法》") == 1


def test_comments_are_not_lost_in_silence(data: Examined) -> None:
    made = docx.Document(io.BytesIO(document(data)))
    made.add_comment(made.paragraphs[3].runs, text="请核对", author="某人")
    out = io.BytesIO()
    made.save(out)
    assert [item for item in others(data, out.getvalue()) if "文档里的批注（1 处）没有收入" in item]


def test_a_paragraph_is_added_to_prose_on_the_line_of_its_key(tmp_path: Path) -> None:
    data = examined(tmp_path, SOURCE + '\n引言: "根据条例编制{{ 年度 }}年的报告。"\n')
    made = docx.Document(io.BytesIO(document(data)))
    (opening,) = [item for item in made.paragraphs if item.text == "根据条例编制2025年的报告。"]
    opening.insert_paragraph_before("另外加写一段。", opening.style)
    out = io.BytesIO()
    made.save(out)
    after = applied(data, out.getvalue())
    assert after == SOURCE + "\n引言: |\n  另外加写一段。\n  根据条例编制{{ 年度 }}年的报告。\n"


def test_line_ends_and_mark_stay(data: Examined) -> None:
    raw = b"\xef\xbb\xbf" + data.path.read_bytes().replace(b"\n", b"\r\n")
    data.path.write_bytes(raw)
    again = examine(data.path)
    applied(again, document(again, ("没有责任追究情形", "未发生责任追究情形")))
    written = data.path.read_bytes()
    assert written.startswith(b"\xef\xbb\xbf")
    assert written.count(b"\r\n") == raw.count(b"\r\n") == written.count(b"\n")


def test_braces_in_new_prose_name_no_figure(data: Examined) -> None:
    raw = document(data, ("没有责任追究情形", "没有{{ 年度 }}责任追究情形"))
    assert "没有{ { 年度 } }责任追究情形" in applied(data, raw)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("abc\r\ndef\nghi", "甲b丙\ndef\nghi乙", "甲b丙\r\ndef\nghi乙"),
        ("a\r\nb\nc\n", "a\nB\n二\nc\n", "a\r\nB\r\n二\r\nc\n"),
        ("a\nb\nc", "a\nb\nC", "a\nb\nC"),
        ("a\rb\rc\r", "a\nc\n", "a\rc\r"),
        ("a\nb", "a\nb\nc", "a\nb\nc"),
        ("a", "甲\na", "甲\na"),
        ("\ufeffa\r\nb", "a\nb", "\ufeffa\r\nb"),
    ],
)
def test_lines_around_a_change_keep_their_ends(before: str, after: str, expected: str) -> None:
    assert rewritten(before.encode(), after).decode() == expected


def test_the_command_shows_and_writes(
    data: Examined, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "改后.docx"
    file.write_bytes(document(data, ("没有责任追究情形", "未发生责任追究情形")))
    before = data.path.read_bytes()
    assert app.run(["diff", str(data.path), str(file)]) == 0
    assert "未发生责任追究情形" in capsys.readouterr().out
    assert data.path.read_bytes() == before
    assert app.run(["diff", str(data.path), str(file), "--apply", "--yes"]) == 0
    assert "未发生责任追究情形" in data.path.read_text(encoding="utf-8")
    assert app.run(["diff", str(data.path), str(file)]) == 0
    assert "没有不同" in capsys.readouterr().out


def test_an_introduction_of_the_template_is_compared_too(tmp_path: Path) -> None:
    plain = examined(tmp_path, SOURCE.replace("{{ 上年.行政规范性文件.现行有效件数 }}", "8"))
    page = Templates().render(plain.report)
    opening = convert(page.encode(), "page").words.passages["introduction"]
    found = convert(page.replace("编制并公布", "编写并公布", 1).encode(), "page")
    (change,) = prose_changes(plain, found, opening)
    assert change.where == "引言"
    assert change.refused
    assert [*prose_changes(plain, convert(page.encode(), "page"), opening)] == []


def test_prose_is_not_written_into_a_file_with_slips(tmp_path: Path) -> None:
    data = examined(tmp_path, SOURCE.replace("所属: ", "所属：") + "\n" + INTRODUCTION)
    _, prose = compared(data, document(data, ("本报告", "这份报告")))
    with pytest.raises(NotDoneError, match="还有写法上的错误"):
        plan_of(data, prose)
