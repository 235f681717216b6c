"""Finds placeholders left in a text."""

import re
from collections.abc import Iterator

from govgen.rules.lexicon import load, pattern, pattern_of


def gaps(text: str, *names: str) -> Iterator[tuple[re.Match[str], bool]]:
    """The placeholders of the lists ``names`` in folded ``text``; of the first they can mean nothing else."""
    found = [
        (match, name == names[0])
        for name in names
        for find in load("leftovers")["blanks"][name]
        for match in pattern("leftovers", find).finditer(text)
    ]
    bold = pattern_of("markup", "bold").finditer(text) if found else ()
    taken = {at for match in bold for at in range(*match.span())}
    for match, sure in found:
        if match.start() not in taken:
            taken |= set(range(*match.span()))
            yield match, sure
