"""The automatic numbers of list paragraphs, which Word does not store in the text."""

import re
from xml.etree.ElementTree import Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HAN = "零一二三四五六七八九"
_CHINESE = frozenset(
    {
        "chineseCounting",
        "chineseCountingThousand",
        "japaneseCounting",
        "ideographDigital",
        "taiwaneseCounting",
    }
)
_PLACE = re.compile(r"%([1-9])")
_SMALL = re.compile(r"\d{1,5}", re.ASCII)
_LEVELS = 9
_TEN, _HUNDRED = 10, 100


class Numbers:
    """Counts the lists of a document; paragraphs must be asked for in their order."""

    def __init__(self, numbering: Element | None, styles: Element | None) -> None:
        self._levels = _levels(numbering) if numbering is not None else {}
        self._styles = _styles(styles) if styles is not None else {}
        self._counts: dict[str, list[int]] = {}

    def of(self, paragraph: Element) -> str:
        """The number of ``paragraph`` as Word shows it; empty for none and for a bullet."""
        ident, level = self._place(paragraph)
        known = self._levels.get(ident, {})
        if level not in known:
            return ""
        counts = self._counts.setdefault(ident, [0] * _LEVELS)
        counts[level] += 1
        counts[level + 1 :] = [0] * (_LEVELS - level - 1)
        _, words, _ = known[level]
        return _PLACE.sub(lambda match: self._digits(known, counts, int(match[1]) - 1), words)

    def _digits(self, known: dict[int, tuple[str, str, int]], counts: list[int], level: int) -> str:
        form, _, start = known.get(level, ("decimal", "", 1))
        value = max(counts[level], 1) + start - 1
        return _chinese(value) if form in _CHINESE else str(value)

    def _place(self, paragraph: Element) -> tuple[str, int]:
        """The list and level of a paragraph, its own or its style's."""
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        own = paragraph.find(f"{_W}pPr/{_W}numPr")
        if own is not None:
            return _listed(own)
        return self._styles.get(style.get(f"{_W}val", ""), ("", 0)) if style is not None else ("", 0)


def _listed(node: Element) -> tuple[str, int]:
    ident, level = node.find(f"{_W}numId"), node.find(f"{_W}ilvl")
    depth = _whole(level.get(f"{_W}val"), 0) if level is not None else 0
    return (ident.get(f"{_W}val", "") if ident is not None else ""), depth


def _whole(text: str | None, otherwise: int) -> int:
    """A small number in an attribute; ``otherwise`` where it is none."""
    return int(text) if text and _SMALL.fullmatch(text) else otherwise


def _styles(root: Element) -> dict[str, tuple[str, int]]:
    found = {}
    for style in root.iter(f"{_W}style"):
        node = style.find(f"{_W}pPr/{_W}numPr")
        if node is not None:
            found[style.get(f"{_W}styleId", "")] = _listed(node)
    return found


def _levels(root: Element) -> dict[str, dict[int, tuple[str, str, int]]]:
    """For each list its levels: the form of the number, the words around it, where it starts."""
    drafts: dict[str, dict[int, tuple[str, str, int]]] = {}
    for draft in root.iter(f"{_W}abstractNum"):
        levels = {}
        for node in draft.iter(f"{_W}lvl"):
            words, form = _value(node, "lvlText"), _value(node, "numFmt") or "decimal"
            depth, start = _whole(node.get(f"{_W}ilvl"), 0), _whole(_value(node, "start"), 1)
            if depth < _LEVELS and form not in {"bullet", "none"}:
                levels[depth] = (form, words, start)
        drafts[draft.get(f"{_W}abstractNumId", "")] = levels
    return {
        node.get(f"{_W}numId", ""): drafts.get(_value(node, "abstractNumId"), {})
        for node in root.iter(f"{_W}num")
    }


def _value(node: Element, name: str) -> str:
    child = node.find(f"{_W}{name}")
    return child.get(f"{_W}val", "") if child is not None else ""


def _chinese(value: int) -> str:
    """A number below a hundred in Chinese; a larger one in digits, for no list has it."""
    if value >= _HUNDRED:
        return str(value)
    tens, ones = divmod(value, _TEN)
    lead = "" if not tens else "十" if tens == 1 else _HAN[tens] + "十"
    return lead + (_HAN[ones] if ones or not tens else "")
