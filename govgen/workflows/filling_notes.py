"""Filling notes: what to write in each row, column, section and key, and what each note rests on."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from importlib.resources import files
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, model_validator

from govgen.datafile.identity import Kind
from govgen.datafile.values import PLACEHOLDER
from govgen.editions.cell_names import find
from govgen.editions.edition import Edition
from govgen.editions.layout import Tag
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


_TO_FILL = FillingNote(tier=Tier.TOOL, text="按格式填写。")
"""What is said of a table or a section that a new edition brings before anyone has written notes on it."""


class TableNotes(_Model):
    """Notes on a table, and on its rows and columns by id."""

    note: FillingNote = _TO_FILL
    rows: dict[str, FillingNote] = {}
    columns: dict[str, FillingNote] = {}


class Prompt(_Model):
    """A paragraph that a new file begins with, for bodies of ``kinds``; ``note`` says what belongs there."""

    text: Text
    note: str = ""
    kinds: tuple[Kind, ...] = tuple(Kind)


class ProseNotes(_Model):
    """A note on a section of prose and the paragraphs a new file begins it with."""

    note: FillingNote = _TO_FILL
    lines: tuple[Prompt, ...] = Field(default=(Prompt(text=PLACEHOLDER),), min_length=1)


class Notes(_Model):
    """The notes on one edition. ``like`` names the edition whose notes hold where this one is silent."""

    edition: str = ""
    like: str = ""
    tables: dict[str, TableNotes] = {}
    prose: dict[str, ProseNotes] = {}

    def row(self, table: str, ident: str) -> FillingNote | None:
        """The note on a row; None where the label says all."""
        return self.tables[table].rows.get(ident)

    def column(self, table: str, ident: str) -> FillingNote | None:
        """The note on a column; None where the label says all."""
        return self.tables[table].columns.get(ident)

    def of_label(self, table: str, tag: Tag) -> FillingNote | None:
        """The note on the row or column of a label as drawn."""
        axis, _, ident = tag.id.removeprefix(f"{table}-").partition("-")
        return (self.row if axis.startswith("r") else self.column)(table, ident)


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
    """The notes on ``edition``, none on a row or column that it lacks; every table and section has its own.

    An edition for which no notes were written has those of the edition before, as far as they fit.

    Raises:
        ValueError: the notes on this edition speak of ids that it lacks.
    """
    earlier = [other for other in editions() if other.first_year < edition.first_year]
    try:
        own = Notes.model_validate(_load(edition.edition))
    except FileNotFoundError:
        own = Notes(like=earlier[-1].edition if earlier else "")
    if unknown := _unknown(own, edition):
        raise ValueError(f"notes on {edition.edition}: no such ids: {', '.join(unknown)}")
    below = next((notes_on(other) for other in earlier if other.edition == own.like), Notes())
    texts = [section.id for section in edition.sections if section.kind == "text"]
    tables = {
        table.id: _table_notes(
            below.tables.get(table.id, TableNotes()), own.tables.get(table.id, TableNotes()), table, edition
        )
        for table in edition.tables
    }
    prose = {
        ident: _prose_notes(below.prose.get(ident, ProseNotes()), own.prose.get(ident, ProseNotes()), edition)
        for ident in texts
    }
    return Notes(edition=edition.edition, tables=tables, prose=prose)


@functools.cache
def key_notes() -> dict[str, KeyNote]:
    """The notes on the keys that no edition fixes, by key; the keys below one are joined to it by a dot."""
    return TypeAdapter(dict[str, KeyNote]).validate_python(_load("file"))


def _load(name: str) -> Any:
    text = (files(__package__) / "notes" / f"{name}.yaml").read_text(encoding="utf-8")
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def _table_notes(below: TableNotes, own: TableNotes, table: Table, edition: Edition) -> TableNotes:
    """``own`` notes on a table, and those of ``below`` on what they are silent about."""
    return TableNotes(
        note=_uncited(own.note if "note" in own.model_fields_set else below.note, edition),
        rows=_fitting(below.rows | own.rows, table.row_nodes, edition),
        columns=_fitting(below.columns | own.columns, table.column_nodes, edition),
    )


def _fitting(notes: dict[str, FillingNote], ids: Iterable[str], edition: Edition) -> dict[str, FillingNote]:
    return {ident: _uncited(notes[ident], edition) for ident in ids if ident in notes}


def _prose_notes(below: ProseNotes, own: ProseNotes, edition: Edition) -> ProseNotes:
    """The notes on a section of prose: its ``own``, else those of ``below``, as far as they fit."""
    lines = tuple(line.model_copy(update={"text": _renamed(line.text, edition)}) for line in below.lines)
    fitting = ProseNotes(note=_uncited(below.note, edition), lines=lines)
    return fitting.model_copy(update={name: getattr(own, name) for name in own.model_fields_set})


def _uncited(note: FillingNote, edition: Edition) -> FillingNote:
    """A note without the clause of another edition's notice; what it says is then custom only."""
    others = (other.basis.number for other in editions() if other is not edition)
    if any(number in note.citation for number in others):
        return FillingNote(tier=Tier.PRACTICE, text=note.text)
    return note


def _renamed(text: str, edition: Edition) -> str:
    """A line with its references by the keys of ``edition``; one to what there is no more is left out."""

    def now(match: re.Match[str]) -> str:
        words = tuple(match["words"].split("."))
        target = meant_by(edition, words)
        if target is None:
            return PLACEHOLDER
        return match[0] if find(edition, words) == (target,) else f"{{{{ {'.'.join(target.path[1:])} }}}}"

    return _REFERENCE.sub(now, text)


def _unknown(notes: Notes, edition: Edition) -> list[str]:
    """The ids of which ``notes`` speak and that ``edition`` lacks."""
    wrong = notes.prose.keys() - edition.section_by_id.keys()
    for name, held in notes.tables.items():
        if table := edition.table_by_id.get(name):
            wrong |= (held.rows.keys() - table.row_nodes) | (held.columns.keys() - table.column_nodes)
        else:
            wrong.add(name)
    return sorted(wrong)
