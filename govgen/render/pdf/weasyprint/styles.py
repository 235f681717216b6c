"""Fewer computed styles: WeasyPrint 70 makes one for every id, style attribute and pseudo-element of a page.

With this, elements of the same classes in the same place share one; styles took a fifth of a PDF's time.
"""

import functools
import re
from typing import Any
from xml.etree.ElementTree import Element

import weasyprint
from weasyprint.css.counters import CounterStyle
from weasyprint.html import UA

IDENT = "data-id"
"""The attribute that has the id of an element after ``share_styles``."""

_PSEUDO = re.compile(r"::(?:marker|(?:foot)?note-\w+)\s*\{[^}]*\}")
"""Rules for list markers, which need none, and for footnotes, which a report has not."""


@functools.cache
def user_agent() -> Any:
    """WeasyPrint's own style sheet without the rules that give six pseudo-elements to every element."""
    return weasyprint.CSS(string=_PSEUDO.sub("", UA), counter_style=CounterStyle())


def share_styles(root: Element) -> None:
    """Remove the variables for screens, and rename the ids of cells and paragraphs that no link refers to."""
    linked = {link.get("href", "") for main in root.iter("main") for link in main.iter("a")}
    for node in root.iter():
        if node.get("style", "").startswith("--"):
            del node.attrib["style"]
        if node.tag in {"p", "th"} and (ident := node.get("id")) and f"#{ident}" not in linked:
            node.set(IDENT, node.attrib.pop("id"))
