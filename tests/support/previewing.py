"""A preview that runs as the command runs it, without its terminal, and is asked by plain HTTP."""

import contextlib
import http.client
import json
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from govgen.workflows.preview.server import Server
from govgen.workflows.preview.session import FormSession, PreviewSession
from govgen.workflows.watch import changes

SOON = 5.0
"""Seconds after which a test gives up waiting; far more than a loaded machine needs."""


class Preview:
    """A preview of ``file``; with ``edit`` its form may change it."""

    def __init__(self, file: Path, *, edit: bool = False) -> None:
        self.file = file
        self.session = PreviewSession(file)
        self.server = Server(self.session, "shell", form=FormSession(file) if edit else None)
        self.stop = threading.Event()
        self.saves = changes(self.session.watched, self.stop)
        self.watcher = threading.Thread(target=self._watch)

    def _watch(self) -> None:
        for _ in self.saves:
            self.session.refresh()

    @contextlib.contextmanager
    def running(self) -> Iterator["Preview"]:
        """Watch and serve while the ``with`` lasts."""
        self.session.refresh()
        with self.server.running():
            self.watcher.start()
            yield self
            self.stop.set()
            self.watcher.join()

    def post(self, name: str, body: object, **headers: str) -> tuple[int, Any]:
        """Ask as the page does; ``headers`` with other values, or left out where they are empty."""
        own = f"127.0.0.1:{self.server.port}"
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        sent = {"Host": own, "Origin": f"http://{own}", "Content_Type": "application/json"}
        sent |= {"Content_Length": str(len(content))} | headers
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=SOON)
        connection.putrequest("POST", f"/{self.server.token}/{name}", skip_host=True)
        for key, value in sent.items():
            if value:
                connection.putheader(key.replace("_", "-"), value)
        connection.endheaders(content)
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        is_json = answer.headers.get_content_type() == "application/json"
        return answer.status, json.loads(text) if is_json else text

    def get(self, path: str, host: str | None = None) -> tuple[int, str, dict[str, str]]:
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=SOON)
        connection.putrequest("GET", f"/{self.server.token}{path}", skip_host=True)
        connection.putheader("Host", f"127.0.0.1:{self.server.port}" if host is None else host)
        connection.endheaders()
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer.status, text, dict(answer.headers)

    def listen(self) -> Iterator[dict[str, Any]]:
        """The states sent to the browser, in order."""
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=SOON)
        connection.request("GET", f"/{self.server.token}/events")
        stream = connection.getresponse()
        assert stream.headers["Content-Type"] == "text/event-stream"
        try:
            while True:
                number, data, end = (stream.readline().decode() for _ in range(3))
                state: dict[str, Any] = json.loads(data.removeprefix("data: "))
                assert (number, end) == (f"id: {state['number']}\n", "\n")
                yield state
        finally:
            connection.close()

    def state(self) -> dict[str, Any]:
        """The state sent to a browser that connects now."""
        with contextlib.closing(self.listen()) as states:
            return next(states)

    def save(self, text: str) -> float:
        """Save, wait until the server has reviewed the file again, and return the seconds that took."""
        number = self.session.sheet.number
        start = time.perf_counter()
        self.file.write_text(text, encoding="utf-8")
        assert self.session.after(number, SOON) is not None
        return time.perf_counter() - start
