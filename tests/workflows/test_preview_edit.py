"""The form of the preview by plain HTTP: edits, conflicts, undo, and who may not ask."""

import json
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers import BASE
from previewing import SOON, Preview

NEW, OLD = "cell/applications.new.natural", "{自然人: 12, 商业企业: 1}"
DESK = "fact/联系方式.科室"


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[Preview]:
    file = tmp_path / "2025.yaml"
    file.write_text(BASE, encoding="utf-8", newline="")
    with Preview(file, edit=True).running() as running:
        yield running


def edit(preview: Preview, path: str, old: str, new: str) -> tuple[int, dict[str, object]]:
    return preview.post("edit", {"path": path, "old": old, "new": new})


def test_a_change_is_written_and_its_finding_leads_to_the_field(preview: Preview) -> None:
    number = preview.session.sheet.number
    assert edit(preview, NEW, "12", "13") == (200, {"value": "13", "values": {}, "undo": 1})
    assert preview.file.read_text(encoding="utf-8") == BASE.replace(OLD, OLD.replace("12", "13"))
    assert preview.session.after(number, 5) is not None
    state = preview.state()
    assert state["edit"] is True
    assert [item["path"] for item in state["findings"] if item["code"] == "B201"] == [NEW]


@pytest.mark.parametrize(
    ("old", "new", "code", "path"),
    [
        ("规章: {本年制发件数: 0,", "规章: {本年制发件数: 一,", "D109", "cell/disclosure.rules.issued"),
        ("发布日期: 2026-01-18\n", "", "D122", "fact/发布日期"),
        ("发布日期: 2026-01-18\n", "发布日期: 明天\n", "D123", "fact/发布日期"),
        (OLD, "", "D107", "cell/applications.new.natural"),
        ("电话: 0000-1234567", "电话: 【待填写】", "D108", "fact/联系方式.电话"),
        ("一是公开内容", "【待填写】一是公开内容", "D108", "prose/problems"),
    ],
)
def test_findings_name_the_field_they_speak_of(
    preview: Preview, old: str, new: str, code: str, path: str
) -> None:
    assert old in BASE
    preview.save(BASE.replace(old, new))
    assert path in [item["path"] for item in preview.state()["findings"] if item["code"] == code]


def test_a_change_goes_into_the_file_as_it_is_by_then(preview: Preview) -> None:
    other = BASE.replace("党政办公室", "综合办") + "# 别的程序加的\n"
    preview.file.write_text(other, encoding="utf-8")
    assert edit(preview, NEW, "12", "13")[0] == 200
    assert preview.file.read_text(encoding="utf-8") == other.replace(OLD, OLD.replace("12", "13"))


def test_of_two_values_the_user_picks(preview: Preview) -> None:
    preview.file.write_text(BASE.replace("党政办公室", "综合办"), encoding="utf-8")
    status, answer = edit(preview, DESK, "党政办公室", "信息办")
    assert (status, answer["disk"], answer["yours"]) == (409, "综合办", "信息办")
    assert "综合办" in preview.file.read_text(encoding="utf-8")
    assert edit(preview, DESK, "党政办公室", "综合办") == (200, {"value": "综合办", "values": {}, "undo": 0})
    assert edit(preview, DESK, "综合办", "信息办")[0] == 200


def test_every_change_can_be_undone_byte_for_byte(preview: Preview) -> None:
    steps = [
        (NEW, "12", "13"),
        (DESK, "党政办公室", ""),
        (NEW, "13", ""),
        ("prose/others", None, "甲。\n- 乙 # {{"),
    ]
    texts = []
    for path, old, new in steps:
        texts.append(preview.file.read_bytes())
        shown = preview.server.form.values()[path] if preview.server.form and old is None else old
        assert edit(preview, path, shown or "", new)[0] == 200
    for number in range(len(steps), 0, -1):
        status, answer = preview.post("undo", {"number": number})
        assert (status, answer["path"]) == (200, steps[number - 1][0])
        assert preview.file.read_bytes() == texts[number - 1]


