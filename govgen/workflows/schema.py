"""The JSON Schema of a data file, one for each edition, for editors that complete, explain and underline.

What ``check`` accepts the schema accepts, short of spellings that only our own reader folds together; what it
refuses is refused here as far as an editor can see it, which reads ``010`` and ``1e3`` as plain numbers.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from govgen.datafile.chart import plans
from govgen.datafile.identity import LONGEST, NAME, SHORTEST, Kind
from govgen.datafile.keys import ACCEPTED, CHANGES, CONTACT, DOUBT, FEE
from govgen.datafile.values import PLACEHOLDER
from govgen.editions.edition import Edition, Section
from govgen.editions.key_tree import Slot, slots
from govgen.editions.labels import bare
from govgen.editions.loading import editions
from govgen.editions.table import CellType, Node, Table
from govgen.workflows.filling_notes import Notes, key_notes, notes_on

Schema = dict[str, Any]

DIALECT = "http://json-schema.org/draft-07/schema#"
"""The oldest dialect still common, which every editor knows."""

_LARGEST = 10**12 - 1
_UNFILLED = f"还有{PLACEHOLDER}没有填写，或者是空白"
_NUMBERS: dict[CellType, Schema] = {
    CellType.COUNT: {
        "type": ["integer", "string"],
        "minimum": 0,
        "maximum": _LARGEST,
        "pattern": r"^(?:0|[1-9][0-9]{0,11})$",
        "patternErrorMessage": "只写半角阿拉伯数字，不带单位、逗号；没有就写 0",
    },
    CellType.SIGNED: {
        "type": ["integer", "string"],
        "minimum": -_LARGEST,
        "maximum": _LARGEST,
        "pattern": r"^(?:0|[+-]?[1-9][0-9]{0,11})$",
        "patternErrorMessage": "只写半角阿拉伯数字，减少的前面写减号；没有就写 0",
    },
    CellType.MONEY: {
        "type": ["number", "string"],
        "minimum": 0,
        "maximum": _LARGEST,
        "pattern": r"^(?:0|[1-9][0-9]{0,11})(?:\.[0-9]{1,6})?$",
        "patternErrorMessage": "只写半角阿拉伯数字，不带单位、逗号；没有就写 0",
    },
}
"""Numbers as the reader takes them: plain, or the same digits in quotes."""

_LINE: Schema = {
    "type": ["string", "number"],
    "maxLength": 200,
    "pattern": rf"^(?!.*{PLACEHOLDER}).*\S.*$",
    "patternErrorMessage": _UNFILLED,
}
_FOUND: Schema = {"type": ["string", "number", "null"]}
"""What an import found in the old report, blanks and all."""

_PROSE: Schema = {
    "type": "string",
    "pattern": rf"^(?![\s\S]*{PLACEHOLDER})[\s\S]*\S",
    "patternErrorMessage": _UNFILLED,
}


def schema_text(edition: Edition) -> str:
    """The schema of ``edition`` as the text of a file."""
    return json.dumps(schema(edition), ensure_ascii=False, indent=1) + "\n"


def file_name(edition: Edition) -> str:
    """What the schema of ``edition`` is called where it lies beside data files."""
    return f"govgen-{edition.edition}.schema.json"


def schema(edition: Edition) -> Schema:
    """The JSON Schema (draft-07) of data files of ``edition``."""
    return _Schema(edition).whole()


class _Schema:
    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.notes: Notes = notes_on(edition)
        self.definitions: dict[str, Schema] = {}

    def whole(self) -> Schema:
        sections = {section.key: self._section(section) for section in self.edition.sections}
        headings = {
            _exactly(section.heading): _silent(sections[section.key]) for section in self.edition.sections
        }
        return {
            "$schema": DIALECT,
            "title": f"政府信息公开工作年度报告（{self.edition.edition} 年版格式）",
            "description": f"适用{self.edition.basis.number}所附格式的数据文件。",
            **_object({**_facts(self.edition), **sections}, required=("机关", "年度", *sections)),
            "patternProperties": headings,
            "definitions": self.definitions,
        }

    def _section(self, section: Section) -> Schema:
        if section.kind == "text":
            prose = self.notes.prose[section.id]
            prompts = [f"{line.text.split('。')[0]}：{line.note}" for line in prose.lines if line.note]
            return _named(section.heading, "\n\n".join((str(prose.note), *prompts)), _PROSE)
        table = self.edition.table_of(section)
        shape = self._group(table, table.id, slots(table))
        return _named(section.heading, str(self.notes.tables[table.id].note), shape)

    def _group(self, table: Table, path: str, below: tuple[Slot, ...]) -> Schema:
        """A reference to the shape of what stands below a heading; equal shapes are kept once."""
        shapes = {slot.heading.name: self._slot(table, path, slot) for slot in below}
        totals = {slot.heading.name for slot in below if slot.heading.total}
        offered = {name: shape for name, shape in shapes.items() if name not in totals}
        others = {
            _exactly(word): _silent(shapes[slot.heading.name])
            for slot in below
            for word in _spellings(slot.heading)
        }
        shape = _object(offered, required=tuple(offered) if table.complete else ())
        if others:
            shape["patternProperties"] = others
        name = next((name for name, known in self.definitions.items() if known == shape), path)
        self.definitions[name] = shape
        return {"$ref": f"#/definitions/{name}"}

    def _slot(self, table: Table, path: str, slot: Slot) -> Schema:
        heading = slot.heading
        rows = {ref.row for ref in slot.refs}
        is_row = slot.ref is None and (len(rows) > 1 or heading.id in rows)
        note = (self.notes.row if is_row else self.notes.column)(table.id, heading.id)
        shape = (
            _NUMBERS[table.types[slot.ref]]
            if slot.ref
            else self._group(table, f"{path}.{heading.id}", slot.below)
        )
        return _named(heading.label, str(note or ""), shape)


def _object(properties: dict[str, Schema], required: Iterable[str] = ()) -> Schema:
    shape: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    return shape | {"required": list(required)} if required else shape


def _named(title: str, description: str, shape: Schema) -> Schema:
    """``shape`` with what an editor shows on hover; an empty description is left out."""
    return {"title": title, **({"description": description} if description else {}), **shape}


def _silent(shape: Schema) -> Schema:
    """The same for another spelling of the key, which an editor understands but does not offer."""
    return {key: value for key, value in shape.items() if key not in {"title", "description"}}


def _spellings(heading: Node) -> Iterator[str]:
    """The words for a heading that are understood but not offered; a total is not to be written at all."""
    words = dict.fromkeys((heading.name, heading.label, bare(heading.label)))
    return (word for word in words if heading.total or word != heading.name)


def _exactly(word: str) -> str:
    return f"^{re.escape(word)}$"


def _facts(edition: Edition) -> dict[str, Schema]:
    """The keys outside tables and prose."""
    shapes: dict[str, Schema] = {
        "机关": _body_name(),
        "所属": _LINE,
        "年度": _year(edition),
        "类型": {"enum": [kind.value for kind in Kind]},
        "发布日期": {
            "type": "string",
            "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$",
            "patternErrorMessage": "写成 2026-01-18 的样子",
        },
        "联系方式": _object({key: _about(f"联系方式.{key}", _LINE) for key in CONTACT}),
        "信息处理费": _object(
            {
                key: _about(f"信息处理费.{key}", _NUMBERS[kind])
                for key, kind in zip(FEE, (CellType.COUNT, CellType.MONEY), strict=True)
            }
        ),
        "引言": _PROSE,
        "图表": {"enum": list(plans())},
        "机构变动": _LINE,
        "更正上年": _LINE,
        "待核": _list("待核", DOUBT, _FOUND),
        "原表改动": _list("原表改动", CHANGES, _FOUND),
        "已核实": _list("已核实", ACCEPTED, _LINE),
    }
    return {key: _about(key, shapes[key]) for key in shapes}


def _body_name() -> Schema:
    return {
        "type": "string",
        "minLength": SHORTEST,
        "maxLength": LONGEST,
        "pattern": NAME,
        "patternErrorMessage": "只能用汉字、字母、数字、括号和间隔号",
    }


def _year(edition: Edition) -> Schema:
    later = [other.first_year for other in editions() if other.first_year > edition.first_year]
    return {
        "type": ["integer", "string"],
        "minimum": edition.first_year,
        "maximum": min(later, default=2101) - 1,
        "pattern": "^20[0-9]{2}$",
        "patternErrorMessage": "写四位数字，如 2025",
    }


def _about(key: str, shape: Schema) -> Schema:
    note = key_notes()[key]
    return _named(key.rpartition(".")[2], f"{note.text}\n\n例：{note.example}", shape)


def _list(key: str, parts: tuple[str, ...], shape: Schema) -> Schema:
    return {"type": "array", "items": _object({part: _about(f"{key}.{part}", shape) for part in parts})}
