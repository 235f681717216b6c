"""A whole report as HTML, made straight from the edition's grids: what the PDF tests print."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from pathlib import Path

from govgen.editions.layout import GridRow, Tag, grid
from govgen.editions.loading import edition_for, editions
from govgen.editions.table import Table
from govgen.render.html.page import Templates
from govgen.workflows.check import examine

ROOT = Path(__file__).resolve().parents[2]
CSS = (ROOT / "templates" / "print.css").read_text(encoding="utf-8")

WIDTHS = {
    "disclosure": (34, 22, 22, 22),
    "applications": (8.5, 10.9, 33, *[6.8] * 7),
    "disputes": (6.66,) * 15,
}
BODY = "青禾镇人民政府"
PARAGRAPH = (
    "全年通过政府网站、政务新媒体、公开栏等渠道主动公开政府信息128条，其中政府网站90条、公众号38条；"
    "围绕“三农”工作、乡村振兴、安全生产等群众关心的事项，及时发布政策文件和解读材料，做到应公开尽公开。"
)
LEADS = ("主动公开情况", "依申请公开情况", "政府信息管理情况", "政府信息公开平台建设情况", "监督保障情况")
NUMERALS = "一二三四五"


def number(tag: Tag) -> str:
    """The figure of a cell: each has another, so that none can take another's place unseen."""
    assert tag.ref is not None
    refs = [ref for known in editions() for ref in known.refs]
    return str(101 + refs.index(tag.ref))


def cell(tag: Tag) -> str:
    """One cell of a table, attributes as the report's template writes them."""
    kind = {"data": "number", "note": "note", "caption": "caption"}.get(tag.kind, "")
    marks = {
        "id": tag.id,
        "class": kind,
        "scope": tag.scope,
        "rowspan": tag.rowspan if tag.rowspan > 1 else "",
        "colspan": tag.colspan if tag.colspan > 1 else "",
        "headers": " ".join(tag.headers),
    }
    attributes = "".join(f' {name}="{value}"' for name, value in marks.items() if value)
    words = number(tag) if tag.kind == "data" else tag.text
    return f"<{tag.name}{attributes}>{escape(words)}</{tag.name}>"


def table(drawn: Table) -> str:
    """A statutory table."""
    rows = grid(drawn)
    head = [row for row in rows if row.head]
    parts = [f"<thead>{''.join(map(line, head))}</thead>"] if head else []
    for block in sorted({row.block for row in rows}):
        body = [row for row in rows if row.block == block and not row.head]
        parts.append(f"<tbody>{''.join(map(line, body))}</tbody>")
    parting = " long-table grouped" if drawn.id == "applications" else ""
    columns = "".join(f'<col style="width:{width}%">' for width in WIDTHS[drawn.id])
    return (
        f'<div class="table-scroll" role="region" tabindex="0" aria-labelledby="{drawn.id}-caption">'
        f'<table class="statutory{parting}" id="{drawn.id}-table">'
        f'<caption id="{drawn.id}-caption" class="visually-hidden">{escape(drawn.key)}</caption>'
        f"<colgroup>{columns}</colgroup>{''.join(parts)}</table></div>"
    )


def line(row: GridRow) -> str:
    """A row of a table."""
    return f"<tr>{''.join(map(cell, row.tags))}</tr>"


def prose(section: str) -> str:
    """Paragraphs of every shape for a section of prose."""
    if section == "overview":
        return "".join(
            f'<p><span class="run-in level-2">（{numeral}）{lead}。</span>{PARAGRAPH}</p>'
            for numeral, lead in zip(NUMERALS, LEADS, strict=True)
        )
    if section == "problems":
        return (
            '<h3 class="level-2"><span class="face">（一）存在的主要问题</span></h3>'
            '<h4 class="level-3">1.公开内容更新不够及时</h4>'
            f"<p>{PARAGRAPH}</p>"
            '<h3 class="level-2"><span class="face">（二）改进情况</span></h3>'
            f'<p><span class="run-in level-3">1.健全机制。</span>{PARAGRAPH}</p>'
        )
    return "<p>本年度未收取信息处理费。</p>"


def report(
    year: int = 2025, *, body: str = BODY, draft: bool = False, css: str = "", overview: str = ""
) -> str:
    """The whole page; ``css`` is added to the print style, ``overview`` replaces that section's prose."""
    edition = edition_for(year)
    assert edition is not None
    sections = []
    for section in edition.sections:
        inner = table(edition.table_of(section)) if section.kind == "table" else prose(section.id)
        if overview and section.id == "overview":
            inner = overview
        top = f'<h2 id="{section.id}-h">{section.heading}</h2>'
        sections.append(f'<section id="{section.id}" aria-labelledby="{section.id}-h">{top}{inner}</section>')
    toc = "".join(f'<li><a href="#{s.id}">{s.heading}</a></li>' for s in edition.sections)
    note = '<div class="draft-note" role="note">草稿：尚有未改正的错误</div>' if draft else ""
    named = f"{year}年政府信息公开工作年度报告"
    title = body + named
    heading = "".join(f'<span class="title-line">{text}</span>' for text in (body, named))
    return f"""<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>{title}</title>
<meta name="author" content="{body}"><meta name="dcterms.created" content="{year + 1}-01-18">
<meta name="dcterms.modified" content="{year + 1}-01-18">
<style media="screen">main {{ color: red }}</style><style media="print">{CSS}{css}</style></head>
<body><a class="skip-link" href="#main">跳到正文</a>
<nav class="toc" aria-label="目录"><ol>{toc}</ol></nav>{note}
<main id="main"><h1>{heading}</h1>
<section class="introduction" aria-label="引言"><p>{INTRODUCTION}</p></section>
{"".join(sections)}
<footer class="signature"><p class="body-name">{body}</p>
<p class="date"><time datetime="{year + 1}-01-18">{year + 1}年1月18日</time></p></footer>
</main></body></html>"""


def real(body: str = "") -> str:
    """The page of the example report, by the project's own templates; of ``body`` where it is given."""
    report = examine(ROOT / "examples" / "qinghe" / "2025.yaml").report
    if body:
        report.head = replace(report.head, facts=report.head.facts.model_copy(update={"body": body}))
    return Templates().render(report)


INTRODUCTION = (
    "根据《中华人民共和国政府信息公开条例》和国务院办公厅政府信息与政务公开办公室有关通知要求，"
    "编制本报告。本报告由总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况、"
    "政府信息公开行政复议和行政诉讼情况、存在的主要问题及改进情况、其他需要报告的事项六个部分组成。"
    "所列数据的统计期限为2025年1月1日至2025年12月31日。如有疑问，请与党政办公室联系"
    "（地址：青禾路1号；电话：0000-1234567）。"
)
