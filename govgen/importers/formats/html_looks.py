"""Resolves the styles and attributes of a web page, offline: hidden, struck, raised or doubtful text."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element

import cssselect2
import tinycss2
import tinycss2.color3

from govgen.importers.formats.looks import HIDDEN, PLAIN, STRUCK, TextLook, alike

HtmlStyles = dict[str, str]
_BY_ITSELF = {
    ("text-decoration", "line-through"): ("s", "strike", "del"),
    ("vertical-align", "super"): ("sup", "sub"),
    ("unicode-bidi", "bidi-override"): ("bdo",),
    ("display", "none"): (
        *("script", "style", "noscript", "template", "head", "title", "nav", "svg", "select", "button"),
        *("iframe", "audio", "canvas", "datalist", "meter", "noframes", "progress", "rp", "rt", "video"),
    ),
}
"""How browsers show elements by themselves; ``nav`` belongs to the site and not to the report."""
_BROWSER = {tag: {name: value} for (name, value), tags in _BY_ITSELF.items() for tag in tags}
_SAME_LOOK = frozenset({"span", "font", "p", "div", "td", "th", "tr", "tbody", "table"})
_NO_LOOK = re.compile(
    r"mso-|font-family|line-height|letter-spacing|text-align|text-justify|font-style|page-break|word-|white-space"
    r"|padding|border|tab-|layout-|punctuation-|text-autospace"
)
_SHIFTS = ("left", "top", "right", "bottom", "text-indent", "margin-left", "margin-top", "margin-right")
_SIZES = ("width", "height", "max-width", "max-height")
_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d+)?|\.\d+)")
_FAR = -50.0  # visible words are not shifted by so many pixels, points or per cent to the left or the top
_FAINT = 0.1
_SHIFTING = ("transform", "filter", "position", "float", "order", "::")
"""Properties that may hide words, or put them elsewhere; ``::`` is a pseudo-element with figures."""
_STAYING = frozenset({"none", "static", "relative", "sticky", "left", "0"})
"""Their values that leave words where they are, as long as no distance is given."""
_REORDERED = re.compile(r"override|-reverse")
"""In values of properties that show characters or elements in another order than they are written in."""
_PRINTS = re.compile(r"\d|counter")
"""In the content of a pseudo-element: figures that the text of the page does not have."""
_TINY = 1.0
_ALIKE = 0.12  # two colours this near each other in each of red, green and blue look the same on paper
Colour = tuple[float, float, float]


class ShownStyle(NamedTuple):
    """How an element shows its words: the look, and the colours that its children inherit.

    ``behind`` is None where no element says its background, which is then taken for white.
    """

    look: TextLook = PLAIN
    colour: Colour = (0, 0, 0)
    behind: Colour | None = None


class Sheets:
    """The style sheets that a page holds itself."""

    def __init__(self, root: Element) -> None:
        matcher = cssselect2.Matcher()
        for rule in _rules("\n".join(style.text or "" for style in root.iter("style"))):
            try:
                selectors = cssselect2.compile_selector_list(rule.prelude)
            except cssselect2.SelectorError:
                continue
            styles = _declared(rule.content)
            for selector in selectors if styles else ():
                matcher.add_selector(selector, styles)
        self._matched: dict[Element, HtmlStyles] = {}
        if matcher.order:
            for wrapper in cssselect2.ElementWrapper.from_html_root(root).iter_subtree():
                own: HtmlStyles = {}
                # In the order of the cascade: specificity, place, pseudo-element, declarations.
                for _, _, pseudo, styles in matcher.match(wrapper):
                    if pseudo is None:
                        own |= styles
                    elif _PRINTS.search(styles.get("content", "")):
                        own["::"] = ""
                self._matched[wrapper.etree_element] = own

    def of(self, node: Element) -> HtmlStyles:
        """The declarations for an element: the browser's own, the sheets', its attributes'."""
        found = dict(_BROWSER.get(node.tag, {}))
        for name, attribute in (("color", "color"), ("background-color", "bgcolor")):
            if word := node.get(attribute):
                found[name] = word
        found |= self._matched.get(node, {})
        found |= _declared(tinycss2.parse_component_value_list(node.get("style") or ""))
        is_folded = node.tag in {"details", "dialog"} and node.get("open") is None
        return found | ({"display": "none"} if node.get("hidden") is not None or is_folded else {})

    def seen(self, node: Element, around: ShownStyle) -> ShownStyle:
        """How ``node`` shows its words, inside an element that shows its own as ``around``."""
        styles, was = self.of(node), around.look
        colour = _colour(styles.get("color"), around.colour)
        behind = _colour(styles.get("background-color") or styles.get("background"), around.behind)
        is_alike = colour is None or alike(colour, behind or (1, 1, 1), _ALIKE)
        is_clear = colour is None or (is_alike and behind is not None) or _is_unseen(styles)
        is_struck = any(
            name.startswith("text-decoration") and "line-through" in value for name, value in styles.items()
        )
        align = styles.get("vertical-align", "")
        is_raised = align in {"super", "sub", "text-top", "text-bottom"} or _number(align, 0.0) != 0
        is_moved = (
            any(styles.get(name, "none") not in _STAYING for name in _SHIFTING)
            or any(map(_REORDERED.search, styles.values()))
            or any(_number(styles.get(name), 0) for name in _SHIFTS[:4])  # the offsets of a position
        )
        # What else distinguishes its words from those around it; classes too, as sheets may be absent.
        tag = "" if node.tag in _SAME_LOOK else node.tag
        declared = tuple(sorted(item for item in styles.items() if not _NO_LOOK.match(item[0])))
        own = (tag, node.get("class", ""), node.get("size", ""), declared)
        look = TextLook(
            was.gone or (HIDDEN if is_clear else STRUCK if is_struck else ""),
            was.raised or (is_raised and node.tag not in {"td", "th", "tr"}),
            was.doubtful or is_alike or is_moved,
            was.style + ((own,) if any(own) else ()),
        )
        return ShownStyle(look, colour or around.colour, behind)


