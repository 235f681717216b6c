"""Characters typed twice, told from those that end one word and begin the next."""

import re
from collections.abc import Iterator

from govgen.rules.lexicon import HAN, load
from govgen.rules.text.vocabulary import begins_at, ends_before, known, words_after, words_before

_TWICE = re.compile(f"({HAN})\\1")


def doubled(text: str) -> Iterator[re.Match[str]]:
    """Where a character of ``text`` is there twice and one of the two is too many."""
    for match in _TWICE.finditer(text):
        if _is_typed_twice(match, text, *match.span()):
            yield match


def _is_typed_twice(match: re.Match[str], text: str, start: int, end: int) -> bool:
    """Whether no two words meet between the two characters, and the text reads on without one of them.

    A word of one character (在, 并) is doubled where neither is part of a longer one; of the others one
    belongs to a word (答复|复, 网|网站), beside which the text must read on. A name's last character may
    begin the word after it (青禾镇|镇长).
    """
    lists, sign = load("repeats")["characters"], match[1]
    around = text[max(0, start - 2) : start], text[end : end + 2]
    if (
        sign in lists["returns"]
        or any(_TWICE.fullmatch(two) for two in around)
        or text[start - 1 : start] == "一"
    ):
        return False
    ends = not known().isdisjoint(words_before(text, start + 1))
    begins = not known().isdisjoint(words_after(text, start + 1))
    if sign in lists["never"] and not ends:
        return True
    if sign in lists["words"]:
        return not (ends or begins) and (ends_before(text, start) or begins_at(text, end))
    if ends == begins or (begins and sign in lists["names"]):
        return False
    return begins_at(text, end) if ends else ends_before(text, start)
