"""The form as a web page: tables as printed with inputs in the cells, facts and prose next to last year's."""

import base64
import functools
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from govgen.datafile.identity import Facts, Kind
from govgen.datafile.prose import printed
from govgen.datafile.report import Report
from govgen.datafile.values import NUMBER_SCHEMAS, PLACEHOLDER
from govgen.datafile.writer import PLAIN
from govgen.editions.cell_names import every, find
from govgen.editions.edition import Balance, Edition, Section, Term
from govgen.editions.layout import Tag, grid
from govgen.editions.table import CellRef, CellType, Table
from govgen.findings.printable import UNSEEN
from govgen.importers.form.outline import FORM_PAGE, FormMark, is_fixed, prose_keys
from govgen.render.html.column_widths import columns_of
from govgen.render.html.templates import environment, packaged
from govgen.workflows.filling_notes import key_notes, notes_on
from govgen.workflows.sheet.form import LastYear
from govgen.workflows.sheet.form_data import ReadFile, cell_text, shown_facts
from govgen.workflows.sheet.form_keys import cell_address, fact_address, prose_address
from govgen.workflows.sheet.page_parts import page_parts

TEMPLATE = "form.html.j2"
SCRIPT, LIVE, OFFLINE = "form.js", "form_live.js", "form_file.js"

_NARROW = 6
"""Columns of a table that a phone has room for."""


def form_page(read: ReadFile, last: LastYear | None, *, live: bool) -> str:
    """The page for a data file; ``live``: each change is sent to the preview, else it is saved as YAML.

    Raises:
        ValueError: the page is not live and the file has errors of form, so that it cannot be written anew.
    """
    if not live and not read.source.is_sound:
        raise ValueError("数据文件还有写法上的错误，请先用 govgen check 查看并改正")
    return _FormPage(read, last or LastYear({}, {}, {}), live).text()


def script_of(*names: str) -> str:
    """Scripts of the package as one, without comments and indents, which are a fifth of them."""
    text = "".join((packaged() / name).read_text(encoding="utf-8") for name in names)
    lines = map(str.strip, text.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))


def script_hash(script: str) -> str:
    """What a content security policy calls an inline script."""
    return f"sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}"


