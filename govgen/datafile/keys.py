"""The keys of a data file: which there are, and what a clerk may have meant by another."""

import difflib
import functools
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

from govgen.datafile.identity import Facts
from govgen.datafile.yaml_reader.tree import Entry, Mapping, Sequence, YamlNode
from govgen.datafile.yaml_reader.vocabulary import OUTERMOST, KeyPlaces, Vocabulary
from govgen.editions.edition import Edition, Section
from govgen.editions.key_tree import TableKey, slots
from govgen.editions.labels import fold
from govgen.editions.loading import edition_for, editions, editions_until
from govgen.editions.succession import current_section
from govgen.findings.catalogue import finding
from govgen.findings.finding import Finding, Related

SOURCES, NOT_SUMMED = (Facts.KEYS[name] for name in ("sources", "not_summed"))
CHANGE_CODES = ("L450", "L451", "L452", "L453", "L454", "L455")
TOP = tuple(Facts.KEYS.values())
_STATED = rf"^(?:\xef\xbb\xbf)?[ \t\"']*{Facts.KEYS['year']}[\"' \t]*(?::|：)[^\n\d]{{0,9}}(20\d\d)"
_YEAR = re.compile(_STATED.encode(), re.MULTILINE)


def _places(edition: Edition | None) -> KeyPlaces:
    """Every key of data files by ``edition`` or one before it, of any by None; with those it may be below."""
    found: defaultdict[str, set[str]] = defaultdict(set)

    def note(words: Collection[str], above: Iterable[str] = (), below: Iterable[TableKey] = ()) -> None:
        for word in words:
            found[fold(word)].update(map(fold, above))
        for slot in below:
            note(slot.heading.words, words, slot.below)

    note(TOP, [OUTERMOST])
    for key, shape in Facts.SHAPES.items():
        note(shape.group.SHAPES if shape.group else (), [key])
    for known in editions_until(edition) if edition else editions():
        for section in known.sections:
            below = slots(known.table_of(section)) if section.kind == "table" else ()
            note([section.key, section.heading], [OUTERMOST], below)
    return {word: frozenset(above) for word, above in found.items()}


@functools.cache
def vocabulary(edition: Edition | None) -> Vocabulary:
    """The keys of data files by ``edition`` or one before it; by any where it is not known."""
    return Vocabulary(_places(edition), SOURCES)


def vocabulary_of(raw: bytes) -> Vocabulary:
    """The keys of a data file: what editions after its year call things says nothing of it."""
    year = _YEAR.search(raw)
    return vocabulary(edition_for(int(year[1])) if year else None)


def renamed(word: str, edition: Edition) -> Section | None:
    """The section that has the matter of one that an edition before ``edition`` calls ``word``."""
    older = (part for known in editions_until(edition) for part in known.sections if fold(part.key) == word)
    return next((edition.section_by_id.get(current_section(edition, part.id)) for part in older), None)


def meant(word: str, candidates: Iterable[str]) -> str:
    """What an unknown key may have been meant for, as a question; empty when nothing is near."""
    alike = similar(word, candidates)
    return f"，是不是想写{'、'.join(f'“{name}”' for name in alike)}？" if alike else ""


def similar(word: str, candidates: Iterable[str]) -> list[str]:
    """Those of ``candidates`` that ``word`` may have been meant for; at most three."""
    names = list(dict.fromkeys(candidates))
    inside = [name for name in names if word in name or name in word] if len(word) > 1 else []
    return difflib.get_close_matches(word, names, n=3, cutoff=0.5) or inside[:3]


def misspelt(word: str, candidates: Iterable[str]) -> list[str]:
    """The one of ``candidates`` that ``word`` is but for a character or so; none where it is another word."""
    return difflib.get_close_matches(word, list(candidates), n=1, cutoff=0.7)


def meant_by_others(root: Mapping, edition: Edition) -> frozenset[str]:
    """The keys of the outermost level, folded, that are not there but that an unknown key there may mean."""
    there, top = {fold(entry.key) for entry in root}, vocabulary(edition).top
    absent = [key for key in top if key not in there]
    return frozenset(key for word in there - top for key in similar(word, absent))


def entries_by_key(mapping: Mapping) -> dict[str, Entry]:
    """The entries of ``mapping`` by folded key; of two that fold to the same the first counts."""
    entries: dict[str, Entry] = {}
    for entry in mapping:
        entries.setdefault(fold(entry.key), entry)
    return entries


def written_twice(node: YamlNode) -> Iterator[Finding]:
    """Every key in ``node`` that folds to one beside it, also below keys that nothing reads."""
    if isinstance(node, Mapping):
        first = entries_by_key(node)
        yield from (
            twice(first[fold(entry.key)], entry) for entry in node if first[fold(entry.key)] is not entry
        )
        yield from (item for entry in node for item in written_twice(entry.value))
    elif isinstance(node, Sequence):
        yield from (item for value in node.items for item in written_twice(value))


def twice(first: Entry, again: Entry) -> Finding:
    """That a key was written ``again``, in whatever form."""
    related = (Related(f"“{first.key}”第一次写在这里", first.span),)
    return finding("Y028", f"“{again.key}”写了两次", again.span, related=related)


def closest_edition(root: Mapping) -> Edition:
    """The edition whose words a file without a year uses most."""
    groups = [entry.value for entry in root if isinstance(entry.value, Mapping)]
    groups += [entry.value for group in groups for entry in group if isinstance(entry.value, Mapping)]
    words = [fold(entry.key) for group in groups for entry in group]

    def known(edition: Edition) -> int:
        names = {fold(heading.node.name) for table in edition.tables for heading in table.walk()}
        return sum(word in names for word in words)

    return max(reversed(editions()), key=known)
