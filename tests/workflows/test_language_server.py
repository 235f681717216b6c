"""An outside judge, the YAML language server that VS Code uses, on the schema.

Set ``GOVGEN_JUDGES`` to the folder that ``npm install --prefix FOLDER yaml-language-server`` was given.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from clerk_mistakes import PLANTED, with_mistakes
from helpers import BASE, EXAMPLES, examined
from language_client import LanguageServer

from govgen.datafile.identity import Kind
from govgen.datafile.values import PLACEHOLDER
from govgen.editions.loading import edition_for, editions
from govgen.findings.finding import Level
from govgen.workflows.new import StarterPlan, starter
from govgen.workflows.schema import file_name, schema_text

JUDGE = Path(
    os.environ.get("GOVGEN_JUDGES", ""), "node_modules/yaml-language-server/bin/yaml-language-server"
)

pytestmark = pytest.mark.skipif(
    not JUDGE.is_file() or shutil.which("node") is None,
    reason="set GOVGEN_JUDGES to FOLDER after: npm install --prefix FOLDER yaml-language-server",
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("editor")
    for edition in editions():
        (made / file_name(edition)).write_text(schema_text(edition), encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[LanguageServer]:
    running = LanguageServer(JUDGE, folder)
    yield running
    running.close()


def named(text: str, year: int) -> str:
    """A file that names its schema in its first line, as ``new`` writes it."""
    edition = edition_for(year)
    assert edition is not None
    return f"# yaml-language-server: $schema=./{file_name(edition)}\n{text}"


def place(text: str, words: str) -> tuple[int, int]:
    """Line and character, from 0, of the first place of ``words``."""
    before = text[: text.index(words)]
    return before.count("\n"), len(before) - before.rfind("\n") - 1


def test_every_example_opens_without_a_diagnostic(server: LanguageServer) -> None:
    assert EXAMPLES
    for number, file in enumerate(EXAMPLES):
        text = named(file.read_text(encoding="utf-8"), int(file.stem))
        assert server.diagnostics(server.open(f"example-{number}.yaml", text)) == [], file


def test_twelve_mistakes_are_twelve_diagnostics_at_the_places_of_check(
    server: LanguageServer, folder: Path
) -> None:
    text = named(with_mistakes(BASE), 2025)
    said = server.diagnostics(server.open("mistakes.yaml", text))
    found = [item for item in examined(folder, text).findings if item.level is Level.ERROR]
    assert len(said) == len(found) == len(PLANTED) == 12
    starts = [(item["range"]["start"]["line"] + 1, item["range"]["start"]["character"] + 1) for item in said]
    assert [item.span.line for item in found] == [line for line, _ in starts]
    # An empty block of prose is the one thing that the editor marks behind the key and check at the key.
    assert sum((item.span.line, item.span.column) != at for item, at in zip(found, starts, strict=True)) == 1


@pytest.mark.parametrize("year", [2020, 2025])
def test_a_new_file_shows_exactly_what_is_left_to_fill_in(server: LanguageServer, year: int) -> None:
    edition = edition_for(year)
    assert edition is not None
    text = starter(StarterPlan("青禾镇人民政府", Kind.TOWN, year, schema=f"./{file_name(edition)}"))
    said = server.diagnostics(server.open(f"new-{year}.yaml", text))
    lines = text.split("\n")
    blocks = [number for number, line in enumerate(lines) if line.endswith(": |")]
    written = [
        number
        for number, line in enumerate(lines)
        if PLACEHOLDER in line
        and not line.lstrip().startswith("#")
        # To the editor a word alone in braces is a key without a value, which no schema sees; check reports it.
        and f"{{{PLACEHOLDER}}}" not in line
    ]
    # Prose is marked once, at its key; every fact and cell on its own line.
    prose = {number for number in written if lines[number].startswith("  ") and not _has_key(lines[number])}
    marked = {item["range"]["start"]["line"] for item in said}
    assert marked == (set(written) - prose) | set(blocks)


def _has_key(line: str) -> bool:
    return ": " in line.partition(PLACEHOLDER)[0]


def test_notes_show_on_hover(server: LanguageServer) -> None:
    text = named(BASE, 2025)
    uri = server.open("hover.yaml", text)
    assert "第十四条" not in server.hover(uri, *place(text, "予以公开:"))
    for words, wanted in (
        ("机关:", "机关全称"),
        ("主动公开政府信息情况:", "每一格都要写"),
        ("规章:", "《立法法》"),
        ("予以公开:", "第三十六条"),
        ("未经复议直接起诉:", "复议"),
        ("总体情况:", "主动公开情况："),
    ):
        assert wanted in server.hover(uri, *place(text, words)), words


def test_keys_and_values_are_offered(server: LanguageServer) -> None:
    text = named(
        "机关: 青禾镇人民政府\n收到和处理政府信息公开申请情况:\n  本年度办理结果:\n    \n类型: \n", 2025
    )
    uri = server.open("completion.yaml", text)
    rows = server.completions(uri, 4, 4)
    assert rows[:2] == ["予以公开", "部分公开"]
    assert "总计" not in rows
    assert server.completions(uri, 5, 4) == [kind.value for kind in Kind]


def test_an_old_file_is_offered_the_old_format(server: LanguageServer) -> None:
    text = named("主动公开政府信息情况:\n  规章:\n    \n", 2020)
    uri = server.open("old.yaml", text)
    assert "本年新制作数量" in server.completions(uri, 3, 4)
    assert "本年制发件数" not in server.completions(uri, 3, 4)


def test_a_rare_character_in_a_name_is_no_mistake(server: LanguageServer) -> None:
    text = named(BASE.replace("青禾镇人民政府", "\U00020bb7家镇人民政府"), 2025)
    assert server.diagnostics(server.open("rare.yaml", text)) == []