def test_an_earlier_change_can_be_undone_alone(preview: Preview) -> None:
    edit(preview, NEW, "12", "13")
    edit(preview, DESK, "党政办公室", "综合办")
    assert preview.post("undo", {"number": 1})[1]["value"] == "12"
    assert preview.file.read_text(encoding="utf-8") == BASE.replace("党政办公室", "综合办")


def test_undo_is_refused_where_the_value_was_changed_since(preview: Preview) -> None:
    edit(preview, DESK, "党政办公室", "综合办")
    text = preview.file.read_text(encoding="utf-8").replace("综合办", "信息办")
    preview.file.write_text(text, encoding="utf-8")
    status, answer = preview.post("undo", {"number": 1})
    assert (status, answer["disk"], answer["yours"]) == (409, "信息办", "党政办公室")
    assert preview.file.read_text(encoding="utf-8") == text
    assert preview.post("undo", {"number": 2}) == (422, {"message": "没有这一次改动"})


def test_undo_brings_back_what_was_an_error(preview: Preview) -> None:
    text = BASE.replace(OLD, "{自然人: 12件, 商业企业: 1}")
    preview.file.write_text(text, encoding="utf-8")
    assert edit(preview, NEW, "12件", "12")[0] == 200
    assert edit(preview, DESK, "党政办公室", "综合办")[0] == 200
    assert preview.post("undo", {"number": 1})[1]["value"] == "12件"
    assert "自然人: 12件" in preview.file.read_text(encoding="utf-8").replace('"', "")


def test_a_value_that_is_an_error_is_not_written(preview: Preview) -> None:
    status, answer = edit(preview, NEW, "12", "12件")
    assert (status, answer) == (422, {"message": "自然人：“12件”里带了单位“件”，应只写 12"})
    assert preview.file.read_text(encoding="utf-8") == BASE


def test_body_and_year_are_not_changed_here(preview: Preview) -> None:
    status, answer = edit(preview, "fact/年度", "2025", "2024")
    assert status == 422
    assert answer["message"].startswith("填报表是为这个机关、这个年度做的")
    assert preview.file.read_text(encoding="utf-8") == BASE


def test_a_file_that_cannot_be_written_or_read_is_said(
    preview: Preview, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "full")

    monkeypatch.setattr("govgen.workflows.fix.replace_files", full)
    assert edit(preview, NEW, "12", "13")[1]["message"].startswith("写不进文件")
    assert preview.file.read_text(encoding="utf-8") == BASE
    preview.file.unlink()
    assert edit(preview, NEW, "12", "13") == (422, {"message": "读不了文件"})
    assert preview.get("/form")[0] == 404
    assert preview.get("/values")[1] == "{}"


def test_the_form_page_and_its_values(preview: Preview) -> None:
    status, page, headers = preview.get("/form")
    assert status == 200
    assert f'data-path="{NEW}" value="12"' in page
    assert "connect-src 'self'" in headers["Content-Security-Policy"]
    assert '"cell/applications.new.natural": "12"' in preview.get("/values")[1]
    preview.file.write_text(BASE.replace("规章: {", "规章: {{{"), encoding="utf-8")
    assert preview.get("/values")[1] == "{}"


BODY = {"path": NEW, "old": "12", "new": "13"}


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": ""}, 403),
        ({"Sec_Fetch_Site": "cross-site"}, 403),
        ({"Sec_Fetch_Site": "none"}, 403),
        ({"Host": "evil.example"}, 403),
        ({"Content_Type": "text/plain"}, 415),
        ({"Content_Type": ""}, 415),
        ({"Content_Type": "application/x-www-form-urlencoded"}, 415),
        ({"Content_Length": ""}, 411),
        ({"Content_Length": "-1"}, 411),
        ({"Content_Length": "1e3"}, 411),
        ({"Content_Length": str(2**21)}, 413),
    ],
)
def test_only_our_own_page_may_change_the_file(
    preview: Preview, headers: dict[str, str], status: int
) -> None:
    assert preview.post("edit", BODY, **headers)[0] == status
    assert preview.file.read_text(encoding="utf-8") == BASE


