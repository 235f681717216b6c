"""The automatic numbers of list paragraphs, which Word does not store in the text."""

import re
from xml.etree.ElementTree import Element

from govgen.editions.labels import numeral
from govgen.importers.formats.docx_xml import W, inner, value, whole

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
_LEVELS = 9
_LARGEST = 99
"""No list has more items; larger numbers stay in digits."""


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
        number = max(counts[level], 1) + start - 1
        return numeral(number) if form in _CHINESE and 0 <= number <= _LARGEST else str(number)

    def _place(self, paragraph: Element) -> tuple[str, int]:
        """The list and level of a paragraph, its own or its style's."""
        own = inner(paragraph, "pPr/numPr")
        return _listed(own) if own is not None else self._styles.get(value(paragraph, "pPr/pStyle"), ("", 0))


def _listed(node: Element) -> tuple[str, int]:
    return value(node, "numId"), whole(value(node, "ilvl"))


def _styles(root: Element) -> dict[str, tuple[str, int]]:
    listed = ((style, inner(style, "pPr/numPr")) for style in root.iter(f"{W}style"))
    return {value(style, attribute="styleId"): _listed(node) for style, node in listed if node is not None}


def _levels(root: Element) -> dict[str, dict[int, tuple[str, str, int]]]:
    """For each list its levels: the form of the number, the words around it, where it starts."""
    drafts: dict[str, dict[int, tuple[str, str, int]]] = {}
    for draft in root.iter(f"{W}abstractNum"):
        levels = {}
        for node in draft.iter(f"{W}lvl"):
            words, form = value(node, "lvlText"), value(node, "numFmt") or "decimal"
            depth, start = whole(value(node, attribute="ilvl")), whole(value(node, "start"), 1)
            if 0 <= depth < _LEVELS and form not in {"bullet", "none"}:
                levels[depth] = (form, words, start)
        drafts[value(draft, attribute="abstractNumId")] = levels
    return {
        value(node, attribute="numId"): drafts.get(value(node, "abstractNumId"), {})
        for node in root.iter(f"{W}num")
    }
