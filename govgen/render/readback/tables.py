"""A statutory table of the page compared with edition and report: each cell, its place, its headers."""

from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element

from govgen.datafile.cell import Cell
from govgen.editions.layout import Tag, spots
from govgen.editions.table import CellRef, Table
from govgen.render import html_tree as dom
from govgen.render.printed import cell_text
from govgen.render.readback.visible import (
    concealed,
    foreign_tag,
    shown_words,
    spoken_words,
    without_blanks,
)


def table_differences(table: Table, node: Element, cells: Mapping[CellRef, Cell]) -> Iterator[str]:
    """The differences of a drawn table from the edition and the report."""
    yield from _frame(table, node)
    wanted = {(spot.row, spot.column): spot.tag for spot in spots(table)}
    texts = {place: without_blanks(cell_text(tag, cells)) for place, tag in wanted.items()}
    found = {(cell.row, cell.column): cell for cell in dom.place(node)}
    unseen = {id(inner) for outer in node.iter() if concealed(outer) for inner in outer.iter()}
    names = {ident: spoken_words(cell.node) for cell in found.values() if (ident := cell.node.get("id"))}
    labels = {tag.id: texts[place] for place, tag in wanted.items() if tag.id}
    for place in sorted(wanted.keys() | found.keys()):
        here, there = wanted.get(place), found.get(place)
        spot = f"“{table.key}”表第 {place[0] + 1} 行第 {place[1] + 1} 列"
        if here is None or there is None or id(there.node) in unseen:
            yield f"{spot}的单元格{'多出来了' if here is None else '不见了'}"
            continue
        yield from (f"{spot}{fault}" for fault in _cell(here, texts[place], there))
        belongs = [labels[ident] for ident in here.headers]
        named = (there.node.get("headers") or "").split()
        if named and belongs != [names.get(ident, "") for ident in named]:
            yield f"{spot}的 headers 指错了表头，应指“{'”“'.join(belongs)}”"


def _frame(table: Table, node: Element) -> Iterator[str]:
    if concealed(node):
        yield f"“{table.key}”表被隐藏了"
    parts = [part.tag for part in node if part.tag in {"thead", "tbody", "tfoot"}]
    # A browser shows heads first and feet last, whatever their order in the page.
    if parts != sorted(parts, key=["thead", "tbody", "tfoot"].index) or parts.count("thead") > 1:
        yield f"“{table.key}”表的 thead、tbody、tfoot 次序不对"
    columns = len(dom.column_shares(node))
    if columns not in {0, table.width}:
        yield f"“{table.key}”表有 {table.width} 列，模板给了 {columns} 列的宽度（<col>）"
    for caption in node.iter("caption"):
        if spoken_words(caption) != without_blanks(table.key):
            yield f"“{table.key}”表的 caption 应为表名，模板印成了“{spoken_words(caption)}”"


def _cell(tag: Tag, words: str, there: dom.PlacedCell) -> Iterator[str]:
    shown = shown_words(there.node)
    if shown != words:
        yield f"应为“{words}”，模板印成了“{shown}”"
    elif spoken_words(there.node) != words:
        yield f"应为“{words}”，读屏软件读到的是“{spoken_words(there.node)}”"
    if (there.rowspan, there.colspan) != (tag.rowspan, tag.colspan):
        yield "合并的行数、列数不对"
    if there.node.tag != tag.name:
        yield f"应为 <{tag.name}>，模板用了 <{there.node.tag}>"
    if strange := foreign_tag(there.node):
        yield f"里不能用 <{strange}>"
