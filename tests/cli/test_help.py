"""What the command line says of itself: in Chinese, with an example for each command, and for the shell."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import click
import pytest
from helpers import ROOT

from govgen import __version__
from govgen.cli.app import cli, run

COMMANDS = cli.list_commands(click.Context(cli))


def command(name: str) -> click.Command:
    found = cli.get_command(click.Context(cli), name)
    assert found is not None
    return found


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_chinese_help_with_an_example(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([name, "--help"]) == 0
    out = capsys.readouterr().out
    assert re.search(rf"例：govgen {name}", out)
    for option in command(name).params:
        if isinstance(option, click.Option):
            assert re.search(r"[\u4e00-\u9fff]", option.help or ""), option.name


@pytest.mark.parametrize("words", [[], ["county"]])
def test_without_a_command_the_help_is_printed_line_by_line(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(words) == 2
    shown = capsys.readouterr().err
    assert run([*words, "--help"]) == 0
    assert shown == capsys.readouterr().out
    assert "\n命令:\n" in shown


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0
    assert capsys.readouterr().out == f"govgen {__version__}\n"


def completed(words: str, *, shell: str = "bash_complete") -> list[str]:
    """What the shell is offered after ``words``."""
    line = words.split(" ")
    environment = {"_GOVGEN_COMPLETE": shell, "COMP_WORDS": words, "COMP_CWORD": str(len(line) - 1)}
    done = subprocess.run(
        [sys.executable, "-m", "govgen"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        encoding="utf-8",
        env=os.environ | environment | {"PYTHONIOENCODING": "utf-8"},
    )
    return [item.partition(",")[2] for item in done.stdout.splitlines()]


def test_the_shell_completes_commands_options_and_choices() -> None:
    assert completed("govgen pre") == ["preview"]
    assert "--year" in completed("govgen new --")
    assert completed("govgen new x --kind 乡") == ["乡镇政府"]


@pytest.mark.parametrize("shell", ["zsh_source", "fish_source"])
def test_scripts_for_the_shell_are_printed(shell: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "govgen"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        encoding="utf-8",
        env=os.environ | {"_GOVGEN_COMPLETE": shell},
    )
    assert "_GOVGEN_COMPLETE" in done.stdout
