"""Filling notes: what to write in each row, column, section and key, and what each note rests on."""

from __future__ import annotations

import functools
import re
from importlib.resources import files
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, model_validator

from govgen.datafile.identity import Kind
from govgen.datafile.values import PLACEHOLDER
from govgen.editions.cell_names import find
from govgen.editions.edition import Edition
from govgen.editions.loading import editions
from govgen.editions.model import Text
from govgen.editions.succession import meant_by
from govgen.editions.table import Table
from govgen.findings.catalogue import Tier

_REFERENCE = re.compile(r"\{\{ (?P<words>[^{}]+) \}\}")
_BINDING = {Tier.LAW, Tier.NOTICE}


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class FillingNote(_Model):
    """One sentence of help. ``citation`` is the clause it rests on; habit and our own rules have none."""

    tier: Tier
    text: Text
    citation: str = ""

    @model_validator(mode="after")
    def _binding_notes_cite(self) -> FillingNote:
        if (self.tier in _BINDING) != bool(self.citation):
            raise ValueError("a note cites a clause exactly when it rests on law or on a notice")
        return self

    def __str__(self) -> str:
        return f"{self.text.rstrip('。')}（{self.citation}）。" if self.citation else self.text


class TableNotes(_Model):
    """Notes on a table, and on its rows and columns by id."""

    note: FillingNote
    rows: dict[str, FillingNote] = {}
    columns: dict[str, FillingNote] = {}


class Prompt(_Model):
    """A paragraph that a new file begins with, for bodies of ``kinds``; ``note`` says what belongs there."""

    text: Text
    note: str = ""
    kinds: tuple[Kind, ...] = tuple(Kind)


class ProseNotes(_Model):
    """A note on a section of prose and the paragraphs a new file begins it with."""

    note: FillingNote
    lines: tuple[Prompt, ...] = Field(min_length=1)


class Notes(_Model):
    """The notes on one edition. ``like`` names the edition whose notes hold where this one is silent."""

    edition: Text
    like: str = ""
    tables: dict[str, TableNotes]
    prose: dict[str, ProseNotes]

    def row(self, table: str, ident: str) -> FillingNote | None:
        """The note on a row; None where the label says all."""
        return self.tables[table].rows.get(ident)

    def column(self, table: str, ident: str) -> FillingNote | None:
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


_TO_FILL = {"tier": Tier.TOOL, "text": "按格式填写。"}
"""What is said of a table or a section that a new edition brings before anyone has written notes on it."""


@functools.cache
def notes_on(edition: Edition) -> Notes:
    """The notes on ``edition``, none on a row or column that it lacks; every table and section has its own.

    An edition for which no notes were written has those of the edition before, as far as they fit.

    Raises:
        ValueError: the notes on this edition speak of ids that it lacks.
    """
    raw = _merged(edition)
    for table in edition.tables:
        raw["tables"].setdefault(table.id, {"note": _TO_FILL})
    for section in edition.sections:
        if section.kind == "text":
            raw["prose"].setdefault(section.id, {"note": _TO_FILL, "lines": [{"text": PLACEHOLDER}]})
    if unknown := _unknown(raw, edition):
        raise ValueError(f"notes on {edition.edition}: no such ids: {', '.join(unknown)}")
    return Notes.model_validate(raw)


@functools.cache
def key_notes() -> dict[str, KeyNote]:
    """The notes on the keys that no edition fixes, by key; the keys below one are joined to it by a dot."""
    return TypeAdapter(dict[str, KeyNote]).validate_python(_load("file"))


def _load(name: str) -> Any:
    text = (files(__package__) / "notes" / f"{name}.yaml").read_text(encoding="utf-8")
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def _merged(edition: Edition) -> dict[str, Any]:
    """The notes of an edition as written, over those of the edition it is like as far as they fit."""
    earlier = [other for other in editions() if other.first_year < edition.first_year]
    try:
        own = _load(edition.edition)
    except FileNotFoundError:
        own = {"like": earlier[-1].edition} if earlier else {"tables": {}, "prose": {}}
        own["edition"] = edition.edition
    like = next((other for other in earlier if other.edition == own.get("like")), None)
    return _over(_fitting(_merged(like), edition), own) if like else dict(own)


def _over(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    """``above`` laid over ``below``; a note is replaced whole, so that no citation outlives its text."""
    merged = dict(below)
    for key, value in above.items():
        nested = isinstance(value, dict) and isinstance(merged.get(key), dict) and "text" not in value
        merged[key] = _over(merged[key], value) if nested else value
    return merged


def _fitting(notes: dict[str, Any], edition: Edition) -> dict[str, Any]:
    """``notes`` without what they say of ids that ``edition`` lacks, and of the notices of other editions."""
    tables = {}
    for ident in edition.table_by_id.keys() & notes["tables"].keys():
        held, (rows, columns) = notes["tables"][ident], _ids(edition.table_by_id[ident])
        tables[ident] = {
            "note": _uncited(held["note"], edition),
            "rows": {
                key: _uncited(note, edition) for key, note in held.get("rows", {}).items() if key in rows
            },
            "columns": {
                key: _uncited(note, edition)
                for key, note in held.get("columns", {}).items()
                if key in columns
            },
        }
    prose = {
        ident: {
            "note": _uncited(held["note"], edition),
            "lines": [{**line, "text": _renamed(line["text"], edition)} for line in held["lines"]],
        }
        for ident, held in notes["prose"].items()
        if ident in edition.section_by_id
    }
    return {**notes, "tables": tables, "prose": prose}


def _kept(notes: dict[str, Any], ids: set[str], edition: Edition) -> dict[str, Any]:
    return {key: _uncited(note, edition) for key, note in notes.items() if key in ids}


def _uncited(note: dict[str, Any], edition: Edition) -> dict[str, Any]:
    """A note without the clause of another edition's notice; what it says is then custom only."""
    others = (other.basis.number for other in editions() if other is not edition)
    if any(number in note.get("citation", "") for number in others):
        return {"tier": Tier.PRACTICE, "text": note["text"]}
    return note


def _renamed(text: str, edition: Edition) -> str:
    """A line with its references by the keys of ``edition``; one to what there is no more is left out."""

    def now(match: re.Match[str]) -> str:
        words = tuple(match["words"].split("."))
        target = meant_by(edition, words)
        if target is None:
            return PLACEHOLDER
        return match[0] if find(edition, words) == [target] else f"{{{{ {'.'.join(target.path[1:])} }}}}"

    return _REFERENCE.sub(now, text)


def _unknown(notes: dict[str, Any], edition: Edition) -> list[str]:
    """The ids of which ``notes`` speak and that ``edition`` lacks."""
    wrong = notes["prose"].keys() - {section.id for section in edition.sections}
    for name, held in notes["tables"].items():
        if name not in edition.table_by_id:
            wrong.add(name)
            continue
        rows, columns = _ids(edition.table_by_id[name])
        wrong |= (held.get("rows", {}).keys() - rows) | (held.get("columns", {}).keys() - columns)
    return sorted(wrong)


def _ids(table: Table) -> tuple[set[str], set[str]]:
    """The ids of a table's rows and of its columns, groups included."""
    return set(table.row_nodes), set(table.column_nodes)
