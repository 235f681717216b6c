"""Filling notes: what to write in each row, column, section and key, and the clause that each note cites."""

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
from govgen.editions.edition import Edition, Section
from govgen.editions.key_tree import TableKey
from govgen.editions.labels import numeral
from govgen.editions.layout import Tag
from govgen.editions.loading import editions
from govgen.editions.model import Text
from govgen.editions.succession import meant_by
from govgen.editions.table import Axis, Table
from govgen.findings.catalogue import Tier

_REFERENCE = re.compile(r"\{\{ (?P<words>[^{}]+) \}\}")
_NUMBER = re.compile("^（[一二三四五六七八九十]+）")
_BINDING = {Tier.LAW, Tier.NOTICE}


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class FillingNote(_Model):
    """One sentence of help. ``citation`` is the clause behind it; custom and our own rules have none."""

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
    """The notes on one edition."""

    tables: dict[str, TableNotes] = {}
    prose: dict[str, ProseNotes] = {}

    def on(self, table: str, axis: Axis, ident: str) -> FillingNote | None:
        """The note on a row or column; None where the label says all."""
        notes: dict[str, FillingNote] = getattr(self.tables[table], axis)
        return notes.get(ident)

    def of_key(self, table: str, key: TableKey) -> str:
        """The note on the row or column of a key; empty where the label says all."""
        ident, rows = key.heading.id, {ref.row for ref in key.refs}
        is_row = key.ref is None and (len(rows) > 1 or ident in rows)
        return str(self.on(table, "rows" if is_row else "columns", ident) or "")

    def of_label(self, table: str, tag: Tag) -> FillingNote | None:
        """The note on the row or column of a label as drawn."""
        axis, _, ident = tag.id.removeprefix(f"{table}-").partition("-")
        return self.on(table, "rows" if axis.startswith("r") else "columns", ident)


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
    """The notes on ``edition``, none on a row or column it lacks; every table and section has its own."""
    held = Notes.model_validate(_completed(edition))
    tables = {
        table.id: _fitting(held.tables.get(table.id, TableNotes()), table, edition)
        for table in edition.tables
    }
    prose = {
        section.id: _renamed(_by_aspects(held.prose.get(section.id, ProseNotes()), section), edition)
        for section in edition.sections
        if section.kind == "text"
    }
    return Notes(tables=tables, prose=prose)


def _by_aspects(held: ProseNotes, section: Section) -> ProseNotes:
    """Notes with a numbered paragraph for each of the aspects of ``section``, where it has any.

    The paragraphs that begin with an aspect stay; any other aspect is asked for by its name.
    """
    lines: list[Prompt] = []
    for number, aspect in enumerate(section.aspects, start=1):
        known = [line for line in held.lines if _NUMBER.sub("", line.text).startswith(aspect)]
        for line in known or [Prompt(text=f"{aspect}。{PLACEHOLDER}")]:
            text = f"（{numeral(number)}）{_NUMBER.sub('', line.text)}"
            lines.append(line.model_copy(update={"text": text}))
    return held.model_copy(update={"lines": tuple(lines) or held.lines})


def _completed(edition: Edition) -> Any:
    """The notes on ``edition`` as its file has them, completed by those of the edition before."""
    earlier = [other for other in editions() if other.first_year < edition.first_year]
    return _merged(_completed(earlier[-1]) if earlier else {}, _load(edition.edition))


def _merged(below: Any, own: Any) -> Any:
    """Nested data with ``own`` values before those ``below``; a note is taken as a whole."""
    if not isinstance(below, dict) or not isinstance(own, dict) or "tier" in own:
        return own
    return below | {key: _merged(below.get(key), value) for key, value in own.items()}


@functools.cache
def key_notes() -> dict[str, KeyNote]:
    """The notes on the keys that no edition fixes, by key; the keys below one are joined to it by a dot."""
    return TypeAdapter(dict[str, KeyNote]).validate_python(_load("file"))


def _load(name: str) -> Any:
    """What a file of notes has; nothing where there is none."""
    file = files(__package__) / "notes" / f"{name}.yaml"
    text = file.read_text(encoding="utf-8") if file.is_file() else "{}"
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def _fitting(held: TableNotes, table: Table, edition: Edition) -> TableNotes:
    """The notes on a table as far as it has the rows and columns."""
    rows, columns = (
        {ident: _uncited(note, edition) for ident, note in notes.items() if ident in nodes}
        for notes, nodes in ((held.rows, table.nodes["rows"]), (held.columns, table.nodes["columns"]))
    )
    return TableNotes(note=_uncited(held.note, edition), rows=rows, columns=columns)


def _uncited(note: FillingNote, edition: Edition) -> FillingNote:
    """A note without the clause of another edition's notice; what it says is then custom only."""
    others = (other.basis.number for other in editions() if other is not edition)
    if any(number in note.citation for number in others):
        return FillingNote(tier=Tier.PRACTICE, text=note.text)
    return note


def _renamed(held: ProseNotes, edition: Edition) -> ProseNotes:
    """The notes on a section with references by the keys of ``edition``; one to what is gone is left out."""

    def now(match: re.Match[str]) -> str:
        words = tuple(match["words"].split("."))
        target = meant_by(edition, words)
        if target is None:
            return PLACEHOLDER
        means_it = [found.refs for found in find(edition, words)] == [target.refs]
        return match[0] if means_it else f"{{{{ {'.'.join(target.path[1:])} }}}}"

    lines = [line.model_copy(update={"text": _REFERENCE.sub(now, line.text)}) for line in held.lines]
    return ProseNotes(note=_uncited(held.note, edition), lines=tuple(lines))
