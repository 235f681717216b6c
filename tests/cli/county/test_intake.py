"""``govgen import`` of many documents: matched to bodies, sent again, kept, and never guessed between."""

from __future__ import annotations

import errno
import shutil
from pathlib import Path
from typing import Any

import pytest
from county_sample import BODIES, data_file, settings

from govgen.cli.app import run
from govgen.datafile.county import Body
from govgen.datafile.identity import Kind
from govgen.workflows.county.progress import read_progress
from govgen.workflows.county.received import finder
from govgen.workflows.files import data_files
from govgen.workflows.new import StarterPlan, starter
from govgen.workflows.replacing import replace_files
from govgen.workflows.report_task import read_report


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
    lost = Path("收件", BODIES[0], "2025.yaml")
    lost.unlink()
    assert received() == 0
    assert lost.read_bytes() == before[lost]


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


def test_what_came_in_is_not_reviewed_beside_what_was_filed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a data file that a body sent, only the filed one counts: neither its original nor what is in 来件."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "county.yaml").write_text(settings(BODIES), encoding="utf-8")
    (tmp_path / "来件").mkdir()
    for body in BODIES:
        (tmp_path / "来件" / f"{body} 2025.yaml").write_text(data_file(body), encoding="utf-8")
    (tmp_path / "来件" / "另一个.YAML").write_text(data_file(BODIES[0], 9), encoding="utf-8")
    assert run(["import", "来件", "-o", "."]) == 1
    roll = data_files([tmp_path])
    assert [file.relative_to(tmp_path).as_posix() for file in roll] == [
        f"{body}/2025.yaml" for body in sorted(BODIES[1:])
    ]
    assert (tmp_path / BODIES[1] / "2025.原件.yaml").is_file()
    assert run(["county", "sum", ".", "--year", "2025", "-o", "县.yaml", "--allow-missing"]) == 1
    assert list(read_report(tmp_path / "县.yaml").head.facts.not_summed) == [BODIES[0]]


