"""Where a line of prose may end: marks that may not begin one, and long words that have to be broken."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement

from markupsafe import Markup, escape

from govgen.render import html_tree as dom

LONG = 13
"""A word of this many Latin characters leaves a line wide gaps where it goes on to the next one whole."""

LOOSE = "loose"
"""The class of a word that may be broken anywhere."""

_PART = r"(?:[0-9A-Za-z.,%‰℃]+|\S)"
_MARKS = re.compile(
    rf"(?P<loose>(?![\d.,%/+~-]+(?![!-~]))[!-~]{{{LONG},}})"
    rf"|(?P<tied>{_PART}(?:[/／]{_PART})+|{_PART}(?:[～·]|(?<!—)—(?!—)))"
)


def typeset(text: str) -> Markup:
    """``text`` as HTML that tells the style where lines may end; its words stay what they are.

    A 连接号 or 间隔号 may not begin a line, a 分隔号 neither begin nor end one (GB/T 15834-2011,
    5.1): each stands in a span of the class ``tied`` with what it may not be parted from. A web address or
    another long word that is no figure, of class ``loose``, may be broken anywhere.
    """
    made = Markup()
    at = 0
    for match in _MARKS.finditer(text):
        made += escape(text[at : match.start()])
        made += Markup('<span class="{}">{}</span>').format(match.lastgroup, match[0])
        at = match.end()
    return made + escape(text[at:])


def loosen(root: Element) -> None:
    """Offer a line's end after every two characters of the words that may be broken anywhere.

    WeasyPrint 70 does break a word for ``word-break: break-all``, but not one that could end the line sooner
    at a mark of its own: an address would go to the next line at its first slash.
    """
    for node in root.iter("span"):
        word = node.text or ""
        if LOOSE in dom.classes(node) and len(word) > 2:
            node.text = word[:2]
            for at in range(2, len(word), 2):
                SubElement(node, "wbr").tail = word[at : at + 2]
