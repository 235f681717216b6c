"""The report as a piece of HTML to paste into a web site's editor: inline styles, no ids, no classes.

It is made from the rendered page, so that whatever a template changes is in it too.
"""

import functools
import itertools
import re
from importlib.resources import files
from typing import Any
from xml.etree import ElementTree

from css_inline import CSSInliner
from lxml import etree
from lxml.html import HtmlElement, XHTMLParser, tostring

from govgen.render import html_tree as dom
from govgen.render.readback.visible import concealed

_KEPT = {
    "*": ("lang", "style", "title", "width"),
    "a": ("href",),
    "img": ("src", "alt", "height"),
    "ol": ("start", "type"),
    "td": ("colspan", "rowspan"),
    "th": ("colspan", "rowspan", "scope"),
    "time": ("datetime",),
}
"""The attributes that mean something outside the page; the others refer to elements of the page."""

_TABLE = {"border": "1", "cellspacing": "0", "cellpadding": "4", "width": "100%"}
"""For editors that drop styles."""

_DROPPED = frozenset({"script", "style", "template", "nav", "caption", "source"})
_UNWRAPPED = frozenset({"section", "picture"})
_RENAMED = {"aside": "div", "footer": "div", "figcaption": "p", "figure": "div", "main": "div"}
"""Elements that older editors do not know, and their replacements."""

_LINES = frozenset({"colgroup", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ol", "p", "table"})
_ROWS = frozenset({"tbody", "td", "tfoot", "th", "thead", "tr", "ul"})
_BLANKS = re.compile(r"[ \t\r\n\f]+")


def write_fragment(html: str) -> bytes:
    """The ``<main>`` of a rendered page as a fragment in UTF-8; a draft begins with the note that it is one.

    It begins with a byte order mark, so that browsers and Notepad read it as UTF-8 without a head. Characters
    outside GBK are written as numeric references: many government sites still store their pages in GBK.
    """
    page = dom.parse(_inliner().inline(html))
    # lxml has operations that take elements out, but its own parser knows no HTML5.
    root = etree.fromstring(ElementTree.tostring(page), XHTMLParser(recover=True))
    main = dom.main_element(root)
    notes = [node for node in root.iter() if "draft-note" in dom.classes(node)]
    for note in reversed(notes):
        note.tail = None
        main.insert(0, note)
    main.set("lang", "zh-CN")
    _clean(main)
    text = _tidy(tostring(main, encoding="unicode", method="html"))
    return b"\xef\xbb\xbf" + text.encode("gbk", "xmlcharrefreplace").decode("gbk").encode("utf-8")


@functools.cache
def _inliner() -> Any:
    css = (files(__package__) / "fragment.css").read_text(encoding="utf-8")
    return CSSInliner(inline_style_tags=False, extra_css=css, load_remote_stylesheets=False)


def _clean(node: HtmlElement) -> None:
    """Reduce an element and all below it to what may be pasted: tags, attributes and blanks."""
    node.text = _BLANKS.sub(" ", node.text or "")
    scrolls = {}
    if "table-scroll" in dom.classes(node):
        # What moves sideways must be reached by the keyboard, and have a name.
        scrolls = {"tabindex": "0", "role": "group", "aria-label": node.findtext("table/caption") or "表格"}
    for child in list(node):
        child.tail = _BLANKS.sub(" ", child.tail or "")
        if not isinstance(child.tag, str) or child.tag in _DROPPED or concealed(child):
            child.drop_tree()
        else:
            _clean(child)
            if child.tag in _UNWRAPPED or (child.tag == "span" and not child.attrib):
                child.drop_tag()
    if node.tag == "table":
        _set_widths(node)
    kept = (_TABLE if node.tag == "table" else {}) | {
        name: value.replace(": ", ":").replace("; ", ";").rstrip(";") if name == "style" else value
        for name in (*_KEPT["*"], *_KEPT.get(node.tag, ()))
        if (value := node.get(name)) and not value.startswith("#")
    }
    node.attrib.clear()
    node.attrib.update(kept | scrolls)
    node.tag = _RENAMED.get(node.tag, node.tag)


def _set_widths(table: HtmlElement) -> None:
    """Give each column and cell its share of the width as an attribute, too."""
    columns, shares = list(table.iter("col")), dom.column_shares(table)
    if len(columns) != len(shares) or not all(shares):
        return
    edges = list(itertools.accumulate(shares, initial=0.0))
    for cell in dom.place(table):
        right = cell.column + cell.colspan
        if right < len(edges):
            cell.node.set("width", f"{edges[right] - edges[cell.column]:.4g}%")
    for column, share in zip(columns, shares, strict=True):
        column.attrib.pop("style", None)
        column.set("width", f"{share:.4g}%")


def _tidy(text: str) -> str:
    """Each block on a line of its own, no empty lines."""
    names = "|".join(sorted(_LINES | _ROWS))
    broken = re.sub(rf"(<(?:{names})\b[^>]*>)", r"\n\1", text)
    broken = re.sub(rf"(</(?:{names})>)", r"\1\n", broken)
    return "".join(f"{line.strip()}\n" for line in broken.split("\n") if line.strip())
