"""What styles, properties and lists of a Word document say: how runs look, and the numbers of paragraphs."""

import re
from collections.abc import Iterable, Mapping
from xml.etree.ElementTree import Element

from govgen.editions.labels import numeral
from govgen.importers.formats.looks import HIDDEN, STRUCK, TextLook, alike

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NUMBERING, STYLES = "word/numbering.xml", "word/styles.xml"
_WHOLE = re.compile(r"-?\d{1,7}", re.ASCII)
_OFF = frozenset({"0", "false", "off", "none", "nil"})
_NO_LOOK = frozenset(
    {"rFonts", "lang", "kern", "bCs", "iCs", "szCs", "noProof", "snapToGrid", "spacing", "cs", "rtl"}
    | {"rPrChange", "rStyle", "pStyle", "webHidden"}
)
_FAR = -1500  # visible words are not indented by so many twentieths of a point to the left
_TINY = 6  # half-points: type of three points cannot be read
_CRAMPED = -60  # twentieths of a point; drawn nearer to each other than this, digits cover each other
_ALIKE = 31  # two colours this near each other in each of red, green and blue look the same on paper
_HIGHLIGHTS = {"white": "ffffff", "black": "000000", "yellow": "ffff00", "lightgray": "c0c0c0"}
_CHINESE = frozenset(
    {"chineseCounting", "chineseCountingThousand", "japaneseCounting", "ideographDigital"}
    | {"taiwaneseCounting"}
)
_PLACE = re.compile(r"%([1-9])")
_LEVELS = 9
_LARGEST = 99  # no list has more items; larger numbers stay in digits
RunStyle = dict[str, tuple[tuple[str, str], ...]]
_Levels = dict[int, tuple[str, str, int]]
"""For each level of a list: the form of its numbers, the words around them, where they start."""


def inner(node: Element, path: str) -> Element | None:
    """The first element at a ``path`` of short names (pPr/numPr) below ``node``."""
    return node.find(path, {"": W[1:-1]})


def value(node: Element | None, path: str = "", attribute: str = "val") -> str:
    """An attribute of ``node``, or of the element at ``path`` below it; empty where either is absent."""
    found = inner(node, path) if node is not None and path else node
    return "" if found is None else found.get(f"{W}{attribute}", "")


def _whole(text: str, otherwise: int = 0) -> int:
    return int(text) if _WHOLE.fullmatch(text) else otherwise


class DocxStyles:
    """The styles of a document, each with those that it is based on, and its lists."""

    def __init__(self, parts: Mapping[str, Element]) -> None:
        styles = parts[STYLES].iter(f"{W}style") if STYLES in parts else ()
        self._nodes = {value(node, attribute="styleId"): node for node in styles}
        self._lists = _lists(parts[NUMBERING]) if NUMBERING in parts else {}
        self._counts: dict[str, list[int]] = {}

    def _chain(self, name: str) -> list[Element]:
        """The style ``name`` and, after it, each that the one before is based on; none for an unknown one."""
        found: list[Element] = []
        while (node := self._nodes.get(name)) is not None and node not in found:
            found.append(node)
            name = value(node, "basedOn")
        return found

    def _of(self, name: str) -> RunStyle:
        return {key: own for node in reversed(self._chain(name)) for key, own in _properties(node).items()}

    def paragraph(self, paragraph: Element, shade: str) -> RunStyle:
        """What the runs of a paragraph inherit; ``shade`` is the colour behind it."""
        found = self._of(value(paragraph, "pPr/pStyle"))
        if behind := shade_at(paragraph, "pPr/shd") or shade:
            found["behind"] = ((f"{W}fill", behind),)
        indent = inner(paragraph, "pPr/ind")
        if indent is not None and any(_whole(shift) < _FAR for shift in indent.attrib.values()):
            found["vanish"] = ()
        return found

    def look(self, run: Element, around: RunStyle) -> TextLook:
        """How the words of a run look."""
        found = around | self._of(value(run, "rPr/rStyle")) | _properties(run)
        is_on = {name for name, values in found.items() if not any(word in _OFF for _, word in values)}
        size = _whole(_value(found, "sz"), 20)
        is_hidden = "vanish" in is_on or "specVanish" in is_on or size <= _TINY or _is_clear(found)
        is_struck = bool({"strike", "dstrike"} & is_on)
        return TextLook(
            HIDDEN if is_hidden else STRUCK if is_struck else "",
            _value(found, "vertAlign").endswith("script") or bool(_whole(_value(found, "position"))),
            _is_clear(found, "FFFFFF") or _whole(_value(found, "spacing")) < _CRAMPED,
            tuple(sorted(item for item in found.items() if item[0] not in _NO_LOOK)),
        )

    def number(self, paragraph: Element) -> str:
        """The number of ``paragraph`` in its list as Word shows it; empty for none and for a bullet.

        Paragraphs must be asked for in their order.
        """
        styles = self._chain(value(paragraph, "pPr/pStyle"))
        listed = (inner(node, "pPr/numPr") for node in (paragraph, *styles))
        place = next((node for node in listed if node is not None), None)
        name, known = self._lists.get(value(place, "numId"), ("", {}))
        level = _whole(value(place, "ilvl"))
        if level not in known:
            return ""
        counts = self._counts.setdefault(name, [0] * _LEVELS)
        counts[level] += 1
        counts[level + 1 :] = [0] * (_LEVELS - level - 1)
        return _PLACE.sub(lambda match: _digits(known, counts, int(match[1]) - 1), known[level][1])


