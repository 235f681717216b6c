"""Filling notes: what to write in each row, column, section and key, and what each note rests on."""

from __future__ import annotations

import functools
from importlib.resources import files
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, model_validator

from govgen.catalogue import Tier
from govgen.edition import Edition, editions
from govgen.identity import Kind
from govgen.table import Node, Table, Text

_BINDING = {Tier.LAW, Tier.NOTICE}


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class Note(_Model):
    """One sentence of help. ``citation`` is the clause it rests on; habit and our own rules have none."""

    tier: Tier
    text: Text
    citation: str = ""

    @model_validator(mode="after")
    def _binding_notes_cite(self) -> Note:
        if (self.tier in _BINDING) != bool(self.citation):
            raise ValueError("a note cites a clause exactly when it rests on law or on a notice")
        return self

    def __str__(self) -> str:
        return f"{self.text.rstrip('。')}（{self.citation}）。" if self.citation else self.text


class TableNotes(_Model):
    """Notes on a table, and on its rows and columns by id."""

    note: Note
    rows: dict[str, Note] = {}
    columns: dict[str, Note] = {}


class Prompt(_Model):
    """A paragraph that a new file begins with, for bodies of ``kinds``; ``note`` says what belongs there."""

    text: Text
    note: str = ""
    kinds: tuple[Kind, ...] = tuple(Kind)


class ProseNotes(_Model):
    """A note on a section of prose and the paragraphs a new file begins it with."""

    note: Note
    lines: tuple[Prompt, ...] = Field(min_length=1)


class Notes(_Model):
    """The notes on one edition. ``like`` names the edition whose notes hold where this one is silent."""

    edition: Text
    like: str = ""
    tables: dict[str, TableNotes]
    prose: dict[str, ProseNotes]

    def row(self, table: str, ident: str) -> Note | None:
        """The note on a row; None where the label says all."""
        return self.tables[table].rows.get(ident)

    def column(self, table: str, ident: str) -> Note | None:
        """The note on a column; None where the label says all."""
        return self.tables[table].columns.get(ident)


class KeyNote(_Model):
    """A note on a key outside the tables: how a new file begins with it, and an example of its value.

    ``start`` is ``ask`` (to be filled in), ``offer`` (a comment) or ``hand``; ``first_year`` is the first
    fiscal year in which the key can have a meaning.
    """

    start: Literal["ask", "offer", "hand"]
    text: Text
    example: Text
    first_year: int = Field(default=0, alias="from")


@functools.cache
def notes_on(edition: Edition) -> Notes:
    """The notes on ``edition``, checked against it: no note on a row, column or section that it lacks."""
    notes = Notes.model_validate(_merged(edition.edition))
    for ident, table in notes.tables.items():
        rows, columns = _ids(edition.table_by_id[ident])
        if unknown := (table.rows.keys() - rows) | (table.columns.keys() - columns):
            raise ValueError(f"notes on {edition.edition}, table {ident}: no such ids {sorted(unknown)}")
    if notes.prose.keys() != {section.id for section in edition.sections if section.kind == "text"}:
        raise ValueError(f"notes on {edition.edition}: every section of prose needs its notes")
    return notes


@functools.cache
def key_notes() -> dict[str, KeyNote]:
    """The notes on the keys that no edition fixes, by key; the keys below one are joined to it by a dot."""
    return TypeAdapter(dict[str, KeyNote]).validate_python(_load("file"))


def _load(name: str) -> Any:
    text = (files(__package__) / "editions" / "notes" / f"{name}.yaml").read_text(encoding="utf-8")
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def _merged(name: str) -> dict[str, Any]:
    """The notes of an edition as written, over those of the edition it is like, without ids it lacks."""
    own = _load(name)
    if not own.get("like"):
        return dict(own)
    edition = next(edition for edition in editions() if edition.edition == name)
    return _over(_fitting(_merged(own["like"]), edition), own)


def _over(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    """``above`` laid over ``below``; a note is replaced whole, so that no citation outlives its text."""
    merged = dict(below)
    for key, value in above.items():
        nested = isinstance(value, dict) and isinstance(merged.get(key), dict) and "text" not in value
        merged[key] = _over(merged[key], value) if nested else value
    return merged


def _fitting(notes: dict[str, Any], edition: Edition) -> dict[str, Any]:
    tables = {}
    for ident, held in notes["tables"].items():
        rows, columns = _ids(edition.table_by_id[ident])
        tables[ident] = {
            "note": held["note"],
            "rows": {key: note for key, note in held["rows"].items() if key in rows},
            "columns": {key: note for key, note in held["columns"].items() if key in columns},
        }
    return {**notes, "tables": tables}


def _ids(table: Table) -> tuple[set[str], set[str]]:
    """The ids of a table's rows and of its columns, groups included."""
    rows = {ident for block in table.blocks for row in block.rows for ident in _below(row)}
    return rows, {ident for block in table.blocks for column in block.columns for ident in _below(column)}


def _below(node: Node) -> set[str]:
    return {node.id}.union(*(_below(child) for child in node.children))
