"""Places named in prose: the public list of administrative divisions, and where a body is in it."""

import functools
import gzip
import re
from collections.abc import Sequence
from importlib import resources
from typing import NamedTuple

from govgen.rules.lexicon import load

Chain = tuple[str, ...]
"""The names of a division and of those above it, from the province down."""

_SHORTEST, _LONGEST = 3, 9
"""Names of two characters (和县, 城区) are words as often as places; few are longer than nine."""
_ENDINGS = re.compile(
    "街道|苏木|[省镇盟旗州]|乡(?![村镇音亲土贤愁风情俗])|县(?![域级直])|市(?![场民容值面])|区(?![域别划间块])"
)


class Named(NamedTuple):
    """A division's name in a text."""

    start: int
    end: int
    name: str


@functools.cache
def _divisions() -> str:
    """The list: a line for each division above the town, indented more than what it is part of."""
    packed = resources.files("govgen.rules.lexicon").joinpath("divisions.txt.gz").read_bytes()
    return gzip.decompress(packed).decode("utf-8")


@functools.cache
def _names() -> frozenset[str]:
    return frozenset(_divisions().split())


@functools.lru_cache(maxsize=256)
def _chains(name: str) -> tuple[Chain, ...]:
    """The places in the country that have this name."""
    found: list[Chain] = []
    above: list[str] = []
    for line in _divisions().splitlines():
        level = len(line) - len(line.lstrip("\t"))
        if level == 2 and name not in line:
            continue
        first, *towns = line.split()
        above = [*above[:level], first]
        found += [tuple(above)] * (first == name) + [(*above, name)] * (name in towns)
    return tuple(found)


@functools.lru_cache(maxsize=256)
def places(text: str, *, own: bool = False) -> tuple[Named, ...]:
    """The divisions that folded ``text`` names, the longest name at each place.

    Where it is a body's ``own`` name, a county's name may have two characters.
    """
    known, ordinary = _names(), load("bodies")["ordinary"]["words"].split()
    found: list[Named] = []
    for match in _ENDINGS.finditer(text):
        end, last = match.end(), found[-1].end if found else 0
        shortest = _SHORTEST - (own and match[0] == "县")
        for start in range(max(last, end - _LONGEST), end - shortest + 1):
            name = text[start:end]
            if name in known and (start == last > 0 or name[: match.start() - start] not in ordinary):
                found.append(Named(start, end, name))
                break
    return tuple(found)


@functools.lru_cache(maxsize=64)
def chains_of(body: str, region: str = "") -> tuple[Chain, ...]:
    """Where a body of this name can be, as far down as the list goes; empty where it has no such place."""
    words = region + re.sub("办事处$|(?:人民)?政府$", "", body)
    named = [place.name for place in places(words, own=True)]
    return tuple(chain for chain in _chains(named[-1]) if set(named) <= set(chain)) if named else ()


def is_within(name: str, chains: Sequence[Chain]) -> bool:
    """Whether a division of this name is one of ``chains``, above one of them or below."""
    return any(
        own[: len(other)] == other or other[: len(own)] == own for own in chains for other in _chains(name)
    )
