"""The preview's server: this machine only, a few addresses below a secret, nothing read from disk by name."""

import contextlib
import hmac
import io
import json
import re
import secrets
import socket
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from govgen.workflows.preview.form_requests import ACTIONS, MAX_BODY, answered
from govgen.workflows.preview.form_session import FormSession
from govgen.workflows.preview.session import PreviewSession, Sheet

LOOPBACK = "127.0.0.1"
PATIENCE = 15.0
"""Seconds of silence after which a comment is sent, so that a closed page is noticed."""

IDLE = 30.0
"""Seconds in which a connection must send its next request completely, or else it is closed; a browser opens
another when needed."""

_SINGLE = ("Host", "Origin", "Sec-Fetch-Site", "Content-Type", "Content-Length")
"""Headers that are checked. Of one that is repeated, another program may believe the other value."""

_SAFE = {
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_FRAME_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
_PAGE_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; "
    "img-src data:; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_FORM_POLICY = f"{_FRAME_POLICY}; script-src 'unsafe-inline'; connect-src 'self'"


class Server(ThreadingHTTPServer):
    """Serves one session on the loopback address."""

    daemon_threads = True

    def __init__(
        self, session: PreviewSession, shell: str, port: int = 0, form: FormSession | None = None
    ) -> None:
        """Open the port; 0 lets the system choose one. Without ``form`` nothing can be changed.

        Raises:
            OSError: the port is taken.
        """
        super().__init__((LOOPBACK, port), _Handler)
        self.session = session
        self.shell = shell
        self.form = form
        self.token = secrets.token_urlsafe(16)

    @property
    def port(self) -> int:
        """The port that was opened."""
        return int(self.server_address[1])

    @property
    def address(self) -> str:
        """What to open in a browser; other users of this machine do not know the token in it."""
        return f"http://{LOOPBACK}:{self.port}/{self.token}/"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that goes away in the middle of an answer is no fault; anything else is reported."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)

    @contextlib.contextmanager
    def running(self) -> Iterator[None]:
        """Serve while the ``with`` lasts; afterwards the port is free and no one is kept waiting."""
        thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)
        thread.start()
        try:
            yield
        finally:
            self.session.close()
            self.shutdown()
            self.server_close()
            thread.join()


