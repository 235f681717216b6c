"""``govgen check`` of finished reports: Word files, web pages and PDF as they come."""

from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from helpers import BASE, LAST, examined, with_entries
from reviewing import as_document, leave_platforms
from word_sample import anchored, our_word_file, with_slips

from govgen.cli.app import run
from govgen.findings.catalogue import entry
from govgen.render.docx.writer import write_docx
from govgen.render.html.page import Templates
from govgen.render.pdf.writer import write_pdf


@pytest.fixture(autouse=True)
def at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each run starts in an empty folder, on no platform."""
    monkeypatch.chdir(tmp_path)
    leave_platforms(monkeypatch)


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    """A Word file with slips, alone in its folder."""
    made = with_slips(our_word_file(tmp_path))
    for file in tmp_path.glob("*.yaml"):
        file.unlink()
    path = tmp_path / "报告.docx"
    path.write_bytes(made)
    return path


PLACES = {
    "K500": "开头第 1 段",
    "C312": "“一、总体情况”第 2 段",
    "L454": "“二、主动公开政府信息情况”表格第 7 行（行政许可）第 2 格",
    "B202": "“三、收到和处理政府信息公开申请情况”表格第 4 行（一、本年新收政府信息公开申请数量）第 8 格",
}


def test_findings_name_their_places_in_the_document(bad: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = as_document(capsys, "json", bad.name)["findings"]
    places = {item["code"]: item["place"] for item in reversed(found)}
    assert places | PLACES == places
    (wrong,) = [item for item in found if item["code"] == "B202"]
    assert [term["place"].rpartition("）")[2] for term in wrong["related"]] == ["第 2 格", "第 3 格"]
    assert run(["check", bad.name]) == 1
    said = capsys.readouterr().out
    assert f"--> 报告.docx {PLACES['B202']}\n" in said
    assert ".yaml:" not in said
    assert "--fix" not in said


def test_formats_for_programs_name_places_and_no_lines(bad: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (result,) = as_document(capsys, "sarif", bad.name, "--select", "B202")["runs"][0]["results"]
    (location,) = result["locations"]
    assert "region" not in location["physicalLocation"]
    assert location["logicalLocations"][0] == {"fullyQualifiedName": PLACES["B202"]}
    run(["check", bad.name, "--select", "B202", "--output-format", "github"])
    command = capsys.readouterr().out
    assert command.startswith(f"::error file=报告.docx,title=错误[B202]::{PLACES['B202']}：")
    (item,) = as_document(capsys, "gitlab", bad.name, "--select", "B202")
    assert item["description"].startswith(f"{PLACES['B202']}：")


@pytest.mark.parametrize("kind", ["html", "pdf", "docx"])
def test_every_kind_of_document_is_reviewed(
    kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A figure of the prose that is not the table's is found in each, at its paragraph."""
    words = "全年新收政府信息公开申请15件，办结11件。"
    item = examined(tmp_path, with_entries(f"总体情况: |\n  {words}\n"), last=LAST)
    html = Templates().render(item.report)
    made = {"html": str.encode, "pdf": write_pdf, "docx": write_docx}[kind](html)
    (tmp_path / f"报告.{kind}").write_bytes(made)
    found = as_document(capsys, "json", f"报告.{kind}")["findings"]
    (wrong,) = [item for item in found if item["code"] == "C301"]
    assert wrong["place"] == "“一、总体情况”第 1 段"
    expected = [item.code for item in item.findings if item.code[0] in "BCT"]
    assert [item["code"] for item in found if item["code"][0] in "BCT"] == expected


def test_what_the_document_does_not_say_is_asked_for_and_taken(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "报告.html").write_text("<p>年度报告<p>一、总体情况<p>全年工作平稳有序。", "utf-8")
    for given, lacks in (
        ([], "--body"),
        (["--body", "青禾产业园管委会"], "--year"),
        (["--body", "青禾产业园管委会", "--year", "2025"], "--kind"),
        (["--body", "青禾镇人民政府", "--year", "2015"], "2015 年度还没有统一格式"),
    ):
        assert run(["check", "报告.html", *given]) == 2
        assert lacks in capsys.readouterr().err
    given = ["--body", "青禾产业园管委会", "--year", "2025", "--kind", "县级部门"]
    assert run(["check", "报告.html", *given]) != 2
    assert "共审核 1 个文件" in capsys.readouterr().out


