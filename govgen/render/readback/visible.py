"""What of an element is seen and what is heard, and the marks that keep the two and their order the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from govgen.render.html_tree import HIDDEN, classes

PLAIN = frozenset({"a", "abbr", "b", "br", "div", "em", "i", "p", "span", "strong", "time", "wbr"})
"""Elements that may stand within a paragraph or cell: none of them strikes, raises, reverses or replaces."""

CUT = 30
"""Messages quote no more characters than this."""

ADDED = frozenset({"aside", "nav", "figure", "footer"})
"""What a template may add to the report."""

_STAND_BY = frozenset(
    {"audio", "canvas", "datalist", "meter", "noframes", "noscript", "progress", "rp", "template", "video"}
)
"""Elements whose words are shown only by a browser that cannot do what they are for."""

_FOLDED = frozenset({"details", "dialog"})
"""Elements that are closed until somebody opens them."""

_UNSEEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|(?:font-size|opacity)\s*:\s*0(?![.\d]*[1-9])",
    re.IGNORECASE,
)
_TURNED = re.compile(r"direction\s*:|unicode-bidi\s*:", re.IGNORECASE)


def concealed(node: Element) -> bool:
    """Whether an element's own name or attributes keep it from the eye or from the ear."""
    return (
        node.tag in _STAND_BY
        or (node.tag in _FOLDED and node.get("open") is None)
        or node.get("hidden") is not None
        or node.get("popover") is not None
        or node.get("aria-hidden") == "true"
        or HIDDEN in classes(node)
        or bool(_UNSEEN.search(node.get("style") or ""))
    )


def reported(node: Element) -> Iterator[Element]:
    """The children of an element in which words of the report may stand; its signature is in a footer."""
    for child in node:
        added = child.tag in ADDED and "signature" not in classes(child)
        if isinstance(child.tag, str) and not added and not concealed(child):
            yield child


def seen(node: Element) -> str:
    """The words of an element that are not concealed, without blanks."""
    return "".join("".join(_words(node)).split())


def heard(node: Element) -> str:
    """All words of an element, without blanks."""
    return "".join("".join(node.itertext()).split())


def _words(node: Element) -> Iterator[str]:
    if not isinstance(node.tag, str) or concealed(node):
        return
    yield node.text or ""
    for child in node:
        yield from _words(child)
        yield child.tail or ""


def parting(one: str, other: str) -> int:
    """How many characters two texts have alike before they differ; 0 where one begins with the other."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (here, there) in pairs if here != there), 0)


def excerpt(words: str, same: int = 0) -> str:
    """``words`` cut short; of long ones the part where they differ, after ``same``."""
    start = max(0, same - CUT // 2) if len(words) > CUT else 0
    before, after = "…" if start else "", "…" if start + CUT < len(words) else ""
    return f"{before}{words[start : start + CUT]}{after}"


def foreign(node: Element) -> str:
    """The first element within ``node`` that could alter how its words are read; empty where there is none.

    An element that names itself otherwise to assistive technology, or turns the writing round, counts too.
    """
    for inner in (each for each in node.iter() if isinstance(each.tag, str)):
        strange = inner is not node and inner.tag not in PLAIN
        if strange or inner.get("aria-label") or inner.get("dir") or _TURNED.search(inner.get("style") or ""):
            return inner.tag
    return ""