def _digits(known: _Levels, counts: list[int], level: int) -> str:
    form, _, start = known.get(level, ("decimal", "", 1))
    number = max(counts[level], 1) + start - 1
    return numeral(number) if form in _CHINESE and 0 <= number <= _LARGEST else str(number)


def _lists(root: Element) -> dict[str, tuple[str, _Levels]]:
    """By the number of each list, the name of its counter and its levels.

    Lists made from one draft count on, but for those that start anew.
    """
    drafts: dict[str, _Levels] = {}
    for node in root.iter(f"{W}abstractNum"):
        levels = drafts[value(node, attribute="abstractNumId")] = {}
        for level in node.iter(f"{W}lvl"):
            form, depth = value(level, "numFmt") or "decimal", _whole(value(level, attribute="ilvl"))
            if 0 <= depth < _LEVELS and form not in {"bullet", "none"}:
                levels[depth] = (form, value(level, "lvlText"), _whole(value(level, "start"), 1))
    lists = {}
    for node in root.iter(f"{W}num"):
        name, draft = value(node, attribute="numId"), value(node, "abstractNumId")
        starts = {
            _whole(value(level, attribute="ilvl")): _whole(value(level, "startOverride"), 1)
            for level in node.iter(f"{W}lvlOverride")
            if inner(level, "startOverride") is not None
        }
        levels = {
            level: (form, words, starts.get(level, start))
            for level, (form, words, start) in drafts.get(draft, {}).items()
        }
        lists[name] = (f"list {name}" if starts else draft, levels)
    return lists


def _properties(node: Element) -> RunStyle:
    properties = inner(node, "rPr")
    own: Iterable[Element] = () if properties is None else properties
    return {
        child.tag.removeprefix(W): tuple((key, word.lower()) for key, word in sorted(child.attrib.items()))
        for child in own
    }


def _is_clear(found: RunStyle, otherwise: str = "") -> bool:
    """Whether words have the colour of what is behind them, as far as the document names it."""
    light = _HIGHLIGHTS.get(_value(found, "highlight"), "")
    shade = _shade(dict(found.get("shd", ()))) or _value(found, "behind", "fill")
    ink, paper = _rgb(_value(found, "color")), _rgb(light or shade or otherwise)
    return bool(ink) and alike(ink, paper, _ALIKE)


def _value(found: RunStyle, name: str, attribute: str = "val") -> str:
    return dict(found.get(name, ())).get(f"{W}{attribute}", "")


def shade_at(node: Element, path: str) -> str:
    """The colour that the shading at ``path`` below ``node`` shows; empty where it names none."""
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
