"""Words and prose patterns as data: each list in its own YAML file, each entry with its source.

A pattern is a regular expression in which ``{{name}}`` is replaced by the fragment of that name under
``parts`` of the same file, and ``{{han}}`` by the pattern of a Chinese character. Patterns are written for
text that :func:`govgen.rules.text.lines.fold_marks` has folded. An entry may name words under ``has``, one
of which is in every match: a report without them is not searched for it. Under ``rules`` a file gives a code
to groups of its phrases; each match of these is a finding.
"""

import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from govgen.rules.text.sentences import sentence

HAN = r"[^\W\x00-\x7f]"
"""A Chinese character; a range of code points would say the same, but is slow to compile."""

_PART = re.compile(r"\{\{(\w+)\}\}")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@functools.cache
def load(name: str) -> Mapping[str, Any]:
    """The list ``name`` as its file has it."""
    text = Path(__file__).with_name(f"{name}.yaml").read_text(encoding="utf-8")
    data: Mapping[str, Any] = yaml.load(text, Loader=_LOADER)
    return data


@functools.cache
def pattern(name: str, expression: str) -> re.Pattern[str]:
    """``expression`` of list ``name``, compiled, with the fragments filled in, and those within them."""
    parts = {"han": HAN, **load(name).get("parts", {})}
    while _PART.search(expression):
        expression = _PART.sub(lambda match: parts[match[1]], expression)
    # Several unbounded runs of blanks in a row take the cube of a long one.
    return re.compile(expression.replace(r"\s*", r"\s{0,9}"), re.MULTILINE)


@functools.cache
def pattern_of(name: str, group: str, key: str = "find") -> re.Pattern[str]:
    """The pattern under ``key`` in the group ``group`` of list ``name``, compiled."""
    return pattern(name, load(name)[group][key])


class Phrase(NamedTuple):
    """A pattern of a list with its message.

    ``find`` is the pattern, ``say`` the message (``{0}`` is what was found, ``{1}`` its last group),
    ``unless`` a pattern of the sentences in which it is allowed, ``has`` the words one of which is in every
    match, and ``right`` words that a match may have, each with the one that is meant (``{3}``). ``rising``
    are groups whose numbers are right in this order, or in the other where a group ``falls`` is in the match.
    ``code`` is that of the finding, ``level`` its level where that is softer than the code's. It is right in
    the fiscal years from ``first`` to ``last``, and for all but ``kinds`` where these are named.
    """

    list: str
    find: str
    say: str = ""
    unless: str = ""
    has: Sequence[str] = ()
    right: Mapping[str, str] | None = None
    rising: Sequence[str] = ()
    code: str = ""
    level: str = ""
    first: int = 1
    last: int = 0
    kinds: Sequence[str] = ()
    source: str = ""

    def may_match(self, text: str) -> bool:
        """Whether ``text`` has one of the words that every match has."""
        return not self.has or any(word in text for word in self.has)

    def message(self, match: re.Match[str], why: str = "") -> str:
        """What to say of a match; ``why`` is ``{2}``."""
        meant = next((word for wrong, word in (self.right or {}).items() if wrong in match[0]), "")
        return self.say.format(match[0], match[match.lastindex or 0], why, meant)

    def matches(self, text: str) -> Sequence[re.Match[str]]:
        """Where ``text`` is written this way."""
        found = [*pattern(self.list, self.find).finditer(text)] if self.may_match(text) else []
        if self.rising:
            found = [match for match in found if not self._is_ordered(match)]
        if not self.unless:
            return found
        excuse = pattern(self.list, self.unless)
        return [match for match in found if not excuse.search(sentence(text, match.start()))]

    def _is_ordered(self, match: re.Match[str]) -> bool:
        """Whether the numbers of a match are in the order in which they are right."""
        numbers = [Decimal(number) for number in match.group(*self.rising)]
        return numbers == sorted(numbers, reverse=bool(match.groupdict().get("falls")))


@functools.cache
def phrases(name: str, group: str) -> tuple[Phrase, ...]:
    """The phrases under the key ``group`` of list ``name``; ``rules`` has what they all have in common."""
    common = load(name).get("rules", {}).get(group, {})
    return tuple(Phrase(name, **common | entry) for entry in load(name)[group])


def said(name: str, group: str, text: str, why: str = "") -> Iterator[tuple[str, re.Match[str]]]:
    """What the phrases of a group of list ``name`` say of each place in ``text`` that they match, and why."""
    for phrase in phrases(name, group):
        for match in phrase.matches(text):
            yield phrase.message(match, why), match


@functools.cache
def coded_phrases() -> tuple[Phrase, ...]:
    """The phrases of every group that ``rules`` of its list gives a code."""
    names = sorted(path.stem for path in Path(__file__).parent.glob("*.yaml"))
    return tuple(
        item for name in names for group in load(name).get("rules", ()) for item in phrases(name, group)
    )
