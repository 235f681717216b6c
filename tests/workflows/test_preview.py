"""The preview, by plain HTTP and in a browser: real saves, a broken file, strangers, and the end of it."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers import BASE, ROOT
from previewing import SOON, Preview

from govgen.cli.app import run
from govgen.render import html_tree as dom
from govgen.workflows.preview.session import FormSession, PreviewSession


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[Preview]:
    file = tmp_path / "2025.yaml"
    file.write_text(BASE, encoding="utf-8")
    with Preview(file).running() as running:
        yield running


def test_each_save_shows(preview: Preview) -> None:
    for number in (201, 202, 203):
        preview.save(BASE.replace("{本年处理决定数量: 124}", f"{{本年处理决定数量: {number}}}"))
        assert f">{number}</td>" in preview.get("/report")[1]


def test_listeners_are_sent_each_page(preview: Preview) -> None:
    with contextlib.closing(preview.listen()) as events:
        assert next(events)["number"] == 1
        preview.save(BASE.replace("124", "【待填写】"))
        state = next(events)
        assert state["number"] == 2
        assert [item["code"] for item in state["findings"] if item["level"] == "error"] == ["D108"]


def test_a_broken_file_shows_its_findings_and_keeps_the_last_good_page(preview: Preview) -> None:
    good = preview.get("/report")[1]
    preview.save(BASE.replace("规章: {", "规章: {{"))
    state = preview.state()
    assert not state["fresh"]
    assert state["trouble"]
    assert "error" in {finding["level"] for finding in state["findings"]}
    assert preview.get("/report")[1] == good
    preview.save(BASE)
    assert preview.state()["fresh"]


def test_a_file_replaced_or_gone_for_a_while_is_followed(preview: Preview) -> None:
    preview.file.unlink()
    assert preview.session.after(1, SOON) is not None
    assert preview.state()["trouble"] == "读不了文件 2025.yaml"
    other = preview.file.with_suffix(".tmp")
    other.write_text(BASE.replace("124", "126"), encoding="utf-8")
    number = preview.session.sheet.number
    other.replace(preview.file)
    assert preview.session.after(number, SOON) is not None
    assert ">126</td>" in preview.get("/report")[1]


def test_last_years_file_is_watched_even_before_it_is_there(preview: Preview) -> None:
    assert "K500" in {finding["code"] for finding in preview.state()["findings"]}
    number = preview.session.sheet.number
    preview.file.with_name("2024.yaml").write_text(
        BASE.replace("年度: 2025", "年度: 2024", 1), encoding="utf-8"
    )
    assert preview.session.after(number, SOON) is not None
    assert "K500" not in {finding["code"] for finding in preview.state()["findings"]}


def test_a_fault_in_the_countys_settings_is_reported(preview: Preview) -> None:
    number = preview.session.sheet.number
    county = preview.file.with_name("county.yaml")
    county.write_text("截止日期: 一月底\n", encoding="utf-8")
    preview.save(BASE + "\n")
    assert preview.session.sheet.number > number
    assert preview.session.sheet.trouble.startswith("county.yaml 第 1 行")
    county.unlink()
    preview.save(BASE)
    assert preview.session.sheet.fresh


def test_the_title_stays_while_the_file_has_no_body_or_year(tmp_path: Path) -> None:
    file = tmp_path / "2025.yaml"
    file.write_text(BASE, encoding="utf-8")
    session = PreviewSession(file)
    title = session.refresh().title
    for text in ("", "机关: 青禾镇人民政府\n", BASE.replace("年度: 2025", "年度: 去年")):
        file.write_text(text, encoding="utf-8")
        assert (session.refresh().title, bool(session.sheet.trouble)) == (title, True)
    file.write_text(BASE.replace("年度: 2025", "年度: 2024"), encoding="utf-8")
    assert session.refresh().title == title.replace("2025", "2024")


@pytest.fixture
def profiled(tmp_path: Path) -> Path:
    """A data file under a county.yaml that names a shared profile."""
    (tmp_path / "county.yaml").write_text("地方规定文件: county-省.yaml\n", encoding="utf-8")
    (tmp_path / "county-省.yaml").write_text("应列数字: [全文电子化率]\n", encoding="utf-8")
    file = tmp_path / "2025.yaml"
    file.write_text(BASE, encoding="utf-8")
    return file


def test_the_shared_profile_of_counties_is_applied_and_watched(profiled: Path) -> None:
    session, profile = PreviewSession(profiled), profiled.with_name("county-省.yaml")
    assert "L436" in {finding["code"] for finding in session.refresh().findings}
    assert profile in session.watched()
    profile.write_text("应列数字: []\n", encoding="utf-8")
    assert "L436" not in {finding["code"] for finding in session.refresh().findings}
    profile.write_text("应列数字: []\n错: 一\n", encoding="utf-8")
    assert session.refresh().trouble.startswith("county-省.yaml 第 2 行")
    profile.unlink()
    assert session.refresh().trouble == "读不了文件 county-省.yaml"


def test_the_command_can_leave_the_county_out(
    profiled: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("govgen.cli.preview.changes", lambda *_: iter(()))
    for more, expected in ([], 1), (["--no-county"], 0):
        assert run(["preview", str(profiled), "--no-open", "--edit", *more]) == 0
        assert capsys.readouterr().out.startswith(f"错误 0，警告 {expected}，")


@pytest.mark.parametrize("host", ["", "evil.example", "evil.example:80", "127.0.0.1", "localhost:1"])
def test_only_this_machines_own_name_is_answered(preview: Preview, host: str) -> None:
    for path in ("/", "/report", "/events"):
        status, text, _ = preview.get(path, host)
        assert status == 403
        assert "青禾镇" not in text


@pytest.mark.parametrize(
    "path",
    [
        "/2025.yaml",
        "/../2025.yaml",
        "/report/../2025.yaml",
        "/%2e%2e/2025.yaml",
        "/etc/passwd",
        "//etc/passwd",
    ],
)
def test_nothing_is_read_from_disk_by_name(preview: Preview, path: str) -> None:
    assert preview.get(path)[0] == 404


@pytest.mark.parametrize("path", ["/", "/report", "/events", "//report", "/x/report", "/é/"])
def test_nobody_without_the_token_is_answered(preview: Preview, path: str) -> None:
    with contextlib.closing(socket.create_connection(("127.0.0.1", preview.server.port), SOON)) as line:
        line.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{preview.server.port}\r\n\r\n".encode())
        assert line.recv(100).startswith(b"HTTP/1.1 404 ")


def test_an_idle_connection_is_closed(preview: Preview, monkeypatch) -> None:
    monkeypatch.setattr("govgen.workflows.preview.server._Handler.timeout", 0.05)
    for begun in (b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost:"):
        with contextlib.closing(socket.create_connection(("127.0.0.1", preview.server.port), SOON)) as line:
            line.sendall(begun)
            assert line.recv(100) == b""


@pytest.mark.parametrize(
    "begun", ["G", "POST {edit} HTTP/1.1\r\n{headers}", "POST {edit} HTTP/1.1\r\n{headers}\r\n"]
)
def test_a_request_has_a_limited_time_however_slowly_it_comes(
    preview: Preview, monkeypatch, begun: str
) -> None:
    monkeypatch.setattr("govgen.workflows.preview.server._Handler.timeout", 0.3)
    preview.server.form = FormSession(preview.file)
    own = f"127.0.0.1:{preview.server.port}"
    headers = (
        f"Host: {own}\r\nOrigin: http://{own}\r\nContent-Type: application/json\r\nContent-Length: 9999\r\n"
    )
    with contextlib.closing(socket.create_connection(("127.0.0.1", preview.server.port), SOON)) as line:
        line.sendall(begun.format(edit=f"/{preview.server.token}/edit", headers=headers).encode())
        line.settimeout(0.02)
        assert is_closed_while_dripping(line)


def test_the_body_of_a_request_is_never_another_request(preview: Preview) -> None:
    own = f"127.0.0.1:{preview.server.port}"
    path = f"/{preview.server.token}/report"
    inner = f"GET {path} HTTP/1.1\r\nHost: {own}\r\n\r\n"
    with contextlib.closing(socket.create_connection(("127.0.0.1", preview.server.port), SOON)) as line:
        head = f"GET {path} HTTP/1.1\r\nHost: {own}\r\nContent-Length: {len(inner)}\r\n\r\n"
        line.sendall(f"{head}{inner}".encode())
        with line.makefile("rb") as answer, contextlib.suppress(ConnectionError):
            lines = answer.readlines()
    assert [text for text in lines if text.startswith(b"HTTP/")] == [b"HTTP/1.1 200 OK\r\n"]


def test_the_number_of_connections_is_limited(preview: Preview, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("govgen.workflows.preview.server.MOST_THREADS", threading.active_count() + 4)
    with contextlib.ExitStack() as opened:
        lines = [
            opened.enter_context(socket.create_connection(("127.0.0.1", preview.server.port), SOON))
            for _ in range(8)
        ]
        lines[-1].settimeout(SOON)
        assert lines[-1].recv(100) == b""
    monkeypatch.undo()
    assert preview.get("/report")[0] == 200


def is_closed_while_dripping(line: socket.socket) -> bool:
    """Whether a connection ends, unanswered, while a byte is sent at each timeout of ``line``."""
    for _ in range(int(SOON / 0.02)):
        try:
            return line.recv(100) == b""
        except TimeoutError:
            with contextlib.suppress(ConnectionError):
                line.sendall(b"x")
        except ConnectionError:
            return True
    return False


@pytest.mark.parametrize("known", ["9" * 5000, "-1", "１", "1e3", "x"])
def test_an_odd_number_of_the_last_event_counts_as_none(preview: Preview, known: str) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", preview.server.port, timeout=SOON)
    connection.request(
        "GET", f"/{preview.server.token}/events", headers={"Last-Event-ID": known.encode("utf-8")}
    )
    assert connection.getresponse().readline() == b"id: 1\n"
    connection.close()


def test_the_server_listens_on_this_machine_only_and_lets_no_page_frame_or_run_it(preview: Preview) -> None:
    assert preview.server.server_address[0] == "127.0.0.1"
    _, _, headers = preview.get("/report")
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "script-src" not in headers["Content-Security-Policy"]
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_every_finding_on_a_cell_or_paragraph_leads_to_it(tmp_path: Path) -> None:
    file = tmp_path / "2025.yaml"
    file.write_text(
        BASE.replace("{本年处理决定数量: 124}", "{本年处理决定数量: 【待填写】}")
        .replace("予以公开: {自然人: 8}", "予以公开: {自然人: 7}")
        .replace("一是公开内容", "【待填写】一是公开内容"),
        encoding="utf-8",
    )
    session = PreviewSession(file)
    session.refresh()
    body = dom.main_element(dom.parse(session.sheet.page))
    found = {finding["element"] for finding in session.sheet.findings if finding["code"] in {"D108", "B201"}}
    assert len(found) == 3
    cells = [re.fullmatch(r'#(\w+)-table td\[headers="(.+)"\]', element) for element in found]
    headers = {cell[2] for cell in cells if cell}
    drawn = {
        cell.get("headers"): dom.text(cell) for cell in body.iter("td") if cell.get("headers") in headers
    }
    assert len(drawn) == len(headers) == 2
    assert "〔待核〕" in drawn.values()
    (paragraph,) = (element for element in found if "nth-child" in element)
    section, number = re.fullmatch(r"#(\w+) > :nth-child\((\d+)\)", paragraph).groups()  # type: ignore[union-attr]  (asserted by the match)
    (node,) = (node for node in body.iter("section") if node.get("id") == section)
    assert dom.text(node[int(number) - 1]).startswith("【待填写】一是公开内容")


def test_ctrl_c_ends_the_command_cleanly(tmp_path: Path) -> None:
    file = tmp_path / "2025.yaml"
    file.write_text(BASE, encoding="utf-8")
    running = subprocess.Popen(
        [sys.executable, "-m", "govgen", "preview", str(file), "--no-open"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env=os.environ | {"PYTHONIOENCODING": "utf-8", "PYTHONUNBUFFERED": "1"},
    )
    assert running.stdout is not None
    assert running.stdout.readline().startswith("错误 0")
    match = re.search(r":(\d+)/([\w-]{22})/", running.stdout.readline())
    assert match is not None
    port = int(match[1])
    listener = http.client.HTTPConnection("127.0.0.1", port, timeout=SOON)
    listener.request("GET", f"/{match[2]}/events")
    listener.getresponse().readline()
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=SOON)
    listener.close()
    assert (running.returncode, err) == (0, "")
    assert out.endswith("预览已停止。\n")
    with pytest.raises(ConnectionRefusedError):
        http.client.HTTPConnection("127.0.0.1", port, timeout=SOON).request("GET", "/")
    assert sorted(item.name for item in tmp_path.iterdir()) == ["2025.yaml"]


def test_a_port_in_use_is_reported(preview: Preview) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "govgen", "preview", str(preview.file), "--port", str(preview.server.port)],
        cwd=ROOT,
        capture_output=True,
        check=False,
        encoding="utf-8",
        env=os.environ | {"PYTHONIOENCODING": "utf-8"},
    )
    assert done.returncode == 2
    assert "用不了" in done.stderr


JUDGES = os.environ.get("GOVGEN_JUDGES", "")


@pytest.mark.skipif(
    not Path(JUDGES, "node_modules/playwright-core").is_dir() or not shutil.which("chromium"),
    reason="set GOVGEN_JUDGES to FOLDER after: npm install --prefix FOLDER playwright-core; needs chromium",
)
def test_in_a_browser_a_real_save_shows_and_a_finding_leads_to_its_place(tmp_path: Path) -> None:
    file = tmp_path / "2025.yaml"
    file.write_text(BASE, encoding="utf-8")
    done = subprocess.run(
        [
            "node",
            str(ROOT / "tests" / "judges" / "preview.cjs"),
            shutil.which("chromium"),
            sys.executable,
            str(file),
        ],
        cwd=ROOT,
        capture_output=True,
        check=False,
        encoding="utf-8",
        timeout=90,
    )
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout)
    assert seen["errors"] == []
    assert seen["first"] == "124"
    assert seen["saved"] == "125"
    assert seen["kept_scroll"]
    assert seen["broken"] == {"cell": "125", "trouble": True, "errors": True}
    assert seen["outlined"] == "〔待核〕"
    assert seen["stopped"].startswith("预览已经停止")
    assert seen["ready"] == f"可以生成了：govgen build {file}"
    assert seen["violated"] == []
