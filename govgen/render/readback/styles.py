"""Style sheets read back: none may hide, alter or add to the words of the report, in whatever window."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple
from xml.etree.ElementTree import Element

from govgen.render import html_tree as dom
from govgen.render.readback.active_parts import is_elsewhere
from govgen.render.readback.declarations import ARRANGING, adds, alters, colours, contrast, luminance
from govgen.render.readback.stylesheets import (
    StyleRule,
    Variables,
    read_attribute,
    read_sheet,
    values,
    variables,
)
from govgen.render.readback.visible import reported

_WORDLESS = frozenset({"br", "caption", "col", "colgroup", "wbr"})
_PARTIAL = frozenset({None, "first-letter", "first-line"})
"""A selector of these means words of the element itself."""

_CUT = 60
_PALE = 1.5
"""Words with less contrast than this to what they stand on are not seen."""


class _Guarded(NamedTuple):
    """The elements whose words are the report's, and those around them from the root down to ``<main>``."""

    inner: list[Element]
    outer: list[Element]


def style_faults(root: Element) -> Iterator[str]:
    """What the page's style sheets and attributes ``style`` do to the words of the report."""
    main = next(root.iter("main"))
    guarded = _guarded(root, main)
    sheets = [
        read_sheet("".join(node.itertext())) for node in root.iter() if dom.local(str(node.tag)) == "style"
    ]
    owned = [(node, read_attribute(node.get("style", ""))) for node in root.iter() if node.get("style")]
    addresses = [far for sheet in (*sheets, *(sheet for _, sheet in owned)) for far in sheet.addresses]
    for far in dict.fromkeys(filter(is_elsewhere, addresses)):
        yield f"样式里不能引用别处的文件：{far}；请把它写成 data: 的形式"
    rules = [rule for sheet in sheets for rule in sheet.rules]
    known = variables([*rules, *(rule for _, sheet in owned for rule in sheet.rules)])
    page = _Page(root, guarded)
    for rule in rules:
        yield from _faults(rule, page, known)
    inner, outer = set(guarded.inner), set(guarded.outer)
    for node, sheet in owned:
        if node in inner or node in outer:
            hit = [(node, None, node in inner)]
            yield from (_told(rule, wrong) for rule in sheet.rules for wrong in _wrong(rule, hit, known))


def _guarded(root: Element, main: Element) -> _Guarded:
    parents = {child: parent for parent in root.iter() for child in parent}
    outer = [main]
    while outer[-1] in parents:
        outer.append(parents[outer[-1]])
    return _Guarded(list(_inside(main)), outer)


def _inside(node: Element) -> Iterator[Element]:
    for child in reported(node):
        if child.tag not in _WORDLESS:
            yield child
            yield from _inside(child)


class _Page:
    """The page's elements as selectors see them."""

    def __init__(self, root: Element, guarded: _Guarded) -> None:
        import cssselect2  # noqa: PLC0415  (only rendering needs it)

        self.compile = cssselect2.compile_selector_list
        self.refused = cssselect2.SelectorError
        inner, outer = set(guarded.inner), set(guarded.outer)
        self.elements = [
            (wrapper, wrapper.etree_element in inner)
            for wrapper in cssselect2.ElementWrapper.from_html_root(root).iter_subtree()
            if wrapper.etree_element in inner or wrapper.etree_element in outer
        ]

    def hit(self, selector: str) -> list[Hit]:
        """What of the report a selector means; all of it where the selector is not understood."""
        try:
            compiled = self.compile(selector)
        except self.refused:
            return [(wrapper.etree_element, None, inner) for wrapper, inner in self.elements]
        return [
            (wrapper.etree_element, each.pseudo_element, inner)
            for wrapper, inner in self.elements
            for each in compiled
            if each.test(wrapper)
        ]


Hit = tuple[Element, str | None, bool]
"""An element, the pseudo-element of it that is meant, and whether it stands within ``<main>``."""


def _faults(rule: StyleRule, page: _Page, known: Variables) -> Iterator[str]:
    """Selectors are held against the page only for rules that could do harm to some element."""
    anything = [(node, pseudo, True) for node in (Element("td"),) for pseudo in (None, "before")]
    if any(True for _ in _wrong(rule, anything, known)):
        yield from (_told(rule, wrong) for wrong in _wrong(rule, page.hit(rule.selector), known))


def _wrong(rule: StyleRule, hits: Iterable[Hit], known: Variables) -> Iterator[str]:
    """The declarations of a rule that do harm to what it means, each once."""
    kinds = {(str(node.tag), pseudo, inner) for node, pseudo, inner in hits}
    for item in rule.declarations:
        options = values(item.value, known)
        if any(_harms(item.name, option, *kind) for option in options for kind in kinds):
            yield f"{item.name}: {item.value}"
    if any(pseudo in _PARTIAL for _, pseudo, _ in kinds) and _is_pale(rule, known):
        ink = next(name for name in ("color", "background", "background-color") if rule.value(name))
        yield f"{ink}: {rule.value(ink)}"


def _harms(name: str, value: str, tag: str, pseudo: str | None, inner: bool) -> bool:
    if name == "content":
        return adds(value)
    if pseudo not in _PARTIAL or (name in ARRANGING and not inner):
        return False
    return alters(name, value, tag)


def _is_pale(rule: StyleRule, known: Variables) -> bool:
    """Whether words cannot be told from what they stand on; what the rule does not say is black on white.

    Of variables, which may have other values where the window is dark, one that can be read is enough.
    """
    ground_said = rule.value("background-color", "background")
    if not rule.value("color") and not ground_said:
        return False
    inks, grounds = (_lights(said, known) for said in (rule.value("color"), ground_said))
    inks = inks if rule.value("color") else [0.0]
    # A picture may be dark.
    grounds = grounds or ([] if "url(" in ground_said.lower() else [1.0])
    return bool(inks and grounds) and all(contrast(one, other) < _PALE for one in inks for other in grounds)


def _lights(value: str, known: Variables) -> list[float]:
    return [luminance(one) for option in values(value, known) for one in colours(option) if one.alpha > 0.5]


def _told(rule: StyleRule, wrong: str) -> str:
    where = f"“{_short(rule.selector)}”里的" if rule.selector else "元素上的"
    return f"样式{where}“{_short(wrong)}”会把报告的文字或者数字隐去、移走、改样或者添上别的，请删去"


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _CUT else words[:_CUT] + "…"