@pytest.mark.parametrize("name", ["Host", "Origin", "Sec-Fetch-Site", "Content-Type", "Content-Length"])
@pytest.mark.parametrize("other", [None, "0", "evil.example"])
def test_a_header_that_is_checked_comes_once(preview: Preview, name: str, other: str | None) -> None:
    own = f"127.0.0.1:{preview.server.port}"
    body = json.dumps(BODY)
    headers = {
        "Host": own,
        "Origin": f"http://{own}",
        "Sec-Fetch-Site": "same-origin",
        "Content-Type": "application/json",
        "Content-Length": str(len(body)),
    }
    again = f"{name}: {headers[name] if other is None else other}"
    lines = [f"{key}: {value}" for key, value in headers.items()]
    for sent in ([*lines, again], [again, *lines]):
        assert raw_status(preview, sent, body) == 400
    assert preview.file.read_text(encoding="utf-8") == BASE
    assert raw_status(preview, lines, body) == 200


def test_a_body_of_uncertain_length_is_refused(preview: Preview) -> None:
    own = f"127.0.0.1:{preview.server.port}"
    lines = [f"Host: {own}", f"Origin: http://{own}", "Content-Type: application/json"]
    body = json.dumps(BODY)
    length = f"Content-Length: {len(body)}"
    assert (
        raw_status(preview, [*lines, "Transfer-Encoding: chunked"], f"{len(body):x}\r\n{body}\r\n0\r\n\r\n")
        == 400
    )
    assert raw_status(preview, [*lines, length, "Transfer-Encoding: chunked"], body) == 400
    assert raw_status(preview, [*lines, f"Content-Length: {len(body) + 1}"], body) == 400
    assert preview.file.read_text(encoding="utf-8") == BASE


def raw_status(preview: Preview, headers: list[str], body: str) -> int:
    """The status of the answer to a POST whose sender closes its side after the body."""
    with socket.create_connection(("127.0.0.1", preview.server.port), SOON) as line:
        head = [f"POST /{preview.server.token}/edit HTTP/1.1", *headers]
        line.sendall(("\r\n".join(head) + f"\r\n\r\n{body}").encode())
        line.shutdown(socket.SHUT_WR)
        return int(line.recv(100).split()[1])


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"path=1", b'{"path": "x"}', b'{"path": "x", "old": 1, "new": "2"}', b"\xff", b'"\\ud800"',
     b'{"path": "x", "old": "", "new": "\\ud800"}', b"[" * 5000,
     json.dumps(list(BODY.values())).encode(), b"[1]"],
)  # fmt: skip
def test_other_bodies_are_refused(preview: Preview, body: bytes) -> None:
    assert preview.post("edit", body) == (400, {"message": "请求的内容不对"})
    assert preview.post("undo", body)[0] == 400


def test_nothing_else_is_answered(preview: Preview) -> None:
    for name in ("", "report", "form", "events", "edit/x", "../edit"):
        assert preview.post(name, BODY)[0] == 404
    for path in ("/edit", "/undo"):
        assert preview.get(path)[0] == 404
    assert preview.file.read_text(encoding="utf-8") == BASE


def test_without_the_token_or_the_option_nothing_is_written(preview: Preview) -> None:
    assert preview.post(f"../{'x' * 22}/edit", BODY)[0] == 404
    preview.server.form = None
    assert preview.post("edit", BODY)[0] == 404
    assert preview.get("/form")[0] == 404
    assert preview.get("/values")[0] == 404
    assert preview.file.read_text(encoding="utf-8") == BASE
