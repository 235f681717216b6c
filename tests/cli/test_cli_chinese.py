"""Everything the command line says is Chinese: its own words and those of the library beneath it."""

from __future__ import annotations

import ast
import gettext
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path

import click
import pytest
from babel.messages import pofile
from helpers import BASE, ROOT

from govgen.cli.app import cli, run

NAMES = {
    *(
        "govgen",
        "yaml",
        "pdf",
        "html",
        "docx",
        "svg",
        "ttf",
        "otf",
        "ttc",
        "css",
        "json",
        "sarif",
        "dask",
        "tls",
        "tcp",
        "word",
        "wps",
    ),
    *(
        "text",
        "github",
        "gitlab",
        "actions",
        "ci",
        "lsp",
        "schema",
        "vs",
        "code",
        "utf",
        "gbk",
        "iso",
        "gb",
        "ua",
    ),
    *(
        "http",
        "localhost",
        "bash",
        "windows",
        "debian",
        "ubuntu",
        "help",
        "version",
        "error",
        "warning",
        "info",
    ),
    *("excel", "xlsx", "csv", "true", "false", "ctrl", "gitignore", "examples"),
}
"""Names of things, and values that a user types; all else in Latin letters would be English."""


def english(text: str, allowed: set[str]) -> list[str]:
    """The English words of a text: options, files, codes and names of things taken out."""
    text = re.sub(r"--?[a-z][a-z-]*", " ", text)
    text = re.sub(r"[\w./\\-]+\.(?:ya?ml|txt|html|pdf|docx|json|sarif|j2|css)\b", " ", text)
    text = re.sub(r"\b[A-Z]\d{0,3}\b|…\S*", " ", text)
    return [word for word in re.findall(r"[A-Za-z]{2,}", text) if word.lower() not in NAMES | allowed]


def commands() -> Iterator[tuple[str, ...]]:
    yield ()
    context = click.Context(cli)
    for name in cli.list_commands(context):
        yield (name,)
        chosen = cli.get_command(context, name)
        if isinstance(chosen, click.Group):
            yield from ((name, inner) for inner in chosen.list_commands(context))


def chosen_of(command: tuple[str, ...]) -> click.Command:
    """The command that these words name, within a group or not."""
    chosen: click.Command = cli
    for name in command:
        assert isinstance(chosen, click.Group)
        inner = chosen.get_command(click.Context(chosen), name)
        assert inner is not None
        chosen = inner
    return chosen


def words_of(command: tuple[str, ...]) -> set[str]:
    """What a command makes a user type: its name, its options' values."""
    context = click.Context(cli)
    found = {part for name in cli.list_commands(context) for part in name.split("-")}
    for chosen in [
        cli.get_command(context, "county"),
        *(chosen_of(command[: at + 1]) for at in range(len(command))),
    ]:
        assert chosen is not None
        if isinstance(chosen, click.Group):
            found |= {part for name in chosen.list_commands(context) for part in name.split("-")}
        for parameter in chosen.params:
            if isinstance(parameter.type, click.Choice):
                found |= set(re.findall(r"[a-z]+", " ".join(map(str, parameter.type.choices)).lower()))
            found |= set(re.findall(r"[a-z]+", str(parameter.default).lower()))
    return found


@pytest.mark.parametrize("command", list(commands()), ids=lambda command: " ".join(command) or "govgen")
def test_every_help_is_chinese(command: tuple[str, ...], capsys) -> None:
    assert run([*command, "--help"]) == 0
    out, err = capsys.readouterr()
    assert english(out, words_of(command)) == []
    assert err == ""
    assert "用法:" in out
    assert "选项" in out
    assert "显示本说明" in out


@pytest.mark.parametrize("command", [command for command in commands() if command], ids=" ".join)
def test_every_option_is_explained(command: tuple[str, ...]) -> None:
    for parameter in chosen_of(command).params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"{command} {parameter.name} has no help"
            assert parameter.is_flag or parameter.metavar, f"{command} {parameter.name} shows an English type"


MISUSES = [
    [],
    ["chek"],
    ["--nonsense"],
    ["-x"],
    ["check"],
    ["check", "没有.yaml"],
    ["check", "--outputformat", "json", "2025.yaml"],
    ["check", "--output-format"],
    ["check", "--output-format", "xml", "2025.yaml"],
    ["check", "--last"],
    ["check", "--last", "没有.yaml", "2025.yaml"],
    ["check", "--last", ".", "2025.yaml"],
    ["check", "--level", "fatal", "2025.yaml"],
    ["check", "--year", "abc", "--text", "2025.yaml"],
    ["check", "--year", "1", "--text", "2025.yaml"],
    ["check", "--kind", "x", "--text", "2025.yaml"],
    ["check", "--fix=1", "2025.yaml"],
    ["build"],
    ["build", "没有.yaml"],
    ["build", "--format", "odt", "2025.yaml"],
    ["build", "--format", "", "2025.yaml"],
    ["build", "--templates", "没有", "2025.yaml"],
    ["build", "--templates", "2025.yaml", "2025.yaml"],
    ["build", "-o", "2025.yaml", "2025.yaml"],
    ["build", "-o"],
    ["build", "--force", "--force=yes", "2025.yaml"],
    ["build", "--pdf-variant", "pdf/x", "2025.yaml"],
    ["explain", "B201", "B202", "B203", "B204"],
    ["explain", "Z999"],
    ["new"],
    ["diff"],
    ["diff", "一"],
]


