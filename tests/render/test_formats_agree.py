"""Every example in all three formats: what is read back out of each equals the others and the data."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
import yaml
from docx_reading import W, body_of, word_cells, words
from helpers import EXAMPLES, shared
from pdf_reading import Node, Paper
from rendering import NAMES, example

from govgen.cli.app import run
from govgen.datafile.cell import State
from govgen.editions.edition import Edition
from govgen.editions.labels import unnumbered
from govgen.editions.layout import grid
from govgen.editions.loading import edition_for
from govgen.editions.table import CellRef, Table
from govgen.render import html_tree as dom
from govgen.workflows.build import FORMATS

Grid = dict[tuple[int, int], str]


@dataclass(frozen=True)
class Read:
    """What a reader finds in a file: paragraphs in order, and the words of every place of every table."""

    paragraphs: list[str]
    tables: list[Grid]


def squeeze(text: str) -> str:
    return "".join(text.split())


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All examples built by the command; a report that was published with errors is built as a draft."""
    folder = tmp_path_factory.mktemp("build")
    for body in {path.parent for path in EXAMPLES}:
        run(["build", str(body), "-o", str(folder / body.name), "--force"])
    return folder


def file_of(built: Path, name: str, kind: str) -> Path:
    (path,) = (built / name.rsplit("-", 1)[0]).glob(f"{example(name).title}*.{kind}")
    return path


def read_html(path: Path) -> Read:
    main = dom.main_element(dom.parse(path.read_text(encoding="utf-8")))
    inside = {id(node) for table in main.iter("table") for node in table.iter()}
    paragraphs = [
        squeeze(dom.text(node))
        for node in main.iter()
        if re.fullmatch(r"h\d|p", str(node.tag)) and id(node) not in inside
    ]
    return Read(paragraphs, [_spread(dom.place(table)) for table in main.iter("table")])


def _spread(cells: list[dom.Placed]) -> Grid:
    return {
        (cell.row + down, cell.column + across): squeeze(dom.text(cell.node))
        for cell in cells
        for down in range(cell.rowspan)
        for across in range(cell.colspan)
    }


def read_docx(path: Path) -> Read:
    body = body_of(path.read_bytes())
    paragraphs = [squeeze(words(node)) for node in body.findall(f"{W}p")]
    tables = [
        {place: squeeze(text) for place, text in word_cells(table).items()}
        for table in body.findall(f"{W}tbl")
    ]
    return Read([text for text in paragraphs if text], tables)


def read_pdf(path: Path) -> Read:
    """What assistive technology and copying see: the words by the document's own structure."""
    paper = Paper(path.read_bytes())
    tables = paper.tree.find("Table")
    inside = {id(node) for table in tables for node in table.walk()}
    paragraphs = [
        squeeze(paper.text(node))
        for node in paper.tree.walk()
        if re.fullmatch(r"H\d|P|Title", node.role) and id(node) not in inside
    ]
    return Read([text for text in paragraphs if text], [_pdf_grid(paper, table) for table in tables])


def _pdf_grid(paper: Paper, table: Node) -> Grid:
    grid: Grid = {}
    for row, line in enumerate(table.find("TR")):
        column = 0
        for cell in line.find("TH", "TD"):
            while (row, column) in grid:
                column += 1
            tall, wide = (int(cell.attribute(name) or 1) for name in ("RowSpan", "ColSpan"))
            grid |= {
                (row + down, column + across): squeeze(paper.text(cell))
                for down in range(tall)
                for across in range(wide)
            }
            column += wide
    return grid


READERS = {"html": read_html, "docx": read_docx, "pdf": read_pdf}


@cache
def content(built: Path, name: str, kind: str) -> Read:
    return READERS[kind](file_of(built, name, kind))


@pytest.mark.parametrize("name", NAMES)
def test_all_formats_are_made(built: Path, name: str) -> None:
    for kind in FORMATS:
        assert file_of(built, name, kind).stat().st_size > 5000


@pytest.mark.parametrize("kind", [kind for kind in FORMATS if kind != "html"])
@pytest.mark.parametrize("name", NAMES)
def test_every_paragraph_is_the_same_in_each_format(built: Path, name: str, kind: str) -> None:
    assert content(built, name, kind).paragraphs == content(built, name, "html").paragraphs


@pytest.mark.parametrize("kind", [kind for kind in FORMATS if kind != "html"])
@pytest.mark.parametrize("name", NAMES)
def test_every_place_of_every_table_is_the_same_in_each_format(built: Path, name: str, kind: str) -> None:
    assert content(built, name, kind).tables == content(built, name, "html").tables


