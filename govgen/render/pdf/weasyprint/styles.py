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
_VARIABLE = re.compile(r"var\(\s*(--[\w-]+)")


@functools.cache
def user_agent() -> Any:
    """WeasyPrint's own style sheet without the rules that give six pseudo-elements to every element."""
    return weasyprint.CSS(string=_PSEUDO.sub("", UA), counter_style=CounterStyle())


def share_styles(root: Element, css: str) -> None:
    """Remove the variables and rename the ids that only screens and assistive technology use.

    Kept are variables and ids that ``css`` or another style refers to, and ids of links and of other elements
    than cells and paragraphs.
    """
    styles = [css, *(node.get("style", "") for node in root.iter())]
    used = set(_VARIABLE.findall("\n".join(styles)))
    linked = {link.get("href", "") for main in root.iter("main") for link in main.iter("a")}
    for node in root.iter():
        names = [part.partition(":")[0].strip() for part in node.get("style", "").split(";") if part.strip()]
        if names and all(name.startswith("--") and name not in used for name in names):
            del node.attrib["style"]
        ident = node.get("id") if node.tag in {"p", "th"} else None
        if ident and f"#{ident}" not in linked and ident not in css:
            node.set(IDENT, node.attrib.pop("id"))