@pytest.mark.parametrize("arguments", MISUSES, ids=lambda arguments: " ".join(arguments) or "nothing")
def test_every_misuse_is_answered_in_chinese(arguments, tmp_path: Path, monkeypatch, capsys) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "2025.yaml").write_text(BASE, encoding="utf-8")
    run(arguments)
    out, err = capsys.readouterr()
    said = out + err
    typed = {word.lower() for argument in arguments for word in re.findall(r"[A-Za-z]+", argument)}
    command = (
        tuple(arguments[:1]) if arguments and arguments[0] in cli.list_commands(click.Context(cli)) else ()
    )
    assert english(said, typed | words_of(command)) == []
    assert re.search(r"[\u4e00-\u9fff]", said)


def test_the_search_for_english_finds_it() -> None:
    assert english("错误：Missing argument 'PATHS'。", set()) == ["Missing", "argument", "PATHS"]
    assert english("用法：govgen check --last 2024.yaml（PDF、B201）", {"check"}) == []


LOCALE = ROOT / "govgen/cli/shared/locale/zh_CN/LC_MESSAGES"
with (LOCALE / "govgen.po").open("rb") as file:
    MESSAGES = [message for message in pofile.read_po(file) if message.id]


def words(text: str | Sequence[str]) -> tuple[str, ...]:
    """The forms of a message of the catalogue: one, or one for each plural."""
    return (text,) if isinstance(text, str) else tuple(text)


def _message_ids() -> set[tuple[str, ...]]:
    """Every text that click hands to gettext, with its plural, by a scan of its source."""
    found = set()
    spec = find_spec("click")
    assert spec is not None
    assert spec.origin is not None
    for path in sorted(Path(spec.origin).parent.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = getattr(node.func, "id", "") if isinstance(node, ast.Call) else ""
            if name in {"_", "gettext", "ngettext", "_gettext"}:
                texts = node.args[: 2 if name == "ngettext" else 1]
                if all(isinstance(text, ast.Constant) for text in texts):
                    found.add(tuple(text.value for text in texts))
    return found


def test_the_catalogue_has_every_word_of_click_and_no_other() -> None:
    from_a_table = {("required",)}  # click keeps this one in a table before it translates it
    assert len(_message_ids()) > 50
    assert {words(message.id) for message in MESSAGES} == _message_ids() | from_a_table
    assert [message.id for message in MESSAGES if not all(words(message.string))] == []


def test_the_compiled_catalogue_is_that_of_the_source() -> None:
    """If this fails: pybabel compile -D govgen -d govgen/cli/shared/locale."""
    with (LOCALE / "govgen.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    for message in MESSAGES:
        ids = words(message.id)
        said = [compiled.ngettext(*ids, number) for number in (1, 2)] if ids[1:] else [compiled.gettext(*ids)]
        assert said == list(words(message.string))


def test_each_translation_uses_no_value_that_the_original_has_not() -> None:
    fields = re.compile(r"\{(\w+)|%\((\w+)\)")
    for message in MESSAGES:
        for text, chinese in zip(words(message.id), words(message.string), strict=True):
            assert set(fields.findall(chinese)) <= set(fields.findall(text)), text
            assert english(re.sub(r"\{[^}]*\}|%\(\w+\)s", " ", chinese), set()) == [], text


@pytest.mark.parametrize("language", ["en_US.UTF-8", "C", ""])
def test_the_locale_of_the_machine_changes_nothing(language: str) -> None:
    variables = dict.fromkeys(("LANGUAGE", "LC_ALL", "LANG"), language)
    done = subprocess.run(
        [sys.executable, "-m", "govgen", "check", "--help"],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, **variables, "PYTHONUTF8": "1"},
        check=True,
    )
    assert "用法:" in done.stdout
    assert "Usage" not in done.stdout


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (FileNotFoundError(2, "No such file", "甲.yaml"), "找不到 甲.yaml"),
        (PermissionError(13, "Permission denied", "甲.yaml"), "没有权限读写 甲.yaml"),
        (IsADirectoryError(21, "Is a directory", "甲"), "应为文件而不是文件夹： 甲"),
        (NotADirectoryError(20, "Not a directory", "甲"), "不是文件夹： 甲"),
        (FileExistsError(17, "File exists", "甲"), "已存在同名文件： 甲"),
        (OSError(28, "No space left on device", "甲"), "磁盘满了"),
        (OSError(36, "File name too long", "甲"), "文件名太长： 甲"),
        (OSError(5, "Input/output error", "甲"), "读写失败： 甲"),
        (KeyboardInterrupt(), "已中止"),
        (click.Abort(), "已中止"),
    ],
)
def test_what_the_system_refuses_is_one_line_in_chinese(error, words, monkeypatch, capsys) -> None:
    def fail(**_named: object) -> None:
        raise error

    monkeypatch.setattr(cli, "main", fail)
    assert run(["check"]) == 2
    err = capsys.readouterr().err
    assert words in err
    assert len(err.splitlines()) == 1
    assert english(err, set()) == []


def test_a_reader_that_stops_reading_is_no_fault(monkeypatch, capsys) -> None:
    def fail(**_named: object) -> None:
        raise BrokenPipeError

    monkeypatch.setattr(cli, "main", fail)
    assert run(["check"]) == 1
    assert capsys.readouterr().err == ""
