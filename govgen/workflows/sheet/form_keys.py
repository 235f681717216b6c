"""The keys of a data file that a form has values for, as a tree: facts, prose, rows and cells of tables."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import NamedTuple

from govgen.datafile.identity import Facts
from govgen.datafile.keys import TOP
from govgen.datafile.report import INTRODUCTION
from govgen.datafile.writer import scalar
from govgen.datafile.yaml_reader.tree import Entry, Mapping
from govgen.editions.edition import Edition, Section
from govgen.editions.key_tree import TableKey, slots
from govgen.editions.labels import fold
from govgen.editions.table import CellRef, Table
from govgen.importers.form.outline import fact_paths

FactPath = tuple[str, ...]


def fact_address(path: FactPath) -> str:
    """How a form names a fact."""
    return f"fact/{'.'.join(path)}"


def cell_address(ref: CellRef) -> str:
    """How a form names a cell."""
    return f"cell/{'.'.join(ref)}"


def prose_address(ident: str) -> str:
    """How a form names the prose of a passage."""
    return f"prose/{ident}"


class FormKey(NamedTuple):
    """A key: its name as written in YAML, all words accepted for it (folded), and the address of its value.

    A group has keys ``below`` it instead. A key with neither is not in a form; it has its place among others.
    What is ``optional`` is left out where it says nothing: a blank fact, or a 0 that the table implies.
    """

    name: str
    words: frozenset[str]
    path: str = ""
    below: tuple[FormKey, ...] = ()
    optional: bool = False
    is_total: bool = False
    """Whether nothing at the key is for a person to fill in."""
    kept: bool = False
    """Whether a row is written even where all of it is 0, as no sum would miss it."""

    def entry_in(self, mapping: Mapping) -> Entry | None:
        """The entry of this key."""
        return next((entry for entry in mapping if fold(entry.key) in self.words), None)


@functools.cache
def form_keys(edition: Edition) -> tuple[FormKey, ...]:
    """The keys of the outermost level in the order in which a data file has them."""
    return (*map(_fact, TOP), *(_section(edition, section) for section in edition.sections))


def _key(name: str) -> tuple[str, frozenset[str]]:
    return name, frozenset({fold(name)})


def _fact(key: str) -> FormKey:
    if key == Facts.KEYS["introduction"]:
        return FormKey(*_key(key), prose_address(INTRODUCTION), optional=True)
    paths = [path for path in fact_paths() if path[0] == key]
    if (key,) in paths:
        return FormKey(*_key(key), fact_address((key,)), optional=True)
    below = (FormKey(*_key(path[1]), fact_address(path), optional=True) for path in paths)
    return FormKey(*_key(key), below=tuple(below), optional=True)


def _section(edition: Edition, section: Section) -> FormKey:
    words = frozenset({fold(section.key), fold(section.heading)})
    if section.kind == "text":
        return FormKey(section.key, words, prose_address(section.id))
    table = edition.table_of(section)
    return FormKey(section.key, words, below=tuple(_table_keys(table, slots(table))))


def _table_keys(table: Table, below: tuple[TableKey, ...]) -> Iterator[FormKey]:
    for slot in below:
        name, words = scalar(slot.heading.name), slot.heading.words
        is_total = all(ref in table.parts for ref in slot.refs)
        if slot.ref:
            yield FormKey(name, words, cell_address(slot.ref), (), not table.complete, is_total)
        else:
            inner, kept = tuple(_table_keys(table, slot.below)), not table.adds_rows
            yield FormKey(name, words, "", inner, is_total=is_total, kept=kept)
