"""A Dask cluster as an executor: its workers must have the program, libraries and fonts of this machine."""

import functools
import importlib
import ipaddress
import re
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import CancelledError, Executor, Future
from contextlib import contextmanager
from typing import Any

from govgen.render.pdf.fonts import installed_faces
from govgen.workflows.manifest import sha256_of
from govgen.workflows.ordered_map import Result
from govgen.workflows.replacing import NotDoneError
from govgen.workflows.unchanged_builds import digest_of, program_files, versions

_ADDRESS = re.compile(r"(tls|tcp)://(?:\[([0-9a-fA-F:.]+)\]|([^\s:/\[\]]+))(?::\d{1,5})?", re.ASCII)
_PATIENCE = 20
"""Seconds in which a scheduler answers and has a worker; on a network that works both take less than one."""

_SHOWN = 12
"""How many characters of a hash a message shows."""

_one_at_a_time = threading.Lock()


def refusal(address: str) -> str:
    """Why a scheduler's address is not taken; empty where it is.

    What goes over a network are reports before their publication, and programs: only TLS keeps others out.
    """
    match = _ADDRESS.fullmatch(address)
    if match is None:
        return "应写成 tls://主机:端口 的样子，本机的可以写 tcp://127.0.0.1:端口"
    if match[1] == "tcp" and not _is_loopback(match[2] or match[3]):
        return "不在本机的调度器要用 tls://，数据不能不加密地经过网络"
    return ""


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@functools.cache
def machine_facts() -> dict[str, str]:
    """What decides the bytes of a file made here: versions, and hashes of the program and of each font."""
    fonts: dict[str, set[str]] = defaultdict(set)
    for path in {face.path for face in installed_faces()}:
        fonts[path.name].add(sha256_of(path))
    hashes = {f"字体 {name}": digest_of(*sorted(found)) for name, found in sorted(fonts.items())}
    return {**versions(), "程序文件": digest_of(program_files()), **hashes}


@contextmanager
def cluster(address: str) -> Iterator[Executor]:
    """The workers of the scheduler at ``address``.

    Certificates for TLS are those of Dask's own configuration.

    Raises:
        NotDoneError: the address is refused, there is none, it has other versions or fonts, or it was lost.
    """
    if refused := refusal(address):
        raise NotDoneError(f"--scheduler {address}：{refused}")
    try:
        dask: Any = importlib.import_module("distributed")
        lost: Any = importlib.import_module("distributed.comm").CommClosedError
    except ImportError as why:
        raise NotDoneError("要用 --scheduler，请先安装：pip install 'govgen[dask]'") from why
    try:
        client = dask.Client(address, timeout=_PATIENCE, set_as_default=False)
    except (OSError, ValueError, TypeError) as why:
        raise NotDoneError(f"连不上调度器 {address}（地址、证书或网络不对）") from why
    with client:
        _compare(client)
        try:
            with client.get_executor(retries=2, pure=False) as pool:
                yield _SameWorkers(pool)
        except dask.KilledWorker as why:
            raise NotDoneError("同一份报告几次使工作进程被系统结束，多半是内存不够，没有做完") from why
        except (lost, CancelledError) as why:
            raise NotDoneError("和调度器的连接断了，没有做完；请再运行一次") from why


def _compare(client: Any) -> None:
    """Stop where a worker is not as this machine."""
    try:
        client.wait_for_workers(1, timeout=_PATIENCE)
    except TimeoutError as why:
        raise NotDoneError("调度器没有工作进程") from why
    for worker, facts in client.run(machine_facts, on_error="return").items():
        if isinstance(facts, Exception):
            raise NotDoneError(f"工作进程 {worker} 没有装 govgen，或装的不能用")
        if different := differences(facts):
            more = f"等 {len(different)} 项" if len(different) > 1 else ""
            raise NotDoneError(f"工作进程 {worker} 和本机不同：{different[0]}{more}")


def differences(facts: Mapping[str, str]) -> list[str]:
    """In what another machine is not as this one, in words."""
    own = machine_facts()
    return [
        f"{name} 是 {facts.get(name, '没有')[:_SHOWN]}，本机是 {own.get(name, '没有')[:_SHOWN]}"
        for name in {**own, **facts}
        if own.get(name) != facts.get(name)
    ]


class _SameWorkers(Executor):
    """Hands tasks to workers, which refuse them if they joined later and are not as this machine."""

    def __init__(self, pool: Executor) -> None:
        self.pool = pool
        self.facts = digest_of(machine_facts())

    def submit(self, fn: Callable[..., Result], /, *args: Any, **options: Any) -> Future[Result]:
        """As every executor."""
        return self.pool.submit(_work, self.facts, fn, *args, **options)


def _work(facts: str, fn: Callable[..., Result], *args: Any) -> Result:
    """Do a task on a worker; the library that draws pages is not made for several threads."""
    if digest_of(machine_facts()) != facts:
        raise NotDoneError("有后来加入的工作进程和本机的版本或字体不同，没有做完")
    with _one_at_a_time:
        return fn(*args)
