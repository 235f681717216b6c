"""Makes ``lists.json`` of the lists of words and patterns: run ``python -m tests.lists`` after changing one.

Beside the lists it holds the signs of each pattern: groups of words, from each of which one must stand in a text
that matches. They follow from the expression's own structure, so that no pattern can be passed over in silence.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from re import _constants as kinds
from re import _parser as parser
from typing import Any

import yaml

from govgen.rules.lexicon import expanded

FOLDER = Path(__file__).resolve().parents[2] / "govgen" / "rules" / "lexicon"
MOST_GROUPS, MOST_WORDS = 3, 30


def names() -> list[str]:
    """The lists there are."""
    return sorted(path.stem for path in FOLDER.glob("*.yaml"))


def source(name: str) -> Any:
    """A list as its file holds it."""
    return yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))


def made() -> str:
    """The text of ``lists.json``."""
    lists = {name: source(name) for name in names()}
    signs = {name: dict(sorted(_signs(data))) for name, data in lists.items()}
    both = {"lists": _without_sources(lists), "signs": signs}
    return (
        json.dumps(both, ensure_ascii=False, indent=None, separators=(",", ":")).replace('},"', '},\n"')
        + "\n"
    )


def _without_sources(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _without_sources(value) for key, value in data.items() if key != "source"}
    return [_without_sources(item) for item in data] if isinstance(data, list) else data


def _signs(data: dict[str, Any]) -> Iterator[tuple[str, list[list[str]]]]:
    parts = data.get("parts", {})
    for expression in set(_expressions(data)):
        try:
            groups = _needed(parser.parse(expanded(expression, parts), re.MULTILINE))
        except (re.error, KeyError):
            continue  # words under a key that elsewhere holds a pattern
        if found := _telling(groups):
            yield expression, found


def _expressions(data: Any) -> Iterator[str]:
    """Every text of a list that has a sign of regular expressions in it."""
    if isinstance(data, dict):
        for key, value in data.items():
            if key not in {"parts", "say", "source"}:
                yield from _expressions(value)
    elif isinstance(data, list):
        for value in data:
            yield from _expressions(value)
    elif isinstance(data, str) and re.search(r"[(\[\\|{]", data):
        yield data


def _needed(items: Any) -> list[frozenset[str]]:
    """Groups of words from each of which one stands in every match, by the parts of a parsed expression."""
    groups: list[frozenset[str]] = []
    run = ""
    for kind, value in [*items, (None, None)]:
        if kind is kinds.LITERAL:
            run += chr(value)
            continue
        if run:
            groups.append(frozenset({run}))
            run = ""
        if kind is kinds.SUBPATTERN:
            groups += _needed(value[3])
        elif kind is kinds.ATOMIC_GROUP or (kind is kinds.ASSERT):
            groups += _needed(value[1] if kind is kinds.ASSERT else value)
        elif kind in {kinds.MAX_REPEAT, kinds.MIN_REPEAT, kinds.POSSESSIVE_REPEAT} and value[0] > 0:
            groups += _needed(value[2])
        elif kind is kinds.BRANCH:
            groups += _of_either(value[1])
        elif kind is kinds.IN and all(what is kinds.LITERAL for what, _ in value):
            groups.append(frozenset(chr(sign) for _, sign in value))
    return groups


def _of_either(branches: Any) -> list[frozenset[str]]:
    """What one of several branches needs: the most telling group of each, together."""
    chosen = []
    for branch in branches:
        groups = _needed(branch)
        if not groups:
            return []
        chosen.append(max(groups, key=_weight))
    return [frozenset().union(*chosen)]


def _weight(group: frozenset[str]) -> tuple[int, int]:
    return min(map(len, group)), -len(group)


def _telling(groups: list[frozenset[str]]) -> list[list[str]]:
    """The few groups that most texts lack, long words and few of them; the most telling first."""
    small = {group for group in groups if len(group) <= MOST_WORDS}
    return [
        sorted(group)
        for group in sorted(small, key=lambda group: (_weight(group), sorted(group)), reverse=True)[
            :MOST_GROUPS
        ]
    ]


def main() -> None:
    """Write the file."""
    (FOLDER / "lists.json").write_text(made(), encoding="utf-8")


if __name__ == "__main__":
    main()
