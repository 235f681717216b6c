"""Data files of any edition with random figures, and random new values for them."""

from __future__ import annotations

import random
import re
from decimal import Decimal

import yaml
from county_sample import tables
from helpers import with_entries

from govgen.editions.edition import Edition
from govgen.editions.node import CellType
from govgen.editions.table import CellRef

PROSE = {
    "overview": "（一）主动公开情况。按月公开补贴发放。\n（二）依申请公开情况。收到申请{{ 本年新收政府信息公开申请数量 }}件。\n"
    "（三）政府信息管理情况。信息发布前逐件审查。\n（四）政府信息公开平台建设情况。大厅设有查阅点。\n"
    "（五）监督保障情况。工作考核、社会评议按期开展，没有责任追究的情形。",
    "problems": "一是解读形式单一，老年人不易看懂。下一步由村干部在会议上讲解。",
    "others": "本年度没有收取信息处理费。",
}


def figures(edition: Edition, number: int) -> dict[CellRef, str]:
    """A figure for each cell that a clerk writes; the balances hold, and stocks follow from the year alone."""
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
    for balance in edition.balances:
        table = edition.table_by_id[balance.table]
        for sides in balance.sides(table):
            leaves = [[leaf for ref in side for leaf in table.leaves_below(ref)] for side in sides]
            left, right = (sum(Decimal(cells[leaf]) for leaf in side) for side in leaves)
            more = leaves[left > right][0]
            cells[more] = str(Decimal(cells[more]) + abs(left - right))
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


def commented_report(edition: Edition, source: random.Random) -> bytes:
    """A data file whose rows have comments above them and at their ends, some left out, some still to fill in."""
    figures = {ref: Decimal(source.choice((0, 0, source.randint(1, 90)))) for ref in edition.leaf_refs}
    text = with_entries(tables(figures, edition.first_year))
    text = text.replace("年度: 2025", f"年度: {edition.first_year}  # 公历")
    lines: list[str] = []
    for line in text.split("\n"):
        is_row = re.match(r"  +[^ ]+: \{", line)
        if is_row and source.random() < 0.3:
            lines.append(re.match(r" *", line)[0] + f"# 核对{len(lines)}：{{}}")  # type: ignore[index]  (always matches)
        row = re.sub(r"\{.*", "{【待填写】}", line) if is_row and source.random() < 0.1 else line
        lines.append(f"{row}  # 据台账{len(lines)}" if is_row and source.random() < 0.3 else row)
    ending = source.choice(("\n", "\r\n"))
    mark = source.choice((b"", b"\xef\xbb\xbf"))
    return mark + ending.join(lines).encode()


def comments(raw: bytes) -> list[str]:
    """The comments outside of prose."""
    blocks = re.compile(r"^([^\s#][^\n]*: \|[^\n]*\n)(?:  [^\n]*\n|\r?\n)+", re.MULTILINE)
    lines = blocks.sub(r"\1", raw.decode("utf-8-sig"))
    return sorted(re.findall(r"(?:^|(?<=\s))# [^\r\n]*", lines, re.MULTILINE))


HOSTILE = (
    "一是甲。\n二是乙。",
    "<b>粗</b>&amp;<script>alert(1)</script>",
    "收到{{ 予以公开.自然人 }}件，{{ 没有这个 }}，{{",
    "# 不是注释",
    "文字 # 也不是注释",
    "- 横线开头\n--- \n... ",
    "键: 值",
    "总体情况：\n规章: {本年制发件数: 5}",
    "'单引号' \"双引号\" \\n",
    "!tag &anchor *alias %dir @at `tick` | > ? ~",
    "  前后有空格  \n\n\n\t中间空行\t",
    "长" * 4_000,
    "第一段\r\n第二段\r第三段\u2028第四段\x85第五段",
    "【待填写】",
    "😀𠮷，０１２",
)
"""Paragraphs that a data file can hold."""


def new_text(source: random.Random, edition: Edition, path: str, old: str) -> str:
    kind, _, name = path.partition("/")
    if kind == "prose":
        lines = old.split("\n")
        source.shuffle(lines)
        return source.choice(("\n".join(lines[1:]), f"新的一段。\n{old}", *HOSTILE))
    if kind == "fact":
        special = {"类型": "乡镇政府", "发布日期": "2026-02-03", "件数": "3", "金额元": "12.50"}
        words = source.choice(("青禾路 2 号: #1", "00123", "yes", '"引号"', ""))
        return special.get(name.split(".")[-1], words)
    ref = CellRef(*name.split("."))
    is_money = edition.table_by_id[ref.table].types[ref] is CellType.MONEY
    return source.choice((str(source.randint(0, 10**6)), "1.50" if is_money else "7", ""))
