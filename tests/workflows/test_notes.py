"""The filling notes against the editions: complete, and honest about what they rest on."""

from __future__ import annotations

import re

import pytest
import yaml
from helpers import ROOT
from pydantic import ValidationError

from govgen.datafile.identity import Facts, Kind
from govgen.datafile.values import PLACEHOLDER
from govgen.editions.cell_names import find
from govgen.editions.edition import Edition
from govgen.editions.loading import editions
from govgen.editions.table import leaves_of
from govgen.findings.catalogue import Tier
from govgen.workflows.filling_notes import FillingNote, Notes, key_notes, notes_on

NOTES = ROOT / "govgen" / "workflows" / "notes"
EACH = pytest.mark.parametrize("edition", editions(), ids=lambda edition: edition.edition)


@EACH
def test_every_row_and_column_has_its_note(edition: Edition) -> None:
    notes = notes_on(edition)
    for table in edition.tables:
        for block in table.blocks:
            assert all(notes.on(table.id, "rows", row.id) for row in leaves_of(block.rows))
            assert all(notes.on(table.id, "columns", column.id) for column in leaves_of(block.columns))


@EACH
def test_what_rests_on_habit_says_so_and_law_cites_its_clause(edition: Edition) -> None:
    for table in notes_on(edition).tables.values():
        for note in (table.note, *table.rows.values(), *table.columns.values()):
            if note.tier in {Tier.LAW, Tier.NOTICE}:
                assert re.search(r"第.+条|〔\d{4}〕|统一格式", note.citation)
            else:
                assert not re.search(r"应当|必须|不得|规定", note.text), note.text


@EACH
def test_a_later_edition_does_not_rest_on_an_earlier_notice(edition: Edition) -> None:
    others = [other.basis.number for other in editions() if other is not edition]
    for table in notes_on(edition).tables.values():
        for note in (table.note, *table.rows.values(), *table.columns.values()):
            assert not any(number in note.citation for number in others)


@EACH
@pytest.mark.parametrize("kind", Kind)
def test_prose_begins_with_every_aspect_for_every_kind(edition: Edition, kind: Kind) -> None:
    for section in edition.sections:
        if section.kind == "text":
            lines = [line.text for line in notes_on(edition).prose[section.id].lines if kind in line.kinds]
            assert lines
            assert all(any(aspect in line for line in lines) for aspect in section.aspects)


@EACH
def test_references_in_the_prose_name_one_figure(edition: Edition) -> None:
    words = [
        match
        for prose in notes_on(edition).prose.values()
        for line in prose.lines
        for match in re.findall(r"\{\{ (.+?) \}\}", line.text)
    ]
    assert words
    assert all(len(find(edition, tuple(word.split(".")))) == 1 for word in words)


def test_every_key_outside_the_tables_has_its_note() -> None:
    inner = {key: shape.group.SHAPES for key, shape in Facts.SHAPES.items() if shape.group}
    wanted = {*Facts.SHAPES, *(f"{key}.{part}" for key, parts in inner.items() for part in parts)}
    assert wanted == set(key_notes())


@pytest.mark.parametrize(
    "wrong",
    [
        {"tier": "法律", "text": "有依据而不写。"},
        {"tier": "实务", "text": "没有依据而写了。", "citation": "《条例》第一条"},
        {"tier": "传闻", "text": "没有这一级。"},
        {"tier": "实务", "text": " "},
    ],
)
def test_a_note_that_is_not_honest_is_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        FillingNote.model_validate(wrong)


def test_an_edition_without_notes_has_those_of_the_one_before_as_far_as_they_fit() -> None:
    newest = editions()[-1]
    data = newest.model_dump(by_alias=True)
    data |= {"edition": "2031", "from": 2031, "checked_to": 2031, "stocks": ()}
    data["sections"] += ({"id": "outlook", "key": "下年打算", "heading": "七、下年打算", "kind": "text"},)
    data["tables"][0]["blocks"] = data["tables"][0]["blocks"][:1]
    coming = Edition.model_validate(data)
    short = coming.tables[0]
    notes = notes_on(coming)
    kept = next(leaves_of(short.blocks[0].rows))
    gone = next(leaves_of(newest.tables[0].blocks[1].rows))
    assert notes.on(short.id, "rows", kept.id) == notes_on(newest).on(short.id, "rows", kept.id)
    assert notes.on(short.id, "rows", gone.id) is None
    assert [line.text for line in notes.prose["outlook"].lines] == [PLACEHOLDER]


@EACH
def test_no_note_is_on_what_the_edition_lacks(edition: Edition) -> None:
    """A misspelt id in a file of notes would be a note that nobody is shown."""
    own = Notes.model_validate(
        yaml.safe_load((NOTES / f"{edition.edition}.yaml").read_text(encoding="utf-8"))
    )
    assert own.prose.keys() <= edition.section_by_id.keys()
    assert own.tables.keys() <= edition.table_by_id.keys()
    for name, held in own.tables.items():
        nodes = edition.table_by_id[name].nodes
        assert held.rows.keys() <= nodes["rows"].keys()
        assert held.columns.keys() <= nodes["columns"].keys()