@pytest.mark.parametrize("name", NAMES)
def test_the_paragraphs_are_those_of_the_data(built: Path, name: str) -> None:
    """In the order of the report: title, then each section's heading with its own paragraphs after it."""
    report = example(name)
    wanted = [report.title]
    for section in report.edition.sections:
        wanted.append(section.heading)
        if passage := report.passages.get(section.id):
            wanted += [squeeze(paragraph.text) for paragraph in passage.paragraphs]
    found = iter(content(built, name, "html").paragraphs)
    assert [text for text in wanted if text not in found] == [], "missing, or out of order"


def _written(name: str) -> dict[tuple[str, ...], str]:
    """Every figure in the YAML, by its keys, read by YAML's own plainest loader."""
    data = yaml.load((EXAMPLES[NAMES.index(name)]).read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    found: dict[tuple[str, ...], str] = {}

    def walk(value: object, path: tuple[str, ...]) -> None:
        if isinstance(value, dict):
            for key, below in value.items():
                walk(below, (*path, unnumbered(key)))
        elif isinstance(value, str) and value:
            found[path] = value

    for table in example(name).edition.tables:
        walk(data[table.key], (table.key,))
    return found


def _places(table: Table) -> dict[CellRef, tuple[int, int]]:
    """The place of each cell of a table, by the spans of all that is drawn before it."""
    taken: set[tuple[int, int]] = set()
    found: dict[CellRef, tuple[int, int]] = {}
    for number, row in enumerate(grid(table)):
        column = 0
        for tag in row.tags:
            while (number, column) in taken:
                column += 1
            taken |= {(number + y, column + x) for y in range(tag.rowspan) for x in range(tag.colspan)}
            if tag.ref is not None:
                found[tag.ref] = (number, column)
    return found


def _figures(edition: Edition, tables: list[Grid]) -> dict[CellRef, str]:
    """The words in the place of every cell."""
    return {
        ref: read[place]
        for table, read in zip(edition.tables, tables, strict=True)
        for ref, place in _places(table).items()
    }


@pytest.mark.parametrize("name", NAMES)
def test_every_figure_of_the_yaml_stands_in_its_place_and_all_others_are_zero(built: Path, name: str) -> None:
    report = example(name)
    written = _written(name)
    names = {
        tuple(map(unnumbered, report.edition.name_of(ref).split("."))): ref for ref in report.edition.refs
    }
    assert set(written) <= set(names)
    figures = _figures(report.edition, content(built, name, "html").tables)
    for path, ref in names.items():
        if path in written:
            assert figures[ref] == written[path], path
        elif not report.cells[ref].computed:
            assert figures[ref] == "0", path
            assert report.cells[ref].state is State.ZERO


SEEDS = {
    "chengliu-2020": "000",
    "lingxiu-2020": "001",
    "luzhi-2020": "002",
    "gangkoujie-2020": "003",
    "xiamaguan-2019": "004",
}


def _truth(name: str) -> dict:
    reports = json.loads(shared("truth/seeds.json").read_text(encoding="utf-8"))["reports"]
    (found,) = (value for key, value in reports.items() if key.startswith(SEEDS[name]))
    return found


@pytest.mark.parametrize("name", SEEDS)
def test_the_cells_are_those_of_the_published_report(built: Path, name: str) -> None:
    """Table two, three and four of the five real reports, figure by figure, in every format."""
    truth = _truth(name)
    edition = edition_for(truth["year"])
    assert edition is not None
    for kind in FORMATS:
        figures = _figures(edition, content(built, name, kind).tables)
        shown: dict[tuple[str, str], list[str]] = {}
        for table, key in zip(edition.tables, ("t2", "t3", "t4"), strict=True):
            for ref in table.refs:
                shown.setdefault((key, _truth_s_name(table, ref)), []).append(figures[ref])
        wanted = {
            (key, unnumbered(name)): [str(value) for value in values]
            for key in ("t2", "t3", "t4")
            for name, values in truth[key].items()
        }
        assert shown == wanted


def _truth_s_name(table: Table, ref: CellRef) -> str:
    """The row's name, and in table four, which has one row, that of the column's group."""
    row = table.nodes["rows"][ref.row]
    if row.name:
        return unnumbered(row.label)
    groups = [
        node
        for node in table.nodes["columns"].values()
        if ref.column in {child.id for child in node.children}
    ]
    return groups[0].name