def test_a_picture_named_as_a_report_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "报告.pdf").write_bytes(b"\x89PNG\r\n")
    assert run(["check", "报告.pdf"]) == 2
    assert "图片" in capsys.readouterr().err


def test_last_years_file_is_compared(bad: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "2024.yaml").write_text(LAST, encoding="utf-8")
    found = as_document(capsys, "json", bad.name)["findings"]
    assert "K500" not in {item["code"] for item in found}


@pytest.mark.usefixtures("bad")
def test_a_folder_means_its_data_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "2025.yaml").write_text(BASE, encoding="utf-8")
    found = as_document(capsys, "json", ".")
    assert found["summary"]["files"] == 1
    assert {item["file"] for item in found["findings"]} == {"2025.yaml"}


def test_an_annotated_copy_has_the_findings_asked_for(
    bad: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = bad.read_bytes()
    assert run(["check", bad.name, "--level", "warning", "--annotate", "交/批注.docx"]) == 1
    said = capsys.readouterr()
    comments = anchored((tmp_path / "交" / "批注.docx").read_bytes())
    assert f"批注 {len(comments)} 条" in said.err
    assert len(comments) == said.out.count("-->")
    assert {comment.lines[0][:2] for comment in comments} == {"错误", "警告"}
    assert bad.read_bytes() == before


def test_an_annotated_copy_takes_no_other_file(
    bad: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "有.docx").write_bytes(b"x")
    before = bad.read_bytes()
    for target in (bad.name, "有.docx"):
        assert run(["check", bad.name, "--annotate", target]) == 2
        assert "已经存在" in capsys.readouterr().err
    assert (tmp_path / "有.docx").read_bytes() == b"x"
    assert bad.read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["报告.docx", "--annotate", "批注.pdf"], "Word 文件"),
        (["报告.docx", "报告.docx", "--annotate", "批注.docx"], "一份 Word 文件"),
        ([".", "--annotate", "批注.docx"], "Word 文件"),
        (["报告.docx", "--fix"], "不能用 --fix"),
        (["报告.docx", "--excerpt"], "要与 --text 同用"),
        (["没有.docx"], "找不到 没有.docx"),
        (["空.docx"], "空.docx"),
    ],
)
@pytest.mark.usefixtures("bad")
def test_what_cannot_be_done_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], says: str
) -> None:
    (tmp_path / "空.docx").write_bytes(b"PK\x03\x04")
    assert run(["check", *arguments]) == 2
    assert says in capsys.readouterr().err
    assert not (tmp_path / "批注.docx").exists()


def test_tracked_changes_are_read_as_accepted_and_counted(
    bad: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = docx.Document(str(bad))
    paragraph = next(item for item in document.paragraphs if "办结11件" in item.text)
    changes = (("del", "<w:delText>积极推进积极推进</w:delText>"), ("ins", "<w:t>，办结99件</w:t>"))
    for kind, words in changes:
        xml = f'<w:{kind} {nsdecls("w")} w:id="900" w:author="甲"><w:r>{words}</w:r></w:{kind}>'
        paragraph._p.append(parse_xml(xml))
    document.save(str(bad))
    run(["check", bad.name, "--annotate", "批注.docx"])
    said = capsys.readouterr()
    assert "插入 1 处，已读入；删除 1 处，没有读入" in said.err
    comments = anchored((tmp_path / "批注.docx").read_bytes())
    assert any("办结99件" in line for comment in comments for line in comment.lines)
    assert not any("积极推进" in line for comment in comments for line in comment.lines)


def test_advice_is_for_the_document_and_not_for_a_data_file(
    bad: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = as_document(capsys, "json", bad.name)["findings"]
    advice = {item["code"]: item["advice"] for item in found}
    assert advice["B202"] == entry("B202").advice
    assert advice["L454"] == entry("L454").advice
    assert entry("B202").data_advice
    assert entry("L454").data_advice
