"""The report as a piece of HTML to paste into a web site's editor: inline styles, no ids, no classes.

It is made from the rendered page, so that whatever a template changes is in it too.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterable, Iterator
from html import escape
from importlib.resources import files
from xml.etree.ElementTree import Element

import yaml

from govgen.render import html_tree as dom
from govgen.render.readback.visible import concealed

_KEPT = {
    "*": ("lang", "title", "width"),
    "a": ("href",),
    "img": ("src", "alt", "height"),
    "ol": ("start", "type"),
    "td": ("colspan", "rowspan"),
    "th": ("colspan", "rowspan", "scope"),
    "time": ("datetime",),
}
"""The attributes that mean something outside the page; the rest names or serves elements of the page."""

_TABLE = {"border": "1", "cellspacing": "0", "cellpadding": "4", "width": "100%"}
"""For editors that drop styles."""

_DRAWING = "{http://www.w3.org/2000/svg}"

_DROPPED = frozenset({"script", "style", "template", "nav", "colgroup", "caption"})
_RENAMED = {"aside": "div", "footer": "div", "figcaption": "p", "figure": "div"}
"""Elements that older editors do not know, and what stands for them."""

_VOID = frozenset({"br", "hr", "img", "wbr"})
_LINES = frozenset(
    {"div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ol", "p", "table", "td", "th", "tr", "ul"}
)
_WIDTH = re.compile(r"width\s*:\s*([\d.]+)\s*%")
_BLANKS = re.compile(r"[ \t\r\n\f]+")


def write_fragment(html: str) -> bytes:
    """The ``<main>`` of a rendered page as a fragment in UTF-8; a draft says first that it is one.

    It begins with a byte order mark, so that browsers and Notepad read it rightly without a head. Characters
    outside GBK are written as numbers: many sites of the government still store their pages in that code.
    """
    root = dom.parse(html)
    style = escape(_styles()["page"], quote=True)
    notes = (node for node in root.iter() if "draft-note" in dom.classes(node))
    inner = "".join([*(part for note in notes for part in _element(note)), *_children(dom.main(root))])
    text = f'<div lang="zh-CN" style="{style}">\n{_tidy(inner)}</div>\n'
    return b"\xef\xbb\xbf" + text.encode("gbk", "xmlcharrefreplace").decode("gbk").encode("utf-8")


@functools.cache
def _styles() -> dict[str, str]:
    text = (files(__package__) / "fragment.yaml").read_text(encoding="utf-8")
    styles: dict[str, str] = yaml.safe_load(text)
    return styles


def _children(node: Element) -> Iterator[str]:
    yield _text(node.text)
    for child in node:
        if isinstance(child.tag, str) and child.tag not in _DROPPED and not concealed(child):
            yield from _element(child)
        yield _text(child.tail)


def _text(text: str | None) -> str:
    return escape(_BLANKS.sub(" ", text or ""), quote=False)


def _element(node: Element, width: str = "") -> Iterator[str]:
    attributes = _attributes(node) | ({"width": width} if width else {})
    if node.tag == "section" or (node.tag == "span" and not attributes):
        yield from _children(node)
        return
    name = _RENAMED.get(str(node.tag), str(node.tag)).rpartition("}")[2]
    marks = "".join(f' {key}="{escape(value, quote=True)}"' for key, value in attributes.items())
    turn = "\n" if name in _LINES else ""
    yield f"{turn}<{name}{marks}>"
    if name not in _VOID:
        yield from _table(node) if name == "table" else _children(node)
        yield f"</{name}>"
    yield turn


def _attributes(node: Element) -> dict[str, str]:
    """What of an element's attributes goes along, and how it looks."""
    tag = str(node.tag)
    if tag.startswith(_DRAWING):
        return {name: value for name, value in node.items() if name not in {"id", "class", "aria-labelledby"}}
    kept = {
        name: value
        for name in (*_KEPT["*"], *_KEPT.get(tag, ()))
        if (value := node.get(name)) and not value.startswith("#")
    }
    if style := _style(node):
        kept["style"] = style
    return (_TABLE if tag == "table" else {}) | kept


def _style(node: Element) -> str:
    """The declarations for an element, its classes and the direction it heads; its own come last and win."""
    names = [str(node.tag), f"[{node.get('scope')}]", *(f".{name}" for name in sorted(dom.classes(node)))]
    found: dict[str, str] = {}
    for declarations in (*(_styles().get(name, "") for name in names), node.get("style") or ""):
        for declaration in declarations.split(";"):
            name, _, value = declaration.partition(":")
            found |= {name.strip(): value.strip()} if value else {}
    return ";".join(f"{name}:{value}" for name, value in found.items())


def _table(node: Element) -> Iterator[str]:
    """The rows of a table, each cell with the share of the width that its columns have."""
    shares = [
        float(match[1]) for column in node.iter("col") if (match := _WIDTH.search(column.get("style") or ""))
    ]
    if shares:
        yield "\n<colgroup>"
        yield from (f'<col width="{share:.4g}%">' for share in shares)
        yield "</colgroup>"
    edges = list(itertools.accumulate(shares, initial=0.0))
    widths = {id(cell.node): _share(edges, cell) for cell in dom.place(node)}
    for part, rows in itertools.groupby(_rows(node), key=lambda pair: pair[0]):
        yield f"\n<{part.tag}>\n"
        yield from _part((row for _, row in rows), widths)
        yield f"</{part.tag}>\n"


def _rows(node: Element) -> Iterator[tuple[Element, Element]]:
    for part in node:
        if part.tag in {"thead", "tbody", "tfoot"}:
            yield from ((part, row) for row in part if row.tag == "tr")


def _share(edges: list[float], cell: dom.Placed) -> str:
    right = cell.column + cell.colspan
    return f"{edges[right] - edges[cell.column]:.4g}%" if right < len(edges) else ""


def _part(rows: Iterable[Element], widths: dict[int, str]) -> Iterator[str]:
    for row in rows:
        yield "<tr>\n"
        for cell in (each for each in row if each.tag in {"td", "th"}):
            yield from _element(cell, widths.get(id(cell), ""))
        yield "</tr>\n"


def _tidy(text: str) -> str:
    """Each block on lines of its own, no empty ones."""
    return "".join(f"{line.strip()}\n" for line in text.split("\n") if line.strip())
