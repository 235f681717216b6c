"""A report's page made from an edition's grids, for tests of what is written from the page.

Every cell of a table holds another number, so that none can take another's place unseen.
"""

from __future__ import annotations

import base64
import html
import itertools
import struct
import zlib
from collections.abc import Iterator

from govgen.editions.edition import Edition, Section
from govgen.editions.layout import GridRow, Tag, grid
from govgen.editions.table import Table

BODY = "青禾镇人民政府"
YEAR = 2025
DATE = ("2026-01-18", "2026年1月18日")

_PROSE = "坚持以公开为常态、不公开为例外，围绕“急难愁盼”事项，及时公布财政预决算、惠民补贴、乡村建设等信息"
_ASPECTS = ("主动公开情况", "依申请公开情况", "政府信息管理情况", "平台建设情况", "监督保障情况")
_NUMERALS = "一二三四五"
_STUB_WIDTHS = (5.4, 10.9, 32.3)


def sample(
    edition: Edition,
    *,
    body: str = BODY,
    date: tuple[str, str] | None = DATE,
    prose: int = 4,
    extra: str = "",
) -> str:
    """A whole page; ``prose`` is how often a sentence is repeated in a paragraph, ``extra`` ends the text."""
    title = f"{YEAR}年政府信息公开工作年度报告"
    lines = (f'<span class="phrase">{body}</span>', title)
    heading = "".join(f'<span class="title-line">{line}</span>' for line in lines)
    numbers = itertools.count(101)
    sections = "".join(_section(edition, section, numbers, prose) for section in edition.sections)
    return f"""<!DOCTYPE html>
<html lang="zh-CN">
<head><meta charset="utf-8"><title>{body}{title}</title>
<meta name="author" content="{body}"><meta name="Keywords" content="政府信息公开,年度报告">
<meta name="Description" content="{body}{YEAR}年度报告">
<meta name="dcterms.created" content="2026-01-18"><meta name="dcterms.modified" content="2026-01-20">
<style>main {{ color: black }}</style></head>
<body>
<a class="skip-link" href="#main">跳到正文</a>
<nav class="toc"><ol><li><a href="#overview">目录里的一行</a></li></ol></nav>
<main id="main">
<h1>{heading}</h1>
<section class="introduction"><p>根据《中华人民共和国政府信息公开条例》编制本报告。{_PROSE}。</p></section>
{sections}{extra}
{_signature(body, date)}
</main>
</body></html>
"""


def _section(edition: Edition, section: Section, numbers: Iterator[int], prose: int) -> str:
    heading = f'<section id="{section.id}"><h2>{section.heading}</h2>'
    if section.kind == "table":
        return f"{heading}{table_html(edition.table_of(section), numbers)}</section>"
    paragraphs = "".join(
        f'<p><span class="run-in level-2">（{numeral}）{aspect}。</span>全年办理{next(numbers)}件，'
        f"占9.5%；{f'{_PROSE}。' * prose}</p>\n"
        for numeral, aspect in zip(_NUMERALS, _ASPECTS, strict=True)
    )
    deeper = (
        '<h3 class="level-2">（六）其他工作</h3><h4 class="level-3">1.目录</h4>'
        '<h5 class="level-4">（1）更新</h5><p>按月更新。</p>'
        if section.id == "overview"
        else ""
    )
    return f"{heading}{paragraphs}{deeper}</section>"


def table_html(table: Table, numbers: Iterator[int]) -> str:
    """A statutory table as the page draws it, its cells filled from ``numbers``."""
    rows = grid(table)
    heads = [row for row in rows if row.head]
    head = f"<thead>{_rows(heads, numbers)}</thead>" if heads else ""
    blocks = itertools.groupby((row for row in rows if not row.head), key=lambda row: row.block)
    parts = "".join(f"<tbody>{_rows(group, numbers)}</tbody>\n" for _, group in blocks)
    columns = "".join(f'<col style="width:{width:.3f}%">' for width in _column_widths(table))
    return (
        f'<div class="table-scroll"><table class="statutory" id="{table.id}">'
        f'<caption class="visually-hidden">{table.key}</caption><colgroup>{columns}</colgroup>'
        f"{head}{parts}</table></div>"
    )


def _column_widths(table: Table) -> list[float]:
    stubs = list(_STUB_WIDTHS) if table.stub_columns == len(_STUB_WIDTHS) else [28.0] * table.stub_columns
    left = table.width - len(stubs)
    return [*stubs, *[(100 - sum(stubs)) / left] * left]


def _rows(rows: Iterator[GridRow] | list[GridRow], numbers: Iterator[int]) -> str:
    return "".join(f"<tr>{''.join(_cell(tag, numbers) for tag in row.tags)}</tr>\n" for row in rows)


def _cell(tag: Tag, numbers: Iterator[int]) -> str:
    words = html.escape(str(next(numbers)) if tag.ref else tag.text)
    if tag.scope == "row" and tag.rowspan > 1:
        words = words.replace("）", "）<br>", 1)
    kind = {"data": "number", "caption": "caption", "note": "note"}.get(tag.kind, "")
    given = {"class": kind, "scope": tag.scope, "id": tag.id, "headers": " ".join(tag.headers)}
    given |= {
        name: str(span) for name, span in (("rowspan", tag.rowspan), ("colspan", tag.colspan)) if span > 1
    }
    attributes = "".join(f' {name}="{value}"' for name, value in given.items() if value)
    return f"<{tag.name}{attributes}>{words}</{tag.name}>"


def _signature(body: str, date: tuple[str, str] | None) -> str:
    dated = f'<p class="date"><time datetime="{date[0]}">{date[1]}</time></p>' if date else ""
    return f'<footer class="signature"><p class="body-name">{body}</p>{dated}</footer>'


def page(content: str, head: str = "<title>题</title>") -> str:
    """The least page around ``content``."""
    return f"<!DOCTYPE html><html lang=zh-CN><head>{head}</head><body><main>{content}</main></body></html>"


def png(width: int, height: int) -> str:
    """A white PNG as a data URI."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    pixels = zlib.compress(b"".join(b"\0" + b"\xff" * width for _ in range(height)))
    data = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    return f"data:image/png;base64,{base64.b64encode(data).decode()}"


RICH = (
    '<p>见<a href="https://www.gov.cn/a?b=1&amp;c=2">政府<b>网站</b></a>，<em>重</em><u>点</u>CO<sub>2</sub>。</p>'
    "<ol start=3><li>甲</li><li>乙<ul><li>子</li></ul></li></ol>"
    f'<figure><img src="{png(2000, 40)}" alt="公开条数"><figcaption>图一</figcaption></figure>'
    "<table><tr><td>外<table><tr><td>内</td></tr></table></td></tr></table><table><tr><td>次</td></tr></table>"
)

SLOPPY = (
    "<table><tr><td rowspan=9>a<td colspan=2>b<td>c</tr><tr><td>d</tr>"
    "<tr><td rowspan=2>e<td colspan=9>f</tr></table>"
    "<table><tr><td>g<p>h</p><table><tr><td>i</table></table>"
    "<table></table>"
)
