"""What a template is given: the report as plain values, with everything already decided."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from govgen.datafile.cell import Cell
from govgen.datafile.chart import chart
from govgen.datafile.identity import Contact, Identity
from govgen.datafile.passages import Passage, Shape
from govgen.datafile.report import INTRODUCTION, Report
from govgen.editions.edition import Edition
from govgen.editions.layout import Spot, grid, spots
from govgen.editions.table import CellRef, Table
from govgen.render.errors import TemplateError
from govgen.render.html import title_breaks as title
from govgen.render.html.chart_view import both_widths
from govgen.render.html.column_widths import Columns, columns_of, em
from govgen.render.printed import cell_text, date_in_words

_LINKED = re.compile(r"\+?[0-9]+(?:-[0-9]+)*|[\w.+-]+@[\w.-]+", re.ASCII)
"""A single telephone number or mail address; anything else is printed without a link."""

_SIGNED = 26
"""A line of the text holds 28 characters (GB/T 9704-2012, 5.2.3); a signature keeps two clear (7.3.5.2)."""


LONG = 20
"""From this many rows on, a table's rows are set closer, for it to fit a page."""


@dataclass(frozen=True, slots=True)
class TypesetParagraph:
    """A paragraph or heading: its element, the level of its number (0 for none), lead-in and the rest.

    ``anchor`` is the id of one with a lead or a heading's number, ``entry`` its text in the contents.
    """

    tag: str
    level: int
    lead: str
    rest: str
    anchor: str = ""

    @property
    def entry(self) -> str:
        """The text for the contents: of the second level only, without the stop that ends a lead-in."""
        return (self.lead or self.rest).rstrip("。：:；") if self.level == 2 else ""


def blocks(passage: Passage | None, ident: str = "") -> list[TypesetParagraph]:
    """The paragraphs of a passage with heading elements that never skip a level below h2."""
    found: list[TypesetParagraph] = []
    open_levels: list[int] = []
    for number, paragraph in enumerate(passage.paragraphs if passage else (), start=1):
        anchor = f"{ident}-{number}"
        if paragraph.shape is Shape.HEADING:
            open_levels = [*(level for level in open_levels if level < paragraph.level), paragraph.level]
            tag = f"h{2 + len(open_levels)}"
            found.append(TypesetParagraph(tag, paragraph.level, "", paragraph.text, anchor))
        elif paragraph.shape is Shape.RUN_IN and (lead := paragraph.text[: paragraph.lead]):
            rest = paragraph.text[len(lead) :]
            found.append(TypesetParagraph("p", paragraph.level, lead, rest, anchor))
        else:
            found.append(TypesetParagraph("p", 0, "", paragraph.text))
    return found


def table_view(table: Table, cells: Mapping[CellRef, Cell]) -> dict[str, Any]:
    """A table for the macro that draws it: head rows that repeat, and one body for each block.

    Raises:
        TemplateError: its columns do not fit on the paper.
    """
    figures = {spot: cell_text(spot.tag, cells) for spot in spots(table) if spot.tag.ref}
    columns = columns_of(table, figures)
    if not columns.fits:
        why = f"“{table.key}”表有 {table.width} 列，A4 纸的版心宽 156 毫米，用最小的字也放不下"
        raise TemplateError([f"{why}；可以用 --format json 取出数字，另行排版"])
    drawn: dict[int, list[dict[str, Any]]] = {}
    for spot in spots(table):
        drawn.setdefault(spot.row, []).append(_cell(table, spot, cells, columns))
    rows = list(zip(grid(table), drawn.values(), strict=True))
    return {
        "id": table.id,
        "caption": table.key,
        "columns": columns,
        "kind": _kind(table, len(rows)),
        "stub": table.stub_columns,
        "data": table.width - table.stub_columns,
        "em": max(map(em, figures.values())),
        "head": [row for line, row in rows if line.head],
        "bodies": [
            [row for line, row in rows if line.block == number and not line.head]
            for number in range(len(table.blocks))
        ],
    }


def _kind(table: Table, rows: int) -> str:
    """How a table may be parted over pages: between its blocks, before a group of rows, or not at all."""
    if len(table.blocks) > 1:
        return "blocks"
    return "" if rows < LONG else "long-table grouped" if table.stub_columns > 1 else "long-table"


def _cell(table: Table, spot: Spot, cells: Mapping[CellRef, Cell], columns: Columns) -> dict[str, Any]:
    tag, words, end = spot.tag, cell_text(spot.tag, cells), spot.column + spot.tag.colspan
    return tag._asdict() | {
        "tag": tag.name,
        "text": words,
        "size": columns.size(spot, words) if tag.ref else "",
        "column": spot.column,
        "group": tag.scope == "row" and end < table.stub_columns,
        "headers": " ".join(tag.headers),
    }


def title_lines(identity: Identity, edition: Edition) -> list[list[str]]:
    """The title broken by sense, preferably after the body's name: lines of phrases."""
    text = edition.title.format(body=identity.body, year=identity.year)
    return title.title_lines_of(*filter(None, text.partition(identity.body)))


def signature_lines(body: str) -> list[list[str]]:
    """The body's name as it signs: on one line where it keeps two characters clear, else by sense."""
    return [[body]] if title.width(body) <= _SIGNED else title.title_lines_of(body)


def ways_of_contact(contact: Contact) -> list[dict[str, str]]:
    """How to reach the body: the name of each way, the words printed, the address of a link (or empty)."""
    ways = (
        ("地址", contact.address, ""),
        ("邮编", contact.postcode, ""),
        ("电话", contact.phone, "tel:"),
        ("传真", contact.fax, ""),
        ("电子邮箱", contact.email, "mailto:"),
    )
    return [
        {"name": name, "text": text, "href": scheme + text if scheme and _LINKED.fullmatch(text) else ""}
        for name, text, scheme in ways
        if text
    ]


def context(report: Report, *, draft: bool, downloads: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Everything ``report.html.j2`` may print; ``downloads`` are names and addresses of the other formats.

    ``report`` must have an identity.
    """
    identity = report.identity
    if identity is None:
        raise ValueError("a report without body and year cannot be rendered")
    signed = date_in_words(identity)
    last = report.last.figures if report.last else None
    name_lines = signature_lines(identity.body)
    words = report.county.profile.introduction
    return {
        "title": report.title,
        "report_name": report.edition.report_name,
        "title_lines": title_lines(identity, report.edition),
        "draft": draft,
        "identity": identity,
        "contact": identity.contact,
        "ways": ways_of_contact(identity.contact),
        "downloads": downloads or {},
        "year": identity.year,
        "basis": report.edition.basis,
        "bases": report.county.profile.bases,
        "opening_words": words.replace("{机关}", report.who.body).replace("{年度}", str(report.who.year)),
        "introduction": blocks(report.passages.get(INTRODUCTION), INTRODUCTION),
        "sections": list(_sections(report)),
        "chart": both_widths(chart(report.chart, report.figures, last)) if report.chart else None,
        "published": "" if identity.published is None else str(identity.published),
        "signed": signed,
        "name_lines": name_lines,
        "long_date": title.width(signed) > max(title.width("".join(line)) for line in name_lines),
    }


def _sections(report: Report) -> Iterator[dict[str, Any]]:
    for section in report.edition.sections:
        table = report.edition.table_of(section) if section.kind == "table" else None
        yield {
            "id": section.id,
            "key": section.key,
            "heading": section.heading,
            "kind": section.kind,
            "blocks": blocks(report.passages.get(section.id), section.id),
            "table": table_view(table, report.cells) if table else None,
        }