@pytest.mark.usefixtures("office")
def test_a_data_file_is_not_taken_from_where_it_would_be_counted_twice(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Path("收件/附件").mkdir(parents=True)
    Path("收件/附件/甲.yaml").write_text(data_file(BODIES[2]), encoding="utf-8")
    assert run(["import", "收件/附件", "邮件", "-o", "收件"]) == 2
    assert "名为“来件”的文件夹" in capsys.readouterr().err
    assert not Path("收件", BODIES[0]).exists()


UNREAD = {
    "旧.doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600, "请打开后另存为 .docx"),
    "年报.rar": (b"Rar!", "请解压后导入"),
    "年报.zip": (b"PK\x03\x04" + b"0" * 99, "已损坏"),
    "扫描.jpg": (b"\xff\xd8\xff", "请先做文字识别"),
    "转发.eml": ("Subject: 年报".encode(), "不是 Word、网页、PDF、Excel 或数据文件"),
    "空.docx": (b"", "这是空文件"),
    "说明.txt": ("请查收附件。".encode(), "看不出是哪个机关的报告"),
    "空表.yaml": (starter(StarterPlan(BODIES[0], Kind.TOWN, 2025)).encode(), "还没有填写"),
    "甲.yaml": (data_file(BODIES[2]).encode("gb18030"), "文件是 GBK（GB18030、ANSI）编码"),
}


def test_no_sending_is_lost_without_a_word(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("county.yaml").write_text(settings(BODIES), encoding="utf-8")
    Path("邮件").mkdir()
    for name, (content, _) in UNREAD.items():
        Path("邮件", name).write_bytes(content)
    for noise in ("~$0.docx", "Thumbs.db", ".DS_Store"):
        Path("邮件", noise).write_bytes(b"x")
    for dry in (("--dry-run",), ()):
        assert received(*dry) == 1
        shown = capsys.readouterr()
        left = [line for line in shown.err.splitlines() if line.startswith("没有收：")]
        for name, (_, why) in UNREAD.items():
            (said,) = [line for line in left if f"邮件/{name}：" in line]
            assert why in said
        assert shown.out.startswith("共 9 份：")


@pytest.mark.usefixtures("office")
def test_links_are_followed_once_and_broken_ones_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("别处").mkdir()
    Path("邮件/1.docx").rename("别处/1.docx")
    Path("邮件/转来").symlink_to(tmp_path / "别处")
    Path("邮件/再转").symlink_to(tmp_path / "别处")
    Path("邮件/上级").symlink_to(tmp_path)
    Path("邮件/没了.docx").symlink_to(tmp_path / "没有.docx")
    assert received() == 1
    shown = capsys.readouterr()
    assert "共 3 份：收 2 份" in shown.out
    assert "没有收：邮件/没了.docx：这是一个链接，指向的文件找不到" in shown.err
    Path("县").mkdir()
    Path("县/收件").symlink_to(tmp_path / "收件")
    assert len(data_files([Path("县")])) == 2


@pytest.mark.usefixtures("office")
def test_a_trial_says_which_documents_are_of_the_same_body(capsys: pytest.CaptureFixture[str]) -> None:
    _sent(BODIES[0], "另一份.docx", data_file(BODIES[0], 9))
    shutil.copy("邮件/1.docx", "邮件/再发.docx")
    assert received("--dry-run") == 1
    shown = capsys.readouterr()
    assert shown.err.count("请只留下要用的一份") == 2
    assert "共 4 份：可以收 2 份，没有收 2 份" in shown.out
    assert received() == 1
    assert "邮件/再发.docx → 收件/白水乡人民政府/2025.yaml：和已收的完全相同" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("said", "listed"),
    [
        ("青禾镇", "青禾镇人民政府"),
        ("青禾镇政府", "青禾镇人民政府"),
        ("某市青山县青禾镇人民政府", "青禾镇人民政府"),
        ("红石街道", "红石街道办事处"),
        ("红石街道办", "红石街道办事处"),
        ("开发区管理委员会", "青山县开发区管委会"),
        ("财政局", "青山县财政局"),
        ("邻水县青禾镇人民政府", ""),
        ("邻水县财政局", ""),
        ("白水镇", ""),
        ("城关", ""),
        ("青山县人民政府", ""),
    ],
)
def test_a_body_is_known_by_its_short_name_and_with_its_county(said: str, listed: str) -> None:
    names = (*BODIES, "青山县开发区管委会", "青山县财政局", "城关人民政府", "城关办事处")
    bodies = [Body.model_validate({"名称": name}) for name in names]
    assert finder(bodies, "青山县人民政府")(said) == listed
    assert finder(bodies, "")(BODIES[0]) == BODIES[0]


def test_the_list_of_the_year_and_the_county_of_a_body_count(
    office: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = settings(BODIES).replace(f"{BODIES[0]}}}", f"{BODIES[0]}, 至: 2024}}")
    Path("county.yaml").write_text(text, encoding="utf-8")
    elsewhere = data_file(BODIES[2]).replace("某省某市某县", "某省某市邻水县", 1)
    Path("邮件/甲.yaml").write_text(elsewhere, encoding="utf-8")
    assert received() == 1
    err = capsys.readouterr().err
    assert f"机关“{BODIES[0]}”不在 county.yaml 的名单里（2025 年度）" in err
    assert f"写的是“某省某市邻水县”的“{BODIES[2]}”，不是青山县的" in err
    assert sorted(path.name for path in (office / "收件").iterdir()) == [BODIES[1], "进度.csv"]


@pytest.mark.usefixtures("office")
def test_the_kind_that_the_county_states_is_written_where_no_name_says_it() -> None:
    body = "青山开发区管委会"
    listed = settings([*BODIES, body]).replace(f"{body}}}", f"{body}, 类型: 县级部门}}")
    Path("county.yaml").write_text(listed, encoding="utf-8")
    _sent(body, "管委会.docx", data_file(body).replace("年度: 2025", "年度: 2025\n类型: 县级部门", 1))
    assert received() == 0
    assert read_report(Path("收件", body, "2025.yaml")).head.facts.kind == "县级部门"


def test_what_was_filed_before_the_disk_was_full_is_recorded(
    office: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(folder: Path, contents: dict[str, bytes]) -> None:
        if folder.name == BODIES[1]:
            raise OSError(errno.ENOSPC, "No space left on device", str(folder))
        replace_files(folder, contents)

    monkeypatch.setattr("govgen.workflows.county.intake.replace_files", full)
    assert received() == 2
    assert "磁盘满了，写不了" in capsys.readouterr().err
    assert [event.body for event in read_progress(office / "收件")] == [BODIES[0]]


@pytest.mark.usefixtures("office")
def test_nothing_is_filed_while_the_record_cannot_be_written(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("收件").mkdir()
    Path("收件/进度.csv").write_text("年度,机关,事项,次数,日期,摘要,来源\n", encoding="utf-8")
    opened = Path.open

    def locked(self: Path, mode: str = "r", *args: Any, **settings: Any) -> Any:
        if self.name == "进度.csv" and mode != "r":
            raise PermissionError(errno.EACCES, "Permission denied", str(self))
        return opened(self, mode, *args, **settings)

    monkeypatch.setattr(Path, "open", locked)
    assert received() == 2
    assert not Path("收件", BODIES[0]).exists()


def test_the_backup_of_a_converted_file_is_no_document(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One whose data file is gone is told of, so that no sending is lost."""
    monkeypatch.chdir(tmp_path)
    Path("county.yaml").write_text(settings(BODIES), encoding="utf-8")
    Path("来件").mkdir()
    file = Path("来件/青禾镇.yaml")
    file.write_bytes(data_file(BODIES[0]).encode("gb18030"))
    run(["check", "--fix", "--yes", str(file)])
    assert len(list(Path("来件").iterdir())) == 2
    capsys.readouterr()
    assert run(["import", "来件", "-o", "."]) == 0
    assert "共 1 份：收 1 份" in "".join(capsys.readouterr())
    file.unlink()
    assert run(["import", "来件", "-o", "."]) == 1
