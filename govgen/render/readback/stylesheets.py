"""Style sheets as lists of rules, in whatever block each stands, and the values that variables may have."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

_VARIABLE = re.compile(r"var\(\s*(--[^\s,()]+)\s*(?:,([^()]*))?\)", re.IGNORECASE)
_DEEPEST = 8
_MOST = 32
"""So many values of one declaration are looked at, where variables have several."""

Variables = dict[str, list[str]]


class Declaration(NamedTuple):
    """A property in small letters, and its value as written."""

    name: str
    value: str


class StyleRule(NamedTuple):
    """A selector as written (empty for an attribute ``style``), and what it sets."""

    selector: str
    declarations: tuple[Declaration, ...]

    def value(self, *names: str) -> str:
        """The last value that the rule itself gives one of the properties; empty where it gives none."""
        return next((item.value for item in reversed(self.declarations) if item.name in names), "")


class Sheet(NamedTuple):
    """The rules of a sheet in order, and the addresses that it loads."""

    rules: tuple[StyleRule, ...]
    addresses: tuple[str, ...]


@functools.lru_cache(maxsize=16)
def read_sheet(css: str) -> Sheet:
    """A style sheet; kept, because a folder's reports have the same."""
    import tinycss2  # noqa: PLC0415  (only rendering needs it)

    nodes = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    return Sheet(tuple(_rules(nodes, "")), tuple(_addresses(nodes)))


@functools.lru_cache(maxsize=256)
def read_attribute(css: str) -> Sheet:
    """The attribute ``style`` of an element, as a rule without a selector."""
    import tinycss2  # noqa: PLC0415  (as above)

    nodes = tinycss2.parse_blocks_contents(css, skip_comments=True, skip_whitespace=True)
    return Sheet((StyleRule("", _declarations(nodes)),), tuple(_addresses(nodes)))


def _rules(nodes: Iterable[Any], outer: str) -> Iterator[StyleRule]:
    """Every rule, those within blocks and other rules too; what a condition asks does not matter here."""
    import tinycss2  # noqa: PLC0415  (as above)

    for node in nodes:
        if node.type not in {"qualified-rule", "at-rule"} or node.content is None:
            continue
        inner = tinycss2.parse_blocks_contents(node.content, skip_comments=True, skip_whitespace=True)
        name = "@" + node.lower_at_keyword if node.type == "at-rule" else ""
        selector = outer if name else _nested(tinycss2.serialize(node.prelude).strip(), outer)
        if name == "@property":
            selector = "@property"
            inner = [item for item in inner if item.type == "declaration"]
            named = tinycss2.serialize(node.prelude).strip()
            yield from (
                StyleRule(selector, (Declaration(named, item.value),))
                for item in _declarations(inner)
                if item.name == "initial-value"
            )
        elif not name.endswith("keyframes") and name not in {"@page", "@font-face"}:
            if found := _declarations(inner):
                yield StyleRule(selector, found)
            yield from _rules(inner, selector)


def _nested(selector: str, outer: str) -> str:
    if not outer:
        return selector
    return selector.replace("&", f":is({outer})") if "&" in selector else f":is({outer}) :is({selector})"


def _declarations(nodes: Iterable[Any]) -> tuple[Declaration, ...]:
    import tinycss2  # noqa: PLC0415  (as above)

    return tuple(
        # The names of variables keep their letters.
        Declaration(
            node.name if node.name.startswith("--") else node.lower_name,
            tinycss2.serialize(node.value).strip(),
        )
        for node in nodes
        if node.type == "declaration"
    )


def _addresses(nodes: Iterable[Any]) -> Iterator[str]:
    """What ``url()`` and ``@import`` name, wherever it stands."""
    for node in nodes:
        parts = [*(getattr(node, "prelude", None) or ()), *(getattr(node, "content", None) or ())]
        if node.type == "url":
            yield node.value
        elif node.type == "function" and node.lower_name in {
            "url",
            "src",
            "image",
            "image-set",
            "-webkit-image-set",
        }:
            yield from (item.value for item in node.arguments if item.type == "string")
        elif node.type == "at-rule" and node.lower_at_keyword == "import":
            yield from (item.value for item in node.prelude if item.type == "string")
        value = getattr(node, "value", None)
        parts += value if isinstance(value, list) else []
        parts += getattr(node, "arguments", None) or ()
        yield from _addresses(parts)


def variables(rules: Iterable[StyleRule]) -> Variables:
    """The values that each variable is given anywhere."""
    found: Variables = {}
    for rule in rules:
        for item in rule.declarations:
            if item.name.startswith("--"):
                found.setdefault(item.name, []).append(item.value)
    return found


def values(value: str, known: Variables, depth: int = 0) -> list[str]:
    """The values that ``value`` may have once its variables are put in; none where one is never set."""
    match = _VARIABLE.search(value)
    if match is None or depth > _DEEPEST:
        return [value]
    candidates = [*known.get(match[1], ()), *([match[2].strip()] if match[2] is not None else [])]
    found: list[str] = []
    for candidate in dict.fromkeys(candidates):
        found += values(value[: match.start()] + candidate + value[match.end() :], known, depth + 1)
        if len(found) > _MOST:
            break
    return found[:_MOST]
