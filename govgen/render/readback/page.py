"""The rendered HTML compared with the report: title, headings, prose and signature in order, every table."""

import difflib
from collections.abc import Iterator, Mapping
from typing import NamedTuple
from xml.etree.ElementTree import Element

from govgen.datafile.cell import Cell
from govgen.datafile.report import INTRODUCTION, Report
from govgen.editions.layout import Tag, spots
from govgen.editions.table import CellRef, Table
from govgen.render import html_tree as dom
from govgen.render.printed import cell_text, date_in_words
from govgen.render.readback.active_parts import active_parts
from govgen.render.readback.visible import (
    ADDED,
    CUT,
    concealed,
    excerpt,
    foreign_tag,
    shown_words,
    spoken_words,
    without_blanks,
)

_UNITS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "p", "li", "dt", "dd", "pre", "table"})
_NUMBERED = frozenset({"h1", "h2", "table"})
_KINDS = {"h1": "标题", "h2": "一级标题"}


class Unit(NamedTuple):
    """A heading, paragraph or table of the page.

    ``kind`` is ``h1``, ``h2``, ``table`` or empty; ``words`` have no blanks and are empty for a table.
    ``remark`` says why the words do not count as the report's although they look the same.
    """

    kind: str
    words: str
    remark: str = ""


def differences(html: str, report: Report) -> list[str]:
    """The differences of the rendered page from the edition and the report; empty if there are none.

    A template may add text before the title and in ``<aside>``, ``<nav>``, ``<figure>`` or ``<footer>``
    anywhere; between title and first section where the report brings no introduction of its own.
    """
    root = dom.shared_tree(html)
    mains = list(root.iter("main"))
    if len(mains) != 1:
        return ["模板里应有一个 <main>，报告正文放在 <main> 里"]
    return [
        *active_parts(root),
        *_page_title(root, report),
        *_flow(mains[0], report),
        *_signature(mains[0], report),
        *_tables(mains[0], report),
    ]


def _page_title(root: Element, report: Report) -> Iterator[str]:
    words = "".join(spoken_words(node) for node in root.iterfind("head/title"))
    if report.title not in words:
        yield f"网页标题（<title>）里应有“{report.title}”，模板印成了“{words}”"


def _flow(main: Element, report: Report) -> Iterator[str]:
    wanted, found = list(_wanted(report)), _report_part(main, report)
    steps = difflib.SequenceMatcher(None, wanted, found, autojunk=False).get_opcodes()
    for step, start, end, first, last in steps:
        if step == "replace" and end - start == last - first:
            for want, have in zip(wanted[start:end], found[first:last], strict=True):
                yield f"应为{_named(want, have.words)}，模板印成了{_named(have, want.words)}{have.remark}"
        elif step != "equal":
            yield from (f"模板没有照印{_named(unit)}" for unit in wanted[start:end])
            yield from (f"模板多印了{_named(unit)}{unit.remark}" for unit in found[first:last])


def _named(unit: Unit, other: str = "") -> str:
    """A unit in a message, cut short; of long words the part where they differ from the ``other``."""
    if unit.kind == "table":
        return "一张表格"
    return f"{_KINDS.get(unit.kind, '')}“{excerpt(unit.words, other)}”"


def _wanted(report: Report) -> Iterator[Unit]:
    def paragraphs(ident: str) -> Iterator[Unit]:
        passage = report.passages.get(ident)
        return (Unit("", without_blanks(each.text)) for each in (passage.paragraphs if passage else ()))

    yield Unit("h1", without_blanks(report.title))
    yield from paragraphs(INTRODUCTION)
    for section in report.edition.sections:
        yield Unit("h2", without_blanks(section.heading))
        yield from [Unit("table", "")] if section.kind == "table" else paragraphs(section.id)


def _report_part(main: Element, report: Report) -> list[Unit]:
    """The units from the title to the last section's end, without an introduction of the template's own."""
    units = list(_units(main))
    begin, default = ("h1", 0) if INTRODUCTION in report.passages else ("h2", len(units))
    start = next((place for place, unit in enumerate(units) if unit.kind == begin), default)
    return [*(unit for unit in units[:start] if unit.kind in _KINDS), *units[start:]]


def _units(node: Element) -> Iterator[Unit]:
    """Headings, paragraphs, tables and loose text in order, without concealed ones."""
    loose = node.text or ""
    for child in node:
        block = any(inner.tag in _UNITS for inner in child.iter())
        if block:
            yield from _unit(loose)
            loose = ""
        if not isinstance(child.tag, str) or child.tag in ADDED or concealed(child):
            pass
        elif block:
            yield from _one(child) if child.tag in _UNITS else _units(child)
        else:
            loose += shown_words(child)
        loose += child.tail or ""
    yield from _unit(loose)


def _one(node: Element) -> Iterator[Unit]:
    kind = str(node.tag) if node.tag in _NUMBERED else ""
    if kind == "table":
        yield Unit(kind, "")
    elif shown_words(node) != spoken_words(node):
        yield Unit(kind, shown_words(node), f"（读屏软件读到的是“{spoken_words(node)[:CUT]}”）")
    elif shown_words(node):
        strange = foreign_tag(node)
        yield Unit(kind, shown_words(node), f"（里面不能用 <{strange}>）" if strange else "")


def _unit(loose: str) -> Iterator[Unit]:
    if words := without_blanks(loose):
        yield Unit("", words)


def _signature(main: Element, report: Report) -> Iterator[str]:
    if report.identity is None:
        return
    ends = [node for node in main.iter() if "signature" in dom.classes(node) and not concealed(node)]
    words = "".join(shown_words(node) for node in ends)
    wanted = report.identity.body + without_blanks(date_in_words(report.identity))
    if words != wanted:
        yield f"署名和成文日期应为“{wanted}”，模板印成了“{words}”"
    published = str(report.identity.published)
    for node in (time for end in ends for time in end.iter("time")):
        if node.get("datetime", shown_words(node)) != published:
            yield f"成文日期的 datetime 应为“{published}”，模板写成了“{node.get('datetime')}”"


def _tables(main: Element, report: Report) -> Iterator[str]:
    drawn = [node for node in main.iter("table") if "statutory" in dom.classes(node)]
    if len(drawn) != len(report.edition.tables):
        yield f"应有 {len(report.edition.tables)} 张法定表格，模板印了 {len(drawn)} 张"
        return
    for table, node in zip(report.edition.tables, drawn, strict=True):
        yield from _table(table, node, report.cells)


def _table(table: Table, node: Element, cells: Mapping[CellRef, Cell]) -> Iterator[str]:
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
