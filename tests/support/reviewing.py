"""Runs of ``check`` for tests: a file with findings of every level, and what the command says of it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from helpers import with_entries

from govgen.cli.app import run

UNBALANCED = """\
收到和处理政府信息公开申请情况:
  本年新收政府信息公开申请数量: {自然人: 5}
  上年结转政府信息公开申请数量: {}
  本年度办理结果: {}
  结转下年度继续办理: {}
"""
BROKEN = with_entries("信息处理费: {件数: 三, 金额元: 3件}\n所属: 某省某市某县 #3号\n" + UNBALANCED)
"""Draws two errors of values, one of sums with its terms elsewhere, and a warning."""


def leave_platforms(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forget what a platform or a terminal's owner has set."""
    for name in ("GITHUB_ACTIONS", "GITHUB_WORKSPACE", "CI_PROJECT_DIR", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)


def checked(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    """The exit code, and what went to standard output."""
    code = run(["check", *arguments])
    return code, capsys.readouterr().out


def as_document(capsys: pytest.CaptureFixture[str], kind: str, *arguments: str) -> Any:
    """What the command says in a format that is JSON."""
    return json.loads(checked(capsys, "--output-format", kind, *arguments)[1])
