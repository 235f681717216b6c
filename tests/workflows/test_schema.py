"""The schema against the reader: what one accepts the other does, for every cell of both editions."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from clerk_mistakes import PLANTED, with_mistakes
from helpers import BASE, EXAMPLES, codes, examined, with_entries

from govgen.cli.app import run
from govgen.datafile import keys
from govgen.datafile.values import Slip, number
from govgen.editions.edition import Edition
from govgen.editions.key_tree import TableKey, slots
from govgen.editions.loading import editions
from govgen.editions.node import CellType
from govgen.workflows.schema import file_name, schema, schema_text

NUMBERS = [
    "0",
    "7",
    "12",
    "2841.1208",
    "-3",
    "+4",
    "65万",
    "１９",
    "1,234",
    "3件",
    "-",
    "无",
    "",
    "2.5",
    "0.08",
    "1" * 13,
]


def resolved(root: dict[str, Any], shape: dict[str, Any]) -> dict[str, Any]:
    """A shape with its reference followed."""
    name = shape.get("$ref", "").removeprefix("#/definitions/")
    return root["definitions"][name] if name else shape


def leaves(
    root: dict[str, Any], shape: dict[str, Any], below: tuple[TableKey, ...]
) -> list[tuple[TableKey, dict[str, Any]]]:
    """Every cell below a shape with the shape of its value."""
    known = resolved(root, shape)
    found = []
    for slot in below:
        named = known["properties"].get(slot.heading.name) or next(
            inner for key, inner in known["patternProperties"].items() if re.search(key, slot.heading.name)
        )
        found += [(slot, named)] if slot.ref else leaves(root, named, slot.below)
    return found


@pytest.mark.parametrize("edition", editions(), ids=lambda edition: edition.edition)
def test_every_cell_has_its_place_and_type(edition: Edition) -> None:
    root = schema(edition)
    for table in edition.tables:
        cells = leaves(root, root["properties"][table.key], slots(table))
        assert [slot.ref for slot, _ in cells] == list(table.refs)
        for slot, shape in cells:
            assert slot.ref is not None
            assert ("number" in shape["type"]) is (table.types[slot.ref] is CellType.MONEY)


@pytest.mark.parametrize("kind", CellType)
@pytest.mark.parametrize("text", NUMBERS)
def test_a_quoted_number_is_accepted_exactly_where_the_reader_accepts_it(kind: CellType, text: str) -> None:
    edition = editions()[0]
    root = schema(edition)
    shapes = {
        table.types[slot.ref]: shape
        for table in edition.tables
        for slot, shape in leaves(root, root["properties"][table.key], slots(table))
        if slot.ref
    }
    read = number(text, kind)
    assert bool(re.search(shapes[kind]["pattern"], text)) is not isinstance(read, Slip)


@pytest.mark.parametrize("edition", editions(), ids=lambda edition: edition.edition)
def test_the_schema_knows_every_key_and_says_something_of_each(edition: Edition) -> None:
    root = schema(edition)
    known = root["properties"]
    assert list(known) == [*_ordered(known, keys.TOP), *(section.key for section in edition.sections)]
    assert set(keys.TOP) <= known.keys()
    assert all(shape["title"] and shape["description"] for shape in known.values())
    for section in edition.sections:
        assert any(re.search(key, section.heading) for key in root["patternProperties"])
    nodes = [heading.node for table in edition.tables for heading in table.walk()]
    text = json.dumps(root, ensure_ascii=False)
    assert all(
        json.dumps(node.label, ensure_ascii=False) in text for node in nodes if node.name and not node.total
    )


def _ordered(known: dict[str, Any], wanted: tuple[str, ...]) -> list[str]:
    return [key for key in known if key in wanted]


def test_editors_regular_expressions_are_plain() -> None:
    """JavaScript knows neither ``\\U`` nor ``\\A``, ``\\Z``."""
    for edition in editions():
        for pattern in re.findall(r'"pattern": "((?:[^"\\]|\\.)*)"', schema_text(edition)):
            assert not re.search(r"\\\\[UAZ]", pattern)


def validator(year: int) -> Any:
    """An outside judge's reading of the schema for a year."""
    judge = pytest.importorskip("jsonschema", reason="pip install jsonschema")
    edition = next(edition for edition in reversed(editions()) if edition.first_year <= year)
    judge.Draft7Validator.check_schema(schema(edition))
    return judge.Draft7Validator(schema(edition))


def as_editors_read(text: str) -> Any:
    """A data file as YAML 1.2 reads it: whole and broken numbers, all else text."""

    class Loader(yaml.SafeLoader):
        yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012  (the library's own way)

    Loader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"[-+]?[0-9]+\Z"), list("-+0123456789"))
    Loader.add_implicit_resolver(
        "tag:yaml.org,2002:float", re.compile(r"[-+]?[0-9]+\.[0-9]+\Z"), list("-+0123456789")
    )
    Loader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"(~|null|)\Z"), ["~", "n", ""])
    return yaml.load(text, Loader=Loader)


def test_examples_are_valid_and_planted_mistakes_are_not() -> None:
    for file in EXAMPLES:
        assert (
            list(validator(int(file.stem)).iter_errors(as_editors_read(file.read_text(encoding="utf-8"))))
            == []
        )
    found = list(validator(2025).iter_errors(as_editors_read(with_mistakes(BASE))))
    assert len(found) == len(PLANTED)


@pytest.mark.parametrize(
    ("fragment", "sound"),
    [
        ("年度: '2025'\n", True),
        ("年度: 2020\n", False),
        ("类型: 街道办事处\n", True),
        ("类型: 街道\n", False),
        ("联系方式: {科室: 党政办公室, 邮编: 450000}\n", True),
        ("图表: 办理结果\n", True),
        ("图表: 饼图\n", False),
        ("二、主动公开政府信息情况: {}\n", False),
        ("已核实:\n  - {规则: C301, 位置: 总体情况, 理由: 已单列}\n", True),
    ],
)
def test_single_values(fragment: str, sound: bool) -> None:
    found = list(validator(2025).iter_errors(as_editors_read(with_entries(fragment))))
    assert (not found) is sound


def test_the_reader_accepts_full_labels_as_the_schema_does(tmp_path: Path) -> None:
    text = BASE.replace("予以公开: {自然人: 8}", "（一）予以公开: {自然人: 8}")
    assert list(validator(2025).iter_errors(as_editors_read(text))) == []
    assert codes(examined(tmp_path, text)) == codes(examined(tmp_path, BASE))


def test_the_command_prints_or_writes_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["schema"]) == 0
    assert json.loads(capsys.readouterr().out) == schema(editions()[-1])
    file = tmp_path / file_name(editions()[0])
    assert run(["schema", "--edition", editions()[0].edition, "-o", str(file)]) == 0
    assert json.loads(file.read_text(encoding="utf-8")) == schema(editions()[0])
    assert run(["schema", "--edition", "2020"]) == 2
