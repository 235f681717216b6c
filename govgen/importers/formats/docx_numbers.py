"""The automatic numbers of list paragraphs, which Word does not store in the text."""

import re
from xml.etree.ElementTree import Element

from govgen.editions.labels import numeral
from govgen.importers.formats.docx_looks import DocxStyles
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


_Levels = dict[int, tuple[str, str, int]]
"""For each level of a list: the form of its numbers, the words around them, where they start."""


class Numbers:
    """Counts the lists of a document; paragraphs must be asked for in their order."""

    def __init__(self, numbering: Element | None, styles: DocxStyles) -> None:
        self._lists = _lists(numbering) if numbering is not None else {}
        self._styles = styles
        self._counts: dict[str, list[int]] = {}

    def of(self, paragraph: Element) -> str:
        """The number of ``paragraph`` as Word shows it; empty for none and for a bullet."""
        styles = self._styles.chain(value(paragraph, "pPr/pStyle"))
        listed = (inner(node, "pPr/numPr") for node in (paragraph, *styles))
        place = next((node for node in listed if node is not None), None)
        name, known = self._lists.get(value(place, "numId"), ("", {}))
        level = whole(value(place, "ilvl"))
        if level not in known:
            return ""
        counts = self._counts.setdefault(name, [0] * _LEVELS)
        counts[level] += 1
        counts[level + 1 :] = [0] * (_LEVELS - level - 1)
        words = known[level][1]
        return _PLACE.sub(lambda match: _digits(known, counts, int(match[1]) - 1), words)


def _digits(known: _Levels, counts: list[int], level: int) -> str:
    form, _, start = known.get(level, ("decimal", "", 1))
    number = max(counts[level], 1) + start - 1
    return numeral(number) if form in _CHINESE and 0 <= number <= _LARGEST else str(number)


def _lists(root: Element) -> dict[str, tuple[str, _Levels]]:
    """By the number of each list, its levels and the name of its counter.

    Lists made from one draft count on, but for those that start anew.
    """
    drafts = {value(node, attribute="abstractNumId"): _levels(node) for node in root.iter(f"{W}abstractNum")}
    lists = {}
    for node in root.iter(f"{W}num"):
        name, draft = value(node, attribute="numId"), value(node, "abstractNumId")
        starts = {
            whole(value(level, attribute="ilvl")): whole(value(level, "startOverride"), 1)
            for level in node.iter(f"{W}lvlOverride")
            if inner(level, "startOverride") is not None
        }
        levels = {
            level: (form, words, starts.get(level, start))
            for level, (form, words, start) in drafts.get(draft, {}).items()
        }
        lists[name] = (f"list {name}" if starts else draft, levels)
    return lists


def _levels(draft: Element) -> _Levels:
    levels = {}
    for node in draft.iter(f"{W}lvl"):
        words, form = value(node, "lvlText"), value(node, "numFmt") or "decimal"
        depth, start = whole(value(node, attribute="ilvl")), whole(value(node, "start"), 1)
        if 0 <= depth < _LEVELS and form not in {"bullet", "none"}:
            levels[depth] = (form, words, start)
    return levels
