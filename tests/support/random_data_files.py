"""Reports with random figures of any edition, which balance."""

from __future__ import annotations

import random

import yaml

from govgen.editions.edition import Edition
from govgen.editions.table import CellRef, CellType

PROSE = {
    "overview": "（一）主动公开情况。按月公开补贴发放。\n（二）依申请公开情况。收到申请{{ 本年新收政府信息公开申请数量 }}件。\n"
    "（三）政府信息管理情况。信息发布前逐件审查。\n（四）政府信息公开平台建设情况。大厅设有查阅点。\n"
    "（五）监督保障情况。工作考核、社会评议按期开展，没有责任追究的情形。",
    "problems": "一是解读形式单一，老年人不易看懂。下一步由村干部在会议上讲解。",
    "others": "本年度没有收取信息处理费。",
}


def figures(edition: Edition, number: int) -> dict[CellRef, str]:
    """A figure for each cell that a clerk writes; the balance holds, and stocks follow from the year alone."""
    source = random.Random(number)
    cells = {
        ref: f"{source.randint(1, 90)}.25"
        if table.types[ref] is CellType.MONEY
        else str(source.randint(1, 90))
        for table in edition.tables
        for ref in table.refs
        if ref not in table.parts
    }
    cells |= {ref: "0" for ref in cells if ref.row == "rules"}
    (balance,) = edition.balances
    table = edition.table_by_id[balance.table]

    def value(row: str, column: str) -> int:
        ref = CellRef(table.id, row, column)
        return sum(value(part.row, column) for part in table.column_parts(ref)) or int(cells[ref])

    for ref in [ref for ref in cells if ref.row == balance.left[0].row]:
        out, other = (
            sum(value(term.row, ref.column) for term in side) for side in (balance.right, balance.left[1:])
        )
        cells[ref] = str(out - other)
    return cells


def tree(edition: Edition, cells: dict[CellRef, str]) -> dict:
    """The figures as a data file has them."""
    found: dict = {}
    for ref, figure in cells.items():
        table = edition.table_by_id[ref.table]
        *above, last = (table.key, *table.key_paths[ref])
        node = found
        for key in above:
            node = node.setdefault(key, {})
        node[last] = float(figure) if "." in figure else int(figure)
    return found


def data_file(edition: Edition, year: int, cells: dict[CellRef, str]) -> str:
    facts = {"机关": "青禾镇人民政府", "年度": year, "发布日期": f"{year + 1}-01-18"}
    parts = [yaml.safe_dump(facts | tree(edition, cells), allow_unicode=True, sort_keys=False, width=1000)]
    for section in edition.sections:
        if section.kind == "text":
            lines = PROSE.get(section.id, "按月安排，逐项落实。").replace("\n", "\n  ")
            parts.append(f"{section.key}: |\n  {lines}\n")
    return "".join(parts)
