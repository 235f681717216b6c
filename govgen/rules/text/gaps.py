"""Finds blanks and placeholders left in a text."""

import functools
import re
from collections.abc import Iterator, Sequence

from govgen.datafile.identity import Contact, Identity
from govgen.rules.lexicon import load, pattern, pattern_of
from govgen.rules.text.lines import fold_marks


@functools.cache
def placeholders(*names: str) -> tuple[tuple[re.Pattern[str], bool], ...]:
    """The placeholders of the lists ``names``, each with whether it is of the first list."""
    data = load("leftovers")["blanks"]
    return tuple((pattern("leftovers", find), name == names[0]) for name in names for find in data[name])


def gaps(text: str, signs: Sequence[tuple[re.Pattern[str], bool]]) -> Iterator[tuple[re.Match[str], bool]]:
    """The placeholders in folded ``text``, and whether they can mean nothing else."""
    found = [(match, sure) for find, sure in signs for match in find.finditer(text)]
    bold = pattern_of("markup", "bold") if found else None
    taken = {at for match in bold.finditer(text) for at in range(*match.span())} if bold else set()
    for match, sure in found:
        if match.start() not in taken:
            taken |= set(range(*match.span()))
            yield match, sure


def block(identity: Identity) -> Iterator[tuple[tuple[str, ...], str]]:
    """The facts about the body that are words, each with the keys by which its file names it."""
    for model, inside in ((identity, ()), (identity.contact, (Identity.KEYS["contact"],))):
        for name, key in model.KEYS.items():
            value = getattr(model, name)
            if type(value) is str:
                yield (*inside, key), value


def filled(contact: Contact, name: str) -> tuple[tuple[str, ...], str] | None:
    """A fact of the contact block with its keys; None where it is not filled in."""
    value: str | None = getattr(contact, name)
    if value is None or any(gaps(fold_marks(value), placeholders("fact", "unsure"))):
        return None
    return (Identity.KEYS["contact"], Contact.KEYS[name]), value
