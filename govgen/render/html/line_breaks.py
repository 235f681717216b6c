"""Where a line of prose may end: figures, dates and numbers stay whole, long Latin words may be broken."""

import re
from collections.abc import Iterator
from typing import NamedTuple
from xml.etree.ElementTree import Element, SubElement

from markupsafe import Markup, escape

from govgen.render import html_tree as dom

LONG = 13
"""A Latin word of this length, moved whole to the next line, leaves gaps of a quarter of a line."""

ENDING = 3
"""The characters kept together at a paragraph's end, so that no last line is shorter (full stop included)."""

WIDEST = 16
"""The longest group of characters kept on one line: it fits the text width of a phone 320 px wide."""

LOOSE, TIED = "loose", "tied"
"""The classes of a word that may be broken anywhere, and of one that may not be broken."""

_HOST = r"[0-9A-Za-z]+(?:[.-][0-9A-Za-z]+)*"
_PART = r"(?:[0-9A-Za-z.,%‰℃]++|\S)"
_CLOSING = r"[，。；：、！？）〕》〉”’」】)…]*"
_NUMBER = r"\d(?:[\d,.]*\d)?"
_FIGURE = rf"{_NUMBER}(?:[%％‰]?[—～~－-]{_NUMBER})*"
_UNIT = (
    r"[%％‰℃]|[余多来几]?[十百千万亿]*[余多来几]?(?:"
    r"个(?:百分点|工作日|月|小时)|百分点|工作日|平方(?:公里|千米|米)|公里|千米|小时|分钟|人次|件次|年度|[\u4e00-\u9fff])"
)
_TOKENS = re.compile(
    rf"(?P<url>https?://{_HOST}(?::\d+)?(?:[/?#](?:[!-~]*[0-9A-Za-z/#])?)?)"
    rf"|(?P<mail>(?<![0-9A-Za-z._+-])[0-9A-Za-z._+-]{{1,64}}@{_HOST})"
    rf"|(?P<phone>(?:[(（]0\d{{2,3}}[)）]|0\d{{2,3}}[-－—])\d{{7,8}}(?![\d-]))"
    rf"|(?P<loose>(?![\d.,%/+~-]+(?![!-~]))[!-~]{{{LONG},}})"
    # 字号; a date; another telephone number; a figure with its unit.
    r"|(?P<tied>[〔［\[]\d{4}[〕］\]]\s?第?\d+号"
    r"|\d{4}\s?年(?:度|\d{1,2}\s?月(?:\d{1,2}\s?日)?)?|\d{1,2}\s?月\d{1,2}\s?日"
    r"|[(（]\d{3,4}[)）]\d{7,8}"
    rf"|{_PART}(?:[/／]{_PART})+|(?<![0-9A-Za-z.])[+-]?{_FIGURE}(?:{_UNIT})?"
    # A 连接号 or 间隔号 may not begin a line (GB/T 15834-2011, 5.1).
    rf"|{_PART}(?:[～·]|(?<!—)—(?!—)))"
)
_AFTER = re.compile(_CLOSING)
_HEADING_NUMBER = re.compile(r"\d+[.．、]")


class _Token(NamedTuple):
    """A part of a text from ``start`` to ``end`` that is set apart: its kind and, for a link, its address."""

    kind: str
    start: int
    end: int
    href: str = ""


def typeset(text: str, end: bool = False) -> Markup:
    """``text`` as HTML that says where lines may not end and what is a link; its words stay the same.

    Figures with their units, dates, telephone and document numbers are spans of class ``tied``; so are, at
    the ``end`` of a paragraph, its last characters. Web addresses and other long words may be broken
    anywhere; they are of class ``loose``.
    """
    made = Markup()
    at = 0
    for token in _ended(text, list(_tokens(text))) if end else _tokens(text):
        made += escape(text[at : token.start])
        made += _element(token, text[token.start : token.end])
        at = token.end
    return made + escape(text[at:])


def _element(token: _Token, words: str) -> Markup:
    """A token as HTML; the marks that follow a short link are kept on its line."""
    if not token.href:
        return Markup('<span class="{}">{}</span>').format(token.kind, words)
    address = words.rstrip("，。；：、！？）〕》〉”’」】)…") if token.kind == TIED else words
    link = Markup('<a href="{}" class="{}">{}</a>').format(token.href, token.kind, address)
    after = words[len(address) :]
    return Markup('<span class="tied">{}{}</span>').format(link, after) if after else link


def _tokens(text: str) -> Iterator[_Token]:
    numbered = _HEADING_NUMBER.match(text)
    at = numbered.end() if numbered else 0
    while match := _TOKENS.search(text, at):
        kind, (start, at) = str(match.lastgroup), match.span()
        href = {
            "url": match[0],
            "mail": f"mailto:{match[0]}",
            "phone": f"tel:{'-'.join(re.findall('[0-9]+', match[0]))}",
        }.get(kind, "")
        if kind in {"url", "mail", "phone"}:
            kind = LOOSE if len(match[0]) > WIDEST else TIED
        if kind != LOOSE:
            closed = _AFTER.match(text, at)
            at = closed.end() if closed else at
        if at - start <= WIDEST + 2 or kind == LOOSE:
            yield _Token(kind, start, at, href)


def _ended(text: str, tokens: list[_Token]) -> Iterator[_Token]:
    """The ``tokens`` with the last characters of ``text`` in one; of a link only what follows it."""
    limit = max(0, len(text.rstrip()) - ENDING)
    kept = [token for token in tokens if token.end <= limit]
    cut = [token for token in tokens if token.end > limit]
    start = min([limit, *(token.start for token in cut if token.kind == TIED and not token.href)])
    for token in cut:
        if token.href or (token.kind == LOOSE and token.start < limit):
            # A link keeps its address whole; a last line is not short where it ends in one.
            kept.append(token._replace(end=token.end if token.href else limit))
            start = max(start, kept[-1].end)
    yield from kept
    if start < len(text):
        yield _Token(TIED, start, len(text))


def loosen(root: Element) -> None:
    """Offer a line's end after every two characters of the words that may be broken anywhere.

    WeasyPrint 70 does break a word for ``word-break: break-all``, but not one that could end the line sooner
    at a mark of its own: an address would go to the next line at its first slash.
    """
    for node in root.iter():
        word = node.text or ""
        if node.tag in {"span", "a"} and LOOSE in dom.classes(node) and len(word) > 2:
            node.text = word[:2]
            for at in range(2, len(word), 2):
                SubElement(node, "wbr").tail = word[at : at + 2]


def level(root: Element) -> None:
    """Put the words of each paragraph and heading into a span, so that mixed faces keep lines in place.

    The paragraph's own line height is that of the page's 22 lines; what mixes faces within it has the height
    of its type only, and cannot make a line higher.
    """
    for node in (*root.iter("p"), *root.iter("h2")):
        span = Element("span", {"class": "face"})
        span.text, node.text = node.text, None
        span.extend(node)
        node[:] = [span]
