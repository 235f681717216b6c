"""A web page as lines: its paragraphs and its tables, without what surrounds or hides in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from govgen.importers.formats.lines import Lines
from govgen.importers.formats.text import decoded
from govgen.importers.page import Page, RefusedError
from govgen.render.html_tree import parse

MAX_DEPTH = 200
MAX_NESTED_TAGS = 200_000
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.IGNORECASE)
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030"}
"""Pages that claim the older sets hold characters of the newer one."""
_SKIPPED = frozenset(
    ["script", "style", "noscript", "template", "head", "nav", "svg", "select", "button", "iframe"]
)
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "td",
        "th",
        "tr",
        "ul",
    ]
)
_BREAK = frozenset({"br"})
_UNSEEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|(?:font-size|opacity)\s*:\s*0(?![.\d]*[1-9])",
    re.IGNORECASE,
)


def read_html(raw: bytes) -> Page:
    """The page of a web page: what is in ``<main>`` or ``<article>`` where there is exactly one, else all.

    Raises:
        RefusedError: it has more elements, or more of them within each other, than a report can have.
    """
    hint = _CHARSET.search(raw[:4096])
    claimed = hint[1].decode("ascii").lower() if hint else ""
    text, _ = decoded(raw, _WIDER.get(claimed, claimed))
    _refuse_mazes(text)
    root = parse(text)
    lines = Lines()
    _walk(_content(root), lines)
    return lines.page()


def _refuse_mazes(text: str) -> None:
    """Stop before a parser is given a page that is made to exhaust it."""
    depth = deepest = count = 0
    for match in re.finditer(
        r"<(/?)(?:div|span|table|td|tr|b|i|font|p|section|ul|li|a|em|strong)\b", text, re.IGNORECASE
    ):
        count += 1
        depth = max(0, depth + (-1 if match[1] else 1))
        deepest = max(deepest, depth)
    if count > MAX_NESTED_TAGS or deepest > 20 * MAX_DEPTH:
        raise RefusedError("网页的标记太多、嵌套太深，不像一份年度报告")


def _content(root: Element) -> Element:
    for name in ("main", "article"):
        found = list(root.iter(name))
        if len(found) == 1:
            return found[0]
    body = root.find("body")
    return root if body is None else body


def _walk(node: Element, lines: Lines, depth: int = 0) -> None:
    """Add what is below ``node``: a block ends the line before it, words run together otherwise."""
    if depth > MAX_DEPTH:
        raise RefusedError("网页的标记嵌套太深，不像一份年度报告")
    loose: list[str] = [node.text or ""]
    for child in node:
        if isinstance(child.tag, str) and not _is_skipped(child):
            if _holds_blocks(child):
                lines.paragraph("".join(loose))
                loose = []
                _block(child, lines, depth)
            else:
                loose.extend(_inline(child))
        loose.append(child.tail or "")
    lines.paragraph("".join(loose))


def _block(node: Element, lines: Lines, depth: int) -> None:
    if node.tag == "table" and not any(inner is not node for inner in node.iter("table")):
        lines.table(_rows(node))
    else:
        _walk(node, lines, depth + 1)


def _is_skipped(node: Element) -> bool:
    return node.tag in _SKIPPED or concealed(node)


def concealed(node: Element) -> bool:
    """Whether the tag, an attribute or the inline style of an element hides its words."""
    return (
        node.tag in {"audio", "canvas", "datalist", "dialog", "noframes", "noscript", "template", "video"}
        or node.get("hidden") is not None
        or node.get("aria-hidden") == "true"
        or "visually-hidden" in (node.get("class") or "").split()
        or bool(_UNSEEN.search(node.get("style") or ""))
    )


def _holds_blocks(node: Element) -> bool:
    return any(inner.tag in _BLOCKS for inner in node.iter())


def _inline(node: Element) -> Iterator[str]:
    if node.tag in _BREAK:
        yield "\n"
    yield re.sub(r"\s+", " ", node.text or "")
    for child in node:
        if isinstance(child.tag, str) and not _is_skipped(child):
            yield from _inline(child)
        yield re.sub(r"\s+", " ", child.tail or "")


def _rows(table: Element) -> Iterator[list[str]]:
    """The cells of each row that begin in it; one merged over several rows stands in its first only."""
    for row in table.iter("tr"):
        if not _is_skipped(row):
            yield [_words(cell) for cell in row if cell.tag in {"td", "th"} and not concealed(cell)]


def _words(node: Element) -> str:
    if not isinstance(node.tag, str) or _is_skipped(node):
        return ""
    parts = [node.text or ""]
    for child in node:
        separator = " " if child.tag in _BLOCKS or child.tag in _BREAK else ""
        parts += [separator, _words(child), separator, child.tail or ""]
    return "".join(parts)
