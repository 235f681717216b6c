"""``--scheduler``: a Dask cluster whose workers share no folder, and what is refused."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from building import build, desk, written
from helpers import BASE, ROOT

from govgen.cli.app import run
from govgen.workflows.cluster import _work, differences, machine_facts, refusal
from govgen.workflows.replacing import NotDoneError
from govgen.workflows.unchanged_builds import versions

__all__ = ["desk"]  # pytest finds the fixture by its name here

PLACES = "丁丙乙己戊甲"
ENV = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}


class Cluster(NamedTuple):
    address: str
    workers: list[subprocess.Popen[bytes]]
    env: dict[str, str]


def start(folder: Path, env: dict[str, str], part: str, *words: object) -> subprocess.Popen[bytes]:
    """A process of Dask in a folder of its own."""
    folder.mkdir()
    command = [sys.executable, "-m", f"distributed.cli.dask_{part}", *map(str, words), "--no-dashboard"]
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(
            command, cwd=folder, stdout=log, stderr=log, env={**env, "TMPDIR": str(folder)}
        )


def certified(folder: Path) -> dict[str, str]:
    """The environment of processes that know each other by a certificate made for them."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl, which makes the certificate, is not installed")
    folder.mkdir()
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    words = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=govgen"]
    made = ["openssl", *words, "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(made, check=True, capture_output=True)
    settings = {"REQUIRE_ENCRYPTION": "true", "TLS__CA_FILE": str(certificate)}
    for part in ("SCHEDULER", "WORKER", "CLIENT"):
        settings |= {f"TLS__{part}__CERT": str(certificate), f"TLS__{part}__KEY": str(key)}
    return ENV | {f"DASK_DISTRIBUTED__COMM__{name}": value for name, value in settings.items()}


@pytest.fixture(params=["tcp"])
def cluster(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Cluster]:
    """A scheduler and two workers, each with its own folder; over TCP, or TLS where a test asks for it."""
    pytest.importorskip("distributed", reason="Dask is not installed: pip install 'govgen[dask]'")
    env = certified(tmp_path / "certificates") if request.param == "tls" else ENV
    words = ["--protocol", request.param, "--host", "127.0.0.1", "--port", 0]
    processes = [start(tmp_path / "scheduler", env, "scheduler", *words)]
    log = tmp_path / "scheduler" / "log"
    try:
        until = time.monotonic() + 60
        address = rf"Scheduler at:\s+({request.param}://\S+)"
        while not (found := re.search(address, log.read_text(encoding="utf-8"))):
            assert time.monotonic() < until, log.read_text(encoding="utf-8")
            time.sleep(0.1)
        workers = [
            start(tmp_path / f"worker{number}", env, "worker", found[1], "--nthreads", 1, "--no-nanny")
            for number in (1, 2)
        ]
        processes += workers
        yield Cluster(found[1], workers, env)
    finally:
        for process in processes:
            process.kill()
            process.wait()


@pytest.mark.parametrize("cluster", ["tls"], indirect=True)
def test_a_worker_killed_half_way_costs_no_report(desk: Path, cluster: Cluster) -> None:
    for place in PLACES:
        (desk / "data" / place).mkdir(parents=True)
        text = BASE.replace("青禾镇", f"{place}山镇")
        (desk / "data" / place / "2025.yaml").write_text(text, encoding="utf-8")
    own = desk / "own"
    own.mkdir()
    (own / "screen.css").write_text("@media screen { #main { color: #123 } }", encoding="utf-8")
    words = ["data", "--templates", "own", "--format", "html,docx"]
    assert run(["build", *words, "-o", "serial"]) == 0
    command = [
        sys.executable,
        "-m",
        "govgen",
        "build",
        *words,
        "-o",
        "spread",
        "--scheduler",
        cluster.address,
    ]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, env=cluster.env) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        said = [next(line for line in running.stdout if "已生成" in line)]
        cluster.workers[0].kill()
        said += [line for line in running.stdout if "已生成" in line]  # its buffer may hold lines already
        assert running.wait(timeout=300) == 0, running.stderr.read()
    assert [re.search(f"[{PLACES}]山镇", line)[0] for line in said] == [f"{place}山镇" for place in PLACES]
    spread = {name: (desk / "spread" / name).read_bytes() for name in written(desk / "spread")}
    assert spread == {name: (desk / "serial" / name).read_bytes() for name in written(desk / "serial")}
    assert len(spread) == 2 * len(PLACES)


@pytest.mark.usefixtures("desk")
def test_the_review_is_the_same(cluster: Cluster, capsys) -> None:
    first = run(["check", "qinghe"]), capsys.readouterr()
    assert (run(["check", "qinghe", "--scheduler", cluster.address]), capsys.readouterr()) == first


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("tcp://10.0.0.7:8786", "tls://"),
        ("tcp://scheduler.example:8786", "tls://"),
        ("tcp://127.0.0.1.example:8786", "tls://"),
        ("http://127.0.0.1:8786", "应写成"),
        ("127.0.0.1:8786", "应写成"),
    ],
)
def test_addresses_that_are_refused(desk: Path, address: str, why: str, capsys) -> None:
    assert build("qinghe", "--scheduler", address) == 2
    assert why in capsys.readouterr().err
    assert not (desk / "build").exists()


@pytest.mark.parametrize(
    "address", ["tls://10.0.0.7:8786", "tcp://127.0.0.1:8786", "tcp://localhost:1", "tcp://[::1]:8786"]
)
def test_addresses_that_are_taken(address: str) -> None:
    assert refusal(address) == ""


@pytest.mark.parametrize("words", [["--jobs", "2"], ["--fonts", "."]])
@pytest.mark.usefixtures("desk")
def test_fonts_of_a_folder_and_processes_here_do_not_go_with_a_cluster(words: list[str], capsys) -> None:
    assert build("qinghe", "--scheduler", "tcp://127.0.0.1:8786", *words) == 2
    assert "--scheduler 不能与" in capsys.readouterr().err


def test_a_machine_with_other_versions_or_fonts_is_named_with_the_difference() -> None:
    own = machine_facts()
    other = {**own, "weasyprint": "1.0"}
    font = next(name for name in own if name.startswith("字体 "))
    del other[font]
    assert differences(own) == []
    assert differences(other) == [
        f"weasyprint 是 1.0，本机是 {versions()['weasyprint']}",
        f"{font} 是 没有，本机是 {own[font][:12]}",
    ]


def test_a_worker_that_joined_later_and_is_another_refuses_its_task() -> None:
    with pytest.raises(NotDoneError, match="后来加入"):
        _work("another", len, "")
