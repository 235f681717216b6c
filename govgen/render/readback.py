"""What a template made, read back: titles, headings, prose and every table cell against the report."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from govgen.grid import grid
from govgen.render import dom
from govgen.render.view import cell_text
from govgen.report import Report
from govgen.table import Table


def differences(html: str, report: Report) -> list[str]:
    """What the rendered page says otherwise than the edition and the report; empty where nothing."""
    try:
        body = dom.main(dom.parse(html))
    except ValueError:
        return ["模板里没有 <main>，报告正文应放在 <main> 里"]
    return [*_headings(body, report), *_prose(body, report), *_tables(body, report)]


def _squeeze(text: str) -> str:
    return "".join(text.split())


def _headings(body: Element, report: Report) -> Iterator[str]:
    titles = [_squeeze(dom.text(node)) for node in body.iter("h1")]
    if titles != [report.title]:
        yield f"标题应为“{report.title}”，模板印成了“{'、'.join(titles)}”"
    printed = [_squeeze(dom.text(node)) for node in body.iter("h2")]
    wanted = [section.heading for section in report.edition.sections]
    if printed != wanted:
        yield f"一级标题应依次为“{'”“'.join(wanted)}”，模板印成了“{'”“'.join(printed)}”"


def _prose(body: Element, report: Report) -> Iterator[str]:
    words = _squeeze(dom.text(body))
    at = 0
    for section in report.edition.sections:
        at = max(at, words.find(section.heading, at))
        passage = report.passages.get(section.id)
        for paragraph in passage.paragraphs if passage else ():
            found = words.find(_squeeze(paragraph.text), at)
            if found < 0:
                yield f"“{section.key}”的正文没有照印：{paragraph.text[:20]}…"
            else:
                at = found + len(_squeeze(paragraph.text))


def _tables(body: Element, report: Report) -> Iterator[str]:
    drawn = [node for node in body.iter("table") if "statutory" in dom.classes(node)]
    if len(drawn) != len(report.edition.tables):
        yield f"应有 {len(report.edition.tables)} 张法定表格，模板印了 {len(drawn)} 张"
        return
    for table, node in zip(report.edition.tables, drawn, strict=True):
        yield from _table(table, node, report)


def _table(table: Table, node: Element, report: Report) -> Iterator[str]:
    wanted = _expected(table, report)
    found = {
        (cell.row, cell.column): (cell.rowspan, cell.colspan, _squeeze(dom.text(cell.node)))
        for cell in dom.place(node)
    }
    for place in sorted(wanted.keys() | found.keys()):
        here, there = wanted.get(place), found.get(place)
        if here == there:
            continue
        row, column = place
        spot = f"“{table.key}”表第 {row + 1} 行第 {column + 1} 列"
        if here is None or there is None:
            yield f"{spot}的单元格{'多出来了' if here is None else '不见了'}"
        elif here[2] != there[2]:
            yield f"{spot}应为“{here[2]}”，模板印成了“{there[2]}”"
        else:
            yield f"{spot}合并的行数、列数不对"


def _expected(table: Table, report: Report) -> dict[tuple[int, int], tuple[int, int, str]]:
    """Every drawn cell by its first row and column: rows and columns it spans, and its words."""
    cells: dict[tuple[int, int], tuple[int, int, str]] = {}
    taken: set[tuple[int, int]] = set()
    for number, row in enumerate(grid(table)):
        column = 0
        for tag in row.tags:
            while (number, column) in taken:
                column += 1
            cells[number, column] = (tag.rowspan, tag.colspan, _squeeze(cell_text(tag, report.cells)))
            taken |= {
                (number + down, column + right) for down in range(tag.rowspan) for right in range(tag.colspan)
            }
            column += tag.colspan
    return cells
