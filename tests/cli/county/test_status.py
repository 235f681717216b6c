"""``govgen county status``: every state is reached, and nothing is written."""

from __future__ import annotations

import datetime
import errno
import json
import os
import re
from pathlib import Path

import pytest
from county_sample import BODIES, county, data_file

from govgen.cli.app import run
from govgen.datafile.county import read_county
from govgen.datafile.identity import Kind
from govgen.editions.loading import edition_for
from govgen.findings.display import columns
from govgen.workflows.county.progress import RECEIVED, RETURNED, Event, read_progress, record
from govgen.workflows.county.received import Received, Roll
from govgen.workflows.county.status import statuses
from govgen.workflows.new import StarterPlan, starter

WRONG = data_file(BODIES[0]).replace("予以公开: {自然人: 4}", "予以公开: {自然人: 5}")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def states(capsys: pytest.CaptureFixture[str], inbox: Path) -> tuple[int, dict[str, dict]]:
    capsys.readouterr()
    code = run(["county", "status", str(inbox), "--year", "2025", "--json"])
    found = json.loads(capsys.readouterr().out)["bodies"]
    return code, {item["body"]: item for item in found}


def test_each_state_follows_from_files_and_events(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    body = BODIES[0]
    inbox = county(folder, {})
    assert states(capsys, inbox)[1][body]["step"] == "未报"
    file = inbox / body / "2025.yaml"
    file.parent.mkdir()
    file.write_text(WRONG, encoding="utf-8")
    assert states(capsys, inbox)[1][body]["step"] == "已收"
    assert run(["county", "return", str(inbox), "--year", "2025", "-o", "退回"]) == 0
    assert states(capsys, inbox)[1][body]["words"] == "退回(第 1 次)"
    assert run(["county", "return", str(inbox), "--year", "2025", "-o", "退回"]) == 0
    assert states(capsys, inbox)[1][body]["words"] == "退回(第 1 次)"
    file.write_text(WRONG.replace("自然人: 5", "自然人: 6"), encoding="utf-8")
    assert states(capsys, inbox)[1][body]["step"] == "已改"
    run(["county", "return", str(inbox), "--year", "2025", "-o", "退回"])
    assert states(capsys, inbox)[1][body]["words"] == "退回(第 2 次)"
    file.write_text(data_file(body).replace("发布日期: 2026-01-18\n", ""), encoding="utf-8")
    assert states(capsys, inbox)[1][body]["step"] == "通过"
    file.write_text(data_file(body), encoding="utf-8")
    assert states(capsys, inbox)[1][body]["step"] == "已公布"


def test_all_done_ends_in_zero_and_writes_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    inbox = county(folder, {body: data_file(body) for body in BODIES})
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    code, found = states(capsys, inbox)
    assert code == 0
    assert {item["applications"] for item in found.values()} == {"4"}
    assert {item["on_time"] for item in found.values()} == {True}
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_of_two_files_in_a_folder_the_one_named_by_the_year_stands_for_the_body(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    inbox = county(folder, {BODIES[0]: data_file(BODIES[0])})
    for name in ("2025-副本.yaml", "草稿.yaml"):
        (inbox / BODIES[0] / name).write_text(data_file(BODIES[0]), encoding="utf-8")
    assert run(["county", "status", str(inbox), "--year", "2025"]) == 1
    left = [line for line in capsys.readouterr().err.splitlines() if "重复，没有计入" in line]
    assert [name in line for name, line in zip(("2025-副本", "草稿"), left, strict=True)] == [True, True]


@pytest.mark.parametrize(
    "command", [["county", "status"], ["county", "sum", "-o", "县.yaml"], ["import", "-o", "x"]]
)
def test_a_folder_that_cannot_be_read_is_named(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    """A body whose folder nobody may open has not sent nothing."""
    inbox, scan = county(folder, {body: data_file(body) for body in BODIES}), os.scandir

    def closed(path: str) -> object:
        if Path(path).name == BODIES[1]:
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", closed)
    assert run([*command, str(inbox), "--year", "2025"]) == 2
    assert f"没有权限读写 {inbox / BODIES[1]}" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["status", "sum"])
def test_a_file_that_nobody_filled_in_is_not_counted(
    folder: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    inbox = county(folder, {BODIES[0]: starter(StarterPlan(BODIES[0], Kind.TOWN, 2025))}, BODIES[:1])
    assert (
        run(["county", command, str(inbox), "--year", "2025", *["-o", "县.yaml"][: 2 * (command == "sum")]])
        == 1
    )
    shown = "".join(capsys.readouterr())
    assert f"{inbox / BODIES[0] / '2025.yaml'} 还没有填写，没有计入" in shown
    assert "未报 1" in shown or f"没有报来：{BODIES[0]}" in shown


def test_a_body_outside_the_list_and_a_second_file_are_named(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    inbox = county(folder, {body: data_file(body) for body in BODIES}, BODIES[1:])
    (inbox / "另一个").mkdir()
    (inbox / "另一个" / "2025.yaml").write_text(data_file(BODIES[1]), encoding="utf-8")
    assert run(["county", "status", str(inbox), "--year", "2025"]) == 1
    err = capsys.readouterr().err
    assert f"{BODIES[0]}”不在名单里" in err
    assert "和同一机关的另一个文件重复" in err


@pytest.mark.parametrize(("named", "said"), [("2025", "2024"), ("2024", "2025")])
@pytest.mark.parametrize("command", ["status", "sum"])
def test_a_file_whose_year_is_not_that_of_its_name_is_named(
    folder: Path, capsys: pytest.CaptureFixture[str], named: str, said: str, command: str
) -> None:
    inbox = county(folder, {body: data_file(body) for body in BODIES})
    file = inbox / BODIES[1] / f"{named}.yaml"
    (inbox / BODIES[1] / "2025.yaml").rename(file)
    text = re.sub("(?m)^发布日期:.*\n", "", data_file(BODIES[1]))  # a date would show which year is right
    file.write_text(text.replace("年度: 2025", f"年度: {said}"), encoding="utf-8")
    more = ["-o", "县/2025.yaml"] if command == "sum" else []
    assert run(["county", command, str(inbox), "--year", "2025", *more]) == 1
    told = capsys.readouterr().err
    assert f"{file} 的“年度”是 {said}，与文件名不同，没有计入" in told


def test_the_deadline_counts_from_the_first_sending(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    inbox = county(folder, {BODIES[0]: data_file(BODIES[0])})
    record(inbox, [Event(2025, BODIES[0], RECEIVED, 1, "2026-01-21", "x")])
    assert states(capsys, inbox)[1][BODIES[0]]["on_time"] is False


@pytest.mark.parametrize(
    ("published", "filed", "on_time"),
    [
        ("2026-01-18", "2027-01-09", True),
        ("2026-01-21", "2027-01-09", False),
        ("", "2027-01-09", None),
        ("2026-01-18", "2026-12-31", False),
    ],
)
def test_a_report_of_an_earlier_year_is_not_late_because_it_is_filed_now(
    folder: Path, capsys: pytest.CaptureFixture[str], published: str, filed: str, on_time: bool | None
) -> None:
    line = f"发布日期: {published}\n" if published else ""
    inbox = county(folder, {BODIES[0]: data_file(BODIES[0]).replace("发布日期: 2026-01-18\n", line)})
    record(inbox, [Event(2025, BODIES[0], RECEIVED, 1, filed, "x")])
    assert states(capsys, inbox)[1][BODIES[0]]["on_time"] is on_time


def test_the_record_is_read_in_both_encodings_and_is_no_formula(tmp_path: Path) -> None:
    events = [
        Event(2025, "=1+1", RETURNED, 1, "2026-01-21", "ab"),
        Event(2025, "白水乡", RECEIVED, 2, "", ""),
    ]
    record(tmp_path, events)
    file = tmp_path / "进度.csv"
    text = file.read_bytes().decode("utf-8-sig")
    assert ",'=1+1," in text
    assert read_progress(tmp_path) == events
    file.write_bytes(text.encode("gb18030"))
    assert read_progress(tmp_path) == events


def test_a_record_that_is_none_is_refused_with_its_line(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    inbox = county(folder, {BODIES[0]: data_file(BODIES[0])})
    (inbox / "进度.csv").write_text(
        "年度,机关,事项,次数,日期,摘要,来源\n去年,甲,收到,1,,,\n", encoding="utf-8"
    )
    assert run(["county", "status", str(inbox), "--year", "2025"]) == 2
    assert "进度.csv:2 这一行不是" in capsys.readouterr().err


def test_what_was_alike_last_year_is_no_news_but_a_copy_of_it_is(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copied = "".join(
        f"  第{word}项工作由专人负责，每季度向群众说明一次进展。\n" for word in "甲乙丙丁戊己庚辛"
    )
    first, second, third = BODIES
    inbox = county(folder, {first: data_file(first), second: data_file(second)})
    for body in (first, second):
        old = data_file(body, prose=copied).replace("年度: 2025", "年度: 2024")
        (inbox / body / "2024.yaml").write_text(old, encoding="utf-8")
    (inbox / third).mkdir()
    (inbox / third / "2025.YAML").write_text(data_file(third, prose=copied), encoding="utf-8")
    run(["county", "status", str(inbox), "--year", "2025"])
    out = capsys.readouterr().out
    assert f"雷同：{first}（2024） 与 {second}（2024）" not in out
    assert f"{third} 与 {first}（2024）" in out or f"{first}（2024） 与 {third}" in out


def test_the_columns_are_in_line_on_a_terminal(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    inbox = county(folder, {BODIES[0]: WRONG, BODIES[1]: data_file(BODIES[1], 12)})
    run(["county", "status", str(inbox), "--year", "2025"])
    head, *lines = capsys.readouterr().out.split("\n")[:3]
    at = [columns(head[: head.index(word)]) for word in ("状态", "错误", "收到申请", "按时")]
    for line, words in zip(lines, (("已收", "1", "4", "是"), ("已公布", "0", "12", "是")), strict=True):
        shown = [columns(line[: line.index(word, line.index(words[0]))]) for word in words]
        assert shown == at


@pytest.mark.parametrize(
    ("date", "kept"),
    [("2026/1/18", True), ("2026-01-21", False), ("2026/1/21", False), ("2026年1月20日", True), ("", True)],
)
def test_dates_that_excel_rewrote_are_read(folder: Path, date: str, kept: bool) -> None:
    inbox = county(folder, {BODIES[0]: data_file(BODIES[0])})
    line = f"2025,{BODIES[0]},收到,1,{date},abc,甲.docx"
    (inbox / "进度.csv").write_text(f"年度,机关,事项,次数,日期,摘要,来源\n{line}\n", encoding="gb18030")
    settings, edition = read_county((folder / "county.yaml").read_bytes())[0], edition_for(2025)
    assert edition
    roll = Roll(
        2025, {BODIES[0]: Received(Path("甲"), published=datetime.date(2026, 1, 18))}, county=settings
    )
    (found,) = statuses(roll, read_progress(inbox), edition)
    assert found.on_time is kept
