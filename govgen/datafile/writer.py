"""Writes parts of a data file: tables, prose and lists as a clerk would type them."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from govgen.datafile.identity import Facts
from govgen.datafile.prose import printed
from govgen.datafile.values import PLACEHOLDER
from govgen.editions.key_tree import TableKey, slots
from govgen.editions.table import CellRef, Table, add_up

PLAIN = r"(?!null$)[\u3400-\u9fffA-Za-z（][\u3400-\u9fffA-Za-z0-9（）()·.\-]*"
"""A plain scalar that every YAML reader reads as this text."""


def scalar(text: str) -> str:
    """``text`` as YAML reads it back: plain where no reader could take it for anything else."""
    return text if re.fullmatch(PLAIN, text) else json.dumps(text, ensure_ascii=False)


def flow(items: Mapping[str, str]) -> str:
    """A mapping on one line."""
    return "{" + ", ".join(f"{scalar(name)}: {scalar(value)}" for name, value in items.items()) + "}"


def fact_lines(facts: Mapping[tuple[str, ...], str]) -> Iterator[str]:
    """The facts of a file by key path, one top-level key a line."""
    for key in dict.fromkeys(path[0] for path in facts):
        parts = {path[1]: text for path, text in facts.items() if path[0] == key and len(path) > 1}
        yield f"{key}: {flow(parts) if parts else scalar(facts[key,])}"


def passage_lines(key: str, paragraphs: Iterable[str]) -> Iterator[str]:
    """A section's prose as a block, one paragraph a line."""
    yield f"{key}: |"
    yield from (f"  {paragraph}" for paragraph in paragraphs)


def list_lines(key: str, rows: Iterable[tuple[str, ...]]) -> list[str]:
    """A list of one-line mappings under a ``key`` of facts, equal rows once; nothing where it is empty."""
    names = group.SHAPES if (group := Facts.SHAPES[key].group) else ()
    lines = [f"  - {flow(dict(zip(names, row, strict=True)))}" for row in dict.fromkeys(rows)]
    return [f"{key}:", *lines] if lines else []


def table_lines(table: Table, values: Mapping[CellRef, Decimal | None]) -> Iterator[str]:
    """A table under its key, one row a line.

    Totals are left out unless they differ from the sum of their parts, and so is 0 where the table may leave
    it out. A cell without a value is marked as still to be filled in.
    """
    writer = _TableWriter(table, values)
    lines = [line for slot in slots(table) for line in writer.slot(slot, 1, always=True)]
    yield f"{table.key}:" if lines else f"{table.key}: {{}}"
    yield from lines


@dataclass(frozen=True, slots=True)
class _TableWriter:
    table: Table
    values: Mapping[CellRef, Decimal | None]

    def slot(self, slot: TableKey, depth: int, *, always: bool = False) -> Iterator[str]:
        indent = "  " * depth
        name = scalar(slot.heading.name)
        if all(self.values.get(ref) is None for ref in slot.refs):
            yield f"{indent}{name}:"
            return
        if slot.ref:
            value = self._written(slot.ref)
            yield from [f"{indent}{name}: {value}"] if value else []
            return
        if all(part.ref for part in slot.below):
            written = {part.heading.name: self._written(part.ref) for part in slot.below if part.ref}
            items = ", ".join(f"{scalar(key)}: {value}" for key, value in written.items() if value)
            if items or always:
                yield f"{indent}{name}: {{{items}}}"
            return
        below = [line for part in slot.below for line in self.slot(part, depth + 1)]
        if below and not self.table.adds_rows:
            below = [line for part in slot.below for line in self.slot(part, depth + 1, always=True)]
        if below:
            yield f"{indent}{name}:"
            yield from below
        elif always:
            yield f"{indent}{name}: {{}}"

    def _written(self, ref: CellRef) -> str:
        """What to write in a cell; empty where it may be left out."""
        value = self.values.get(ref)
        if ref in self.table.parts and value == add_up(map(self.values.get, self.table.parts[ref])):
            return ""
        if value is None:
            return PLACEHOLDER
        is_implied = value == 0 and not self.table.complete and ref not in self.table.parts
        return "" if is_implied else printed(value)
