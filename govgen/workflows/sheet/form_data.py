"""What a form shows of a data file: the keys that it has values for, and the text of each by its address."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from govgen.datafile.cell import Cell
from govgen.datafile.county import County
from govgen.datafile.identity import Facts
from govgen.datafile.keys import TOP
from govgen.datafile.prose import printed
from govgen.datafile.report import INTRODUCTION, Report, build_report
from govgen.datafile.values import PLACEHOLDER
from govgen.datafile.writer import scalar
from govgen.datafile.yaml_reader.source import Source
from govgen.datafile.yaml_reader.tree import Entry, Mapping, Scalar
from govgen.editions.edition import Edition, Section
from govgen.editions.key_tree import TableKey, slots
from govgen.editions.labels import fold
from govgen.editions.table import CellRef, Table
from govgen.importers.form.outline import fact_paths
from govgen.workflows.filling_notes import key_notes
from govgen.workflows.replacing import NotDoneError
from govgen.workflows.report_task import source_of

FactPath = tuple[str, ...]
FormTexts = dict[str, str]
"""The text of each value by its address, "" where it is blank: a fact as typed, paragraphs on lines of their
own with references as typed, a cell as typed or the 0 left out."""


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


@dataclass(frozen=True)
class ReadFile:
    """A data file with its report."""

    raw: bytes
    source: Source
    report: Report

    @classmethod
    def of(cls, raw: bytes, name: str, county: County | None = None) -> ReadFile:
        """Read a data file; ``county`` may add a part to those of the edition."""
        source = source_of(raw)
        return cls(raw, source, build_report(source, name, county=county))

    @classmethod
    def sound(cls, raw: bytes, name: str, county: County | None = None) -> ReadFile:
        """Read a data file that values are to be written into.

        Raises:
            NotDoneError: it has errors of form, or no year.
        """
        read = cls.of(raw, name, county)
        if not read.source.is_sound or read.report.head.year is None:
            raise NotDoneError("数据文件还有写法上的错误，没有改动，请先用 govgen check 查看并改正")
        return read

    @functools.cached_property
    def texts(self) -> FormTexts:
        """The texts of a form; those of totals only where they are stated."""
        totals = {ref for table in self.report.edition.tables for ref in table.parts}
        entries = entries_of(self.source.root, form_keys(self.report.edition))
        typed = {path: _typed(path, entry) for path, entry in entries if not path.startswith("cell/")}
        cells = self.report.cells.items()
        return typed | {
            cell_address(ref): _shown(cell) for ref, cell in cells if ref not in totals or cell.text
        }

    @functools.cached_property
    def figures(self) -> dict[CellRef, Decimal | None]:
        """The cells that are no totals; None where one is not filled in or no number."""
        return {ref: self.report.cells[ref].known for ref in self.report.edition.leaf_refs}


def entries_of(node: Any, keys: Iterable[FormKey]) -> Iterator[tuple[str, Entry | None]]:
    """The address of each value, with its entry in a tree where there is one."""
    for key in keys:
        entry = key.entry_in(node) if isinstance(node, Mapping) else None
        if key.path:
            yield key.path, entry
        else:
            yield from entries_of(entry and entry.value, key.below)


def _typed(path: str, entry: Entry | None) -> str:
    if entry is None or not isinstance(entry.value, Scalar):
        return ""
    if path.startswith("prose/"):
        lines = (line.stripped().text for line in entry.value.lines)
        return "\n".join(filter(None, lines))
    text = entry.value.text
    return "" if entry.value.is_blank or not text.strip() or PLACEHOLDER in text else text


def shown_facts(texts: FormTexts, year: int) -> list[FactPath]:
    """The facts that a form of a year asks for: those given, and those that had a meaning by then."""
    notes = key_notes()
    return [
        path for path in fact_paths() if texts.get(fact_address(path)) or notes[path[0]].first_year <= year
    ]


def _shown(cell: Cell) -> str:
    """What a form shows in a cell: as typed, or the 0 left out, or nothing where it is to be filled in."""
    if cell.text and PLACEHOLDER not in cell.text:
        return cell.text
    return "" if cell.known is None else printed(cell.known)
