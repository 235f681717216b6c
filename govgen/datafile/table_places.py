"""Where in a table a key is allowed: the slots that accept it, and the words that name them."""

from collections.abc import Callable

from govgen.datafile.yaml_reader.tree import Mapping, YamlNode
from govgen.editions.key_tree import TableKey
from govgen.editions.labels import fold
from govgen.editions.table import Node as Heading


def places_of(
    below: tuple[TableKey, ...], is_meant: Callable[[Heading], bool], path: str
) -> list[tuple[str, TableKey]]:
    """Every slot from ``below`` on whose heading is meant, with the keys that lead to its group."""
    places = []
    for slot in below:
        if is_meant(slot.heading):
            places.append((path, slot))
        places += places_of(slot.below, is_meant, f"{path}.{slot.heading.name}")
    return places


def answering(below: tuple[TableKey, ...], key: str) -> TableKey | None:
    """The slot that answers to ``key``; None where it is no key here."""
    word = fold(key)
    for slot in below:
        if word in slot.heading.words:
            return slot
    return None


def fitting(places: list[tuple[str, TableKey]], value: YamlNode) -> list[tuple[str, TableKey]]:
    """Those of ``places`` that hold what ``value`` is: a group of keys, or a number."""
    return [place for place in places if (place[1].ref is None) == isinstance(value, Mapping)]


def whereabouts(places: list[tuple[str, TableKey]], within: str) -> str:
    """Where a misplaced key belongs, in words; ``within`` is the heading it is under if it is deeper."""
    groups = list(dict.fromkeys(path for path, _ in places))
    if within and len(groups) > 1:
        return f"“{within}”下面的某一项里，如“{groups[0]}.{places[0][1].heading.name}”"
    named = "或".join(f"“{group}”" for group in groups[:3])
    more = f"等 {len(groups)} 处" if len(groups) > 3 else ""
    return f"{named}{more}下面，请检查缩进"