def _rules(text: str) -> Iterator[Any]:
    """The rules of a sheet; those for print only are left out."""
    for rule in tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True):
        if rule.type == "qualified-rule":
            yield rule
        elif rule.type == "at-rule" and rule.lower_at_keyword == "media" and rule.content:
            is_for_print = "print" in tinycss2.serialize(rule.prelude)
            yield from () if is_for_print else _rules(tinycss2.serialize(rule.content))


def _declared(content: Any) -> HtmlStyles:
    found = tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True)
    return {
        item.lower_name: tinycss2.serialize(item.value).strip().lower()
        for item in found
        if item.type == "declaration"
    }


def _is_unseen(styles: HtmlStyles) -> bool:
    get = styles.get
    return (
        get("display") == "none"
        or get("visibility") in {"hidden", "collapse"}
        or get("content-visibility") == "hidden"
        or _number(get("opacity"), 1.0) <= _FAINT
        or _number(get("font-size"), 9.0) <= _TINY
        or any(_number(get(name), 0.0) <= _FAR for name in _SHIFTS)
        or any(get(name, "auto") not in {"auto", "none"} for name in ("clip", "clip-path"))
        or ("hidden" in get("overflow", "") and any(_number(get(name), 1.0) == 0 for name in _SIZES))
    )


def _number(value: str | None, otherwise: float) -> float:
    match = _NUMBER.match(value or "")
    return float(match[0]) if match else otherwise


def _colour(value: str | None, otherwise: Any) -> Any:
    """The colour in a value; None for one that lets everything through, ``otherwise`` for none at all."""
    if not value:
        return otherwise
    for token in tinycss2.parse_component_value_list(value):
        parsed = tinycss2.color3.parse_color(token)
        if parsed == "currentColor":
            return otherwise
        if parsed is not None:
            return tuple(parsed[:3]) if parsed.alpha > _FAINT else None
    return otherwise
