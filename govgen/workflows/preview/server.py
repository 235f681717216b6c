"""The preview's HTTP server: loopback only, a secret token in each address, no file read by its name."""

import contextlib
import dataclasses
import hmac
import json
import re
import secrets
import socket
import sys
import threading
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from pydantic import ConfigDict, TypeAdapter, ValidationError

from govgen.workflows.preview.session import ConflictError, FormSession, PreviewSession, Sheet
from govgen.workflows.replacing import NotDoneError

LOOPBACK = "127.0.0.1"
PATIENCE = 15.0
"""Seconds of silence after which a comment is sent, so that a closed page is noticed."""

IDLE = 30.0
"""Seconds in which a connection must send its request completely, or else it is closed."""

MOST_THREADS = 100
"""Each connection has up to two; a browser opens about six."""

MAX_BODY = 1 << 20
"""Bytes of a request: the old and the new text of the largest data file, a quarter of a megabyte each, and
what JSON escapes add."""

_ACTIONS = ("edit", "undo")
"""The methods of ``FormSession`` that a page may ask for."""

_SINGLE = ("Host", "Origin", "Sec-Fetch-Site", "Content-Type", "Content-Length")
"""Headers that are checked. Of one that is repeated, another program may believe the other value."""

_SAFE = {
    "Cache-Control": "no-store",
    "Connection": "close",
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

    def verify_request(self, *_: Any) -> bool:
        """Whether there is room for another connection; else it is closed unread."""
        return threading.active_count() < MOST_THREADS

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that goes away in the middle of an answer is no fault; anything else is reported."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)

    @contextlib.contextmanager
    def running(self) -> Iterator[None]:
        """Serve while the ``with`` lasts; afterwards the port is free and waiting browsers are released."""
        thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)
        thread.start()
        try:
            yield
        finally:
            self.session.close()
            self.shutdown()
            self.server_close()
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"
    timeout = IDLE

    def handle(self) -> None:
        """Answer one request a connection, so that a body sent with it is never read as another request."""
        self._limit = threading.Timer(self.timeout, self._hang_up)
        self._limit.daemon = True
        self._limit.start()
        try:
            self.handle_one_request()
        finally:
            self._limit.cancel()

    def _hang_up(self) -> None:
        """End a connection whose request takes too long, however slowly it comes."""
        with contextlib.suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  (the base class's signature)
        """Log no requests: the terminal shows the findings."""

    def do_GET(self) -> None:
        """Answer one of the known addresses, to a browser that asked for this machine by its own name."""
        self._limit.cancel()
        session, form = self.server.session, self.server.form
        name = self._asked()
        if name == "":
            self._send("text/html", self.server.shell, _PAGE_POLICY)
        elif name == "report":
            self._send("text/html", session.sheet.page, _FRAME_POLICY)
        elif name == "events":
            self._events()
        elif form and name == "values":
            self._send_json(form.values())
        elif form and name == "form" and (page := form.page()):
            self._send("text/html", page, _FORM_POLICY)
        elif name is not None:
            self.send_error(HTTPStatus.NOT_FOUND)

    def do_POST(self) -> None:
        """Change the data file where a page of ours asks for it and the preview allows it."""
        name = self._asked()
        if name is None:
            return
        if self.server.form is None or name not in _ACTIONS:
            self.send_error(HTTPStatus.NOT_FOUND)
        elif refusal := self._refusal():
            self.send_error(refusal)
        else:
            length = int(self.headers["Content-Length"])
            body = self.rfile.read(length)
            self._limit.cancel()
            if len(body) < length:
                self.send_error(HTTPStatus.BAD_REQUEST)
            else:
                self._send_json(*_answered(getattr(self.server.form, name), body))

    def _asked(self) -> str | None:
        """The address below the token; None where the request was refused."""
        # A page elsewhere that points its own name at this machine (DNS rebinding) sends another.
        own = {f"{host}:{self.server.port}" for host in (LOOPBACK, "localhost")}
        token, _, name = self.path.partition("?")[0].removeprefix("/").partition("/")
        if "Transfer-Encoding" in self.headers or any(
            len(self.headers.get_all(each, ())) > 1 for each in _SINGLE
        ):
            self.send_error(HTTPStatus.BAD_REQUEST)
        elif self.headers.get("Host", "") not in own:
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

    def _send_json(self, content: Mapping[str, Any], status: HTTPStatus = HTTPStatus.OK) -> None:
        self._send("application/json", json.dumps(content, ensure_ascii=False), _FRAME_POLICY, status)

    def _events(self) -> None:
        """Send the browser the findings of each new sheet; after a reconnect it says which it saw last."""
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Connection", "close")
        self.end_headers()
        known = self.headers.get("Last-Event-ID", "")
        number = int(known) if re.fullmatch("[0-9]{1,9}", known) else 0
        with contextlib.suppress(OSError):  # the page was closed
            while not self.server.session.closed:
                sheet = self.server.session.after(number, PATIENCE)
                number = sheet.number if sheet else number
                edit = self.server.form is not None
                self.wfile.write(_event(sheet, edit=edit) if sheet else b": \n\n")
                self.wfile.flush()


def _answered(action: Any, body: bytes) -> tuple[dict[str, Any], HTTPStatus]:
    """Call a method with the keyword arguments in the JSON object ``body``; the answer and its status."""
    try:
        return TypeAdapter(action, config=ConfigDict(strict=True)).validate_json(body), HTTPStatus.OK
    except ValidationError:
        return {"message": "请求的内容不对"}, HTTPStatus.BAD_REQUEST
    except ConflictError as error:
        return dict(zip(("message", "disk", "yours"), error.args, strict=True)), HTTPStatus.CONFLICT
    except NotDoneError as error:
        return {"message": str(error)}, HTTPStatus.UNPROCESSABLE_ENTITY
    except OSError:
        return {"message": "读不了文件"}, HTTPStatus.UNPROCESSABLE_ENTITY


def _event(sheet: Sheet, *, edit: bool) -> bytes:
    """A sheet without its page, as an event of the stream; ``edit`` says that there is a form too."""
    state = {"edit": edit, **dataclasses.asdict(sheet)}
    del state["page"]
    return f"id: {sheet.number}\ndata: {json.dumps(state, ensure_ascii=False)}\n\n".encode()
