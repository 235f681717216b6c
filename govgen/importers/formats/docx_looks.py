"""Resolves the styles and properties of Word runs: hidden, struck, raised or doubtful text."""

from collections.abc import Iterable, Mapping
from xml.etree.ElementTree import Element

from govgen.importers.formats.docx_xml import W, inner, value, whole
from govgen.importers.formats.looks import HIDDEN, STRUCK, TextLook, alike

_OFF = frozenset({"0", "false", "off", "none", "nil"})
_NO_LOOK = frozenset(
    {"rFonts", "lang", "kern", "bCs", "iCs", "szCs", "noProof", "snapToGrid", "spacing", "cs", "rtl"}
    | {"rPrChange", "rStyle", "pStyle", "webHidden"}
)
_FAR = -1500
"""Visible words are not indented by so many twentieths of a point to the left."""
_TINY = 6
"""Half-points: type of three points cannot be read."""
_CRAMPED = -60
"""Twentieths of a point; drawn nearer to each other than this, digits cover each other."""
_ALIKE = 31
"""Two colours this near each other in each of red, green and blue look the same on paper."""
_HIGHLIGHTS = {"white": "ffffff", "black": "000000", "yellow": "ffff00", "lightgray": "c0c0c0"}
RunStyle = dict[str, tuple[tuple[str, str], ...]]


class DocxStyles:
    """The styles of a document, each with those that it is based on."""

    def __init__(self, root: Element | None) -> None:
        nodes = () if root is None else root.iter(f"{W}style")
        self._nodes = {value(node, attribute="styleId"): node for node in nodes}

    def chain(self, name: str) -> list[Element]:
        """The style ``name`` and, after it, each that the one before is based on; none for an unknown one."""
        found: list[Element] = []
        while (node := self._nodes.get(name)) is not None and node not in found:
            found.append(node)
            name = value(node, "basedOn")
        return found

    def of(self, name: str) -> RunStyle:
        """The run properties of the style ``name``."""
        return {key: words for node in reversed(self.chain(name)) for key, words in _properties(node).items()}

    def paragraph(self, paragraph: Element, shade: str) -> RunStyle:
        """What the runs of a paragraph inherit; ``shade`` is the colour behind it."""
        found: RunStyle = {"behind": ((f"{W}fill", shade),)} if shade else {}
        found |= self.of(value(paragraph, "pPr/pStyle"))
        own = _fill(paragraph, "pPr/shd")
        indent = inner(paragraph, "pPr/ind")
        shifts = [] if indent is None else [whole(shift) for shift in indent.attrib.values()]
        found |= {"behind": ((f"{W}fill", own),)} if own else {}
        return found | ({"vanish": ()} if min(shifts, default=0) < _FAR else {})

    def look(self, run: Element, around: RunStyle) -> TextLook:
        """How the words of a run look."""
        found = around | self.of(value(run, "rPr/rStyle")) | _properties(run)
        is_on = {name for name, values in found.items() if not any(word in _OFF for _, word in values)}
        size = whole(_value(found, "sz"), 20)
        is_hidden = "vanish" in is_on or "specVanish" in is_on or size <= _TINY or _is_clear(found)
        is_struck = bool({"strike", "dstrike"} & is_on)
        return TextLook(
            HIDDEN if is_hidden else STRUCK if is_struck else "",
            _value(found, "vertAlign").endswith("script") or bool(whole(_value(found, "position"))),
            _is_clear(found, "FFFFFF") or whole(_value(found, "spacing")) < _CRAMPED,
            tuple(sorted(item for item in found.items() if item[0] not in _NO_LOOK)),
        )


def cell_shade(cell: Element) -> str:
    """The colour behind a cell; empty where it names none."""
    return _fill(cell, "tcPr/shd")


def _properties(node: Element) -> RunStyle:
    own: Iterable[Element] = inner(node, "rPr") or ()
    found = {child.tag.removeprefix(W): tuple(sorted(child.attrib.items())) for child in own}
    return {name: tuple((key, word.lower()) for key, word in values) for name, values in found.items()}


def _is_clear(found: RunStyle, otherwise: str = "") -> bool:
    """Whether words have the colour of what is behind them, as far as the document names it."""
    shade = _shade(dict(found.get("shd", ()))) or _value(found, "behind", "fill")
    light = _HIGHLIGHTS.get(_value(found, "highlight"), "")
    behind = light or shade or otherwise
    ink, paper = _rgb(_value(found, "color")), _rgb(behind)
    return bool(ink) and alike(ink, paper, _ALIKE)


def _value(found: RunStyle, name: str, attribute: str = "val") -> str:
    return dict(found.get(name, ())).get(f"{W}{attribute}", "")


def _fill(node: Element, path: str) -> str:
    found = inner(node, path)
    return "" if found is None else _shade(found.attrib)


def _shade(attributes: Mapping[str, str]) -> str:
    """The colour of a shading: a solid one shows its pattern (ECMA-376, 17.18.78), others the fill."""
    is_solid = attributes.get(f"{W}val", "").lower() == "solid"
    shown = attributes.get(f"{W}color" if is_solid else f"{W}fill", "auto").lower()
    return ("000000" if is_solid else "") if shown == "auto" else shown


def _rgb(text: str) -> tuple[int, ...]:
    try:
        return tuple(bytes.fromhex(text)) if len(text) == len("rrggbb") else ()
    except ValueError:
        return ()
