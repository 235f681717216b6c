"""The words of an element that are shown, spoken or must be printed, by tags and attributes, not by CSS."""

from xml.etree.ElementTree import Element

from govgen.render.html_tree import HIDDEN, classes, words

PLAIN = frozenset({"a", "abbr", "b", "br", "div", "em", "i", "p", "span", "strong", "time", "wbr"})
"""Elements allowed within a paragraph or cell: none of them strikes, raises, reverses or replaces words."""

CUT = 30
"""Messages quote no more characters than this: one line of a terminal, with the rest of the message."""

ADDED = frozenset({"aside", "nav", "figure", "footer"})
"""Elements a template may add to the report."""

_FALLBACK = frozenset(
    {"audio", "canvas", "datalist", "meter", "noframes", "noscript", "progress", "rp", "template", "video"}
)
"""Elements whose words are shown only by a browser that does not support them."""

_FOLDED = frozenset({"details", "dialog"})
"""Elements that are closed until somebody opens them."""

_UNITS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "p", "li", "dt", "dd", "pre", "th", "td"})
_WORDLESS = frozenset({"caption", "img", "style"})


def concealed(node: Element) -> bool:
    """Whether the tag or an attribute of an element hides its words from readers or from screen readers."""
    return (
        node.tag in _FALLBACK
        or (node.tag in _FOLDED and node.get("open") is None)
        or node.get("hidden") is not None
        or node.get("popover") is not None
        or node.get("aria-hidden") == "true"
        or HIDDEN in classes(node)
    )


def _is_unseen(node: Element) -> bool:
    return not isinstance(node.tag, str) or concealed(node)


def is_added(node: Element) -> bool:
    """Whether an element is a template's own; the signature of the report is in a footer."""
    return node.tag in ADDED and "signature" not in classes(node)


def without_blanks(text: str) -> str:
    """The text without blanks, which are not compared."""
    return "".join(text.split())


def shown_words(node: Element) -> str:
    """The words of an element that are not concealed, without blanks."""
    return "" if _is_unseen(node) else without_blanks("".join(words(node, _is_unseen)))


def spoken_words(node: Element) -> str:
    """All words of an element, without blanks."""
    return without_blanks("".join(node.itertext()))


def excerpt(text: str, other: str = "") -> str:
    """``text`` cut short; of a long one the part where it differs from the ``other``."""
    pairs = enumerate(zip(text, other, strict=False))
    same = next((place for place, (here, there) in pairs if here != there), 0)
    start = max(0, same - CUT // 2) if len(text) > CUT else 0
    before, after = "…" if start else "", "…" if start + CUT < len(text) else ""
    return f"{before}{text[start : start + CUT]}{after}"


def foreign_tag(node: Element) -> str:
    """The first element within ``node`` that could alter how its words are read; empty if there is none.

    An element with an ``aria-label`` or a writing direction of its own counts too.
    """
    for inner in (each for each in node.iter() if isinstance(each.tag, str)):
        if (inner is not node and inner.tag not in PLAIN) or inner.get("aria-label") or inner.get("dir"):
            return inner.tag
    return ""


def units_of(root: Element) -> dict[Element, Element]:
    """The elements of the report whose words must be printed, each with its heading, paragraph or cell."""
    found: dict[Element, Element] = {}
    for main in root.iter("main"):
        _gather(main, None, found)
    return found


def _gather(node: Element, unit: Element | None, found: dict[Element, Element]) -> None:
    unit = node if node.tag in _UNITS else unit
    if unit is not None:
        found[node] = unit
    for child in node:
        if child.tag not in _WORDLESS and not is_added(child) and not _is_unseen(child):
            _gather(child, unit, found)


def words_of(wanted: dict[Element, Element]) -> dict[Element, str]:
    """The words of each heading, paragraph and cell of ``units_of``, in document order."""

    def own(unit: Element) -> str:
        return printed_words("".join(words(unit, lambda child: wanted.get(child) is not unit)))

    return {unit: own(unit) for unit in dict.fromkeys(wanted.values())}


def printed_words(text: str) -> str:
    """Without blanks, and without the zero-width space that WeasyPrint sets for ``<wbr>``."""
    return without_blanks(text.replace("\u200b", ""))
