"""Recognises the statutory section headings, also in altered wording."""

import functools
import re

from govgen.datafile.near import distance, near
from govgen.editions.edition import Edition
from govgen.editions.labels import fold, unnumbered
from govgen.editions.loading import editions_until
from govgen.editions.succession import current_section
from govgen.rules.lexicon import load, pattern, pattern_of
from govgen.rules.text.lines import fold_marks

_GLOSS = re.compile(r"[（(][a-zāáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜ]{1,6}[）)]")


SLIPS = 2
"""So many edits in the twelve characters of the report's name are a slip; more make another name."""
_TITLE_LIMIT = 60
_PER_SLIP = 4
"""A heading of a section without a pattern may have one edit in so many characters."""


def is_title(text: str, edition: Edition) -> bool:
    """Whether a line is the title of a report under ``edition``, also with a slip in its name."""
    words = fold_marks(text).strip()
    if pattern_of("title", "shape").search(words):
        return True
    if len(words) > _TITLE_LIMIT or re.search("[，。；]", words):
        return False
    names = {known.report_name for known in editions_until(edition)}
    return any(any(near(words, name, SLIPS)) for name in names)


def section_of(words: str, edition: Edition) -> str:
    """The id of the section whose heading ``words`` may be; empty for other words and for row labels."""
    folded = simplified(words)
    if ident := exact(edition).get(folded, ""):
        return ident
    outline = load("outline")
    if unnumbered(folded) in bare_labels(edition) or pattern("outline", outline["never"]["words"]).search(
        folded
    ):
        return ""
    patterns = {item["id"]: item["words"] for item in outline["sections"]}
    known = [section for section in edition.sections if section.id in patterns]
    for section in edition.sections:
        key = fold(section.key)
        if section.id not in patterns and distance(folded, key) * _PER_SLIP <= len(key):
            return section.id
    return next((each.id for each in known if pattern("outline", patterns[each.id]).search(folded)), "")


@functools.cache
def exact(edition: Edition) -> dict[str, str]:
    """The ids of the sections by their folded keys, those of editions before it too.

    An older key that may be a label of a table is none.
    """
    older = {
        fold(section.key): current_section(edition, section.id)
        for known in editions_until(edition)
        for section in known.sections
        if fold(section.key) not in bare_labels(edition)
    }
    older = {key: ident for key, ident in older.items() if ident in edition.section_by_id}
    own = {unnumbered(section.heading): section.id for section in edition.sections}
    return older | own | {fold(section.key): section.id for section in edition.sections}


@functools.cache
def alone(edition: Edition) -> dict[str, str]:
    """The ids of the sections by the keys that are a heading without a number too.

    Where the edition numbers its headings, a key that is also a label of a table is that label.
    """
    whole = {fold(section.heading) for section in edition.sections}
    return {
        key: ident for key, ident in exact(edition).items() if key in whole or key not in bare_labels(edition)
    }


@functools.cache
def labels(edition: Edition) -> frozenset[str]:
    """What tables print in rows and columns, folded, with numbers and notes; those of older editions too."""
    return frozenset(
        fold(words)
        for known in editions_until(edition)
        for table in known.tables
        for words in (table.stub, *(heading.node.label for heading in table.walk()))
    )


@functools.cache
def bare_labels(edition: Edition) -> frozenset[str]:
    """The labels without numbers and notes, some of which look like headings."""
    return frozenset(map(unnumbered, labels(edition)))


def simplified(words: str) -> str:
    """Words of a heading, folded, in simplified characters, without the residue of a phonetic gloss."""
    return fold(_GLOSS.sub("", words).translate(str.maketrans(load("outline")["variants"]["words"])))
