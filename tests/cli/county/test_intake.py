"""``govgen import`` of many documents: matched to bodies, sent again, kept, and never guessed between."""

from __future__ import annotations

from pathlib import Path

import pytest
from county_sample import BODIES, data_file, settings

from govgen.cli.app import run
from govgen.workflows.county.progress import read_progress
from govgen.workflows.sum_terms import read_report


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A county office with two reports in Word that came by mail."""
    monkeypatch.chdir(tmp_path)
    Path("county.yaml").write_text(settings(BODIES), encoding="utf-8")
    for number, body in enumerate(BODIES[:2]):
        _sent(body, f"{number}.docx", data_file(body, 4 + number))
    return tmp_path


def _sent(body: str, name: str, text: str) -> None:
    """A report made into a Word file as a body would send it."""
    Path("稿").mkdir(exist_ok=True)
    Path("稿/2025.yaml").write_text(text, encoding="utf-8")
    assert run(["build", "稿/2025.yaml", "-o", "稿", "--format", "docx"]) == 0
    Path("邮件").mkdir(exist_ok=True)
    (made,) = Path("稿").glob("*.docx")
    made.rename(Path("邮件") / name)
    assert body in made.name


def received(*more: str) -> int:
    return run(["import", "邮件", "-o", "收件", *more])


@pytest.mark.usefixtures("office")
def test_each_document_becomes_the_data_file_of_its_body(capsys: pytest.CaptureFixture[str]) -> None:
    assert received() == 0
    for number, body in enumerate(BODIES[:2]):
        report = read_report(Path("收件", body, "2025.yaml"))
        assert report.identity is not None
        assert report.identity.body == body
        total = next(cell.value for ref, cell in report.cells.items() if ref.table == "applications")
        assert total == 4 + number
    assert "共 2 份：收 2 份，与上次相同 0 份，没有收 0 份" in capsys.readouterr().out
    assert [(item.body, item.what, item.number) for item in read_progress(Path("收件"))] == [
        (body, "收到", 1) for body in BODIES[:2]
    ]


@pytest.mark.usefixtures("office")
def test_the_same_bytes_again_change_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    received()
    before = {path: path.read_bytes() for path in Path("收件").rglob("*") if path.is_file()}
    capsys.readouterr()
    assert received() == 0
    assert capsys.readouterr().out.count("和已收的完全相同，没有改动") == 2
    assert {path: path.read_bytes() for path in Path("收件").rglob("*") if path.is_file()} == before


@pytest.mark.usefixtures("office")
def test_a_second_sending_is_taken_and_the_first_one_kept(capsys: pytest.CaptureFixture[str]) -> None:
    received()
    first = Path("收件", BODIES[0], "2025.yaml").read_bytes()
    _sent(BODIES[0], "0.docx", data_file(BODIES[0], 7))
    capsys.readouterr()
    assert received() == 0
    out = capsys.readouterr().out
    assert "第 2 次报送" in out
    assert "本年新收政府信息公开申请数量.自然人：4 → 7" in out
    assert Path("收件/往次", BODIES[0], "2025-第1次.yaml").read_bytes() == first
    assert Path("收件/往次", BODIES[0], "2025-第1次.原件.docx").is_file()
    assert run(["check", "收件"]) in {0, 1}
    assert "共审核 2 个文件" in capsys.readouterr().out


@pytest.mark.usefixtures("office")
def test_accepted_warnings_that_still_hold_are_kept() -> None:
    Path("county.yaml").write_text(
        settings(BODIES, "地方规定: {应列数字: [全文电子化率]}\n"), encoding="utf-8"
    )
    received()
    file = Path("收件", BODIES[0], "2025.yaml")
    text = file.read_text(encoding="utf-8")
    file.write_text(
        text
        + "已核实:\n  - {规则: K500, 理由: 上年无报告}\n  - {规则: L436, 理由: 没有}\n  - {规则: T602, 理由: 已不在}\n",
        encoding="utf-8",
    )
    _sent(BODIES[0], "0.docx", data_file(BODIES[0], 7))
    received()
    assert [(item.code, item.reason) for item in read_report(file).head.facts.accepted] == [
        ("K500", "上年无报告"),
        ("L436", "没有"),
    ]


@pytest.mark.usefixtures("office")
def test_two_documents_of_one_body_are_never_chosen_between(capsys: pytest.CaptureFixture[str]) -> None:
    _sent(BODIES[0], "另一份.docx", data_file(BODIES[0], 9))
    assert received() == 1
    assert not Path("收件", BODIES[0]).exists()
    assert Path("收件", BODIES[1], "2025.yaml").is_file()
    assert capsys.readouterr().err.count("请只留下要用的一份") == 2


@pytest.mark.usefixtures("office")
def test_an_unknown_body_a_wrong_year_and_what_is_no_report_are_left(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Path("county.yaml").write_text(settings(BODIES[1:]), encoding="utf-8")
    Path("邮件/说明.txt").write_text("请查收附件。", encoding="utf-8")
    assert received("--year", "2024") == 1
    err = capsys.readouterr().err
    assert f"机关“{BODIES[0]}”不在 county.yaml 的名单里" in err
    assert "是 2025 年度的，应为 2024 年度" in err
    assert "说明.txt" in err
    assert not Path("收件").exists()


@pytest.mark.usefixtures("office")
def test_a_data_file_is_taken_as_it_is_and_no_list_is_needed() -> None:
    Path("county.yaml").unlink()
    Path("邮件/甲.yaml").write_text(data_file(BODIES[2], 6), encoding="utf-8")
    assert received() == 0
    assert Path("收件", BODIES[2], "2025.yaml").read_text(encoding="utf-8") == data_file(BODIES[2], 6)


@pytest.mark.usefixtures("office")
def test_a_trial_writes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert received("--dry-run") == 0
    assert f"{BODIES[0]} 2025 年度，读出 200 格，待核 0 处" in capsys.readouterr().out
    assert not Path("收件").exists()