@dataclass(frozen=True)
class _FormPage:
    read: ReadFile
    last: LastYear
    live: bool

    @property
    def report(self) -> Report:
        return self.read.report

    @property
    def body(self) -> str:
        return self.read.data.facts.get((Facts.KEYS["body"],), "")

    @property
    def edition(self) -> Edition:
        return self.read.report.edition

    @functools.cached_property
    def numbers(self) -> dict[CellRef, int]:
        """The cells numbered in the order in which the page has them."""
        return {ref: number for number, ref in enumerate(self.edition.refs)}

    def text(self) -> str:
        jinja = environment()
        script = script_of(SCRIPT, LIVE if self.live else OFFLINE)
        body = self.body
        year = self.report.head.year or 0
        context = {
            "live": self.live,
            "generator": FORM_PAGE,
            "script": Markup(script),
            "hash": script_hash(script),
            "title": self.edition.title.format(body=body, year=year),
            "mark": FormMark(body, year, self.edition.edition).line,
            "data": self._data(year),
            "facts": list(self._facts(year)),
            "parts": [self._introduction(), *map(self._section, self.edition.sections)],
            "references": references(self.edition),
        }
        return jinja.get_template(TEMPLATE).render(context) + "\n"

    def _data(self, year: int) -> str:
        """What the script needs of the edition and of the file, safe inside a script element."""
        data = {
            "form": hashlib.sha256(self.read.source.text.encode()).hexdigest()[:16],
            "name": f"{self.body}{year}.yaml",
            "plain": PLAIN,
            "unseen": UNSEEN.pattern,
            "blank": PLACEHOLDER,
            "types": {
                kind.value: [schema["pattern"], schema["patternErrorMessage"]]
                for kind, schema in NUMBER_SCHEMAS.items()
            },
            "totals": {
                self.numbers[ref]: [self.numbers[part] for part in parts]
                for table in self.edition.tables
                for ref, parts in table.parts.items()
            },
            "balances": [data for _, data in self.balances],
            "parts": [] if self.live else page_parts(self.read),
        }
        text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
        return UNSEEN.sub(lambda match: json.dumps(match[0])[1:-1], text)

    @functools.cached_property
    def balances(self) -> list[tuple[Balance, dict[str, Any]]]:
        """Each balance in each column that has all its rows, with words and numbers of cells."""
        found = []
        for balance in self.edition.balances:
            table = self.edition.table_by_id[balance.table]
            for left, right in balance.sides(table):
                node = table.column_nodes[left[0].column]
                words = {"name": balance.name, "column": node.name, "table": table.id, "total": node.total}
                sides = {
                    "left": self._terms(balance.left, left),
                    "right": self._terms(balance.right, right),
                }
                found.append((balance, words | sides))
        return found

    def _terms(self, terms: tuple[Term, ...], refs: list[CellRef]) -> list[tuple[str, int]]:
        return [(term.word, self.numbers[ref]) for term, ref in zip(terms, refs, strict=True)]

    def _facts(self, year: int) -> Iterator[dict[str, Any]]:
        known, notes = self.read.data.facts, key_notes()
        for path in shown_facts(self.read.data, year):
            key = ".".join(path)
            yield {
                "key": key,
                "path": fact_address(path),
                "value": known.get(path, ""),
                "fixed": is_fixed(path),
                "kinds": _kinds(known.get(path, "")) if path == (Facts.KEYS["kind"],) else [],
                "note": notes[key].text,
                "last": self.last.facts.get(path, ""),
            }

    def _introduction(self) -> dict[str, Any]:
        ident, key = next(iter(prose_keys(self.edition).items()))
        return self._prose(ident, key, key_notes()[key].text)

    def _section(self, section: Section) -> dict[str, Any]:
        if section.kind == "text":
            note = notes_on(self.edition).prose[section.id].note
            return self._prose(section.id, section.heading, str(note))
        return self._table(section, self.edition.table_of(section))

    def _prose(self, ident: str, heading: str, note: str) -> dict[str, Any]:
        return {
            "id": ident,
            "heading": heading,
            "note": note,
            "path": prose_address(ident),
            "value": "\n".join(self.read.data.prose.get(ident, ())),
            "last": self.last.prose.get(ident, ()),
        }

    def _table(self, section: Section, table: Table) -> dict[str, Any]:
        return {
            "id": section.id,
            "heading": section.heading,
            "note": str(notes_on(self.edition).tables[table.id].note),
            "table": table.id,
            "wide": table.width > _NARROW,
            "stub": table.stub_columns,
            "widths": columns_of(table, {}).widths,
            "rows": [[self._cell(table, tag) for tag in row.tags] for row in grid(table)],
            "balances": list(self._balance_rows(table)),
        }

    def _cell(self, table: Table, tag: Tag) -> dict[str, Any]:
        cell: dict[str, Any] = {"tag": tag, "of": "", "note": ""}
        if tag.ref:
            before = self.last.figures.get(tag.ref)
            kind = table.types[tag.ref]
            return cell | {
                "path": cell_address(tag.ref),
                "is_total": tag.ref in table.parts,
                "value": cell_text(self.report, tag.ref),
                "type": "" if kind is CellType.COUNT else kind.value,
                "last": printed(before) if before else "",
            }
        axis, _, ident = tag.id.removeprefix(f"{table.id}-").partition("-")
        note = notes_on(self.edition).of_label(table.id, tag)
        return cell | {"of": f"{axis[:1]}.{ident}" if tag.kind == "label" else "", "note": str(note or "")}

    def _balance_rows(self, table: Table) -> Iterator[dict[str, Any]]:
        """Below the table: in each column whether the balance holds."""
        for balance in self.edition.balances:
            if balance.table == table.id:
                first = balance.left[0].row
                tags = [tag for row in grid(table) for tag in row.tags if tag.ref and tag.ref.row == first]
                places = {
                    data["left"][0][1]: place
                    for place, (each, data) in enumerate(self.balances)
                    if each is balance
                }
                numbers = [places.get(self.numbers[tag.ref], "") for tag in tags if tag.ref]
                yield {
                    "words": f"{balance.name}：{balance.words}",
                    "span": table.width - sum(tag.colspan for tag in tags),
                    "cells": list(zip((tag.colspan for tag in tags), numbers, strict=True)),
                }


def _kinds(known: str) -> list[str]:
    """What may be chosen for the kind of the body; what the file says, be it none of them."""
    return list(dict.fromkeys([*([known] if known else []), *(kind.value for kind in Kind)]))


@functools.cache
def references(edition: Edition) -> tuple[str, ...]:
    """What prose may refer to, in short: the totals of rows, and all cells of rows that have no total."""
    found = []
    for table in edition.tables:
        across = {ref for ref, parts in table.parts.items() if parts[0].row == ref.row}
        summed = {ref.row for ref in across}
        found += [_shortest(edition, ref) for ref in table.refs if ref in across or ref.row not in summed]
    return tuple(found)


def _shortest(edition: Edition, ref: CellRef) -> str:
    """The name of a cell with the fewest keys that name no other."""
    names = [
        target.path[-length:]
        for target in every(edition)
        if target.refs == {ref}
        for length in range(1, len(target.path) + 1)
        if [found.refs for found in find(edition, target.path[-length:])] == [{ref}]
    ]
    return min((".".join(name) for name in names), key=lambda name: name.count("."))
