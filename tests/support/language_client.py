"""A small client for yaml-language-server over stdio, as an editor would speak to it."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any


class LanguageServer:
    """One running server. It asks the network for nothing: the store of schemas is switched off."""

    def __init__(self, program: Path, folder: Path) -> None:
        self._folder = folder
        self._process = subprocess.Popen(
            ["node", str(program), "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self._asked = 0
        self._diagnostics: dict[str, list[dict[str, Any]]] = {}
        text = {
            "completion": {"completionItem": {"snippetSupport": True, "documentationFormat": ["markdown"]}},
            "hover": {"contentFormat": ["markdown"]},
        }
        self.ask(
            "initialize",
            {
                "processId": None,
                "rootUri": folder.as_uri(),
                "workspaceFolders": None,
                "capabilities": {"workspace": {"configuration": True}, "textDocument": text},
            },
        )
        self._send({"method": "initialized", "params": {}})

    def ask(self, method: str, params: dict[str, Any]) -> Any:
        """A request and its result."""
        self._asked += 1
        number = self._asked
        self._send({"id": number, "method": method, "params": params})
        while True:
            message = self._receive()
            if message.get("id") == number and "method" not in message:
                assert "error" not in message, message
                return message["result"]
            self._serve(message)

    def open(self, name: str, text: str) -> str:
        """Open a document of the folder; its address."""
        uri = (self._folder / name).as_uri()
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self._send({"method": "textDocument/didOpen", "params": {"textDocument": document}})
        return uri

    def diagnostics(self, uri: str) -> list[dict[str, Any]]:
        """What the server says of an open document, in order of place."""
        while uri not in self._diagnostics:
            self._serve(self._receive())
        return sorted(self._diagnostics[uri], key=lambda item: item["range"]["start"]["line"])

    def hover(self, uri: str, line: int, character: int) -> str:
        """The help shown at a place; lines and characters count from 0."""
        shown = self.ask("textDocument/hover", _place(uri, line, character))
        return str(shown["contents"]["value"]) if shown else ""

    def completions(self, uri: str, line: int, character: int) -> list[str]:
        """The words offered at a place."""
        offered = self.ask("textDocument/completion", _place(uri, line, character))
        return [item["label"] for item in offered["items"]]

    def close(self) -> None:
        """End the server."""
        self.ask("shutdown", {})
        self._send({"method": "exit"})
        self._process.communicate(timeout=20)

    def _serve(self, message: dict[str, Any]) -> None:
        if message.get("method") == "textDocument/publishDiagnostics":
            self._diagnostics[message["params"]["uri"]] = message["params"]["diagnostics"]
        elif "id" in message and "method" in message:
            self._send({"id": message["id"], "result": self._setting(message)})

    @staticmethod
    def _setting(message: dict[str, Any]) -> Any:
        if message["method"] != "workspace/configuration":
            return None
        yaml = {"completion": True, "hover": True, "validate": True, "schemaStore": {"enable": False}}
        return [yaml if item.get("section") == "yaml" else None for item in message["params"]["items"]]

    def _send(self, message: dict[str, Any]) -> None:
        assert self._process.stdin is not None
        content = json.dumps({"jsonrpc": "2.0", **message}, ensure_ascii=False).encode()
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(content) + content)
        self._process.stdin.flush()

    def _receive(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        length = 0
        while line := self._process.stdout.readline().strip():
            if line.lower().startswith(b"content-length"):
                length = int(line.split(b":")[1])
        assert length, "the server has gone away"
        message: dict[str, Any] = json.loads(self._process.stdout.read(length))
        return message


def _place(uri: str, line: int, character: int) -> dict[str, Any]:
    return {"textDocument": {"uri": uri}, "position": {"line": line, "character": character}}