class _TimedReader(io.RawIOBase):
    """Reads from a connection until a point in time, however slowly the bytes come."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self.until = 0.0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        left = self.until - time.monotonic()
        if left <= 0:
            raise TimeoutError
        patience = self._connection.gettimeout()
        self._connection.settimeout(left)
        try:
            return self._connection.recv_into(buffer)
        finally:
            self._connection.settimeout(patience)


class _Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"
    timeout = IDLE

    def setup(self) -> None:
        """Read with a limit on the time of a whole request; the base class limits that of each packet."""
        super().setup()
        self.rfile.close()
        self._incoming = _TimedReader(self.connection)
        self.rfile = io.BufferedReader(self._incoming)

    def handle_one_request(self) -> None:
        """The base class closes the connection when reading takes too long."""
        self._incoming.until = time.monotonic() + self.timeout
        super().handle_one_request()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  (the base class's signature)
        """Say nothing: the terminal belongs to the findings."""

    def do_GET(self) -> None:
        """Answer one of the known addresses, to a browser that asked for this machine by its own name."""
        known = {"": self._shell, "report": self._report, "events": self._events}
        if self.server.form:
            known |= {"form": self._form, "values": self._values}
        name = self._asked()
        if name in known:
            known[name]()
        elif name is not None:
            self.send_error(HTTPStatus.NOT_FOUND)

    def do_POST(self) -> None:
        """Change the data file where a page of ours asks for it and the preview allows it."""
        name = self._asked()
        if name is None:
            return
        if self.server.form is None or name not in ACTIONS:
            self.send_error(HTTPStatus.NOT_FOUND)
        elif refusal := self._refusal():
            self.send_error(refusal)
        else:
            length = int(self.headers["Content-Length"])
            body = self.rfile.read(length)
            if len(body) < length:
                self.send_error(HTTPStatus.BAD_REQUEST)
                return
            status, content = answered(self.server.form, name, body)
            self._send_json(content, status)

    def _asked(self) -> str | None:
        """The address below the token; None where the request was refused."""
        token, _, name = self.path.partition("?")[0].removeprefix("/").partition("/")
        if "Transfer-Encoding" in self.headers or any(
            len(self.headers.get_all(each, ())) > 1 for each in _SINGLE
        ):
            self.send_error(HTTPStatus.BAD_REQUEST)
        elif self.headers.get("Host", "") not in self._names():
            self.send_error(HTTPStatus.FORBIDDEN)
        elif not hmac.compare_digest(token.encode(), self.server.token.encode()):
            self.send_error(HTTPStatus.NOT_FOUND)
        else:
            return name
        return None

    def _refusal(self) -> HTTPStatus | None:
        """Why a request to change the file is not even read; None where it is."""
        length = self.headers.get("Content-Length", "")
        if self.headers.get("Origin") != f"http://{self.headers['Host']}":
            return HTTPStatus.FORBIDDEN
        if self.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
            return HTTPStatus.FORBIDDEN
        if self.headers.get_content_type() != "application/json":
            return HTTPStatus.UNSUPPORTED_MEDIA_TYPE
        if not re.fullmatch("[0-9]{1,9}", length):
            return HTTPStatus.LENGTH_REQUIRED
        return HTTPStatus.REQUEST_ENTITY_TOO_LARGE if int(length) > MAX_BODY else None

    def _names(self) -> set[str]:
        """A page elsewhere that points its own name at this machine (DNS rebinding) sends another."""
        return {f"{host}:{self.server.port}" for host in (LOOPBACK, "localhost")}

    def _send(self, kind: str, text: str, policy: str, status: HTTPStatus = HTTPStatus.OK) -> None:
        content = text.encode("utf-8")
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Content-Security-Policy", policy)
        for name, value in _SAFE.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def _shell(self) -> None:
        self._send("text/html", self.server.shell, _PAGE_POLICY)

    def _report(self) -> None:
        self._send("text/html", self.server.session.sheet.page, _FRAME_POLICY)

    def _form(self) -> None:
        assert self.server.form
        try:
            self._send("text/html", self.server.form.page(), _FORM_POLICY)
        except OSError:
            self.send_error(HTTPStatus.NOT_FOUND)

    def _values(self) -> None:
        assert self.server.form
        try:
            self._send_json(self.server.form.values(), HTTPStatus.OK)
        except OSError:
            self._send_json({}, HTTPStatus.OK)

    def _send_json(self, content: Mapping[str, Any], status: HTTPStatus) -> None:
        self._send("application/json", json.dumps(content, ensure_ascii=False), _FRAME_POLICY, status)

    def _events(self) -> None:
        """Send the browser the findings of each new sheet; after a reconnect it says which it saw last."""
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.close_connection = True
        known = self.headers.get("Last-Event-ID", "")
        number = int(known) if re.fullmatch("[0-9]{1,9}", known) else 0
        with contextlib.suppress(OSError):  # the page was closed
            while not self.server.session.closed:
                sheet = self.server.session.after(number, PATIENCE)
                number = sheet.number if sheet else number
                edit = self.server.form is not None
                self.wfile.write(_event(sheet, edit=edit) if sheet else b": \n\n")
                self.wfile.flush()


def _event(sheet: Sheet, *, edit: bool) -> bytes:
    """A sheet without its page, as an event of the stream; ``edit`` says that there is a form too."""
    state = {
        "edit": edit,
        "number": sheet.number,
        "title": sheet.title,
        "fresh": sheet.fresh,
        "trouble": sheet.trouble,
        "findings": sheet.findings,
        "file": sheet.file,
        "next": sheet.next,
    }
    return f"id: {sheet.number}\ndata: {json.dumps(state, ensure_ascii=False)}\n\n".encode()
