"""The JSON Schema of a data file, one for each edition, for editors that complete, explain and underline.

What ``check`` accepts the schema accepts, short of spellings that only our own reader folds together; what it
refuses is refused here as far as an editor can see it, which reads ``010`` and ``1e3`` as plain numbers.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from govgen.datafile.chart import plans
from govgen.datafile.county import County
from govgen.datafile.identity import PROSE, Facts
from govgen.datafile.values import NUMBER_SCHEMAS
from govgen.editions.edition import Edition, Section
from govgen.editions.key_tree import TableKey, slot_of, slots
from govgen.editions.labels import unnumbered
from govgen.editions.loading import editions
from govgen.editions.node import Node
from govgen.editions.table import Table
from govgen.workflows.files import COUNTY
from govgen.workflows.filling_notes import Notes, key_notes, notes_on

Schema = dict[str, Any]

DIALECT = "http://json-schema.org/draft-07/schema#"
"""The oldest dialect still common, which every editor knows."""


def schema_text(edition: Edition) -> str:
    """The schema of ``edition`` as the text of a file."""
    return json.dumps(schema(edition), ensure_ascii=False, indent=1) + "\n"


def county_schema() -> str:
    """The JSON Schema of county.yaml, from the model that reads it."""
    schema = {"$schema": DIALECT, "title": COUNTY} | County.model_json_schema()
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


def file_name(edition: Edition) -> str:
    """The name of the schema file of ``edition`` in a folder of data files."""
    return f"govgen-{edition.edition}.schema.json"


def schema(edition: Edition) -> Schema:
    """The JSON Schema (draft-07) of data files of ``edition``."""
    return _Schema(edition, notes_on(edition)).whole()


@dataclass(slots=True)
class _Schema:
    edition: Edition
    notes: Notes
    definitions: dict[str, Schema] = field(default_factory=dict)

    def whole(self) -> Schema:
        sections = {section.key: self._section(section) for section in self.edition.sections}
        headings = dict(_also(part.heading, sections[part.key]) for part in self.edition.sections)
        return {
            "$schema": DIALECT,
            "title": f"{self.edition.report_name}（{self.edition.edition} 年版格式）",
            "description": f"适用{self.edition.basis.number}所附格式的数据文件。",
            **_object({**_facts(self.edition), **sections}, required=("机关", "年度", *sections)),
            "patternProperties": headings,
            "definitions": self.definitions,
        }

    def _section(self, section: Section) -> Schema:
        if section.kind == "text":
            prose = self.notes.prose[section.id]
            prompts = [f"{line.text.split('。')[0]}：{line.note}" for line in prose.lines if line.note]
            return _named(section.heading, "\n\n".join((str(prose.note), *prompts)), PROSE)
        table = self.edition.table_of(section)
        shape = self._group(table, table.id, slots(table))
        return _named(section.heading, str(self.notes.tables[table.id].note), shape)

    def _group(self, table: Table, path: str, below: tuple[TableKey, ...]) -> Schema:
        """A reference to the shape of the keys below a heading; equal shapes are kept once."""
        shapes = {slot.heading.name: self._slot(table, path, slot) for slot in below}
        totals = {slot.heading.name for slot in below if slot.heading.total}
        offered = {name: shape for name, shape in shapes.items() if name not in totals}
        others = dict(
            _also(word, shapes[slot.heading.name])
            for slot in below
            for word in _spellings(slot.heading)
            if slot_of(below, word) is slot
        )
        shape = _object(offered, required=tuple(offered) if table.complete else ())
        if others:
            shape["patternProperties"] = others
        name = next((name for name, known in self.definitions.items() if known == shape), path)
        self.definitions[name] = shape
        return {"$ref": f"#/definitions/{name}"}

    def _slot(self, table: Table, path: str, slot: TableKey) -> Schema:
        if slot.ref:
            shape = NUMBER_SCHEMAS[table.types[slot.ref]]
        else:
            shape = self._group(table, f"{path}.{slot.heading.id}", slot.below)
        return _named(slot.heading.label, self.notes.of_key(table.id, slot), shape)


def _object(properties: dict[str, Schema], required: Iterable[str] = ()) -> Schema:
    shape: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    return shape | {"required": list(required)} if required else shape


def _named(title: str, description: str, shape: Schema) -> Schema:
    """``shape`` with what an editor shows on hover; an empty description is left out."""
    return {"title": title, **({"description": description} if description else {}), **shape}


def _also(word: str, shape: Schema) -> tuple[str, Schema]:
    """Another spelling of a key, which an editor understands but does not offer: its pattern and shape."""
    silent = {key: value for key, value in shape.items() if key not in {"title", "description"}}
    return f"^{re.escape(word)}$", silent


def _spellings(heading: Node) -> Iterator[str]:
    """The words for a heading that are understood but not offered; a total is not to be written at all."""
    words = dict.fromkeys((heading.name, heading.label, unnumbered(heading.label)))
    return (word for word in words if heading.total or word != heading.name)


def _facts(edition: Edition) -> dict[str, Schema]:
    """The keys outside tables and prose."""
    whole = Facts.model_json_schema()
    shapes = {key: _fact(key, shape, whole["$defs"]) for key, shape in whole["properties"].items()}
    count = {"type": "integer", "minimum": 0}
    numbers = {"type": "object", "minProperties": 1, "additionalProperties": count}
    own = {"type": "object", "maxProperties": 1, "minProperties": 1, "additionalProperties": numbers}
    shapes["图表"]["anyOf"] = [{"enum": list(plans())}, own]
    later = [other.first_year for other in editions() if other.first_year > edition.first_year]
    shapes["年度"] |= {"minimum": edition.first_year, "maximum": min(later, default=2101) - 1}
    return shapes


def _fact(key: str, shape: Schema, models: dict[str, Schema]) -> Schema:
    """A fact as pydantic describes it, with its note; what may be absent may not be written as null."""
    own = next(iter(shape.get("anyOf", [shape])))
    if "items" in own:
        items = own["items"]
        own = {"type": "array", "items": _group(key, items, models) if "$ref" in items else items}
    elif "$ref" in own:
        own = _group(key, own, models)
    own = {name: value for name, value in own.items() if name not in {"title", "default"}}
    note = key_notes()[key]
    return _named(key.rpartition(".")[2], f"{note.text}\n\n例：{note.example}", own)


def _group(key: str, reference: Schema, models: dict[str, Schema]) -> Schema:
    parts = models[reference["$ref"].rpartition("/")[2]]["properties"]
    return _object({part: _fact(f"{key}.{part}", shape, models) for part, shape in parts.items()})
